"""Schemes with each year's frame, and the rounds of a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.grants.selectors.rounds import rounds_of
from hjemmel.apps.grants.selectors.schemes import (
    SchemeView,
    get_scheme,
    get_year,
    schemes_in,
    schemes_not_in_use,
)
from hjemmel.apps.grants.services.rounds import award_round, rank_round
from hjemmel.apps.grants.services.schemes import (
    adopt_scheme,
    change_deadline,
    change_frame,
    open_year,
)
from hjemmel.kernel.errors import HjemmelError, UnknownIdError
from hjemmel.kernel.money import Money
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.grants.asked import GrantsAsked, asked_of_grants, typed_kroner
from hjemmel.web.lists.fields import typed_day, typed_whole
from hjemmel.web.work.forms import key_in, unknown_action


@never_cache
def schemes(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the schemes in use with this year's frame, and take one into use."""
    asked = asked_of_grants(request, case)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            made = adopt_scheme(
                municipality=asked.municipality.key,
                scheme=request.POST.get("scheme") or "",
                by=asked.actor,
            )
            kwargs = {"language": language_of(request), "case": asked.number, "key": made}
            return HttpResponseRedirect(reverse("grants-scheme", kwargs=kwargs))
        except HjemmelError as error:
            problem = error
    found = schemes_in(asked.municipality.key, by=asked.actor, on=asked.today)
    newest = [(one, one.years[0] if one.years else None) for one in found]
    context = {
        "asked": asked,
        "made_up": asked.municipality.is_synthetic,
        "problem": problem,
        "schemes": newest,
        "left": Money(sum(year.frame.left.oere for _, year in newest if year is not None)),
        "ready": schemes_not_in_use(asked.municipality.key, by=asked.actor),
    }
    status = status_of(problem) if problem else 200
    return render(request, "grants/schemes.html", context, status=status)


@never_cache
def scheme(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a scheme with its frame year by year; open a year, change a frame or a deadline."""
    asked = asked_of_grants(request, case)
    problem: HjemmelError | None = None
    found = _scheme_of(asked, key)
    if request.method == "POST":
        try:
            _change_scheme(request, asked, found)
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    context = {
        "asked": asked,
        "made_up": asked.municipality.is_synthetic,
        "problem": problem,
        "typed": request.POST,
        "scheme": found,
        "next_year": found.years[0].year + 1 if found.years else asked.today.year,
    }
    status = status_of(problem) if problem else 200
    return render(request, "grants/scheme.html", context, status=status)


@never_cache
def grant_round(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show the rounds of a year, explained line by line; rank, order equals, award."""
    asked = asked_of_grants(request, case)
    year = get_year(key, by=asked.actor)
    shown = _scheme_of(asked, year.scheme)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            _change_round(request, asked, key)
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    context: dict[str, Any] = {
        "asked": asked,
        "made_up": asked.municipality.is_synthetic,
        "problem": problem,
        "typed": request.POST,
        "scheme": shown,
        "year": get_year(key, by=asked.actor),
        "rounds": rounds_of(key, by=asked.actor),
    }
    status = status_of(problem) if problem else 200
    return render(request, "grants/round.html", context, status=status)


def _scheme_of(asked: GrantsAsked, key: int) -> SchemeView:
    found = get_scheme(key, by=asked.actor, on=asked.today)
    if found.municipality != asked.municipality.key:
        raise UnknownIdError(
            Text("Ordningen er ikke i denne kommunen.", "The scheme is not in this municipality."),
            where="scheme",
            remedy=Text("Gå tilbake til ordningene.", "Go back to the schemes."),
        )
    return found


def _change_scheme(request: HttpRequest, asked: GrantsAsked, found: SchemeView) -> None:
    what, source = request.POST.get("what"), request.POST.get("source") or ""
    if what == "open":
        open_year(
            scheme=found.key,
            year=typed_whole(request, "year"),
            frame=typed_kroner(request, "frame"),
            source=source,
            deadline=_day_if_any(request, "deadline"),
            by=asked.actor,
        )
    elif what == "frame":
        change_frame(
            scheme_year=key_in(request, "scheme_year"),
            frame=typed_kroner(request, "frame") or Money(0),
            source=source,
            by=asked.actor,
        )
    elif what == "deadline":
        change_deadline(
            scheme_year=key_in(request, "scheme_year"),
            deadline=typed_day(request, "deadline"),
            by=asked.actor,
        )
    else:
        raise unknown_action()


def _change_round(request: HttpRequest, asked: GrantsAsked, key: int) -> None:
    what, now = request.POST.get("what"), timezone.now()
    if what == "rank":
        rank_round(scheme_year=key, by=asked.actor, now=now)
    elif what == "award":
        award_round(
            grant_round=key_in(request, "round"),
            reason=request.POST.get("reason") or "",
            refuse_others=request.POST.get("refuse_others") == "1",
            by=asked.actor,
            now=now,
        )
    else:
        raise unknown_action()


def _day_if_any(request: HttpRequest, name: str) -> date | None:
    return typed_day(request, name) if (request.POST.get(name) or "").strip() else None
