"""Whom events are about, and the lists and municipalities that they reach: locked before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet

from hjemmel.apps.lists.models import ChangeRequest, Move
from hjemmel.apps.lists.models.requests import OPEN
from hjemmel.apps.registry.models import Membership, PatientList, Resident, WaitingEntry
from hjemmel.apps.registry.services.locking import (
    lock_lists,
    lock_municipalities,
    lock_residents,
)
from hjemmel.domain.population_event import EventKind, Told

_AT_ONCE = 5_000
_Key = TypeVar("_Key", int, str)


def lock_reached(told: Sequence[Told], municipality: int) -> None:
    """Lock, in the order of the house, those whom events are about and what may follow from them.

    A newborn may get her mother's list, and the list her mother is on her way to, so a mother is locked
    too. Whoever is new is not in the register yet: nobody else can have her locked.

    Args:
        told: The events.
        municipality: Key of the municipality that they are told to.
    """
    if not connection.features.has_select_for_update:
        return
    mothers = {one.mother for one in told if one.kind is EventKind.BIRTH and one.mother}
    hers = _keys(mothers)
    people = _keys({one.national_id for one in told}) | hers
    lock_residents(people)
    lists = _lists(hers)
    lock_lists(sorted(lists))
    lock_municipalities(sorted({municipality, *_municipalities(people, lists)}))


def _keys(national_ids: Collection[str]) -> set[int]:
    found: set[int] = set()
    for part in _parts(national_ids):
        rows = Resident.objects.filter(national_id__in=part)
        found.update(rows.values_list("pk", flat=True))
    return found


def _lists(mothers: set[int]) -> set[int]:
    """Return the lists that the children of mothers may get."""
    found: set[int] = set()
    for part in _parts(mothers):
        on_list = Membership.objects.known().filter(resident__in=part, patient_list__isnull=False)
        planned = Move.objects.filter(resident__in=part, state="planned", to_list__isnull=False)
        found.update(on_list.order_by().values_list("patient_list_id", flat=True))
        found.update(planned.order_by().values_list("to_list_id", flat=True))
    return found


def _municipalities(people: set[int], lists: set[int]) -> set[int]:
    """Return where anybody lives, is or was on a list or in the queue, wants to, or is on her way to."""
    found = set(
        PatientList.objects.filter(pk__in=lists).order_by().values_list("municipality", flat=True)
    )
    here: tuple[tuple[QuerySet[Any], str], ...] = (
        (
            Membership.objects.known().filter(patient_list__isnull=False),
            "patient_list__municipality",
        ),
        (WaitingEntry.objects.all(), "municipality"),
        (Move.objects.filter(state="planned"), "municipality"),
        (ChangeRequest.objects.filter(state__in=OPEN), "municipality"),
    )
    for part in _parts(people):
        found.update(
            Resident.objects.filter(pk__in=part)
            .order_by()
            .values_list("municipality", flat=True)
            .distinct()
        )
        for rows, column in here:
            of_them = rows.filter(resident__in=part).order_by()
            found.update(of_them.values_list(column, flat=True).distinct())
    return found


def _parts(keys: Collection[_Key]) -> Iterator[list[_Key]]:
    ordered = sorted(keys)
    for at in range(0, len(ordered), _AT_ONCE):
        yield ordered[at : at + _AT_ONCE]
