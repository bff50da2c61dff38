"""Search for a resident, and her page: never a national id in an address, always a purpose."""

from __future__ import annotations

import json
import secrets
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.requests import lists_to_choose, wishes_of
from hjemmel.apps.lists.selectors.told import told
from hjemmel.apps.lists.services import rights
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.people import MembershipView, resident_page, search_residents
from hjemmel.apps.registry.selectors.places import list_districts
from hjemmel.domain.change import Asker, Care, ChangeCause
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.web.context import language_of
from hjemmel.web.register import RegisterAsked, asked_of_register
from hjemmel.web.residents.actions import STRIKE_CHECKS, act_on_resident, day_of
from hjemmel.web.residents.purposes import PURPOSES, purpose_in, remember, remembered
from hjemmel.web.residents.words import BASIS, PERSON_COLUMNS, person_values
from hjemmel.web.tables import files_in_page


@never_cache
def search(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Search by what is in the body of the form; nothing of it stands in the address."""
    asked = asked_of_register(request, case, Permission.SEE_RESIDENTS)
    context: dict[str, Any] = {"asked": asked, "purposes": PURPOSES, "typed": request.POST}
    status = 200
    if request.method == "POST":
        try:
            purpose, born = purpose_in(request), request.POST.get("born") or ""
            found = search_residents(
                asked.municipality,
                by=asked.actor,
                purpose=purpose,
                national_id=request.POST.get("national_id") or "",
                name=request.POST.get("name") or "",
                born=day_of(born) if born else None,
            )
            context["found"] = found
            context["files"] = files_in_page(
                f"hjemmel-innbyggere-{asked.municipality.number}",
                Text("Innbyggere", "Residents"),
                PERSON_COLUMNS,
                [person_values(row) for row in found],
                language_of(request),
            )
            remember(request, [str(row.key) for row in found], purpose)
        except HjemmelError as error:
            context["problem"], status = error, 422
    return render(request, "residents/search.html", context, status=status)


@never_cache
def resident(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a resident for a purpose; without one, ask for it."""
    asked = asked_of_register(request, case, Permission.SEE_RESIDENTS)
    what = request.POST.get("what") if request.method == "POST" else None
    problem: HjemmelError | None = None
    if what == "open":
        try:
            remember(request, [str(key)], purpose_in(request))
            return HttpResponseRedirect(request.path + asked.query)
        except HjemmelError as error:
            problem = error
    purpose = remembered(request, str(key))
    if problem is not None or not purpose:
        context = {"asked": asked, "purposes": PURPOSES, "problem": problem}
        return render(request, "residents/purpose.html", context, status=422 if problem else 200)
    if what is not None and what != "number":
        try:
            act_on_resident(request, asked, key)
            return HttpResponseRedirect(request.path + asked.query)
        except HjemmelError as error:
            problem = error
    context = _context(asked, key, purpose, whole_number=what == "number")
    context["problem"], context["typed"] = problem, request.POST
    context["form_key"] = request.POST.get("key") or secrets.token_hex(16)
    return render(request, "residents/resident.html", context, status=422 if problem else 200)


@never_cache
@require_POST
def export(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Send everything that is stored about a resident; the purpose is the page's, or the form's."""
    asked = asked_of_register(request, case, Permission.SEE_RESIDENTS)
    purpose = remembered(request, str(key)) or purpose_in(request)
    data = rights.export_person(resident=key, purpose=purpose, by=asked.actor)
    response = HttpResponse(
        json.dumps(data, ensure_ascii=False, indent=1), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="hjemmel-innsyn-{key}.json"'
    return response


def _holds(one: MembershipView, day: date) -> bool:
    """Tell whether a time on a list holds on a day."""
    return (
        one.valid_from <= day
        and one.known_to is None
        and not (one.valid_to and one.valid_to <= day)
    )


def _context(asked: RegisterAsked, key: int, purpose: str, *, whole_number: bool) -> dict[str, Any]:
    """Return what the page shows, and what of it may be changed."""
    shown = resident_page(
        key,
        asked.municipality,
        asked.as_of,
        asked.known_at,
        by=asked.actor,
        purpose=purpose,
        whole_number=whole_number,
    )
    place, today = asked.municipality.key, timezone.localdate()
    rows = lists_on(asked.municipality, asked.as_of, by=asked.actor).rows
    known = {row.key: row for row in rows}
    held = [one for one in shown.memberships if _holds(one, asked.as_of)]
    return {
        "asked": asked,
        "shown": shown,
        "on_list": next((known.get(one.patient_list or 0) for one in held), None),
        "elsewhere": bool(held) and held[0].patient_list is None,
        "wishes": wishes_of(key, asked.municipality, today, by=asked.actor),
        "told": told(key, asked.municipality, asked.municipality.usual_day(today), by=asked.actor),
        "to_choose": [
            (row, known.get(row.key))
            for row in lists_to_choose(asked.municipality, today, by=asked.actor)
        ],
        "causes": list(ChangeCause),
        "askers": list(Asker),
        "cares": list(Care),
        "whole_number": whole_number,
        "basis": BASIS[shown.basis],
        "all_lists": rows,
        "districts": list_districts(asked.municipality, by=asked.actor),
        "today": today,
        "next_month": Month.of(today).plus(1).first_day,
        "may_change": asked.actor.may(Permission.EDIT_RESIDENTS, municipality=place),
        "may_run": asked.actor.may(Permission.RUN_LISTS, municipality=place),
        "strike_checks": STRIKE_CHECKS,
        "may_export": asked.actor.may(Permission.EXPORT_PERSON, municipality=place),
        "may_erase": asked.actor.may(Permission.ERASE_PERSON, municipality=place),
        "classes": list(WaitingClass),
    }
