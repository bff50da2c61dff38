"""Searches for a roster: started, followed, stopped, looked at and taken in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.away import wishes_in
from hjemmel.apps.duty.selectors.changes import run_changes
from hjemmel.apps.duty.selectors.overview import lacking_in
from hjemmel.apps.duty.selectors.replanning import proposal_of
from hjemmel.apps.duty.selectors.rosters import RosterView
from hjemmel.apps.duty.selectors.runs import RunView, get_run, runs_of
from hjemmel.apps.duty.services.solving import cancel_run, queue_run, start_run, take_run
from hjemmel.engines.rostering.ledger import UNIT, Category
from hjemmel.engines.rostering.results import Status
from hjemmel.kernel.errors import HjemmelError, UnknownIdError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.duty.asked import DutyAsked, asked_of_duty, roster_of
from hjemmel.web.lists.fields import typed_whole
from hjemmel.web.work.forms import unknown_action

_SECONDS = 60
_MOST_SHOWN = 60


@never_cache
def search(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show the searches for a roster, and start one."""
    asked, roster = _asked(request, case, key)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return _start(request, asked, roster)
        except HjemmelError as error:
            problem = error
    runs = runs_of(key, by=asked.actor)
    shifts, lacking = lacking_in(roster)
    context = {
        **_common(asked, roster),
        "problem": problem,
        "typed": request.POST,
        "seconds": request.POST.get("seconds") or _SECONDS,
        "seed": request.POST.get("seed") or 1,
        "runs": [(one, status_words(one)) for one in runs],
        "ongoing": next((one for one in runs if one.is_ongoing), None),
        "newest": next((one for one in runs if one.can_be_taken), None),
        "shifts": shifts,
        "lacking": lacking,
        "wishes": wishes_in(key, by=asked.actor, today=asked.today),
    }
    status = status_of(problem) if problem else 200
    return render(request, "duty/search.html", context, status=status)


@never_cache
def one_run(request: HttpRequest, language: str, case: str, key: int, run: int) -> HttpResponse:
    """Show how a search goes or went; stop it, or take what it found into the roster."""
    asked, roster = _asked(request, case, key)
    problem: HjemmelError | None = None
    shown = _run_of(asked, key, run)
    if request.method == "POST":
        try:
            return _act(request, asked, roster, shown)
        except HjemmelError as error:
            problem = error
            shown = _run_of(asked, key, run)
    context = {**_common(asked, roster), "problem": problem, **about_run(asked, shown)}
    if request.headers.get("HX-Request"):
        response = render(request, "duty/_run.html", context)
        if not shown.is_ongoing:
            response["HX-Refresh"] = "true"  # the whole page has what it found
        return response
    status = status_of(problem) if problem else 200
    return render(request, "duty/run.html", context, status=status)


def about_run(asked: DutyAsked, shown: RunView) -> dict[str, Any]:
    """Return what the page of a search shows."""
    changes = run_changes(shown.key, by=asked.actor) if shown.shifts else ()
    proposal = proposal_of(shown.key, by=asked.actor)
    return {
        "run": shown,
        "proposal": proposal if proposal and not shown.is_ongoing else None,
        "words": status_words(shown),
        "spans": [span_in_words(one) for one in shown.outcome.get("spans", ())],
        "conflict": _conflict(shown),
        "gap": shown.outcome.get("gap"),
        "receipt": shown.outcome.get("receipt"),
        "receipt_words": _receipt_words(shown),
        "failure": _failure(shown),
        "changes": changes[:_MOST_SHOWN],
        "changes_more": max(0, len(changes) - _MOST_SHOWN),
        "changes_count": len(changes),
    }


def status_words(run: RunView) -> Text:
    """Return how a search goes or ended, in words."""
    if run.state == "failed":
        return Text("Feilet", "Failed")
    if run.state == "queued":
        return Text("Venter på å begynne", "Waits to begin")
    if run.state == "running":
        return Text("Leter", "Searching")
    if run.is_replan and run.state == "done":
        return _replan_words(run)
    status = run.outcome.get("status")
    if status is None:
        return Text("Stoppet før det begynte", "Stopped before it began")
    if status == Status.OPTIMAL.value:
        return Text("Bevist best: ingen plan er bedre", "Proven best: no roster is better")
    if status == Status.INFEASIBLE.value:
        return Text("Umulig: kravene motsier hverandre", "Impossible: the demands contradict")
    if status == Status.FEASIBLE.value:
        return Text(
            "Gyldig plan, men det er ikke bevist at ingen er bedre",
            "A valid roster, but it is not proven that none is better",
        )
    if run.shifts:
        return Text("Stoppet; det beste så langt er her", "Stopped; the best so far is here")
    return Text("Stoppet før noe var funnet", "Stopped before anything was found")


