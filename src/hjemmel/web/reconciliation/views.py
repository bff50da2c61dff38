"""Avstemming: who disagrees with the national register on what, since when, and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.reconciliation import reconcile
from hjemmel.domain.reconciliation import (
    WHAT,
    WHY,
    Disagreement,
    Reconciliation,
    words,
)
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Language, Text
from hjemmel.web.context import day_asked_for, language_of
from hjemmel.web.excel import Column
from hjemmel.web.register import RegisterAsked, asked_of_register
from hjemmel.web.tables import FORMATS, as_file

_SHOWN = 200
_IN_THE_ADDRESS = {
    "lege": "holder",
    "tak": "ceiling",
    "lengde": "length",
    "driftsform": "form",
    "status": "status",
    "fellesliste": "shared",
    "sluttdato": "ends_on",
    "ukjent-her": "unknown_here",
    "ukjent-der": "unknown_there",
}
_KNOWN = ("fil", "hva")
COLUMNS: tuple[Column, ...] = (
    (Text("Avtale", "Agreement"), "text"),
    (Text("Liste", "List"), "text"),
    (Text("Lege", "Doctor"), "text"),
    (Text("Hva", "What"), "text"),
    (Text("Her", "Here"), "text"),
    (Text("I fastlegeregisteret", "In the national register"), "text"),
    (Text("Uenige siden", "Disagree since"), "day"),
    (Text("Grunn", "Reason"), "text"),
)


def reconciliation(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show where the registers disagree, all or of one kind."""
    asked = asked_of_register(request, case, Permission.SEE_LISTS, _KNOWN)
    found, what = _found(request, asked)
    rows = _chosen(found, what)
    kwargs = {"language": language, "case": asked.municipality.number}
    context: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "rows": [_shown(row, language_of(request)) for row in rows[:_SHOWN]],
        "is_cut": len(rows) > _SHOWN,
        "kinds": [] if found is None else _kinds(found, what),
        "day": None if found is None else found.as_of,
        "files": [
            (
                "Excel" if kind == "xlsx" else "CSV",
                reverse(f"reconciliation-{kind}", kwargs=kwargs) + _query(request),
            )
            for kind in FORMATS
        ],
        "may_run": asked.actor.may(Permission.RUN_LISTS, municipality=asked.municipality.key),
        "may_import": asked.actor.may(
            Permission.IMPORT_REGISTER, municipality=asked.municipality.key
        ),
    }
    return render(request, "reconciliation/reconciliation.html", context)


def reconciliation_file(request: HttpRequest, language: str, case: str, kind: str) -> HttpResponse:
    """Send the disagreements as a file."""
    asked = asked_of_register(request, case, Permission.SEE_LISTS, _KNOWN)
    found, what = _found(request, asked)
    shown = language_of(request)
    values = [
        (
            row.agreement,
            row.patient_list,
            row.doctor,
            WHAT[row.what].in_language(shown),
            words(row.what, row.ours, shown),
            words(row.what, row.theirs, shown),
            row.since,
            WHY[row.why].in_language(shown),
        )
        for row in _chosen(found, what)
    ]
    day = "" if found is None else f"-{found.as_of.isoformat()}"
    name = f"hjemmel-avstemming-{asked.municipality.number}{day}"
    return as_file(kind, name, Text("Avstemming", "Reconciliation"), COLUMNS, values, shown)


def _found(request: HttpRequest, asked: RegisterAsked) -> tuple[Reconciliation | None, str | None]:
    given = request.GET.get("hva", "")
    if given and given not in _IN_THE_ADDRESS:
        raise InputError(
            Text(f"«{given[:20]}» er ikke noe å avstemme.", f"“{given[:20]}” is not compared."),
            where="hva",
            remedy=Text("Velg på siden.", "Choose on the page."),
        )
    found = reconcile(
        asked.municipality,
        by=asked.actor,
        today=timezone.localdate(),
        as_of=day_asked_for(request, "fil"),
    )
    return found, _IN_THE_ADDRESS.get(given)


def _chosen(found: Reconciliation | None, what: str | None) -> list[Disagreement]:
    return [] if found is None else [row for row in found.rows if what in (None, row.what)]


def _kinds(found: Reconciliation, what: str | None) -> list[tuple[str, Text, int, bool]]:
    """Return, for each kind that occurs or is chosen: its name in the address, words and count."""
    counts = found.by_what
    return [
        (name, WHAT[code], counts.get(code, 0), code == what)
        for name, code in _IN_THE_ADDRESS.items()
        if code in counts or code == what
    ]


def _shown(row: Disagreement, language: Language) -> dict[str, Any]:
    return {
        "row": row,
        "what": WHAT[row.what],
        "ours": words(row.what, row.ours, language),
        "theirs": words(row.what, row.theirs, language),
        "why": WHY[row.why],
    }


def _query(request: HttpRequest) -> str:
    kept = {name: request.GET[name] for name in _KNOWN if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""
