"""Who waits for a place on a list, and who has no GP: by role, for a purpose, and logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record_reads
from hjemmel.apps.registry.models import Membership, Resident, WaitingEntry
from hjemmel.apps.registry.selectors.people import ResidentRow, row_of
from hjemmel.apps.registry.selectors.places import MunicipalityView, require_possible
from hjemmel.apps.registry.selectors.purpose import purpose_of
from hjemmel.apps.registry.selectors.residents import living, open_to, waits_on
from hjemmel.domain.waiting_list import WaitingClass


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedChoice:
    """Which persons are asked for; empty is all.

    Args:
        without_gp: Those on no list who have not declined to have a GP, instead of those who wait.
        waiting_class: Only those who wait in this class.
        wanted_list: Only those who wait for this list, by key.
        district: Only those who live in this district, by number.
    """

    without_gp: bool = False
    waiting_class: WaitingClass | None = None
    wanted_list: int | None = None
    district: str = ""


@dataclass(frozen=True, slots=True)
class UnplacedRow:
    """Somebody who waits, or has no GP; ``waiting_class`` and ``queued_on`` only if she waits."""

    person: ResidentRow
    waiting_class: WaitingClass | None
    queued_on: date | None
    wanted_list: int | None
    external_id: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Some of those who fit.

    Args:
        total: How many fit.
        by_class: How many wait in each class, whatever is chosen.
        without_gp: How many have no GP, whatever is chosen.
        rows: Those asked for.
        leaves_out: Whether persons with a protected address are left out of rows and counts.
    """

    total: int
    by_class: Mapping[WaitingClass, int]
    without_gp: int
    rows: tuple[UnplacedRow, ...]
    leaves_out: bool


@transaction.atomic
def unplaced(
    municipality: MunicipalityView,
    as_of: date,
    known_at: datetime | None = None,
    choice: UnplacedChoice | None = None,
    *,
    by: Actor,
    purpose: str,
    skip: int = 0,
    most: int | None = None,
) -> Unplaced:
    """Return who waits, longest first, or who has no GP; each one returned is logged as seen.

    Args:
        municipality: Whose queue and residents.
        as_of: The day.
        known_at: The moment whose knowledge is used; ``None`` is now.
        choice: Which of them.
        by: Who asks; needs ``SEE_RESIDENTS`` there.
        purpose: What it is for.
        skip: How many to pass over.
        most: How many to return; ``None`` is all.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: No purpose is given, or no register tells of the day.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    require_possible(as_of)
    said, asked = purpose_of(purpose), choice or UnplacedChoice()
    queue = _queue(municipality, as_of, known_at, by)
    without = _without_gp(municipality, as_of, known_at, by)
    end = None if most is None else skip + most
    if asked.without_gp:
        persons = without
        if asked.district:
            persons = persons.filter(district__number=asked.district)
        total = persons.count()
        rows = _of_persons(persons.select_related("district").order_by("pk")[skip:end], queue)
    else:
        entries = _chosen(queue, asked)
        total = entries.count()
        rows = tuple(_of_entry(entry) for entry in entries.order_by("queued_on", "pk")[skip:end])
    record_reads(
        by=by.name,
        residents=[row.person.key for row in rows],
        municipality=municipality.number,
        purpose=said,
        what="without_gp" if asked.without_gp else "queue",
    )
    counted = dict(
        queue.values("waiting_class")
        .annotate(persons=Count("pk"))
        .values_list("waiting_class", "persons")
        .order_by()
    )
    return Unplaced(
        total,
        {one: counted.get(one.value, 0) for one in WaitingClass},
        without.count(),
        rows,
        not by.may(Permission.SEE_PROTECTED, municipality=municipality.key),
    )


def _queue(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> QuerySet[WaitingEntry]:
    """Return those who wait on the day, of whom ``by`` may know."""
    rows = WaitingEntry.objects.filter(
        waits_on(as_of, known_at),
        open_to(municipality.key, by, "resident__"),
        municipality=municipality.key,
    )
    return rows.select_related("resident__district", "wanted_list")


def _without_gp(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> QuerySet[Resident]:
    """Return residents on no list on the day, here or elsewhere, who have not declined a GP."""
    on_a_list = Membership.objects.on(as_of, known_at).filter(resident=OuterRef("pk"))
    return (
        Resident.objects.filter(
            living(as_of),
            open_to(municipality.key, by),
            municipality=municipality.key,
            born__lte=as_of,
        )
        .exclude(opted_out_on__lte=as_of)
        .exclude(Exists(on_a_list))
    )


def _chosen(queue: QuerySet[WaitingEntry], asked: UnplacedChoice) -> QuerySet[WaitingEntry]:
    if asked.waiting_class is not None:
        queue = queue.filter(waiting_class=asked.waiting_class.value)
    if asked.wanted_list is not None:
        queue = queue.filter(wanted_list=asked.wanted_list)
    if asked.district:
        queue = queue.filter(resident__district__number=asked.district)
    return queue


def _of_persons(
    persons: QuerySet[Resident], queue: QuerySet[WaitingEntry]
) -> tuple[UnplacedRow, ...]:
    found = list(persons)
    waiting = {entry.resident_id: entry for entry in queue} if found else {}
    return tuple(
        _of_entry(waiting[row.pk])
        if row.pk in waiting
        else UnplacedRow(row_of(row), None, None, None, "")
        for row in found
    )


def _of_entry(entry: WaitingEntry) -> UnplacedRow:
    return UnplacedRow(
        row_of(entry.resident),
        WaitingClass(entry.waiting_class),
        entry.queued_on,
        entry.wanted_list_id,
        entry.wanted_list.external_id if entry.wanted_list else "",
    )
