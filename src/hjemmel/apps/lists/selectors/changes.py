"""How many of a calendar year's changes somebody has used."""

from __future__ import annotations

from hjemmel.apps.lists.models import ChangeRequest

_COUNTED = ("granted", "carried_out")


def counted_changes(resident: int, year: int) -> int:
    """Return how many of a calendar year's changes a resident has used."""
    return ChangeRequest.objects.filter(
        resident=resident, asked_on__year=year, counts=True, state__in=_COUNTED
    ).count()
