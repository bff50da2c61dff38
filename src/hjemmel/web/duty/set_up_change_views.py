"""Changes of a duty district's set-up: the district with what it has agreed, a station, a type, a doctor."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.policies import not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import unknown
from hjemmel.apps.duty.agreed_limits import BY_EMPLOYMENT, AgreedLimit
from hjemmel.apps.duty.selectors.districts import (
    DistrictView,
    DutyDoctorView,
    ShiftTypeView,
    StationView,
    duty_doctors_of,
    shift_types_of,
    stations_of,
)
from hjemmel.apps.duty.selectors.set_up import (
    LimitView,
    agreed_limits_of,
    places_of,
    weights_of,
)
from hjemmel.apps.duty.services.district_changes import (
    change_district,
    change_station,
    remove_station,
    set_agreed_limits,
    set_weights,
)
from hjemmel.apps.duty.services.member_changes import change_doctor, end_membership, remove_doctor
from hjemmel.apps.duty.services.shift_type_changes import (
    change_shift_type,
    end_shift_type,
    remove_shift_type,
)
from hjemmel.domain.duty_doctor import Employment
from hjemmel.domain.qualification import Qualification
from hjemmel.domain.shift import PayForm, Role
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.web.context import language_of
from hjemmel.web.duty.asked import DutyAsked, asked_of_duty, district_of
from hjemmel.web.duty.set_up_forms import (
    shift_type_values,
    typed_choice,
    typed_choices,
    typed_day_after,
    typed_percent,
    typed_shift_type,
    whole_in,
)
from hjemmel.web.duty.words import STATION_KIND, weekday_names
from hjemmel.web.lists.fields import typed_day, typed_whole
from hjemmel.web.numbers import exact
from hjemmel.web.work.forms import unknown_action

_View = TypeVar("_View", StationView, ShiftTypeView, DutyDoctorView)
_STATION = ("name", "kind", "address", "opening_hours")


@never_cache
def district(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show and change what a district is called, who shares it and what it has agreed."""
    asked, shown = _asked(request, case, key)
    limits = agreed_limits_of(key, by=asked.actor, on=asked.today)
    weights = weights_of(key, by=asked.actor)

    def act() -> HttpResponse | None:
        given, what = request.POST, request.POST.get("what")
        if what == "district":
            change_district(
                district=key,
                name=given.get("name") or "",
                municipalities=[whole_in(one) for one in given.getlist("municipalities")],
                version=given.get("version"),
                by=asked.actor,
                today=asked.today,
            )
        elif what == "limits":
            set_agreed_limits(
                district=key,
                limits={one.name: _typed_limit(request, one.name) for one in limits},
                version=given.get("version"),
                by=asked.actor,
            )
        elif what == "weights":
            set_weights(
                district=key,
                weights={one.name: _typed_weight(request, one.name) for one in weights},
                version=given.get("version"),
                by=asked.actor,
            )
        else:
            raise unknown_action()
        return HttpResponseRedirect(request.path)

    def about() -> dict[str, Any]:
        typed = request.POST
        sent = typed.getlist("municipalities") if typed.get("what") == "district" else None
        return {
            "sharing": [
                (one, one.is_member if sent is None else str(one.key) in sent)
                for one in places_of(key, by=asked.actor)
            ],
            "limits": [(one, _limit_values(request, one)) for one in limits],
            "weights": [
                (one, typed.get(one.name, "" if one.agreed is None else str(one.agreed)))
                for one in weights
            ],
            "employments": list(Employment),
        }

    return _answer(request, "duty/set_up_district.html", asked, shown, act, about)


