"""Nøkkeltall: each published indicator from the register, beside what was published."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.wait import wait_quality
from hjemmel.apps.registry.selectors.indicators import IndicatorRow, indicators_on
from hjemmel.apps.registry.selectors.statistics import HAS_FIGURES_OF_LISTS, holdings
from hjemmel.kernel.numbers import round_half_up
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.excel import Column
from hjemmel.web.register import RegisterAsked, asked_of_register
from hjemmel.web.tables import FORMATS, as_file

PUBLISHERS = {
    "ssb": Text("SSB (KOSTRA)", "Statistics Norway (KOSTRA)"),
    "directorate": Text("Helsedirektoratet", "The Directorate of Health"),
}
INPUTS = {
    "lists": Text("alle lister", "all lists"),
    "lists_with_doctor": Text("lister med fast lege", "lists with a permanent doctor"),
    "open_lists": Text("åpne lister", "open lists"),
    "listed": Text("personer på alle lister", "persons on all lists"),
    "listed_with_doctor": Text(
        "personer på lister med fast lege", "persons on lists with a permanent doctor"
    ),
    "capacity": Text("sum av listetakene", "sum of the ceilings"),
    "capacity_with_doctor": Text(
        "sum av listetakene, fast lege", "sum of the ceilings, permanent doctor"
    ),
    "municipal_hours": Text(
        "timer i uken på kommunale oppgaver", "hours a week on municipal tasks"
    ),
    "started": Text("listene en måned før", "the lists of a month before"),
    "ended": Text("listene en måned før", "the lists of a month before"),
    "full_time_list": Text("liste på full tid", "full-time list"),
    "full_time_hours": Text("timer på full tid", "full-time hours"),
}
COLUMNS: tuple[Column, ...] = (
    (Text("Utgiver", "Publisher"), "text"),
    (Text("Nøkkeltall", "Indicator"), "text"),
    (Text("Fra registeret", "From the register"), "one"),
    (Text("Enhet", "Unit"), "text"),
    (Text("Publisert", "Published"), "one"),
    (Text("År", "Year"), "year"),
    (Text("Avvik", "Difference"), "one"),
    (Text("Formel", "Formula"), "text"),
    (Text("Definisjon", "Definition"), "text"),
    (Text("Merknad", "Note"), "text"),
)


def indicators(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the indicators."""
    asked = asked_of_register(request, case, Permission.SEE_FIGURES)
    rows = _rows(asked)
    kwargs = {"language": language, "case": asked.municipality.number}
    loaded = holdings(number=asked.municipality.number, by=asked.actor)
    context: dict[str, Any] = {
        "asked": asked,
        "groups": [
            (words, [_shown(row) for row in rows if row.ours.publisher == publisher])
            for publisher, words in PUBLISHERS.items()
        ],
        "waits": wait_quality(asked.municipality, asked.as_of, by=asked.actor),
        "compared": sum(row.difference is not None for row in rows),
        "agreeing": sum(row.difference == 0 for row in rows),
        "has_lists": any(row.ours.id == "ssb_lists" and row.ours.value for row in rows),
        "has_published": any(held.kind == HAS_FIGURES_OF_LISTS for held in loaded),
        "files": [
            (
                "Excel" if kind == "xlsx" else "CSV",
                reverse(f"indicators-{kind}", kwargs=kwargs) + asked.query,
            )
            for kind in FORMATS
        ],
    }
    return render(request, "indicators/indicators.html", context)


def indicators_file(request: HttpRequest, language: str, case: str, kind: str) -> HttpResponse:
    """Send the indicators as a file."""
    asked = asked_of_register(request, case, Permission.SEE_FIGURES)
    values = [
        (
            PUBLISHERS[row.ours.publisher],
            row.ours.title,
            _rounded(row),
            row.ours.unit,
            None if row.published is None else row.published.value,
            None if row.published is None else row.published.year,
            row.difference,
            row.ours.formula,
            row.ours.source,
            row.ours.note,
        )
        for row in _rows(asked)
    ]
    name = f"hjemmel-nokkeltall-{asked.municipality.number}-{asked.as_of.isoformat()}"
    title = Text("Nøkkeltall", "Indicators")
    shown = language_of(request)
    plain = [[v.in_language(shown) if isinstance(v, Text) else v for v in row] for row in values]
    return as_file(kind, name, title, COLUMNS, plain, shown)


def _rows(asked: RegisterAsked) -> tuple[IndicatorRow, ...]:
    return indicators_on(asked.municipality, asked.as_of, asked.known_at, by=asked.actor)


def _rounded(row: IndicatorRow) -> Decimal | None:
    value = row.ours.value
    return None if value is None else round_half_up(value, row.ours.decimals)


def _shown(row: IndicatorRow) -> dict[str, Any]:
    """Return a row with the words for its inputs."""
    return {
        "ours": row.ours,
        "published": row.published,
        "difference": row.difference,
        "inputs": [
            (INPUTS[name], value, 1 if value is not None and value % 1 else 0)
            for name, value in row.ours.inputs.items()
        ],
        "missing": [INPUTS[name] for name in row.ours.missing],
    }
