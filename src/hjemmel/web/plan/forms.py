"""What stands in the forms of a plan: what was typed goes first, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.http import HttpRequest

from hjemmel.cases.plans import indicator_definitions
from hjemmel.domain.measure import CostKind, Measure, Payer, Priority
from hjemmel.domain.plan import Goal, Plan
from hjemmel.domain.plan_indicator import IndicatorDefinition, IndicatorUnit
from hjemmel.domain.prediction import PredictionOrigin
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Language
from hjemmel.web.context import language_of
from hjemmel.web.numbers import exact

Values = dict[str, str]


def _kept(request: HttpRequest, values: Values) -> Values:
    """Return the values with what was typed put over them."""
    return {name: request.POST.get(name, value) for name, value in values.items()}


def typed_money(amount: Money | None, language: Language) -> str:
    """Return an amount as it stands in a form field, in kroner."""
    return "" if amount is None else exact(float(amount.in_kroner), language)


def typed_value(value: Decimal | None, unit: IndicatorUnit, language: Language) -> str:
    """Return an indicator's value as it stands in a form field; a share as per cent."""
    if value is None:
        return ""
    return exact(float(value * 100 if unit is IndicatorUnit.SHARE else value), language)


def of_measure(
    request: HttpRequest, measure: Measure, today: date, owner_email: str = ""
) -> Values:
    """Return the fields of a measure's forms: its status, and all that it is."""
    language = language_of(request)
    cost = measure.cost
    return _kept(
        request,
        {
            "status": measure.status.value,
            "on": today.isoformat(),
            "reason": "",
            "number": str(measure.number),
            "label": measure.label,
            "title": measure.title.nb,
            "title_en": "" if measure.title.en == measure.title.nb else measure.title.en,
            "text": measure.text,
            "focus_area": measure.focus_area,
            "owner": measure.owner,
            "owner_email": owner_email,
            "deadline": "" if measure.deadline is None else measure.deadline.isoformat(),
            "priority": measure.priority.value,
            "cost_kind": cost.kind.value,
            "amount": typed_money(cost.amount, language),
            "years": ", ".join(str(year) for year in cost.years),
            "payer": measure.payer.value,
            "indicator": measure.indicator,
        },
    )


def of_new_measure(request: HttpRequest, plan: Plan) -> Values:
    """Return the fields of a new measure; its number is the next one."""
    following = max((measure.number for measure in plan.measures), default=0) + 1
    empty = dict.fromkeys(
        (
            "label",
            "title",
            "title_en",
            "text",
            "focus_area",
            "owner",
            "owner_email",
            "deadline",
            "amount",
            "years",
        ),
        "",
    )
    return _kept(
        request,
        {
            **empty,
            "number": str(following),
            "priority": Priority.ORDINARY.value,
            "cost_kind": CostKind.WITHIN_BUDGET.value,
            "payer": Payer.MUNICIPALITY.value,
            "indicator": "",
        },
    )


def of_adoption(request: HttpRequest, plan: Plan, measure: Measure, today: date) -> Values:
    """Return the fields of an adoption: the baseline is the indicator's latest value."""
    language = language_of(request)
    followed = plan.indicator(measure.indicator)
    latest = None if followed is None else followed.latest(today)
    known = latest if latest is not None and latest.value is not None else None
    names = ("expected", "low", "high", "scenario", "assumption")
    empty = dict.fromkeys(names, "")
    return _kept(
        request,
        {
            **empty,
            "indicator": "" if followed is None else measure.indicator,
            "baseline": typed_value(known.value, followed.definition.unit, language)
            if known is not None and followed is not None
            else "",
            "from_day": (today if known is None else known.as_of).isoformat(),
            "by_day": "" if measure.deadline is None else measure.deadline.isoformat(),
            "origin": PredictionOrigin.ENTERED.value,
            "adopted_on": today.isoformat(),
            "why_no_prediction": measure.why_no_prediction,
        },
    )


def indicators_of(plan: Plan) -> list[IndicatorDefinition]:
    """Return the indicators that a measure of the plan can name: its own, and those that come along."""
    own = {one.definition.id: one.definition for one in plan.indicators}
    known = {one.id: one for one in indicator_definitions()} | own
    return [known[code] for code in sorted(known)]


def of_value(request: HttpRequest, today: date) -> Values:
    """Return the fields of a value that is entered."""
    return _kept(request, {"as_of": today.isoformat(), "value": "", "source": ""})


@dataclass(frozen=True, slots=True)
class GoalForm:
    """A goal and what stands in the form that changes it.

    Args:
        goal: The goal.
        values: Its fields.
        is_open: Whether something typed in it was refused.
    """

    goal: Goal
    values: Values
    is_open: bool


def of_goals(request: HttpRequest, plan: Plan) -> list[GoalForm]:
    """Return the plan's goals, each with its form."""
    found = []
    for order, goal in enumerate(plan.goals, start=1):
        values = {
            "text": goal.text.nb,
            "text_en": "" if goal.text.en == goal.text.nb else goal.text.en,
            "order": str(order),
            "is_main": "1" if goal.is_main else "",
        }
        typed = request.POST
        is_open = typed.get("what") == "change-goal" and typed.get("key") == goal.key
        if is_open:
            values = {name: typed.get(name, "") for name in values}
        found.append(GoalForm(goal, values, is_open))
    return found


def given(request: HttpRequest) -> Mapping[str, str]:
    """Return what was typed in any form, for what has no value of its own."""
    return {name: str(value) for name, value in request.POST.items()}


def of_plan(request: HttpRequest, plan: Plan, reminders_to: str) -> Values:
    """Return the fields of a plan's head."""
    end = plan.period.end
    values = {
        "title": plan.title.nb,
        "title_en": "" if plan.title.en == plan.title.nb else plan.title.en,
        "first": plan.period.start.isoformat(),
        "last": "" if end is None else (end - timedelta(days=1)).isoformat(),
        "language": plan.language,
        "budget_reference": plan.budget_reference,
        "reminders_to": reminders_to,
    }
    return _kept(request, values) if request.POST.get("what") == "about" else values