@never_cache
def station(request: HttpRequest, language: str, case: str, key: int, station: int) -> HttpResponse:
    """Show and change a station, or take it away when nothing uses it."""
    asked, shown = _asked(request, case, key)
    one = _among(stations_of(key, by=asked.actor), station, "station")

    def act() -> HttpResponse | None:
        given, what = request.POST, request.POST.get("what")
        if what == "change":
            change_station(
                station=station,
                changes={name: given.get(name) or "" for name in _STATION},
                version=given.get("version"),
                by=asked.actor,
            )
        elif what == "remove":
            remove_station(station=station, by=asked.actor)
        else:
            raise unknown_action()
        return _back(request, asked, shown, "stations")

    def about() -> dict[str, Any]:
        typed = request.POST if request.POST.get("what") == "change" else None
        values = {name: getattr(one, name) for name in _STATION} if typed is None else typed
        return {"one": one, "values": values, "station_kinds": list(STATION_KIND)}

    return _answer(request, "duty/set_up_station.html", asked, shown, act, about)


@never_cache
def shift_type(request: HttpRequest, language: str, case: str, key: int, kind: int) -> HttpResponse:
    """Show and change a shift type, say when it ends, or take it away when nothing uses it."""
    asked, shown = _asked(request, case, key)
    types = shift_types_of(key, by=asked.actor)
    one = _among(types, kind, "shift type")

    def act() -> HttpResponse | None:
        what, version = request.POST.get("what"), request.POST.get("version")
        if what == "change":
            change_shift_type(
                shift_type=kind,
                changes=typed_shift_type(request),
                version=version,
                by=asked.actor,
            )
        elif what == "end":
            end_shift_type(
                shift_type=kind,
                valid_to=typed_day_after(request, "valid_to"),
                version=version,
                by=asked.actor,
            )
        elif what == "remove":
            remove_shift_type(shift_type=kind, by=asked.actor)
        else:
            raise unknown_action()
        return _back(request, asked, shown, "stations")

    def about() -> dict[str, Any]:
        typed = request.POST if request.POST.get("what") == "change" else None
        return {
            "one": one,
            "values": shift_type_values(typed, language_of(request), one),
            "types": [other for other in types if other.key != kind],
            "stations": stations_of(key, by=asked.actor),
            "roles": list(Role),
            "pay_forms": list(PayForm),
            "weekdays": weekday_names(),
            "qualifications": list(Qualification),
        }

    return _answer(request, "duty/set_up_type.html", asked, shown, act, about)


@never_cache
def doctor(request: HttpRequest, language: str, case: str, key: int, doctor: int) -> HttpResponse:
    """Show and change what holds for a doctor, let her leave, or take her out when nothing is hers."""
    asked, shown = _asked(request, case, key)
    one = _among(duty_doctors_of(key, by=asked.actor), doctor, "duty doctor")
    opened: list[Any] = []

    def act() -> HttpResponse | None:
        what = request.POST.get("what")
        if what == "change":
            opened.extend(_change_doctor(request, asked, doctor))
        elif what == "end":
            leaves = (request.POST.get("member_to") or "").strip()
            opened.extend(
                end_membership(
                    duty_doctor=doctor,
                    member_to=typed_day(request, "member_to") if leaves else None,
                    version=request.POST.get("version"),
                    by=asked.actor,
                    now=timezone.now(),
                )
            )
        elif what == "remove":
            remove_doctor(duty_doctor=doctor, by=asked.actor)
        else:
            raise unknown_action()
        return None if opened else _back(request, asked, shown, "doctors")

    def about() -> dict[str, Any]:
        now = one
        if opened:
            now = _among(duty_doctors_of(key, by=asked.actor), doctor, "duty doctor")
        refused = request.POST.get("what") == "change" and not opened
        return {
            "one": now,
            "opened": [(each, now.name) for each in opened],
            "values": _doctor_values(request, now, is_typed=refused),
            "stations": stations_of(key, by=asked.actor),
            "roles": list(Role),
            "employments": list(Employment),
        }

    return _answer(request, "duty/set_up_doctor.html", asked, shown, act, about)


