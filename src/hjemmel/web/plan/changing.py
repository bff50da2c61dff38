"""From the forms of «Endre planen» and the budget to the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.plan.fields import AreaFields, BudgetFields, DecisionFields, GoalFields
from hjemmel.apps.plan.services import adopting, parts, plans
from hjemmel.domain.measure import Payer
from hjemmel.domain.plan import DecisionLine, DecisionPart, Plan
from hjemmel.kernel.text import Text
from hjemmel.web.lists.fields import typed_day, typed_whole
from hjemmel.web.plan import following
from hjemmel.web.plan.asked import PlanAsked
from hjemmel.web.plan.reading import day_if_any, typed_choice, typed_money, typed_text
from hjemmel.web.plan.writing import head_in, writer
from hjemmel.web.work.forms import key_in, unknown_action

Verb = Callable[[HttpRequest, Plan, Actor], object]


def act(request: HttpRequest, asked: PlanAsked, plan: Plan) -> bool:
    """Do what a form of the page says; tell whether the plan is still there.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    by, _ = writer(asked)
    what = typed_text(request, "what")
    if what not in _VERBS:
        raise unknown_action()
    _VERBS[what](request, plan, by)
    return what != "remove"


def change_budget(request: HttpRequest, asked: PlanAsked, plan: Plan) -> None:
    """Set money aside, or take a line back; raises as ``act``."""
    by, _ = writer(asked)
    what = typed_text(request, "what")
    if what == "add":
        fields = BudgetFields(
            year=typed_whole(request, "year"),
            oere=typed_money(request, "amount").oere,
            payer=typed_choice(request, "payer", Payer),
            measure=typed_whole(request, "number") if typed_text(request, "number") else None,
            reference=typed_text(request, "reference"),
        )
        parts.set_budget_line(plan=int(plan.key), fields=fields, by=by)
    elif what == "remove":
        parts.remove_budget_line(plan=int(plan.key), line=key_in(request, "line"), by=by)
    else:
        raise unknown_action()


def _about(request: HttpRequest, plan: Plan, by: Actor) -> None:
    plans.change_plan(
        plan=int(plan.key),
        fields=head_in(request, plan.id),
        by=by,
        version=key_in(request, "version"),
    )


def _adopt(request: HttpRequest, plan: Plan, by: Actor) -> None:
    adopting.adopt_plan(
        plan=int(plan.key),
        on=typed_day(request, "adopted_on"),
        by=by,
        version=key_in(request, "version"),
    )


def _goal(request: HttpRequest, plan: Plan, by: Actor) -> None:
    fields = GoalFields(
        text=typed_text(request, "text"), is_main=typed_text(request, "is_main") == "1"
    )
    parts.set_goal(plan=int(plan.key), fields=fields, by=by)


def _change_goal(request: HttpRequest, plan: Plan, by: Actor) -> None:
    fields = GoalFields(
        text=typed_text(request, "text"),
        text_en=typed_text(request, "text_en"),
        is_main=typed_text(request, "is_main") == "1",
        order=typed_whole(request, "order"),
    )
    parts.set_goal(
        plan=int(plan.key),
        fields=fields,
        by=by,
        goal=key_in(request, "key"),
        version=key_in(request, "version"),
    )


def _area(request: HttpRequest, plan: Plan, by: Actor) -> None:
    fields = AreaFields(code=typed_text(request, "code"), title=typed_text(request, "title"))
    parts.set_area(plan=int(plan.key), fields=fields, by=by)


def _decision(request: HttpRequest, plan: Plan, by: Actor) -> None:
    said = [(part, typed_text(request, part.value)) for part in DecisionPart]
    lines = tuple(DecisionLine(part, Text(text, text)) for part, text in said if text)
    fields = DecisionFields(
        body=typed_text(request, "body"),
        day=day_if_any(request, "day"),
        case_number=typed_text(request, "case_number"),
        lines=lines,
    )
    parts.set_decision(plan=int(plan.key), fields=fields, by=by)


_VERBS: Mapping[str, Verb] = {
    "about": _about,
    "adopt": _adopt,
    "publish": lambda request, plan, by: plans.publish_plan(plan=int(plan.key), by=by),
    "withdraw": lambda request, plan, by: plans.publish_plan(
        plan=int(plan.key), by=by, is_public=False
    ),
    "end": lambda request, plan, by: plans.end_plan(plan=int(plan.key), by=by),
    "remove": lambda request, plan, by: plans.remove_plan(plan=int(plan.key), by=by),
    "goal": _goal,
    "change-goal": _change_goal,
    "drop-goal": lambda request, plan, by: parts.remove_goal(
        plan=int(plan.key), goal=key_in(request, "key"), by=by
    ),
    "area": _area,
    "drop-area": lambda request, plan, by: parts.remove_area(
        plan=int(plan.key), area=key_in(request, "key"), by=by
    ),
    "follow": following.follow,
    "stop-following": following.stop_following,
    "define": following.define,
    "decision": _decision,
    "drop-decision": lambda request, plan, by: parts.remove_decision(
        plan=int(plan.key), decision=key_in(request, "key"), by=by
    ),
}
