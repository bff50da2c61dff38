"""The documents of a plan: those that were made, a new one, and a draft to look at first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.documents.choices import DocumentChoice
from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.selectors.documents import DocumentRow, documents_in
from hjemmel.apps.documents.services.documents import make_document
from hjemmel.apps.documents.writing import pictures_of
from hjemmel.apps.plan.selectors.plans import plan_key
from hjemmel.domain.plan import Plan
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import WRITTEN_LANGUAGES
from hjemmel.web.context import language_of
from hjemmel.web.documents.asked import (
    CHOICES,
    choice_in,
    day_of,
    draft_of,
    query_of,
    shown,
    tertials_until,
)
from hjemmel.web.plan.asked import PlanAsked, asked_of_plan
from hjemmel.web.plan.plan_views import about
from hjemmel.web.plan.source import plan_of
from hjemmel.web.work.forms import unknown_action


@never_cache
def documents(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Show the documents of a plan; make a new one, or look at it first."""
    asked = asked_of_plan(request, case)
    told = plan_of(asked, plan)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            what, choice = (
                request.POST.get("what"),
                choice_in(request.POST.dict(), told, language_of(request)),
            )
            if what == "preview":
                return _draft(request, asked, told, choice, is_typed=True)
            if what != "make":
                raise unknown_action()
            return HttpResponseRedirect(_made(asked, told, choice, language))
        except HjemmelError as error:
            problem = error
    context = {
        **about(asked, told),
        "problem": problem,
        "typed": request.POST,
        "rows": _rows(asked, told),
        "kinds": list(DocumentKind),
        "languages": WRITTEN_LANGUAGES,
        "tertials": tertials_until(day_of(asked)),
        "latest_day": day_of(asked),
    }
    status = status_of(problem) if problem else 200
    return render(request, "documents/plan.html", context, status=status)


@never_cache
@require_safe
def draft(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Show a document as it would be now; nothing is stored."""
    asked = asked_of_plan(request, case, CHOICES, Permission.WRITE_PLANS)
    told = plan_of(asked, plan)
    return _draft(
        request,
        asked,
        told,
        choice_in(request.GET.dict(), told, language_of(request)),
        is_typed=False,
    )


def _draft(
    request: HttpRequest, asked: PlanAsked, plan: Plan, choice: DocumentChoice, *, is_typed: bool
) -> HttpResponse:
    document = draft_of(asked, plan, choice)
    context: dict[str, Any] = {
        **about(asked, plan),
        "choice": choice,
        "document": document,
        "shown": shown(request, document, pictures_of(document)),
        "query": query_of(choice),
        "is_typed": is_typed,
        "typed": request.POST,
    }
    return render(request, "documents/draft.html", context)


def _made(asked: PlanAsked, plan: Plan, choice: DocumentChoice, language: str) -> str:
    """Make the document, and return the address of its page."""
    if asked.municipality is None or asked.actor is None:
        raise unknown_action()
    place, actor = asked.municipality, asked.actor
    key = plan_key(municipality=place.key, name=plan.id, by=actor)
    made = make_document(plan=key, choice=choice, made_on=day_of(asked), by=actor)
    return reverse(
        "plan-document", kwargs={"language": language, "case": place.number, "key": made}
    )


def _rows(asked: PlanAsked, plan: Plan) -> tuple[DocumentRow, ...]:
    if asked.municipality is None or asked.actor is None:
        return ()
    place, actor = asked.municipality, asked.actor
    key = plan_key(municipality=place.key, name=plan.id, by=actor)
    return documents_in(place.key, by=actor, plan=key)
