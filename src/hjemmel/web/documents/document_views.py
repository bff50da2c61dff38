"""All documents of a municipality, and one document: what it says, what is new in it, its release."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.selectors.documents import (
    DocumentView,
    differences_from_previous,
    documents_in,
    get_document,
)
from hjemmel.apps.documents.selectors.texts import own_texts
from hjemmel.apps.documents.services.documents import release_document
from hjemmel.apps.documents.writing import DocumentForm
from hjemmel.kernel.errors import HjemmelError, UnknownIdError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import WRITTEN_LANGUAGES, Text
from hjemmel.web.documents.asked import shown
from hjemmel.web.register import RegisterAsked, asked_of_work
from hjemmel.web.work.forms import unknown_action

_MOST_SHOWN = 100


@never_cache
def documents(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the documents that the municipality has made, and the texts they are made from."""
    asked = asked_of_work(request, case, Permission.SEE_PLANS)
    place, actor = asked.municipality, asked.actor
    own = own_texts(place.key, by=actor)
    context = {
        "asked": asked,
        "made_up": place.is_synthetic,
        "rows": documents_in(place.key, by=actor),
        "texts": [
            (kind, [(one, words, (kind.value, one) in own) for one, words in _languages()])
            for kind in DocumentKind
        ],
        "may_write": actor.may(Permission.WRITE_PLANS, municipality=place.key),
    }
    return render(request, "documents/documents.html", context)


@never_cache
def document(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a document as it was frozen, with what is new in it; release it."""
    asked = asked_of_work(request, case, Permission.SEE_PLANS)
    found = document_of(asked, key)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("what") != "release":
                raise unknown_action()
            release_document(document=key, by=asked.actor)
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    changes = differences_from_previous(key, by=asked.actor)
    context = {
        "asked": asked,
        "made_up": asked.municipality.is_synthetic,
        "row": found.row,
        "problem": problem,
        "shown": shown(request, found.document, found.pictures),
        "forms": list(DocumentForm),
        "changes": changes[:_MOST_SHOWN],
        "changes_count": len(changes),
        "may_release": _may(asked.actor, Permission.ADOPT_PLANS, found),
    }
    status = status_of(problem) if problem else 200
    return render(request, "documents/document.html", context, status=status)


def document_of(asked: RegisterAsked, key: int) -> DocumentView:
    """Return a document of the municipality in the address.

    Raises:
        UnknownIdError: There is none, or it is another municipality's.
        NotAllowedError: The roles do not open it.
    """
    found = get_document(key, by=asked.actor)
    if found.row.municipality != asked.municipality.key:
        raise UnknownIdError(
            Text("Dokumentet finnes ikke her.", "There is no such document here."),
            where="document",
            remedy=Text("Gå til siden Dokumenter.", "Go to the page Documents."),
        )
    return found


def _may(actor: Actor, permission: Permission, found: DocumentView) -> bool:
    return actor.may(permission, municipality=found.row.municipality)


def _languages() -> list[tuple[str, Text]]:
    return list(WRITTEN_LANGUAGES.items())
