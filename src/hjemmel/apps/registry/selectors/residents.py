"""Residents: who is one on a day, who waits then, and where somebody is known."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import Membership, Resident, WaitingEntry


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


def waits_on(as_of: date, known_at: datetime | None = None) -> Q:
    """Return the condition of the places in a queue that are held on a day.

    Args:
        as_of: The day.
        known_at: Leaves out those entered after a moment; ``None``: nobody.
    """
    held = (Q(left_on__isnull=True) | Q(left_on__gt=as_of)) & Q(queued_on__lte=as_of)
    return held if known_at is None else held & Q(known_from__lte=known_at)


def known_in(municipality: int, by: Actor) -> Q:
    """Return the condition of those whom ``by`` may know of in a municipality.

    They live there, or are or were on one of its lists or in its queue; who has a protected address
    only for who may see those.
    """
    members = Membership.objects.known().filter(patient_list__municipality=municipality)
    waiting = WaitingEntry.objects.filter(municipality=municipality)
    here = (
        Q(municipality=municipality)
        | Q(pk__in=members.values("resident"))
        | Q(pk__in=waiting.values("resident"))
    )
    return here & open_to(municipality, by)


def open_to(municipality: int, by: Actor, prefix: str = "") -> Q:
    """Return the condition of those who are not hidden from ``by`` in a municipality they belong to.

    Args:
        municipality: Key of the municipality.
        by: Who asks.
        prefix: Path to the resident in a query from another table, with its ``__``.
    """
    seen = Q(**{f"{prefix}erased_on__isnull": True})
    if not by.may(Permission.SEE_PROTECTED, municipality=municipality):
        seen &= Q(**{f"{prefix}protection": "none"})
    return seen


def places_of(resident: Resident) -> frozenset[int]:
    """Return the municipalities where somebody lives, or is or was on a list or in the queue."""
    members = Membership.objects.known().filter(resident=resident, patient_list__isnull=False)
    listed = members.values_list("patient_list__municipality_id", flat=True)
    waited = resident.waiting.values_list("municipality_id", flat=True)
    return frozenset({resident.municipality_id, *listed.order_by(), *waited.order_by()})
