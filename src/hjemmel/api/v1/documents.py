"""Documents of plans: made and frozen, told apart, released and handed out as files."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import RegisterAsked, asked_of_register, asked_to_change
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.documents import (
    DocumentBody,
    DocumentDifferenceOut,
    DocumentKey,
    DocumentOut,
    DocumentsQuery,
    FrozenDocumentOut,
    OfForm,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.documents.choices import DocumentChoice, kind_named, language_named
from hjemmel.apps.documents.selectors import documents as selectors
from hjemmel.apps.documents.services import documents as services
from hjemmel.apps.documents.writing import DocumentForm
from hjemmel.domain.document_plain import to_plain
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text

router = Router()
_SEE, _WRITE, _ADOPT = Permission.SEE_PLANS, Permission.WRITE_PLANS, Permission.ADOPT_PLANS
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {form.content_type: _BINARY for form in DocumentForm},
        }
    },
    **key_for(_SEE),
}


@router.get(
    "/municipalities/{number}/documents",
    response=list[DocumentOut],
    summary="Documents of plans",
    openapi_extra=key_for(_SEE),
)
def show_documents(
    request: HttpRequest, number: MunicipalityNumber, query: Query[DocumentsQuery]
) -> Any:
    """The documents that were made of the municipality's plans, the latest first."""
    asked = asked_of_register(request, number, _SEE, query)
    rows = selectors.documents_in(asked.municipality.key, by=asked.actor, plan=query.plan)
    return [_plain(row) for row in rows]


@router.post(
    "/municipalities/{number}/documents",
    response={201: DocumentOut},
    summary="Make a document of a plan",
    openapi_extra=key_for(_SEE, _WRITE),
)
def make_document(request: HttpRequest, number: MunicipalityNumber, body: DocumentBody) -> Any:
    """Make and freeze a document of a plan as it stands; nothing new to say: the one before."""
    asked = asked_to_change(request, number, _WRITE)
    choice = DocumentChoice(
        kind=kind_named(body.kind),
        language=language_named(body.language),
        as_of=body.as_of,
        tertial=None if body.tertial is None else Tertial.read(body.tertial),
        case_number=body.case_number,
        assessment=body.assessment,
    )
    made = services.make_document(
        plan=body.plan,
        choice=choice,
        made_on=asked.as_of,
        by=asked.actor,
        municipality=asked.municipality.key,
    )
    return Status(201, _plain(selectors.get_document(made, by=asked.actor).row))


@router.get(
    "/municipalities/{number}/documents/{key}",
    response=FrozenDocumentOut,
    summary="One document of a plan",
    openapi_extra=key_for(_SEE),
)
def show_document(request: HttpRequest, number: MunicipalityNumber, key: DocumentKey) -> Any:
    """A document with all that it says, as it was frozen."""
    found = _found(asked_of_register(request, number, _SEE), key)
    return {**_plain(found.row), "content": to_plain(found.document)}


@router.get(
    "/municipalities/{number}/documents/{key}/differences",
    response=list[DocumentDifferenceOut],
    summary="What is new in a document of a plan",
    openapi_extra=key_for(_SEE),
)
def show_differences(request: HttpRequest, number: MunicipalityNumber, key: DocumentKey) -> Any:
    """What the document says otherwise than the one before it; nothing for the first."""
    asked = asked_of_register(request, number, _SEE)
    _found(asked, key)
    return [
        {**asdict(one), "kind": one.kind.value}
        for one in selectors.differences_from_previous(key, by=asked.actor)
    ]


@router.get(
    "/municipalities/{number}/documents/{key}/files/{form}",
    summary="One document of a plan as a file",
    openapi_extra=_FILE,
)
def show_file(
    request: HttpRequest, number: MunicipalityNumber, key: DocumentKey, form: OfForm
) -> Any:
    """The document as Word, PDF or HTML, written from what was frozen: the same bytes each time."""
    asked = asked_of_register(request, number, _SEE)
    row, wanted = _found(asked, key).row, DocumentForm(form)
    made = selectors.document_file(key, wanted, by=asked.actor)
    response = HttpResponse(made, content_type=wanted.content_type)
    name = f"{row.plan_name}-{row.kind.value}-{row.language}-{row.number}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Language"] = row.language
    return response


@router.post(
    "/municipalities/{number}/documents/{key}/release",
    response=DocumentOut,
    summary="Release a document of a plan",
    openapi_extra=key_for(_SEE, _ADOPT),
)
def release_document(request: HttpRequest, number: MunicipalityNumber, key: DocumentKey) -> Any:
    """Say that the document is the one that holds: everybody can read it; what it says stays the same."""
    asked = asked_to_change(request, number, _ADOPT)
    _found(asked, key)
    services.release_document(document=key, by=asked.actor)
    return _plain(selectors.get_document(key, by=asked.actor).row)


def _found(asked: RegisterAsked, key: int) -> selectors.DocumentView:
    found = selectors.get_document(key, by=asked.actor)
    if found.row.municipality != asked.municipality.key:
        raise UnknownIdError(
            Text("Dokumentet finnes ikke her.", "There is no such document here."),
            where="document",
            remedy=Text("Hent listen over dokumenter.", "Fetch the list of documents."),
        )
    return found


def _plain(row: selectors.DocumentRow) -> dict[str, Any]:
    return {**asdict(row), "kind": row.kind.value}
