"""Legesentre og lister: all lists, one list, one centre, one doctor."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.reductions import open_reduction
from hjemmel.apps.lists.selectors.requests import promised_places
from hjemmel.apps.lists.selectors.wait import expected_wait_of_list, wait_quality
from hjemmel.apps.registry.selectors.centre_details import centre_details
from hjemmel.apps.registry.selectors.details import FEW, list_details
from hjemmel.apps.registry.selectors.directory import centres_of
from hjemmel.apps.registry.selectors.doctor_details import doctor_details
from hjemmel.apps.registry.selectors.list_choice import ListChoice
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import list_districts
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.law import law_on
from hjemmel.web.context import language_of
from hjemmel.web.excel import Column
from hjemmel.web.lists.actions import act_on_centre, act_on_doctor, act_on_list, act_on_new
from hjemmel.web.lists.fields import centre_fields, doctor_fields
from hjemmel.web.lists.maps import map_of
from hjemmel.web.lists.words import (
    ACCESS,
    COMPETENCE,
    FORM,
    KIND,
    PART,
    SEX,
    SORT,
    STATUS,
    UNIVERSAL_DESIGN,
)
from hjemmel.web.register import RegisterAsked, asked_of_register
from hjemmel.web.tables import FORMATS, as_file

_ROWS_ON_A_PAGE = 50
CHOICES = ("sok", "bydel", "senter", "ledig", "status", "form", "avtale", "alder", "sorter")
_KNOWN = (*CHOICES, "side")
_ACCESS_OF = {None: "", True: "yes", False: "no"}
COLUMNS: tuple[Column, ...] = (
    (Text("Liste", "List"), "text"),
    (Text("Bydel", "District"), "text"),
    (Text("Legesenter", "Centre"), "text"),
    (Text("Lege", "Doctor"), "text"),
    (Text("Driftsform", "Form"), "text"),
    (Text("Status", "Status"), "text"),
    (Text("Listetak", "Ceiling"), "whole"),
    (Text("Listelengde", "Length"), "whole"),
    (Text("Ledige plasser", "Free places"), "whole"),
    (Text("Gjester", "Guests"), "whole"),
    (Text("Venter", "Waiting"), "whole"),
    (Text("Avtalen slutter", "Agreement ends"), "day"),
)


def choice_of(request: HttpRequest) -> ListChoice:
    """Return what the address asks for.

    Raises:
        InputError: A value is not one of those there are.
    """
    given = request.GET
    centre = given.get("senter") or ""
    return ListChoice(
        search=given.get("sok") or "",
        district=given.get("bydel") or "",
        centre=_whole(centre) if centre else None,
        has_free=_one_of(given.get("ledig"), "ledig", {"ja": True, "nei": False}),
        status="" if given.get("status") == "ledig_hjemmel" else given.get("status") or "",
        vacant=given.get("status") == "ledig_hjemmel",
        form=given.get("form") or "",
        ends_soon=bool(_one_of(given.get("avtale"), "avtale", {"utloper": True})),
        near_end_age=bool(_one_of(given.get("alder"), "alder", {"naer-grensen": True})),
        sort=given.get("sorter") or "senter",
    )


def lists(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the lists that fit the choices."""
    asked = asked_of_register(request, case, Permission.SEE_LISTS, _KNOWN)
    rows, everything = _chosen(request, asked)
    page = Paginator(rows, _ROWS_ON_A_PAGE).get_page(request.GET.get("side"))
    kept = request.GET.copy()
    kept.pop("side", None)
    query = kept.urlencode()
    kwargs = {"language": language, "case": asked.municipality.number}
    return render(
        request,
        "lists/lists.html",
        {
            "asked": asked,
            "page": page,
            "found": len(rows),
            "all": len(everything),
            "sums": _sums(rows),
            # Drawn only when the page is not kept from before.
            "map": SimpleLazyObject(lambda: map_of(rows, asked, language_of(request))),
            "districts": sorted({(row.district, row.district_name) for row in everything}),
            "statuses": STATUS,
            "forms": FORM,
            "sorts": SORT,
            "chosen_sort": request.GET.get("sorter") or "senter",
            "given": {name: request.GET.get(name) or "" for name in CHOICES},
            "kept": query,
            "may_open": asked.actor.may(
                Permission.EDIT_AGREEMENTS, municipality=asked.municipality.key
            ),
            "files": [
                (
                    kind.upper() if kind == "csv" else "Excel",
                    reverse(f"lists-{kind}", kwargs=kwargs) + (f"?{query}" if query else ""),
                )
                for kind in FORMATS
            ],
        },
    )


def lists_file(request: HttpRequest, language: str, case: str, kind: str) -> HttpResponse:
    """Send the lists that fit the choices as a file."""
    asked = asked_of_register(request, case, Permission.SEE_LISTS, CHOICES)
    rows, _ = _chosen(request, asked)
    name = f"hjemmel-lister-{asked.municipality.number}-{asked.as_of.isoformat()}"
    values = [
        (
            row.external_id,
            row.district_name,
            row.centre_name,
            row.doctor_name,
            FORM[row.form],
            STATUS[row.status],
            row.ceiling,
            row.length,
            row.free,
            row.guests,
            row.waiting,
            row.ends_on,
        )
        for row in rows
    ]
    title = Text("Lister", "Lists")
    return as_file(kind, name, title, COLUMNS, values, language_of(request))


