"""The register as a picture of a municipality on a day, as known on a day."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.register_population import Residents, residents_of
from hjemmel.apps.coverage.register_trends import trends_of
from hjemmel.apps.registry.models import AgreementTerms, Centre, District, WaitingEntry
from hjemmel.apps.registry.selectors.lists import ListsOnDay, lists_kept
from hjemmel.apps.registry.selectors.person_counts import CountedPersons, counted_persons
from hjemmel.apps.registry.selectors.places import MunicipalityView, require_possible
from hjemmel.domain.figure import Figure, Source
from hjemmel.domain.municipality import DistrictOnDay, MunicipalityOnDay, PictureKind
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.domain.waiting_list import WaitingClass, WaitingCount
from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.numbers import format_date, round_half_up
from hjemmel.kernel.text import Text
from hjemmel.law import law_on
from hjemmel.law.lawat import LawAt

_SOURCE = Source(Text("Registeret i hjemmel", "The register in hjemmel"))
_PICTURES_KEPT = 64


def register_picture(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None = None, *, by: Actor
) -> MunicipalityOnDay:
    """Return the picture of a municipality in the register.

    Residents are those registered, else the newest published count at or before the day; the
    length of a list is counted from its members where members are registered, else read from the
    newest report at or before the day. What the register does not have is unknown, never zero.

    Args:
        municipality: The municipality.
        as_of: The day that the picture is about.
        known_at: The moment whose knowledge is used; ``None`` is now.
        by: Who asks; needs ``SEE_FIGURES`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        MissingDataError: The register has no lists on that day.
    """
    by.require(Permission.SEE_FIGURES, municipality=municipality.key)
    require_possible(as_of)
    return _kept(municipality, as_of, known_at)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a picture is made of, read from the register."""

    lists: ListsOnDay
    counted: CountedPersons
    districts: Sequence[District]
    residents: Residents
    practices: Mapping[int, int]
    waiting: Mapping[str, int]


@functools.lru_cache(maxsize=_PICTURES_KEPT)
def _kept(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None
) -> MunicipalityOnDay:
    """Return the picture; kept until the municipality's revision changes."""
    read = _read(municipality, as_of, known_at)
    law = law_on(as_of, municipality.number)
    knows_queue = bool(read.counted.population) or bool(read.waiting)
    return MunicipalityOnDay(
        id=municipality.number,
        number=municipality.number,
        name=municipality.name,
        as_of=as_of,
        kind=PictureKind.REGISTER,
        source=_SOURCE,
        districts=_districts(municipality, read, law),
        district_source=_SOURCE,
        figures=_figures(read, law, as_of),
        waiting=tuple(WaitingCount(c, read.waiting.get(c.value, 0)) for c in WaitingClass)
        if knows_queue
        else (),
        trends=trends_of(municipality, as_of, known_at),
        groups=read.residents.groups,
        is_made_up=municipality.is_synthetic,
    )


def _read(municipality: MunicipalityView, as_of: date, known_at: datetime | None) -> _Read:
    key = municipality.key
    lists = lists_kept(key, municipality.revision, as_of, known_at)
    if not lists.rows:
        raise _no_lists(municipality, as_of, known_at)
    counted = counted_persons(key, as_of, known_at)
    districts = list(
        District.objects.filter(municipality=key)
        .exclude(valid_to__lte=as_of)
        .exclude(valid_from__gt=as_of)
        .only("pk", "number", "name")
    )
    practices = (
        Centre.objects.filter(municipality=key)
        .exclude(closed_on__lte=as_of)
        .exclude(opened_on__gt=as_of)
        .values("district_id")
        .annotate(centres=Count("pk"))
        .values_list("district_id", "centres")
        .order_by()
    )
    queue = WaitingEntry.objects.filter(municipality=key, queued_on__lte=as_of)
    queue = queue.exclude(left_on__lte=as_of)
    if known_at is not None:
        queue = queue.filter(known_from__lte=known_at)
    waiting = (
        queue.values("waiting_class")
        .annotate(persons=Count("pk"))
        .values_list("waiting_class", "persons")
        .order_by()
    )
    return _Read(
        lists,
        counted,
        districts,
        residents_of(municipality, districts, counted, as_of),
        dict(practices),
        dict(waiting),
    )


def _no_lists(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None
) -> MissingDataError:
    first = (
        AgreementTerms.objects.known(known_at)
        .filter(agreement__municipality=municipality.key)
        .aggregate(first=Min("valid_from"))["first"]
    )
    name = municipality.name
    remedy = Text("Hent inn registeret på siden Import.", "Import the register on the page Import.")
    if first is not None:
        remedy = Text(
            f"Det første som er kjent, gjelder fra {format_date(first)}. Velg en senere dag.",
            f"The first that is known holds from {format_date(first, 'en')}. Choose a later day.",
        )
    return MissingDataError(
        Text(
            f"Registeret har ingen lister i {name} per {format_date(as_of)}.",
            f"The register has no lists in {name} as of {format_date(as_of, 'en')}.",
        ),
        where=f"{municipality.number}: lists",
        remedy=remedy,
    )


def _districts(
    municipality: MunicipalityView, read: _Read, law: LawAt
) -> tuple[DistrictOnDay, ...]:
    crossing = _crossing(municipality, read) if read.lists.has_members else {}
    own: dict[str, list[ListOnDay]] = {district.number: [] for district in read.districts}
    for row in read.lists.rows:
        own.setdefault(row.district, []).append(row)
    made = []
    for place in read.districts:
        rows = own[place.number]
        groups = read.residents.by_district.get(place.number)
        made.append(
            DistrictOnDay(
                number=place.number,
                name=place.name,
                population=None if groups is None else groups.total,
                practices=read.practices.get(place.pk, 0),
                groups=groups,
                doctor_ages=_ages(rows, law.as_of),
                **_of_lists(rows, law),
                **crossing.get(place.pk, {}),
            )
        )
    return tuple(made)


def _ages(rows: Sequence[ListOnDay], as_of: date) -> tuple[int, ...]:
    """Return the age of each post's holder; one with several lists on a post is counted once."""
    posts = {(row.agreement, row.holder): row.holder_age(as_of) for row in rows if row.holder}
    return tuple(sorted(age for age in posts.values() if age is not None))


def _of_lists(rows: Sequence[ListOnDay], law: LawAt) -> dict[str, Any]:
    """Count a district's lists and posts; what one of the lists lacks is unknown for all."""
    free = [row.free for row in rows]
    known = [places for places in free if places is not None]
    ceilings = [row.ceiling for row in rows]
    lengths = [row.length for row in rows]
    counts: dict[str, Any] = {
        "gps": len({row.agreement for row in rows if row.status != "without_doctor"}),
        "lists": len(rows),
        "list_places": None if None in ceilings else sum(c or 0 for c in ceilings),
        "listed": None if None in lengths else sum(n or 0 for n in lengths),
        "free_places": sum(known) if len(known) == len(free) else None,
        "lists_without_doctor": sum(row.status == "without_doctor" for row in rows),
        "vacant_posts": len({row.agreement for row in rows if row.status != "held"}),
    }
    if len(known) == len(free):
        if law.has("waiting_list.opens_at_free_places"):
            opens_at = law.integer("waiting_list.opens_at_free_places")
            counts["lists_with_10_free"] = sum(places >= opens_at for places in known)
        if law.has("planning.ssb_open_list_min_free"):
            above = law.integer("planning.ssb_open_list_min_free")
            counts["lists_with_over_20_free"] = sum(places > above for places in known)
    return counts


def _crossing(municipality: MunicipalityView, read: _Read) -> dict[int, dict[str, int]]:
    """Count those who cross each district's border: to its lists, and from it."""
    keys = {district.number: district.pk for district in read.districts}
    of_list = {row.key: keys.get(row.district) for row in read.lists.rows}
    found = {pk: {"guests_in": 0, "guests_out": 0} for pk in keys.values()}
    for (key, home, district), persons in read.lists.flow.items():
        there = of_list.get(key)
        here = district if home == municipality.key else None
        if there == here:
            continue
        if there in found:
            found[there]["guests_in"] += persons
        if here in found:
            found[here]["guests_out"] += persons
    for district, persons in read.counted.elsewhere.items():
        if district in found:
            found[district]["guests_out"] += persons
    return found


_NOTES = {
    "mean_list": Text("Listeplasser per liste.", "List places per list."),
    "without_gp": Text(
        "Innbyggere uten liste som ikke har reservert seg mot å ha fastlege.",
        "Residents on no list who have not declined to have a GP.",
    ),
}
_FROM_LENGTHS = ("listed", "free_places")


def _figures(read: _Read, law: LawAt, as_of: date) -> dict[str, Figure]:
    rows = read.lists.rows
    people = read.residents
    counts = _of_lists(rows, law)
    values: dict[str, int | Decimal | None] = {
        "population": people.total,
        "gps": counts["gps"],
        "lists": counts["lists"],
        "practices": sum(read.practices.values()),
        "list_places": counts["list_places"],
        "listed": counts["listed"],
        "free_places": counts["free_places"],
        "mean_list": None,
        "vacant_posts": counts["vacant_posts"],
        "lists_without_doctor": counts["lists_without_doctor"],
        "without_gp": None,
        "guests_in": None,
        "guests_out": None,
        "waiting": sum(read.waiting.values()),
    }
    places = values["list_places"]
    if places is not None and rows:
        values["mean_list"] = round_half_up(Decimal(places) / len(rows), 1)
    if read.lists.has_members and read.counted.population:
        values["without_gp"] = read.counted.without_gp
        values["guests_in"] = sum(row.guests or 0 for row in rows)
        values["guests_out"] = sum(read.counted.elsewhere.values())
    if not read.counted.population and not read.waiting:
        values["waiting"] = None
    reported = min((row.length_as_of for row in rows if row.length is not None), default=as_of)
    days = dict.fromkeys(_FROM_LENGTHS, reported) | {"population": people.as_of}
    sources = {"population": people.source or _SOURCE}
    return {
        name: Figure(value, days.get(name, as_of), sources.get(name, _SOURCE), _NOTES.get(name))
        for name, value in values.items()
        if value is not None
    }
