"""What stands between a roster that is out and a broken law: each way in, and what a mend may do."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.mapping.shifts import shift_of, shifts_of
from hjemmel.apps.duty.models import DutyRoster, DutyShift, Override
from hjemmel.apps.duty.selectors.rosters import preview_publication, roster_findings
from hjemmel.apps.duty.selectors.to_fill import shifts_to_fill
from hjemmel.apps.duty.services.absences import tell_absence
from hjemmel.apps.duty.services.assigning import Changed, change_shift, put_on
from hjemmel.apps.duty.services.districts import add_shift_type
from hjemmel.apps.duty.services.illness import report_illness
from hjemmel.apps.duty.services.moving import move_shift
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.services.sheets import export_roster
from hjemmel.apps.duty.shift_type_fields import NewShiftType
from hjemmel.kernel.errors import ConflictError
from tests.duty_district import BY, District, days_after, made_district
from tests.duty_people import FIRST, NOW, TODAY, gp, leader, on, planner, published, version


@pytest.fixture
def district(db: None) -> District:
    return made_district()


def law_of(roster: int) -> list[str]:
    return [one.id for one in roster_findings(roster, by=BY) if one.stops_publishing]


def test_planner_fills_a_shift_that_lacks_two_doctors_one_after_the_other(db: None) -> None:
    district = made_district(types=2)
    add_shift_type(
        district=district.key,
        shift_type=NewShiftType(
            code="day", name="Dag", station="main", starts=time(8), ends=time(15), doctors=2
        ),
        by=BY,
    )
    roster = make_roster(
        district=district.key, name="Uke", first=FIRST, last=days_after(FIRST, 1), by=BY
    )
    publish_roster(
        roster=roster,
        version=1,
        overrides=dict.fromkeys(law_of(roster), "Vikar kommer."),
        by=leader(district),
        tell=False,
    )
    day = f"day:{FIRST}"
    for place in range(2):
        put_on(
            roster=roster,
            shift=day,
            doctor=district.doctors[place],
            version=version(roster),
            by=planner(district),
        )
    assert on(roster, day) == list(district.doctors[:2])
    # One of them back off is what a leader answered for; a third is not.
    with pytest.raises(ConflictError) as refused:
        put_on(
            roster=roster,
            shift=day,
            doctor=district.doctors[2],
            version=version(roster),
            by=planner(district),
        )
    assert refused.value.data["findings"] == [f"coverage||{day}|3"]


def test_second_doctor_on_a_shift_for_one_is_refused_in_a_roster_that_is_out(
    district: District,
) -> None:
    roster = published(district, doctors=6)
    shift = f"evening:{FIRST}"
    with pytest.raises(ConflictError) as refused:
        put_on(
            roster=roster,
            shift=shift,
            doctor=district.doctors[7],
            version=version(roster),
            by=planner(district),
        )
    assert refused.value.data["findings"] == [f"coverage||{shift}|2"]
    (alone,) = on(roster, shift)
    done = change_shift(
        roster=roster,
        shift=shift,
        put_on=[district.doctors[7]],
        take_off=[alone],
        version=version(roster),
        by=planner(district),
    )
    assert done.findings == ()


def test_shift_that_lasts_into_the_next_roster_is_not_over_one_of_hers_there(
    district: District,
) -> None:
    roster = published(district)
    later = published(district, first=days_after(FIRST, 7), name="Uke 44")
    last = DutyShift.objects.filter(roster=roster).order_by("-starts")[0]
    (doctor,) = on(roster, last.key)
    hers = (
        DutyShift.objects.filter(
            roster=later, assignments__duty_doctor=doctor, day__gt=days_after(FIRST, 8)
        )
        .order_by("starts")
        .first()
    )
    assert hers
    with pytest.raises(ConflictError) as refused:
        move_shift(
            roster=roster,
            shift=last.key,
            starts=last.starts,
            ends=hers.ends,
            version=version(roster),
            by=planner(district),
        )
    assert refused.value.data["findings"] == [f"absence|{doctor}|{last.key}|"]


def test_shift_is_read_as_it_is_in_the_hour_that_comes_twice(district: District) -> None:
    roster = published(district)
    row = DutyRoster.objects.select_related("district__host").get(pk=roster)
    shift = DutyShift.objects.filter(roster=roster).order_by("-starts")[0]
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30, and 02:30 again an hour later
    for starts in (first, first + timedelta(hours=1), first):
        DutyShift.objects.filter(pk=shift.pk).update(starts=starts)
        [read] = [one for one, _ in shifts_of(row) if one.key == shift.key]
        assert read.starts.astimezone(UTC) == starts
        assert f"{read.starts:%H:%M}" == "02:30"
        assert read == shift_of(
            DutyShift.objects.get(pk=shift.pk), shift.shift_type.code, shift.station.code
        )


def test_move_on_top_of_a_later_shift_is_found_though_another_lies_between(
    district: District,
) -> None:
    roster = published(district)
    doctor = district.doctors[0]
    hers = list(
        DutyShift.objects.filter(
            roster=roster, assignments__duty_doctor=doctor, assignments__ended_at__isnull=True
        ).order_by("starts")
    )
    assert len(hers) == 2
    between = (
        DutyShift.objects.filter(roster=roster, starts__gt=hers[0].ends)
        .exclude(pk=hers[1].pk)
        .order_by("starts")
        .first()
    )
    assert between
    put_on(
        roster=roster,
        shift=between.key,
        doctor=doctor,
        version=version(roster),
        by=leader(district),
        reason="Ingen andre kan.",
    )
    with pytest.raises(ConflictError) as refused:
        move_shift(
            roster=roster,
            shift=hers[0].key,
            starts=hers[0].starts,
            ends=hers[1].ends,
            version=version(roster),
            by=planner(district),
        )
    assert refused.value.data["findings"] == [
        f"one_at_a_time|{doctor}|{hers[0].key}|{other.key}|" for other in (between, hers[1])
    ]


def test_what_a_leader_set_aside_is_asked_anew_when_it_was_mended_meanwhile(
    district: District,
) -> None:
    roster = published(district)
    shift = f"evening:{FIRST}"
    (alone,) = on(roster, shift)

    def change(*, by: Actor, reason: str = "", **who: list[int]) -> Changed:
        return change_shift(
            roster=roster, shift=shift, version=version(roster), by=by, reason=reason, **who
        )

    change(by=leader(district), take_off=[alone], reason="Nabokommunen tar vakten.")
    assert Override.objects.get().decided_by == "leader-1"
    change(by=planner(district), put_on=[alone])
    assert not Override.objects.exists()
    with pytest.raises(ConflictError):
        change(by=planner(district), take_off=[alone])
    told = AuditEvent.objects.filter(action="duty.change_planner").order_by("pk")
    assert [one.details["overridden"] for one in told] == [True, False]
    assert [one.details["override_ended"] for one in told] == [0, 1]


def test_leave_to_be_on_a_shift_though_away_does_not_hold_when_she_falls_ill(
    district: District,
) -> None:
    roster = published(district)
    shift = f"evening:{FIRST}"
    (alone,) = on(roster, shift)
    away = {
        "starts": datetime.combine(FIRST, time()),
        "ends": datetime.combine(days_after(FIRST, 1), time()),
    }
    change_shift(
        roster=roster,
        shift=shift,
        put_on=[district.doctors[7]],
        take_off=[alone],
        version=version(roster),
        by=planner(district),
    )
    tell_absence(duty_doctor=alone, cause="Ferie", by=planner(district), today=TODAY, **away)
    change_shift(
        roster=roster,
        shift=shift,
        put_on=[alone],
        take_off=[district.doctors[7]],
        version=version(roster),
        by=leader(district),
        reason="Hun tar vakten likevel.",
    )
    assert law_of(roster) == []
    ill = {"starts": datetime.combine(FIRST, time(8)), "ends": datetime.combine(FIRST, time(20))}
    done = report_illness(duty_doctor=alone, by=planner(district), now=NOW, **ill)
    assert [one.shift for one in done.opened] == [shift]
    assert law_of(roster) == [f"absence|{alone}|{shift}|"]
    assert [
        one.shift.key for one in shifts_to_fill(district.key, by=planner(district), now=NOW)
    ] == [shift]


def test_why_a_colleague_may_not_have_her_shift_is_told_to_nobody_who_does_not_plan(
    district: District,
) -> None:
    roster = published(district)
    (ill,) = on(roster, f"evening:{FIRST}")
    report_illness(
        duty_doctor=ill,
        starts=datetime.combine(FIRST, time()),
        ends=datetime.combine(days_after(FIRST, 1), time()),
        by=planner(district),
        now=NOW,
    )

    def told(by: Actor) -> tuple[set[str], set[str], set[str]]:
        in_file = export_roster(roster=roster, by=by).findings
        return (
            {one.constraint for one in roster_findings(roster, by=by)},
            {one.constraint for one in preview_publication(roster, by=by).findings},
            {one.constraint for one, _ in in_file},
        )

    assert told(planner(district)) == ({"absence"}, {"absence"}, {"absence"})
    assert told(gp(district, 0)) == ({"absence"}, {"absence"}, {"absence"})
    assert district.doctors[0] == ill
    nothing: tuple[set[str], ...] = (set(), set(), set())
    assert told(gp(district, 1)) == nothing
    assert told(district.actor(Role.ADMINISTRATOR)) == nothing
