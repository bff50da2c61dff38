"""Letters to residents: made, previewed and handed out as PDF."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register, asked_to_change
from hjemmel.api.v1.letter_files import PDF, ZIP, described, file_response
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.letters import (
    BatchBody,
    BatchMadeOut,
    LetterBody,
    LetterKey,
    LetterOut,
    LettersOut,
    LettersQuery,
    OfSource,
    SourceKey,
)
from hjemmel.api.v1.schemas.residents import Purpose
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.letters.sources import LetterSource
from hjemmel.apps.lists.selectors import letters as selectors
from hjemmel.apps.lists.services import letter_previews
from hjemmel.apps.lists.services import letters as services

router = Router()
_SEE, _RUN = Permission.SEE_RESIDENTS, Permission.RUN_LISTS


@router.get(
    "/municipalities/{number}/letters",
    response=LettersOut,
    summary="Letters made",
    openapi_extra=key_for(_SEE),
)
def show_letters(
    request: HttpRequest, number: MunicipalityNumber, query: Query[LettersQuery]
) -> Any:
    """Letters of the municipality, newest first; whom each is to, stands in the letter only."""
    asked = asked_of_register(request, number, _SEE, query)
    found = selectors.letters_made(asked.municipality, by=asked.actor, **query.dict())
    return {
        "total": found.total,
        "by_kind": {kind.value: count for kind, count in found.by_kind},
        "rows": [_plain(row) for row in found.rows],
    }


@router.post(
    "/municipalities/{number}/letters",
    response={201: LetterOut},
    summary="Make a letter",
    openapi_extra=key_for(Permission.EDIT_RESIDENTS),
)
def make_letter(request: HttpRequest, number: MunicipalityNumber, body: LetterBody) -> Any:
    """Make a letter about one thing; asked for again, it is the same letter."""
    asked = asked_to_change(request, number, Permission.EDIT_RESIDENTS)
    made = services.make_letter(
        kind=LetterKind(body.kind),
        about=body.about,
        made_on=body.made_on or asked.as_of,
        by=asked.actor,
        language=body.language,
        municipality=asked.municipality.key,
    )
    return Status(201, _plain(selectors.row_of(made)))


@router.post(
    "/municipalities/{number}/letters/preview",
    summary="See a letter before it is made",
    openapi_extra=described(PDF, Permission.EDIT_RESIDENTS, _SEE),
)
def preview_letter(
    request: HttpRequest, number: MunicipalityNumber, purpose: Purpose, body: LetterBody
) -> Any:
    """The letter as PDF, as it would be made; nothing is stored, and the look is logged."""
    asked = asked_to_change(request, number, Permission.EDIT_RESIDENTS)
    made = letter_previews.preview_letter(
        kind=LetterKind(body.kind),
        about=body.about,
        made_on=body.made_on or asked.as_of,
        by=asked.actor,
        purpose=purpose,
        language=body.language,
        municipality=asked.municipality.key,
    )
    return file_response(made, "hjemmel-brev-utkast", PDF, body.language)


@router.get(
    "/municipalities/{number}/letters/{key}/pdf",
    summary="One letter as PDF",
    openapi_extra=described(PDF, _SEE),
)
def show_letter(
    request: HttpRequest, number: MunicipalityNumber, key: LetterKey, purpose: Purpose
) -> Any:
    """A letter, made again from its facts and its text; that you looked, and what for, is logged."""
    asked = asked_of_register(request, number, _SEE)
    made = selectors.letter_pdf(key, asked.municipality, by=asked.actor, purpose=purpose)
    return file_response(made, f"hjemmel-brev-{key}", PDF)


@router.get(
    "/municipalities/{number}/letter-batches/{source}/{key}",
    response=list[LetterOut],
    summary="Letters of a decision",
    openapi_extra=key_for(_RUN),
)
def show_batch(
    request: HttpRequest, number: MunicipalityNumber, source: OfSource, key: SourceKey
) -> Any:
    """The letters of a round, a cut-over, a reduction, or a list whose GP ends."""
    asked = asked_of_register(request, number, _RUN)
    rows = selectors.letters_for(LetterSource(source), key, asked.municipality, by=asked.actor)
    return [_plain(row) for row in rows]


@router.post(
    "/municipalities/{number}/letter-batches/{source}/{key}",
    response=BatchMadeOut,
    summary="Make the letters of a decision",
    openapi_extra=key_for(_RUN),
)
def make_batch(
    request: HttpRequest,
    number: MunicipalityNumber,
    source: OfSource,
    key: SourceKey,
    body: BatchBody,
) -> Any:
    """Make a letter to each whom it moves; those who have theirs keep it."""
    asked = asked_to_change(request, number, _RUN)
    return services.make_letters_for(
        source=LetterSource(source),
        key=key,
        made_on=body.made_on or asked.as_of,
        by=asked.actor,
        language=body.language,
        municipality=asked.municipality.key,
    )


@router.get(
    "/municipalities/{number}/letter-batches/{source}/{key}/pdf",
    summary="Letters of a decision as one PDF",
    openapi_extra=described(PDF, _RUN),
)
def show_batch_pdf(
    request: HttpRequest,
    number: MunicipalityNumber,
    source: OfSource,
    key: SourceKey,
    purpose: Purpose,
) -> Any:
    """All the letters in one PDF, each from a new page; each one is logged as seen."""
    asked = asked_of_register(request, number, _RUN)
    made = selectors.letters_pdf(
        LetterSource(source), key, asked.municipality, by=asked.actor, purpose=purpose
    )
    return file_response(made, f"hjemmel-brev-{source}-{key}", PDF)


@router.get(
    "/municipalities/{number}/letter-batches/{source}/{key}/zip",
    summary="Letters of a decision as one PDF each",
    openapi_extra=described(ZIP, _RUN),
)
def show_batch_zip(
    request: HttpRequest,
    number: MunicipalityNumber,
    source: OfSource,
    key: SourceKey,
    purpose: Purpose,
) -> Any:
    """All the letters as one PDF each in a ZIP file, named by number; each one is logged as seen."""
    asked = asked_of_register(request, number, _RUN)
    made = selectors.letters_zip(
        LetterSource(source), key, asked.municipality, by=asked.actor, purpose=purpose
    )
    return file_response(made, f"hjemmel-brev-{source}-{key}", ZIP)


def _plain(row: selectors.LetterRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "kind": row.kind.value,
        "language": row.language,
        "made_on": row.made_on,
        "made_by": row.made_by,
        "version": row.version,
    }
