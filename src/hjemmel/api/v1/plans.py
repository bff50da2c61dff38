"""Plans: those that come along, those that are published, and the municipality's own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register, asked_to_change
from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.api.v1.schemas.common import MadeOut, MunicipalityNumber
from hjemmel.api.v1.schemas.plan_parts import DefinitionOut
from hjemmel.api.v1.schemas.plans import (
    AdoptedOut,
    BudgetBody,
    ExampleId,
    PlanAdoptionBody,
    PlanBody,
    PlanHeadOut,
    PlanKey,
    PlanName,
    PlanOut,
    PlanPublicationBody,
    PlanQuery,
    PlanWaitingOut,
)
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.fields import BudgetFields, PlanFields
from hjemmel.apps.plan.selectors.deadlines import waiting_for
from hjemmel.apps.plan.selectors.plans import (
    list_plans,
    plan_picture,
    public_plan,
    public_plans,
    usual_day_of,
)
from hjemmel.apps.plan.services.adopting import adopt_plan
from hjemmel.apps.plan.services.copying import make_from_example
from hjemmel.apps.plan.services.parts import set_budget_line
from hjemmel.apps.plan.services.plans import make_plan, publish_plan
from hjemmel.apps.plan.services.sheets import export_plan
from hjemmel.cases.plan_plain import (
    definition_as_plain,
    measure_as_plain,
    plan_as_plain,
    plan_head_as_plain,
)
from hjemmel.cases.plans import indicator_definitions, load_plan, plan_examples
from hjemmel.domain.measure import Payer

router = Router()
_SEE = key_for(Permission.SEE_PLANS)
_WRITE = key_for(Permission.WRITE_PLANS)
_ADOPT = key_for(Permission.ADOPT_PLANS)
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/plan-examples", response=list[PlanHeadOut], summary="Plans that come along")
def show_plan_examples(request: HttpRequest) -> Any:
    """The plans of Bergen and Trondheim, as their documents have them."""
    refuse_other_parameters(request)
    language = language_of(request)
    return [plan_head_as_plain(load_plan(name), language) for name in plan_examples()]


@router.get("/plan-examples/{example}", response=PlanOut, summary="One plan that comes along")
def show_plan_example(request: HttpRequest, example: ExampleId) -> Any:
    """A plan with its measures, sums, decisions and notes."""
    refuse_other_parameters(request)
    plan = load_plan(example)
    return plan_as_plain(plan, plan.period.start, language_of(request))


@router.get("/plan-indicators", response=list[DefinitionOut], summary="Indicators of plans")
def show_plan_indicators(request: HttpRequest) -> Any:
    """The indicators that come along: definition, formula, source, target and frequency."""
    refuse_other_parameters(request)
    language = language_of(request)
    return [definition_as_plain(one, language) for one in indicator_definitions()]


@router.get("/public-plans", response=list[PlanHeadOut], summary="Published plans")
def show_public_plans(request: HttpRequest) -> Any:
    """The plans that are open to everybody."""
    refuse_other_parameters(request)
    language = language_of(request)
    found = (public_plan(number=head.number, name=head.name) for head in public_plans())
    return [{**plan_head_as_plain(one, language), "key": None} for one in found]


@router.get("/public-plans/{number}/{name}", response=PlanOut, summary="One published plan")
def show_public_plan(request: HttpRequest, number: MunicipalityNumber, name: PlanName) -> Any:
    """A published plan as everybody may see it: promises, status and money."""
    refuse_other_parameters(request)
    found = public_plan(number=number, name=name)
    day = min(timezone.localdate(), found.period.end or timezone.localdate())
    return {**plan_as_plain(found, day, language_of(request)), "key": None}


@router.get(
    "/municipalities/{number}/plans",
    response=list[PlanHeadOut],
    summary="Plans of a municipality",
    openapi_extra=_SEE,
)
def show_plans(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """The municipality's plans, drafts too, those that begin last first."""
    asked = asked_of_register(request, number, Permission.SEE_PLANS)
    heads = list_plans(municipality=asked.municipality.key, by=asked.actor)
    found = (plan_picture(head.key, by=asked.actor) for head in heads)
    return [plan_head_as_plain(one, language_of(request)) for one in found]


