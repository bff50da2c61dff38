"""The exception from the requirement of specialisation: each doctor's clock, and the year's report."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.api.v1.schemas.duty_districts import DistrictKey
from hjemmel.api.v1.schemas.duty_own import ClockOut, GovernorReportOut, SentBody, Year
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.competence_clocks import clocks_in, governor_report
from hjemmel.apps.duty.services.competences import note_report_sent

router = Router()
_PLAN = key_for(Permission.PLAN_ROSTERS)


@router.get(
    "/duty/districts/{key}/competence-clocks",
    response=list[ClockOut],
    summary="Clocks of the exception from specialisation",
    openapi_extra=_PLAN,
)
def show_clocks(request: HttpRequest, key: DistrictKey) -> Any:
    """Days on duty that count for doctors without the specialisation, the nearest limit first."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS)
    language = language_of(request)
    return [
        {
            "doctor": one.key,
            "name": one.name,
            "days_in_all": one.days_in_all,
            "days_this_year": one.days_this_year,
            "planned_in_all": one.planned_in_all,
            "planned_this_year": one.planned_this_year,
            "on_duty": one.on_duty.sentence.in_language(language),
            "with_other_work": one.with_other_work.sentence.in_language(language),
            "planned": one.planned.sentence.in_language(language),
            "planned_outcome": one.planned.outcome.value,
        }
        for one in clocks_in(key, by=actor, today=timezone.localdate())
    ]


@router.get(
    "/duty/districts/{key}/governor-reports/{year}",
    response=GovernorReportOut,
    summary="Report to the county governor",
    openapi_extra=_PLAN,
)
def show_governor_report(request: HttpRequest, key: DistrictKey, year: Year) -> Any:
    """The yearly report on the use of the exception from the requirement of specialisation."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS)
    found = governor_report(key, year, by=actor, today=timezone.localdate())
    language = language_of(request)
    return {
        "year": found.year,
        "due": None if found.finding is None else found.finding.sentence.in_language(language),
        "sent_on": found.sent_on,
        "rows": [
            {
                "doctor": row.key,
                "name": row.name,
                "days": row.days,
                "days_in_all": row.days_in_all,
            }
            for row in found.rows
        ],
        "text": found.text.in_language(language),
    }


@router.post(
    "/duty/districts/{key}/governor-reports/{year}/sending",
    response={204: None},
    summary="Note that the report was sent",
    openapi_extra=key_for(Permission.DECIDE_DUTY),
)
def note_sent(request: HttpRequest, key: DistrictKey, year: Year, body: SentBody) -> Any:
    """Note when the report of a year was sent to the county governor."""
    actor = asked_to_change_duty(request, Permission.DECIDE_DUTY)
    note_report_sent(district=key, year=year, sent_on=body.sent_on, by=actor)
    return Status(204, None)
