"""Where something is, and how far it is from something else in a straight line over the ground."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_number
from hjemmel.kernel.text import Language, Text

EARTH_RADIUS_METRES = 6_371_008.8
"""The earth's mean radius (IUGG); with a sphere of it, distances in Norway are right to about 0.5 %."""

_SHORTEST_TOLD = 100  # metres; nearer than this is told as nearer, not as 0,0 km


@dataclass(frozen=True, slots=True)
class Position:
    """A point: degrees east and north.

    Raises:
        InputError: It is not on earth.
    """

    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        if not (-180 <= self.longitude <= 180 and -90 <= self.latitude <= 90):
            raise InputError(
                Text(
                    f"{self.latitude}, {self.longitude} er ikke en bredde- og lengdegrad.",
                    f"{self.latitude}, {self.longitude} is not a latitude and longitude.",
                ),
                where="position",
                remedy=Text(
                    "Skriv grader: bredde -90 til 90, lengde -180 til 180.",
                    "Write degrees: latitude -90 to 90, longitude -180 to 180.",
                ),
            )

    def metres_to(self, other: Position) -> int:
        """Return the great-circle distance in whole metres, by the haversine formula.

        >>> bergen, oslo = Position(5.3221, 60.3913), Position(10.7522, 59.9139)
        >>> bergen.metres_to(oslo)
        305067
        """
        south, north = math.radians(self.latitude), math.radians(other.latitude)
        half_up = (north - south) / 2
        half_east = math.radians(other.longitude - self.longitude) / 2
        square = (
            math.sin(half_up) ** 2 + math.cos(south) * math.cos(north) * math.sin(half_east) ** 2
        )
        return round(2 * EARTH_RADIUS_METRES * math.asin(min(1.0, math.sqrt(square))))


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a place is from where somebody lives.

    Args:
        metres: Whole metres.
        to_district: Whether the place's own point is unknown, so that it is to the middle of its district.
    """

    metres: int
    to_district: bool = False

    @property
    def kilometres(self) -> float:
        """Kilometres, to a hundred metres."""
        return round(self.metres / 1000, 1)

    @property
    def words(self) -> Text:
        """The distance as people are told it.

        >>> Distance(3_240).words.nb
        'ca. 3,2\\xa0km'
        """
        nb, en = _told(self.metres, "nb"), _told(self.metres, "en")
        if self.to_district:
            return Text(f"{nb} (til midten av bydelen)", f"{en} (to the middle of the district)")
        return Text(nb, en)


def _told(metres: int, language: Language) -> str:
    if metres < _SHORTEST_TOLD:
        least = format_number(_SHORTEST_TOLD / 1000, language, decimals=1)
        return f"{'under' if language == 'nb' else 'less than'} {least}\xa0km"
    number = format_number(metres / 1000, language, decimals=1)
    return f"{'ca.' if language == 'nb' else 'about'} {number}\xa0km"


def mean_of(positions: Sequence[Position]) -> Position | None:
    """Return the mean of some points that are near each other; ``None`` where there are none.

    >>> mean_of([Position(5.0, 60.0), Position(6.0, 60.5)])
    Position(longitude=5.5, latitude=60.25)
    """
    if not positions:
        return None
    return Position(
        math.fsum(one.longitude for one in positions) / len(positions),
        math.fsum(one.latitude for one in positions) / len(positions),
    )


def middle_of(border: Mapping[str, Any]) -> Position | None:
    """Return the centroid of the area within a border; ``None`` where the border encloses nothing.

    Degrees east and north are taken as a plane: in an area as small as a district the centroid is
    the same, as a plane's is wherever its axes are stretched.

    Args:
        border: GeoJSON polygon or multipolygon in longitude and latitude; rings after the first are holes.

    >>> square = [[5.0, 60.0], [5.2, 60.0], [5.2, 60.1], [5.0, 60.1], [5.0, 60.0]]
    >>> middle = middle_of({"type": "Polygon", "coordinates": [square]})
    >>> round(middle.longitude, 6), round(middle.latitude, 6)
    (5.1, 60.05)
    """
    given = border["coordinates"]
    polygons = [given] if border["type"] == "Polygon" else given
    parts = [
        _weighed(ring, hole=number > 0)
        for polygon in polygons
        for number, ring in enumerate(polygon)
    ]
    area = math.fsum(part[0] for part in parts)
    if area <= 0:
        return None
    return Position(
        math.fsum(part[1] for part in parts) / area, math.fsum(part[2] for part in parts) / area
    )


def _weighed(ring: Sequence[Sequence[float]], *, hole: bool) -> tuple[float, float, float]:
    """Return a ring's area, and the area times its centroid's longitude and latitude.

    Coordinates are taken from the ring's first point, so that no digits are lost.
    """
    x0, y0 = ring[0][0], ring[0][1]
    points = [(point[0] - x0, point[1] - y0) for point in ring]
    area = east = north = 0.0
    for (ax, ay), (bx, by) in pairwise(points):
        cross = ax * by - bx * ay
        area += cross / 2
        east += (ax + bx) * cross / 6
        north += (ay + by) * cross / 6
    sign = math.copysign(1.0, area) * (-1 if hole else 1)
    return sign * area, sign * (east + x0 * area), sign * (north + y0 * area)
