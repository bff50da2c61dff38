"""Månedsskifte: what it would change, run it, and take it back."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.cut_overs import cut_overs_of, planned_days
from hjemmel.apps.lists.selectors.differences import preview_cut_over
from hjemmel.apps.lists.services.cut_over import reverse_cut_over, run_cut_over
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.time import Month
from hjemmel.web.context import day_asked_for
from hjemmel.web.lists.fields import typed_day
from hjemmel.web.register import RegisterAsked, asked_of_work
from hjemmel.web.work.forms import key_in, unknown_action


def cut_over(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the dry run of a month and the earlier runs; run one, or take one back."""
    asked = asked_of_work(request, case, Permission.RUN_LISTS, ("dag",))
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            _act(request, asked)
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    today = timezone.localdate()
    days = planned_days(asked.municipality, by=asked.actor)
    coming = Month.of(today).plus(1).first_day
    day = day_asked_for(request, "dag") or min([coming, *(day for day, _ in days)])
    found = preview_cut_over(asked.municipality.key, day, by=asked.actor)
    doctors = {
        row.key: row for row in lists_on(asked.municipality, asked.as_of, by=asked.actor).rows
    }
    context = {
        "asked": asked,
        "problem": problem,
        "day": day,
        "is_due": _is_due(day, today),
        "planned": [(one, moves, one == day) for one, moves in days],
        "found": found,
        "lists": [(row, doctors.get(row.key)) for row in found.lists],
        "sums": {
            "before": found.members_before,
            "leave": sum(row.leave for row in found.lists),
            "join": sum(row.join for row in found.lists),
            "after": found.members_after,
        },
        "causes": found.by_cause.items(),
        "may_see": asked.actor.may(Permission.SEE_RESIDENTS, municipality=asked.municipality.key),
        "runs": cut_overs_of(asked.municipality, by=asked.actor),
    }
    return render(request, "cutover/cutover.html", context, status=422 if problem else 200)


def _act(request: HttpRequest, asked: RegisterAsked) -> None:
    what = request.POST.get("what")
    if what == "run":
        run_cut_over(
            municipality=asked.municipality.key,
            effective_on=typed_day(request, "day"),
            digest=request.POST.get("digest") or "",
            by=asked.actor,
            today=timezone.localdate(),
        )
    elif what == "reverse":
        reverse_cut_over(cut_over=key_in(request, "run"), by=asked.actor)
    else:
        raise unknown_action()


def _is_due(day: date, today: date) -> bool:
    """Tell whether a month can be run: it has come, or is the next."""
    return day.day == 1 and day <= Month.of(today).plus(1).first_day
