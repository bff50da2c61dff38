"""A hand-over file as an answer: CSV or Excel, never kept on the way."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from hjemmel.api.scopes import key_for
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.handover import HandOver, Kind, as_file
from hjemmel.kernel.text import Language

_TYPES: dict[Kind, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HAND_OVER: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {
                media: {"schema": {"type": "string", "format": "binary"}}
                for media in _TYPES.values()
            },
        }
    },
    **key_for(Permission.RUN_LISTS),
}
"""What the description says of an operation that hands over; national ids need ``see_residents`` too."""


def hand_over_response(handed: HandOver, kind: Kind, language: Language) -> HttpResponse:
    """Answer with a hand-over file to save."""
    return HttpResponse(
        as_file(handed, kind, language),
        content_type=_TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{handed.name}.{kind}"',
            "Content-Language": language,
        },
    )
