"""Documents as files; no name of a person stands in one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.documents.selectors.documents import document_file
from hjemmel.apps.documents.writing import DocumentForm, pictures_of, write
from hjemmel.web.context import language_of
from hjemmel.web.documents.asked import CHOICES, choice_in, draft_of
from hjemmel.web.documents.document_views import document_of
from hjemmel.web.plan.asked import asked_of_plan
from hjemmel.web.plan.source import plan_of
from hjemmel.web.register import asked_of_work


@never_cache
@require_safe
def document(
    request: HttpRequest, language: str, case: str, key: int, form: DocumentForm
) -> HttpResponse:
    """Send a document, written from what was frozen."""
    asked = asked_of_work(request, case, Permission.SEE_PLANS)
    row = document_of(asked, key).row
    made = document_file(key, form, by=asked.actor)
    return as_attachment(
        made, f"{row.plan_name}-{row.kind.value}-{row.language}-{row.number}", form
    )


@never_cache
@require_safe
def draft(
    request: HttpRequest, language: str, case: str, plan: str, form: DocumentForm
) -> HttpResponse:
    """Send a document as it would be now; nothing is stored."""
    asked = asked_of_plan(request, case, CHOICES, Permission.WRITE_PLANS)
    told = plan_of(asked, plan)
    choice = choice_in(request.GET.dict(), told, language_of(request))
    made = draft_of(asked, told, choice)
    name = f"{told.id}-{choice.kind.value}-{choice.language}-utkast"
    return as_attachment(write(made, form, pictures_of(made)), name, form)


def as_attachment(made: bytes, name: str, form: DocumentForm) -> HttpResponse:
    """Answer with a document as a file to save.

    Args:
        made: The file.
        name: Its name, without the ending.
        form: What kind of file.
    """
    response = HttpResponse(made, content_type=form.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form.value}"'
    return response
