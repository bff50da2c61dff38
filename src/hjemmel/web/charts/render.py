"""Turns a chart into SVG that is safe to put in a page: no style attributes, one accessible name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
from django.utils.safestring import SafeString, mark_safe

from hjemmel.apps.drawing import BLUE, INK, MUTED, ORANGE, PALE, drawn, in_page
from hjemmel.kernel.text import Language

__all__ = ["BLUE", "INK", "MUTED", "ORANGE", "PALE", "number_format", "render", "rows"]


def render(
    chart: alt.Chart | alt.LayerChart | alt.FacetChart, *, title: str, description: str
) -> SafeString:
    """Return the chart as inline SVG with an accessible name and description."""
    svg = drawn(chart.to_dict())
    return mark_safe(in_page(svg, title=title, description=description))  # noqa: S308  (our own chart; words are escaped)


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
