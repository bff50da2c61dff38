"""The applicant's portal: what is open to her centre and herself, her cases, and a new application."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.selectors.own import Portal, portal
from hjemmel.apps.grants.services.applications import start_application
from hjemmel.domain.grant_scheme import ApplicantKind
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.grants.asked import GrantsAsked, asked_of_grants
from hjemmel.web.grants.case_views import case_address
from hjemmel.web.work.forms import key_in


@never_cache
def mine(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the schemes that are open and one's own cases, and start an application."""
    asked = asked_of_grants(request, case, permission=Permission.APPLY_FOR_GRANTS)
    shown = portal(asked.municipality.key, by=asked.actor, today=asked.today)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            made = _start(request, asked, shown)
            return HttpResponseRedirect(case_address(request, asked.number, made))
        except HjemmelError as error:
            problem = error
    context = {
        "asked": asked,
        "made_up": asked.municipality.is_synthetic,
        "problem": problem,
        "portal": shown,
        "drafts": sum(one.state.value == "draft" for one in shown.cases),
    }
    status = status_of(problem) if problem else 200
    return render(request, "grants/mine.html", context, status=status)


def _start(request: HttpRequest, asked: GrantsAsked, shown: Portal) -> int:
    kind, _, key = (request.POST.get("applicant") or "").partition(":")
    for one in shown.applicants:
        if (one.kind.value, str(one.key)) == (kind, key):
            is_gp = one.kind is ApplicantKind.GP
            return start_application(
                scheme_year=key_in(request, "scheme_year"),
                kind=one.kind,
                centre=one.centre,
                doctor=one.key if is_gp else None,
                by=asked.actor,
            )
    raise InputError(
        Text("Velg hvem som søker.", "Choose who applies."),
        where="applicant",
        remedy=Text("Velg fra listen.", "Choose from the list."),
    )
