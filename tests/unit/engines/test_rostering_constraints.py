"""Each constraint as a pair: a roster that keeps it and one that breaks it, for checker and solver alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from hjemmel.domain.duty_doctor import Absence, Exemption, ExemptionGround, Skill
from hjemmel.domain.duty_roster import Wish, WishKind
from hjemmel.domain.shift import Role
from hjemmel.engines.rostering import RosterInputs, check, run
from hjemmel.engines.rostering.constraints import ALL, by_key
from hjemmel.engines.rostering.cycles import Cycle, weeks_on_off
from hjemmel.engines.rostering.ledger import Balance, Category, Ledger
from hjemmel.engines.rostering.results import Status
from hjemmel.engines.rostering.terms import Level, Limit, Prices
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from tests.twins.rostering_cases import (
    ALWAYS,
    MONDAY,
    QUICK,
    days,
    doctor,
    for_all,
    made,
    moment,
    on,
    shift,
    terms,
)

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pair:
    """Inputs with a roster that keeps a constraint, and one that breaks that one only."""

    inputs: RosterInputs
    kept: Pairs
    broken: Pairs


def two(first: object, second: object, **others: object) -> RosterInputs:
    """Two doctors for given shifts."""
    return made([first, second], **others)  # type: ignore[arg-type]


def fixed_shift() -> Pair:
    inputs = two(doctor("a"), doctor("b"), shifts=[shift(0)], fixed=[("a0-08", "a")])
    return Pair(inputs, (("a0-08", "a"),), (("a0-08", "b"),))


def closed_to_a(**closed: object) -> Pair:
    others = closed.pop("others", {})
    assert isinstance(others, dict)
    shifts = [others.pop("shift", shift(2))]
    inputs = two(doctor("a", **closed), doctor("b", **others.pop("b", {})), shifts=shifts, **others)
    key = inputs.picture.shifts[0].key
    return Pair(inputs, ((key, "b"),), ((key, "a"),))


def back_to_back(gap_hours: int, **limits: object) -> Pair:
    shifts = [shift(0, 8), shift(0, 16 + gap_hours)]
    first, second = (one.key for one in shifts)
    inputs = two(doctor("a"), doctor("b"), shifts=shifts, limits=terms(**limits))
    return Pair(inputs, ((first, "a"), (second, "b")), ((first, "a"), (second, "a")))


def in_turn(shifts: list[object], broken: int, **limits: object) -> Pair:
    keys = [one.key for one in shifts]  # type: ignore[attr-defined]
    inputs = two(doctor("a"), doctor("b"), shifts=shifts, limits=terms(**limits))
    kept = tuple((key, "ab"[place % 2]) for place, key in enumerate(keys))
    return Pair(inputs, kept, tuple((key, "a") for key in keys[:broken]) + kept[broken:])


def alone() -> Pair:
    limits = terms(alone=Limit(value=1))
    return closed_to_a(alone=(), others={"limits": limits})


def cycle() -> Pair:
    rota = Cycle(key="c", name=Text("", ""), days=weeks_on_off(1, 1), starts={"a": MONDAY})
    return closed_to_a(others={"shift": shift(8), "cycles": (rota,)})


PAIRS: dict[str, Callable[[], Pair]] = {
    "fixed": fixed_shift,
    "exemption": lambda: closed_to_a(exemptions=(Exemption(days(1, 3), ExemptionGround.AGE),)),
    "absence": lambda: closed_to_a(absences=(Absence(moment(2, 15), moment(3, 0)),)),
    "alone": alone,
    "role": lambda: closed_to_a(
        roles=frozenset({Role.DOCTOR}), others={"shift": shift(2, role=Role.BACK_UP)}
    ),
    "skills": lambda: closed_to_a(
        skills=(Skill("car", Period(MONDAY + timedelta(days=3))),),
        others={
            "shift": shift(2, skills=frozenset({"car"})),
            "b": {"skills": (Skill("car", ALWAYS),)},
        },
    ),
    "membership": lambda: closed_to_a(member=Period(MONDAY + timedelta(days=3))),
    "municipality": lambda: closed_to_a(
        municipality="4601", others={"shift": shift(2, municipalities=frozenset({"5001"}))}
    ),
    "station": lambda: closed_to_a(stations=frozenset({"b"})),
    "cycle": cycle,
    "one_at_a_time": lambda: back_to_back(-1),
    "rest": lambda: back_to_back(7, rest=for_all(8 * 60)),
    "week_hours": lambda: in_turn([shift(day) for day in (0, 2, 4, 6)], 3, week=for_all(16 * 60)),
    "mean_hours": lambda: in_turn(
        [shift(day) for day in (0, 2, 9, 11)], 3, mean_week=for_all(8 * 60)
    ),
    "nights_in_a_row": lambda: in_turn(
        [shift(day, 23) for day in (0, 1, 2, 3)], 3, nights_in_a_row=Limit(value=2)
    ),
    "weekends_in_a_row": lambda: in_turn(
        [shift(5), shift(12)], 2, weekends_in_a_row=Limit(value=1)
    ),
    "weekly_rest": lambda: in_turn(
        [shift(day) for day in range(7)], 7, weekly_rest=for_all(35 * 60)
    ),
}
WEIGHED = {"coverage", "published", "wish_off", "wish_on", "spans"}


def test_every_constraint_has_its_tests() -> None:
    assert {one.key for one in ALL} == set(PAIRS) | WEIGHED


@pytest.mark.parametrize("key", PAIRS)
def test_checker_tells_kept_from_broken(key: str) -> None:
    pair = PAIRS[key]()
    assert check(pair.inputs, on(*pair.kept)) == ()
    assert {one.constraint for one in check(pair.inputs, on(*pair.broken))} == {key}


@pytest.mark.parametrize("key", PAIRS)
def test_solver_takes_what_is_kept_and_refuses_what_is_broken(key: str) -> None:
    pair = PAIRS[key]()
    picture = pair.inputs.picture
    kept = made(
        picture.doctors,
        picture.shifts,
        limits=pair.inputs.terms,
        fixed=pair.kept,
        cycles=pair.inputs.cycles,
    )
    roster = run(kept, effort=QUICK)
    assert roster.status is Status.OPTIMAL
    assert roster.assignments == tuple(sorted(on(*pair.kept)))
    broken = made(
        picture.doctors,
        picture.shifts,
        limits=pair.inputs.terms,
        fixed={*pair.broken, *(() if key != "fixed" else pair.kept)},
        cycles=pair.inputs.cycles,
    )
    try:
        roster = run(broken, effort=QUICK)
    except InputError:
        assert key in ("fixed", "one_at_a_time")
        return
    assert roster.status is Status.INFEASIBLE
    assert roster.conflict is not None
    name = by_key(key).name.nb
    assert any(said.nb.startswith(name) for said in roster.conflict.sentences)


def test_coverage_too_few_and_too_many_are_breaches() -> None:
    inputs = made([doctor("a"), doctor("b"), doctor("c")], [shift(0, doctors=2)])
    assert check(inputs, on(("a0-08", "a"), ("a0-08", "b"))) == ()
    for pairs in ([("a0-08", "a")], [("a0-08", key) for key in "abc"]):
        (breach,) = check(inputs, on(*pairs))
        assert (breach.constraint, breach.number, breach.limit) == ("coverage", len(pairs), 2)


@pytest.mark.parametrize(("kind", "wanted"), [(WishKind.OFF, "b"), (WishKind.ON, "a")])
def test_a_wish_is_met_where_it_can_be(kind: WishKind, wanted: str) -> None:
    wish = Wish(doctor="a", kind=kind, period=days(0, 0))
    roster = run(made([doctor("a"), doctor("b")], [shift(0)], wishes=[wish]), effort=QUICK)
    assert roster.doctors_on("a0-08") == (wanted,)


def test_a_wish_for_a_type_says_nothing_of_others() -> None:
    wish = Wish(doctor="a", kind=WishKind.OFF, period=days(0, 0), shift_kind="night", weight=3)
    inputs = made([doctor("a")], [shift(0)], wishes=[wish])
    assert run(inputs, effort=QUICK).points == 0


def test_who_is_published_stays() -> None:
    shifts = [shift(day) for day in range(4)]
    published = frozenset(on(*((one.key, "a") for one in shifts)))
    inputs = made(
        [doctor("a"), doctor("b")], shifts, published=published, prices=Prices(change=10_000)
    )
    assert set(run(inputs, effort=QUICK).assignments) == published


def test_spans_follow_the_opening_balance() -> None:
    opening = Ledger(
        tuple(
            Balance(doctor="a", category=category, opening=2000)
            for category in (Category.SHIFTS, Category.HOURS)
        )
    )
    shifts = [shift(day) for day in (0, 1, 2, 3)]
    even = run(made([doctor("a"), doctor("b")], shifts), effort=QUICK)
    assert len(even.shifts_of("a")) == 2
    carried = run(made([doctor("a"), doctor("b")], shifts, opening=opening), effort=QUICK)
    assert len(carried.shifts_of("a")) == 1
    span = next(one for one in carried.spans if one.category is Category.SHIFTS)
    assert (span.value, span.bound) == (0, 0)


def test_a_limit_brings_its_own_level_and_source() -> None:
    limit = Limit(value=480, level=Level.AGREEMENT, source=Text("pkt. 7.4", "pt. 7.4"))
    rest = dict.fromkeys(for_all(1), limit)
    inputs = made([doctor("a")], [shift(0), shift(0, 20)], limits=terms(rest=rest))
    (breach,) = check(inputs, on(("a0-08", "a"), ("a0-20", "a")))
    assert (breach.level, breach.source.nb) == (Level.AGREEMENT, "pkt. 7.4")
    assert breach.sentence.nb == "a har 4 timer fri mellom a0-08 og a0-20; kravet er 8."


def test_rest_and_runs_count_what_was_before_the_period() -> None:
    night = shift(-1, 23)
    inputs = made(
        [doctor("a"), doctor("b")],
        [shift(0, 8), shift(0, 23)],
        limits=terms(rest=for_all(7 * 60), nights_in_a_row=Limit(value=1)),
        earlier=[(night, "a")],
    )
    found = check(inputs, on(("a0-08", "a"), ("a0-23", "a")))
    assert {one.constraint for one in found} == {"rest", "nights_in_a_row"}
    roster = run(inputs, effort=QUICK)
    assert roster.doctors_on("a0-08") == ("b",)
    assert roster.doctors_on("a0-23") == ("b",)


def test_a_back_up_doctor_must_stand_behind_the_whole_shift() -> None:
    limits = terms(alone=Limit(value=1))
    duty = shift(0, 8, 8)
    for hours, is_enough in ((8, True), (7, False)):
        behind = shift(0, 8, hours, key="back", role=Role.BACK_UP, backs_up=frozenset({duty.key}))
        inputs = made([doctor("a", alone=()), doctor("b")], [duty, behind], limits=limits)
        found = check(inputs, on((duty.key, "a"), ("back", "b")))
        assert [one.constraint for one in found] == ([] if is_enough else ["alone"])
    inputs = made([doctor("a", alone=()), doctor("b")], [duty, behind], limits=limits)
    assert run(inputs, effort=QUICK).status is Status.INFEASIBLE


def test_every_name_and_citation_stands_in_both_languages() -> None:
    for one in ALL:
        assert all((one.name.nb, one.name.en, one.unit.nb, one.citation.nb, one.citation.en))


def test_an_unknown_constraint_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="no constraint"):
        by_key("nope")
