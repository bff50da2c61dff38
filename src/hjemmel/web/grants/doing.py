"""What the buttons of a case's page do: each reads its form and calls one verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.grants.attachments import LARGEST
from hjemmel.apps.grants.selectors.case_views import CaseView
from hjemmel.apps.grants.services.appeals import register_appeal, settle_appeal
from hjemmel.apps.grants.services.applications import (
    attach_file,
    detach_file,
    save_application,
    start_application,
    submit_application,
    withdraw_application,
)
from hjemmel.apps.grants.services.cases import (
    grant_application,
    refuse_application,
    take_case,
)
from hjemmel.apps.grants.services.money import mark_paid, receive_report, revoke_grant
from hjemmel.apps.grants.services.rounds import set_precedence
from hjemmel.domain.grant_scheme import ApplicantKind
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.grants.asked import GrantsAsked, typed_kroner
from hjemmel.web.lists.fields import typed_day, typed_whole
from hjemmel.web.work.forms import key_in

Doing = Callable[[HttpRequest, Actor, CaseView], None]


def on_behalf(request: HttpRequest, asked: GrantsAsked) -> int:
    """Start an application for somebody who sent it on paper; return the key of the draft.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    given = request.POST
    kind, _, key = (given.get("applicant") or "").partition(":")
    number = (given.get("number") or "").strip()
    if number:
        kind = ApplicantKind.MUNICIPALITY.value
    elif not key.isdecimal():
        raise InputError(
            Text("Velg hvem som søker.", "Choose who applies."),
            where="applicant",
            remedy=Text("Velg fra listen, eller skriv kommunenummeret.", "Choose from the list."),
        )
    return start_application(
        scheme_year=key_in(request, "scheme_year"),
        kind=ApplicantKind(kind),
        centre=int(key) if kind == "centre" else None,
        doctor=int(key) if kind == "gp" else None,
        number=number,
        name=given.get("name") or "",
        by=asked.actor,
    )


def _save(request: HttpRequest, by: Actor, case: CaseView) -> None:
    _saved(request, by, case)


def _saved(request: HttpRequest, by: Actor, case: CaseView) -> int:
    given = request.POST
    return save_application(
        case=case.row.key,
        version=key_in(request, "version"),
        typed={fact.name: given.get(f"fact-{fact.name}") or "" for fact, _ in case.facts},
        sought=given.get("sought") or "",
        purpose=given.get("purpose") or "",
        email=given.get("email") or "",
        language=language_of(request),
        by=by,
    )


def _submit(request: HttpRequest, by: Actor, case: CaseView) -> None:
    """Keep what was typed, then submit it: what is refused stays as it was typed."""
    version = _saved(request, by, case)
    received = (request.POST.get("received_on") or "").strip()
    submit_application(
        case=case.row.key,
        version=version,
        by=by,
        today=timezone.localdate(),
        received_on=typed_day(request, "received_on") if received else None,
    )


def _attach(request: HttpRequest, by: Actor, case: CaseView) -> None:
    file = request.FILES.get("file")
    if file is None:
        raise InputError(
            Text("Ingen fil er valgt.", "No file is chosen."),
            where="file",
            remedy=Text("Velg en fil.", "Choose a file."),
        )
    attach_file(
        case=case.row.key,
        kind=request.POST.get("kind") or "",
        name=file.name or "",
        content=file.read(LARGEST + 1),
        by=by,
    )


def _detach(request: HttpRequest, by: Actor, case: CaseView) -> None:
    detach_file(case=case.row.key, file=key_in(request, "file"), by=by)


def _withdraw(request: HttpRequest, by: Actor, case: CaseView) -> None:
    withdraw_application(case=case.row.key, version=key_in(request, "version"), by=by)


def _take(request: HttpRequest, by: Actor, case: CaseView) -> None:
    take_case(case=case.row.key, version=key_in(request, "version"), by=by)


def _grant(request: HttpRequest, by: Actor, case: CaseView) -> None:
    grant_application(
        case=case.row.key,
        version=key_in(request, "version"),
        reason=request.POST.get("reason") or "",
        amount=typed_kroner(request, "amount"),
        by=by,
        now=timezone.now(),
    )


def _refuse(request: HttpRequest, by: Actor, case: CaseView) -> None:
    refuse_application(
        case=case.row.key,
        version=key_in(request, "version"),
        reason=request.POST.get("reason") or "",
        by=by,
        now=timezone.now(),
    )


def _pay(request: HttpRequest, by: Actor, case: CaseView) -> None:
    mark_paid(
        payments=[key_in(request, "payment")],
        paid_on=typed_day(request, "paid_on"),
        reference=request.POST.get("reference") or "",
        by=by,
    )


def _report(request: HttpRequest, by: Actor, case: CaseView) -> None:
    receive_report(
        case=case.row.key,
        version=key_in(request, "version"),
        used=typed_kroner(request, "used") or Money(0),
        text=request.POST.get("text") or "",
        by=by,
        today=timezone.localdate(),
    )


def _appeal(request: HttpRequest, by: Actor, case: CaseView) -> None:
    register_appeal(
        case=case.row.key,
        version=key_in(request, "version"),
        text=request.POST.get("text") or "",
        received_on=typed_day(request, "received_on")
        if request.POST.get("received_on")
        else timezone.localdate(),
        by=by,
    )


def _settle(request: HttpRequest, by: Actor, case: CaseView) -> None:
    settle_appeal(
        case=case.row.key,
        version=key_in(request, "version"),
        outcome=request.POST.get("outcome") or "",
        reason=request.POST.get("reason") or "",
        by=by,
        today=timezone.localdate(),
    )


def _revoke(request: HttpRequest, by: Actor, case: CaseView) -> None:
    revoke_grant(
        case=case.row.key,
        version=key_in(request, "version"),
        reason=request.POST.get("reason") or "",
        reclaim=typed_kroner(request, "reclaim"),
        by=by,
        now=timezone.now(),
    )


def _order(request: HttpRequest, by: Actor, case: CaseView) -> None:
    given = (request.POST.get("precedence") or "").strip()
    set_precedence(
        case=case.row.key,
        version=key_in(request, "version"),
        precedence=typed_whole(request, "precedence") if given else None,
        by=by,
    )


DOING: Mapping[str, Doing] = {
    "save": _save,
    "submit": _submit,
    "attach": _attach,
    "detach": _detach,
    "withdraw": _withdraw,
    "take": _take,
    "order": _order,
    "grant": _grant,
    "refuse": _refuse,
    "pay": _pay,
    "report": _report,
    "appeal": _appeal,
    "settle": _settle,
    "revoke": _revoke,
}
"""What is done, by the value of the button."""
