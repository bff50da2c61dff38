"""The texts that documents of plans are made from."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import RegisterAsked, asked_of_register, asked_to_change
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.documents import (
    DocumentTextBody,
    DocumentTextOut,
    InWritten,
    OfDocumentKind,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.documents.choices import kind_named, language_named
from hjemmel.apps.documents.selectors.texts import text_of
from hjemmel.apps.documents.services import texts as services
from hjemmel.kernel.text import Language

router = Router()
_SEE, _WRITE = Permission.SEE_PLANS, Permission.WRITE_PLANS


@router.get(
    "/municipalities/{number}/document-texts/{kind}/{language}",
    response=DocumentTextOut,
    summary="One text of a document",
    openapi_extra=key_for(_SEE),
)
def show_document_text(
    request: HttpRequest, number: MunicipalityNumber, kind: OfDocumentKind, language: InWritten
) -> Any:
    """The text that new documents are made from, and what can be filled into it."""
    asked = asked_of_register(request, number, _SEE)
    return _text(asked, kind, language, language_of(request))


@router.post(
    "/municipalities/{number}/document-texts/{kind}/{language}",
    response=DocumentTextOut,
    summary="Write a text of a document",
    openapi_extra=key_for(_SEE, _WRITE),
)
def edit_document_text(
    request: HttpRequest,
    number: MunicipalityNumber,
    kind: OfDocumentKind,
    language: InWritten,
    body: DocumentTextBody,
) -> Any:
    """Write a new version; documents that are made keep the words they were made with."""
    asked = asked_to_change(request, number, _WRITE)
    services.edit_text(
        municipality=asked.municipality.key,
        kind=kind_named(kind),
        language=language_named(language),
        by=asked.actor,
        **body.dict(),
    )
    return _text(asked, kind, language, language_of(request))


def _text(asked: RegisterAsked, kind: str, language: str, told_in: Language) -> dict[str, Any]:
    told = kind_named(kind)
    found = text_of(asked.municipality.key, told, language_named(language), by=asked.actor)
    return {
        **asdict(found),
        "kind": told.value,
        "places": [
            {
                "name": name,
                "becomes": words.in_language(told_in),
                "is_part": name in told.parts,
                "required": name in told.required,
            }
            for name, words in told.places.items()
        ],
    }
