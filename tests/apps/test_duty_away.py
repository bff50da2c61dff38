"""Wishes and absences: in time, right over the clock changes, and never silently over a shift."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hjemmel.apps.duty.models import DutyAbsence, DutyWish
from hjemmel.apps.duty.selectors.away import (
    absences_in,
    absences_with,
    deadlines_of,
    wishes_in,
    wishes_with,
)
from hjemmel.apps.duty.services.absences import tell_absence, withdraw_absence
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.services.wishes import tell_wish, withdraw_wish
from hjemmel.apps.duty.wall_clock import in_norway, whole_days
from hjemmel.domain.duty_roster import WishKind
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from tests.duty_district import BY, District, days_after, made_district
from tests.duty_people import FIRST, NOW, TODAY, gp, planner, published

DRAFT = date(2026, 11, 2)
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


def wish(district: District, place: int, first: int, days: int, **more: Any) -> int:
    return tell_wish(
        duty_doctor=district.doctors[place],
        kind=more.pop("kind", WishKind.OFF),
        first=days_after(DRAFT, first),
        last=days_after(DRAFT, first + days),
        by=more.pop("by", gp(district, place)),
        today=more.pop("today", TODAY),
        **more,
    )


def test_wish_is_told_in_time_and_taken_back(district: District, draft: int) -> None:
    key = wish(district, 0, 0, 3, shift_type="night", weight=4)
    [shown] = wishes_in(draft, by=planner(district), today=TODAY)
    assert (shown.kind, shown.shift_type, shown.weight) == (WishKind.OFF, "night", 4)
    assert wishes_with(district.doctors[0], by=gp(district, 0), today=TODAY) == (shown,)
    assert [
        one.until for one in deadlines_of(district.doctors[0], by=gp(district, 0), today=TODAY)
    ] == [UNTIL]
    with pytest.raises(NotAllowedError):
        withdraw_wish(wish=key, by=gp(district, 1), today=TODAY)
    withdraw_wish(wish=key, by=gp(district, 0), today=TODAY)
    assert not DutyWish.objects.exists()


def test_after_the_deadline_the_doctor_is_told_whom_to_ask_and_the_planner_still_may(
    district: District, draft: int
) -> None:
    key = wish(district, 0, 0, 3, today=UNTIL)
    late = UNTIL + timedelta(days=1)
    with pytest.raises(ConflictError) as refused:
        wish(district, 0, 7, 3, today=late)
    assert "05.10.2026" in refused.value.what.nb
    assert "Spør vaktplanleggeren i Trondheim" in refused.value.remedy.nb
    with pytest.raises(ConflictError):
        withdraw_wish(wish=key, by=gp(district, 0), today=late)
    wish(district, 0, 7, 3, today=late, by=planner(district))
    assert DutyWish.objects.count() == 2
    assert wishes_with(district.doctors[0], by=gp(district, 0), today=late)[0].is_late
    with pytest.raises(NotAllowedError):
        wish(district, 0, 7, 3, by=gp(district, 1))


def test_wishes_that_meet_become_one_and_opposite_ones_are_refused(
    district: District, draft: int
) -> None:
    first = wish(district, 0, 0, 3)
    assert wish(district, 0, 3, 2) == first  # the day after
    assert wish(district, 0, 1, 9) == first
    row = DutyWish.objects.get()
    assert (row.first, row.last) == (DRAFT, days_after(DRAFT, 10))
    with pytest.raises(ConflictError, match="There is another wish"):
        wish(district, 0, 5, 2, kind=WishKind.ON)
    with pytest.raises(ConflictError, match="There is another wish"):
        wish(district, 0, 5, 2, weight=5)
    wish(district, 0, 11, 2, kind=WishKind.ON)
    wish(district, 1, 5, 2, kind=WishKind.ON)
    assert DutyWish.objects.count() == 3


def test_wrong_wishes_are_refused_clearly(district: District, draft: int) -> None:
    for wrong in ({"days": 0}, {"days": 400}, {"days": 1, "weight": 11}):
        days = wrong.pop("days")
        with pytest.raises(InputError):
            wish(district, 0, 0, days, **wrong)
    with pytest.raises(UnknownIdError):
        wish(district, 0, 0, 2, shift_type="lunch")
    with pytest.raises(InputError, match="days are over"):
        wish(district, 0, 0, 2, today=days_after(DRAFT, 2), by=planner(district))
    assert not DutyWish.objects.exists()


def test_day_of_25_hours_is_all_of_the_day_and_a_time_that_never_comes_is_refused() -> None:
    starts, ends = whole_days(date(2026, 10, 25), date(2026, 10, 26))
    assert ends.astimezone(UTC) - starts.astimezone(UTC) == timedelta(hours=25)
    starts, ends = whole_days(date(2027, 3, 28), date(2027, 3, 29))
    assert ends.astimezone(UTC) - starts.astimezone(UTC) == timedelta(hours=23)
    twice = datetime.fromisoformat("2026-10-25T02:30")
    first, second = in_norway(twice), in_norway(twice, is_end=True)
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    with pytest.raises(InputError, match="the clock goes forward"):
        in_norway(datetime.fromisoformat("2027-03-28T02:30"))


def test_absence_by_the_clock_on_the_wall_covers_the_hour_that_comes_twice(
    district: District,
) -> None:
    key = tell_absence(
        duty_doctor=district.doctors[0],
        starts=datetime.fromisoformat("2026-10-25T02:00"),
        ends=datetime.fromisoformat("2026-10-25T02:59"),
        by=gp(district, 0),
        today=TODAY,
        cause="Kurs",
    )
    row = DutyAbsence.objects.get(pk=key)
    assert row.ends - row.starts == timedelta(hours=1, minutes=59)
    [shown] = absences_with(district.doctors[0], by=gp(district, 0), now=NOW)
    assert (shown.starts.hour, shown.ends.hour) == (2, 2)
    assert (
        len(
            absences_in(
                district.key,
                by=planner(district),
                first=date(2026, 10, 25),
                last=date(2026, 10, 26),
                today=TODAY,
            )
        )
        == 1
    )


def test_absences_that_meet_become_one_and_one_of_another_cause_is_named(
    district: District,
) -> None:
    def told(day: int, days: int, cause: str) -> int:
        starts, ends = whole_days(days_after(DRAFT, day), days_after(DRAFT, day + days))
        return tell_absence(
            duty_doctor=district.doctors[0],
            starts=starts,
            ends=ends,
            cause=cause,
            by=planner(district),
            today=TODAY,
        )

    first = told(0, 3, "Ferie")
    assert told(3, 2, "Ferie") == first
    assert told(5, 1, "Kurs") != first  # they only touch
    with pytest.raises(ConflictError, match="Another absence is told from"):
        told(4, 3, "Permisjon")
    assert DutyAbsence.objects.count() == 2
    with pytest.raises(InputError):
        told(4, -1, "Ferie")
    withdraw_absence(absence=first, by=planner(district), today=TODAY)
    assert DutyAbsence.objects.count() == 1


def test_absence_never_leaves_a_published_shift_unmanned_in_silence(district: District) -> None:
    published(district)
    starts, ends = whole_days(FIRST, days_after(FIRST, 1))
    given = {"duty_doctor": district.doctors[0], "starts": starts, "ends": ends, "today": TODAY}
    with pytest.raises(ConflictError, match="is published"):
        tell_absence(**given, by=gp(district, 0))
    with pytest.raises(ConflictError, match="1 published shifts"):
        tell_absence(**given, by=planner(district))
    assert not DutyAbsence.objects.exists()
