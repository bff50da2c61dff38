"""Searches for rosters, the ledger they leave, hours and cost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.duty.mapping.doctors import missing_competence
from hjemmel.apps.duty.mapping.inputs import inputs_of, law_of
from hjemmel.apps.duty.models import (
    DutyAbsence,
    DutyDistrict,
    DutyDoctor,
    DutyRoster,
    ExemptionCase,
    OpeningBalance,
    RosterRun,
    ShiftOffer,
)
from hjemmel.apps.duty.run_records import RunProgress
from hjemmel.apps.duty.selectors.costs import cost_of
from hjemmel.apps.duty.selectors.handovers import handovers_of
from hjemmel.apps.duty.selectors.ledgers import district_ledger, hours_of, roster_ledger
from hjemmel.apps.duty.selectors.rosters import roster_findings
from hjemmel.apps.duty.selectors.runs import get_run, runs_of
from hjemmel.apps.duty.services.assigning import put_on
from hjemmel.apps.duty.services.districts import change_settings
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.services.solving import (
    cancel_run,
    queue_run,
    solve_run,
    take_run,
)
from hjemmel.domain.shift import PayForm
from hjemmel.engines.rostering.ledger import Category
from hjemmel.kernel.errors import CancelledError, ConflictError, InputError, NotAllowedError
from hjemmel.kernel.text import Text
from tests.duty_district import BY, District, days_after, made_district

FIRST = date(2026, 1, 5)


@pytest.fixture
def district(db: None) -> District:
    return made_district()


def roster_of(district: District, first: date = FIRST, days: int = 14) -> int:
    return make_roster(
        district=district.key, name=f"{first}", first=first, last=days_after(first, days), by=BY
    )


def solved(roster: int) -> int:
    run = queue_run(roster=roster, by=BY, seconds=2)
    solve_run(run=run, by=BY)
    return run


def row_of(roster: int) -> DutyRoster:
    return DutyRoster.objects.select_related("district__host").get(pk=roster)


def test_search_finds_a_lawful_roster_that_is_taken_in_once(district: District) -> None:
    roster = roster_of(district)
    run = solved(roster)
    told = get_run(run, by=BY)
    assert told.state == "done"
    assert told.outcome["status"] in ("optimal", "feasible")
    assert told.points is not None
    assert told.bound is not None
    assert told.bound <= told.points
    assert told.can_be_taken
    taken = take_run(run=run, by=BY)
    assert taken.findings == ()
    assert roster_findings(roster, by=BY) == ()
    with pytest.raises(ConflictError, match="taken in already"):
        take_run(run=run, by=BY)
    assert [one.is_taken for one in runs_of(roster, by=BY)] == [True]


def test_search_of_a_roster_that_has_changed_is_not_taken_in(district: District) -> None:
    roster = roster_of(district)
    run = solved(roster)
    put_on(roster=roster, shift="evening:2026-01-05", doctor=district.doctors[0], version=1, by=BY)
    with pytest.raises(ConflictError, match="changed since"):
        take_run(run=run, by=BY)
    assert RosterRun.objects.get(pk=run).taken_at is None


def test_one_search_at_a_time_and_whoever_waits_can_stop_it(district: District) -> None:
    roster = roster_of(district)
    run = queue_run(roster=roster, by=BY)
    with pytest.raises(ConflictError):
        queue_run(roster=roster, by=BY)
    with pytest.raises(NotAllowedError):
        cancel_run(run=run, by=district.actor(Role.GP))
    cancel_run(run=run, by=BY)
    assert get_run(run, by=BY).state == "cancelled"
    with pytest.raises(InputError):
        queue_run(roster=roster, by=BY, seconds=0)


def test_progress_is_seen_from_outside_and_hears_who_stops(district: District) -> None:
    run = queue_run(roster=roster_of(district), by=BY)
    RosterRun.objects.filter(pk=run).update(state="running")
    progress = RunProgress(run)
    progress.best(12.5, 3.0)
    progress.start(Text("Leter", "Searching"), 0)
    told = get_run(run, by=BY)
    assert (told.points, told.bound, told.label) == (12.5, 3.0, Text("Leter", "Searching"))
    cancel_run(run=run, by=BY)
    with pytest.raises(CancelledError):
        progress.advance(0)


def test_no_eligible_doctor_fails_with_words_and_writes_nothing(district: District) -> None:
    roster = roster_of(district)
    for doctor in district.doctors:
        DutyAbsence.objects.create(
            duty_doctor_id=doctor,
            starts=datetime(2026, 1, 7, tzinfo=UTC),
            ends=datetime(2026, 1, 9, tzinfo=UTC),
            told_by="test",
        )
    run = queue_run(roster=roster, by=BY, seconds=2)
    with pytest.raises(InputError):
        solve_run(run=run, by=BY)
    told = get_run(run, by=BY)
    assert told.state == "failed"
    assert told.problem is not None
    assert "ingen lege kan ta den" in told.problem["detail"]
    assert not told.can_be_taken


def test_ledger_carries_from_roster_to_roster_and_from_the_opening_balance(
    district: District,
) -> None:
    OpeningBalance.objects.create(
        duty_doctor_id=district.doctors[0],
        category="nights",
        amount=3_000,
        as_of=date(2026, 1, 1),
        source="forrige system",
    )
    first = roster_of(district)
    take_run(run=solved(first), by=BY)
    publish_roster(roster=first, version=row_of(first).version, by=BY, tell=False)
    ledger = district_ledger(district.key, by=BY)
    lines = {row.key: row.lines for row in ledger.rows}
    nights = [lines[doctor][Category.NIGHTS] for doctor in district.doctors]
    assert nights[0].opening == 3_000
    assert sum(one.amount for one in nights) == 14_000
    assert abs(sum(one.share for one in nights) - 14_000) < len(nights)
    assert nights[0].amount < max(one.amount for one in nights)
    second = roster_of(district, days_after(FIRST, 14))
    opening = inputs_of(row_of(second)).opening
    for doctor, line in zip(district.doctors, nights, strict=True):
        assert opening.line(str(doctor), Category.NIGHTS).opening == line.closing
    draft = {row.key: row.lines for row in roster_ledger(second, by=BY).rows}
    assert draft[district.doctors[0]][Category.NIGHTS].opening == nights[0].closing


def test_exemption_that_was_granted_keeps_her_off_and_gives_her_no_share(
    district: District,
) -> None:
    exempt = district.doctors[0]
    ExemptionCase.objects.create(
        duty_doctor_id=exempt,
        ground="pregnancy",
        first=FIRST,
        last=days_after(FIRST, 90),
        state="granted",
        applied_by="test",
    )
    roster = roster_of(district)
    take_run(run=solved(roster), by=BY)
    ledger = {row.key: row.lines for row in roster_ledger(roster, by=BY).rows}
    assert ledger[exempt][Category.SHIFTS].amount == 0
    assert ledger[exempt][Category.SHIFTS].share == 0


def test_who_may_not_be_alone_is_told_what_she_lacks(db: None) -> None:
    district = made_district(unqualified=(0,))
    roster = roster_of(district)
    changed = put_on(
        roster=roster, shift="evening:2026-01-05", doctor=district.doctors[0], version=1, by=BY
    )
    assert [(one.constraint, one.is_law) for one in changed.findings] == [("alone", True)]
    row = row_of(roster)
    shift = inputs_of(row).picture.shifts[0]
    doctors = DutyDoctor.objects.select_related("doctor").in_bulk()
    lacks = missing_competence(doctors[district.doctors[0]].doctor, "Lege 00", shift, law_of(row))
    assert [one.nb for one in lacks] == [
        "Lege 00: Trenger bakvakt: ingen kvalifikasjon gir vakt alene."
    ]
    assert not missing_competence(
        doctors[district.doctors[1]].doctor, "Lege 01", shift, law_of(row)
    )


def test_hours_are_those_that_pass_in_any_period(district: District) -> None:
    roster = roster_of(district, date(2026, 10, 19), 7)
    doctor = district.doctors[0]
    put_on(roster=roster, shift="night:2026-10-24", doctor=doctor, version=1, by=BY)
    hours = {
        row.key: row
        for row in hours_of(
            district.key, by=BY, first=date(2026, 10, 24), last=date(2026, 10, 25), roster=roster
        )
    }
    assert hours[doctor].minutes == 600
    assert hours[doctor].by_pay_form == {PayForm.HOURLY: 600}
    assert (hours[doctor].shifts, hours[doctor].nights, hours[doctor].weekends) == (1, 1, 1)
    assert not any(
        row.minutes
        for row in hours_of(
            district.key, by=BY, first=date(2026, 10, 25), last=date(2026, 10, 26), roster=roster
        )
    )


def test_cost_names_what_is_missing_and_adds_up_what_is_known(district: District) -> None:
    first = date(2021, 5, 3)
    DutyDoctor.objects.update(member_from=date(2020, 1, 1))
    roster = roster_of(district, first, 7)
    put_on(roster=roster, shift="night:2021-05-03", doctor=district.doctors[0], version=1, by=BY)
    put_on(roster=roster, shift="evening:2021-05-04", doctor=district.doctors[1], version=2, by=BY)
    cost = cost_of(roster, by=BY)
    assert cost.total is None
    assert len(cost.missing) == 2
    change_settings(district=district.key, settings={"duty_class": 3, "population": 200_000}, by=BY)
    assert DutyDistrict.objects.get().settings == {"duty_class": 3, "population": 200_000}
    known = cost_of(roster, by=BY)
    assert known.missing == ()
    assert known.total is not None
    assert known.total.oere > 0
    assert sum(one.oere for one in known.by_doctor.values() if one) == known.total.oere
    with pytest.raises(NotAllowedError):
        cost_of(roster, by=district.actor(Role.GP))


def test_rates_of_a_later_day_are_named_and_not_guessed(district: District) -> None:
    change_settings(district=district.key, settings={"duty_class": 3, "population": 200_000}, by=BY)
    roster = roster_of(district)
    put_on(roster=roster, shift="evening:2026-01-05", doctor=district.doctors[0], version=1, by=BY)
    cost = cost_of(roster, by=BY)
    assert cost.total is None
    assert "law/data" in cost.missing[0].nb


def test_who_gives_away_and_takes_over_is_counted(district: District) -> None:
    roster = roster_of(district)
    giver, taker = district.doctors[:2]
    ShiftOffer.objects.create(
        shift=row_of(roster).shifts.get(key="evening:2026-01-05"),
        given_by_id=giver,
        offered_to_id=taker,
        taken_by_id=taker,
        kind="give_away",
        state="accepted",
        of_version=1,
        offered_by="test",
    )
    rows = {
        row.key: row
        for row in handovers_of(district.key, by=BY, first=FIRST, last=days_after(FIRST, 14))
    }
    assert (rows[giver].given_away, rows[giver].taken_over) == (1, 0)
    assert (rows[taker].given_away, rows[taker].taken_over) == (0, 1)
