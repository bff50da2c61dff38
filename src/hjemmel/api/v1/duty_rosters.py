"""Duty rosters: made, looked at, judged, weighed and explained."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.api.v1.duty_districts import ledger_out
from hjemmel.api.v1.duty_told import findings_out
from hjemmel.api.v1.schemas.common import MadeOut
from hjemmel.api.v1.schemas.duty_districts import DistrictKey, LedgerOut
from hjemmel.api.v1.schemas.duty_rosters import (
    DaysOfRosterQuery,
    DutyFindingOut,
    RosterBody,
    RosterCostOut,
    RosterKey,
    RosterOut,
    ShiftOut,
    VersionBody,
    WhyOut,
    WhyQuery,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors import rosters as selectors
from hjemmel.apps.duty.selectors.costs import cost_of
from hjemmel.apps.duty.selectors.districts import get_district
from hjemmel.apps.duty.selectors.explaining import why_on_shift
from hjemmel.apps.duty.selectors.ledgers import roster_ledger
from hjemmel.apps.duty.services import rosters as services

router = Router()
_SEE = key_for(Permission.SEE_ROSTERS)
_PLAN = key_for(Permission.PLAN_ROSTERS)


@router.get(
    "/duty/districts/{key}/rosters",
    response=list[RosterOut],
    summary="Duty rosters of a district",
    openapi_extra=_SEE,
)
def show_rosters(request: HttpRequest, key: DistrictKey) -> Any:
    """A district's rosters, the newest first; a doctor sees only those that were sent out."""
    actor = asked_of_duty(request, Permission.SEE_ROSTERS)
    get_district(key, by=actor)
    return list(selectors.list_rosters(key, by=actor))


@router.post(
    "/duty/districts/{key}/rosters",
    response={201: MadeOut},
    summary="Make a duty roster",
    openapi_extra=_PLAN,
)
def make_roster(request: HttpRequest, key: DistrictKey, body: RosterBody) -> Any:
    """Make a draft with the shifts of a period, by the district's shift types."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    made = services.make_roster(
        district=key,
        name=body.name,
        first=body.first,
        last=body.last,
        wishes_until=body.wishes_until,
        by=actor,
    )
    return Status(201, {"key": made})


@router.get(
    "/duty/rosters/{key}", response=RosterOut, summary="One duty roster", openapi_extra=_SEE
)
def show_roster(request: HttpRequest, key: RosterKey) -> Any:
    """A roster: its days, whether it was sent out, and the version that a change names."""
    return selectors.get_roster(key, by=asked_of_duty(request, Permission.SEE_ROSTERS))


@router.post(
    "/duty/rosters/{key}/discard",
    response={204: None},
    summary="Discard a draft",
    openapi_extra=_PLAN,
)
def discard_roster(request: HttpRequest, key: RosterKey, body: VersionBody) -> Any:
    """Take away a draft that nobody was sent."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    services.discard_roster(roster=key, version=body.version, by=actor)
    return Status(204, None)


@router.post(
    "/duty/rosters/{key}/closing",
    response={204: None},
    summary="Close a duty roster",
    openapi_extra=_PLAN,
)
def close_roster(request: HttpRequest, key: RosterKey, body: VersionBody) -> Any:
    """Close a published roster: nothing more is changed in it."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    services.close_roster(roster=key, version=body.version, by=actor)
    return Status(204, None)


@router.get(
    "/duty/rosters/{key}/shifts",
    response=list[ShiftOut],
    summary="Shifts of a duty roster, with who is on them",
    openapi_extra=_SEE,
)
def show_shifts(request: HttpRequest, key: RosterKey, query: Query[DaysOfRosterQuery]) -> Any:
    """The shifts of a roster by start, or of some of its days."""
    actor = asked_of_duty(request, Permission.SEE_ROSTERS, query=query)
    page = selectors.roster_page(key, by=actor, first=query.first, last=query.last)
    names = page.names
    plain = ("key", "code", "name", "station", "day", "starts", "ends", "needs", "lacks")
    return [
        {
            **{name: getattr(shift, name) for name in plain},
            "role": shift.role.value,
            "pay_form": shift.pay_form.value,
            "on": [
                {
                    "doctor": one.doctor,
                    "name": names.get(one.doctor, ""),
                    "is_fixed": one.is_fixed,
                    "origin": one.origin,
                }
                for one in shift.on
            ],
        }
        for shift in page.shifts
    ]


@router.get(
    "/duty/rosters/{key}/findings",
    response=list[DutyFindingOut],
    summary="What a duty roster breaks",
    openapi_extra=_SEE,
)
def show_duty_findings(request: HttpRequest, key: RosterKey) -> Any:
    """What a roster breaks now, the law's first, with what leaders set aside."""
    actor = asked_of_duty(request, Permission.SEE_ROSTERS)
    return findings_out(selectors.roster_findings(key, by=actor), language_of(request))


@router.get(
    "/duty/rosters/{key}/ledger",
    response=LedgerOut,
    summary="Ledger of a duty roster",
    openapi_extra=_SEE,
)
def show_roster_ledger(request: HttpRequest, key: RosterKey) -> Any:
    """What each doctor carries by a roster as it stands, a draft too."""
    actor = asked_of_duty(request, Permission.SEE_ROSTERS)
    return ledger_out(roster_ledger(key, by=actor), language_of(request))


@router.get(
    "/duty/rosters/{key}/cost",
    response=RosterCostOut,
    summary="What a duty roster costs",
    openapi_extra=_PLAN,
)
def show_cost(request: HttpRequest, key: RosterKey) -> Any:
    """What a roster costs as it stands; a rate that nobody has provided is named, never guessed."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS)
    cost = cost_of(key, by=actor)
    language = language_of(request)
    return {
        "oere": None if cost.total is None else cost.total.oere,
        "forms": [
            {
                "form": one.form.value,
                "minutes": one.minutes,
                "oere": None if one.amount is None else one.amount.oere,
                "is_salary": one.is_salary,
                "unpriced": one.unpriced,
            }
            for one in cost.forms
        ],
        "doctors": [
            {
                "doctor": doctor,
                "name": cost.names[doctor],
                "oere": None if amount is None else amount.oere,
            }
            for doctor, amount in cost.by_doctor.items()
        ],
        "missing": [text.in_language(language) for text in cost.missing],
    }


@router.get(
    "/duty/rosters/{key}/explanation",
    response=list[WhyOut],
    summary="Why doctors have a shift",
    openapi_extra=key_for(Permission.PLAN_ROSTERS, Permission.SEE_ROSTERS),
)
def explain_shift(request: HttpRequest, key: RosterKey, query: Query[WhyQuery]) -> Any:
    """Why doctors have a shift, and who else could have; a doctor asks of her own with own_duty."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS, Permission.OWN_DUTY, query=query)
    why = why_on_shift(key, query.shift, doctor=query.doctor, by=actor)
    language = language_of(request)
    return [
        {
            "shift": one.shift,
            "doctor": int(one.doctor),
            "name": why.inputs.name(one.doctor),
            "sentences": [text.in_language(language) for text in one.sentences],
            "others": [
                {
                    "doctor": int(other.doctor),
                    "name": why.inputs.name(other.doctor),
                    "points": other.points,
                    "breaks": [breach.sentence.in_language(language) for breach in other.breaches],
                }
                for other in one.others
            ],
        }
        for one in why.explanations
    ]
