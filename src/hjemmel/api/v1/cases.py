"""Pictures of municipalities, and the published figures worked out again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.language import language_of
from hjemmel.api.pictures import picture_for
from hjemmel.api.scopes import open_or_key_for
from hjemmel.api.v1.schemas.cases import CaseOut, CaseQuery, CaseSummaryOut, VerificationOut
from hjemmel.api.v1.schemas.common import CaseId
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.selectors import list_pictures
from hjemmel.cases.plain import case_as_plain, verification_as_plain
from hjemmel.cases.verification import verify

router = Router()


@router.get("/cases", response=list[CaseSummaryOut], summary="All pictures of municipalities")
def list_cases(request: HttpRequest) -> Any:
    """Everything that can be looked at: stored synthetic municipalities, then published figures."""
    refuse_other_parameters(request)
    language = language_of(request)
    return [
        {
            "id": summary.id,
            "municipality": summary.number or None,
            "name": summary.name,
            "as_of": summary.as_of,
            "kind": summary.kind.value,
            "kind_name": summary.kind.label.in_language(language),
        }
        for summary in list_pictures()
    ]


@router.get(
    "/cases/{case}",
    response=CaseOut,
    summary="One picture with all its figures",
    openapi_extra=open_or_key_for(Permission.SEE_FIGURES),
)
def show_case(request: HttpRequest, case: CaseId, asked: Query[CaseQuery]) -> Any:
    """Every figure of a picture with its day and source; what is unknown is null."""
    refuse_other_parameters(request, *CaseQuery.model_fields)
    picture = picture_for(request, case, asked.as_of, asked.known_on)
    return case_as_plain(picture, language_of(request))


@router.get(
    "/verification", response=list[VerificationOut], summary="Published figures worked out again"
)
def list_verifications(request: HttpRequest) -> Any:
    """Every worked figure of the documents, held against the print."""
    refuse_other_parameters(request)
    return [verification_as_plain(one, language_of(request)) for one in verify()]
