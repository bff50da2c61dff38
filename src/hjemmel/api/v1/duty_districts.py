"""Duty districts: stations, shift types, doctors, and what the doctors carry across rosters."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.api.v1.schemas.common import MadeOut
from hjemmel.api.v1.schemas.duty_districts import (
    DistrictKey,
    DutyDistrictOut,
    DutyDistrictWholeOut,
    DutyDoctorOut,
    DutyHoursOut,
    HandoverOut,
    LedgerOut,
    LedgerQuery,
    PeriodQuery,
    ShiftTypeOut,
)
from hjemmel.api.v1.schemas.duty_set_up import DutyDistrictBody
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors import districts as selectors
from hjemmel.apps.duty.selectors.handovers import handovers_of
from hjemmel.apps.duty.selectors.ledgers import LedgerPage, district_ledger, hours_of
from hjemmel.apps.duty.selectors.set_up import place_keys
from hjemmel.apps.duty.services.districts import set_up_district
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.engines.rostering.ledger import UNIT, Category
from hjemmel.kernel.text import Language

router = Router()
_SEE = key_for(Permission.SEE_ROSTERS)


@router.get(
    "/duty/districts", response=list[DutyDistrictOut], summary="Duty districts", openapi_extra=_SEE
)
def show_duty_districts(request: HttpRequest) -> Any:
    """The duty districts whose rosters one may see."""
    actor = asked_of_duty(request, Permission.SEE_ROSTERS)
    return list(selectors.list_districts(by=actor))


@router.post(
    "/duty/districts",
    response={201: MadeOut},
    summary="Set up a duty district",
    openapi_extra=key_for(Permission.PLAN_ROSTERS),
)
def set_up(request: HttpRequest, body: DutyDistrictBody) -> Any:
    """Set up a duty district in the municipality that runs it."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    host = get_municipality(body.host, by=actor, permission=Permission.PLAN_ROSTERS)
    made = set_up_district(
        host=host.key,
        name=body.name,
        short_name=body.short_name,
        municipalities=place_keys(body.municipalities, by=actor),
        by=actor,
    )
    return Status(201, {"key": made})


@router.get(
    "/duty/districts/{key}",
    response=DutyDistrictWholeOut,
    summary="One duty district",
    openapi_extra=_SEE,
)
def show_duty_district(request: HttpRequest, key: DistrictKey) -> Any:
    """A duty district with its stations, shift types and doctors."""
    actor = asked_of_duty(request, Permission.SEE_ROSTERS)
    view = selectors.get_district(key, by=actor)
    return {
        **{name: getattr(view, name) for name in DutyDistrictOut.model_fields},
        "stations": list(selectors.stations_of(key, by=actor)),
        "shift_types": [
            {
                **{name: getattr(one, name) for name in ShiftTypeOut.model_fields},
                "role": one.role.value,
                "pay_form": one.pay_form.value,
            }
            for one in selectors.shift_types_of(key, by=actor)
        ],
        "members": [
            {
                **{name: getattr(one, name) for name in DutyDoctorOut.model_fields},
                "employment": one.employment.value,
                "roles": [role.value for role in one.roles],
            }
            for one in selectors.duty_doctors_of(key, by=actor)
        ],
    }


@router.get(
    "/duty/districts/{key}/ledger",
    response=LedgerOut,
    summary="Ledger of a duty district",
    openapi_extra=_SEE,
)
def show_district_ledger(request: HttpRequest, key: DistrictKey, query: Query[LedgerQuery]) -> Any:
    """What each doctor carries across the rosters that were sent out."""
    actor = asked_of_duty(request, Permission.SEE_ROSTERS, query=query)
    page = district_ledger(key, by=actor, first=query.first, last=query.last)
    return ledger_out(page, language_of(request))


@router.get(
    "/duty/districts/{key}/hours",
    response=list[DutyHoursOut],
    summary="Hours of a duty district",
    openapi_extra=_SEE,
)
def show_hours(request: HttpRequest, key: DistrictKey, query: Query[PeriodQuery]) -> Any:
    """Each doctor's time on duty in a period, of the rosters that were sent out."""
    actor = asked_of_duty(request, Permission.SEE_ROSTERS, query=query)
    return [
        {
            "doctor": row.key,
            "name": row.name,
            "shifts": row.shifts,
            "minutes": row.minutes,
            "by_pay_form": {form.value: minutes for form, minutes in row.by_pay_form.items()},
            "nights": row.nights,
            "weekends": row.weekends,
        }
        for row in hours_of(key, by=actor, first=query.first, last=query.last)
    ]


@router.get(
    "/duty/districts/{key}/hand-overs",
    response=list[HandoverOut],
    summary="Shifts given away and taken over",
    openapi_extra=_SEE,
)
def show_handovers(request: HttpRequest, key: DistrictKey, query: Query[PeriodQuery]) -> Any:
    """Who gave shifts away and who took them over by her own choice in a period."""
    actor = asked_of_duty(request, Permission.SEE_ROSTERS, query=query)
    return [
        {
            "doctor": row.key,
            "name": row.name,
            "given_away": row.given_away,
            "taken_over": row.taken_over,
        }
        for row in handovers_of(key, by=actor, first=query.first, last=query.last)
    ]


def ledger_out(page: LedgerPage, language: Language) -> dict[str, Any]:
    """Return a ledger in shifts and hours."""
    return {
        "first": page.first,
        "last": page.last,
        "rosters": list(page.rosters),
        "spread": {
            category.value: page.spread(category) / UNIT
            for category in Category
            if category.is_shared
        },
        "doctors": [
            {
                "doctor": row.key,
                "name": row.name,
                "fraction": row.fraction,
                "lines": [
                    {
                        "category": category.value,
                        "category_name": category.label.in_language(language),
                        **line.as_plain(),
                    }
                    for category, line in row.lines.items()
                ],
            }
            for row in page.rows
        ],
    }
