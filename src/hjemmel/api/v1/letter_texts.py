"""The texts that letters are made from, and how one reaches the municipality."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import RegisterAsked, asked_of_register, asked_to_change
from hjemmel.api.v1.letter_files import PDF, described, file_response
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.letters import (
    DraftBody,
    HeadBody,
    HeadOut,
    InLanguage,
    OfKind,
    TextBody,
    TextLanguagesOut,
    TextOut,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.selectors import letters as selectors
from hjemmel.apps.lists.services import letter_templates as services
from hjemmel.kernel.text import Language

router = Router()
_RUN = Permission.RUN_LISTS


@router.get(
    "/municipalities/{number}/letter-texts",
    response=list[TextLanguagesOut],
    summary="Texts of letters",
    openapi_extra=key_for(_RUN),
)
def show_texts(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """The kinds of letters, and the languages that each has a text in."""
    asked = asked_of_register(request, number, _RUN)
    language = language_of(request)
    written = selectors.template_languages(asked.municipality, by=asked.actor)
    return [
        {"kind": kind.value, "label": kind.label.in_language(language), "languages": languages}
        for kind, languages in written.items()
    ]


@router.get(
    "/municipalities/{number}/letter-texts/{kind}/{language}",
    response=TextOut,
    summary="One text of a letter",
    openapi_extra=key_for(_RUN),
)
def show_text(
    request: HttpRequest, number: MunicipalityNumber, kind: OfKind, language: InLanguage
) -> Any:
    """The text that new letters are made from, and what can be filled into it."""
    asked = asked_of_register(request, number, _RUN)
    return _text(asked, LetterKind(kind), language, language_of(request))


@router.post(
    "/municipalities/{number}/letter-texts/{kind}/{language}",
    response=TextOut,
    summary="Write a text of a letter",
    openapi_extra=key_for(_RUN),
)
def edit_text(
    request: HttpRequest,
    number: MunicipalityNumber,
    kind: OfKind,
    language: InLanguage,
    body: TextBody,
) -> Any:
    """Write a new version; letters made before keep the one that they were made from."""
    asked = asked_to_change(request, number, _RUN)
    services.edit_template(
        municipality=asked.municipality.key,
        kind=LetterKind(kind),
        language=language,
        by=asked.actor,
        **body.dict(),
    )
    return _text(asked, LetterKind(kind), language, language_of(request))


@router.post(
    "/municipalities/{number}/letter-texts/{kind}/{language}/preview",
    summary="See a text of a letter before it is written",
    openapi_extra=described(PDF, _RUN),
)
def preview_text(
    request: HttpRequest,
    number: MunicipalityNumber,
    kind: OfKind,
    language: InLanguage,
    body: DraftBody,
) -> Any:
    """The text as the PDF that it would give, about nobody; nothing is stored."""
    asked = asked_to_change(request, number, _RUN)
    made = selectors.preview_template(
        asked.municipality,
        LetterKind(kind),
        language,
        made_on=asked.as_of,
        by=asked.actor,
        **body.dict(),
    )
    return file_response(made, f"hjemmel-brev-{kind}-{language}", PDF, language)


@router.get(
    "/municipalities/{number}/letter-head",
    response=HeadOut,
    summary="How one reaches the municipality",
    openapi_extra=key_for(_RUN),
)
def show_head(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """What stands for {kontakt} in the municipality's letters."""
    asked = asked_of_register(request, number, _RUN)
    return selectors.letter_head(asked.municipality, by=asked.actor)


@router.post(
    "/municipalities/{number}/letter-head",
    response=HeadOut,
    summary="Write how one reaches the municipality",
    openapi_extra=key_for(_RUN),
)
def edit_head(request: HttpRequest, number: MunicipalityNumber, body: HeadBody) -> Any:
    """Write what is to stand for {kontakt}; letters that are opened from now on say it."""
    asked = asked_to_change(request, number, _RUN)
    services.edit_letter_head(
        municipality=asked.municipality.key, contact=body.contact, by=asked.actor
    )
    return selectors.letter_head(asked.municipality, by=asked.actor)


def _text(
    asked: RegisterAsked, kind: LetterKind, language: str, told_in: Language
) -> dict[str, Any]:
    found = selectors.template_of(asked.municipality, kind, language, by=asked.actor)
    return {
        **asdict(found),
        "kind": kind.value,
        "fields": [
            {
                "name": name,
                "becomes": words.in_language(told_in),
                "required": name in kind.required,
            }
            for name, words in kind.places.items()
        ],
    }
