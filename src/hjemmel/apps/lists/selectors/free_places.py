"""Free places for everybody to see: by list and district, on a day. It is about no person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from hjemmel.apps.lists.selectors.open_counts import (
    OpenCount,
    OpenSum,
    open_count,
    open_counts,
    open_sum,
)
from hjemmel.apps.lists.selectors.open_lists import ListPlaces, lists_with_places
from hjemmel.apps.registry.models import District, Municipality, WaitingEntry
from hjemmel.apps.registry.selectors.places import MunicipalityView, view_of
from hjemmel.domain.position import Distance
from hjemmel.kernel.time import Month
from hjemmel.law import LawAt, law_on
from hjemmel.law.loader import unknown_id
from hjemmel.rules.waiting_order import list_opens_to_applicants


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeList:
    """A list's free places.

    Args:
        key: Key of the list.
        external_id: The state register's number.
        centre: Name of the centre.
        centre_key: Key of it.
        district: Number of its district; empty when not known.
        ceiling: Persons it may hold.
        free: Places left below the ceiling, less those that are promised.
        is_open: Whether it is open to those who have a GP.
        waiting: Persons who wait for it.
        languages: Languages that the doctor speaks.
        distance: How far it is from where somebody looks; ``None``: from nowhere, or not known.
    """

    key: int
    external_id: str
    centre: str
    centre_key: int
    district: str
    ceiling: int
    free: OpenCount
    is_open: bool
    waiting: OpenCount
    languages: tuple[str, ...]
    distance: Distance | None = None


@dataclass(frozen=True, slots=True)
class FreeDistrict:
    """A district's free places; an empty number is of those whose district is not known."""

    number: str
    name: str
    lists: int
    free: OpenSum


@dataclass(frozen=True, slots=True)
class FreePlaces:
    """A municipality's free places.

    Args:
        municipality: The municipality.
        as_of: The day they are of.
        effective_on: The day somebody who asks now gets a place: they are counted on that.
        free: Places in all.
        lists: Each list that has a doctor and a ceiling.
        districts: Sums by district.
    """

    municipality: MunicipalityView
    as_of: date
    effective_on: date
    free: OpenSum
    lists: tuple[FreeList, ...]
    districts: tuple[FreeDistrict, ...]


def free_places(number: str, today: date) -> FreePlaces:
    """Return the free places of a municipality that is run in hjemmel; open to all.

    A small count is not told, neither of free places nor of persons who wait, and sums are made of
    what is told: see ``open_counts``.

    Args:
        number: The municipality's number, four digits.
        today: Today.

    Raises:
        UnknownIdError: No municipality in hjemmel has that number.
    """
    rows = Municipality.objects.filter(set_up_on__isnull=False)
    row = rows.filter(number=number).first()
    if row is None:
        raise unknown_id("municipality", number, list(rows.values_list("number", flat=True)))
    place = view_of(row)
    as_of = place.usual_day(today)
    effective_on = Month.of(as_of).plus(1).first_day
    law = law_on(as_of, place.number)
    found = lists_with_places(place.key, effective_on)
    waiting = open_counts(_waiting(place.key, as_of, found))
    lists = tuple(_list(one, waiting[one.key], law) for one in found)
    return FreePlaces(
        municipality=place,
        as_of=as_of,
        effective_on=effective_on,
        free=open_sum(one.free for one in lists),
        lists=lists,
        districts=_districts(place.key, lists),
    )


def as_plain(found: FreePlaces) -> dict[str, Any]:
    """Return free places as the API and the command line give them."""
    return {
        "municipality": found.municipality.number,
        "name": found.municipality.name,
        "is_synthetic": found.municipality.is_synthetic,
        "as_of": found.as_of,
        "effective_on": found.effective_on,
        "free": found.free.number,
        "is_exact": found.free.is_exact,
        "districts": [
            {**asdict(one), "free": one.free.number, "is_exact": one.free.is_exact}
            for one in found.districts
        ],
        "lists": [_list_as_plain(one) for one in found.lists],
    }


def _list_as_plain(one: FreeList) -> dict[str, Any]:
    plain = {**asdict(one), "free": one.free.number, "waiting": one.waiting.number}
    del plain["distance"]
    return plain | {
        "distance_km": None if one.distance is None else one.distance.kilometres,
        "to_district": one.distance is not None and one.distance.to_district,
    }


def _waiting(municipality: int, day: date, lists: tuple[ListPlaces, ...]) -> dict[int, int]:
    counted = dict(
        WaitingEntry.objects.filter(
            municipality=municipality,
            left_on__isnull=True,
            queued_on__lte=day,
            wanted_list__isnull=False,
        )
        .values_list("wanted_list_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return {one.key: counted.get(one.key, 0) for one in lists}


def _list(one: ListPlaces, waiting: OpenCount, law: LawAt) -> FreeList:
    return FreeList(
        key=one.key,
        external_id=one.external_id,
        centre=one.centre,
        centre_key=one.centre_key,
        district=one.district,
        ceiling=one.ceiling,
        free=open_count(one.free),
        is_open=list_opens_to_applicants(one.free, law=law).is_met,
        waiting=waiting,
        languages=one.languages,
    )


def _districts(municipality: int, lists: tuple[FreeList, ...]) -> tuple[FreeDistrict, ...]:
    names = dict(
        District.objects.filter(municipality=municipality)
        .order_by("number")
        .values_list("number", "name")
    )
    by_district: dict[str, list[FreeList]] = defaultdict(list)
    for one in lists:
        by_district[one.district].append(one)
    return tuple(
        FreeDistrict(
            number, names.get(number, ""), len(members), open_sum(one.free for one in members)
        )
        for number, members in sorted({**{key: [] for key in names}, **by_district}.items())
    )