@router.post(
    "/municipalities/{number}/plans",
    response={201: MadeOut},
    summary="Make a plan",
    openapi_extra=_WRITE,
)
def make(request: HttpRequest, number: MunicipalityNumber, body: PlanBody) -> Any:
    """Make a draft: empty, or from a plan that comes along."""
    asked = asked_to_change(request, number, Permission.WRITE_PLANS)
    given = body.dict()
    example = given.pop("example")
    place = asked.municipality.key
    fields = PlanFields(**given)
    if example:
        key = make_from_example(municipality=place, example=example, fields=fields, by=asked.actor)
    else:
        key = make_plan(municipality=place, fields=fields, by=asked.actor)
    return Status(201, {"key": key})


@router.get("/plans/{key}", response=PlanOut, summary="One plan", openapi_extra=_SEE)
def show_plan(request: HttpRequest, key: PlanKey, query: Query[PlanQuery]) -> Any:
    """A plan with everything in it; statuses and lights as of a day."""
    actor = asked_of_duty(request, Permission.SEE_PLANS, query=query)
    return plan_as_plain(
        plan_picture(key, by=actor), query.as_of or _usual_day(key, actor), language_of(request)
    )


@router.get(
    "/plans/{key}/waiting",
    response=PlanWaitingOut,
    summary="What a plan waits for",
    openapi_extra=_SEE,
)
def show_waiting(request: HttpRequest, key: PlanKey, query: Query[PlanQuery]) -> Any:
    """Measures that are late or due soon, indicators without a new value, effects not predicted."""
    actor = asked_of_duty(request, Permission.SEE_PLANS, query=query)
    day, language = query.as_of or _usual_day(key, actor), language_of(request)
    found = waiting_for(key, by=actor, today=day)
    return {
        "late": [measure_as_plain(one, day, language) for one in found.late],
        "soon": [measure_as_plain(one, day, language) for one in found.soon],
        "overdue": [one.definition.id for one in found.overdue],
        "without_prediction": [one.number for one in found.without_prediction],
    }


@router.get(
    "/plans/{key}/workbook",
    response={200: bytes},
    summary="A plan as a workbook",
    openapi_extra=_SEE,
)
def take_out(request: HttpRequest, key: PlanKey) -> HttpResponse:
    """Measures, sums, budget, indicators and values as Excel; measures and values can be read in again."""
    actor = asked_of_duty(request, Permission.SEE_PLANS)
    language = language_of(request)
    return HttpResponse(
        export_plan(plan=key, day=_usual_day(key, actor), by=actor, language=language),
        content_type=_EXCEL,
        headers={
            "Content-Disposition": f'attachment; filename="plan-{key}.xlsx"',
            "Content-Language": language,
        },
    )


@router.post(
    "/plans/{key}/adoption", response=AdoptedOut, summary="Adopt a plan", openapi_extra=_ADOPT
)
def adopt(request: HttpRequest, key: PlanKey, body: PlanAdoptionBody) -> Any:
    """Adopt a plan with its measures: what was predicted stands as a promise from then on."""
    actor = asked_to_change_duty(request, Permission.ADOPT_PLANS)
    return {"predictions": adopt_plan(plan=key, on=body.on, version=body.version, by=actor)}


@router.post(
    "/plans/{key}/publication",
    response={204: None},
    summary="Publish a plan",
    openapi_extra=_ADOPT,
)
def publish(request: HttpRequest, key: PlanKey, body: PlanPublicationBody) -> Any:
    """Open a plan's page to everybody, or close it again."""
    actor = asked_to_change_duty(request, Permission.ADOPT_PLANS)
    publish_plan(plan=key, is_public=body.is_public, by=actor)
    return Status(204, None)


@router.post(
    "/plans/{key}/budget",
    response={201: MadeOut},
    summary="Set money aside in a plan",
    openapi_extra=_WRITE,
)
def set_aside(request: HttpRequest, key: PlanKey, body: BudgetBody) -> Any:
    """Write a line of the budget: a year, a payer and, if any, a measure."""
    actor = asked_to_change_duty(request, Permission.WRITE_PLANS)
    given = body.dict()
    fields = BudgetFields(**{**given, "payer": Payer(given["payer"])})
    return Status(201, {"key": set_budget_line(plan=key, fields=fields, by=actor)})


def _usual_day(key: int, actor: Actor) -> date:
    return usual_day_of(key, timezone.localdate(), by=actor)
