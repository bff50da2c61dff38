"""Who writes locks first, always in one order: residents by key, lists by key, municipalities by key.

Places on a list are given one at a time: whoever gives one has the list locked. The municipalities are
locked last, by the mark that every verb leaves on them. Two verbs that lock in the same order wait for
each other and never both ways. A locked row may still be pointed at by new rows. SQLite lets one write
at a time and locks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from hjemmel.apps.registry.models import Municipality, PatientList, Resident
from hjemmel.apps.registry.services.person import unknown

_KEYS_AT_ONCE = 10_000
_ROWS_AT_ONCE = 50_000


def lock_residents(keys: Iterable[int] | QuerySet[Any, Any]) -> None:
    """Lock residents until the transaction ends; before any list."""
    if not connection.features.has_select_for_update:
        return
    if isinstance(keys, QuerySet):
        _lock(Resident, keys)
        return
    ordered = sorted(set(keys))
    for at in range(0, len(ordered), _KEYS_AT_ONCE):
        _lock(Resident, ordered[at : at + _KEYS_AT_ONCE])


def lock_lists(keys: Iterable[int]) -> None:
    """Lock lists until the transaction ends; after residents and before any municipality."""
    _lock(PatientList, keys)


def lock_municipalities(keys: Iterable[int]) -> None:
    """Let nobody else write to municipalities until the transaction ends; after residents and lists."""
    _lock(Municipality, keys)


def lock_list(key: int) -> PatientList:
    """Return a list, locked until the transaction ends: its places are given one at a time.

    Raises:
        UnknownIdError: There is no such list.
    """
    row = (
        PatientList.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .filter(pk=key)
        .first()
    )
    if row is None:
        raise unknown("list")
    return row


def _lock(model: type[Any], keys: Iterable[int] | QuerySet[Any, Any]) -> None:
    rows = model.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
    for _ in rows.values_list("pk", flat=True).iterator(_ROWS_AT_ONCE):
        pass
