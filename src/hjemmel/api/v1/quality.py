"""What does not fit together: in the published figures of a case, or in the register."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.language import language_of
from hjemmel.api.pictures import picture_for, shortcomings_for
from hjemmel.api.scopes import key_for, open_or_key_for
from hjemmel.api.v1.asked import asked_of_register
from hjemmel.api.v1.schemas.cases import CaseQuery
from hjemmel.api.v1.schemas.common import CaseId, DaysQuery, MunicipalityNumber
from hjemmel.api.v1.schemas.quality import DataQualityOut, ShortcomingName, ShortcomingRowsOut
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.register_quality import shortcoming
from hjemmel.apps.coverage.shortcoming import Shortcoming
from hjemmel.cases.data_quality import notes_for
from hjemmel.cases.plain import case_as_plain, note_as_plain
from hjemmel.kernel.text import Language

router = Router()


@router.get(
    "/data-quality/{case}",
    response=DataQualityOut,
    summary="What does not fit together",
    openapi_extra=open_or_key_for(Permission.SEE_FIGURES, Permission.SEE_LISTS),
)
def show_data_quality(request: HttpRequest, case: CaseId, asked: Query[CaseQuery]) -> Any:
    """The readings of a case that do not fit together, or what is missing in the register."""
    refuse_other_parameters(request, *CaseQuery.model_fields)
    picture = picture_for(request, case, asked.as_of, asked.known_on)
    language = language_of(request)
    found = shortcomings_for(request, picture, asked.known_on)
    return {
        "case": picture.id,
        "as_of": picture.as_of,
        "source": case_as_plain(picture, language)["source"],
        "notes": [note_as_plain(note, language) for note in notes_for(picture.id)],
        "shortcomings": [_plain(item, language) for item in found],
    }


@router.get(
    "/municipalities/{number}/shortcomings/{name}",
    response=ShortcomingRowsOut,
    summary="The rows behind a shortcoming",
    openapi_extra=key_for(Permission.SEE_FIGURES, Permission.SEE_LISTS),
)
def show_shortcoming(
    request: HttpRequest,
    number: MunicipalityNumber,
    name: ShortcomingName,
    query: Query[DaysQuery],
) -> Any:
    """One thing that is missing or contradictory in the register, with the rows behind it."""
    asked = asked_of_register(request, number, Permission.SEE_LISTS, query)
    item = shortcoming(name, asked.municipality, asked.as_of, asked.known_at, by=asked.actor)
    language = language_of(request)
    rows = [
        {
            "kind": row.kind,
            "key": row.key,
            "name": row.name,
            "place": row.place,
            "detail": row.detail.in_language(language),
        }
        for row in item.rows
    ]
    return {**_plain(item, language), "rows": rows}


def _plain(item: Shortcoming, language: Language) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title.in_language(language),
        "consequence": item.consequence.in_language(language),
        "remedy": item.remedy.in_language(language),
        "severity": item.severity.value,
        "count": item.count,
    }
