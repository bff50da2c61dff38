"""Exemptions from duty: applied for, judged by the rule, decided with the effect on colleagues."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.api.v1.duty_told import shift_out
from hjemmel.api.v1.schemas.common import MadeOut
from hjemmel.api.v1.schemas.duty_districts import DistrictKey
from hjemmel.api.v1.schemas.duty_offers import MemberKey
from hjemmel.api.v1.schemas.duty_people import (
    ApplicationBody,
    CaseKey,
    CasesQuery,
    DecidedOut,
    EffectOut,
    EndedOut,
    EndingBody,
    ExemptionCaseOut,
    ExemptionDecisionBody,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.mapping.exemptions import ExemptionFacts
from hjemmel.apps.duty.selectors import exemptions as selectors
from hjemmel.apps.duty.selectors.exemptions import ExemptionView, RuleAnswer
from hjemmel.apps.duty.services import exemptions as services
from hjemmel.apps.duty.services.exemptions import Decision
from hjemmel.domain.duty_doctor import ExemptionGround
from hjemmel.engines.rostering.ledger import UNIT
from hjemmel.kernel.text import Language

router = Router()
_EITHER = (Permission.PLAN_ROSTERS, Permission.OWN_DUTY)
_PLAN = key_for(Permission.PLAN_ROSTERS)
_DECIDE = key_for(Permission.DECIDE_DUTY)


@router.get(
    "/duty/districts/{key}/exemptions",
    response=list[ExemptionCaseOut],
    summary="Exemptions of a duty district",
    openapi_extra=_PLAN,
)
def show_exemptions(request: HttpRequest, key: DistrictKey, query: Query[CasesQuery]) -> Any:
    """The cases of exemption, the newest first."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS, query=query)
    found = selectors.exemptions_in(key, by=actor, state=query.state or "")
    return [_case(one, language_of(request)) for one in found]


@router.get(
    "/duty/exemptions/{key}",
    response=ExemptionCaseOut,
    summary="One exemption from duty",
    openapi_extra=_PLAN,
)
def show_exemption(request: HttpRequest, key: CaseKey) -> Any:
    """A case with what the rule says; her own with own_duty."""
    actor = asked_of_duty(request, *_EITHER)
    return _case(selectors.get_exemption(key, by=actor), language_of(request))


@router.get(
    "/duty/exemptions/{key}/effect",
    response=EffectOut,
    summary="What an exemption does to colleagues",
    openapi_extra=_PLAN,
)
def show_effect(request: HttpRequest, key: CaseKey) -> Any:
    """The load of each doctor without and with an exemption, to be looked at before it is granted."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS)
    effect = selectors.exemption_effect(key, by=actor, now=timezone.now())
    return {
        "first": effect.period.start,
        "last": effect.period.end,
        "loads": [
            {
                "doctor": one.doctor,
                "name": one.name,
                "hours_before": one.hours_before / UNIT,
                "hours_after": one.hours_after / UNIT,
                "nights_before": one.nights_before / UNIT,
                "nights_after": one.nights_after / UNIT,
            }
            for one in effect.loads
        ],
        "to_be_filled": [shift_out(one) for one in effect.to_be_filled],
    }


@router.post(
    "/duty/doctors/{key}/exemptions",
    response={201: MadeOut},
    summary="Apply for exemption from duty",
    openapi_extra=_PLAN,
)
def apply_for_exemption(request: HttpRequest, key: MemberKey, body: ApplicationBody) -> Any:
    """Apply for exemption; the rule answers at once. Her own with own_duty."""
    actor = asked_to_change_duty(request, *_EITHER)
    made = services.apply_for_exemption(
        duty_doctor=key,
        ground=ExemptionGround(body.ground),
        first=body.first,
        last=body.last,
        only_nights=body.only_nights,
        facts=None if body.facts is None else ExemptionFacts(**body.facts.dict()),
        by=actor,
    )
    return Status(201, {"key": made})


@router.post(
    "/duty/exemptions/{key}/grant",
    response=DecidedOut,
    summary="Grant an exemption from duty",
    openapi_extra=_DECIDE,
)
def grant_exemption(request: HttpRequest, key: CaseKey, body: ExemptionDecisionBody) -> Any:
    """Grant an application: she gets no more shifts in the period, and those she has are opened."""
    actor = asked_to_change_duty(request, Permission.DECIDE_DUTY)
    decided = services.grant_exemption(
        case=key, version=body.version, reason=body.reason, by=actor, now=timezone.now()
    )
    return _decided(decided)


@router.post(
    "/duty/exemptions/{key}/refusal",
    response=DecidedOut,
    summary="Refuse an exemption from duty",
    openapi_extra=_DECIDE,
)
def refuse_exemption(request: HttpRequest, key: CaseKey, body: ExemptionDecisionBody) -> Any:
    """Refuse an application; not what the doctor has a right to."""
    actor = asked_to_change_duty(request, Permission.DECIDE_DUTY)
    decided = services.refuse_exemption(
        case=key, version=body.version, reason=body.reason, by=actor, now=timezone.now()
    )
    return _decided(decided)


@router.post(
    "/duty/exemptions/{key}/withdrawal",
    response=EndedOut,
    summary="Withdraw or end an exemption from duty",
    openapi_extra=_PLAN,
)
def withdraw_exemption(request: HttpRequest, key: CaseKey, body: EndingBody) -> Any:
    """Take an application back, or end an exemption that was granted, which needs decide_duty."""
    actor = asked_to_change_duty(request, *_EITHER, Permission.DECIDE_DUTY)
    version = services.withdraw_exemption(
        case=key,
        version=body.version,
        reason=body.reason,
        from_day=body.from_day,
        by=actor,
        today=timezone.localdate(),
    )
    return {"version": version}


def _case(view: ExemptionView, language: Language) -> dict[str, Any]:
    own = ("ground", "answer", "facts")
    return {
        **{name: getattr(view, name) for name in ExemptionCaseOut.model_fields if name not in own},
        "ground": view.ground.value,
        "answer": None if view.answer is None else _answer(view.answer, language),
        "facts": dict(view.facts),
    }


def _answer(answer: RuleAnswer, language: Language) -> dict[str, Any]:
    return {
        "outcome": answer.outcome.value,
        "sentence": answer.sentence.in_language(language),
        "sources": [one.in_language(language) for one in answer.sources],
        "rests_on_unverified": answer.rests_on_unverified,
    }


def _decided(decided: Decision) -> dict[str, Any]:
    return {
        "version": decided.version,
        "letter": decided.letter,
        "opened": [
            {"roster": one.roster, "shift": one.shift, "offer": one.offer}
            for one in decided.must_be_filled
        ],
    }
