"""Vakt: whether the coming roster is ready, what it lacks, who must act; rosters, stations, doctors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from hjemmel.apps.duty.selectors.competences import lapses_in
from hjemmel.apps.duty.selectors.districts import (
    DistrictView,
    duty_doctors_of,
    shift_types_of,
    stations_of,
)
from hjemmel.apps.duty.selectors.overview import (
    RosterStanding,
    cases_to_decide,
    doctor_standings,
    exemptions_ending,
    roster_standings,
)
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.time import add_months
from hjemmel.web.context import language_of
from hjemmel.web.duty.asked import DutyAsked, asked_of_duty, district_of
from hjemmel.web.lists.fields import typed_day
from hjemmel.web.work.forms import unknown_action

_DAY = timedelta(days=1)
_QUARTER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a planner wants to know first.

    Args:
        now: The roster of today; ``None``: there is none.
        coming: The next one; ``None``: there is none.
        days: Days until the coming roster begins, or until the one of today ends.
        ends: The last day that has a roster; ``None``: none has.
    """

    now: RosterStanding | None
    coming: RosterStanding | None
    days: int
    ends: date | None

    @property
    def is_ready(self) -> bool:
        """Whether the coming roster is sent out with a doctor on each shift."""
        one = self.coming
        return one is not None and one.roster.state != "draft" and not one.lacking


@never_cache
def duty(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the municipality's district, or its districts to choose from, or how to set one up."""
    asked = asked_of_duty(request, case)
    districts = asked.districts()
    if len(districts) == 1:
        return _district(request, asked, districts[0])
    context = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "districts": districts,
        "elsewhere": asked.districts_elsewhere(),
    }
    return render(request, "duty/districts.html", context)


@never_cache
def district(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a district, and make a roster in it."""
    asked = asked_of_duty(request, case)
    return _district(request, asked, district_of(asked, key))


def _district(request: HttpRequest, asked: DutyAsked, shown: DistrictView) -> HttpResponse:
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return _make(request, asked, shown)
        except HjemmelError as error:
            problem = error
    rosters = roster_standings(shown.key, by=asked.actor)
    standings = doctor_standings(shown.key, by=asked.actor, on=asked.today)
    doctors = duty_doctors_of(shown.key, by=asked.actor, on=asked.today)
    types = shift_types_of(shown.key, by=asked.actor)
    context: dict[str, Any] = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "district": shown,
        "answer": _answer(rosters, asked.today),
        "rosters": rosters,
        "stations": stations_of(shown.key, by=asked.actor),
        "types": types,
        "doctors": [(one, standings[one.key]) for one in doctors if one.key in standings],
        "load": sum((one.fraction for one in doctors), start=0),
        "cases": cases_to_decide(shown.key, by=asked.actor),
        "lapses": lapses_in(shown.key, by=asked.actor, today=asked.today) if asked.may_plan else (),
        "ending": exemptions_ending(shown.key, by=asked.actor, today=asked.today),
        "problem": problem,
        "typed": _typed(request, rosters, asked.today),
        "is_set_up": bool(doctors and types),
    }
    return render(
        request, "duty/district.html", context, status=status_of(problem) if problem else 200
    )


def _answer(rosters: tuple[RosterStanding, ...], today: date) -> Answer:
    now = next((one for one in rosters if one.roster.first <= today < one.roster.last), None)
    later = [one for one in rosters if one.roster.first > today]
    coming = min(later, key=lambda one: one.roster.first, default=None)
    ends = max((one.roster.last for one in rosters), default=None)
    if coming is not None:
        days = (coming.roster.first - today).days
    else:
        days = 0 if now is None else (now.roster.last - today).days
    return Answer(now=now, coming=coming, days=days, ends=None if ends is None else ends - _DAY)


def _make(request: HttpRequest, asked: DutyAsked, shown: DistrictView) -> HttpResponse:
    """Make a roster as the form says; its last day is within it."""
    if request.POST.get("what") != "make":
        raise unknown_action()
    until = (request.POST.get("wishes_until") or "").strip()
    key = make_roster(
        district=shown.key,
        name=request.POST.get("name") or "",
        first=typed_day(request, "first"),
        last=typed_day(request, "last") + _DAY,
        wishes_until=typed_day(request, "wishes_until") if until else None,
        by=asked.actor,
    )
    kwargs = {"language": language_of(request), "case": asked.number, "key": key}
    return HttpResponseRedirect(reverse("duty-roster", kwargs=kwargs))


def _typed(
    request: HttpRequest, rosters: tuple[RosterStanding, ...], today: date
) -> dict[str, str]:
    """Return what stands in the form: as typed, else the quarter after the last roster."""
    if request.method == "POST":
        return {
            name: request.POST.get(name) or "" for name in ("name", "first", "last", "wishes_until")
        }
    quarter = date(today.year, (today.month - 1) // _QUARTER * _QUARTER + 1, 1)
    ends = max((one.roster.last for one in rosters), default=add_months(quarter, _QUARTER))
    first = max(ends, today)
    last = add_months(date(first.year, first.month, 1), _QUARTER) - _DAY
    wishes = max(today, first - timedelta(weeks=6))
    return {
        "name": f"{(first.month - 1) // _QUARTER + 1}. kvartal {first.year}"
        if first.day == 1 and first.month % _QUARTER == 1
        else "",
        "first": first.isoformat(),
        "last": last.isoformat(),
        "wishes_until": wishes.isoformat(),
    }
