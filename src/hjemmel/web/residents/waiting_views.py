"""Venteliste: who waits, in each class, and who has no GP; a purpose is asked for first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import list_districts
from hjemmel.apps.registry.selectors.unplaced import UnplacedChoice, UnplacedRow, unplaced
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.excel import Column
from hjemmel.web.register import RegisterAsked, asked_of_register
from hjemmel.web.residents.purposes import PURPOSES, purpose_in, remember, remembered
from hjemmel.web.residents.words import PERSON_COLUMNS, person_values
from hjemmel.web.tables import FORMATS, as_file

_ROWS_ON_A_PAGE = 50
_CHOICES = ("hvem", "klasse", "liste", "bydel")
_WITHOUT_GP = "uten-fastlege"
_COLUMNS: tuple[Column, ...] = (
    *PERSON_COLUMNS,
    (Text("Hvorfor", "Why"), "text"),
    (Text("Venter fra", "Waits since"), "day"),
    (Text("Ønsket liste", "Wanted list"), "text"),
)


@never_cache
def waiting(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show who waits or has no GP, a page at a time; without a purpose, ask for it."""
    asked = asked_of_register(request, case, Permission.SEE_RESIDENTS, (*_CHOICES, "side"))
    choice = choice_of(request)
    if request.method == "POST":
        try:
            remember(request, [_about(asked)], purpose_in(request))
            return HttpResponseRedirect(request.get_full_path())
        except HjemmelError as error:
            return _ask(request, asked, error)
    purpose = remembered(request, _about(asked))
    if not purpose:
        return _ask(request, asked)
    number = _page_number(request)
    found = unplaced(
        asked.municipality,
        asked.as_of,
        asked.known_at,
        choice,
        by=asked.actor,
        purpose=purpose,
        skip=(number - 1) * _ROWS_ON_A_PAGE,
        most=_ROWS_ON_A_PAGE,
    )
    kept = request.GET.copy()
    kept.pop("side", None)
    query = kept.urlencode()
    kwargs = {"language": language, "case": asked.municipality.number}
    context = {
        "asked": asked,
        "found": found,
        "without_gp": choice.without_gp,
        "page": Paginator(range(found.total), _ROWS_ON_A_PAGE).get_page(number),
        "kept": query,
        "given": {name: request.GET.get(name) or "" for name in _CHOICES},
        "classes": [(one, count) for one, count in found.by_class.items()],
        "all_waiting": sum(found.by_class.values()),
        "lists": lists_on(asked.municipality, asked.as_of, asked.known_at, by=asked.actor).rows,
        "districts": list_districts(asked.municipality, by=asked.actor),
        "files": [
            (
                kind.upper() if kind == "csv" else "Excel",
                reverse(f"residents-waiting-{kind}", kwargs=kwargs)
                + (f"?{query}" if query else ""),
            )
            for kind in FORMATS
        ],
    }
    return render(request, "residents/waiting.html", context)


@never_cache
def waiting_file(request: HttpRequest, language: str, case: str, kind: str) -> HttpResponse:
    """Send everybody who fits as a file; without a purpose, ask for it on the page."""
    asked = asked_of_register(request, case, Permission.SEE_RESIDENTS, _CHOICES)
    choice = choice_of(request)
    purpose = remembered(request, _about(asked))
    if not purpose:
        return _ask(request, asked)
    found = unplaced(
        asked.municipality, asked.as_of, asked.known_at, choice, by=asked.actor, purpose=purpose
    )
    what = _WITHOUT_GP if choice.without_gp else "venteliste"
    name = f"hjemmel-{what}-{asked.municipality.number}-{asked.as_of.isoformat()}"
    title = Text("Uten fastlege", "Without a GP") if choice.without_gp else _TITLE
    rows = [_values(row) for row in found.rows]
    return as_file(kind, name, title, _COLUMNS, rows, language_of(request))


_TITLE = Text("Venteliste", "Waiting list")


def choice_of(request: HttpRequest) -> UnplacedChoice:
    """Return what the address asks for.

    Raises:
        InputError: A value is not one of those there are.
    """
    given = request.GET
    who, wanted = given.get("hvem") or "", given.get("liste") or ""
    if who not in ("", "venter", _WITHOUT_GP):
        raise _not_one_of("hvem", who, ("venter", _WITHOUT_GP))
    known = {one.value: one for one in WaitingClass}
    waiting_class = given.get("klasse") or ""
    if waiting_class and waiting_class not in known:
        raise _not_one_of("klasse", waiting_class, tuple(known))
    if wanted and not (wanted.isdecimal() and len(wanted) < 12):
        raise _not_one_of("liste", wanted, ())
    return UnplacedChoice(
        without_gp=who == _WITHOUT_GP,
        waiting_class=known.get(waiting_class),
        wanted_list=int(wanted) if wanted else None,
        district=given.get("bydel") or "",
    )


def _ask(
    request: HttpRequest, asked: RegisterAsked, problem: HjemmelError | None = None
) -> HttpResponse:
    """Ask what the look is for; the form goes to the page with the same choices."""
    kwargs = {"language": language_of(request), "case": asked.municipality.number}
    query = request.GET.urlencode()
    context = {
        "asked": asked,
        "purposes": PURPOSES,
        "problem": problem,
        "action": reverse("residents-waiting", kwargs=kwargs) + (f"?{query}" if query else ""),
    }
    return render(request, "residents/purpose.html", context, status=422 if problem else 200)


def _about(asked: RegisterAsked) -> str:
    return f"queue {asked.municipality.number}"


def _page_number(request: HttpRequest) -> int:
    number = request.GET.get("side") or "1"
    return max(1, int(number)) if number.isdecimal() and len(number) < 7 else 1


def _values(row: UnplacedRow) -> tuple[object, ...]:
    return (
        *person_values(row.person),
        None if row.waiting_class is None else row.waiting_class.label,
        row.queued_on,
        row.external_id or (None if row.queued_on is None else Text("hvilken som helst", "any")),
    )


def _not_one_of(where: str, value: str, known: tuple[str, ...]) -> InputError:
    listed = ", ".join(known) or "listene"
    return InputError(
        Text(f"Ukjent verdi «{value[:40]}».", f"Unknown value “{value[:40]}”."),
        where=where,
        remedy=Text(f"Velg blant {listed}.", f"Choose among {', '.join(known) or 'the lists'}."),
    )
