"""Endre planen: its head, goals, focus areas, decisions, indicators; adopted and made public."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.policies import not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.selectors.reminders import reminders_of_plan
from hjemmel.cases.plans import indicator_definitions
from hjemmel.domain.plan import DecisionPart
from hjemmel.domain.plan_indicator import Direction, Frequency, IndicatorUnit
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.web.context import language_of
from hjemmel.web.plan import changing, forms
from hjemmel.web.plan.asked import asked_of_plan
from hjemmel.web.plan.attention import lacking_promise
from hjemmel.web.plan.plan_views import about
from hjemmel.web.plan.shown import Chosen, rows_of
from hjemmel.web.plan.source import plan_of


@never_cache
def change(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Show what a plan is made of, and change it; adopt it, and open it to everybody."""
    asked = asked_of_plan(request, case, permission=Permission.WRITE_PLANS)
    if asked.actor is None or asked.is_example:
        raise not_allowed(Permission.WRITE_PLANS)
    shown = plan_of(asked, plan)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            is_there = changing.act(request, asked, shown)
            kwargs = {"language": language_of(request), "case": asked.case}
            if not is_there:
                return HttpResponseRedirect(reverse("plan", kwargs=kwargs))
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    followed = {one.definition.id for one in shown.indicators}
    context: dict[str, Any] = {
        **about(asked, shown),
        "problem": problem,
        "typed": forms.given(request),
        "form": forms.of_plan(request, shown, reminders_of_plan(int(shown.key), by=asked.actor)),
        "goals": forms.of_goals(request, shown),
        "today": asked.today.isoformat(),
        "parts": list(DecisionPart),
        "lacking": [
            row
            for row in rows_of(request, asked.case, shown, Chosen(), asked.today)
            if row.measure.number in lacking_promise(shown)
        ],
        "not_followed": [one for one in indicator_definitions() if one.id not in followed],
        "directions": list(Direction),
        "units": list(IndicatorUnit),
        "frequencies": list(Frequency),
    }
    status = status_of(problem) if problem else 200
    return render(request, "plan/change.html", context, status=status)
