"""The need for GPs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.language import language_of
from hjemmel.api.pictures import picture_for
from hjemmel.api.scopes import open_or_key_for
from hjemmel.api.v1.schemas.common import CaseId
from hjemmel.api.v1.schemas.need import NeedOut, NeedQuery
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.calculations import need_of
from hjemmel.engines.coverage.plain import need_as_plain
from hjemmel.engines.coverage.questions import changes_from, name_the_question
from hjemmel.kernel.errors import InputError, MissingDataError

router = Router()


@router.get(
    "/need/{case}",
    response=NeedOut,
    summary="Need for GPs",
    openapi_extra=open_or_key_for(Permission.SEE_FIGURES),
)
def show_need(request: HttpRequest, case: CaseId, asked: Query[NeedQuery]) -> Any:
    """Three methods, their bands, the yearly path and every assumption behind it."""
    refuse_other_parameters(request, *NeedQuery.model_fields)
    picture = picture_for(request, case, asked.as_of, asked.known_on)
    try:
        changes = changes_from(asked.dict(exclude={"as_of", "known_on"}))
        result = need_of(picture, changes)
    except (InputError, MissingDataError) as error:
        raise name_the_question(error, str) from error
    return need_as_plain(result, picture, changes, language_of(request))
