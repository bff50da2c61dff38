"""Who writes locks first, always in one order: residents by key, lists by key, municipalities by key.

Places on a list are given one at a time: whoever gives one has the list locked. The municipalities are
locked last, by the mark that every verb leaves on them. Two verbs that lock in the same order wait for
each other and never both ways. A locked row may still be pointed at by new rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from hjemmel.apps.registry.models import PatientList, Resident
from hjemmel.apps.registry.services.person import unknown


def lock_residents(keys: Iterable[int] | QuerySet[Any, Any]) -> None:
    """Lock residents until the transaction ends; before any list."""
    rows = Resident.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
    for _ in rows.values_list("pk", flat=True).iterator(50_000):
        pass


def lock_lists(keys: Iterable[int]) -> None:
    """Lock lists until the transaction ends; after residents and before any municipality."""
    rows = PatientList.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk", flat=True))


def lock_list(key: int) -> PatientList:
    """Return a list, locked until the transaction ends: its places are given one at a time."""
    row = (
        PatientList.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .filter(pk=key)
        .first()
    )
    if row is None:
        raise unknown("list")
    return row
