"""Reads district borders from GeoJSON: tested, in longitude and latitude, with fewer points."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hjemmel.apps.exchange.statistics.jsonstat import parse_json
from hjemmel.apps.exchange.statistics.utm import to_degrees
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text

Point = tuple[float, float]
Ring = list[Point]

NO_DISTRICT = "no_such_district"
NO_BORDER = "no_border"
BROKEN_BORDER = "broken_border"
REASONS: Mapping[str, Text] = {
    NO_DISTRICT: Text(
        "verken nummer eller navn er en bydel i kommunen",
        "neither number nor name is a district of the municipality",
    ),
    NO_BORDER: Text("ikke en flate", "not an area"),
    BROKEN_BORDER: Text(
        "grensen er ikke lukket eller har for få punkter",
        "the border is not closed or has too few points",
    ),
}
NUMBER_KEYS = (
    "bydelsnummer",
    "bydelsnr",
    "bydelnr",
    "delomradenummer",
    "number",
    "id",
    "code",
    "nummer",
)
NAME_KEYS = ("bydelsnavn", "bydelnavn", "navn", "name")
_DEGREES = (4326, 4258, 84)
_ZONES = {25832: 32, 25833: 33, 25835: 35, 32632: 32, 32633: 33}
_EPSG = re.compile(r"(?:EPSG:+|EPSG/0/|CRS)(\d{2,6})$")
_TOLERANCE = 0.0002
_DECIMALS = 5
_NORWAY = ((-10.0, 40.0), (54.0, 82.0))


@dataclass(frozen=True, slots=True)
class BordersRead:
    """Borders of a file.

    Args:
        borders: GeoJSON geometry by district number.
        refused: Row, field, reason and value of what does not fit.
        features: Areas in the file.
        converted_from: EPSG code that was converted; ``None`` when it was degrees.
    """

    borders: Mapping[str, Mapping[str, Any]]
    refused: Sequence[tuple[int, str, str, str]]
    features: int
    converted_from: int | None


def read_borders(content: bytes, districts: Mapping[str, str], *, where: str) -> BordersRead:
    """Read the borders of a municipality's districts.

    Args:
        content: The file.
        districts: Names of the districts by number.
        where: The file's name, for errors.

    Raises:
        DataFileError: It is not GeoJSON, or its coordinates are of a kind that we do not convert.
    """
    body = parse_json(content, where)
    features = body.get("features") if isinstance(body, dict) else None
    if not isinstance(features, list) or body.get("type") != "FeatureCollection":
        raise _refuse(
            where, "Filen er ikke en GeoJSON-samling", "The file is not a GeoJSON collection"
        )
    points = [point for feature in features for ring in _all_rings(feature) for point in ring]
    epsg = _reference(body, points, where)
    convert = _converter(epsg, where)
    names = {_plain(name): number for number, name in districts.items()}
    borders: dict[str, list[list[Ring]]] = {}
    refused: list[tuple[int, str, str, str]] = []
    for row, feature in enumerate(features, start=1):
        number, shown = _district(feature, districts, names)
        if number is None:
            refused.append((row, "properties", NO_DISTRICT, shown))
            continue
        geometry = feature.get("geometry")
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind not in ("Polygon", "MultiPolygon"):
            refused.append((row, "geometry", NO_BORDER, f"{shown}: {kind}"))
            continue
        polygons = _polygons(geometry, convert)
        if polygons is None:
            refused.append((row, "geometry", BROKEN_BORDER, shown))
            continue
        borders.setdefault(number, []).extend(polygons)
    return BordersRead(
        {number: _geometry(polygons) for number, polygons in sorted(borders.items())},
        refused,
        len(features),
        epsg,
    )


def is_geojson(start: bytes) -> bool:
    """Tell, from the beginning of a file, whether it is GeoJSON."""
    return b'"FeatureCollection"' in start


def _refuse(where: str, nb: str, en: str) -> DataFileError:
    return DataFileError(
        Text(f"{nb}.", f"{en}."),
        where=where,
        remedy=Text(
            "Eksporter bydelene som GeoJSON i EPSG:4326 (lengde- og breddegrad).",
            "Export the districts as GeoJSON in EPSG:4326 (longitude and latitude).",
        ),
    )


def _all_rings(feature: Any) -> Iterator[Ring]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    for polygon in _raw_polygons(geometry):
        for ring in polygon if isinstance(polygon, list) else []:
            found = _points(ring)
            if found:
                yield found


def _raw_polygons(geometry: Any) -> list[Any]:
    if not isinstance(geometry, dict) or not isinstance(geometry.get("coordinates"), list):
        return []
    if geometry.get("type") == "Polygon":
        return [geometry["coordinates"]]
    return list(geometry["coordinates"]) if geometry.get("type") == "MultiPolygon" else []


def _points(ring: Any) -> Ring | None:
    if not isinstance(ring, list):
        return None
    points: Ring = []
    for point in ring:
        if not isinstance(point, list) or len(point) < 2:
            return None
        if not all(
            isinstance(n, int | float) and not isinstance(n, bool) and math.isfinite(n)
            for n in point[:2]
        ):
            return None
        points.append((float(point[0]), float(point[1])))
    return points


def _reference(body: Mapping[str, Any], points: Sequence[Point], where: str) -> int | None:
    """Return the coordinates' EPSG code; ``None`` is degrees.

    UTM without a zone is refused: the same numbers are two places.
    """
    said = body.get("crs")
    properties = said.get("properties") if isinstance(said, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    found = _EPSG.search(name)
    if found and int(found.group(1)) not in _DEGREES:
        return int(found.group(1))
    if all(_is_in_norway(point) for point in points):
        return None
    if found is None and all(-2e6 < x < 2e6 and 5e6 < y < 1e7 for x, y in points):
        raise _refuse(
            where,
            "Koordinatene ser ut som UTM, men filen sier ikke hvilken sone (crs)",
            "The coordinates look like UTM, but the file does not say which zone (crs)",
        )
    raise _refuse(
        where,
        "Koordinatene er verken grader i Norge eller UTM",
        "The coordinates are neither degrees in Norway nor UTM",
    )


def _is_in_norway(point: Point) -> bool:
    (west, east), (south, north) = _NORWAY
    return west <= point[0] <= east and south <= point[1] <= north


def _converter(epsg: int | None, where: str) -> Callable[[Point], Point]:
    if epsg is None:
        return lambda point: point
    zone = _ZONES.get(epsg)
    if zone is None:
        raise _refuse(
            where,
            f"Koordinatene er i EPSG:{epsg}, som vi ikke regner om",
            f"The coordinates are in EPSG:{epsg}, which we do not convert",
        )
    return lambda point: to_degrees(point[0], point[1], zone)


def _district(
    feature: Any, districts: Mapping[str, str], names: Mapping[str, str]
) -> tuple[str | None, str]:
    """Return a feature's district by its number or name, and what it is called in the file."""
    given = feature.get("properties") if isinstance(feature, dict) else None
    properties = {str(k).lower(): v for k, v in given.items()} if isinstance(given, dict) else {}
    said = [str(properties[key]) for key in NUMBER_KEYS if properties.get(key) is not None]
    for value in said:
        number = re.sub(r"[^0-9]", "", value)
        if number in districts:
            return number, value
    called = [str(properties[key]) for key in NAME_KEYS if properties.get(key)]
    for name in called:
        if _plain(name) in names:
            return names[_plain(name)], name
    return None, ", ".join([*said, *called])[:150]


