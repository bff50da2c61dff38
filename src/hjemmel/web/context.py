"""What every page needs: language, menu, municipality and day."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from hjemmel import __version__
from hjemmel.apps.coverage.selectors import (
    PictureSummary,
    get_picture,
    list_pictures,
    same_place,
)
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Language, Text
from hjemmel.kernel.time import read_day

DEFAULT_CASE = "bergen-synthetic-2024"
FALLBACK_CASE = "bergen-2023"
PAGES = (
    ("overview", Text("Oversikt", "Overview")),
    ("need", Text("Behov", "Need")),
    ("law", Text("Regelverk", "Rules")),
    ("quality", Text("Datakvalitet", "Data quality")),
    ("about", Text("Om", "About")),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a menu."""

    text: Text
    url: str
    current: bool = False


def language_of(request: HttpRequest) -> Language:
    """Return the page's language."""
    return "en" if getattr(request, "language", "nb") == "en" else "nb"


def default_case(summaries: tuple[PictureSummary, ...] | None = None) -> str:
    """Return the case that the front page shows: the synthetic municipality when it is there."""
    ids = {summary.id for summary in summaries or list_pictures()}
    return DEFAULT_CASE if DEFAULT_CASE in ids else FALLBACK_CASE


def picture_for(request: HttpRequest, case: str, known: Collection[str] = ()) -> MunicipalityOnDay:
    """Return the picture that the address names, and let the menus follow it to another day.

    Args:
        request: The request.
        case: Id of the picture.
        known: What the address may say beside the day.

    Raises:
        InputError: The address says something that the page would have to ignore, or says it twice.
    """
    _refuse_what_is_ignored(request, {"per", *known})
    picture = get_picture(case, as_of=day_asked_for(request))
    request.case = picture.id  # type: ignore[attr-defined]
    return picture


def _refuse_what_is_ignored(request: HttpRequest, known: Collection[str]) -> None:
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


def day_asked_for(request: HttpRequest) -> date | None:
    """Return the day in the address (``?per=2023-12-31``), if any."""
    given = request.GET.get("per")
    if not given:
        return None
    try:
        return read_day(given)
    except ValueError:
        raise InputError(
            Text(f"«{given}» er ikke en dato.", f"“{given}” is not a date."),
            where="per",
            remedy=Text(
                "Skriv dagen som år-måned-dag: 2023-12-31.",
                "Write the day as year-month-day: 2023-12-31.",
            ),
        ) from None


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page."""
    language = language_of(request)
    other: Language = "en" if language == "nb" else "nb"
    match = request.resolver_match
    name = match.view_name if match else ""
    summaries = list_pictures()
    asked = getattr(request, "case", None) or (match.kwargs.get("case") if match else None)
    asked = asked or request.GET.get("fra")
    chosen = next((s for s in summaries if s.id == asked), None)
    case = chosen.id if chosen else ""
    fallback = default_case(summaries)
    return {
        "language": language,
        "version": __version__,
        "other_language": other,
        "other_language_url": in_other_language(request, request.GET),
        "nav": [_page_link(key, words, language, case, fallback, name) for key, words in PAGES],
        "home_url": reverse("language", kwargs={"language": language}),
        "case": case,
        "chosen": chosen,
        "places": _places(summaries, chosen, language, name),
        "days": _days(summaries, chosen, language, name),
    }


def in_other_language(request: HttpRequest, query: QueryDict) -> str:
    """Return the address of the same page in the other language."""
    language = language_of(request)
    other = "en" if language == "nb" else "nb"
    path = request.path.removeprefix(f"/{language}/").lstrip("/")
    return f"/{other}/{quote(path)}" + (f"?{query.urlencode()}" if query else "")


def _page_link(
    key: str, words: Text, language: str, case: str, fallback: str, current: str
) -> Link:
    kwargs = {"language": language}
    if key in ("overview", "need", "quality"):
        kwargs["case"] = case or fallback
    elif case:
        return Link(words, f"{reverse(key, kwargs=kwargs)}?fra={case}", _is_current(key, current))
    return Link(words, reverse(key, kwargs=kwargs), _is_current(key, current))


def _is_current(key: str, current: str) -> bool:
    return current == key or current.startswith(f"{key}-")


def _target(name: str) -> str:
    return name if name in ("overview", "need", "quality") else "overview"


def _places(
    summaries: tuple[PictureSummary, ...],
    chosen: PictureSummary | None,
    language: str,
    name: str,
) -> list[Link]:
    """One entry per place and kind, its newest day."""
    newest: dict[tuple[str, str], PictureSummary] = {}
    for summary in summaries:
        key = (summary.place, summary.kind.value)
        if key not in newest or newest[key].as_of < summary.as_of:
            newest[key] = summary
    return [
        Link(
            Text(f"{s.name} · {s.kind.label.nb}", f"{s.name} · {s.kind.label.en}"),
            reverse(_target(name), kwargs={"language": language, "case": s.id}),
            chosen is not None and (s.place, s.kind) == (chosen.place, chosen.kind),
        )
        for s in newest.values()
    ]


def _days(
    summaries: tuple[PictureSummary, ...],
    chosen: PictureSummary | None,
    language: str,
    name: str,
) -> list[tuple[date, str, bool]]:
    if chosen is None:
        return []
    return [
        (
            s.as_of,
            reverse(_target(name), kwargs={"language": language, "case": s.id}),
            s.id == chosen.id,
        )
        for s in same_place(chosen, summaries)
    ]
