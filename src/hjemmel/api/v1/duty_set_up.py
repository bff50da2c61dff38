"""Changes duty districts after they were made: municipalities, stations, shift types, doctors, agreed limits."""

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
from hjemmel.api.v1.schemas.duty_people import UnlawfulShiftOut
from hjemmel.api.v1.schemas.duty_set_up import (
    AgreedLimitBody,
    AgreedLimitOut,
    AgreedLimitsBody,
    DutyDistrictChangeBody,
    DutyMemberBody,
    DutyMemberChangeBody,
    DutyMemberEndBody,
    DutyPayBody,
    SearchWeightOut,
    SearchWeightsBody,
    ShiftTypeBody,
    ShiftTypeChangeBody,
    ShiftTypeEndBody,
    ShiftTypeKey,
    StationBody,
    StationChangeBody,
    StationKey,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.agreed_limits import AgreedLimit
from hjemmel.apps.duty.selectors.set_up import (
    LimitView,
    agreed_limits_of,
    place_keys,
    weights_of,
)
from hjemmel.apps.duty.services import (
    district_changes,
    districts,
    member_changes,
    shift_type_changes,
)
from hjemmel.apps.duty.shift_type_fields import NewShiftType
from hjemmel.domain.duty_doctor import Employment
from hjemmel.kernel.text import Language

router = Router()
_PLAN = key_for(Permission.PLAN_ROSTERS)


@router.post(
    "/duty/districts/{key}/changes",
    response={204: None},
    summary="Change a duty district",
    openapi_extra=_PLAN,
)
def change_district(request: HttpRequest, key: DistrictKey, body: DutyDistrictChangeBody) -> Any:
    """Change its name and who shares the duty; a municipality with doctors in it cannot leave."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    changes = body.changes()
    if "municipalities" in changes:
        changes["municipalities"] = place_keys(changes["municipalities"], by=actor, district=key)
    district_changes.change_district(
        district=key, by=actor, today=timezone.localdate(), version=body.version, **changes
    )
    return Status(204, None)


@router.post(
    "/duty/districts/{key}/pay",
    response={204: None},
    summary="Say what the pay of duty is worked out from",
    openapi_extra=_PLAN,
)
def set_pay(request: HttpRequest, key: DistrictKey, body: DutyPayBody) -> Any:
    """Set the pay class and the population, which a roster's cost needs."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    districts.change_settings(district=key, settings=body.dict(), by=actor)
    return Status(204, None)


@router.get(
    "/duty/districts/{key}/limits",
    response=list[AgreedLimitOut],
    summary="Limits agreed in a duty district",
    openapi_extra=_PLAN,
)
def show_limits(request: HttpRequest, key: DistrictKey) -> Any:
    """Each limit that may be agreed, with what is agreed, and what holds without."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS)
    found = agreed_limits_of(key, by=actor, on=timezone.localdate())
    return [_limit_out(one, language_of(request)) for one in found]


@router.post(
    "/duty/districts/{key}/limits",
    response={204: None},
    summary="Set limits agreed in a duty district",
    openapi_extra=_PLAN,
)
def set_limits(request: HttpRequest, key: DistrictKey, body: AgreedLimitsBody) -> Any:
    """Set what is agreed; it holds at once, also when published rosters are judged."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    district_changes.set_agreed_limits(
        district=key,
        limits={one.name: _limit(one) for one in body.limits},
        by=actor,
        version=body.version,
    )
    return Status(204, None)


@router.get(
    "/duty/districts/{key}/weights",
    response=list[SearchWeightOut],
    summary="What searches of a duty district weigh",
    openapi_extra=_PLAN,
)
def show_weights(request: HttpRequest, key: DistrictKey) -> Any:
    """What a search for a roster weighs, with the district's own points and the usual."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS)
    return [
        {
            "name": one.name,
            "label": one.label.in_language(language_of(request)),
            "points": one.agreed,
            "usual": one.usual,
        }
        for one in weights_of(key, by=actor)
    ]


@router.post(
    "/duty/districts/{key}/weights",
    response={204: None},
    summary="Say what searches of a duty district weigh",
    openapi_extra=_PLAN,
)
def set_weights(request: HttpRequest, key: DistrictKey, body: SearchWeightsBody) -> Any:
    """Set the district's own points, from the next search on."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    district_changes.set_weights(
        district=key,
        weights={one.name: one.points for one in body.weights},
        by=actor,
        version=body.version,
    )
    return Status(204, None)


@router.post(
    "/duty/districts/{key}/stations",
    response={201: MadeOut},
    summary="Add a duty station",
    openapi_extra=_PLAN,
)
def add_station(request: HttpRequest, key: DistrictKey, body: StationBody) -> Any:
    """Add a station to a duty district."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    return Status(201, {"key": districts.add_station(district=key, by=actor, **body.dict())})


@router.post(
    "/duty/stations/{key}/changes",
    response={204: None},
    summary="Change a duty station",
    openapi_extra=_PLAN,
)
def change_station(request: HttpRequest, key: StationKey, body: StationChangeBody) -> Any:
    """Change a station; shifts that rosters hold stay at it."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    district_changes.change_station(
        station=key, changes=body.changes(), by=actor, version=body.version
    )
    return Status(204, None)


