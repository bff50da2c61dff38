"""A roster: matrix and calendar, what is broken, and changes with the judgement at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hjemmel.apps.duty.selectors.districts import shift_types_of
from hjemmel.apps.duty.selectors.marks import marks_of
from hjemmel.apps.duty.selectors.overview import lacking_in
from hjemmel.apps.duty.selectors.rosters import RosterPage, RosterView, roster_findings, roster_page
from hjemmel.apps.duty.selectors.trying import cell_view, shift_view
from hjemmel.apps.duty.services.assigning import change_shift, lock_doctor
from hjemmel.apps.duty.services.rosters import close_roster, discard_roster
from hjemmel.engines.rostering.terms import Level
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.web.context import day_asked_for, language_of
from hjemmel.web.duty.advice import advised
from hjemmel.web.duty.asked import DutyAsked, asked_of_duty, key_in_address, roster_of
from hjemmel.web.duty.matrix import Look, calendar, matrix
from hjemmel.web.duty.shown import KEYS, Shown, shown_in, ways
from hjemmel.web.work.forms import key_in, unknown_action

_CELL = ("lege", "dag", "vakt")
_FOUR_WEEKS = timedelta(weeks=4)
_MOST_COVERAGE = 8


@never_cache
def roster(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a week or four of a roster, as a matrix or a calendar, with what is broken beside."""
    asked = asked_of_duty(request, case, (*KEYS, *_CELL, "funn"))
    shown_roster = roster_of(asked, key)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return _settle(request, asked, shown_roster)
        except HjemmelError as error:
            problem = error
    context = board(request, asked, shown_roster)
    shifts, lacking = lacking_in(shown_roster)
    context |= {
        "problem": problem,
        "shifts": shifts,
        "lacking": lacking,
        "findings_now": request.GET.get("funn") == "ja",
    }
    if context["findings_now"]:
        context |= findings_context(asked, shown_roster)
    status = status_of(problem) if problem else 200
    return render(request, "duty/roster.html", context, status=status)


def board(
    request: HttpRequest, asked: DutyAsked, shown_roster: RosterView, *, with_panel: bool = True
) -> dict[str, Any]:
    """Return what the board shows: the days, and the cell or the shift that is chosen."""
    shown = shown_in(request, shown_roster, asked.today)
    page = roster_page(shown_roster.key, by=asked.actor, first=shown.first, last=shown.last)
    look = look_of(asked, page, request)
    base = f"?{shown.query}&vakt=" if page.roster.may_plan else ""
    marks = None
    if page.roster.may_plan:
        marks = marks_of(page.roster.key, page.names, shown.first, shown.last, by=asked.actor)
    if shown.view == "matrise":
        drawn = matrix(page, look, asked.today, marks)
    else:
        drawn = calendar(page, look, asked.today, base)
    return {
        **_about(request, asked, page.roster, shown),
        "page": page,
        "ways": ways(shown, page.roster),
        "drawn": drawn,
        "legend": look.legend(),
        **(panel(request, asked, page.roster) if with_panel else {}),
    }


def _about(
    request: HttpRequest, asked: DutyAsked, shown_roster: RosterView, shown: Shown
) -> dict[str, Any]:
    """Return what the board and its panel have in common."""
    kwargs = {"language": language_of(request), "case": asked.number, "key": shown_roster.key}
    return {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "roster": shown_roster,
        "shown": shown,
        "address": reverse("duty-roster", kwargs=kwargs),
        "change_url": f"{reverse('duty-roster-change', kwargs=kwargs)}?{shown.query}",
        "panel_url": f"{reverse('duty-roster-panel', kwargs=kwargs)}?{shown.query}",
    }


def look_of(asked: DutyAsked, page: RosterPage, request: HttpRequest) -> Look:
    """Return how the shifts of a roster look."""
    types = shift_types_of(page.roster.district, by=asked.actor)
    return Look([one.name for one in types], language_of(request))


def panel(request: HttpRequest, asked: DutyAsked, shown_roster: RosterView) -> dict[str, Any]:
    """Return the doctor's day or the shift that is chosen, with what can be done."""
    if not shown_roster.may_plan:
        return {}
    roster_key = shown_roster.key
    doctor, day, shift = (
        key_in_address(request, "lege"),
        day_asked_for(request, "dag"),
        request.GET.get("vakt"),
    )
    if shift:
        return {"shift_view": shift_view(roster_key, shift[:60], by=asked.actor)}
    if doctor is not None and day is not None:
        return {"cell": cell_view(roster_key, doctor, day, by=asked.actor)}
    return {}


