"""Persons counted by where they live and which list they are on: counted once, then remembered.

Counting asks every membership and every resident; all else that a page needs is a few hundred rows.
So the counts are kept in the database, one row per municipality, day and moment of knowledge, until
a write changes the municipality's ``people_revision``, and in each process beside it.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When

from hjemmel.apps.registry.models import Membership, Municipality, PersonCounts, Resident
from hjemmel.apps.registry.selectors.residents import living
from hjemmel.domain.population import AGE_BANDS
from hjemmel.kernel.time import add_years

_DAYS_KEPT = 60
_IN_PROCESS = 32


@dataclass(frozen=True, slots=True)
class CountedPersons:
    """Persons of a municipality on a day.

    Args:
        flow: Persons on the municipality's lists by list, municipality and district of residence;
            empty where members are not registered.
        residents: Residents by district, sex and position in ``AGE_BANDS``.
        elsewhere: Residents on a list in another municipality, by district.
        without_gp: Residents on no list who have not declined to have a GP.
    """

    flow: Mapping[tuple[int, int | None, int | None], int]
    residents: Mapping[tuple[int | None, str, int], int]
    elsewhere: Mapping[int | None, int]
    without_gp: int

    @property
    def population(self) -> int:
        """All residents."""
        return sum(self.residents.values())


_remembered: OrderedDict[str, CountedPersons] = OrderedDict()
_memory = threading.Lock()
_counting = threading.Lock()


def counted_persons(
    municipality: int, as_of: date, known_at: datetime | None = None
) -> CountedPersons:
    """Return the persons counted on a day, as known now or at a moment.

    One query where they have been counted before; only one reader counts, the others wait for her.
    """
    revision = Municipality.objects.values_list("people_revision", flat=True).get(pk=municipality)
    moment = "" if known_at is None else known_at.isoformat()
    key = f"{municipality}:{revision}:{as_of.isoformat()}:{moment}"
    with _memory:
        if key in _remembered:
            _remembered.move_to_end(key)
            return _remembered[key]
    found = _stored(key) or _count_alone(municipality, key, as_of, known_at)
    with _memory:
        _remembered[key] = found
        while len(_remembered) > _IN_PROCESS:
            _remembered.popitem(last=False)
    return found


def _stored(key: str) -> CountedPersons | None:
    row = PersonCounts.objects.filter(key=key).values_list("counts", flat=True).first()
    return None if row is None else _read(row)


def _count_alone(
    municipality: int, key: str, as_of: date, known_at: datetime | None
) -> CountedPersons:
    """Count and keep, unless somebody did while we waited for our turn."""
    with _counting, _turn(key):
        found = _stored(key)
        if found is None:
            found = _count(municipality, as_of, known_at)
            _keep(municipality, key, found)
    return found


@contextmanager
def _turn(key: str) -> Iterator[None]:
    """Wait for other processes that count the same, on PostgreSQL; on SQLite two may count."""
    if connection.vendor != "postgresql":
        yield
        return
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big", signed=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
        yield


def _keep(municipality: int, key: str, found: CountedPersons) -> None:
    """Store the counts; a database that only reads, or is busy, is no reason not to answer."""
    current = key.rsplit(":", 1)[0].split(":")[1]
    try:
        with transaction.atomic():
            mine = PersonCounts.objects.filter(municipality=municipality)
            mine.exclude(key__startswith=f"{municipality}:{current}:").delete()
            kept = list(mine.order_by("-pk").values_list("pk", flat=True)[_DAYS_KEPT - 1 :])
            if kept:
                mine.filter(pk__in=kept).delete()
            row = PersonCounts(municipality_id=municipality, key=key, counts=_write(found))
            PersonCounts.objects.bulk_create([row], ignore_conflicts=True)
    except DatabaseError:
        if connection.in_atomic_block and connection.needs_rollback:
            raise


def _write(found: CountedPersons) -> dict[str, Any]:
    return {
        "flow": [[*key, persons] for key, persons in found.flow.items()],
        "residents": [[*key, persons] for key, persons in found.residents.items()],
        "elsewhere": [[key, persons] for key, persons in found.elsewhere.items()],
        "without_gp": found.without_gp,
    }


def _read(counts: Mapping[str, Any]) -> CountedPersons:
    return CountedPersons(
        {(row[0], row[1], row[2]): row[3] for row in counts["flow"]},
        {(row[0], row[1], row[2]): row[3] for row in counts["residents"]},
        {row[0]: row[1] for row in counts["elsewhere"]},
        counts["without_gp"],
    )


def _count(municipality: int, as_of: date, known_at: datetime | None) -> CountedPersons:
    members = Membership.objects.on(as_of, known_at)
    lives = Case(When(living(as_of, "resident__"), then=1), default=0, output_field=IntegerField())
    ours = (
        members.filter(resident__municipality=municipality)
        .values_list("patient_list_id", "patient_list__municipality_id", "resident__district_id")
        .annotate(lives=lives, persons=Count("pk"))
        .order_by()
    )
    guests = (
        members.filter(patient_list__municipality=municipality)
        .exclude(resident__municipality=municipality)
        .values_list("patient_list_id", "resident__municipality_id", "resident__district_id")
        .annotate(persons=Count("pk"))
        .order_by()
    )
    flow: dict[tuple[int, int | None, int | None], int] = {}
    elsewhere: dict[int | None, int] = {}
    covered = 0
    for key, place, district, is_here, persons in ours:
        covered += persons * is_here
        if place == municipality:
            _add(flow, (key, municipality, district), persons)
        else:
            _add(elsewhere, district, persons)
    for key, home, district, persons in guests:
        _add(flow, (key, home, district), persons)
    residents = _age_sex(municipality, as_of)
    without = sum(residents.values()) - covered - _declined(municipality, as_of, known_at)
    return CountedPersons(flow, residents, elsewhere, max(0, without))


def _add(counts: dict[Any, int], key: Any, persons: int) -> None:
    counts[key] = counts.get(key, 0) + persons


def _age_sex(municipality: int, as_of: date) -> dict[tuple[int | None, str, int], int]:
    """Count residents by district, sex and age band."""
    band = Case(
        *[
            When(born__lte=add_years(as_of, -band.first), then=Value(i))
            for i, band in reversed(list(enumerate(AGE_BANDS)))
            if as_of.year > band.first
        ],
        output_field=IntegerField(),
    )
    rows = (
        Resident.objects.filter(living(as_of), municipality=municipality, born__lte=as_of)
        .values_list("district_id", "sex", band)
        .annotate(persons=Count("pk"))
        .order_by()
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def _declined(municipality: int, as_of: date, known_at: datetime | None) -> int:
    """Count residents on no list because they do not want a GP."""
    on_a_list = Membership.objects.on(as_of, known_at).filter(resident=OuterRef("pk"))
    return (
        Resident.objects.filter(
            living(as_of),
            Q(opted_out_on__lte=as_of),
            municipality=municipality,
            born__lte=as_of,
        )
        .exclude(Exists(on_a_list))
        .count()
    )
