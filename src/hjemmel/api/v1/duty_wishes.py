"""Doctors' wishes and absences: told before the deadline by herself, afterwards by who plans."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.api.v1.schemas.common import MadeOut
from hjemmel.api.v1.schemas.duty_offers import (
    AbsenceBody,
    AbsenceKey,
    AbsenceOut,
    MemberKey,
    WishBody,
    WishKey,
    WishOut,
)
from hjemmel.api.v1.schemas.duty_rosters import RosterKey
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.away import WishView, absences_with, wishes_in, wishes_with
from hjemmel.apps.duty.services.absences import tell_absence, withdraw_absence
from hjemmel.apps.duty.services.wishes import tell_wish, withdraw_wish
from hjemmel.domain.duty_roster import WishKind

router = Router()
_EITHER = (Permission.PLAN_ROSTERS, Permission.OWN_DUTY)
_PLAN = key_for(Permission.PLAN_ROSTERS)


@router.get(
    "/duty/rosters/{key}/wishes",
    response=list[WishOut],
    summary="Wishes for a duty roster",
    openapi_extra=_PLAN,
)
def show_wishes_for(request: HttpRequest, key: RosterKey) -> Any:
    """All wishes that touch a roster, by day."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS)
    return [_wish(one) for one in wishes_in(key, by=actor, today=timezone.localdate())]


@router.get(
    "/duty/doctors/{key}/wishes",
    response=list[WishOut],
    summary="A doctor's wishes",
    openapi_extra=_PLAN,
)
def show_wishes_with(request: HttpRequest, key: MemberKey) -> Any:
    """A doctor's wishes from today on; her own with own_duty."""
    actor = asked_of_duty(request, *_EITHER)
    return [_wish(one) for one in wishes_with(key, by=actor, today=timezone.localdate())]


@router.post(
    "/duty/doctors/{key}/wishes",
    response={201: MadeOut},
    summary="Tell a wish",
    openapi_extra=_PLAN,
)
def tell_a_wish(request: HttpRequest, key: MemberKey, body: WishBody) -> Any:
    """Tell what a doctor wishes; her own with own_duty, until the deadline."""
    actor = asked_to_change_duty(request, *_EITHER)
    made = tell_wish(
        duty_doctor=key,
        kind=WishKind(body.kind),
        first=body.first,
        last=body.last,
        shift_type=body.shift_type,
        weight=body.weight,
        by=actor,
        today=timezone.localdate(),
    )
    return Status(201, {"key": made})


@router.post(
    "/duty/wishes/{key}/withdrawal",
    response={204: None},
    summary="Withdraw a wish",
    openapi_extra=_PLAN,
)
def withdraw_a_wish(request: HttpRequest, key: WishKey) -> Any:
    """Take a wish back; her own with own_duty, until the deadline."""
    actor = asked_to_change_duty(request, *_EITHER)
    withdraw_wish(wish=key, by=actor, today=timezone.localdate())
    return Status(204, None)


@router.get(
    "/duty/doctors/{key}/absences",
    response=list[AbsenceOut],
    summary="A doctor's absences",
    openapi_extra=_PLAN,
)
def show_absences(request: HttpRequest, key: MemberKey) -> Any:
    """A doctor's absences that have not ended; her own with own_duty."""
    actor = asked_of_duty(request, *_EITHER)
    return list(absences_with(key, by=actor, now=timezone.now()))


@router.post(
    "/duty/doctors/{key}/absences",
    response={201: MadeOut},
    summary="Tell an absence",
    openapi_extra=_PLAN,
)
def tell_an_absence(request: HttpRequest, key: MemberKey, body: AbsenceBody) -> Any:
    """Tell that a doctor is away; her own with own_duty, until the deadline."""
    actor = asked_to_change_duty(request, *_EITHER)
    made = tell_absence(duty_doctor=key, by=actor, today=timezone.localdate(), **body.dict())
    return Status(201, {"key": made})


@router.post(
    "/duty/absences/{key}/withdrawal",
    response={204: None},
    summary="Withdraw an absence",
    openapi_extra=_PLAN,
)
def withdraw_an_absence(request: HttpRequest, key: AbsenceKey) -> Any:
    """Take an absence back; her own with own_duty, until the deadline."""
    actor = asked_to_change_duty(request, *_EITHER)
    withdraw_absence(absence=key, by=actor, today=timezone.localdate())
    return Status(204, None)


def _wish(view: WishView) -> dict[str, Any]:
    names = [name for name in WishOut.model_fields if name != "kind"]
    return {**{name: getattr(view, name) for name in names}, "kind": view.kind.value}
