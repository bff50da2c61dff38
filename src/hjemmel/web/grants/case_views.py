"""Grant cases: the list with filters, and the page of a case with all that is done with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from hjemmel.apps.grants.findings import told
from hjemmel.apps.grants.selectors.case_views import CaseChoice, CaseView
from hjemmel.apps.grants.selectors.cases import (
    cases_in,
    decision_letter,
    get_case,
    read_file,
    revocation_letter,
)
from hjemmel.apps.grants.selectors.deadlines import due_in
from hjemmel.apps.grants.selectors.own import applicants_in
from hjemmel.apps.grants.selectors.schemes import years_of
from hjemmel.domain.grant_scheme import CaseState
from hjemmel.kernel.errors import HjemmelError, InputError, UnknownIdError
from hjemmel.kernel.money import Money
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.grants.asked import GrantsAsked, asked_of_grants
from hjemmel.web.grants.doing import DOING, on_behalf
from hjemmel.web.work.forms import unknown_action

_FILTERS = ("status", "ordning", "ar", "sok")
_WAITING = "venter"


@never_cache
def cases(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the cases of a municipality, those that wait first asked for."""
    asked = asked_of_grants(request, case, _FILTERS)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            made = on_behalf(request, asked)
            return HttpResponseRedirect(case_address(request, asked.number, made))
        except HjemmelError as error:
            problem = error
    chosen = {name: (request.GET.get(name) or "").strip() for name in _FILTERS}
    found = cases_in(asked.municipality.key, by=asked.actor, choice=_choice(chosen))
    years = years_of(asked.municipality.key)
    due = due_in(asked.municipality.key, by=asked.actor, today=asked.today)
    context = {
        "asked": asked,
        "made_up": asked.municipality.is_synthetic,
        "problem": problem,
        "typed": request.POST,
        "cases": found,
        "open_years": [one for one in years if one.opens_on <= asked.today],
        "applicants": applicants_in(asked.municipality.key, by=asked.actor)
        if asked.may_handle
        else (),
        "waiting": sum(one.waiting for one in years),
        "sought": Money(sum(one.sought.oere for one in years)),
        "years": years,
        "asked_for": chosen,
        "is_chosen": any(chosen.values()),
        "states": [one for one in CaseState if one is not CaseState.DRAFT],
        "schemes": list({one.scheme_id: one.title for one in years}.items()),
        "calendar_years": sorted({one.year for one in years}, reverse=True),
        "late": sum(one.is_late(asked.today) for one in due),
        "due": len(due),
    }
    status = status_of(problem) if problem else 200
    return render(request, "grants/cases.html", context, status=status)


@never_cache
def one_case(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a case, and do what is asked with it."""
    asked = asked_of_grants(request, case, or_own=True)
    problem: HjemmelError | None = None
    found = _case_of(asked, key)
    if request.method == "POST":
        try:
            doing = DOING.get(request.POST.get("what") or "")
            if doing is None:
                raise unknown_action()
            doing(request, asked.actor, found)
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
            found = _case_of(asked, key)
    context: dict[str, Any] = {
        "asked": asked,
        "made_up": asked.municipality.is_synthetic,
        "case_": found,
        "problem": problem,
        "typed": request.POST,
        "appeal_findings": () if found.appeal is None else told(found.appeal.findings),
        "may_appeal": found.decision is not None and found.appeal is None and found.may_write,
        "is_draft": found.row.state is CaseState.DRAFT,
        "left_after": None
        if found.frame is None or found.entitled is None
        else Money(found.frame.left.oere - found.entitled.oere),
    }
    status = status_of(problem) if problem else 200
    return render(request, "grants/case.html", context, status=status)


@never_cache
def letter(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Send the letter of a decision as PDF."""
    asked = asked_of_grants(request, case, or_own=True)
    _case_of(asked, key)
    made = decision_letter(key, by=asked.actor)
    return _file(f"vedtak-{key}.pdf", "application/pdf", made)


@never_cache
def revocation(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Send the letter of a revocation as PDF."""
    asked = asked_of_grants(request, case, or_own=True)
    _case_of(asked, key)
    made = revocation_letter(key, by=asked.actor)
    return _file(f"tilbaketrekking-{key}.pdf", "application/pdf", made)


@never_cache
def attachment(request: HttpRequest, language: str, case: str, key: int, file: int) -> HttpResponse:
    """Send a file of a case; it is saved, never opened in the page's own place."""
    asked = asked_of_grants(request, case, or_own=True)
    _case_of(asked, key)
    return _file(*read_file(key, file, by=asked.actor))


def case_address(request: HttpRequest, number: str, key: int) -> str:
    """Return the address of a case's page."""
    kwargs = {"language": language_of(request), "case": number, "key": key}
    return reverse("grants-case", kwargs=kwargs)


def _case_of(asked: GrantsAsked, key: int) -> CaseView:
    """Return a case of the municipality in the address; raises as ``get_case``."""
    found = get_case(key, by=asked.actor, today=asked.today)
    if found.municipality != asked.municipality.key:
        raise UnknownIdError(
            Text("Saken finnes ikke i denne kommunen.", "The case is not in this municipality."),
            where="grant case",
            remedy=Text("Gå tilbake til sakene.", "Go back to the cases."),
        )
    return found


def _file(name: str, media: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _choice(chosen: dict[str, str]) -> CaseChoice:
    status, year = chosen["status"], chosen["ar"]
    states: tuple[CaseState, ...] = ()
    if status == _WAITING:
        states = (CaseState.SUBMITTED, CaseState.IN_WORK)
    elif status:
        try:
            states = (CaseState(status),)
        except ValueError:
            raise _unknown("status", status) from None
    if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise _unknown("ar", year)
    return CaseChoice(
        states=states,
        scheme=chosen["ordning"],
        year=int(year) if year else None,
        applicant=chosen["sok"],
    )


def _unknown(where: str, given: str) -> InputError:
    return InputError(
        Text(f"Ukjent verdi «{given[:20]}».", f"Unknown value “{given[:20]}”."),
        where=where,
        remedy=Text("Velg fra listen.", "Choose from the list."),
    )
