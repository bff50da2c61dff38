"""Illness: published shifts are opened, and the roster is mended with the least change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.duty.models import DutyAbsence, DutyAssignment, ShiftOffer
from hjemmel.apps.duty.selectors.changes import run_changes
from hjemmel.apps.duty.selectors.handovers import handovers_of
from hjemmel.apps.duty.selectors.offers import open_shifts
from hjemmel.apps.duty.selectors.replanning import ReplanProposal, proposal_of, vacancies_in
from hjemmel.apps.duty.selectors.rosters import preview_publication, roster_findings
from hjemmel.apps.duty.selectors.runs import get_run
from hjemmel.apps.duty.services.illness import report_illness, report_well, take_replan
from hjemmel.apps.duty.services.offers import accept_offer, make_offer, withdraw_offer
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.services.solving import cancel_run, queue_replan, solve_run, take_run
from hjemmel.apps.duty.wall_clock import whole_days
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError
from tests.duty_district import BY, District, days_after, made_district
from tests.duty_people import FIRST, NOW, gp, on, planner, published, version

DRAFT = date(2026, 11, 2)
EVENING, FRIDAY_EVENING = "evening:2026-10-19", "evening:2026-10-23"
UNTIL = date(2026, 10, 5)


@pytest.fixture
def district(db: None) -> District:
    return made_district()


@pytest.fixture
def draft(district: District) -> int:
    return make_roster(
        district=district.key,
        name="November",
        first=DRAFT,
        last=days_after(DRAFT, 14),
        wishes_until=UNTIL,
        by=BY,
    )


def ill(district: District, place: int, **more: Any) -> Any:
    starts, ends = whole_days(FIRST, days_after(FIRST, 3))
    return report_illness(
        duty_doctor=district.doctors[place],
        starts=starts,
        ends=ends,
        by=more.pop("by", gp(district, place)),
        now=NOW,
    )


def test_illness_opens_the_published_shifts_and_says_nothing_of_why_to_colleagues(
    district: District,
) -> None:
    roster = published(district)
    done = ill(district, 0)
    assert [one.shift for one in done.opened] == [EVENING]
    assert DutyAbsence.objects.get().cause == "Sykdom"
    findings = roster_findings(roster, by=BY)
    assert [(one.constraint, one.shifts) for one in findings] == [("absence", (EVENING,))]
    assert roster_findings(roster, by=gp(district, 0)) == findings
    assert roster_findings(roster, by=gp(district, 6)) == ()  # nor of what keeps her off it
    [shown] = open_shifts(district.key, by=gp(district, 6), now=NOW)
    assert (shown.given_by, shown.given_by_name, shown.by_choice) == (None, "", False)
    [seen] = open_shifts(district.key, by=planner(district), now=NOW)
    assert seen.given_by == district.doctors[0]
    accept_offer(offer=shown.key, taker=district.doctors[6], by=gp(district, 6), now=NOW)
    assert roster_findings(roster, by=BY) == ()
    rows = {
        r.key: r for r in handovers_of(district.key, by=BY, first=FIRST, last=days_after(FIRST, 7))
    }
    assert rows[district.doctors[0]].given_away == 0  # she did not choose it
    assert rows[district.doctors[6]].taken_over == 1


def test_illness_stands_beside_other_absence_and_withdraws_what_she_had_offered(
    district: District,
) -> None:
    published(district)
    starts, ends = whole_days(days_after(FIRST, 1), days_after(FIRST, 2))
    DutyAbsence.objects.create(
        duty_doctor_id=district.doctors[0], starts=starts, ends=ends, cause="Kurs", told_by="test"
    )
    make_offer(
        roster=DutyAssignment.objects.values_list("shift__roster", flat=True)[0],
        shift=EVENING,
        kind="give_away",
        given_by=district.doctors[0],
        offered_to=district.doctors[6],
        by=gp(district, 0),
        now=NOW,
    )
    done = ill(district, 0)
    assert len(done.absences) == 2  # before the course and after it
    assert sorted(ShiftOffer.objects.values_list("kind", "state")) == [
        ("give_away", "withdrawn"),
        ("open", "open"),
    ]
    assert ill(district, 0, by=planner(district)).opened[0].offer == done.opened[0].offer
    with pytest.raises(NotAllowedError):
        ill(district, 0, by=gp(district, 1))
    with pytest.raises(NotAllowedError):
        ill(district, 0, by=district.actor(Role.READER))


def test_open_shift_of_who_falls_ill_is_not_hers_to_withdraw_any_more(
    district: District,
) -> None:
    roster = published(district)
    key = make_offer(
        roster=roster,
        shift=EVENING,
        kind="open",
        given_by=district.doctors[0],
        by=gp(district, 0),
        now=NOW,
    )
    assert ill(district, 0).opened[0].offer == key
    with pytest.raises(NotAllowedError):
        withdraw_offer(offer=key, by=gp(district, 0), now=NOW)
    assert ShiftOffer.objects.get().state == "open"


def test_who_is_well_again_keeps_the_shifts_that_nobody_has_taken(district: District) -> None:
    roster = published(district)
    starts, ends = whole_days(FIRST, days_after(FIRST, 7))
    doctor = district.doctors[0]
    done = report_illness(duty_doctor=doctor, starts=starts, ends=ends, by=gp(district, 0), now=NOW)
    assert [one.shift for one in done.opened] == [EVENING, FRIDAY_EVENING]
    accept_offer(offer=done.opened[0].offer, by=gp(district, 6), now=NOW)
    well = {"duty_doctor": doctor, "well_from": whole_days(days_after(FIRST, 2), ends.date())[0]}
    with pytest.raises(NotAllowedError):
        report_well(**well, by=gp(district, 1), now=NOW)
    assert report_well(**well, by=gp(district, 0), now=NOW) == (FRIDAY_EVENING,)
    assert on(roster, EVENING) == [district.doctors[6]]
    assert on(roster, FRIDAY_EVENING) == [doctor]
    assert roster_findings(roster, by=BY) == ()
    assert open_shifts(district.key, by=planner(district), now=NOW) == ()
    row = DutyAbsence.objects.get()
    assert (row.starts, row.ends) == (starts, well["well_from"])
    with pytest.raises(ConflictError, match="not reported ill"):
        report_well(**well, by=gp(district, 0), now=NOW)


def replanned(roster: int, now: datetime = NOW, seconds: int = 2) -> int:
    run = queue_replan(roster=roster, by=BY, now=now, seconds=seconds)
    solve_run(run=run, by=BY)
    return run


def found_by(run: int) -> ReplanProposal:
    found = proposal_of(run, by=BY)
    assert found is not None
    return found


def test_who_may_take_what_has_to_be_filled_is_told_without_a_search(district: District) -> None:
    roster = published(district)
    assert vacancies_in(roster, by=planner(district), now=NOW) == ()
    ill(district, 0)
    [vacancy] = vacancies_in(roster, by=planner(district), now=NOW)
    assert vacancy.shift.key == EVENING
    takers = vacancy.takers
    assert district.doctors[0] not in {one.doctor for one in takers}
    assert all(one.is_lawful for one in takers)
    assert [len(one.findings) for one in takers] == sorted(len(one.findings) for one in takers)
    with pytest.raises(NotAllowedError):
        vacancies_in(roster, by=gp(district, 6), now=NOW)


def test_least_change_is_searched_for_taken_as_a_whole_and_told_to_those_it_touches(
    district: District, django_capture_on_commit_callbacks: Any
) -> None:
    roster = published(district)
    ill(district, 0)
    takers = {one.doctor for one in vacancies_in(roster, by=BY, now=NOW)[0].takers}
    run = replanned(roster)
    told = get_run(run, by=BY)
    assert (told.state, told.is_replan, told.can_be_taken) == ("done", True, True)
    found = found_by(run)
    assert (found.problem, found.fewest, found.is_least) == (None, 1, True)
    assert found.off == ((EVENING, district.doctors[0]),)
    [(shift, taker)] = found.put
    assert (shift, taker in takers) == (EVENING, True)
    [change] = run_changes(run, by=BY)
    assert (change.key, change.removed) == (EVENING, ("Lege 00",))
    with pytest.raises(NotAllowedError):
        take_run(run=run, by=gp(district, 6), now=NOW)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        take_run(run=run, by=planner(district), now=NOW)
    assert on(roster, EVENING) == [taker]
    assert len(mail.outbox) == 2
    assert roster_findings(roster, by=BY) == ()
    assert preview_publication(roster, by=BY).added == ()
    assert ShiftOffer.objects.get().state == "lapsed"
    row = DutyAssignment.objects.get(shift__key=EVENING, ended_at__isnull=True)
    assert row.origin == "replan"
    with pytest.raises(ConflictError, match="taken in already"):
        take_run(run=run, by=planner(district), now=NOW)
    again = replanned(roster)
    assert (found_by(again).put, get_run(again, by=BY).can_be_taken) == ((), False)


def test_least_change_is_refused_when_the_roster_has_changed_under_the_search(
    district: District,
) -> None:
    roster = published(district)
    opened = ill(district, 0).opened[0]
    run = replanned(roster)
    accept_offer(offer=opened.offer, taker=district.doctors[6], by=gp(district, 6), now=NOW)
    assert not get_run(run, by=BY).can_be_taken
    with pytest.raises(ConflictError, match="changed since"):
        take_run(run=run, by=planner(district), now=NOW)
    assert on(roster, EVENING) == [district.doctors[6]]


def test_search_for_the_least_change_is_only_of_what_is_out_and_one_at_a_time(
    district: District, draft: int
) -> None:
    with pytest.raises(ConflictError, match="not published"):
        queue_replan(roster=draft, by=BY, now=NOW)
    roster = published(district)
    with pytest.raises(NotAllowedError):
        queue_replan(roster=roster, by=gp(district, 0), now=NOW)
    run = queue_replan(roster=roster, by=BY, now=NOW)
    with pytest.raises(ConflictError, match="goes on"):
        queue_replan(roster=roster, by=BY, now=NOW)
    assert found_by(run).fewest is None
    cancel_run(run=run, by=BY)
    assert get_run(run, by=BY).state == "cancelled"
    with pytest.raises(ConflictError, match="found nothing"):
        take_run(run=run, by=BY, now=NOW)


def test_when_nobody_can_take_the_shift_it_says_so_and_changes_nothing(
    district: District,
) -> None:
    roster = published(district)
    starts, ends = whole_days(FIRST, days_after(FIRST, 7))
    for doctor in district.doctors:
        report_illness(duty_doctor=doctor, starts=starts, ends=ends, by=BY, now=NOW)
    vacancies = vacancies_in(roster, by=BY, now=NOW)
    assert [one.takers for one in vacancies] == [()] * 16
    found = found_by(replanned(roster))
    assert found.problem is not None
    assert (found.put, found.off) == ((), ())
    with pytest.raises(InputError, match="proposal is empty"):
        take_replan(
            roster=roster, version=version(roster), put=(), off=(), by=planner(district), now=NOW
        )


def test_changes_are_taken_as_a_whole_of_the_version_that_was_looked_at(
    district: District,
) -> None:
    roster = published(district)
    ill(district, 0)
    [vacancy] = vacancies_in(roster, by=BY, now=NOW)
    taker = vacancy.takers[0].doctor
    taken = {"put": [(EVENING, taker)], "off": [(EVENING, district.doctors[0])], "now": NOW}
    with pytest.raises(NotAllowedError):
        take_replan(**taken, roster=roster, version=version(roster), by=gp(district, 6))
    with pytest.raises(ConflictError, match="changed since"):
        take_replan(**taken, roster=roster, version=version(roster) - 1, by=planner(district))
    take_replan(**taken, roster=roster, version=version(roster), by=planner(district))
    assert on(roster, EVENING) == [taker]


def test_shift_that_is_over_stays_as_it_was(district: District) -> None:
    roster = published(district)
    ill(district, 0)
    after = datetime(2026, 10, 20, 12, tzinfo=UTC)
    assert vacancies_in(roster, by=BY, now=after) == ()
    found = found_by(replanned(roster, after))
    assert (found.put, found.off) == ((), ())
    run = replanned(roster)
    with pytest.raises(ConflictError, match="is over"):
        take_run(run=run, by=planner(district), now=after)
    assert on(roster, EVENING) == [district.doctors[0]]
