"""Logg: what was done in one's municipalities, and who looked at residents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.selectors import LogChoice, ReadView, events, reads
from hjemmel.apps.registry.selectors.places import numbers_open_to
from hjemmel.kernel.text import Language, Text
from hjemmel.web.actors import actor_for
from hjemmel.web.context import day_asked_for, language_of, refuse_what_is_ignored
from hjemmel.web.excel import Column
from hjemmel.web.log.words import action_words, actions_by_area, detail_words, subject_words
from hjemmel.web.residents.purposes import purpose_words
from hjemmel.web.residents.words import LOOKS
from hjemmel.web.tables import FORMATS, as_file
from hjemmel.web.words import user_words

_ROWS_ON_A_PAGE = 50
_ROWS_IN_A_FILE = 100_000
_READS_ASKED = "oppslag"
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
    (Text("Hvor", "Where"), "text"),
)


def log(request: HttpRequest, language: str) -> HttpResponse:
    """Show what was done, or (``?hva=oppslag``) who looked at residents."""
    refuse_what_is_ignored(request, {*_KNOWN, "side"})
    numbers = numbers_open_to(actor_for(request), Permission.SEE_LOG)
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
            "is_reads": request.GET.get("hva") == _READS_ASKED,
            "areas": actions_by_area(),
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
    numbers = numbers_open_to(actor_for(request), Permission.SEE_LOG)
    _, rows, columns = _found(request, numbers, 0, _ROWS_IN_A_FILE)
    return as_file(kind, "hjemmel-logg", Text("Logg", "Log"), columns, rows, language_of(request))


def _found(
    request: HttpRequest, numbers: Collection[str] | None, skip: int, most: int
) -> tuple[int, Sequence[Sequence[Any]], tuple[Column, ...]]:
    choice = LogChoice(
        user=request.GET.get("bruker") or "",
        action=request.GET.get("handling") or "",
        first=day_asked_for(request, "fra"),
        last=day_asked_for(request, "til"),
    )
    shown = language_of(request)
    if request.GET.get("hva") == _READS_ASKED:
        count, looks = reads(choice, numbers, skip=skip, most=most)
        words = [
            (r.at, user_words(r.by), f"{r.resident}", r.municipality, *_about(r)) for r in looks
        ]
        return count, [_in(shown, row) for row in words], _READS
    count, done = events(choice, numbers, skip=skip, most=most)
    rows = [
        (
            e.at,
            user_words(e.by),
            action_words(e.action),
            subject_words(e.subject),
            e.municipality,
            detail_words(e.details),
        )
        for e in done
    ]
    return count, [_in(shown, row) for row in rows], _EVENTS


def _about(read: ReadView) -> tuple[Text, Text]:
    """Return what somebody was looked at for, and where."""
    return purpose_words(read.purpose), LOOKS.get(read.what, Text(read.what, read.what))


def _in(language: Language, row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(v.in_language(language) if isinstance(v, Text) else v for v in row)
