"""Pictures of municipalities, the published figures worked out again, and the figures' quality."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.language import language_of
from hjemmel.api.v1.schemas.cases import CaseOut, CaseSummaryOut, DataQualityOut, VerificationOut
from hjemmel.api.v1.schemas.common import CaseId
from hjemmel.apps.coverage.selectors import get_picture, list_pictures
from hjemmel.cases.data_quality import notes_for
from hjemmel.cases.plain import case_as_plain, note_as_plain, verification_as_plain
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


@router.get("/cases/{case}", response=CaseOut, summary="One picture with all its figures")
def show_case(request: HttpRequest, case: CaseId) -> Any:
    """Every figure of a picture with its day and source; what is unknown is null."""
    refuse_other_parameters(request)
    return case_as_plain(get_picture(case), language_of(request))


@router.get(
    "/verification", response=list[VerificationOut], summary="Published figures worked out again"
)
def list_verifications(request: HttpRequest) -> Any:
    """Every worked figure of the documents, held against the print."""
    refuse_other_parameters(request)
    return [verification_as_plain(one, language_of(request)) for one in verify()]


@router.get("/data-quality/{case}", response=DataQualityOut, summary="What does not fit together")
def show_data_quality(request: HttpRequest, case: CaseId) -> Any:
    """The readings of a case that do not fit together, which one is used, and why."""
    refuse_other_parameters(request)
    picture, language = get_picture(case), language_of(request)
    shown = case_as_plain(picture, language)
    return {
        "case": picture.id,
        "as_of": picture.as_of,
        "source": shown["source"],
        "notes": [note_as_plain(note, language) for note in notes_for(picture.id)],
    }