def _plain(name: str) -> str:
    return " ".join(name.casefold().removesuffix(" bydel").removeprefix("bydel ").split())


def _polygons(
    geometry: Mapping[str, Any], convert: Callable[[Point], Point]
) -> list[list[Ring]] | None:
    """Return the areas, converted and with fewer points; ``None`` when one is broken."""
    made = []
    for polygon in _raw_polygons(geometry):
        rings = [_points(ring) for ring in polygon] if isinstance(polygon, list) else []
        if not rings or any(ring is None or not _is_closed(ring) for ring in rings):
            return None
        converted = [[convert(point) for point in ring] for ring in rings if ring is not None]
        if not all(_is_in_norway(point) for ring in converted for point in ring):
            return None
        kept = [simplified(ring, _TOLERANCE) for ring in converted]
        outer = kept[0]
        if len(outer) < 4:
            outer = converted[0]
        made.append([outer, *(ring for ring in kept[1:] if len(ring) >= 4)])
    return made or None


def _is_closed(ring: Ring) -> bool:
    return len(ring) >= 4 and ring[0] == ring[-1] and len(set(ring)) >= 3


def simplified(ring: Ring, tolerance: float) -> Ring:
    """Leave out points that are nearer than ``tolerance`` degrees to the line without them.

    Douglas and Peucker's way; the ring is cut where it is farthest from its start.
    """
    if len(ring) < 5:
        return ring
    far = max(range(len(ring)), key=lambda i: _distance(ring[i], ring[0], ring[0]))
    keep = {0, far, len(ring) - 1}
    spans = [(0, far), (far, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        widest = max(
            range(first + 1, last), key=lambda i: _distance(ring[i], ring[first], ring[last])
        )
        if _distance(ring[widest], ring[first], ring[last]) > tolerance:
            keep.add(widest)
            spans += [(first, widest), (widest, last)]
    return [ring[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return the distance from a point to a line, with a degree of longitude counted as half."""
    (px, py), (ax, ay), (bx, by) = (((x / 2), y) for x, y in (point, start, end))
    length = math.hypot(bx - ax, by - ay)
    if length == 0:
        return math.hypot(px - ax, py - ay)
    along = max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length**2))
    return math.hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay))


def _geometry(polygons: Sequence[Sequence[Ring]]) -> Mapping[str, Any]:
    coordinates = [
        [[[round(x, _DECIMALS), round(y, _DECIMALS)] for x, y in ring] for ring in polygon]
        for polygon in polygons
    ]
    return {"type": "MultiPolygon", "coordinates": coordinates}
