"""The charts of a plan: money by year and payer, an indicator's history, and an effect as promised and as it became."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import altair as alt
from django.utils.safestring import SafeString

from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Language
from hjemmel.web.charts.render import (
    BLUE,
    INK,
    ORANGE,
    PALE,
    number_format,
    render,
)
from hjemmel.web.charts.render import rows as inline

_WIDTH = 560
_SHADES = (BLUE, ORANGE, "#5b6470", "#056b2f", "#7a3a91", "#8a6100")
_LABELLED_SHARE = 0.07
_MOST_LABELS, _MOST_WORDS = 6, 6


@lru_cache(maxsize=128)
def money_by_year(
    amounts: tuple[tuple[str, str, float], ...], payers: tuple[str, ...], language: Language
) -> SafeString:
    """Draw what is paid each year, stacked by who pays.

    Args:
        amounts: Year, payer in words, and kroner.
        payers: The payers in the order of the table.
        language: The language of the page.
    """
    nb = language == "nb"
    total: dict[str, float] = {}
    for year, _, kroner in amounts:
        total[year] = total.get(year, 0.0) + kroner
    most = max(total.values(), default=1.0) or 1.0
    in_millions = most >= 1_000_000
    unit = 1_000_000 if in_millions else 1_000
    decimals = 2 if in_millions else 0
    data = inline(
        [
            {
                "year": year,
                "payer": payer,
                "order": payers.index(payer),
                "value": kroner / unit,
                "words": n(kroner / unit, language, decimals=decimals)
                if kroner >= most * _LABELLED_SHARE
                else "",
            }
            for year, payer, kroner in amounts
            if kroner
        ]
    )
    title = ("mill. kr" if in_millions else "1 000 kr") if nb else ("NOK million" if in_millions else "NOK 1,000")  # fmt: skip
    base = alt.Chart(data).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y(
            "value:Q",
            title=title,
            stack="zero",
            axis=alt.Axis(tickCount=5, **number_format(language)),
        ),
        order=alt.Order("order:Q"),
    )
    bars = base.mark_bar(stroke="#ffffff", strokeWidth=2, width={"band": 0.62}).encode(
        color=alt.Color(
            "payer:N",
            sort=list(payers),
            scale=alt.Scale(domain=list(payers), range=list(_SHADES[: len(payers)])),
            legend=alt.Legend(title=None, orient="top", columns=2, labelLimit=260),
        )
    )
    middle = alt.Y("value:Q", stack="zero", bandPosition=0.5)
    words = base.mark_text(color="#ffffff", fontSize=12).encode(
        y=middle, text="words:N", detail="payer:N"
    )
    said = ", ".join(
        f"{year}: {n(value, language)} kr" if nb else f"{year}: NOK {n(value, language)}"
        for year, value in total.items()
    )
    return render(
        alt.layer(bars, words).properties(width=_WIDTH, height=230),
        title="Penger per år, etter hvem som betaler" if nb else "Money by year and payer",
        description=f"{said}.",
    )


@lru_cache(maxsize=256)
def history(
    name: str,
    points: tuple[tuple[date, float], ...],
    target: float | None,
    unit: str,
    decimals: int,
    language: Language,
) -> SafeString:
    """Draw an indicator over time, with its target as a dashed line where there is one."""
    rows: list[dict[str, Any]] = [
        {"day": day.isoformat(), "value": value, "words": n(value, language, decimals=decimals)}
        for day, value in points
    ]
    x = alt.X(
        "day:T",
        title=None,
        axis=alt.Axis(
            format="%m.%y",
            values=[row["day"] for row in rows],
            labelOverlap="greedy",
            grid=False,
        ),
        scale=alt.Scale(padding=28),
    )
    y = alt.Y(
        "value:Q",
        title=unit,
        axis=alt.Axis(tickCount=5, **number_format(language)),
        scale=alt.Scale(zero=False, padding=20),
    )
    base = alt.Chart(inline(rows)).encode(x, y)
    shown = rows if len(rows) <= 10 else [rows[0], rows[-1]]
    layers: list[Any] = [
        base.mark_line(color=BLUE, strokeWidth=2),
        base.mark_point(color=BLUE, filled=True, opacity=1, size=55),
        alt.Chart(inline(shown))
        .mark_text(dy=-12, fontSize=13, color=INK)
        .encode(x, y, text="words:N"),
    ]
    if target is not None:
        goal = alt.Chart(inline([{"value": target}])).encode(y=y)
        layers.append(goal.mark_rule(color=ORANGE, strokeDash=[6, 4], strokeWidth=2))
    (first, start), (last, end) = points[0], points[-1]
    one, other = format_date(first, language), format_date(last, language)
    before, after = (n(value, language, decimals=decimals) for value in (start, end))
    description = (
        f"Fra {before} ({one}) til {after} ({other})."
        if language == "nb"
        else f"From {before} ({one}) to {after} ({other})."
    )
    return render(
        alt.layer(*layers).properties(width=_WIDTH, height=200), title=name, description=description
    )


@dataclass(frozen=True, slots=True)
class EffectPoint:
    """What was promised and what became of it in one period.

    Args:
        period: The period in words.
        expected: The promised value.
        low: The lower end of the promised band; ``None``: it has none.
        high: The upper end of it.
        actual: What was measured; ``None``: not yet.
    """

    period: str
    expected: float | None
    low: float | None
    high: float | None
    actual: float | None


@lru_cache(maxsize=256)
def effect(
    name: str, points: tuple[EffectPoint, ...], unit: str, decimals: int, language: Language
) -> SafeString:
    """Draw a promised effect with its band, and beside it what was measured."""
    nb = language == "nb"
    rows = [
        {
            "period": point.period,
            "expected": point.expected,
            "low": point.low,
            "high": point.high,
            "actual": point.actual,
        }
        for point in points
    ]
    order = [point.period for point in points]
    every = -(-len(order) // _MOST_LABELS)
    shown = alt.Axis(labelAngle=0, labelLimit=150, values=order[::every])
    x = alt.X("period:O", sort=order, title=None, axis=shown)
    axis = alt.Axis(tickCount=5, **number_format(language))

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=unit, axis=axis, scale=alt.Scale(zero=False, padding=18))

    base = alt.Chart(inline(rows))
    layers: list[Any] = []
    if any(point.low is not None and point.high is not None for point in points):
        spans = base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        layers.append(
            spans.mark_bar(color=PALE, width={"band": 0.5}).encode(x, y("low"), alt.Y2("high"))
        )
    promised = base.transform_filter("isValid(datum.expected)").encode(x, y("expected"))
    measured = base.transform_filter("isValid(datum.actual)").encode(x, y("actual"))
    layers += [
        promised.mark_line(color=ORANGE, strokeDash=[6, 4], strokeWidth=2),
        promised.mark_point(color=ORANGE, shape="diamond", filled=True, opacity=1, size=75),
        measured.mark_line(color=BLUE, strokeWidth=2.5),
        measured.mark_point(color=BLUE, filled=True, opacity=1, size=65),
        _measured_words(points, x, y("actual"), decimals, language),
    ]
    known = [point for point in points if point.actual is not None]
    told = (
        "; ".join(_said(point, decimals, language) for point in known)
        or ("Ingenting er målt ennå" if nb else "Nothing is measured yet")
    )  # fmt: skip
    return render(
        alt.layer(*layers).properties(width=_WIDTH, height=220),
        title=f"{name}: {'lovet og målt' if nb else 'promised and measured'}",
        description=f"{told}.",
    )


def _measured_words(
    points: tuple[EffectPoint, ...], x: alt.X, y: alt.Y, decimals: int, language: Language
) -> alt.LayerChart | alt.FacetChart:
    """Write what was measured on the side of the point where nothing was promised; of many, the last."""
    measured = [point for point in points if point.actual is not None]
    told = measured if len(measured) <= _MOST_WORDS else measured[-1:]
    rows = [
        {
            "period": point.period,
            "actual": point.actual,
            "words": n(point.actual or 0.0, language, decimals=decimals),
            "below": point.expected is not None and (point.actual or 0.0) < point.expected,
        }
        for point in told
    ]
    base = alt.Chart(inline(rows)).encode(x, y, text="words:N")
    over = base.transform_filter("!datum.below").mark_text(dy=-13, fontSize=13, color=INK)
    under = base.transform_filter("datum.below").mark_text(dy=16, fontSize=13, color=INK)
    return alt.layer(over, under)


def _said(point: EffectPoint, decimals: int, language: Language) -> str:
    actual = n(point.actual or 0.0, language, decimals=decimals)
    if point.expected is None:
        return f"{point.period}: {actual}"
    expected = n(point.expected, language, decimals=decimals)
    if language == "nb":
        return f"{point.period}: lovet {expected}, målt {actual}"
    return f"{point.period}: promised {expected}, measured {actual}"
