"""Residents: who is one on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def living(as_of: date, prefix: str = "") -> Q:
    """Return the condition of those who live where they are registered on a day."""
    return (
        (
            Q(**{f"{prefix}lived_here_from__isnull": True})
            | Q(**{f"{prefix}lived_here_from__lte": as_of})
        )
        & (
            Q(**{f"{prefix}lived_here_to__isnull": True})
            | Q(**{f"{prefix}lived_here_to__gt": as_of})
        )
        & (Q(**{f"{prefix}died_on__isnull": True}) | Q(**{f"{prefix}died_on__gt": as_of}))
        & Q(**{f"{prefix}erased_on__isnull": True})
    )
