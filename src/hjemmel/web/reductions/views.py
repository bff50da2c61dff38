"""Listereduksjon: note the request, announce the draw, draw, and see who was drawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.reductions import (
    earliest_reduction,
    persons_drawn,
    reduction_view,
    reductions_of,
)
from hjemmel.apps.lists.services.reductions import (
    announce_draw,
    draw_reduction,
    request_reduction,
    withdraw_reduction,
)
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.excel import Column
from hjemmel.web.lists.fields import typed_day, typed_whole
from hjemmel.web.register import RegisterAsked, asked_of_work
from hjemmel.web.tables import FORMATS, as_file
from hjemmel.web.work.forms import key_in, page_number, unknown_action
from hjemmel.web.work.looks import look_of, remember_look

_ROWS_ON_A_PAGE = 25
_NEXT = {
    "requested": Text("Kunngjør trekningen", "Announce the draw"),
    "announced": Text("Trekk", "Draw"),
}
_TICKETS: tuple[Column, ...] = (
    (Text("Nummer", "Number"), "whole"),
    (Text("Enhet", "Unit"), "whole"),
    (Text("Personer", "Persons"), "whole"),
    (Text("Lodd", "Ticket"), "text"),
    (Text("Trukket", "Drawn"), "text"),
    (Text("Holdt utenfor", "Left out"), "whole"),
)


def reductions(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the reductions, and note that a list is to be made shorter."""
    asked = asked_of_work(request, case, Permission.RUN_LISTS, ("liste",))
    today = timezone.localdate()
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return _note(request, asked)
        except HjemmelError as error:
            problem = error
    rows = lists_on(asked.municipality, asked.as_of, by=asked.actor).rows
    doctors = {row.key: row.doctor_name for row in rows}
    chosen = request.POST.get("list") or request.GET.get("liste") or ""
    context: dict[str, Any] = {
        "asked": asked,
        "problem": problem,
        "typed": request.POST,
        "lists": rows,
        "chosen_list": chosen,
        "received": request.POST.get("requested_on") or today.isoformat(),
        "effective": request.POST.get("effective_on")
        or earliest_reduction(today, asked.municipality).isoformat(),
        "reductions": [
            (one, doctors.get(one.patient_list), _NEXT.get(one.state))
            for one in reductions_of(asked.municipality, by=asked.actor)
        ],
    }
    return render(request, "reductions/reductions.html", context, status=422 if problem else 200)


@never_cache
def one_reduction(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show how far a reduction has come, and take it one step further."""
    asked = asked_of_work(request, case, Permission.RUN_LISTS, ("side",))
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return _step(request, asked, key)
        except HjemmelError as error:
            problem = error
    shown = reduction_view(key, asked.municipality, timezone.localdate(), by=asked.actor)
    look = look_of(request, asked)
    page = Paginator(shown.tickets, _ROWS_ON_A_PAGE).get_page(page_number(request))
    drawn = [ticket for ticket in shown.tickets if ticket.is_drawn]
    context = {
        "asked": asked,
        "problem": problem,
        "typed": request.POST,
        "shown": shown,
        "row": shown.row,
        "look": look,
        "page": page,
        "units_drawn": len(drawn),
        "example": shown.tickets[0] if shown.tickets else None,
        "persons": persons_drawn(key, asked.municipality, by=asked.actor, purpose=look.purpose),
        "today": timezone.localdate(),
        "files": [
            (
                "Excel" if kind == "xlsx" else "CSV",
                reverse(
                    "work-reduction-file",
                    kwargs={
                        "language": language,
                        "case": asked.municipality.number,
                        "key": key,
                        "kind": kind,
                    },
                ),
            )
            for kind in FORMATS
        ],
    }
    return render(request, "reductions/reduction.html", context, status=422 if problem else 200)


def tickets_file(
    request: HttpRequest, language: str, case: str, key: int, kind: str
) -> HttpResponse:
    """Send all tickets of a draw: what anyone needs to make it again, and no names."""
    asked = asked_of_work(request, case, Permission.RUN_LISTS)
    if kind not in FORMATS:
        raise Http404
    shown = reduction_view(key, asked.municipality, timezone.localdate(), by=asked.actor)
    yes, no = Text("ja", "yes"), Text("nei", "no")
    return as_file(
        kind,
        f"hjemmel-lodd-{asked.municipality.number}-{key}",
        Text("Lodd", "Tickets"),
        _TICKETS,
        [
            (
                row.number,
                row.unit,
                row.size,
                row.ticket,
                yes if row.is_drawn else no,
                row.left_out,
            )
            for row in shown.tickets
        ],
        language_of(request),
    )


def _note(request: HttpRequest, asked: RegisterAsked) -> HttpResponse:
    received = typed_day(request, "requested_on")
    given = request.POST
    made = request_reduction(
        patient_list=key_in(request, "list"),
        ceiling=typed_whole(request, "ceiling"),
        requested_on=received,
        effective_on=_effective(request, asked, received),
        asked_by_municipality=given.get("asked_by") == "municipality",
        gp_consents=given.get("asked_by") != "municipality" or bool(given.get("consents")),
        shorter_notice_agreed=bool(given.get("shorter")),
        by=asked.actor,
    )
    kwargs = {"language": language_of(request), "case": asked.municipality.number, "key": made.pk}
    return HttpResponseRedirect(reverse("work-reduction", kwargs=kwargs))


def _effective(request: HttpRequest, asked: RegisterAsked, received: date) -> date:
    """Return the day in the form, or the first that the notice lets when it is left empty."""
    if (request.POST.get("effective_on") or "").strip():
        return typed_day(request, "effective_on")
    return earliest_reduction(received, asked.municipality)


def _step(request: HttpRequest, asked: RegisterAsked, key: int) -> HttpResponse:
    what = request.POST.get("what")
    if what == "look":
        remember_look(request, asked)
    elif what == "announce":
        announce_draw(reduction=key, as_of=typed_day(request, "as_of"), by=asked.actor)
    elif what == "draw":
        draw_reduction(reduction=key, seed=request.POST.get("seed") or "", by=asked.actor)
    elif what == "withdraw":
        withdraw_reduction(reduction=key, by=asked.actor)
    else:
        raise unknown_action()
    return HttpResponseRedirect(request.path)