def _replan_words(run: RunView) -> Text:
    if run.outcome["least"]["problem"]:
        return Text("Fant ingen plan som holder", "Found no roster that holds")
    if not run.shifts:
        return Text("Ingenting må endres", "Nothing has to change")
    if run.outcome["least"]["is_least"]:
        return Text("Færrest mulig endringer", "The fewest changes that will do")
    return Text("Få endringer, men færre kan finnes", "Few changes, but fewer may do")


def span_in_words(one: dict[str, Any]) -> dict[str, Any]:
    """Return how even a search made one category, what it proved, and what prevents more."""
    category = Category(one["category"])
    is_proven = one["value"] <= one["bound"]
    return {
        "label": category.label,
        "value": one["value"] / UNIT,
        "bound": one["bound"] / UNIT,
        "target": one["target"] / UNIT,
        "on_target": one["value"] <= one["target"],
        "is_proven": is_proven,
        "prevented_by": [Text(nb, en) for nb, en in one["prevented_by"]],
    }


def _conflict(run: RunView) -> dict[str, Any] | None:
    found = run.outcome.get("conflict")
    if not found:
        return None
    return {
        "sentences": [Text(nb, en) for nb, en in found["sentences"]],
        "is_smallest": found["is_smallest"],
        "relaxations": [Text(nb, en) for nb, en in found["relaxations"]],
    }


def _receipt_words(run: RunView) -> Text | None:
    receipt = run.outcome.get("receipt")
    return Text(receipt["nb"], receipt["en"]) if receipt else None


def _failure(run: RunView) -> dict[str, Any] | None:
    return dict(run.problem) if run.problem else None


def _asked(request: HttpRequest, case: str, key: int) -> tuple[DutyAsked, RosterView]:
    asked = asked_of_duty(request, case)
    roster = roster_of(asked, key)
    asked.actor.require(Permission.PLAN_ROSTERS, municipality=roster.host)
    return asked, roster


def _run_of(asked: DutyAsked, roster: int, run: int) -> RunView:
    found = get_run(run, by=asked.actor)
    if found.roster != roster:
        raise UnknownIdError(
            Text("Søket hører til en annen plan.", "The search is of another roster."),
            where="run",
            remedy=Text("Gå til planens søk.", "Go to the roster's searches."),
        )
    return found


def _common(asked: DutyAsked, roster: RosterView) -> dict[str, Any]:
    return {"asked": asked, "made_up": asked.is_synthetic, "roster": roster}


def _start(request: HttpRequest, asked: DutyAsked, roster: RosterView) -> HttpResponse:
    if request.POST.get("what") != "start":
        raise unknown_action()
    run = queue_run(
        roster=roster.key,
        by=asked.actor,
        seconds=typed_whole(request, "seconds"),
        seed=typed_whole(request, "seed"),
    )
    start_run(run=run, by=asked.actor)
    return HttpResponseRedirect(_address(request, asked, roster, run))


def _act(
    request: HttpRequest, asked: DutyAsked, roster: RosterView, shown: RunView
) -> HttpResponse:
    what = request.POST.get("what")
    if what == "cancel":
        cancel_run(run=shown.key, by=asked.actor)
        return HttpResponseRedirect(_address(request, asked, roster, shown.key))
    if what != "take":
        raise unknown_action()
    take_run(run=shown.key, by=asked.actor)
    kwargs = {"language": language_of(request), "case": asked.number, "key": roster.key}
    return HttpResponseRedirect(reverse("duty-roster", kwargs=kwargs))


def _address(request: HttpRequest, asked: DutyAsked, roster: RosterView, run: int) -> str:
    kwargs = {
        "language": language_of(request),
        "case": asked.number,
        "key": roster.key,
        "run": run,
    }
    return reverse("duty-run", kwargs=kwargs)
