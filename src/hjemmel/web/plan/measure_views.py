"""A measure: what it is, what it costs, how it stands, and its effect as promised and as measured."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.policies import not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.selectors.reminders import reminders_of_measure
from hjemmel.domain.measure import CostKind, Measure, Payer, Priority
from hjemmel.domain.plan import Plan
from hjemmel.domain.prediction import PredictionOrigin
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.web.context import language_of
from hjemmel.web.plan import forms, writing
from hjemmel.web.plan.asked import PlanAsked, asked_of_plan
from hjemmel.web.plan.effects import effects_of
from hjemmel.web.plan.money import money_of_measure
from hjemmel.web.plan.plan_views import about
from hjemmel.web.plan.shown import Chosen, rows_of
from hjemmel.web.plan.source import plan_of
from hjemmel.web.work.forms import unknown_action


@never_cache
def measure(request: HttpRequest, language: str, case: str, plan: str, number: int) -> HttpResponse:
    """Show a measure; change it, give it a new status, or adopt it with what it promises."""
    asked = asked_of_plan(request, case)
    shown = plan_of(asked, plan)
    one = shown.measure(number)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            _act(request, asked, shown, one)
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    context = {**_about_measure(request, asked, shown, one), "problem": problem}
    status = status_of(problem) if problem else 200
    return render(request, "plan/measure.html", context, status=status)


@never_cache
def new_measure(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Enter a new measure."""
    asked = asked_of_plan(request, case, permission=Permission.WRITE_PLANS)
    if asked.is_example:
        raise not_allowed(Permission.WRITE_PLANS)
    shown = plan_of(asked, plan)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            number = writing.add_measure(request, asked, shown)
            kwargs = {
                "language": language_of(request),
                "case": asked.case,
                "plan": shown.id,
                "number": number,
            }
            return HttpResponseRedirect(reverse("plan-measure", kwargs=kwargs))
        except HjemmelError as error:
            problem = error
    context = {
        **about(asked, shown),
        **_choices(shown),
        "problem": problem,
        "is_new": True,
        "form": forms.of_new_measure(request, shown),
    }
    status = status_of(problem) if problem else 200
    return render(request, "plan/new_measure.html", context, status=status)


def _act(request: HttpRequest, asked: PlanAsked, plan: Plan, one: Measure) -> None:
    verb = _VERBS.get(request.POST.get("what") or "")
    if verb is None:
        raise unknown_action()
    verb(request, asked, plan, one)


_VERBS = {
    "status": writing.set_status,
    "change": writing.change_measure,
    "predict": writing.predict,
    "drop": writing.drop_prediction,
    "why-none": writing.state_why_none,
    "adopt": writing.adopt_measure,
}


def _about_measure(
    request: HttpRequest, asked: PlanAsked, plan: Plan, one: Measure
) -> dict[str, Any]:
    lines, whole = money_of_measure(plan, one)
    effects = effects_of(plan, one.number, asked.today, language_of(request))
    (row,) = (
        row
        for row in rows_of(request, asked.case, plan, Chosen(), asked.today)
        if row.measure.number == one.number
    )
    return {
        **about(asked, plan),
        **_choices(plan),
        "measure": one,
        "row": row,
        "changed": one.statuses[-1] if one.statuses else None,
        "promise": effects[0].sentence if effects else None,
        "effects": effects,
        "indicator": plan.indicator(one.indicator),
        "money_lines": lines,
        "money_sum": whole,
        "history": one.statuses[::-1],
        "is_adopted": one.adopted_on is not None,
        "lacks_promise": not effects and not one.why_no_prediction,
        "typed": request.POST,
        "form": forms.of_measure(request, one, asked.today, _address(asked, one)),
        "adopt": forms.of_adoption(request, plan, one, asked.today),
    }


def _address(asked: PlanAsked, one: Measure) -> str:
    """Return where reminders of a measure go, for who may change it."""
    if asked.actor is None or not asked.may_write:
        return ""
    return reminders_of_measure(int(one.key), by=asked.actor)


def _choices(plan: Plan) -> dict[str, Any]:
    return {
        "priorities": list(Priority),
        "cost_kinds": list(CostKind),
        "payers": list(Payer),
        "origins": list(PredictionOrigin),
        "indicator_choices": forms.indicators_of(plan),
    }
