"""Brev: letters made lately, the texts and their editor, and the letters of one decision."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.letters.kinds import LETTER_LANGUAGES, LetterKind
from hjemmel.apps.lists.letters.sources import LetterSource
from hjemmel.apps.lists.selectors.letter_pdf import contact_of
from hjemmel.apps.lists.selectors.letters import (
    letters_for,
    letters_made,
    preview_template,
    template_languages,
    template_of,
)
from hjemmel.apps.lists.services.letter_templates import edit_letter_head, edit_template
from hjemmel.apps.lists.services.letters import LettersMade, make_letters_for
from hjemmel.kernel.errors import HjemmelError, InputError, UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.web.letters.words import TITLES, source_in
from hjemmel.web.register import RegisterAsked, asked_of_work
from hjemmel.web.work.forms import page_number

_ROWS_ON_A_PAGE = 50


@never_cache
def letters(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the letters made lately and the texts; write how one reaches the municipality."""
    asked = asked_of_work(request, case, Permission.RUN_LISTS, ("side",))
    place = asked.municipality
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            edit_letter_head(
                municipality=place.key, contact=request.POST.get("contact") or "", by=asked.actor
            )
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    number = page_number(request)
    written = template_languages(place, by=asked.actor)
    shown = letters_made(
        place, by=asked.actor, skip=(number - 1) * _ROWS_ON_A_PAGE, most=_ROWS_ON_A_PAGE
    )
    context = {
        "asked": asked,
        "problem": problem,
        "shown": shown,
        "page": Paginator(range(shown.total), _ROWS_ON_A_PAGE).get_page(number),
        "texts": [(kind, written[kind], count) for kind, count in shown.by_kind],
        "languages": LETTER_LANGUAGES,
        "contact": request.POST.get("contact") or contact_of(place.key, place.name),
    }
    return render(request, "letters/letters.html", context, status=422 if problem else 200)


@never_cache
def template(request: HttpRequest, language: str, case: str, kind: str) -> HttpResponse:
    """Show and write the text of a kind of letter; send a preview of what is typed as PDF."""
    asked = asked_of_work(request, case, Permission.RUN_LISTS, ("sprak",))
    told = _kind(kind)
    written = _language(request)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("what") == "preview":
                return _preview(request, asked, told, written)
            edit_template(
                municipality=asked.municipality.key,
                kind=told,
                language=written,
                subject=request.POST.get("subject") or "",
                body=request.POST.get("body") or "",
                version=_version(request),
                by=asked.actor,
            )
            return HttpResponseRedirect(request.get_full_path())
        except HjemmelError as error:
            problem = error
    shown = template_of(asked.municipality, told, written, by=asked.actor)
    context = {
        "asked": asked,
        "problem": problem,
        "shown": shown,
        "subject": request.POST.get("subject", shown.subject),
        "body": request.POST.get("body", shown.body),
        "seen_version": request.POST.get("version", shown.version),
        "languages": LETTER_LANGUAGES,
    }
    return render(request, "letters/template.html", context, status=422 if problem else 200)


@never_cache
def batch(request: HttpRequest, language: str, case: str, about: str, number: int) -> HttpResponse:
    """Show the letters of a round, a cut-over, a reduction or a list, and make those that lack."""
    asked = asked_of_work(request, case, Permission.RUN_LISTS)
    source = source_in(about)
    problem: HjemmelError | None = None
    made: LettersMade | None = None
    if request.method == "POST":
        try:
            made = _make(request, asked, source, number)
        except HjemmelError as error:
            problem = error
    rows = letters_for(source, number, asked.municipality, by=asked.actor)
    context = {
        "asked": asked,
        "problem": problem,
        "made": made,
        "about": about,
        "number": number,
        "title": TITLES[source],
        "count": len(rows),
        "rows": rows[:_ROWS_ON_A_PAGE],
        "languages": LETTER_LANGUAGES,
        "today": request.POST.get("made_on") or timezone.localdate().isoformat(),
    }
    return render(request, "letters/batch.html", context, status=422 if problem else 200)


def _make(
    request: HttpRequest, asked: RegisterAsked, source: LetterSource, number: int
) -> LettersMade:
    return make_letters_for(
        source=source,
        key=number,
        made_on=_typed_day(request.POST.get("made_on") or ""),
        by=asked.actor,
        language=request.POST.get("language") or "nb",
    )


def _preview(
    request: HttpRequest, asked: RegisterAsked, kind: LetterKind, written: str
) -> HttpResponse:
    made = preview_template(
        asked.municipality,
        kind,
        written,
        subject=request.POST.get("subject") or "",
        body=request.POST.get("body") or "",
        made_on=timezone.localdate(),
        by=asked.actor,
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="hjemmel-brev-utkast.pdf"'
    return response


def _kind(kind: str) -> LetterKind:
    known = {one.slug: one for one in LetterKind}
    if kind not in known:
        raise UnknownIdError(
            Text("Det finnes ikke noe slikt brev.", "There is no such letter."),
            where="kind",
            remedy=Text(f"Velg blant {', '.join(known)}.", f"Choose among {', '.join(known)}."),
        )
    return known[kind]


def _language(request: HttpRequest) -> str:
    written = request.GET.get("sprak") or "nb"
    if written not in LETTER_LANGUAGES:
        listed = ", ".join(LETTER_LANGUAGES)
        raise InputError(
            Text(f"Ukjent språk «{written[:10]}».", f"Unknown language “{written[:10]}”."),
            where="sprak",
            remedy=Text(f"Velg blant {listed}.", f"Choose among {listed}."),
        )
    return written


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version") or ""
    return int(given) if given.isdecimal() and len(given) < 7 else -1


def _typed_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            Text("Dagen på brevet er ikke en dato.", "The day on the letter is no date."),
            where="made_on",
            remedy=Text("Skriv den som 2024-03-01.", "Write it as 2024-03-01."),
        ) from None
