"""Rosters of duty: made, changed with the check at once, sent out only when they keep the law."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.models import DutyAbsence, DutyAssignment, DutyRoster, DutyShift
from hjemmel.apps.duty.selectors.rosters import (
    list_rosters,
    preview_publication,
    roster_findings,
    roster_page,
)
from hjemmel.apps.duty.services.assigning import change_shift, put_on, take_off
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.rosters import discard_roster, make_roster
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from tests.duty_district import BY, District, days_after, made_district, register_key

FIRST = date(2026, 10, 19)  # a Monday; the clock is set back on Sunday 25


@pytest.fixture
def district(db: None) -> District:
    return made_district()


def roster_of(district: District, days: int = 7) -> int:
    return make_roster(
        district=district.key, name="Uke 43", first=FIRST, last=days_after(FIRST, days), by=BY
    )


def filled(district: District, days: int = 7) -> int:
    """A roster with the doctors in turn: lawful."""
    roster = roster_of(district, days)
    for place, shift in enumerate(DutyShift.objects.filter(roster=roster).order_by("starts")):
        put_on(
            roster=roster,
            shift=shift.key,
            doctor=district.doctors[place % len(district.doctors)],
            version=version(roster),
            by=BY,
        )
    return roster


def version(roster: int) -> int:
    return DutyRoster.objects.get(pk=roster).version


def test_shifts_are_right_over_both_clock_changes(district: District) -> None:
    roster = roster_of(district)
    spring = make_roster(
        district=district.key, name="Vår", first=date(2027, 3, 22), last=date(2027, 3, 29), by=BY
    )
    long = DutyShift.objects.get(roster=roster, key="night:2026-10-24")
    short = DutyShift.objects.get(roster=spring, key="night:2027-03-27")
    assert long.ends - long.starts == timedelta(hours=10)
    assert long.starts == datetime(2026, 10, 24, 21, tzinfo=UTC)
    assert short.ends - short.starts == timedelta(hours=8)
    assert DutyShift.objects.filter(roster=roster).count() == 7 + 7 + 2
    assert long.counts["hours"] == 10_000
    assert long.counts["nights"] == 1_000


@pytest.mark.parametrize("days", [0, -3, 800])
def test_period_without_days_or_too_long_is_refused_and_nothing_is_written(
    district: District, days: int
) -> None:
    with pytest.raises(InputError):
        roster_of(district, days)
    assert not DutyRoster.objects.exists()


def test_two_rosters_never_share_a_day(district: District) -> None:
    roster_of(district)
    with pytest.raises(ConflictError):
        make_roster(
            district=district.key,
            name="Ny",
            first=date(2026, 10, 25),
            last=date(2026, 11, 8),
            by=BY,
        )


def test_change_tells_at_once_what_it_breaks(district: District) -> None:
    roster = roster_of(district)
    doctor = district.doctors[0]
    first = put_on(roster=roster, shift="evening:2026-10-19", doctor=doctor, version=1, by=BY)
    assert first.findings == ()
    second = put_on(
        roster=roster, shift="night:2026-10-19", doctor=doctor, version=first.version, by=BY
    )
    assert [one.constraint for one in second.findings] == ["rest"]
    assert "Lege 00" in second.findings[0].sentence.nb
    absent = district.doctors[1]
    DutyAbsence.objects.create(
        duty_doctor_id=absent,
        starts=datetime(2026, 10, 20, tzinfo=UTC),
        ends=datetime(2026, 10, 22, tzinfo=UTC),
        told_by="test",
    )
    third = put_on(
        roster=roster, shift="evening:2026-10-20", doctor=absent, version=second.version, by=BY
    )
    assert [(one.constraint, one.is_law) for one in third.findings] == [("absence", True)]
    assert third.findings[0].id in {one.id for one in roster_findings(roster, by=BY)}


def test_two_planners_at_once_and_the_later_is_told_that_her_page_is_old(
    district: District,
) -> None:
    roster = roster_of(district)
    seen = version(roster)
    put_on(
        roster=roster, shift="evening:2026-10-19", doctor=district.doctors[0], version=seen, by=BY
    )
    with pytest.raises(ConflictError, match="changed since your page"):
        put_on(
            roster=roster,
            shift="evening:2026-10-19",
            doctor=district.doctors[1],
            version=seen,
            by=BY,
        )
    assert DutyAssignment.objects.filter(shift__roster=roster).count() == 1


def test_wrong_changes_write_nothing(district: District) -> None:
    roster = roster_of(district)
    other = made_district(1, number="5053")
    with pytest.raises(UnknownIdError):
        put_on(
            roster=roster, shift="lunch:2026-10-19", doctor=district.doctors[0], version=1, by=BY
        )
    with pytest.raises(UnknownIdError):
        put_on(roster=roster, shift="night:2026-10-19", doctor=other.doctors[0], version=1, by=BY)
    with pytest.raises(ConflictError):
        take_off(
            roster=roster, shift="night:2026-10-19", doctor=district.doctors[0], version=1, by=BY
        )
    with pytest.raises(InputError):
        change_shift(roster=roster, shift="night:2026-10-19", version=1, by=BY)
    assert version(roster) == 1
    assert not DutyAssignment.objects.exists()


def test_roster_that_breaks_the_law_is_not_sent_out(district: District) -> None:
    roster = filled(district)
    take_off(
        roster=roster,
        shift="night:2026-10-19",
        doctor=district.doctors[1],
        version=version(roster),
        by=BY,
    )
    with pytest.raises(ConflictError, match="break the law"):
        publish_roster(roster=roster, version=version(roster), by=BY)
    assert DutyRoster.objects.get(pk=roster).state == "draft"


def test_leader_sets_a_rule_aside_with_a_reason_and_it_is_shown(district: District) -> None:
    roster = filled(district)
    take_off(
        roster=roster,
        shift="night:2026-10-19",
        doctor=district.doctors[1],
        version=version(roster),
        by=BY,
    )
    broken = preview_publication(roster, by=BY).in_the_way
    reasons = {one.id: "Nabodistriktet tar natten." for one in broken}
    planner, leader = (district.actor(role) for role in (Role.PLANNER, Role.LEADER))
    with pytest.raises(NotAllowedError):
        publish_roster(roster=roster, version=version(roster), by=planner, overrides=reasons)
    with pytest.raises(InputError):
        publish_roster(
            roster=roster, version=version(roster), by=leader, overrides=dict.fromkeys(reasons, " ")
        )
    sent = publish_roster(roster=roster, version=version(roster), by=leader, overrides=reasons)
    shown = [one for one in roster_findings(roster, by=BY) if one.is_law]
    assert [(one.override, one.overridden_by) for one in shown] == [
        ("Nabodistriktet tar natten.", "leader-1")
    ]
    assert sent.findings[0].override == "Nabodistriktet tar natten."
    row = AuditEvent.objects.filter(action="duty.publish_roster").get()
    assert row.by == "leader-1"
    assert row.details["overrides"] == [shown[0].id]


def test_published_roster_keeps_the_law_unless_a_leader_answers_for_it(
    district: District,
) -> None:
    roster = filled(district)
    publish_roster(roster=roster, version=version(roster), by=BY)
    planner, leader = (district.actor(role) for role in (Role.PLANNER, Role.LEADER))
    seen = version(roster)
    off = {"roster": roster, "shift": "night:2026-10-19", "doctor": district.doctors[1]}
    with pytest.raises(ConflictError, match="break the law"):
        take_off(**off, version=seen, by=planner)
    with pytest.raises(NotAllowedError):
        take_off(**off, version=seen, by=planner, reason="Syk")
    assert version(roster) == seen
    assert not [one for one in roster_findings(roster, by=BY) if one.stops_publishing]
    changed = change_shift(
        roster=roster,
        shift="night:2026-10-19",
        take_off=[district.doctors[1]],
        put_on=[district.doctors[6]],
        version=seen,
        by=planner,
    )
    assert changed.version == seen + 1
    again = take_off(
        roster=roster,
        shift="night:2026-10-19",
        doctor=district.doctors[6],
        version=changed.version,
        by=leader,
        reason="Nabodistriktet tar natten.",
    )
    assert [one.constraint for one in again.findings] == ["coverage"]
    assert not [one for one in roster_findings(roster, by=BY) if one.stops_publishing]


def test_publication_tells_what_changed_and_mails_those_it_concerns(
    district: District, django_capture_on_commit_callbacks: Any
) -> None:
    roster = filled(district)
    with django_capture_on_commit_callbacks(execute=True):
        first = publish_roster(roster=roster, version=version(roster), by=BY)
    assert (first.number, len(first.added), first.removed) == (1, 16, ())
    assert len(mail.outbox) == 8
    with pytest.raises(ConflictError, match="Nothing has changed"):
        publish_roster(roster=roster, version=version(roster), by=BY)
    mail.outbox.clear()
    gone, new = district.doctors[1], district.doctors[6]
    change_shift(
        roster=roster,
        shift="night:2026-10-19",
        take_off=[gone],
        put_on=[new],
        version=version(roster),
        by=BY,
    )
    with django_capture_on_commit_callbacks(execute=True):
        second = publish_roster(roster=roster, version=version(roster), by=BY)
    assert second.number == 2
    assert [(one.shift, one.doctor) for one in second.added] == [("night:2026-10-19", str(new))]
    assert [(one.shift, one.doctor) for one in second.removed] == [("night:2026-10-19", str(gone))]
    assert second.digest != first.digest
    assert sorted(one.to[0] for one in mail.outbox) == ["lege1@example.org", "lege6@example.org"]
    text = next(one.body for one in mail.outbox if one.to == ["lege6@example.org"])
    assert "mandag 19.10.2026 kl. 23.00–08.00: Natt, Legevaktstasjonen" in text


def test_page_shows_the_roster_as_matrix_and_calendar(district: District) -> None:
    roster = filled(district)
    page = roster_page(roster, by=BY, first=date(2026, 10, 24), last=date(2026, 10, 26))
    assert page.days == (date(2026, 10, 24), date(2026, 10, 25))
    assert [cell.code for cell in page.calendar[page.days[0]]] == ["weekend", "evening", "night"]
    assert sum(len(cells) for row in page.doctors for cells in row.cells.values()) == 6
    assert all(cell.lacks == 0 for cell in page.shifts)


def test_doctor_sees_what_was_sent_out_and_no_draft(district: District) -> None:
    roster = filled(district)
    gp = district.actor(Role.GP, doctor=register_key(district.doctors[0]))
    assert list_rosters(district.key, by=gp) == ()
    with pytest.raises(UnknownIdError):
        roster_page(roster, by=gp)
    with pytest.raises(NotAllowedError):
        put_on(
            roster=roster,
            shift="night:2026-10-19",
            doctor=district.doctors[0],
            version=version(roster),
            by=gp,
        )
    publish_roster(roster=roster, version=version(roster), by=BY)
    assert [one.key for one in list_rosters(district.key, by=gp)] == [roster]


def test_only_a_draft_is_discarded(district: District) -> None:
    draft = filled(district)
    discard_roster(roster=draft, version=version(draft), by=BY)
    assert not DutyShift.objects.exists()
    sent = filled(district)
    publish_roster(roster=sent, version=version(sent), by=BY)
    with pytest.raises(ConflictError):
        discard_roster(roster=sent, version=version(sent), by=BY)


def test_edit_and_page_of_a_roster_ask_as_much_of_a_long_one_as_of_a_short(
    district: District, django_assert_max_num_queries: Any
) -> None:
    for first, days in ((date(2026, 10, 19), 7), (date(2027, 1, 1), 180)):
        roster = make_roster(
            district=district.key, name="Plan", first=first, last=days_after(first, days), by=BY
        )
        put_on(roster=roster, shift=f"night:{first}", doctor=district.doctors[0], version=1, by=BY)
        with django_assert_max_num_queries(10):
            assert len(roster_page(roster, by=BY).days) == days
        with django_assert_max_num_queries(20):
            roster_findings(roster, by=BY)
        with django_assert_max_num_queries(30):
            put_on(
                roster=roster,
                shift=f"night:{first}",
                doctor=district.doctors[1],
                version=2,
                by=BY,
            )
