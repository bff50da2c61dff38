"""Fravær and illness in a district, and what has to be filled in a roster that is out."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.away import absences_in
from hjemmel.apps.duty.selectors.districts import duty_doctors_of
from hjemmel.apps.duty.selectors.offers import open_shifts
from hjemmel.apps.duty.selectors.replanning import vacancies_in
from hjemmel.apps.duty.selectors.rosters import list_rosters
from hjemmel.apps.duty.selectors.runs import runs_of
from hjemmel.apps.duty.selectors.to_fill import shifts_to_fill
from hjemmel.apps.duty.services.solving import queue_replan, start_run
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.web.context import language_of
from hjemmel.web.duty.asked import asked_of_duty, district_of, roster_of
from hjemmel.web.duty.mine_views import tell
from hjemmel.web.work.forms import key_in, unknown_action

_AHEAD = timedelta(days=180)


@never_cache
def away(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show who is away and which shifts are open; say that a doctor is ill or away."""
    asked = asked_of_duty(request, case)
    shown = district_of(asked, key)
    asked.actor.require(
        Permission.PLAN_ROSTERS,
        municipality=None if asked.municipality is None else asked.municipality.key,
    )
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            doctor = key_in(request, "duty_doctor") if request.POST.get("duty_doctor") else 0
            tell(request, asked.actor, doctor)
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    now = timezone.now()
    context: dict[str, Any] = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "district": shown,
        "problem": problem,
        "typed": request.POST,
        "absences": absences_in(
            key, by=asked.actor, first=asked.today, last=asked.today + _AHEAD, today=asked.today
        ),
        "to_fill": shifts_to_fill(key, by=asked.actor, now=now),
        "open": open_shifts(key, by=asked.actor, now=now),
        "doctors": duty_doctors_of(key, by=asked.actor, on=asked.today),
        "published": [one for one in list_rosters(key, by=asked.actor) if one.state == "published"],
    }
    status = status_of(problem) if problem else 200
    return render(request, "duty/away.html", context, status=status)


@never_cache
def replan(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show what has to be filled and who may take it; start a search for the fewest changes."""
    asked = asked_of_duty(request, case)
    roster = roster_of(asked, key)
    asked.actor.require(Permission.PLAN_ROSTERS, municipality=roster.host)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("what") != "search":
                raise unknown_action()
            run = queue_replan(roster=key, by=asked.actor, now=timezone.now())
            transaction.on_commit(partial(start_run, run=run, by=asked.actor))
            kwargs = {"language": language_of(request), "case": asked.number, "key": key}
            return HttpResponseRedirect(reverse("duty-run", kwargs=kwargs | {"run": run}))
        except HjemmelError as error:
            problem = error
    is_out = roster.state == "published"
    runs = [one for one in runs_of(key, by=asked.actor) if one.is_replan]
    context = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "roster": roster,
        "problem": problem,
        "is_out": is_out,
        "vacancies": vacancies_in(key, by=asked.actor, now=timezone.now()) if is_out else (),
        "ongoing": next((one for one in runs if one.is_ongoing), None),
        "newest": next((one for one in runs if one.can_be_taken), None),
    }
    status = status_of(problem) if problem else 200
    return render(request, "duty/replan.html", context, status=status)
