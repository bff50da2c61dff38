"""Published shifts to come that somebody has to be found for: they lack a doctor, or hers may not take them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import district_for
from hjemmel.apps.duty.findings import DutyFinding
from hjemmel.apps.duty.judging import findings_of
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster, ShiftOffer
from hjemmel.apps.duty.selectors.offer_views import ShiftInOffer, shift_in_offer
from hjemmel.apps.duty.unlawful import BY_HERSELF
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.text import Text

_LACKS = "coverage"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToFill:
    """A published shift that somebody has to be found for.

    Args:
        roster: Key of the roster.
        shift: The shift.
        doctor: Key of the duty doctor who is on it and may not be; ``None``: a doctor is lacking.
        name: Her name.
        sentences: Why.
        offer: Key of the open offer of it; ``None``: it is not open to anybody yet.
    """

    roster: int
    shift: ShiftInOffer
    doctor: int | None
    name: str
    sentences: tuple[Text, ...]
    offer: int | None


def shifts_to_fill(district: int, *, by: Actor, now: datetime) -> tuple[ToFill, ...]:
    """Return the published shifts of a district that somebody has to be found for, by start.

    What a leader set aside with a reason is not among them.

    Args:
        district: Key of the district.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        now: Shifts that have started are left out.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
    """
    place = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    rosters = DutyRoster.objects.select_related("district__host").filter(
        district=place, state="published", last__gte=now.astimezone(NORWAY).date()
    )
    found = [one for roster in rosters.order_by("first") for one in _in_roster(roster, now)]
    return tuple(sorted(found, key=lambda one: (one.shift.starts.timestamp(), one.shift.key)))


def _in_roster(roster: DutyRoster, now: datetime) -> list[ToFill]:
    why: dict[tuple[str, int | None], list[DutyFinding]] = defaultdict(list)
    for one in findings_of(roster):
        if one.constraint in BY_HERSELF | {_LACKS} and not one.override:
            why[one.shifts[0], one.doctor].append(one)
    if not why:
        return []
    rows = {
        row.key: row
        for row in roster.shifts.filter(
            key__in={shift for shift, _ in why}, starts__gt=now
        ).select_related("shift_type", "station")
    }
    names = dict(
        DutyDoctor.objects.filter(
            pk__in={doctor for _, doctor in why if doctor is not None}
        ).values_list("pk", "doctor__name")
    )
    offers: dict[tuple[str, int | None], int] = {
        (shift, doctor): key
        for shift, doctor, key in ShiftOffer.objects.filter(
            shift__in=rows.values(), kind="open", state="open"
        ).values_list("shift__key", "given_by", "pk")
    }
    return [
        ToFill(
            roster=roster.pk,
            shift=shift_in_offer(rows[shift]),
            doctor=doctor,
            name="" if doctor is None else names[doctor],
            sentences=tuple(one.sentence for one in findings),
            offer=offers.get((shift, doctor)),
        )
        for (shift, doctor), findings in why.items()
        if shift in rows
    ]
