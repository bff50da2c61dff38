"""How a district's rosters and doctors stand: what lacks a doctor, who is exempt, who is away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import seen_district, unknown
from hjemmel.apps.duty.mapping.doctors import pictures_of
from hjemmel.apps.duty.models import (
    DutyDistrict,
    DutyDoctor,
    DutyShift,
    ExemptionCase,
    Publication,
)
from hjemmel.apps.duty.selectors.rosters import RosterView, list_rosters
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.time import Period
from hjemmel.law import law_on

_DAY = timedelta(days=1)
_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterStanding:
    """A roster with how much of it lacks a doctor.

    Args:
        roster: The roster.
        shifts: How many shifts it has.
        lacking: How many of them have too few doctors.
        publications: How many times it was sent out.
        has_changed: Whether it has changed since it was sent out last.
    """

    roster: RosterView
    shifts: int
    lacking: int
    publications: int
    has_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorStanding:
    """A doctor of a district with what keeps her from duty on a day.

    Args:
        key: Her key in the district.
        doctor: The register's key.
        exempt: Whether she is exempt that day.
        exempt_to: The first day that she is not; ``None``: no end is set.
        away_to: Until when she is away; ``None``: she is not.
        may_be_alone: Whether she may be on duty without a back-up doctor.
    """

    key: int
    doctor: int
    exempt: bool
    exempt_to: date | None
    away_to: date | None
    may_be_alone: bool


def roster_standings(district: int, *, by: Actor) -> tuple[RosterStanding, ...]:
    """Return a district's rosters, the newest first, as far as they are for ``by`` to see.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    views = list_rosters(district, by=by)
    keys = [view.key for view in views]
    on = Count("assignments", filter=Q(assignments__ended_at__isnull=True))
    of_roster = DutyShift.objects.filter(roster__in=keys)
    shifts = dict(of_roster.order_by().values_list("roster").annotate(Count("pk")))
    short = of_roster.order_by().annotate(on=on).filter(on__lt=F("doctors"))
    lacking = Counter(short.values_list("roster", flat=True))
    sent = _publications(keys)
    return tuple(
        RosterStanding(
            roster=view,
            shifts=shifts.get(view.key, 0),
            lacking=lacking[view.key],
            publications=sent.get(view.key, (0, 0))[0],
            has_changed=view.key in sent and sent[view.key][1] != view.version,
        )
        for view in views
    )


def lacking_in(roster: RosterView) -> tuple[int, int]:
    """Return how many shifts a roster that somebody sees has, and how many of them lack a doctor."""
    shifts = DutyShift.objects.filter(roster=roster.key).order_by()
    on = Count("assignments", filter=Q(assignments__ended_at__isnull=True))
    return shifts.count(), shifts.annotate(on=on).filter(on__lt=F("doctors")).count()


def _publications(rosters: list[int]) -> dict[int, tuple[int, int]]:
    """Return of each roster that was sent out how many times, and its version the last time."""
    rows = Publication.objects.filter(roster__in=rosters).order_by("roster", "number")
    return {
        roster: (number, version)
        for roster, number, version in rows.values_list("roster", "number", "of_version")
    }


def doctor_standings(district: int, *, by: Actor, on: date) -> dict[int, DoctorStanding]:
    """Return how the doctors of a district stand on a day, by their keys there.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
    """
    row = seen_district(district, by)
    rows = list(
        DutyDoctor.objects.filter(
            Q(member_to__isnull=True) | Q(member_to__gt=on), district=row, member_from__lte=on
        )
        .select_related("doctor", "municipality")
        .order_by("pk")
    )
    law = law_on(on, row.host.number).fresh()
    found = {}
    for doctor, picture in zip(
        rows, pictures_of(rows, Period(on, on + _DAY), law, {}), strict=True
    ):
        exempt = [one for one in picture.exemptions if one.period.contains(on)]
        away = [
            one.ends.astimezone(NORWAY).date()
            for one in picture.absences
            if one.starts.astimezone(NORWAY).date() <= on <= one.ends.astimezone(NORWAY).date()
        ]
        found[doctor.pk] = DoctorStanding(
            key=doctor.pk,
            doctor=doctor.doctor_id,
            exempt=bool(exempt),
            exempt_to=next((one.period.end for one in exempt), None),
            away_to=max(away, default=None),
            may_be_alone=any(one.contains(on) for one in picture.alone),
        )
    return found


def exemptions_ending(district: int, *, by: Actor, today: date) -> tuple[tuple[str, date], ...]:
    """Return whose exemption ends within two months, and the first day without it; for who plans.

    Raises:
        UnknownIdError: There is no such district.
    """
    row = DutyDistrict.objects.filter(pk=district).first()
    if row is None:
        raise unknown("district")
    if not by.may(Permission.PLAN_ROSTERS, municipality=row.host_id):
        return ()
    rows = ExemptionCase.objects.filter(
        duty_doctor__district=row, state="granted", last__gte=today, last__lte=today + _SOON
    ).order_by("last", "pk")
    named = rows.values_list("duty_doctor__doctor__name", "last")
    return tuple((name, last) for name, last in named if last is not None)


def cases_to_decide(district: int, *, by: Actor) -> int:
    """Return how many applications for exemption wait for a decision; 0 for who may not decide."""
    row = DutyDistrict.objects.filter(pk=district).first()
    if row is None:
        raise unknown("district")
    if not by.may(Permission.DECIDE_DUTY, municipality=row.host_id):
        return 0
    return ExemptionCase.objects.filter(duty_doctor__district=row, state="applied").count()
