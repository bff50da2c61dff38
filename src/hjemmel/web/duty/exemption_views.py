"""Fritak: applications, what the rule says, the effect on colleagues, and the decision with its letter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.mapping.exemptions import ExemptionFacts
from hjemmel.apps.duty.selectors.districts import duty_doctors_of
from hjemmel.apps.duty.selectors.exemptions import (
    ExemptionView,
    exemption_effect,
    exemptions_in,
    exemptions_with,
    get_exemption,
)
from hjemmel.apps.duty.selectors.overview import exemptions_ending
from hjemmel.apps.duty.selectors.own import own_places
from hjemmel.apps.duty.services.exemptions import (
    apply_for_exemption,
    grant_exemption,
    refuse_exemption,
    withdraw_exemption,
)
from hjemmel.domain.duty_doctor import ExemptionGround
from hjemmel.kernel.errors import HjemmelError, InputError, NotAllowedError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.actors import actor_for
from hjemmel.web.context import language_of, refuse_what_is_ignored
from hjemmel.web.duty.asked import asked_of_duty, district_of
from hjemmel.web.duty.mine_views import about_place, chosen
from hjemmel.web.lists.fields import typed_day, typed_whole
from hjemmel.web.work.forms import key_in, unknown_action

_DAY = timedelta(days=1)


@never_cache
def exemptions(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a district's cases of exemption, and apply on behalf of a doctor."""
    asked = asked_of_duty(request, case)
    shown = district_of(asked, key)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            made = apply(request, asked.actor, key_in(request, "duty_doctor"))
            kwargs = {"language": language_of(request), "case": asked.number, "key": made}
            return HttpResponseRedirect(reverse("duty-exemption", kwargs=kwargs))
        except HjemmelError as error:
            problem = error
    found = exemptions_in(key, by=asked.actor)
    context = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "district": shown,
        "problem": problem,
        "typed": request.POST,
        "cases": found,
        "waiting": sum(one.state == "applied" for one in found),
        "ending": exemptions_ending(key, by=asked.actor, today=asked.today),
        "doctors": duty_doctors_of(key, by=asked.actor, on=asked.today),
        "grounds": list(ExemptionGround),
    }
    status = status_of(problem) if problem else 200
    return render(request, "duty/exemptions.html", context, status=status)


@never_cache
def exemption(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a case: what the rule says, what it does to colleagues, and decide it."""
    asked = asked_of_duty(request, case)
    problem: HjemmelError | None = None
    found = get_exemption(key, by=asked.actor)
    shown = district_of(asked, found.district)
    if request.method == "POST":
        try:
            _settle(request, asked.actor, found)
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    effect = None
    if asked.may_plan or asked.may_decide:
        try:
            effect = exemption_effect(key, by=asked.actor, now=timezone.now())
        except NotAllowedError:
            effect = None
    context: dict[str, Any] = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "district": shown,
        "case_": found,
        "problem": problem,
        "typed": request.POST,
        "effect": effect,
        "most": _most(effect),
    }
    status = status_of(problem) if problem else 200
    return render(request, "duty/exemption.html", context, status=status)


@never_cache
def mine(request: HttpRequest, language: str) -> HttpResponse:
    """Show one's own cases of exemption with letters, and apply."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, ("sted",))
    today = timezone.localdate()
    places = own_places(by=actor, on=today)
    place = chosen(request, places)
    problem: HjemmelError | None = None
    if request.method == "POST" and place is not None:
        try:
            if request.POST.get("what") == "withdraw":
                _withdraw(request, actor, key_in(request, "case"))
            else:
                apply(request, actor, place.key)
            return HttpResponseRedirect(request.get_full_path())
        except HjemmelError as error:
            problem = error
    context = {
        **about_place(places, place),
        "problem": problem,
        "typed": request.POST,
        "cases": () if place is None else exemptions_with(place.key, by=actor),
        "grounds": list(ExemptionGround),
    }
    status = status_of(problem) if problem else 200
    return render(request, "duty/my_exemptions.html", context, status=status)


def apply(request: HttpRequest, by: Actor, duty_doctor: int) -> int:
    """Apply for exemption as the form says; return the key of the case.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    given = request.POST
    try:
        ground = ExemptionGround(given.get("ground") or "")
    except ValueError:
        raise InputError(
            Text("Velg et grunnlag.", "Choose a ground."),
            where="ground",
            remedy=Text("Velg fra listen.", "Choose from the list."),
        ) from None
    last = _day_if_any(request, "last")
    facts = ExemptionFacts(
        due=_day_if_any(request, "due"),
        pregnancy_prevents_duty=given.get("pregnancy_prevents_duty") == "1",
        child_born=_day_if_any(request, "child_born"),
        health_reason=ground is ExemptionGround.HEALTH,
        weighty_social_reason=ground is ExemptionGround.SOCIAL,
        promised=ground is ExemptionGround.PROMISED,
        months=typed_whole(request, "months") if (given.get("months") or "").strip() else None,
    )
    return apply_for_exemption(
        duty_doctor=duty_doctor,
        ground=ground,
        first=typed_day(request, "first"),
        last=None if last is None else last + _DAY,
        only_nights=given.get("only_nights") == "1",
        facts=facts,
        by=by,
    )


def _day_if_any(request: HttpRequest, name: str) -> date | None:
    return typed_day(request, name) if (request.POST.get(name) or "").strip() else None


def _settle(request: HttpRequest, by: Actor, case: ExemptionView) -> None:
    what, reason = request.POST.get("what"), request.POST.get("reason") or ""
    version, now = key_in(request, "version"), timezone.now()
    if what == "grant":
        grant_exemption(case=case.key, version=version, reason=reason, by=by, now=now)
    elif what == "refuse":
        refuse_exemption(case=case.key, version=version, reason=reason, by=by, now=now)
    elif what == "withdraw":
        _withdraw(request, by, case.key)
    else:
        raise unknown_action()


def _withdraw(request: HttpRequest, by: Actor, case: int) -> None:
    withdraw_exemption(
        case=case,
        version=key_in(request, "version"),
        reason=request.POST.get("reason") or "",
        from_day=_day_if_any(request, "from_day"),
        today=timezone.localdate(),
        by=by,
    )


def _most(effect: Any) -> int:
    """Return by how much the load of a colleague grows at most, thousandths of an hour."""
    if effect is None:
        return 0
    return max((one.hours_after - one.hours_before for one in effect.loads), default=0)
