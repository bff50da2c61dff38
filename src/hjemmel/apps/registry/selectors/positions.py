"""Where districts and centres are, as far as the register knows, and how far they are from each other."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hjemmel.apps.registry.models import Centre, District, Municipality
from hjemmel.domain.position import Distance, Position, mean_of, middle_of


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle of a district.

    Args:
        position: The centroid of its area, or the mean of its centres' points.
        by_border: Whether it is of the area: its border is known.
    """

    position: Position
    by_border: bool


@dataclass(frozen=True, slots=True)
class CentrePoint:
    """Where a centre is.

    Args:
        position: Its own point, or the middle of its district.
        is_district: Whether its own is not known.
    """

    position: Position
    is_district: bool


@dataclass(frozen=True, slots=True)
class Positions:
    """Where the districts and centres of a municipality are; one that is not there is not known.

    Args:
        districts: Middles by district number.
        centres: Points by the centre's key.
    """

    districts: Mapping[str, Middle]
    centres: Mapping[int, CentrePoint]

    def distance(self, home: Middle | None, centre: int) -> Distance | None:
        """Return how far a centre is from the middle of a district; ``None`` where it is not known."""
        there = self.centres.get(centre)
        if home is None or there is None:
            return None
        return Distance(home.position.metres_to(there.position), to_district=there.is_district)


def positions_of(municipality: int, day: date) -> Positions:
    """Return where a municipality's districts and centres are; open to all, and about no person.

    Kept until the register changes.

    Args:
        municipality: Its key.
        day: The middle of a district without a border is that of the centres that have not closed by then.
    """
    found = Municipality.objects.filter(pk=municipality)
    return _kept(municipality, found.values_list("revision", flat=True).first(), day)


@functools.lru_cache(maxsize=64)
def _kept(municipality: int, revision: int | None, day: date) -> Positions:
    rows = Centre.objects.filter(municipality=municipality).select_related("district")
    own: dict[int, Position] = {}
    without: dict[int, str] = {}
    by_district: dict[str, list[Position]] = defaultdict(list)
    for row in rows.order_by("pk"):
        if row.longitude is None or row.latitude is None:
            without[row.pk] = row.district.number
            continue
        own[row.pk] = Position(row.longitude, row.latitude)
        if row.closed_on is None or row.closed_on > day:
            by_district[row.district.number].append(own[row.pk])
    districts = _middles(municipality, by_district)
    centres = {key: CentrePoint(position, is_district=False) for key, position in own.items()}
    for key, district in without.items():
        if district in districts:
            centres[key] = CentrePoint(districts[district].position, is_district=True)
    return Positions(districts, centres)


def _middles(municipality: int, points: Mapping[str, list[Position]]) -> dict[str, Middle]:
    made = {}
    rows = District.objects.filter(municipality=municipality).values_list("number", "border")
    for number, border in rows:
        by_border = None if border is None else middle_of(border)
        position = by_border or mean_of(points.get(number, ()))
        if position is not None:
            made[number] = Middle(position, by_border=by_border is not None)
    return made
