"""Until when a doctor may tell wishes and absences of a roster; then she asks whoever plans."""

from __future__ import annotations

from datetime import date

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text


def require_in_time(doctor: DutyDoctor, first: date, last: date, *, by: Actor, today: date) -> None:
    """Raise when it is too late to tell of days; who plans rosters may still.

    Args:
        doctor: The doctor, with the district and its host.
        first: The first day.
        last: The first day after.
        by: Who tells.
        today: The day.

    Raises:
        ConflictError: The deadline of a draft that has some of the days is over, or a roster of some of
            them is published.
    """
    if by.may(Permission.PLAN_ROSTERS, municipality=doctor.district.host_id):
        return
    rosters = DutyRoster.objects.filter(
        district=doctor.district_id, first__lt=last, last__gt=first
    ).order_by("first")
    whom = f"{doctor.district.host.name} ({doctor.district.name})"
    for roster in rosters:
        if roster.state != "draft":
            raise ConflictError(
                Text(
                    f"Planen «{roster.name}» er publisert.",
                    f"The roster “{roster.name}” is published.",
                ),
                where="first",
                remedy=Text(
                    f"Bytt eller gi bort vakten, eller spør vaktplanleggeren i {whom}.",
                    f"Swap the shift or give it away, or ask the roster planner of {whom}.",
                ),
            )
        until = roster.wishes_until
        if until is not None and until < today:
            raise ConflictError(
                Text(
                    f"Fristen for planen «{roster.name}» gikk ut {format_date(until)}.",
                    f"The deadline of the roster “{roster.name}” was {format_date(until, 'en')}.",
                ),
                where="first",
                remedy=Text(
                    f"Spør vaktplanleggeren i {whom}.", f"Ask the roster planner of {whom}."
                ),
            )
