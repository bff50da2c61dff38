"""Where the GP scheme stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.language import language_of
from hjemmel.api.pictures import attention_for, picture_for
from hjemmel.api.scopes import open_or_key_for
from hjemmel.api.v1.schemas.common import CaseId
from hjemmel.api.v1.schemas.coverage import CoverageOut, CoverageQuery
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.calculations import coverage_of
from hjemmel.engines.coverage.plain import coverage_as_plain

router = Router()


@router.get(
    "/coverage/{case}",
    response=CoverageOut,
    summary="Coverage per district",
    openapi_extra=open_or_key_for(Permission.SEE_FIGURES),
)
def show_coverage(request: HttpRequest, case: CaseId, asked: Query[CoverageQuery]) -> Any:
    """GPs, residents, GPs per 1 000, gap and free places per district, the promises, and what needs attention."""
    refuse_other_parameters(request, *CoverageQuery.model_fields)
    picture = picture_for(request, case, asked.as_of, asked.known_on)
    return coverage_as_plain(
        coverage_of(picture),
        picture,
        language_of(request),
        attention=attention_for(request, picture, asked.known_on),
    )
