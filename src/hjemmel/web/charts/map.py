"""The map of a municipality's districts, drawn on the server as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zlib import crc32

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hjemmel.kernel.numbers import format_number
from hjemmel.kernel.text import Language, Text

_WIDTH = 480.0
_MARGIN = 6.0
_SHADES = ("#ffffff", "#d5e3f2", "#9fc3e6", "#5b96d0", "#0062ba")
_BELOW, _ABOVE = ("#f3c6c9", "#a3121a"), ("#cfe6d6", "#05602b")
_NEUTRAL, _UNKNOWN = "#f4f1ee", "#ffffff"
_INK, _LINE = "#2b2b2b", "#5b6470"
_CHARACTER = 8.6  # wide, of a name; the map is shown at two thirds of its size on a phone


@dataclass(frozen=True, slots=True)
class MapDistrict:
    """A district to draw.

    Args:
        number: Six digits.
        name: Name.
        border: GeoJSON polygon or multipolygon in longitude and latitude; ``None``: none known.
        point: Longitude and latitude of where its figure stands; ``None``: its middle.
    """

    number: str
    name: str
    border: Mapping[str, Any] | None
    point: tuple[float, float] | None = None


def district_map(
    districts: Sequence[MapDistrict],
    values: Mapping[str, float | None],
    *,
    title: Text,
    description: Text,
    language: Language,
    decimals: int = 0,
    signed: bool = False,
    points: Sequence[tuple[float, float, str]] = (),
    reach: float | None = None,
) -> SafeString | None:
    """Draw districts with a figure each; ``None`` when a border is missing.

    The figure stands in words on each district, so the map says the same without its colours; areas
    without a figure are hatched. The caller falls back on ``charts.coverage.cartogram``.

    Args:
        districts: The districts with their borders (``selectors.statistics.borders`` has them).
        values: A figure by district number; ``None`` is not known.
        title: What the map shows; its accessible name.
        description: What it says, in a sentence.
        language: Language of words and numbers.
        decimals: Decimals of the figures.
        signed: Whether figures go both ways: red below 0, green above; else darker is more.
        points: Centres: longitude, latitude and name.
        reach: The figure that is darkest, where maps are to be compared; ``None``: this map's largest.

    Returns:
        One ``svg`` without style attributes, or ``None``.
    """
    drawn = [(district, _polygons(district.border)) for district in districts]
    if not drawn or any(not polygons for _, polygons in drawn):
        return None
    frame = _Frame.around([p for _, polygons in drawn for ring in polygons for p in ring[0]])
    largest = max((abs(v) for v in values.values() if v is not None), default=0.0)
    darkest = reach or largest or 1.0
    hatch_id = f"unknown-{crc32(title.en.encode())}"
    shapes, labels = [], []
    for district, polygons in drawn:
        value = values.get(district.number)
        shown = (
            "–"
            if value is None
            else format_number(value, language, decimals=decimals, signed=signed)
        )
        fill = f"url(#{hatch_id})" if value is None else _colour(value, darkest, signed=signed)
        outline = " ".join(frame.path(ring) for polygon in polygons for ring in polygon)
        shapes.append(
            f'<path d="{outline}" fill="{fill}" fill-rule="evenodd" stroke="{_LINE}" '
            f'stroke-width="1"><title>{escape(district.name)}: {escape(shown)}</title></path>'
        )
        x, y = frame.place(district.point or _middle(polygons))
        labels.append(_label(x, y, district.name, shown, frame.height))
    centres = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_INK}" stroke="#ffffff">'
        f"<title>{escape(name)}</title></circle>"
        for longitude, latitude, name in points
        for x, y in (frame.place((longitude, latitude)),)
    ]
    words = f"{title.in_language(language)}. {description.in_language(language)}"
    hatch = (
        f'<defs><pattern id="{hatch_id}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="M0 6L6 0" stroke="{_LINE}" stroke-width="1" fill="none"/></pattern></defs>'
    )
    return mark_safe(  # noqa: S308  (our own drawing; words are escaped, numbers formatted)
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart map" '
        f'viewBox="0 0 {_WIDTH:.0f} {frame.height:.0f}" role="img" aria-label="{escape(words)}">'
        + hatch
        + "".join([*shapes, *centres, *labels])
        + "</svg>"
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Longitude and latitude to places in the drawing: north up, degrees as long as they are there."""

    west: float
    north: float
    across: float
    scale: float
    height: float

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> _Frame:
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        across = math.cos(math.radians((south + north) / 2))
        scale = (_WIDTH - 2 * _MARGIN) / max((east - west) * across, (north - south) / 1.4, 1e-9)
        return cls(west, north, across, scale, (north - south) * scale + 2 * _MARGIN)

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        x = (point[0] - self.west) * self.across * self.scale + _MARGIN
        return x, (self.north - point[1]) * self.scale + _MARGIN

    def path(self, ring: Sequence[tuple[float, float]]) -> str:
        places = [f"{x:.1f} {y:.1f}" for x, y in map(self.place, ring[:-1])]
        return f"M{'L'.join(places)}Z"


def _polygons(border: Mapping[str, Any] | None) -> list[list[list[tuple[float, float]]]]:
    if border is None:
        return []
    given = border["coordinates"]
    polygons = [given] if border["type"] == "Polygon" else given
    return [[[(p[0], p[1]) for p in ring] for ring in polygon] for polygon in polygons]


def _area_and_middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    area = x = y = 0.0
    x0, y0 = ring[0]
    for (ax, ay), (bx, by) in pairwise(ring):
        ax, ay, bx, by = ax - x0, ay - y0, bx - x0, by - y0
        cross = ax * by - bx * ay
        area += cross
        x += (ax + bx) * cross
        y += (ay + by) * cross
    if area == 0:
        return 0.0, x0, y0
    return abs(area) / 2, x0 + x / (3 * area), y0 + y / (3 * area)


def _middle(polygons: Sequence[Sequence[Sequence[tuple[float, float]]]]) -> tuple[float, float]:
    """Return the middle of the largest part."""
    _, x, y = max(_area_and_middle(polygon[0]) for polygon in polygons)
    return x, y


def _colour(value: float, reach: float, *, signed: bool) -> str:
    share = min(1.0, abs(value) / reach)
    if not signed:
        return _SHADES[min(len(_SHADES) - 1, int(share * len(_SHADES)))]
    if value == 0:
        return _NEUTRAL
    return (_BELOW if value < 0 else _ABOVE)[0 if share < 0.5 else 1]


def _label(x: float, y: float, name: str, shown: str, height: float) -> str:
    """Write name and figure on a plate, inside the drawing."""
    wide = max(len(name), len(shown) * 1.2) * _CHARACTER + 8
    x = min(max(x, wide / 2 + 2), _WIDTH - wide / 2 - 2)
    y = min(max(y, 24.0), height - 24)
    return (
        f'<rect x="{x - wide / 2:.1f}" y="{y - 21:.1f}" width="{wide:.1f}" height="44" rx="3" '
        f'fill="#ffffff" fill-opacity="0.88"/>'
        f'<text x="{x:.1f}" y="{y - 4:.1f}" text-anchor="middle" font-size="15" fill="{_INK}">'
        f"{escape(name)}</text>"
        f'<text x="{x:.1f}" y="{y + 16:.1f}" text-anchor="middle" font-size="19" '
        f'font-weight="bold" fill="{_INK}">{escape(shown)}</text>'
    )
