"""What a search gives: repeatable rosters, progress, cancel, refusals, replanning and explanations."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hjemmel.cases.rosters import load_roster
from hjemmel.domain.duty_doctor import Absence, Exemption, ExemptionGround
from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import PayForm
from hjemmel.engines.rostering import RosterInputs, check, explain, run
from hjemmel.engines.rostering.candidates import Standing
from hjemmel.engines.rostering.ledger import Balance, Category, Ledger
from hjemmel.engines.rostering.replan import changes_between, replan
from hjemmel.engines.rostering.results import EndedBy, Status, minutes_by_pay_form
from hjemmel.engines.rostering.terms import Effort, Level, Limit
from hjemmel.kernel.errors import CancelledError, InputError, UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from tests.twins.rostering_cases import (
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


def four_weeks(doctors: int = 6) -> RosterInputs:
    """An evening and a night each day, rest of eleven hours, at most two nights in a row."""
    shifts = [shift(day, hour, 8, key=f"{day:02}-{hour}") for day in range(28) for hour in (15, 23)]
    return made(
        [doctor(f"d{number}") for number in range(doctors)],
        shifts,
        length=28,
        limits=terms(rest=for_all(11 * 60), nights_in_a_row=Limit(value=2)),
    )


class Watcher:
    """Keeps what is told, and cancels after a number of questions."""

    def __init__(self, cancel_after: int | None = None) -> None:
        self.labels: list[Text] = []
        self.asked = 0
        self.cancel_after = cancel_after

    def start(self, label: Text, total: int) -> None:
        self.labels.append(label)

    def advance(self, steps: int = 1) -> None:
        self.asked += 1
        if self.cancel_after is not None and self.asked > self.cancel_after:
            raise CancelledError(Text("", ""), where="", remedy=Text("", ""))


def test_spans_are_proven_and_at_most_one() -> None:
    roster = run(four_weeks(), effort=QUICK)
    assert roster.status is Status.OPTIMAL
    assert roster.receipt.ended_by is EndedBy.PROOF
    assert check(roster.inputs, roster.assignments) == ()
    counted = [one for one in roster.spans if one.category is not Category.HOURS]
    assert {one.category for one in counted} == {
        Category.SHIFTS,
        Category.NIGHTS,
        Category.WEEKENDS,
    }
    assert all(one.is_on_target and one.is_proven for one in counted)


def test_same_seed_and_workers_give_the_same_roster() -> None:
    first, second = (run(four_weeks(), effort=QUICK) for _ in range(2))
    assert first.assignments == second.assignments
    assert first.receipt == second.receipt
    assert first.receipt.is_repeatable
    assert first.receipt.sentence.en.startswith("The same inputs")


def test_the_order_of_doctors_and_shifts_does_not_matter() -> None:
    inputs = four_weeks()
    picture = inputs.picture
    turned = replace(
        inputs, picture=replace(picture, doctors=picture.doctors[::-1], shifts=picture.shifts[::-1])
    )
    assert run(turned, effort=QUICK).assignments == run(inputs, effort=QUICK).assignments


def test_progress_tells_points_and_bound() -> None:
    watcher = Watcher()
    roster = run(four_weeks(), effort=QUICK, progress=watcher)
    assert watcher.labels[0].nb.startswith("Lager vaktplan: ingen funnet ennå, grense ")
    assert watcher.labels[-1].en == (
        f"Making a roster: {roster.points:.0f} points, bound {roster.bound:.0f}"
    )


def test_cancel_keeps_the_best_so_far() -> None:
    inputs = load_roster("stor-elvdal").inputs
    roster = run(inputs, effort=QUICK, progress=Watcher(cancel_after=0))
    assert roster.status is Status.STOPPED
    assert roster.receipt.ended_by is EndedBy.CANCEL
    assert not roster.receipt.is_repeatable
    assert roster.uncovered() == {}
    assert check(roster.inputs, roster.assignments) == ()


def test_the_ledger_adds_up() -> None:
    roster = run(four_weeks(), effort=QUICK)
    for category in (Category.SHIFTS, Category.HOURS, Category.NIGHTS):
        lines = [roster.ledger.line(one.key, category) for one in roster.inputs.picture.doctors]
        assert abs(sum(line.closing for line in lines)) <= len(lines)
    for one in roster.inputs.picture.doctors:
        mine = roster.shifts_of(one.key)
        assert roster.ledger.line(one.key, Category.SHIFTS).amount == 1000 * len(mine)
        hours = sum(each.minutes for each in mine) / 60
        assert roster.ledger.line(one.key, Category.HOURS).amount == round(1000 * hours)
        assert minutes_by_pay_form(roster)[one.key] == {PayForm.SELF_EMPLOYED: hours * 60}


def test_hours_of_a_period_count_the_shifts_that_start_in_it() -> None:
    roster = run(four_weeks(), effort=QUICK)
    start, end = MONDAY + timedelta(days=7), MONDAY + timedelta(days=14)
    found = minutes_by_pay_form(roster, start=start, end=end)
    assert sum(sum(forms.values()) for forms in found.values()) == 14 * 8 * 60


def test_conflict_is_the_smallest_set_with_the_cheapest_way_out() -> None:
    limits = terms(rest=for_all(8 * 60, Level.AGREEMENT))
    inputs = made([doctor("a")], [shift(0, 8), shift(0, 20), shift(3)], limits=limits)
    roster = run(inputs, effort=QUICK)
    assert roster.status is Status.INFEASIBLE
    conflict = roster.conflict
    assert conflict is not None
    assert conflict.is_smallest
    assert [said.nb for said in conflict.sentences] == [
        "a0-08 skal ha 1 lege.",
        "a0-20 skal ha 1 lege.",
        "Hvile mellom vakter for a (SFS 2305 pkt. 7.4).",
    ]
    assert [one.sentence.en for one in conflict.relaxations] == [
        "Set “Rest between shifts” aside for a."
    ]


def test_law_is_never_given_up_so_somebody_from_outside_is_found() -> None:
    inputs = made([doctor("a")], [shift(0, 8), shift(0, 20)], limits=terms(rest=for_all(8 * 60)))
    conflict = run(inputs, effort=QUICK).conflict
    assert conflict is not None
    assert [one.constraint for one in conflict.relaxations] == ["coverage"]
    assert conflict.relaxations[0].sentence.nb.startswith("Finn 1 lege utenfra til a0-")


def test_a_span_beyond_its_target_names_what_prevents_it() -> None:
    away = Absence(moment(0, 0), moment(10, 0))
    shifts = [shift(day) for day in range(14)]
    roster = run(made([doctor("a", absences=(away,)), doctor("b")], shifts), effort=QUICK)
    span = next(one for one in roster.spans if one.category is Category.SHIFTS)
    assert (span.value, span.bound, span.target) == (6000, 6000, 1000)
    assert [name.en for name in span.prevented_by] == ["Absence"]


def test_an_opening_balance_that_cannot_be_evened_out_is_named() -> None:
    line = Balance(doctor="a", category=Category.SHIFTS, opening=9000)
    inputs = made([doctor("a"), doctor("b")], [shift(0), shift(1)], opening=Ledger((line,)))
    span = next(one for one in run(inputs, effort=QUICK).spans if one.category is Category.SHIFTS)
    assert span.prevented_by == (
        Text("Saldo fra tidligere perioder", "Balance from earlier periods"),
    )


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (lambda: made([doctor("a")], []), "no shifts"),
        (lambda: made([], [shift(0)]), "no doctors"),
        (lambda: made([doctor("a")], [shift(20)]), "outside the period"),
        (
            lambda: made(
                [doctor("a"), doctor("b")], [shift(0)], fixed=[("a0-08", "a"), ("a0-08", "b")]
            ),
            "2 doctors are fixed to a0-08, which needs 1",
        ),
        (
            lambda: made(
                [doctor("a")], [shift(0), shift(0, 15)], fixed=[("a0-08", "a"), ("a0-15", "a")]
            ),
            "which overlap",
        ),
        (
            lambda: made(
                [doctor("a", exemptions=(Exemption(days(0, 3), ExemptionGround.AGE),))], [shift(0)]
            ),
            r"no doctor can take it. What keeps the others off: Exemption \(1\)",
        ),
        (lambda: made([doctor("a")], [shift(0)], fixed=[("a0-08", "x")]), "not in the roster: x"),
        (lambda: made([doctor("a"), doctor("a")], [shift(0)]), "more than once: a"),
        (lambda: Period(MONDAY, MONDAY), "ends on"),
        (lambda: shift(0, hours=-1), "ends before it starts"),
    ],
)
def test_wrong_input_is_refused_with_what_is_wrong(inputs: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        run(inputs(), effort=QUICK)  # type: ignore[operator]


def test_what_is_fixed_against_the_law_is_a_conflict() -> None:
    exempt = doctor("a", exemptions=(Exemption(days(0, 3), ExemptionGround.AGE),))
    roster = run(made([exempt, doctor("b")], [shift(0)], fixed=[("a0-08", "a")]), effort=QUICK)
    assert roster.status is Status.INFEASIBLE
    assert roster.conflict is not None
    assert {said.en.split(" (")[0] for said in roster.conflict.sentences} == {
        "a is fixed to a0-08.",
        "Exemption for a",
    }


def test_illness_changes_as_little_as_can_be() -> None:
    inputs = four_weeks()
    published = run(inputs, effort=QUICK).assignments
    ill = Absence(moment(10, 0), moment(14, 0), "syk")
    doctors = [
        replace(one, absences=(ill,)) if one.key == "d0" else one for one in inputs.picture.doctors
    ]
    now = replace(inputs, picture=replace(inputs.picture, doctors=tuple(doctors)))
    lost = [
        one
        for one in published
        if one.doctor == "d0" and 9 <= int(one.shift[:2]) < 14 and one.shift not in ("09-15",)
    ]
    again = replan(now, published, from_day=MONDAY + timedelta(days=9), effort=QUICK)
    assert check(now, again.roster.assignments) == ()
    assert again.fewest == len(lost)
    assert again.is_least
    assert {change.shift for change in again.changes} == {one.shift for one in lost}
    assert all(change.gone == ("d0",) for change in again.changes)
    assert [key for key, _ in again.candidates] == sorted(one.shift for one in lost)
    for key, candidates in again.candidates:
        (new,) = next(change.new for change in again.changes if change.shift == key)
        assert next(one for one in candidates if one.doctor == new).is_free
        ranks = [one.rank for one in candidates]
        assert ranks == sorted(ranks)
        assert not next(one for one in candidates if one.doctor == "d0").is_lawful


def test_nothing_changes_where_nothing_happened() -> None:
    inputs = four_weeks()
    published = run(inputs, effort=QUICK).assignments
    again = replan(inputs, published, from_day=MONDAY, effort=QUICK)
    assert again.changes == ()
    assert changes_between(inputs, published, again.roster.assignments) == ()


def test_cost_decides_between_equals() -> None:
    inputs = made([doctor("a"), doctor("b"), doctor("c")], [shift(0)])
    standing = Standing(inputs, on(("a0-08", "a")))
    found = standing.candidates(
        "a0-08", instead_of="a", cost=lambda who, _: {"b": 200, "c": 100}[who.key]
    )
    assert [(one.doctor, one.oere) for one in found] == [("c", 100), ("b", 200)]
    assert [one.points for one in found] == [0, 0]


def test_a_doctor_is_told_who_else_could_have_had_her_shift() -> None:
    limits = terms(rest=for_all(8 * 60))
    shifts = [shift(0, 8), shift(0, 20)]
    inputs = made(
        [doctor("a"), doctor("b"), doctor("c", stations=frozenset({"x"}))], shifts, limits=limits
    )
    roster = run(inputs, effort=QUICK)
    (who,) = roster.doctors_on("a0-08")
    told = explain(roster, "a0-08", who)
    assert told.lawful == ()
    by_doctor = {one.doctor: {each.constraint for each in one.breaches} for one in told.others}
    other = "b" if who == "a" else "a"
    assert by_doctor == {other: {"rest"}, "c": {"station"}}
    assert told.sentences[0].en == "0 of 2 others could have had a0-08 without breaking anything."
    with pytest.raises(UnknownIdError, match="does not have"):
        explain(roster, "a0-08", other)


def test_points_of_a_candidate_are_what_the_price_changes_by() -> None:
    inputs = four_weeks()
    roster = run(inputs, effort=QUICK)
    key = "10-15"
    (who,) = roster.doctors_on(key)
    standing = Standing(inputs, roster.assignments)
    for one in standing.candidates(key, instead_of=who):
        swapped = set(roster.assignments) - {Assignment(key, who)} | {Assignment(key, one.doctor)}
        changed = Standing(inputs, swapped)
        before = standing.problem.price(standing.on)
        assert one.points * 1000 == pytest.approx(changed.problem.price(changed.on) - before)


def test_seconds_that_end_the_search_are_said_to() -> None:
    inputs = four_weeks(7)
    roster = run(inputs, effort=Effort(seconds=0.0001, workers=1))
    assert roster.receipt.ended_by is EndedBy.SECONDS
    assert "the time" in roster.receipt.sentence.en
