"""Competence for duty: what doctors have, what they may do by it, and what lapses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.api.v1.duty_told import unlawful_out
from hjemmel.api.v1.schemas.common import MadeOut
from hjemmel.api.v1.schemas.duty_districts import DistrictKey
from hjemmel.api.v1.schemas.duty_offers import MemberKey
from hjemmel.api.v1.schemas.duty_people import (
    CompetenceBody,
    CompetenceEndBody,
    CompetenceKey,
    DoctorCompetenceOut,
    UnlawfulShiftOut,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.competences import (
    DoctorCompetence,
    competence_with,
    competences_in,
)
from hjemmel.apps.duty.services import competences as services
from hjemmel.kernel.text import Language

router = Router()
_PLAN = key_for(Permission.PLAN_ROSTERS)


@router.get(
    "/duty/districts/{key}/competence",
    response=list[DoctorCompetenceOut],
    summary="Competence in a duty district",
    openapi_extra=_PLAN,
)
def show_competence(request: HttpRequest, key: DistrictKey) -> Any:
    """What the doctors have, what they may do today, and what lapses soon."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS)
    found = competences_in(key, by=actor, today=timezone.localdate())
    return [_doctor(one, language_of(request)) for one in found]


@router.get(
    "/duty/doctors/{key}/competence",
    response=DoctorCompetenceOut,
    summary="A doctor's competence for duty",
    openapi_extra=_PLAN,
)
def show_competence_with(request: HttpRequest, key: MemberKey) -> Any:
    """A doctor's competence; her own with own_duty."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS, Permission.OWN_DUTY)
    found = competence_with(key, by=actor, today=timezone.localdate())
    return _doctor(found, language_of(request))


@router.post(
    "/duty/doctors/{key}/competence",
    response={201: MadeOut},
    summary="Note a competence for duty",
    openapi_extra=_PLAN,
)
def note_competence(request: HttpRequest, key: MemberKey, body: CompetenceBody) -> Any:
    """Note that a doctor has a competence; it holds in every district."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    made = services.note_competence(duty_doctor=key, by=actor, **body.dict())
    return Status(201, {"key": made})


@router.post(
    "/duty/competence/{key}/ending",
    response=list[UnlawfulShiftOut],
    summary="Say when a competence for duty ends",
    openapi_extra=_PLAN,
)
def end_competence(request: HttpRequest, key: CompetenceKey, body: CompetenceEndBody) -> Any:
    """Say when a competence ends; published shifts that she then may not take are opened."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    found = services.set_competence_end(
        competence=key, valid_to=body.valid_to, by=actor, now=timezone.now()
    )
    return unlawful_out(found, language_of(request))


@router.post(
    "/duty/competence/{key}/taking-back",
    response=list[UnlawfulShiftOut],
    summary="Take back what was noted of a competence",
    openapi_extra=_PLAN,
)
def take_back(request: HttpRequest, key: CompetenceKey) -> Any:
    """Take back what was noted wrongly; published shifts that she then may not take are opened."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    found = services.take_back_competence(competence=key, by=actor, now=timezone.now())
    return unlawful_out(found, language_of(request))


def _doctor(one: DoctorCompetence, language: Language) -> dict[str, Any]:
    return {
        "doctor": one.key,
        "name": one.name,
        "held": [
            {
                "key": held.key,
                "kind": held.kind,
                "label": held.label.in_language(language),
                "valid_from": held.valid_from,
                "valid_to": held.valid_to,
                "evidence": held.evidence,
            }
            for held in one.held
        ],
        "states": [
            {
                "role": state.role,
                "label": state.label.in_language(language),
                "is_met": state.finding.is_met,
                "sentence": state.finding.sentence.in_language(language),
                "until": state.until,
            }
            for state in one.states
        ],
        "lapses": [
            {
                "what": lapse.what,
                "sentence": lapse.sentence.in_language(language),
                "on": lapse.on,
                "days_left": lapse.days_left,
            }
            for lapse in one.lapses
        ],
    }
