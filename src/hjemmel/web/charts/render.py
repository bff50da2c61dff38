"""Turns a chart into SVG that is safe to put in a page: no style attributes, one accessible name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import vl_convert
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hjemmel.kernel.text import Language

INK = "#2b2b2b"
MUTED = "#5b6470"
BLUE = "#0062ba"
ORANGE = "#a34600"
PALE = "#d5e3f2"
_FONT = "Inter, Liberation Sans, Arial, sans-serif"
_NOISE = re.compile(r'\s(?:role|aria-[a-z]+|aria-roledescription|tabindex)="[^"]*"')
_SIZE = re.compile(r'^<svg[^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')


def render(
    chart: alt.Chart | alt.LayerChart | alt.FacetChart, *, title: str, description: str
) -> SafeString:
    """Return the chart as inline SVG with an accessible name and description."""
    spec = chart.configure(
        font=_FONT,
        background="transparent",
        axis=alt.AxisConfig(
            labelColor=INK,
            titleColor=INK,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            gridColor="#d9dde2",
            domainColor="#9aa3ad",
        ),
        legend=alt.LegendConfig(labelFontSize=13, titleFontSize=13, labelColor=INK),
        view=alt.ViewConfig(stroke=None),
    ).to_dict()
    svg = vl_convert.vegalite_to_svg(spec)
    size = _SIZE.match(svg)
    width, height = size.groups() if size else ("400", "200")
    body = _NOISE.sub("", svg[svg.index(">") + 1 :])
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(title)}. {escape(description)}">'
    )
    return mark_safe(head + body)  # noqa: S308  (our own chart; words are escaped)


def number_format(language: Language) -> dict[str, Any]:
    """Return an axis's number labels in a language; Vega's own format would turn 1 050 into 1.05e+3."""
    if language == "nb":
        return {
            "labelExpr": "replace(replace(format(datum.value, ',~f'), /,/g, '\\u00a0'), '.', ',')"
        }
    return {"labelExpr": "format(datum.value, ',~f')"}


def rows(values: Sequence[Mapping[str, Any]]) -> alt.Data:
    """Return inline data for a chart."""
    return alt.Data(values=list(values))  # type: ignore[no-untyped-call]
