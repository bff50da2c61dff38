"""The text that a kind of document is made from: shown, written, and seen before it is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.documents.choices import DocumentChoice, kind_named, language_named
from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.selectors.preview import preview_text
from hjemmel.apps.documents.selectors.texts import TextView, text_of
from hjemmel.apps.documents.services.texts import edit_text
from hjemmel.apps.documents.writing import pictures_of
from hjemmel.apps.plan.selectors.plans import list_plans
from hjemmel.kernel.errors import HjemmelError, InputError, MissingDataError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import WRITTEN_LANGUAGES, Text
from hjemmel.web.documents.asked import shown
from hjemmel.web.register import RegisterAsked, asked_of_work
from hjemmel.web.work.forms import key_in, unknown_action


@never_cache
def text(request: HttpRequest, language: str, case: str, kind: str) -> HttpResponse:
    """Show and write the text of a kind of document; show what is typed filled from a plan."""
    asked = asked_of_work(request, case, Permission.WRITE_PLANS, ("sprak",))
    told, written = kind_named(kind), language_named(request.GET.get("sprak") or "nb")
    found = text_of(asked.municipality.key, told, written, by=asked.actor)
    problem: HjemmelError | None = None
    draft = None
    if request.method == "POST":
        try:
            if request.POST.get("what") == "preview":
                draft = _draft(request, asked, found)
            elif request.POST.get("what") == "save":
                _save(request, asked, found)
                return HttpResponseRedirect(request.get_full_path())
            else:
                raise unknown_action()
        except HjemmelError as error:
            problem = error
    context = {
        "asked": asked,
        "made_up": asked.municipality.is_synthetic,
        "problem": problem,
        "found": found,
        "title": request.POST.get("title", found.title),
        "body": request.POST.get("body", found.body),
        "seen_version": request.POST.get("version", str(found.version)),
        "languages": WRITTEN_LANGUAGES,
        "draft": draft,
        "plans": list_plans(by=asked.actor, municipality=asked.municipality.key),
    }
    status = status_of(problem) if problem else 200
    return render(request, "documents/text.html", context, status=status)


def _save(request: HttpRequest, asked: RegisterAsked, found: TextView) -> None:
    edit_text(
        municipality=asked.municipality.key,
        kind=found.kind,
        language=found.language,
        title=request.POST.get("title") or "",
        body=request.POST.get("body") or "",
        version=key_in(request, "version"),
        by=asked.actor,
    )


def _draft(request: HttpRequest, asked: RegisterAsked, found: TextView) -> str:
    """Return what is typed, filled from a plan of the municipality: the one chosen, or the latest."""
    plans = list_plans(by=asked.actor, municipality=asked.municipality.key)
    if not plans:
        raise MissingDataError(
            Text(
                "Kommunen har ingen plan å fylle teksten fra.", "There is no plan to fill it from."
            ),
            where="plan",
            remedy=Text("Lag en plan først.", "Make a plan first."),
        )
    keys = {str(one.key): one.key for one in plans}
    chosen = request.POST.get("plan") or str(plans[0].key)
    if chosen not in keys:
        raise InputError(
            Text("Planen finnes ikke i kommunen.", "The municipality has no such plan."),
            where="plan",
            remedy=Text("Velg fra listen.", "Choose from the list."),
        )
    document = preview_text(
        keys[chosen],
        DocumentChoice(kind=DocumentKind(found.kind), language=found.language),
        title=(request.POST.get("title") or "").strip(),
        body=(request.POST.get("body") or "").replace("\r\n", "\n").strip(),
        made_on=asked.as_of,
        by=asked.actor,
    )
    return shown(request, document, pictures_of(document))
