"""Letters as files in an answer: PDF, or one PDF each in a ZIP file, never kept on the way."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from hjemmel.api.scopes import key_for
from hjemmel.apps.accounts.roles import Permission

PDF, ZIP = "pdf", "zip"
_TYPES = {PDF: "application/pdf", ZIP: "application/zip"}


def described(form: str, *scopes: Permission) -> dict[str, Any]:
    """Return what the description says of an operation that answers with a file."""
    answer = {
        "description": "The file.",
        "content": {_TYPES[form]: {"schema": {"type": "string", "format": "binary"}}},
    }
    return {"responses": {200: answer}, **key_for(*scopes)}


def file_response(made: bytes, name: str, form: str, language: str = "") -> HttpResponse:
    """Answer with letters to save; no name of a person stands in the file's name."""
    response = HttpResponse(made, content_type=_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    if language:
        response["Content-Language"] = language
    return response
