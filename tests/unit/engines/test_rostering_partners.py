"""Whom a doctor may swap with, against every swap tried on the whole roster; and fair shares."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hjemmel.domain.duty_doctor import Exemption, ExemptionGround
from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering import RosterInputs, check
from hjemmel.engines.rostering.breach import Breach
from hjemmel.engines.rostering.candidates import BINDING, Standing
from hjemmel.engines.rostering.ledger import Category, Ledger
from hjemmel.engines.rostering.partners import partners
from hjemmel.engines.rostering.shares import fair_shares
from tests.twins.rostering import every_roster, price
from tests.twins.rostering_cases import days, doctor, made, on, problems, shift


def marks(inputs: RosterInputs, roster: tuple[Assignment, ...]) -> set[tuple[object, ...]]:
    """What a whole roster breaks of law and agreement."""

    def mark(one: Breach) -> tuple[object, ...]:
        return (one.constraint, one.doctor, one.shifts, one.day, one.number)

    return {mark(one) for one in check(inputs, roster) if one.level in BINDING}


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.data())
def test_swaps_are_those_that_break_nothing_new_and_cost_what_they_cost(
    inputs: RosterInputs, data: st.DataObject
) -> None:
    rosters = list(every_roster(inputs))
    roster = rosters[data.draw(st.integers(0, len(rosters) - 1))]
    before = marks(inputs, roster)
    standing = Standing(inputs, roster)
    keys = {one.key for one in inputs.picture.shifts}
    for mine in roster:
        found = {
            (one.doctor, one.wanted): one.points
            for one in partners(standing, mine.shift, mine.doctor, among=keys)
        }
        for hers in roster:
            if hers.doctor == mine.doctor or hers.shift == mine.shift:
                continue
            swapped = (set(roster) - {mine, hers}) | {
                Assignment(mine.shift, hers.doctor),
                Assignment(hers.shift, mine.doctor),
            }
            if len(swapped) < len(roster):
                continue
            after = tuple(sorted(swapped))
            is_lawful = marks(inputs, after) <= before
            assert ((hers.doctor, hers.shift) in found) == is_lawful
            if is_lawful:
                change = price(inputs, after) - price(inputs, roster)
                assert found[hers.doctor, hers.shift] * 1000 == pytest.approx(change, abs=5)


def test_what_is_carried_after_a_change_is_what_was_carried_with_it() -> None:
    inputs = made(
        [doctor("a"), doctor("b")], [shift(0, 23, 9, key="night"), shift(2, 8, 8, key="day")]
    )
    standing = Standing(inputs, on(("night", "a"), ("day", "b")))
    now = standing.closing("a")
    after = standing.closing("a", with_shift="day", without="night")
    assert after[Category.NIGHTS] - now[Category.NIGHTS] == -1_000
    assert after[Category.HOURS] - now[Category.HOURS] == -1_000
    assert after[Category.SHIFTS] == now[Category.SHIFTS]
    assert sum(standing.closing(key)[Category.HOURS] for key in ("a", "b")) == 0


def test_share_of_who_is_exempt_goes_to_the_others_by_their_fraction() -> None:
    shifts = [shift(day, 23, 9, key=f"n{day}") for day in range(6)]
    exempt = (Exemption(days(0, 13), ExemptionGround.AGE),)

    def hours(exemptions: tuple[Exemption, ...]) -> list[int]:
        doctors = [
            doctor("a", exemptions=exemptions),
            doctor("b"),
            doctor("c", fraction=Decimal("0.5")),
        ]
        found = fair_shares(made(doctors, shifts))
        return [found[key][Category.HOURS] for key in ("a", "b", "c")]

    assert hours(()) == [21_600, 21_600, 10_800]
    assert hours(exempt) == [0, 36_000, 18_000]


def test_shift_that_nobody_gave_is_only_taken_over() -> None:
    ledger = Ledger().with_handed_over([("a", "b"), (None, "b")])
    assert ledger.line("b", Category.TAKEN_OVER).amount == 2_000
    assert ledger.line("a", Category.GIVEN_AWAY).amount == 1_000
    assert {one.doctor for one in ledger.balances} == {"a", "b"}
