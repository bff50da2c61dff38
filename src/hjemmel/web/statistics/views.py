"""Statistikk: what is loaded, and fetch or upload more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.exchange.fields import field_words
from hjemmel.apps.exchange.statistics.fetching import WHAT
from hjemmel.apps.exchange.statistics.http import Patience
from hjemmel.apps.exchange.statistics.services import (
    Imported,
    fetch_statistics,
    import_statistics,
    reason_words,
    usual_source,
)
from hjemmel.apps.registry.selectors.statistics import HoldingView, holdings
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.excel import Column
from hjemmel.web.register import RegisterAsked, asked_of_register
from hjemmel.web.tables import FORMATS, as_file, files_in_page

KINDS = {
    "population": Text("Folkemengde etter alder og kjønn", "Population by age and sex"),
    "districts": Text("Folkemengde i bydelene", "Population of the districts"),
    "projection": Text("Framskrevet folkemengde", "Projected population"),
    "lists": Text("Fastlegelister (KOSTRA)", "GP lists (KOSTRA)"),
    "codes": Text("Kommunenummer over tid", "Municipality codes over time"),
    "borders": Text("Bydelsgrenser", "District borders"),
}
COLUMNS: tuple[Column, ...] = (
    (Text("Statistikk", "Statistic"), "text"),
    (Text("Tabell", "Table"), "text"),
    (Text("Fra år", "From year"), "year"),
    (Text("Til år", "To year"), "year"),
    (Text("Årgang", "Vintage"), "year"),
    (Text("Regioner", "Regions"), "whole"),
    (Text("Rader", "Rows"), "whole"),
    (Text("Hentet", "Fetched"), "day"),
)
QUARANTINE: tuple[Column, ...] = (
    (Text("Rad", "Row"), "whole"),
    (Text("Kolonne", "Column"), "text"),
    (Text("Grunn", "Reason"), "text"),
    (Text("Verdi", "Value"), "text"),
)
_IN_A_PAGE = Patience(attempts=3, longest_wait=20.0, connect=5.0, read=60.0)
_MOST_BYTES = 200_000_000
_FIRST, _LAST = 1900, 2100


def statistics(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show what is loaded; fetch or take in a file."""
    asked = asked_of_register(request, case, Permission.SEE_FIGURES)
    problem: HjemmelError | None = None
    done: Imported | None = None
    if request.method == "POST":
        try:
            done = _taken_in(request, asked)
        except HjemmelError as error:
            problem = error
    quarantine = [
        (row, field_words(field), reason_words(reason), value)
        for row, field, reason, value in (done.quarantine if done else ())
    ]
    kwargs = {"language": language, "case": asked.municipality.number}
    context: dict[str, Any] = {
        "asked": asked,
        "problem": problem,
        "done": done,
        "quarantine": quarantine,
        "quarantine_files": files_in_page(
            f"hjemmel-karantene-{asked.municipality.number}",
            Text("Ikke hentet", "Not taken in"),
            QUARANTINE,
            quarantine,
            language_of(request),
        )
        if quarantine
        else (),
        "may_import": asked.actor.may(
            Permission.IMPORT_STATISTICS, municipality=asked.municipality.key
        ),
        "rows": [(KINDS[held.kind], held) for held in _held(asked)],
        "whats": [(what, KINDS[what]) for what in WHAT],
        "given": {name: request.POST.get(name, "") for name in ("what", "first", "last")},
        "files": [
            ("Excel" if kind == "xlsx" else "CSV", reverse(f"statistics-{kind}", kwargs=kwargs))
            for kind in FORMATS
        ],
    }
    return render(request, "statistics/statistics.html", context, status=_status(problem))


def statistics_file(request: HttpRequest, language: str, case: str, kind: str) -> HttpResponse:
    """Send what is loaded as a file."""
    asked = asked_of_register(request, case, Permission.SEE_FIGURES)
    shown = language_of(request)
    rows = [
        (
            KINDS[held.kind].in_language(shown),
            held.table,
            held.first_year,
            held.last_year,
            held.vintage,
            held.regions,
            held.rows,
            held.retrieved_on,
        )
        for held in _held(asked)
    ]
    name = f"hjemmel-statistikk-{asked.municipality.number}"
    return as_file(kind, name, Text("Statistikk", "Statistics"), COLUMNS, rows, shown)


def _held(asked: RegisterAsked) -> tuple[HoldingView, ...]:
    return holdings(number=asked.municipality.number, by=asked.actor)


def _status(problem: HjemmelError | None) -> int:
    if problem is None:
        return 200
    return {"not-allowed": 403, "unavailable": 503}.get(problem.code, 422)


def _taken_in(request: HttpRequest, asked: RegisterAsked) -> Imported:
    today = timezone.localdate()
    if "what" in request.POST:
        return fetch_statistics(
            what=request.POST["what"],
            municipality=asked.municipality.key,
            years=_years(request.POST.get("first", ""), request.POST.get("last", "")),
            today=today,
            by=asked.actor,
            preview="preview" in request.POST,
            source=usual_source(_IN_A_PAGE),
        )
    upload = request.FILES.get("file")
    if upload is None or not upload.name:
        raise InputError(
            Text("Ingen fil er valgt.", "No file is chosen."),
            where="file",
            remedy=Text(
                "Velg en fil fra SSB, KLASS eller med grenser.",
                "Choose a file from Statistics Norway, KLASS or with borders.",
            ),
        )
    if (upload.size or 0) > _MOST_BYTES:
        raise InputError(
            Text("Filen er for stor.", "The file is too large."),
            where="file",
            remedy=Text(
                "Del den, eller bruk «hjemmel fetch».", "Split it, or use “hjemmel fetch”."
            ),
        )
    return import_statistics(
        content=upload.read(),
        name=upload.name,
        municipality=asked.municipality.key,
        today=today,
        by=asked.actor,
        preview="preview" in request.POST,
    )


def _years(first: str, last: str) -> range | None:
    """Return the years that were typed; nothing typed is all."""
    if not first.strip() and not last.strip():
        return None
    begin, end = first.strip() or last.strip(), last.strip() or first.strip()
    if begin.isdigit() and end.isdigit() and _FIRST <= int(begin) <= int(end) <= _LAST:
        return range(int(begin), int(end) + 1)
    raise InputError(
        Text("Årene kan ikke leses.", "The years cannot be read."),
        where="years",
        remedy=Text("Skriv dem som 2015 og 2024.", "Write them as 2015 and 2024."),
    )
