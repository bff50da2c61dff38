"""The payment list, and what must be done by when, also as a calendar."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.calendar_text import deadlines_text
from hjemmel.apps.grants.selectors.deadlines import due_in
from hjemmel.apps.grants.selectors.payments import payments_in
from hjemmel.apps.grants.services.money import mark_paid
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.context import day_asked_for
from hjemmel.web.grants.asked import asked_of_grants
from hjemmel.web.lists.fields import typed_day


@never_cache
def payments(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show what is to be paid until a day, and mark it as paid."""
    asked = asked_of_grants(request, case, ("til", "vis"))
    everything = request.GET.get("vis") == "alle"
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            mark_paid(
                payments=_chosen(request),
                paid_on=typed_day(request, "paid_on"),
                reference=request.POST.get("reference") or "",
                by=asked.actor,
            )
            return HttpResponseRedirect(request.get_full_path())
        except HjemmelError as error:
            problem = error
    until = day_asked_for(request, "til")
    found = payments_in(
        asked.municipality.key, by=asked.actor, until=until, unpaid_only=not everything
    )
    context = {
        "asked": asked,
        "made_up": asked.municipality.is_synthetic,
        "problem": problem,
        "typed": request.POST,
        "until": until,
        "everything": everything,
        "payments": found,
        "total": Money(sum(one.amount.oere for one in found if one.paid_on is None)),
        "unpaid": sum(one.paid_on is None for one in found),
    }
    status = status_of(problem) if problem else 200
    return render(request, "grants/payments.html", context, status=status)


@never_cache
def watch(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show what is unclaimed, what lapses and what is missing, by day."""
    asked = asked_of_grants(request, case)
    found = due_in(asked.municipality.key, by=asked.actor, today=asked.today)
    context = {
        "asked": asked,
        "made_up": asked.municipality.is_synthetic,
        "due": found,
        "late": [one for one in found if one.is_late(asked.today)],
        "money": Money(
            sum(one.amount.oere for one in found if one.due.value == "frame" and one.amount)
        ),
    }
    return render(request, "grants/watch.html", context)


@never_cache
def calendar(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Send the deadlines as a file that calendars read."""
    asked = asked_of_grants(request, case, permission=Permission.SEE_GRANTS)
    found = due_in(asked.municipality.key, by=asked.actor, today=asked.today)
    name = Text(f"Tilskudd i {asked.municipality.name}", f"Grants of {asked.municipality.name}")
    text = deadlines_text(name, found, at=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="tilskuddsfrister.ics"'
    return response


def _chosen(request: HttpRequest) -> list[int]:
    given = request.POST.getlist("payment")
    if not given or not all(one.isascii() and one.isdecimal() and len(one) < 13 for one in given):
        raise InputError(
            Text("Ingen utbetaling er valgt.", "No payment is chosen."),
            where="payment",
            remedy=Text("Kryss av i listen.", "Tick them in the list."),
        )
    return [int(one) for one in given]
