"""Doctors' wishes and absences, and until when they may tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import district_for, duty_doctor_for, roster_for
from hjemmel.apps.duty.models import DutyAbsence, DutyDoctor, DutyRoster, DutyWish
from hjemmel.apps.duty.wall_clock import whole_days
from hjemmel.domain.duty_roster import WishKind
from hjemmel.domain.shift import NORWAY


@dataclass(frozen=True, slots=True, kw_only=True)
class WishView:
    """A wish; ``last`` is the first day after.

    Args:
        key: Its key.
        doctor: Key of the duty doctor.
        name: Her name.
        kind: To be off, or on duty.
        first: The first day.
        last: The first day after.
        shift_type: Code of the shift type; empty: any.
        shift_type_name: Its name.
        weight: How much it matters, 1 to 10.
        told_by: Who told it.
        told_at: When.
        is_late: Whether the deadline is over, so that only who plans can change it.
    """

    key: int
    doctor: int
    name: str
    kind: WishKind
    first: date
    last: date
    shift_type: str
    shift_type_name: str
    weight: int
    told_by: str
    told_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceView:
    """An absence; times in Norway."""

    key: int
    doctor: int
    name: str
    starts: datetime
    ends: datetime
    cause: str
    told_by: str
    told_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """A draft that a doctor may tell wishes of.

    Args:
        roster: Key of the roster.
        name: Its name.
        first: Its first day.
        last: The first day after.
        until: The last day for wishes; ``None``: until it is published.
        is_over: Whether it is over.
    """

    roster: int
    name: str
    first: date
    last: date
    until: date | None
    is_over: bool


def wishes_with(duty_doctor: int, *, by: Actor, today: date) -> tuple[WishView, ...]:
    """Return a doctor's wishes, from today on, by day.

    Raises:
        UnknownIdError: There is no such doctor.
        NotAllowedError: She is not ``by``, who does not plan rosters there.
    """
    row = duty_doctor_for(duty_doctor, by=by)
    rows = row.wishes.filter(last__gt=today).select_related("shift_type", "duty_doctor__doctor")
    closed = _closed(row.district_id, today)
    return tuple(_wish(one, closed) for one in rows)


def wishes_in(roster: int, *, by: Actor, today: date) -> tuple[WishView, ...]:
    """Return all wishes that touch a roster, by day.

    Raises:
        UnknownIdError: There is no such roster.
        NotAllowedError: The roles do not let ``by`` plan rosters there.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS)
    rows = DutyWish.objects.filter(
        duty_doctor__district=row.district_id, first__lt=row.last, last__gt=row.first
    ).select_related("shift_type", "duty_doctor__doctor")
    closed = _closed(row.district_id, today)
    return tuple(_wish(one, closed) for one in rows)


def absences_with(duty_doctor: int, *, by: Actor, now: datetime) -> tuple[AbsenceView, ...]:
    """Return a doctor's absences that have not ended, by start; raises as ``wishes_with``."""
    row = duty_doctor_for(duty_doctor, by=by)
    rows = row.absences.filter(ends__gt=now).select_related("duty_doctor__doctor")
    closed = _closed(row.district_id, now.astimezone(NORWAY).date())
    return tuple(_absence(one, closed) for one in rows)


def absences_in(
    district: int, *, by: Actor, first: date, last: date, today: date
) -> tuple[AbsenceView, ...]:
    """Return the absences in a district from ``first`` to before ``last``, by start.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not let ``by`` plan rosters there.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    begins, ends = whole_days(first, last)
    rows = DutyAbsence.objects.filter(
        duty_doctor__district=row, starts__lt=ends, ends__gt=begins
    ).select_related("duty_doctor__doctor")
    closed = _closed(row.pk, today)
    return tuple(_absence(one, closed) for one in rows)


def deadlines_of(duty_doctor: int, *, by: Actor, today: date) -> tuple[DeadlineView, ...]:
    """Return the drafts that a doctor may tell wishes of, by day; raises as ``wishes_with``."""
    row: DutyDoctor = duty_doctor_for(duty_doctor, by=by)
    drafts = DutyRoster.objects.filter(district=row.district_id, state="draft", last__gt=today)
    return tuple(
        DeadlineView(
            roster=one.pk,
            name=one.name,
            first=one.first,
            last=one.last,
            until=one.wishes_until,
            is_over=one.wishes_until is not None and one.wishes_until < today,
        )
        for one in drafts.order_by("first")
    )


def _closed(district: int, today: date) -> list[tuple[date, date]]:
    """Return the periods of which it is too late to tell anything."""
    rosters = DutyRoster.objects.filter(district=district, last__gt=today)
    return [
        (one.first, one.last)
        for one in rosters
        if one.state != "draft" or (one.wishes_until is not None and one.wishes_until < today)
    ]


def _is_late(first: date, last: date, closed: list[tuple[date, date]]) -> bool:
    return any(starts < last and first < ends for starts, ends in closed)


def _wish(row: DutyWish, closed: list[tuple[date, date]]) -> WishView:
    about = row.shift_type
    return WishView(
        key=row.pk,
        doctor=row.duty_doctor_id,
        name=row.duty_doctor.doctor.name,
        kind=WishKind(row.kind),
        first=row.first,
        last=row.last,
        shift_type="" if about is None else about.code,
        shift_type_name="" if about is None else about.name,
        weight=row.weight,
        told_by=row.told_by,
        told_at=row.told_at.astimezone(NORWAY),
        is_late=_is_late(row.first, row.last, closed),
    )


def _absence(row: DutyAbsence, closed: list[tuple[date, date]]) -> AbsenceView:
    starts, ends = row.starts.astimezone(NORWAY), row.ends.astimezone(NORWAY)
    return AbsenceView(
        key=row.pk,
        doctor=row.duty_doctor_id,
        name=row.duty_doctor.doctor.name,
        starts=starts,
        ends=ends,
        cause=row.cause,
        told_by=row.told_by,
        told_at=row.told_at.astimezone(NORWAY),
        is_late=_is_late(starts.date(), ends.date() + timedelta(days=1), closed),
    )
