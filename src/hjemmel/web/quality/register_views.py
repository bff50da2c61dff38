"""Datakvalitet of the register: what is missing or contradictory, and the rows behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.register import register_picture
from hjemmel.apps.coverage.register_quality import shortcoming, shortcomings_of
from hjemmel.apps.coverage.shortcoming import RowBehind
from hjemmel.cases.data_quality import Severity
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.excel import Column
from hjemmel.web.register import RegisterAsked, asked_of_register
from hjemmel.web.tables import as_file

WANTED = (
    "population",
    "gps",
    "list_places",
    "free_places",
    "without_gp",
    "waiting",
    "lists_without_doctor",
    "guests_in",
    "guests_out",
)
"""Figures that pages could use."""
_FOUND: tuple[Column, ...] = (
    (Text("Hva", "What"), "text"),
    (Text("Antall", "Count"), "whole"),
    (Text("Virkning", "Effect"), "text"),
    (Text("Gjør dette", "Do this"), "text"),
    (Text("Alvor", "Weight"), "text"),
)
_ROWS: tuple[Column, ...] = (
    (Text("Hvilken", "Which"), "text"),
    (Text("Sted", "Place"), "text"),
    (Text("Hva", "What"), "text"),
)


def register_quality(request: HttpRequest, case: str) -> HttpResponse:
    """Show what is missing or contradictory in a municipality's register."""
    asked = asked_of_register(request, case, Permission.SEE_FIGURES)
    picture = register_picture(asked.municipality, asked.as_of, asked.known_at, by=asked.actor)
    found = shortcomings_of(asked.municipality, asked.as_of, asked.known_at, by=asked.actor)
    changing = sum(item.severity is Severity.CHANGES_RESULT for item in found)
    return render(
        request,
        "quality/register.html",
        {
            "asked": asked,
            "picture": picture,
            "found": found,
            "changing": changing,
            "others": len(found) - changing,
            "missing": [name for name in WANTED if picture.whole(name) is None],
        },
    )


def register_quality_file(
    request: HttpRequest, language: str, case: str, kind: str
) -> HttpResponse:
    """Send the table of what is missing or contradictory as a file."""
    asked = asked_of_register(request, case, Permission.SEE_FIGURES)
    rows = [
        (item.title, item.count, item.consequence, item.remedy, item.severity.label)
        for item in shortcomings_of(asked.municipality, asked.as_of, asked.known_at, by=asked.actor)
    ]
    name = f"hjemmel-datakvalitet-{asked.municipality.number}-{asked.as_of.isoformat()}"
    title = Text("Datakvalitet", "Data quality")
    return as_file(kind, name, title, _FOUND, rows, language_of(request))


def quality_rows(request: HttpRequest, language: str, case: str, name: str) -> HttpResponse:
    """Show the rows behind one shortcoming."""
    asked = asked_of_register(request, case, Permission.SEE_LISTS)
    item = shortcoming(name, asked.municipality, asked.as_of, asked.known_at, by=asked.actor)
    rows = [(row, _address(row, asked, language)) for row in item.rows]
    return render(request, "quality/rows.html", {"asked": asked, "item": item, "rows": rows})


def quality_rows_file(
    request: HttpRequest, language: str, case: str, name: str, kind: str
) -> HttpResponse:
    """Send the rows behind one shortcoming as a file."""
    asked = asked_of_register(request, case, Permission.SEE_LISTS)
    item = shortcoming(name, asked.municipality, asked.as_of, asked.known_at, by=asked.actor)
    rows = [(row.name, row.place, row.detail) for row in item.rows]
    file = f"hjemmel-{item.id}-{asked.municipality.number}-{asked.as_of.isoformat()}"
    return as_file(kind, file, item.title, _ROWS, rows, language_of(request))


_PAGES = {
    "list": "lists-one",
    "doctor": "lists-doctor",
    "centre": "lists-centre",
    "run": "imports-run",
}


def _address(row: RowBehind, asked: RegisterAsked, language: str) -> str:
    """Return the page of a row, where there is one that the reader may open."""
    place = asked.municipality
    if row.kind not in _PAGES:
        return ""
    if row.kind == "run":
        if not asked.actor.may(Permission.IMPORT_REGISTER, municipality=place.key):
            return ""
        return reverse("imports-run", args=(language, place.number, row.key))
    return reverse(_PAGES[row.kind], args=(language, place.number, row.key)) + asked.query