def _change_doctor(request: HttpRequest, asked: DutyAsked, doctor: int) -> Iterable[Any]:
    given = request.POST
    return change_doctor(
        duty_doctor=doctor,
        fraction=typed_percent(request, "fraction") / 100,
        employment=typed_choice(request, "employment", Employment),
        roles=typed_choices(request, "roles", Role),
        stations=[one for one in given.getlist("stations") if one],
        email=(given.get("email") or "").strip(),
        version=given.get("version"),
        by=asked.actor,
        now=timezone.now(),
    )


def _doctor_values(request: HttpRequest, one: DutyDoctorView, *, is_typed: bool) -> dict[str, Any]:
    if is_typed:
        typed = request.POST
        return {**typed.dict(), **{name: typed.getlist(name) for name in ("roles", "stations")}}
    return {
        "fraction": exact(float(one.fraction * 100), language_of(request)),
        "employment": one.employment.value,
        "roles": [role.value for role in one.roles],
        "stations": list(one.stations),
        "email": one.email,
    }


def _typed_limit(request: HttpRequest, name: str) -> AgreedLimit | None:
    """Return a limit of a form; ``None``: law's and agreement's own."""
    given = request.POST
    if not (given.get(name) or "").strip():
        return None
    return AgreedLimit(
        value=typed_whole(request, name),
        source=(given.get(f"{name}-source") or "").strip(),
        employments=tuple(typed_choices(request, f"{name}-for", Employment)),
    )


def _typed_weight(request: HttpRequest, name: str) -> int | None:
    """Return the points of a form; ``None``: the usual."""
    return typed_whole(request, name) if (request.POST.get(name) or "").strip() else None


def _limit_values(request: HttpRequest, one: LimitView) -> dict[str, Any]:
    """Return what stands in the fields of a limit."""
    typed, agreed = request.POST, one.agreed
    values: dict[str, Any] = {"value": "", "source": "", "employments": []}
    if typed.get("what") == "limits":
        values = {
            "value": typed.get(one.name, ""),
            "source": typed.get(f"{one.name}-source", ""),
            "employments": typed.getlist(f"{one.name}-for"),
        }
    elif agreed is not None:
        values = {
            "value": exact(agreed.value, language_of(request)),
            "source": agreed.source,
            "employments": [who.value for who in agreed.employments],
        }
    return {**values, "is_by_employment": one.name in BY_EMPLOYMENT}


def _asked(request: HttpRequest, case: str, key: int) -> tuple[DutyAsked, DistrictView]:
    """Return what is asked for, and the district; who does not plan rosters there is refused."""
    asked = asked_of_duty(request, case)
    shown = district_of(asked, key)
    if not asked.may_plan:
        raise not_allowed(Permission.PLAN_ROSTERS)
    return asked, shown


def _among(views: Iterable[_View], key: int, kind: str) -> _View:
    found = next((one for one in views if one.key == key), None)
    if found is None:
        raise unknown(kind)
    return found


def _answer(
    request: HttpRequest,
    template: str,
    asked: DutyAsked,
    shown: DistrictView,
    act: Callable[[], HttpResponse | None],
    about: Callable[[], dict[str, Any]],
) -> HttpResponse:
    """Do what was sent, and lead on; or show the page, with what is wrong at the form that was sent."""
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            done = act()
        except HjemmelError as error:
            problem = error
        else:
            if done is not None:
                return done
    context: dict[str, Any] = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "district": shown,
        "problem": problem,
        "sent": request.POST.get("what") if problem else "",
        "typed": request.POST if problem else {},
        **about(),
    }
    return render(request, template, context, status=status_of(problem) if problem else 200)


def _back(
    request: HttpRequest, asked: DutyAsked, shown: DistrictView, place: str
) -> HttpResponseRedirect:
    kwargs = {"language": language_of(request), "case": asked.number}
    address = reverse("duty-setup", kwargs=kwargs)
    return HttpResponseRedirect(f"{address}?distrikt={shown.key}#{place}")