@never_cache
def roster_panel(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Answer with what can be done with the cell or the shift that is chosen."""
    asked = asked_of_duty(request, case, (*KEYS, *_CELL, "del"))
    shown_roster = roster_of(asked, key)
    context = _about(request, asked, shown_roster, shown_in(request, shown_roster, asked.today))
    if not request.headers.get("HX-Request"):
        wanted = request.GET.copy()
        wanted.pop("del", None)
        return HttpResponseRedirect(f"{context['address']}?{wanted.urlencode()}")
    context |= panel(request, asked, shown_roster) or board(request, asked, shown_roster)
    is_part = request.GET.get("del") == "valg"
    return render(request, "duty/_choice.html" if is_part else "duty/_panel.html", context)


@never_cache
@require_POST
def change(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Put somebody on a shift, take her off, or lock her; answer with the days as they are then."""
    asked = asked_of_duty(request, case, (*KEYS, *_CELL))
    shown_roster = roster_of(asked, key)
    is_fragment = bool(request.headers.get("HX-Request"))
    status = HTTPStatus.OK
    done: dict[str, Any]
    try:
        done = {"changed": _change(request, asked, shown_roster)}
    except HjemmelError as error:
        status = HTTPStatus(status_of(error))
        done = {"problem": error, "tried": request.POST}
    chosen = urlencode({name: request.GET[name] for name in _CELL if request.GET.get(name)})
    is_later = is_fragment and bool(chosen)  # the board first, then what else can be done
    shown_now = board(request, asked, roster_of(asked, key), with_panel=not is_later)
    context = {**shown_now, **done, "later": chosen if is_later else ""}
    shifts, lacking = lacking_in(context["roster"])
    context |= {"shifts": shifts, "lacking": lacking}
    page = "duty/_board_answer.html" if is_fragment else "duty/roster.html"
    return render(request, page, context, status=status)


def _change(request: HttpRequest, asked: DutyAsked, shown_roster: RosterView) -> dict[str, Any]:
    given = request.POST
    shift, version = given.get("shift") or "", key_in(request, "version")
    what = given.get("what")
    if what in ("lock", "unlock"):
        lock_doctor(
            roster=shown_roster.key,
            shift=shift,
            doctor=key_in(request, "doctor"),
            is_fixed=what == "lock",
            version=version,
            by=asked.actor,
        )
        return {"what": what, "findings": ()}
    if what != "change":
        raise unknown_action()
    put_on = [key_in(request, "put_on")] if given.get("put_on") else []
    take_off = [key_in(request, "take_off")] if given.get("take_off") else []
    done = change_shift(
        roster=shown_roster.key,
        shift=shift,
        put_on=put_on,
        take_off=take_off,
        version=version,
        by=asked.actor,
        reason=given.get("reason") or "",
    )
    return {
        "what": "change",
        "findings": [(one, advised(one)) for one in done.findings],
        "shift": shift,
        "put_on": put_on[0] if put_on else "",
        "take_off": take_off[0] if take_off else "",
        "version": done.version,
    }


def _settle(request: HttpRequest, asked: DutyAsked, shown_roster: RosterView) -> HttpResponse:
    what, version = request.POST.get("what"), key_in(request, "version")
    if what == "discard":
        discard_roster(roster=shown_roster.key, version=version, by=asked.actor)
    elif what == "close":
        close_roster(roster=shown_roster.key, version=version, by=asked.actor)
    else:
        raise unknown_action()
    kwargs = {"language": language_of(request), "case": asked.number, "key": shown_roster.district}
    return HttpResponseRedirect(reverse("duty-district", kwargs=kwargs))


@never_cache
def findings(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Answer with what a roster breaks, as a part of its page."""
    asked = asked_of_duty(request, case)
    shown_roster = roster_of(asked, key)
    if not request.headers.get("HX-Request"):
        kwargs = {"language": language, "case": asked.number, "key": key}
        return HttpResponseRedirect(f"{reverse('duty-roster', kwargs=kwargs)}?funn=ja")
    context = {"asked": asked, "roster": shown_roster, **findings_context(asked, shown_roster)}
    return render(request, "duty/_findings.html", context)


def findings_context(asked: DutyAsked, shown_roster: RosterView) -> dict[str, Any]:
    """Return what a roster breaks: first who is on it unlawfully, then which shifts lack somebody."""
    found = roster_findings(shown_roster.key, by=asked.actor)
    others = [one for one in found if one.constraint != "coverage" or one.override]
    coverage = [one for one in found if one.constraint == "coverage" and not one.override]
    return {
        "findings": [(one, advised(one)) for one in others],
        "coverage": coverage[:_MOST_COVERAGE],
        "coverage_more": max(0, len(coverage) - _MOST_COVERAGE),
        "coverage_count": len(coverage),
        "counts": [
            (level, sum(one.level is level for one in found))
            for level in Level
            if any(one.level is level for one in found)
        ],
        "stops": sum(one.stops_publishing for one in found),
    }


@never_cache
def printed(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a roster, or some of its days, on sheets of four weeks."""
    asked = asked_of_duty(request, case, ("fra", "til"))
    shown_roster = roster_of(asked, key)
    first = max(day_asked_for(request, "fra") or shown_roster.first, shown_roster.first)
    until = min(day_asked_for(request, "til") or shown_roster.last_day, shown_roster.last_day)
    page = roster_page(key, by=asked.actor, first=first, last=until + timedelta(days=1))
    look = look_of(asked, page, request)
    sheets = []
    start = first
    while start <= until:
        end = min(start - timedelta(days=start.weekday()) + _FOUR_WEEKS, until + timedelta(days=1))
        sheets.append(_sheet(page, look, asked.today, start, end))
        start = end
    found = roster_findings(shown_roster.key, by=asked.actor)
    context = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "roster": shown_roster,
        "sheets": sheets,
        "first": first,
        "last": until,
        "overrides": [one for one in found if one.override],
        "broken": sum(one.stops_publishing for one in found),
        "legend": look.legend(),
    }
    return render(request, "duty/print.html", context)


def _sheet(page: RosterPage, look: Look, today: date, first: date, last: date) -> dict[str, Any]:
    """Return the days of a sheet, from ``first`` to before ``last``."""
    days = tuple(day for day in page.days if first <= day < last)
    shifts = tuple(one for one in page.shifts if first <= one.day < last)
    table = f"t-from-{first.isoformat()}"
    return {
        "first": first,
        "last": last - timedelta(days=1),
        "table": table,
        "drawn": matrix(replace(page, days=days, shifts=shifts), look, today, table=table),
    }
