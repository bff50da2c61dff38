"""Swaps between two rosters, against every swap tried on both rosters made anew with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hjemmel.domain.duty_doctor import DutyDoctor
from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import Shift
from hjemmel.engines.rostering import RosterInputs
from hjemmel.engines.rostering.candidates import BINDING, Standing
from hjemmel.engines.rostering.check import check_doctor
from hjemmel.engines.rostering.elsewhere import Elsewhere, absence_for, as_if, with_elsewhere
from hjemmel.engines.rostering.ledger import SHARED, Balance, Ledger
from hjemmel.engines.rostering.partners_across import Across
from hjemmel.engines.rostering.terms import Limit, Terms
from tests.twins.rostering import counted
from tests.twins.rostering_cases import days, doctor, for_all, made, shift, terms

Roster = frozenset[Assignment]
KEYS = ("a", "b", "c")


def made_anew(
    doctors: list[DutyDoctor],
    shifts: tuple[list[Shift], list[Shift]],
    limits: Terms,
    rosters: tuple[Roster, Roster],
) -> tuple[RosterInputs, RosterInputs]:
    """Two weeks as they are when each has its roster: the later opens with what the earlier left."""
    first, second = ({one.key: one for one in week} for week in shifts)
    later = {
        key: [second[one.shift] for one in sorted(rosters[1]) if one.doctor == key] for key in KEYS
    }
    early = made(
        [
            replace(one, absences=tuple(absence_for(s.starts, s.ends) for s in later[one.key]))
            for one in doctors
        ],
        shifts[0],
        length=7,
        limits=limits,
    )
    before = [(first[one.shift], one.doctor) for one in sorted(rosters[0])]
    taken = {(key, category): 0 for key in KEYS for category in SHARED}
    for one, who in before:
        for category, amount in counted(early, one).items():
            taken[who, category] += amount
    late = made(doctors, [], limits=limits)
    picture = replace(
        late.picture, period=days(7, 13), shifts=tuple(shifts[1]), earlier=tuple(before)
    )
    opening = Ledger(
        tuple(
            Balance(doctor=key, category=category, opening=amount)
            for (key, category), amount in taken.items()
        )
    )
    return early, replace(late, picture=picture, opening=opening)


def marks(inputs: RosterInputs, roster: Roster) -> set[tuple[object, ...]]:
    """What the doctors break of law and agreement, also she who has shifts in the other week only."""
    shifts = {one.key: one for one in inputs.picture.shifts}
    return {
        (one.constraint, one.doctor, one.shifts, one.day, one.number)
        for who in inputs.picture.doctors
        for one in check_doctor(
            inputs, who, [shifts[pair.shift] for pair in sorted(roster) if pair.doctor == who.key]
        )
        if one.level in BINDING
    }


@st.composite
def weeks(draw: st.DrawFn, first: int, last: int, name: str) -> list[Shift]:
    return [
        shift(
            draw(st.integers(first, last)),
            draw(st.sampled_from([8, 16, 23])),
            draw(st.sampled_from([8, 9, 24])),
            key=f"{name}{place}",
        )
        for place in range(draw(st.integers(1, 4)))
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(weeks(3, 6, "e"), weeks(7, 9, "l"), st.booleans(), st.data())
def test_swaps_are_those_that_break_nothing_new_in_either_and_cost_what_they_cost(
    early: list[Shift], late: list[Shift], is_later_given: bool, data: st.DataObject
) -> None:
    limits = terms(
        rest=data.draw(st.sampled_from([for_all(8 * 60), for_all(11 * 60)])),
        week=data.draw(st.sampled_from([{}, for_all(17 * 60)])),
        nights_in_a_row=data.draw(st.sampled_from([None, Limit(value=1)])),
    )
    doctors = [doctor(key) for key in KEYS]
    who = st.sampled_from(KEYS)
    rosters = tuple(
        frozenset(Assignment(one.key, data.draw(who)) for one in week) for week in (early, late)
    )
    stand = made_anew(doctors, (early, late), limits, (rosters[0], rosters[1]))
    before = [marks(inputs, roster) for inputs, roster in zip(stand, rosters, strict=True)]
    first, second = (Standing(i, r) for i, r in zip(stand, rosters, strict=True))
    opens = dict.fromkeys(KEYS, frozenset(SHARED))
    across = (
        Across(given=second, wanted=first, into_given=opens)
        if is_later_given
        else Across(given=first, wanted=second, into_wanted=opens)
    )
    given_ones, wanted_ones = rosters[::-1] if is_later_given else rosters
    for mine in given_ones:
        keys = {one.shift for one in wanted_ones}
        found = {
            (one.doctor, one.wanted): one.points
            for one in across.partners(mine.shift, mine.doctor, among=keys)
        }
        for hers in wanted_ones:
            if hers.doctor == mine.doctor:
                assert (hers.doctor, hers.shift) not in found
                continue
            given_after = (given_ones - {mine}) | {Assignment(mine.shift, hers.doctor)}
            wanted_after = (wanted_ones - {hers}) | {Assignment(hers.shift, mine.doctor)}
            after = (wanted_after, given_after) if is_later_given else (given_after, wanted_after)
            anew = made_anew(doctors, (early, late), limits, after)
            is_lawful = all(
                marks(inputs, roster) <= was
                for inputs, roster, was in zip(anew, after, before, strict=True)
            )
            assert ((hers.doctor, hers.shift) in found) == is_lawful
            then = [Standing(i, r) for i, r in zip(anew, after, strict=True)]
            given_then, wanted_then = then[::-1] if is_later_given else then
            for key, gives in ((mine.doctor, True), (hers.doctor, False)):
                told = across.closing_given(key, mine.shift, hers.shift, gives=gives)
                assert told == given_then.closing(key)
                told = across.closing_wanted(key, mine.shift, hers.shift, gives=gives)
                assert told == wanted_then.closing(key)
            if is_lawful:
                change = sum(one.problem.price(one.on) for one in then) - sum(
                    one.problem.price(one.on) for one in (first, second)
                )
                assert found[hers.doctor, hers.shift] * 1000 == pytest.approx(change, abs=5)


def test_shift_elsewhere_counts_five_weeks_back_and_is_time_away_from_the_first_day_on() -> None:
    inputs = made([doctor("a"), doctor("b")], [shift(0, key="own")])
    old, recent, later = (shift(day, key=f"s{day}") for day in (-36, -35, 3))
    changed = with_elsewhere(
        inputs, Elsewhere(put=tuple((one, "a") for one in (old, recent, later)))
    )
    assert changed.picture.earlier == ((recent, "a"),)
    seen = {one.key: one.absences for one in changed.picture.doctors}
    assert seen == {"a": (absence_for(later.starts, later.ends),), "b": ()}
    undone = with_elsewhere(
        changed, Elsewhere(off=tuple((one, "a") for one in (old, recent, later)))
    )
    assert (undone.picture.earlier, undone.picture.doctors) == ((), inputs.picture.doctors)


def test_shift_elsewhere_that_she_does_not_have_is_not_lost() -> None:
    inputs = made(
        [doctor("a", absences=(absence_for(shift(3).starts, shift(3).ends),))],
        [shift(0, key="own")],
        earlier=[(shift(-1, key="before"), "a")],
    )
    [herself] = inputs.picture.doctors
    seen, earlier = as_if(inputs, herself, off=[shift(-1, key="other"), shift(4)])
    assert (seen, [one.key for one in earlier]) == (herself, ["before"])


def test_doctor_who_takes_no_duty_in_the_other_roster_has_no_swaps_with_it() -> None:
    here, there = [shift(0, key="mine")], [shift(8, key="hers")]
    first = Standing(made([doctor("a"), doctor("b")], here), [Assignment("mine", "a")])
    late = made([doctor("b")], there)
    second = Standing(late, [Assignment("hers", "b")])
    assert Across(given=first, wanted=second).partners("mine", "a", among={"hers"}) == ()
    assert Across(given=second, wanted=first).partners("hers", "b", among={"mine"}) == ()
