"""A doctor's own duty: where she takes it, and her shifts of rosters that were sent out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import own_doctors
from hjemmel.apps.duty.mapping.history import OUT
from hjemmel.apps.duty.models import DutyAssignment, DutyDoctor
from hjemmel.apps.duty.selectors.offer_views import ShiftInOffer, shift_in_offer


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlace:
    """Where a doctor takes duty.

    Args:
        key: Her key in the district.
        name: Her name.
        district: Key of the district.
        district_name: Its name.
        host: Number of the host municipality.
        host_name: Its name.
        fraction: Her share of a full load.
        is_synthetic: Whether all persons of the district are made up.
    """

    key: int
    name: str
    district: int
    district_name: str
    host: str
    host_name: str
    fraction: Decimal
    is_synthetic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnShift:
    """A shift that a doctor has.

    Args:
        roster: Key of the roster.
        state: The roster's state: published or closed.
        shift: The shift.
        place: Where she has it.
    """

    roster: int
    state: str
    shift: ShiftInOffer
    place: OwnPlace


def own_places(*, by: Actor, on: date) -> tuple[OwnPlace, ...]:
    """Return where ``by`` takes duty on a day or later.

    Raises:
        NotAllowedError: She is no doctor who may see to her own duty.
    """
    herself = own_doctors(by)
    if not herself:
        raise not_allowed(Permission.OWN_DUTY)
    rows = (
        DutyDoctor.objects.filter(Q(member_to__isnull=True) | Q(member_to__gt=on))
        .filter(doctor__in=herself)
        .select_related("doctor", "district__host")
        .order_by("district__name", "pk")
    )
    return tuple(
        OwnPlace(
            key=row.pk,
            name=row.doctor.name,
            district=row.district_id,
            district_name=row.district.name,
            host=row.district.host.number,
            host_name=row.district.host.name,
            fraction=row.fraction,
            is_synthetic=row.district.is_synthetic,
        )
        for row in rows
    )


def own_shifts(*, by: Actor, now: datetime, most: int = 100) -> tuple[OwnShift, ...]:
    """Return the shifts of ``by`` that have not ended, by start; raises as ``own_places``."""
    places = {one.key: one for one in own_places(by=by, on=timezone.localdate(now))}
    rows = (
        DutyAssignment.objects.filter(
            duty_doctor__in=places,
            ended_at__isnull=True,
            shift__roster__state__in=OUT,
            shift__ends__gt=now,
        )
        .select_related("shift__roster", "shift__shift_type", "shift__station")
        .order_by("shift__starts", "pk")
    )
    return tuple(
        OwnShift(
            roster=row.shift.roster_id,
            state=row.shift.roster.state,
            shift=shift_in_offer(row.shift),
            place=places[row.duty_doctor_id],
        )
        for row in rows[:most]
    )


def own_key(district: int, *, by: Actor) -> int | None:
    """Return the key that ``by`` has in a district herself; ``None``: she takes no duty there."""
    mine = DutyDoctor.objects.filter(
        district=district, doctor__in=own_doctors(by), member_to__isnull=True
    )
    return mine.values_list("pk", flat=True).first()
