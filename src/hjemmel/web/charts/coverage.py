"""The charts of the overview and the need."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import altair as alt
from django.utils.safestring import SafeString

from hjemmel.domain.figure import TrendPoint
from hjemmel.engines.coverage.districts import DistrictCoverage
from hjemmel.engines.coverage.results import PathYear
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Language, Text
from hjemmel.web.charts.render import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    PALE,
    number_format,
    render,
)
from hjemmel.web.charts.render import (
    rows as inline,
)

_WIDTH = 460


TREND_WORDS = {
    "free_share": Text("Ledig kapasitet", "Free capacity"),
    "gps": Text("Fastleger", "GPs"),
    "mean_list": Text("Gjennomsnittlig listelengde", "Mean list length"),
}


@lru_cache(maxsize=256)
def trend(
    name: str, points: tuple[TrendPoint, ...], target: float | None, language: Language
) -> SafeString:
    """Draw a published series over time, with the target as a dashed line where there is one."""
    title = TREND_WORDS[name].in_language(language)
    factor = 100 if name == "free_share" else 1
    unit = "%" if name == "free_share" else title.lower() if language == "nb" else title
    rows: list[dict[str, Any]] = [
        {"day": p.as_of.isoformat(), "value": float(p.value) * factor} for p in points
    ]
    days = [str(row["day"]) for row in rows]
    axis = alt.Axis(tickCount=5, **number_format(language))
    x = alt.X(
        "day:T",
        title=None,
        axis=alt.Axis(format="%m.%y", values=days, labelOverlap="greedy", grid=False),
        scale=alt.Scale(padding=24),
    )
    y = alt.Y(
        "value:Q", title=unit, axis=axis, scale=alt.Scale(zero=name == "free_share", padding=16)
    )
    base = alt.Chart(inline(rows)).encode(x, y)
    decimals = 2 if name == "free_share" else 0
    words = [{**row, "words": n(float(row["value"]), language, decimals=decimals)} for row in rows]
    layers: list[Any] = [
        base.mark_line(color=BLUE, strokeWidth=2),
        base.mark_point(color=BLUE, filled=True, opacity=1, size=60),
        alt.Chart(inline(words))
        .mark_text(dy=-12, fontSize=13, color=INK)
        .encode(x, y, text="words:N"),
    ]
    if target is not None:
        goal = alt.Chart(inline([{"value": target * factor}])).encode(y=y)
        layers.append(goal.mark_rule(color=ORANGE, strokeDash=[6, 4], strokeWidth=2))
    first, last = (n(float(row["value"]), language, decimals=1) for row in (rows[0], rows[-1]))
    description = f"Fra {first} til {last}." if language == "nb" else f"From {first} to {last}."
    return render(
        alt.layer(*layers).properties(width=_WIDTH, height=190),
        title=title,
        description=description,
    )


def path_description(years: tuple[PathYear, ...], language: Language) -> str:
    """Say in words what the chart of the path shows."""
    first, last = years[0], years[-1]
    if language == "nb":
        return (
            f"Fra {n(first.gps)} fastleger i {first.year} til {n(last.gps)} i {last.year}; "
            f"behovet med reserve er da {n(last.target)}."
        )
    return (
        f"From {n(first.gps, 'en')} GPs in {first.year} to {n(last.gps, 'en')} in {last.year}; "
        f"the need with reserve is then {n(last.target, 'en')}."
    )


@lru_cache(maxsize=512)
def need_path(years: tuple[PathYear, ...], language: Language) -> SafeString:
    """Draw GPs with the plan's recruits against the need with reserve and its 80 % band."""
    nb = language == "nb"
    rows: list[dict[str, Any]] = [
        {
            "year": str(y.year),
            "target": y.target,
            "gps": y.gps,
            "low": y.target_band.low,
            "high": y.target_band.high,
        }
        for y in years
    ]
    values = [row[key] for row in rows for key in ("low", "high", "gps")]
    low, high = min(values), max(values)
    margin = (float(high) - float(low)) * 0.05 or 1
    scale = alt.Scale(domain=[float(low) - margin, float(high) + margin], zero=False)
    every = max(1, len(rows) // 12)
    shown = [row["year"] for index, row in enumerate(rows) if index % every == 0]
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, values=shown))

    def y(field: str) -> alt.Y:
        axis = alt.Axis(tickCount=6, **number_format(language))
        return alt.Y(f"{field}:Q", scale=scale, title="fastleger" if nb else "GPs", axis=axis)

    data = inline(rows)
    band = alt.Chart(data).mark_area(color=PALE, opacity=0.8).encode(x, y("low"), alt.Y2("high"))
    target = (
        alt.Chart(data)
        .mark_line(color=ORANGE, strokeDash=[6, 4], strokeWidth=2)
        .encode(x, y("target"))
    )
    gps = (
        alt.Chart(data)
        .mark_line(color=BLUE, strokeWidth=2.5, point={"size": 45})
        .encode(x, y("gps"))
    )
    return render(
        alt.layer(band, target, gps).properties(width=640, height=240),
        title="Vei til målet" if nb else "The way to the target",
        description=path_description(years, language),
    )


