"""Charts drawn on the server: a Vega-Lite description as SVG that is safe in a page, and as PNG."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

import vl_convert

INK = "#2b2b2b"
MUTED = "#5b6470"
BLUE = "#0062ba"
ORANGE = "#a34600"
PALE = "#d5e3f2"
LOOK: Mapping[str, Any] = {
    "font": "Inter, Liberation Sans, Arial, sans-serif",
    "background": "transparent",
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "gridColor": "#d9dde2",
        "domainColor": "#9aa3ad",
    },
    "legend": {"labelFontSize": 13, "titleFontSize": 13, "labelColor": INK},
    "view": {"continuousHeight": 300, "continuousWidth": 300, "stroke": None},
}
"""The configuration that every chart is drawn with."""

_PNG_DOTS_PER_POINT = 2.0
_NOISE = re.compile(r'\s(?:role|aria-[a-z]+|aria-roledescription|tabindex)="[^"]*"')
_SIZE = re.compile(r'^<svg[^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')


def drawn(description: Mapping[str, Any]) -> str:
    """Return a Vega-Lite description as SVG, in the look of all charts."""
    return vl_convert.vegalite_to_svg({**description, "config": LOOK})


def size_of(svg: str) -> tuple[float, float]:
    """Return the width and height of a drawn chart, in points."""
    size = _SIZE.match(svg)
    width, height = size.groups() if size else ("400", "200")
    return float(width), float(height)


def in_page(svg: str, *, title: str, description: str) -> str:
    """Return a drawn chart as inline SVG: no style attributes, one accessible name."""
    size = _SIZE.match(svg)
    width, height = size.groups() if size else ("400", "200")
    body = _NOISE.sub("", svg[svg.index(">") + 1 :])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(title)}. {escape(description)}">'
    ) + body


def as_png(svg: str) -> bytes:
    """Return a drawn chart as a picture for files that cannot hold SVG."""
    return vl_convert.svg_to_png(svg, scale=_PNG_DOTS_PER_POINT)
