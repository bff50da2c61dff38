"""Oppsett av vakt: the district, its stations, shift types and doctors, and what is agreed locally."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.policies import not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.costs import DUTY_CLASS, POPULATION
from hjemmel.apps.duty.selectors.districts import (
    DistrictView,
    duty_doctors_of,
    shift_types_of,
    stations_of,
)
from hjemmel.apps.duty.selectors.joining import may_join
from hjemmel.apps.duty.services.districts import (
    add_doctor,
    add_shift_type,
    add_station,
    change_settings,
    set_up_district,
)
from hjemmel.apps.duty.shift_type_fields import NewShiftType
from hjemmel.apps.registry.selectors.places import list_municipalities
from hjemmel.domain.duty_doctor import Employment
from hjemmel.domain.qualification import Qualification
from hjemmel.domain.shift import PayForm, Role
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.duty.asked import DutyAsked, asked_of_duty, district_of, key_in_address
from hjemmel.web.duty.set_up_forms import (
    shift_type_values,
    typed_choice,
    typed_percent,
    typed_shift_type,
    whole_in,
)
from hjemmel.web.duty.words import STATION_KIND, weekday_names
from hjemmel.web.lists.fields import typed_day, typed_whole
from hjemmel.web.work.forms import unknown_action


@never_cache
def setup(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show how a district is set up and what it lacks, and add to it."""
    asked = asked_of_duty(request, case, ("distrikt",))
    if not asked.may_plan or asked.municipality is None:
        raise not_allowed(Permission.PLAN_ROSTERS)
    key = key_in_address(request, "distrikt")
    shown = None if key is None else district_of(asked, key)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return _act(request, asked, shown)
        except HjemmelError as error:
            problem = error
    context: dict[str, Any] = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "district": shown,
        "problem": problem,
        "typed": request.POST,
    }
    if shown is None:
        own = asked.municipality.key
        others = list_municipalities(by=asked.actor)
        context["others"] = [one for one in others if one.key != own]
    else:
        context |= _about(request, asked, shown)
        context["pay"] = {
            name: request.POST.get(name) or shown.settings.get(name, "")
            for name in (DUTY_CLASS, POPULATION)
        }
    return render(
        request, "duty/setup.html", context, status=status_of(problem) if problem else 200
    )


def _about(request: HttpRequest, asked: DutyAsked, shown: DistrictView) -> dict[str, Any]:
    typed, language = request.POST, language_of(request)
    return {
        "stations": stations_of(shown.key, by=asked.actor),
        "types": shift_types_of(shown.key, by=asked.actor),
        "doctors": [
            one
            for one in duty_doctors_of(shown.key, by=asked.actor)
            if one.member_to is None or one.member_to > asked.today
        ],
        "joining": may_join(shown.key, by=asked.actor, on=_usual_day(asked)),
        "station_kinds": list(STATION_KIND),
        "roles": list(Role),
        "pay_forms": list(PayForm),
        "employments": list(Employment),
        "weekdays": weekday_names(),
        "qualifications": list(Qualification),
        "values": shift_type_values(typed if typed.get("what") == "type" else None, language),
    }


def _usual_day(asked: DutyAsked) -> date:
    assert asked.municipality is not None
    return asked.municipality.usual_day(asked.today)


def _act(request: HttpRequest, asked: DutyAsked, shown: DistrictView | None) -> HttpResponse:
    given, what = request.POST, request.POST.get("what")
    if what == "district" and shown is None and asked.municipality is not None:
        key = set_up_district(
            host=asked.municipality.key,
            name=given.get("name") or "",
            short_name=given.get("short_name") or "",
            municipalities=[whole_in(one) for one in given.getlist("municipalities")],
            by=asked.actor,
        )
        return _back(request, asked, key)
    if shown is None:
        raise unknown_action()
    if what == "station":
        add_station(
            district=shown.key,
            code=given.get("code") or "",
            name=given.get("name") or "",
            kind=given.get("kind") or "main",
            address=given.get("address") or "",
            opening_hours=given.get("opening_hours") or "",
            by=asked.actor,
        )
    elif what == "type":
        add_shift_type(
            district=shown.key,
            shift_type=NewShiftType(code=given.get("code") or "", **typed_shift_type(request)),
            by=asked.actor,
        )
    elif what == "doctor":
        _add_doctor(request, asked, shown)
    elif what == "settings":
        _settings(request, asked, shown)
    else:
        raise unknown_action()
    return _back(request, asked, shown.key)


def _back(request: HttpRequest, asked: DutyAsked, key: int) -> HttpResponse:
    kwargs = {"language": language_of(request), "case": asked.number}
    return HttpResponseRedirect(f"{reverse('duty-setup', kwargs=kwargs)}?distrikt={key}")


def _add_doctor(request: HttpRequest, asked: DutyAsked, shown: DistrictView) -> None:
    doctor, _, municipality = (request.POST.get("doctor") or "").partition(":")
    roles = [Role.DOCTOR]
    if request.POST.get("back_up") == "1":
        roles.append(Role.BACK_UP)
    add_doctor(
        district=shown.key,
        doctor=whole_in(doctor),
        municipality=whole_in(municipality),
        member_from=typed_day(request, "member_from"),
        fraction=typed_percent(request, "fraction") / 100,
        employment=typed_choice(request, "employment", Employment),
        roles=roles,
        email=(request.POST.get("email") or "").strip(),
        by=asked.actor,
    )


def _settings(request: HttpRequest, asked: DutyAsked, shown: DistrictView) -> None:
    found = {
        name: typed_whole(request, name)
        for name in (DUTY_CLASS, POPULATION)
        if (request.POST.get(name) or "").strip()
    }
    if not found:
        raise InputError(
            Text("Ingenting er fylt ut.", "Nothing is filled in."),
            where=DUTY_CLASS,
            remedy=Text("Gi vaktklasse eller innbyggertall.", "Give pay class or population."),
        )
    change_settings(district=shown.key, settings=found, by=asked.actor)
