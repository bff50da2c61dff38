"""The chart of the duty ledger: what each doctor carries in one category, more or less than her share."""

from __future__ import annotations

from functools import lru_cache

import altair as alt
from django.utils.safestring import SafeString

from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Language
from hjemmel.web.charts.render import BLUE, INK, MUTED, ORANGE, number_format, render, rows

_ROW = 19
_WIDTH = 420


@lru_cache(maxsize=128)
def balances(
    lines: tuple[tuple[str, float], ...], category: str, unit: str, language: Language
) -> SafeString:
    """Draw balances as bars from 0, the largest first.

    Args:
        lines: Name and balance of each doctor.
        category: What is counted, in words.
        unit: Its unit, in words.
        language: The language of the page.
    """
    nb = language == "nb"
    data = rows(
        [
            {
                "name": name,
                "value": value,
                "words": n(value, language, decimals=1, signed=True),
                "more": value > 0,
                "align": value,
            }
            for name, value in lines
        ]
    )
    order = [name for name, _ in lines]
    reach = max((abs(value) for _, value in lines), default=1) or 1
    base = alt.Chart(data).encode(
        x=alt.X(
            "value:Q",
            title=f"{category} {'over eller under egen andel' if nb else 'above or below own share'} ({unit})",
            axis=alt.Axis(tickCount=7, **number_format(language)),
            scale=alt.Scale(domain=[-reach * 1.25, reach * 1.25]),
        ),
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=190)),
    )
    bars = base.mark_bar(height=11).encode(
        color=alt.condition("datum.more", alt.value(ORANGE), alt.value(BLUE))
    )
    more = (
        base.transform_filter("datum.value >= 0")
        .mark_text(align="left", dx=4, fontSize=12, color=INK)
        .encode(text="words:N")
    )
    less = (
        base.transform_filter("datum.value < 0")
        .mark_text(align="right", dx=-4, fontSize=12, color=INK)
        .encode(text="words:N")
    )
    zero = alt.Chart(rows([{"value": 0}])).mark_rule(color=MUTED).encode(x="value:Q")
    first, last = (lines[0], lines[-1]) if lines else (("", 0.0), ("", 0.0))
    description = (
        f"Mest: {first[0]}, {n(first[1], language, decimals=1, signed=True)}. Minst: {last[0]}, {n(last[1], language, decimals=1, signed=True)}."
        if nb
        else f"Most: {first[0]}, {n(first[1], language, decimals=1, signed=True)}. Least: {last[0]}, {n(last[1], language, decimals=1, signed=True)}."
    )
    return render(
        alt.layer(zero, bars, more, less).properties(
            width=_WIDTH,
            height=_ROW * max(1, len(lines)),
            padding={"left": 30, "right": 5, "top": 5, "bottom": 5},
        ),
        title=f"Vaktregnskap: {category}" if nb else f"Duty ledger: {category}",
        description=description,
    )
