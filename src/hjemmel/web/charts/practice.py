"""The chart of a practice: what the GP has left by the length of the list."""

from __future__ import annotations

from functools import lru_cache

import altair as alt
from django.utils.safestring import SafeString

from hjemmel.kernel.numbers import format_kroner
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Language
from hjemmel.web.charts.render import BLUE, INK, MUTED, ORANGE, number_format, render, rows

_WIDTH = 460
_THOUSAND_KRONER = 100_000  # øre


@lru_cache(maxsize=128)
def net_by_length(
    lengths: tuple[int, ...],
    net: tuple[int, ...],
    persons: int,
    break_even: int | None,
    language: Language,
) -> SafeString:
    """Draw what the GP has left a year, thousands of kroner, by list length.

    Args:
        lengths: Persons, ascending.
        net: Øre per year at each length.
        persons: The list's own length, which is marked.
        break_even: The shortest list that carries the costs; ``None``: none does.
        language: The language of the page.
    """
    nb = language == "nb"
    data = [
        {"persons": length, "net": amount / _THOUSAND_KRONER}
        for length, amount in zip(lengths, net, strict=True)
    ]
    own = net[lengths.index(persons)]
    x = alt.X(
        "persons:Q",
        title="personer på listen" if nb else "persons on the list",
        axis=alt.Axis(tickCount=6, **number_format(language)),
        scale=alt.Scale(domain=[0, max(lengths)]),
    )
    y = alt.Y(
        "net:Q",
        title="igjen i året, 1 000 kr" if nb else "left a year, NOK 1,000",
        axis=alt.Axis(tickCount=6, **number_format(language)),
    )
    layers = [
        alt.Chart(rows([{"net": 0}])).mark_rule(color=MUTED).encode(y=y),
        alt.Chart(rows(data)).mark_line(color=BLUE, strokeWidth=2).encode(x, y),
        alt.Chart(rows([{"persons": persons, "net": own / _THOUSAND_KRONER}]))
        .mark_point(color=INK, filled=True, opacity=1, size=80)
        .encode(x, y),
    ]
    if break_even is not None:
        at = alt.Chart(rows([{"persons": break_even, "net": 0}]))
        layers.append(at.mark_rule(color=ORANGE, strokeDash=[6, 4], strokeWidth=2).encode(x))
    left = format_kroner(own / 100, language)
    description = (
        f"Med {n(persons)} personer er {left} igjen."
        if nb
        else f"With {n(persons, 'en')} persons {left} is left."
    )
    return render(
        alt.layer(*layers).properties(width=_WIDTH, height=230),
        title="Igjen til legen etter listelengde" if nb else "Left for the GP by list length",
        description=description,
    )
