"""Arbeid: what waits for somebody, by urgency, and a wish that a person must decide."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.daily import days_work
from hjemmel.apps.lists.selectors.events import event_view
from hjemmel.apps.lists.selectors.requests import request_case
from hjemmel.apps.lists.selectors.work import WorkItem, WorkKind, work_list
from hjemmel.apps.lists.services.daily import do_days_work
from hjemmel.apps.lists.services.events import settle_event
from hjemmel.apps.lists.services.requests import decide_request, withdraw_request
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.web.context import language_of
from hjemmel.web.register import RegisterAsked, asked_of_work
from hjemmel.web.work.forms import key_in, page_number, unknown_action
from hjemmel.web.work.looks import look_of, remember_look

_ROWS_ON_A_PAGE = 50
_IN_THE_ADDRESS = {
    "onsker": WorkKind.REQUEST,
    "hendelser": WorkKind.EVENT,
    "manedsskifte": WorkKind.CUT_OVER,
    "runder": WorkKind.ROUND,
    "reduksjoner": WorkKind.DRAW,
    "fulle": WorkKind.FULL,
}


@never_cache
def work(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show what waits, what takes effect first on top; persons when a purpose is given."""
    asked = asked_of_work(request, case, Permission.RUN_LISTS, ("hva", "side"))
    kind, problem = _kind(request), None
    if request.method == "POST":
        try:
            if request.POST.get("what") == "day":
                do_days_work(
                    municipality=asked.municipality.key, by=asked.actor, today=timezone.localdate()
                )
            else:
                remember_look(request, asked)
            return HttpResponseRedirect(request.get_full_path())
        except HjemmelError as error:
            problem = error
    look, number = look_of(request, asked), page_number(request)
    found = work_list(
        asked.municipality,
        kind,
        by=asked.actor,
        purpose=look.purpose,
        skip=(number - 1) * _ROWS_ON_A_PAGE,
        most=_ROWS_ON_A_PAGE,
    )
    context = {
        "asked": asked,
        "problem": problem,
        "look": look,
        "day": days_work(asked.municipality, timezone.localdate(), by=asked.actor),
        "found": found,
        "has_persons": any(item.resident for item in found.items),
        "rows": [(item, _address(item, asked, language_of(request))) for item in found.items],
        "kinds": [
            (name, one.label, found.counts[one], one is kind)
            for name, one in _IN_THE_ADDRESS.items()
        ],
        "kind_shown": kind,
        "to_do": sum(n for one, n in found.counts.items() if one is not WorkKind.FULL),
        "page": Paginator(range(found.total), _ROWS_ON_A_PAGE).get_page(number),
        "kept": f"hva={request.GET['hva']}" if request.GET.get("hva") else "",
        "next_month": Month.of(timezone.localdate()).plus(1).first_day,
        "queues": _queues(asked),
    }
    return render(request, "work/work.html", context, status=422 if problem else 200)


@never_cache
def request_page(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a wish with what the law asks to weigh; decide it, or withdraw it."""
    asked = asked_of_work(request, case, Permission.RUN_LISTS)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return _act(request, asked, key)
        except HjemmelError as error:
            problem = error
    look = look_of(request, asked)
    shown = request_case(key, asked.municipality, by=asked.actor, purpose=look.purpose)
    context: dict[str, Any] = {
        "asked": asked,
        "problem": problem,
        "typed": request.POST,
        "look": look,
        "shown": shown,
        "wish": shown.request,
        "room": shown.places,
        "may_decide": asked.actor.may(
            Permission.EDIT_RESIDENTS, municipality=asked.municipality.key
        ),
    }
    return render(request, "work/request.html", context, status=422 if problem else 200)


@never_cache
def event_page(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show an event that a person must look into, and note that it is done."""
    asked = asked_of_work(request, case, Permission.RUN_LISTS)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("what") == "look":
                remember_look(request, asked)
            elif request.POST.get("what") == "settle":
                settle_event(event=key, note=request.POST.get("note") or "", by=asked.actor)
            else:
                raise unknown_action()
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    look = look_of(request, asked)
    context = {
        "asked": asked,
        "problem": problem,
        "typed": request.POST,
        "look": look,
        "event": event_view(key, asked.municipality, by=asked.actor, purpose=look.purpose),
        "may_settle": asked.actor.may(
            Permission.EDIT_RESIDENTS, municipality=asked.municipality.key
        ),
    }
    return render(request, "work/event.html", context, status=422 if problem else 200)


def _act(request: HttpRequest, asked: RegisterAsked, key: int) -> HttpResponse:
    what = request.POST.get("what")
    if what == "look":
        remember_look(request, asked)
    elif what in ("grant", "refuse"):
        decide_request(
            request=key,
            version=key_in(request, "version"),
            grant=what == "grant",
            reason=request.POST.get("reason") or "",
            by=asked.actor,
            today=timezone.localdate(),
        )
    elif what == "withdraw":
        withdraw_request(request=key, version=key_in(request, "version"), by=asked.actor)
    else:
        raise unknown_action()
    return HttpResponseRedirect(request.path)


def _kind(request: HttpRequest) -> WorkKind | None:
    given = request.GET.get("hva") or ""
    if given and given not in _IN_THE_ADDRESS:
        listed = ", ".join(_IN_THE_ADDRESS)
        raise InputError(
            Text(f"Ukjent verdi «{given[:40]}».", f"Unknown value “{given[:40]}”."),
            where="hva",
            remedy=Text(f"Velg blant {listed}.", f"Choose among {listed}."),
        )
    return _IN_THE_ADDRESS.get(given)


def _address(item: WorkItem, asked: RegisterAsked, language: str) -> str:
    """Return where the work is done."""
    place = {"language": language, "case": asked.municipality.number}
    if item.kind is WorkKind.CUT_OVER:
        return reverse("work-cutover", kwargs=place) + f"?dag={item.due.isoformat()}"
    name = {
        WorkKind.EVENT: "work-event",
        WorkKind.ROUND: "work-round",
        WorkKind.DRAW: "work-reduction",
    }.get(item.kind, "work-request")
    return reverse(name, kwargs={**place, "key": item.key})


def _queues(asked: RegisterAsked) -> dict[str, Any]:
    """Return how many wait for a place on some list, and the lists among them that have one."""
    rows = lists_on(asked.municipality, asked.as_of, asked.known_at, by=asked.actor).rows
    return {
        "waiting": sum(row.waiting for row in rows),
        "lists": sum(row.waiting > 0 for row in rows),
        "with_room": sorted(
            (row for row in rows if row.waiting > 0 and (row.free or 0) > 0),
            key=lambda row: (-row.waiting, row.key),
        ),
    }
