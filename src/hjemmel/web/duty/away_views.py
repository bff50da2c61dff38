"""Fravær and illness in a district, and how its roster is mended with the least change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.away import absences_in
from hjemmel.apps.duty.selectors.districts import duty_doctors_of
from hjemmel.apps.duty.selectors.offers import open_shifts
from hjemmel.apps.duty.selectors.replanning import propose_replan
from hjemmel.apps.duty.selectors.rosters import list_rosters
from hjemmel.apps.duty.selectors.to_fill import shifts_to_fill
from hjemmel.apps.duty.services.illness import take_replan
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.duty.asked import asked_of_duty, district_of, roster_of
from hjemmel.web.duty.mine_views import tell
from hjemmel.web.work.forms import key_in, unknown_action

_AHEAD = timedelta(days=180)
_SECONDS = 5.0


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
    """Propose the fewest changes by which a published roster holds again, and take them."""
    asked = asked_of_duty(request, case, ("foresla",))
    roster = roster_of(asked, key)
    asked.actor.require(Permission.PLAN_ROSTERS, municipality=roster.host)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("what") != "take":
                raise unknown_action()
            take_replan(
                roster=key,
                version=key_in(request, "version"),
                put=_pairs(request, "put"),
                off=_pairs(request, "off"),
                by=asked.actor,
                now=timezone.now(),
            )
            kwargs = {"language": language_of(request), "case": asked.number, "key": key}
            return HttpResponseRedirect(reverse("duty-roster", kwargs=kwargs))
        except HjemmelError as error:
            problem = error
    proposal = None
    if request.GET.get("foresla") == "ja" and request.method == "GET":
        try:
            proposal = propose_replan(key, by=asked.actor, now=timezone.now(), seconds=_SECONDS)
        except HjemmelError as error:
            problem = error
    context = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "roster": roster,
        "problem": problem,
        "proposal": proposal,
    }
    status = status_of(problem) if problem else 200
    return render(request, "duty/replan.html", context, status=status)


def _pairs(request: HttpRequest, name: str) -> tuple[tuple[str, int], ...]:
    """Return the pairs of shift and doctor that a form holds, each as ``doctor shift``."""
    found = []
    for given in request.POST.getlist(name):
        doctor, _, shift = given.partition(" ")
        if not doctor.isascii() or not doctor.isdecimal() or not shift:
            raise InputError(
                Text("Skjemaet kan ikke leses.", "The form cannot be read."),
                where=name,
                remedy=Text("Lag et nytt forslag.", "Make a new proposal."),
            )
        found.append((shift, int(doctor)))
    return tuple(found)
