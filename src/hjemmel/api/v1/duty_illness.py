"""Somebody falls ill: her shifts are opened, and a published roster changes as little as can be."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_to_change_duty
from hjemmel.api.v1.duty_told import findings_out, shift_out, taker_out
from hjemmel.api.v1.schemas.duty_offers import MemberKey
from hjemmel.api.v1.schemas.duty_people import (
    IllnessBody,
    IllnessOut,
    ProposalBody,
    ProposalOut,
    ReplanBody,
)
from hjemmel.api.v1.schemas.duty_rosters import RosterKey, ShiftChangedOut
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.replanning import propose_replan
from hjemmel.apps.duty.services.illness import report_illness, take_replan

router = Router()
_PLAN = key_for(Permission.PLAN_ROSTERS)


@router.post(
    "/duty/doctors/{key}/illness",
    response=IllnessOut,
    summary="Report that a doctor is ill",
    openapi_extra=_PLAN,
)
def report(request: HttpRequest, key: MemberKey, body: IllnessBody) -> Any:
    """Write that a doctor is ill, and open her published shifts; her own with own_duty."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS, Permission.OWN_DUTY)
    done = report_illness(
        duty_doctor=key, starts=body.starts, ends=body.ends, by=actor, now=timezone.now()
    )
    return {
        "absences": list(done.absences),
        "opened": [
            {"roster": one.roster, "shift": one.shift, "offer": one.offer} for one in done.opened
        ],
    }


@router.post(
    "/duty/rosters/{key}/replanning/proposal",
    response=ProposalOut,
    summary="Propose the least change of a duty roster",
    openapi_extra=_PLAN,
)
def propose(request: HttpRequest, key: RosterKey, body: ProposalBody) -> Any:
    """Look for a roster that differs as little as can be from what was sent out; nothing is written."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    found = propose_replan(key, by=actor, now=timezone.now(), seconds=float(body.seconds))
    language = language_of(request)
    return {
        "version": found.version,
        "is_least": found.is_least,
        "fewest": found.fewest,
        "status": None if found.status is None else found.status.value,
        "problem": None if found.problem is None else found.problem.in_language(language),
        "put": [{"shift": shift, "doctor": doctor} for shift, doctor in found.put],
        "off": [{"shift": shift, "doctor": doctor} for shift, doctor in found.off],
        "vacant": [
            {
                "shift": shift_out(shift),
                "takers": [taker_out(one, language) for one in takers],
            }
            for shift, takers in found.vacant
        ],
    }


@router.post(
    "/duty/rosters/{key}/replanning",
    response=ShiftChangedOut,
    summary="Take the least change of a duty roster",
    openapi_extra=_PLAN,
)
def take(request: HttpRequest, key: RosterKey, body: ReplanBody) -> Any:
    """Take a proposal as a whole, if the roster is as it was; those whom it touches are told."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    changed = take_replan(
        roster=key,
        version=body.version,
        put=[(one.shift, one.doctor) for one in body.put],
        off=[(one.shift, one.doctor) for one in body.off],
        by=actor,
        now=timezone.now(),
    )
    return {
        "version": changed.version,
        "findings": findings_out(changed.findings, language_of(request)),
    }