@cache
def square_places() -> dict[str, list[float]]:
    """Return column and row of each district's square, by number, north up."""
    text = (resources.files("hjemmel.web.charts") / "cartogram.toml").read_text("utf-8")
    return {number: list(place) for number, place in tomllib.loads(text).items()}


@lru_cache(maxsize=64)
def cartogram(rows: tuple[DistrictCoverage, ...], language: Language) -> SafeString | None:
    """Draw the districts as squares: area is residents, colour and sign are the gap in GPs."""
    layout = square_places()
    if not rows or any(row.number not in layout for row in rows):
        return None
    nb = language == "nb"
    gap_of = {row.number: row.gap for row in rows if row.gap is not None}
    if len(gap_of) < len(rows):
        return None
    largest = max(row.population or 0 for row in rows) or 1
    reach = max(abs(gap) for gap in gap_of.values()) or 1
    values = [
        {
            "x": layout[row.number][0],
            "y": -layout[row.number][1],
            "size": ((row.population or 0) / largest) * 86**2,
            "gap": gap_of[row.number],
            "name": row.name,
            "label": n(gap_of[row.number], language, decimals=1, signed=True),
            "ink": "#ffffff" if abs(gap_of[row.number]) > reach * 0.55 else INK,
        }
        for row in rows
    ]
    columns = max(layout[row.number][0] for row in rows)
    lines = max(layout[row.number][1] for row in rows)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.5, columns + 0.5]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-lines - 0.5, 0.5]))
    base = alt.Chart(inline(values)).encode(x, y)
    colour = alt.Color(
        "gap:Q",
        legend=None,
        scale=alt.Scale(domain=[-reach, 0, reach], range=["#a3121a", "#f4f1ee", "#05602b"]),
    )
    squares = base.mark_square(opacity=1, stroke=MUTED, strokeWidth=1).encode(
        color=colour, size=alt.Size("size:Q", scale=None, legend=None)
    )
    ink = alt.Color("ink:N", scale=None, legend=None)
    names = base.mark_text(dy=-8, fontSize=11).encode(text="name:N", color=ink)
    gaps = base.mark_text(dy=10, fontSize=14, fontWeight="bold").encode(text="label:N", color=ink)
    squares_then_words = alt.layer(
        squares, names.encode(color=ink), gaps.encode(color=ink)
    ).resolve_scale(color="independent")
    least = min(rows, key=lambda row: gap_of[row.number])
    return render(
        squares_then_words.properties(width=100 * (columns + 1), height=96 * (lines + 1)),
        title="Kart over bydelene som firkanter" if nb else "Districts as squares",
        description=(
            f"Flatene viser innbyggere, fargen avviket. Størst mangel: {least.name}, {n(gap_of[least.number], decimals=1)} leger."
            if nb
            else f"Areas show residents, colour the gap. Largest deficit: {least.name}, {n(gap_of[least.number], 'en', decimals=1)} GPs."
        ),
    )