@router.post(
    "/duty/stations/{key}/removal",
    response={204: None},
    summary="Remove a duty station",
    openapi_extra=_PLAN,
)
def remove_station(request: HttpRequest, key: StationKey) -> Any:
    """Remove a station that nothing uses."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    district_changes.remove_station(station=key, by=actor)
    return Status(204, None)


@router.post(
    "/duty/districts/{key}/shift-types",
    response={201: MadeOut},
    summary="Add a shift type",
    openapi_extra=_PLAN,
)
def add_shift_type(request: HttpRequest, key: DistrictKey, body: ShiftTypeBody) -> Any:
    """Add a shift type; rosters that are made from now on have its shifts."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    made = districts.add_shift_type(
        district=key, shift_type=NewShiftType(**body.fields()), by=actor
    )
    return Status(201, {"key": made})


@router.post(
    "/duty/shift-types/{key}/changes",
    response={204: None},
    summary="Change a shift type",
    openapi_extra=_PLAN,
)
def change_shift_type(request: HttpRequest, key: ShiftTypeKey, body: ShiftTypeChangeBody) -> Any:
    """Change a shift type for rosters made from now on; those that are made keep their shifts."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    shift_type_changes.change_shift_type(
        shift_type=key, changes=body.changes(), by=actor, version=body.version
    )
    return Status(204, None)


@router.post(
    "/duty/shift-types/{key}/ending",
    response={204: None},
    summary="Say when a shift type ends",
    openapi_extra=_PLAN,
)
def end_shift_type(request: HttpRequest, key: ShiftTypeKey, body: ShiftTypeEndBody) -> Any:
    """Say from which day it is held no more; shifts that rosters hold stay."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    shift_type_changes.end_shift_type(
        shift_type=key, valid_to=body.valid_to, by=actor, version=body.version
    )
    return Status(204, None)


@router.post(
    "/duty/shift-types/{key}/removal",
    response={204: None},
    summary="Remove a shift type",
    openapi_extra=_PLAN,
)
def remove_shift_type(request: HttpRequest, key: ShiftTypeKey) -> Any:
    """Remove a shift type that nothing uses."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    shift_type_changes.remove_shift_type(shift_type=key, by=actor)
    return Status(204, None)


@router.post(
    "/duty/districts/{key}/doctors",
    response={201: MadeOut},
    summary="Take a doctor into a duty district",
    openapi_extra=_PLAN,
)
def add_doctor(request: HttpRequest, key: DistrictKey, body: DutyMemberBody) -> Any:
    """Let a doctor of the register take duty; the answer has her key in the district."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    [municipality] = place_keys([body.municipality], by=actor, district=key)
    made = districts.add_doctor(district=key, municipality=municipality, by=actor, **body.fields())
    return Status(201, {"key": made})


@router.post(
    "/duty/doctors/{key}/changes",
    response=list[UnlawfulShiftOut],
    summary="Change a doctor in a duty district",
    openapi_extra=_PLAN,
)
def change_doctor(request: HttpRequest, key: MemberKey, body: DutyMemberChangeBody) -> Any:
    """Change what holds for her; published shifts that she then may not take are opened."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    found = member_changes.change_doctor(
        duty_doctor=key, by=actor, now=timezone.now(), version=body.version, **body.changes()
    )
    return unlawful_out(found, language_of(request))


@router.post(
    "/duty/doctors/{key}/ending",
    response=list[UnlawfulShiftOut],
    summary="Let a doctor leave a duty district",
    openapi_extra=_PLAN,
)
def end_membership(request: HttpRequest, key: MemberKey, body: DutyMemberEndBody) -> Any:
    """Let a doctor take no duty in the district from a day on; her published shifts after it are opened."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    found = member_changes.end_membership(
        duty_doctor=key,
        member_to=body.member_to,
        by=actor,
        now=timezone.now(),
        version=body.version,
    )
    return unlawful_out(found, language_of(request))


@router.post(
    "/duty/doctors/{key}/removal",
    response={204: None},
    summary="Remove a doctor taken into a duty district by mistake",
    openapi_extra=_PLAN,
)
def remove_doctor(request: HttpRequest, key: MemberKey) -> Any:
    """Remove a doctor who has nothing in the district."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    member_changes.remove_doctor(duty_doctor=key, by=actor)
    return Status(204, None)


def _limit(body: AgreedLimitBody) -> AgreedLimit | None:
    if body.value is None:
        return None
    return AgreedLimit(
        value=body.value,
        source=body.source,
        employments=tuple(Employment(one) for one in body.employments),
    )


def _limit_out(one: LimitView, language: Language) -> dict[str, Any]:
    agreed = one.agreed
    return {
        "name": one.name,
        "label": one.label.in_language(language),
        "value": None if agreed is None else agreed.value,
        "source": "" if agreed is None else agreed.source,
        "employments": [] if agreed is None else [who.value for who in agreed.employments],
        "own": [
            {
                "employments": [who.value for who in own.employments],
                "hours": own.hours,
                "source": own.source.in_language(language),
            }
            for own in one.own
        ],
    }
