"""Released documents as files, for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hjemmel.apps.documents.selectors.public import public_document_file
from hjemmel.apps.documents.writing import DocumentForm
from hjemmel.web.context import refuse_what_is_ignored
from hjemmel.web.documents.file_views import as_attachment
from hjemmel.web.throttling import count_asker

FILES_A_MINUTE = 20
_FRESH_SECONDS = 600


@require_safe
@cache_control(public=True, max_age=_FRESH_SECONDS)
def document(
    request: HttpRequest, language: str, case: str, key: int, form: DocumentForm
) -> HttpResponse:
    """Send a document that the municipality has released."""
    refuse_what_is_ignored(request, ())
    count_asker(request, "document", FILES_A_MINUTE)
    told, made = public_document_file(case, key, form)
    return as_attachment(
        made, f"{told.plan_name}-{told.kind.value}-{told.language}-{told.number}", form
    )
