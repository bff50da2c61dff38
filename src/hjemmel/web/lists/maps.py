"""Where there are free places: the districts as a map, with the centres on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from hjemmel.apps.registry.selectors.directory import centres_of
from hjemmel.apps.registry.selectors.statistics import BorderView, borders
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.kernel.numbers import format_number
from hjemmel.kernel.text import Language, Text
from hjemmel.web.charts.coverage import square_places
from hjemmel.web.charts.map import MapDistrict, district_map
from hjemmel.web.register import RegisterAsked

_TITLE = Text("Ledige plasser i bydelene", "Free places in the districts")
_SIDE = 0.94  # of a square; the rest is the gap between them


def map_of(
    rows: tuple[ListOnDay, ...], asked: RegisterAsked, language: Language
) -> SafeString | None:
    """Draw the free places of some lists by district; ``None`` where there is nothing to draw on."""
    free: dict[str, int | None] = {}
    for row in rows:
        before = free.get(row.district, 0)
        free[row.district] = None if before is None or row.free is None else before + row.free
    places = borders(number=asked.municipality.number, by=asked.actor)
    points = tuple(
        (entry.longitude, entry.latitude, entry.name)
        for entry in centres_of(asked.municipality, asked.as_of, by=asked.actor)
        if entry.longitude is not None and entry.latitude is not None and entry.is_open
    )
    return free_places(places, tuple(sorted(free.items())), points, language)


def free_places(
    places: tuple[BorderView, ...],
    free: tuple[tuple[str, int | None], ...],
    points: tuple[tuple[float, float, str], ...],
    language: Language,
    title: Text = _TITLE,
    most: int | None = None,
) -> SafeString | None:
    """Draw free places on borders with the centres, or on squares where a border is missing.

    Args:
        places: The districts.
        free: Free places by district number; ``None`` is not known.
        points: Centres: longitude, latitude and name.
        language: Language of the words.
        title: What the map is called.
        most: The figure that is darkest; ``None`` is this map's own.
    """
    known = [(count, place.name) for place in places for count in [dict(free).get(place.number)]]
    counted = [(count, name) for count, name in known if count is not None]
    description = Text("Ingen tall er kjent.", "No figures are known.")
    if counted:
        most, name = max(counted)
        description = Text(
            f"Flest: {name}, {format_number(most)}.", f"Most: {name}, {format_number(most, 'en')}."
        )
    on_borders = bool(places) and all(place.border is not None for place in places)
    drawn = [
        MapDistrict(place.number, place.name, place.border if on_borders else _square(place.number))
        for place in places
    ]
    return district_map(
        drawn,
        dict(free),
        title=title,
        description=description,
        language=language,
        points=points if on_borders else (),
        reach=most,
    )


def _square(number: str) -> Mapping[str, Any] | None:
    """Return a district's square as a border, near the equator, where degrees are square too."""
    place = square_places().get(number)
    if place is None:
        return None
    west, north = place[0], -place[1]
    ring = [(0, 0), (_SIDE, 0), (_SIDE, -_SIDE), (0, -_SIDE), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[west + x, north + y] for x, y in ring]]}
