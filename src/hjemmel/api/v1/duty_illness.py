"""Somebody falls ill: her shifts are opened, and a published roster changes as little as can be."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.api.v1.duty_runs import search_out
from hjemmel.api.v1.duty_told import findings_out, shift_out, taker_out
from hjemmel.api.v1.schemas.duty_offers import MemberKey
from hjemmel.api.v1.schemas.duty_people import (
    IllnessBody,
    IllnessOut,
    ReplanBody,
    VacantOut,
)
from hjemmel.api.v1.schemas.duty_rosters import RosterKey, ShiftChangedOut
from hjemmel.api.v1.schemas.duty_runs import ReplanSearchBody, SearchOut
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.replanning import vacancies_in
from hjemmel.apps.duty.services.illness import report_illness, take_replan
from hjemmel.apps.duty.services.solving import queue_replan, start_run

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


@router.get(
    "/duty/rosters/{key}/replanning",
    response=list[VacantOut],
    summary="Shifts of a duty roster that have to be filled",
    openapi_extra=_PLAN,
)
def vacant(request: HttpRequest, key: RosterKey) -> Any:
    """The shifts that somebody has to leave or that lack a doctor, and who may take each."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS)
    language = language_of(request)
    return [
        {
            "shift": shift_out(one.shift),
            "takers": [taker_out(taker, language) for taker in one.takers],
        }
        for one in vacancies_in(key, by=actor, now=timezone.now())
    ]


@router.post(
    "/duty/rosters/{key}/replanning/searches",
    response={202: SearchOut},
    summary="Search for the least change of a duty roster",
    openapi_extra=_PLAN,
)
def search(request: HttpRequest, key: RosterKey, body: ReplanSearchBody) -> Any:
    """Begin a search for the fewest changes of what was sent out; it changes nothing before it is taken."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    run = queue_replan(
        roster=key, seconds=body.seconds, seed=body.seed, by=actor, now=timezone.now()
    )
    transaction.on_commit(partial(start_run, run=run, by=actor))
    return Status(202, search_out(run, actor, language_of(request)))


@router.post(
    "/duty/rosters/{key}/replanning",
    response=ShiftChangedOut,
    summary="Take changes of a duty roster",
    openapi_extra=_PLAN,
)
def take(request: HttpRequest, key: RosterKey, body: ReplanBody) -> Any:
    """Take changes as a whole, if the roster is as it was; those whom they touch are told."""
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
