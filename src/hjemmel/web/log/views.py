"""Logg: what was done in one's municipalities, and who looked at residents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hjemmel.apps.accounts.policies import not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.selectors import LogChoice, events, reads
from hjemmel.apps.registry.selectors.places import list_municipalities
from hjemmel.kernel.text import Text
from hjemmel.web.actors import actor_for
from hjemmel.web.context import day_asked_for, language_of, refuse_what_is_ignored
from hjemmel.web.excel import Column
from hjemmel.web.tables import FORMATS, as_file

_ROWS_ON_A_PAGE = 50
_ROWS_IN_A_FILE = 100_000
_KNOWN = {"bruker", "handling", "fra", "til", "hva"}
_EVENTS: tuple[Column, ...] = (
    (Text("Tid", "Time"), "day"),
    (Text("Bruker", "User"), "text"),
    (Text("Handling", "Action"), "text"),
    (Text("Gjelder", "Subject"), "text"),
    (Text("Kommune", "Municipality"), "text"),
    (Text("Detaljer", "Details"), "text"),
)
_READS: tuple[Column, ...] = (
    (Text("Tid", "Time"), "day"),
    (Text("Bruker", "User"), "text"),
    (Text("Innbygger", "Resident"), "text"),
    (Text("Kommune", "Municipality"), "text"),
    (Text("Formål", "Purpose"), "text"),
)


def log(request: HttpRequest, language: str) -> HttpResponse:
    """Show what was done, or (``?hva=oppslag``) who looked at residents."""
    refuse_what_is_ignored(request, {*_KNOWN, "side"})
    numbers = _numbers(request)
    given = request.GET.get("side") or "1"
    page = max(1, int(given)) if given.isdecimal() and len(given) < 7 else 1
    count, rows, columns = _found(request, numbers, (page - 1) * _ROWS_ON_A_PAGE, _ROWS_ON_A_PAGE)
    kept = request.GET.copy()
    kept.pop("side", None)
    query = kept.urlencode()
    return render(
        request,
        "log/log.html",
        {
            "count": count,
            "rows": rows,
            "columns": columns,
            "is_reads": request.GET.get("hva") == "oppslag",
            "given": {key: request.GET.get(key) or "" for key in _KNOWN},
            "page": page,
            "has_next": page * _ROWS_ON_A_PAGE < count,
            "kept": query,
            "files": [
                (
                    "Excel" if kind == "xlsx" else "CSV",
                    reverse(f"log-{kind}", kwargs={"language": language})
                    + (f"?{query}" if query else ""),
                )
                for kind in FORMATS
            ],
        },
    )


def log_file(request: HttpRequest, language: str, kind: str) -> HttpResponse:
    """Send what the choices give as a file."""
    refuse_what_is_ignored(request, _KNOWN)
    _, rows, columns = _found(request, _numbers(request), 0, _ROWS_IN_A_FILE)
    return as_file(kind, "hjemmel-logg", Text("Logg", "Log"), columns, rows, language_of(request))


def _numbers(request: HttpRequest) -> set[str] | None:
    """Return the municipalities whose log one sees; ``None`` is all."""
    actor = actor_for(request)
    places = actor.municipalities(Permission.SEE_LOG)
    if places == frozenset():
        raise not_allowed(Permission.SEE_LOG)
    if places is None:
        return None
    return {m.number for m in list_municipalities(by=actor, permission=Permission.SEE_LOG)}


def _found(
    request: HttpRequest, numbers: set[str] | None, skip: int, most: int
) -> tuple[int, Sequence[Sequence[Any]], tuple[Column, ...]]:
    choice = LogChoice(
        user=request.GET.get("bruker") or "",
        action=request.GET.get("handling") or "",
        first=day_asked_for(request, "fra"),
        last=day_asked_for(request, "til"),
    )
    if request.GET.get("hva") == "oppslag":
        count, looks = reads(choice, numbers, skip=skip, most=most)
        return (
            count,
            [(r.at, r.by, str(r.resident), r.municipality, r.purpose) for r in looks],
            _READS,
        )
    count, done = events(choice, numbers, skip=skip, most=most)
    rows = [
        (e.at, e.by, e.action, e.subject, e.municipality, json.dumps(e.details, ensure_ascii=False))
        for e in done
    ]
    return count, rows, _EVENTS
