"""What an address says: language, day, and what the page would have to ignore."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from datetime import date
from urllib.parse import quote, urlencode

from django.http import HttpRequest, QueryDict

from hjemmel.apps.coverage.selectors import (
    PictureSummary,
    list_pictures,
)
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Language, Text
from hjemmel.kernel.time import read_day

DEFAULT_CASE = "bergen-synthetic-2024"
FALLBACK_CASE = "bergen-2023"


def language_of(request: HttpRequest) -> Language:
    """Return the page's language."""
    return "en" if getattr(request, "language", "nb") == "en" else "nb"


def default_case(summaries: tuple[PictureSummary, ...] | None = None) -> str:
    """Return the case that the front page shows: the synthetic municipality when it is there."""
    ids = {summary.id for summary in summaries or list_pictures()}
    return DEFAULT_CASE if DEFAULT_CASE in ids else FALLBACK_CASE


def refuse_what_is_ignored(request: HttpRequest, known: Collection[str]) -> None:
    """Refuse an address that says what the page would ignore, or says it twice.

    Raises:
        InputError: It does; the message names the nearest that the page knows.
    """
    for name, values in request.GET.lists():
        if name in known and len(values) == 1:
            continue
        shown = name[:40]
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        twice = name in known
        raise InputError(
            Text(
                f"Adressen sier «{shown}» {'flere ganger' if twice else 'som siden ikke kjenner'}.",
                f"The address says “{shown}” {'more than once' if twice else 'which the page does not know'}.",
            ),
            where=shown,
            remedy=Text(f"Mente du {near[0]}?", f"Did you mean {near[0]}?")
            if near and not twice
            else Text("Rett adressen.", "Correct the address."),
        )


def day_asked_for(request: HttpRequest, key: str = "per") -> date | None:
    """Return the day in the address (``?per=2023-12-31``), if any."""
    given = request.GET.get(key)
    if not given:
        return None
    try:
        return read_day(given)
    except ValueError:
        raise InputError(
            Text(f"«{given[:40]}» er ikke en dato.", f"“{given[:40]}” is not a date."),
            where=key,
            remedy=Text(
                "Skriv dagen som år-måned-dag: 2023-12-31.",
                "Write the day as year-month-day: 2023-12-31.",
            ),
        ) from None


def in_other_language(request: HttpRequest, query: QueryDict) -> str:
    """Return the address of the same page in the other language."""
    language = language_of(request)
    other = "en" if language == "nb" else "nb"
    if not request.path.startswith(f"/{language}/"):
        return f"{request.path}?{urlencode({'next': f'/{other}/'})}"
    path = request.path.removeprefix(f"/{language}/").lstrip("/")
    return f"/{other}/{quote(path)}" + (f"?{query.urlencode()}" if query else "")
