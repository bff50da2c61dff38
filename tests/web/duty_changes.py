"""What is asked of a roster's page, for tests of what it does."""

from __future__ import annotations

from typing import Any

from duty_pages import Place, version

from hjemmel.apps.duty.models import DutyAssignment, DutyShift


def on(roster: int, shift: str) -> list[int]:
    """Return who is on a shift."""
    rows = DutyAssignment.objects.filter(
        shift__roster=roster, shift__key=shift, ended_at__isnull=True
    )
    return list(rows.values_list("duty_doctor", flat=True))


def evening(place: Place, roster: int) -> str:
    """Return the first evening shift of a roster."""
    shifts = DutyShift.objects.filter(roster=roster, key__startswith="evening").order_by("starts")
    return shifts[0].key


def change(place: Place, roster: int, **values: Any) -> dict[str, Any]:
    """Return a form of a change."""
    return {"what": "change", "version": version(roster), **values}