def one_list(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a list with its history and rules; change its ceiling, notice, holder, advertisement."""
    asked = asked_of_register(request, case, Permission.SEE_LISTS)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return act_on_list(request, asked, key)
        except HjemmelError as error:
            problem = error
    details = list_details(key, asked.municipality, asked.as_of, asked.known_at, by=asked.actor)
    place, today = asked.municipality.key, timezone.localdate()
    may_run = asked.actor.may(Permission.RUN_LISTS, municipality=place)
    context: dict[str, Any] = {
        "asked": asked,
        "promised": promised_places(key, asked.municipality, today, by=asked.actor),
        "next_month": Month.of(today).plus(1).first_day,
        "expected": expected_wait_of_list(key, asked.municipality, asked.as_of, by=asked.actor),
        "waits": wait_quality(asked.municipality, asked.as_of, by=asked.actor)
        if asked.actor.may(Permission.SEE_FIGURES, municipality=place)
        else None,
        "may_run": may_run,
        "reduction": open_reduction(key, asked.municipality, by=asked.actor) if may_run else None,
        "details": details,
        "row": details.row,
        "few": FEW,
        "problem": problem,
        "typed": request.POST,
        "may_change_ceiling": asked.actor.may(Permission.EDIT_CEILINGS, municipality=place),
        "forms": FORM,
        "kinds": KIND,
        "parts": PART,
        "sharing": {one.doctor: one.name for one in details.shares if not one.known_to},
        "may_change_agreement": asked.actor.may(Permission.EDIT_AGREEMENTS, municipality=place),
        "findings": [
            (said, None) if not isinstance(said, HjemmelError) else (None, said)
            for said in details.findings
        ],
    }
    return render(request, "lists/list.html", context, status=422 if problem else 200)


def new(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Open a centre or a post."""
    asked = asked_of_register(request, case, Permission.EDIT_AGREEMENTS)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return act_on_new(request, asked)
        except HjemmelError as error:
            problem = error
    context = {
        "asked": asked,
        "problem": problem,
        "typed": request.POST,
        "centres": [
            (entry.key, entry.name)
            for entry in centres_of(asked.municipality, asked.as_of, by=asked.actor)
            if entry.is_open
        ],
        "districts": list_districts(asked.municipality, by=asked.actor),
        "forms": FORM,
    }
    return render(request, "lists/new.html", context, status=422 if problem else 200)


def centre(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a centre with its lists, and correct what is known of it."""
    asked = asked_of_register(request, case, Permission.SEE_LISTS)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return act_on_centre(request, asked, key)
        except HjemmelError as error:
            problem = error
    shown = centre_details(key, asked.municipality, asked.as_of, asked.known_at, by=asked.actor)
    context = {
        "asked": asked,
        "centre": shown,
        "sums": _sums(shown.lists),
        "problem": problem,
        "typed": request.POST,
        "fields": centre_fields(shown, request.POST, language_of(request)),
        "designs": UNIVERSAL_DESIGN,
        "accesses": ACCESS,
        "access": _ACCESS_OF[shown.wheelchair_access],
        "may_close": asked.actor.may(Permission.EDIT_CENTRES, municipality=asked.municipality.key),
        "may_change": asked.actor.may(
            Permission.EDIT_CENTRES, municipality=asked.municipality.key, centre=key
        ),
    }
    return render(request, "lists/centre.html", context, status=422 if problem else 200)


def doctor(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a doctor with her lists, and correct what is known of her."""
    asked = asked_of_register(request, case, Permission.SEE_LISTS)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return act_on_doctor(request, asked, key)
        except HjemmelError as error:
            problem = error
    shown = doctor_details(key, asked.municipality, asked.as_of, asked.known_at, by=asked.actor)
    context = {
        "asked": asked,
        "doctor": shown,
        "in_all": _sums(shown.lists)["length"],
        "problem": problem,
        "fields": doctor_fields(shown, request.POST, language_of(request)),
        "competences": COMPETENCE,
        "sexes": SEX,
        "may_change": asked.actor.may(
            Permission.EDIT_AGREEMENTS, municipality=asked.municipality.key
        ),
    }
    return render(request, "lists/doctor.html", context, status=422 if problem else 200)


def _chosen(
    request: HttpRequest, asked: RegisterAsked
) -> tuple[tuple[ListOnDay, ...], tuple[ListOnDay, ...]]:
    everything = lists_on(asked.municipality, asked.as_of, asked.known_at, by=asked.actor).rows
    law = law_on(asked.as_of, asked.municipality.number)
    return choice_of(request).of(everything, asked.as_of, law), everything


def _sums(rows: tuple[ListOnDay, ...]) -> dict[str, int | None]:
    """Return the sums of a table; unknown when a row's is."""

    def total(values: list[int | None]) -> int | None:
        return None if None in values else sum(value or 0 for value in values)

    return {
        "ceiling": total([row.ceiling for row in rows]),
        "length": total([row.length for row in rows]),
        "free": total([row.free for row in rows]),
        "waiting": sum(row.waiting for row in rows),
    }


def _one_of(value: str | None, name: str, known: dict[str, bool]) -> bool | None:
    if not value:
        return None
    if value not in known:
        listed = ", ".join(known)
        raise InputError(
            Text(f"Ukjent verdi «{value[:40]}».", f"Unknown value “{value[:40]}”."),
            where=name,
            remedy=Text(f"Velg blant {listed}.", f"Choose among {listed}."),
        )
    return known[value]


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 12:
        raise InputError(
            Text(f"«{text[:40]}» er ikke et legesenter.", f"“{text[:40]}” is not a centre."),
            where="senter",
            remedy=Text("Velg fra listen.", "Choose from the list."),
        )
    return int(text)
