"""What the pages of documents are asked for: what document, and what somebody typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from hjemmel.apps.documents.choices import DocumentChoice, kind_named, language_named
from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.selectors.preview import example_document, preview_document
from hjemmel.apps.documents.writing.page import as_part
from hjemmel.apps.plan.selectors.plans import plan_key
from hjemmel.domain.document import Document
from hjemmel.domain.plan import Plan
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Language, Text, words_in
from hjemmel.kernel.time import read_day
from hjemmel.web.context import language_of
from hjemmel.web.plan.asked import PlanAsked
from hjemmel.web.templatetags.hjemmel import table_files

CHOICES = ("slag", "sprak", "tertial", "per")
"""What an address says of the document that is wanted."""
_TERTIALS_SHOWN = 4


def choice_in(given: Mapping[str, str], plan: Plan, page: Language) -> DocumentChoice:
    """Return what document an address or a form asks for.

    Nothing said: the plan, in its own language; on an English page, in English.

    Raises:
        InputError: Something in it is unknown or impossible.
    """
    kind = kind_named(given.get("slag") or DocumentKind.PLAN.value)
    tertial = given.get("tertial") if kind is DocumentKind.TERTIAL_REPORT else None
    return DocumentChoice(
        kind=kind,
        language=language_named(given.get("sprak") or (plan.language if page == "nb" else page)),
        as_of=_day(given.get("per") or ""),
        tertial=Tertial.read(tertial) if tertial else None,
        case_number=(given.get("saksnummer") or "").strip(),
        assessment=(given.get("vurdering") or "").replace("\r\n", "\n"),
    )


def day_of(asked: PlanAsked) -> date:
    """Return the day that documents are made on: today, or the day a synthetic municipality has."""
    place = asked.municipality
    return asked.today if place is None else place.usual_day(asked.today)


def draft_of(asked: PlanAsked, plan: Plan, choice: DocumentChoice) -> Document:
    """Return the document as it would be now.

    Raises:
        NotAllowedError: It is of the register, and the roles do not open it.
        InputError: Something that was chosen is impossible.
    """
    if asked.municipality is None or asked.actor is None:
        return example_document(plan, choice, made_on=asked.today)
    key = plan_key(municipality=asked.municipality.key, name=plan.id, by=asked.actor)
    return preview_document(key, choice, made_on=day_of(asked), by=asked.actor)


def shown(request: HttpRequest, document: Document, pictures: Mapping[str, str]) -> SafeString:
    """Return a document as a part of a page, below its heading.

    Its tables go out as files where the page writes numbers as the document does, and can be asked
    for by its address.
    """
    is_read_alike = words_in(document.language) == language_of(request)
    below = _files_of(request) if is_read_alike and request.method == "GET" else None
    part = as_part(document, pictures, top=2, below=below)
    return mark_safe(part)  # noqa: S308  (every word is escaped there)


def _files_of(request: HttpRequest) -> Callable[[str], str]:
    context = Context({"request": request})
    return lambda table: str(table_files(context, table))


def query_of(choice: DocumentChoice) -> str:
    """Return what an address says to ask for the same document again."""
    said = {
        "slag": choice.kind.value,
        "sprak": choice.language,
        "tertial": str(choice.tertial or ""),
        "per": choice.as_of.isoformat() if choice.as_of else "",
    }
    return urlencode({name: value for name, value in said.items() if value})


def tertials_until(day: date) -> tuple[Tertial, ...]:
    """Return the latest tertials that have ended, the last first."""
    found = [Tertial.ended_by(day)]
    while len(found) < _TERTIALS_SHOWN:
        found.append(found[-1].before)
    return tuple(found)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return read_day(text)
    except ValueError:
        raise InputError(
            Text(f"«{text[:20]}» er ikke en dato.", f"“{text[:20]}” is not a date."),
            where="per",
            remedy=Text("Skriv dagen som 2024-08-31.", "Write the day as 2024-08-31."),
        ) from None
