"""The parts of a plan: goals, focus areas, political decisions, the indicators it follows, its next period."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_to_change_duty
from hjemmel.api.v1.schemas.common import MadeOut
from hjemmel.api.v1.schemas.plan_writes import (
    AreaBody,
    CopyBody,
    FollowBody,
    GoalBody,
    GoalChangeBody,
    PlanDecisionBody,
    TargetBody,
)
from hjemmel.api.v1.schemas.plans import GoalKey, PlanKey
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.fields import (
    AreaFields,
    DecisionFields,
    GoalFields,
    OwnIndicatorFields,
    PlanFields,
    TargetFields,
)
from hjemmel.apps.plan.services import parts as services
from hjemmel.apps.plan.services.copying import copy_for_next_period
from hjemmel.apps.plan.services.following import define_indicator, follow
from hjemmel.apps.plan.services.plans import end_plan
from hjemmel.domain.plan import DecisionLine, DecisionPart
from hjemmel.domain.plan_indicator import Direction, Frequency, IndicatorUnit
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

router = Router()
_WRITE = key_for(Permission.WRITE_PLANS)


@router.post(
    "/plans/{key}/goals",
    response={201: MadeOut},
    summary="Add a goal to a plan",
    openapi_extra=_WRITE,
)
def add_goal(request: HttpRequest, key: PlanKey, body: GoalBody) -> Any:
    """Add a goal, last."""
    fields = GoalFields(**body.dict(exclude={"version"}))
    made = services.set_goal(plan=key, fields=fields, version=body.version, by=_writer(request))
    return Status(201, {"key": made})


@router.post(
    "/plans/{key}/goals/{goal}",
    response={204: None},
    summary="Change a goal of a plan",
    openapi_extra=_WRITE,
)
def change_goal(request: HttpRequest, key: PlanKey, goal: GoalKey, body: GoalChangeBody) -> Any:
    """Change a goal or its place; refused when the plan has changed since the version looked at."""
    fields = GoalFields(**body.dict(exclude={"version"}))
    services.set_goal(plan=key, goal=goal, fields=fields, version=body.version, by=_writer(request))
    return Status(204, None)


@router.post(
    "/plans/{key}/areas",
    response={201: MadeOut},
    summary="Add a focus area to a plan",
    openapi_extra=_WRITE,
)
def add_area(request: HttpRequest, key: PlanKey, body: AreaBody) -> Any:
    """Add a focus area; its code is its own in the plan."""
    fields = AreaFields(**body.dict(exclude={"version"}))
    made = services.set_area(plan=key, fields=fields, version=body.version, by=_writer(request))
    return Status(201, {"key": made})


@router.post(
    "/plans/{key}/decisions",
    response={201: MadeOut},
    summary="Write down a political decision",
    openapi_extra=_WRITE,
)
def add_decision(request: HttpRequest, key: PlanKey, body: PlanDecisionBody) -> Any:
    """Write down what a political body decided, with additions and remarks."""
    lines = tuple(
        DecisionLine(DecisionPart(one.part), Text(one.text, one.text_en), one.concerns)
        for one in body.lines
    )
    fields = DecisionFields(**{**body.dict(exclude={"version", "lines"}), "lines": lines})
    made = services.set_decision(plan=key, fields=fields, version=body.version, by=_writer(request))
    return Status(201, {"key": made})


@router.post(
    "/plans/{key}/indicators",
    response={201: MadeOut},
    summary="Let a plan follow an indicator",
    openapi_extra=_WRITE,
)
def follow_indicator(request: HttpRequest, key: PlanKey, body: FollowBody) -> Any:
    """Follow one that comes along, perhaps with a target of the plan's own, or define one of its own."""
    actor = _writer(request)
    target = None if body.target is None else _target(body.target)
    if not body.title and body.unit is None:
        return Status(201, {"key": follow(plan=key, code=body.code, target=target, by=actor)})
    if body.unit is None or target is None:
        raise InputError(
            Text(
                "En egen indikator trenger navn, enhet og mål.",
                "An indicator of one's own needs a name, a unit and a target.",
            ),
            where="unit, target",
            remedy=Text("Oppgi alle tre.", "Give all three."),
        )
    fields = OwnIndicatorFields(
        code=body.code,
        title=body.title,
        title_en=body.title_en,
        definition=body.definition,
        formula=body.formula,
        unit=IndicatorUnit(body.unit),
        source=body.source,
        frequency=Frequency(body.frequency),
        target=target,
    )
    return Status(201, {"key": define_indicator(plan=key, fields=fields, by=actor)})


@router.post(
    "/plans/{key}/copies",
    response={201: MadeOut},
    summary="Carry a plan on into the next period",
    openapi_extra=_WRITE,
)
def carry_on(request: HttpRequest, key: PlanKey, body: CopyBody) -> Any:
    """Make a draft with the goals, focus areas, indicators and the measures that are not done."""
    made = copy_for_next_period(plan=key, fields=PlanFields(**body.dict()), by=_writer(request))
    return Status(201, {"key": made})


@router.post(
    "/plans/{key}/end",
    response={204: None},
    summary="End a plan",
    openapi_extra=key_for(Permission.ADOPT_PLANS),
)
def end(request: HttpRequest, key: PlanKey) -> Any:
    """End a plan: it stands as it is, and nothing in it changes any more."""
    end_plan(plan=key, by=asked_to_change_duty(request, Permission.ADOPT_PLANS))
    return Status(204, None)


def _writer(request: HttpRequest) -> Actor:
    return asked_to_change_duty(request, Permission.WRITE_PLANS)


def _target(body: TargetBody) -> TargetFields:
    return TargetFields(
        direction=Direction(body.direction),
        level=body.level,
        tolerance=body.tolerance,
        words=body.words,
    )
