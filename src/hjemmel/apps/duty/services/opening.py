"""Opens the published shifts that a doctor may not take any more: she is never left on one in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster
from hjemmel.apps.duty.services.offers import open_up
from hjemmel.apps.duty.unlawful import BrokenShift
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlawfulShift:
    """A published shift that a doctor may not take any more.

    Args:
        roster: Key of the roster.
        shift: Key of the shift in it.
        day: The day on which it starts.
        duty_doctor: Key of the duty doctor.
        sentences: Why she may not.
        offer: Key of the offer that opened it; ``None``: it is in a district that ``by`` does not plan.
    """

    roster: int
    shift: str
    day: date
    duty_doctor: int
    sentences: tuple[Text, ...]
    offer: int | None


def open_broken(row: DutyDoctor, broken: Sequence[BrokenShift], by: Actor) -> list[UnlawfulShift]:
    """Open those of a doctor's published shifts that she may not take; return them.

    Where ``by`` does not plan they are told of and left as they are. The rosters are locked.
    """
    plans = by.may(Permission.PLAN_ROSTERS, municipality=row.district.host_id)
    on_them = {
        one.shift.pk: one
        for one in broken
        if one.shift.assignments.filter(duty_doctor=row, ended_at__isnull=True).exists()
    }
    offers: dict[int, int] = {}
    if plans:
        rosters = DutyRoster.objects.select_related("district__host").in_bulk(
            {one.shift.roster_id for one in on_them.values()}
        )
        for roster in rosters.values():
            shifts = [one.shift for one in on_them.values() if one.shift.roster_id == roster.pk]
            made = open_up(roster=roster, doctor=row, shifts=shifts, by=by)
            offers |= {shift.pk: key for shift, key in zip(shifts, made, strict=True)}
    return [
        UnlawfulShift(
            roster=one.shift.roster_id,
            shift=one.shift.key,
            day=one.shift.day,
            duty_doctor=row.pk,
            sentences=tuple(finding.sentence for finding in one.findings),
            offer=offers.get(one.shift.pk),
        )
        for one in on_them.values()
    ]
