"""Search for a resident, and her page: never a national id in an address, always a purpose."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.people import resident_page, search_residents
from hjemmel.apps.registry.services import residents as services
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month, read_day
from hjemmel.web.register import RegisterAsked, asked_of_register

PURPOSES = {
    "change": Text("bytte eller plass på liste", "change of or place on a list"),
    "queue": Text("venteliste", "waiting list"),
    "question": Text("spørsmål fra innbyggeren", "a question from the resident"),
    "correction": Text("retting av opplysninger", "correction of data"),
    "insight": Text("innsyn eller sletting", "insight or erasure"),
}
_SECONDS_A_PURPOSE_LASTS = 3600
_SESSION = "purposes"


@never_cache
def search(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Search by what is in the body of the form; nothing of it stands in the address."""
    asked = asked_of_register(request, case, Permission.SEE_RESIDENTS)
    context: dict[str, Any] = {"asked": asked, "purposes": PURPOSES, "typed": request.POST}
    status = 200
    if request.method == "POST":
        try:
            born = request.POST.get("born") or ""
            context["found"] = search_residents(
                asked.municipality,
                by=asked.actor,
                national_id=request.POST.get("national_id") or "",
                name=request.POST.get("name") or "",
                born=_day(born) if born else None,
            )
        except HjemmelError as error:
            context["problem"], status = error, 422
    return render(request, "residents/search.html", context, status=status)


@never_cache
def resident(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a resident for a purpose; without one, ask for it."""
    asked = asked_of_register(request, case, Permission.SEE_RESIDENTS)
    problem: HjemmelError | None = None
    if request.method == "POST" and request.POST.get("what") == "open":
        purpose = request.POST.get("purpose") or ""
        if purpose in PURPOSES:
            note = (request.POST.get("note") or "").strip()
            _remember(request, key, f"{purpose}: {note}" if note else purpose)
            return HttpResponseRedirect(request.path + asked.query)
        problem = InputError(
            Text("Oppslaget trenger et formål.", "The look-up needs a purpose."),
            where="purpose",
            remedy=Text("Velg ett fra listen.", "Choose one from the list."),
        )
    purpose = _purpose(request, key)
    if not purpose:
        context = {"asked": asked, "purposes": PURPOSES, "key": key, "problem": problem}
        return render(request, "residents/purpose.html", context, status=422 if problem else 200)
    if request.method == "POST":
        try:
            _act(request, asked, key)
            return HttpResponseRedirect(request.path + asked.query)
        except HjemmelError as error:
            problem = error
    shown = resident_page(key, asked.municipality, asked.as_of, by=asked.actor, purpose=purpose)
    place = asked.municipality.key
    lists = lists_on(asked.municipality, asked.as_of, by=asked.actor).rows
    context = {
        "asked": asked,
        "shown": shown,
        "problem": problem,
        "lists": [row for row in lists if not row.is_full],
        "all_lists": lists,
        "next_month": Month.of(timezone.localdate()).plus(1).first_day,
        "may_change": asked.actor.may(Permission.EDIT_RESIDENTS, municipality=place),
        "may_export": asked.actor.may(Permission.EXPORT_PERSON, municipality=place),
        "may_erase": asked.actor.may(Permission.ERASE_PERSON, municipality=place),
        "classes": list(WaitingClass),
    }
    return render(request, "residents/resident.html", context, status=422 if problem else 200)


@never_cache
@require_POST
def export(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Send everything that is stored about a resident."""
    asked = asked_of_register(request, case, Permission.SEE_RESIDENTS)
    data = services.export_person(resident=key, by=asked.actor)
    response = HttpResponse(
        json.dumps(data, ensure_ascii=False, indent=1), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="hjemmel-innsyn-{key}.json"'
    return response


def _act(request: HttpRequest, asked: RegisterAsked, key: int) -> None:
    what = request.POST.get("what")
    if what == "place":
        services.put_on_list(
            resident=key,
            patient_list=_key(request.POST.get("list")),
            valid_from=_day(request.POST.get("valid_from") or ""),
            exception=request.POST.get("exception") or "",
            by=asked.actor,
        )
    elif what == "queue":
        wanted = request.POST.get("list")
        services.queue_up(
            resident=key,
            wanted_list=_key(wanted) if wanted else None,
            waiting_class=_waiting_class(request.POST.get("class") or ""),
            queued_on=timezone.localdate(),
            by=asked.actor,
        )
    elif what == "leave":
        services.leave_queue(resident=key, left_on=timezone.localdate(), by=asked.actor)
    elif what == "erase":
        services.erase_person(resident=key, today=timezone.localdate(), by=asked.actor)
    else:
        raise InputError(
            Text("Ukjent handling.", "Unknown action."),
            where="what",
            remedy=Text("Bruk knappene på siden.", "Use the buttons of the page."),
        )


def _remember(request: HttpRequest, key: int, purpose: str) -> None:
    now = timezone.now().timestamp()
    kept = {
        k: v
        for k, v in request.session.get(_SESSION, {}).items()
        if now - v[1] < _SECONDS_A_PURPOSE_LASTS
    }
    request.session[_SESSION] = {**kept, str(key): [purpose[:200], now]}


def _purpose(request: HttpRequest, key: int) -> str:
    purpose, at = request.session.get(_SESSION, {}).get(str(key), ("", 0))
    return purpose if timezone.now().timestamp() - at < _SECONDS_A_PURPOSE_LASTS else ""


def _day(text: str) -> date:
    try:
        return read_day(text.strip())
    except ValueError:
        raise InputError(
            Text("Datoen kan ikke leses.", "The day cannot be read."),
            where="day",
            remedy=Text("Skriv dagen som 31.12.2023.", "Write the day as 2023-12-31."),
        ) from None


def _key(text: str | None) -> int:
    if not text or not text.isdecimal() or len(text) > 12:
        raise InputError(
            Text("Listen mangler.", "The list is missing."),
            where="list",
            remedy=Text("Velg en liste.", "Choose a list."),
        )
    return int(text)


def _waiting_class(value: str) -> WaitingClass:
    try:
        return WaitingClass(value)
    except ValueError:
        raise InputError(
            Text("Årsaken mangler.", "The reason is missing."),
            where="class",
            remedy=Text("Velg hvorfor innbyggeren venter.", "Choose why the resident waits."),
        ) from None
