"""Månedsbilder: which months are stored, and store one more."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.selectors import list_snapshots
from hjemmel.apps.coverage.services import SnapshotTaken, take_snapshot
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month, read_day
from hjemmel.web.register import asked_of_register


def snapshots(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the months that are stored; store the one that is asked for."""
    asked = asked_of_register(request, case, Permission.SEE_FIGURES)
    problem: HjemmelError | None = None
    taken: SnapshotTaken | None = None
    if request.method == "POST":
        try:
            first = _first_of(request.POST.get("month") or "")
            taken = take_snapshot(municipality=asked.municipality, as_of=first, by=asked.actor)
            if taken.is_new:
                return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    usual = asked.municipality.usual_day(timezone.localdate())
    context = {
        "asked": asked,
        "problem": problem,
        "taken": taken,
        "snapshots": list_snapshots(asked.municipality, by=asked.actor),
        "month": request.POST.get("month") or f"{Month.of(usual).first_day:%Y-%m}",
        "may_take": asked.actor.may(
            Permission.IMPORT_STATISTICS, municipality=asked.municipality.key
        ),
    }
    return render(request, "snapshots/snapshots.html", context, status=422 if problem else 200)


def _first_of(month: str) -> date:
    try:
        return read_day(f"{month.strip()}-01")
    except ValueError:
        raise InputError(
            Text(f"«{month[:20]}» er ikke en måned.", f"“{month[:20]}” is not a month."),
            where="month",
            remedy=Text("Skriv den som 2024-01.", "Write it as 2024-01."),
        ) from None
