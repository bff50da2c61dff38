"""Publication of a roster: what is new, what stops it, what a leader sets aside, and what was sent before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hjemmel.apps.duty.selectors.changes import publications_of, shifts_changed
from hjemmel.apps.duty.selectors.rosters import RosterView, preview_publication
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.web.duty.advice import advised
from hjemmel.web.duty.asked import DutyAsked, asked_of_duty, roster_of
from hjemmel.web.work.forms import key_in, unknown_action

_MOST_SHOWN = 100
_MOST_OVERRIDES = 30
_SOME = 8
_REASON = "reason:"


@never_cache
def publish(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show what would be sent out and what stops it; send it out; and what was sent before."""
    asked = asked_of_duty(request, case)
    roster = roster_of(asked, key)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return _publish(request, asked, roster)
        except HjemmelError as error:
            problem = error
    context: dict[str, Any] = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "roster": roster,
        "problem": problem,
        "publications": publications_of(key, by=asked.actor),
    }
    if roster.may_plan:
        context |= _preview(request, asked, roster)
    status = status_of(problem) if problem else 200
    return render(request, "duty/publish.html", context, status=status)


def _preview(request: HttpRequest, asked: DutyAsked, roster: RosterView) -> dict[str, Any]:
    found = preview_publication(roster.key, by=asked.actor)
    changes = shifts_changed(roster.key, found.added, found.removed, by=asked.actor)
    stops = found.in_the_way
    told = stops if len(stops) <= _MOST_OVERRIDES else stops[:_SOME]
    return {
        "preview": found,
        "changes": changes[:_MOST_SHOWN],
        "changes_more": max(0, len(changes) - _MOST_SHOWN),
        "changes_count": len(changes),
        "has_news": bool(changes) or found.number == 1,
        "stops": [(one, advised(one), request.POST.get(_REASON + one.id) or "") for one in told],
        "stops_count": len(stops),
        "stops_more": len(stops) - len(told),
        "aside": [one for one in found.findings if one.override],
        "others": [(one, advised(one)) for one in found.findings if not one.is_law],
    }


def _publish(request: HttpRequest, asked: DutyAsked, roster: RosterView) -> HttpResponse:
    if request.POST.get("what") != "publish":
        raise unknown_action()
    typed = {
        name.removeprefix(_REASON): (request.POST.get(name) or "").strip()
        for name in request.POST
        if name.startswith(_REASON)
    }
    reasons = {finding: reason for finding, reason in typed.items() if reason}
    publish_roster(
        roster=roster.key,
        version=key_in(request, "version"),
        overrides=reasons or None,
        tell=request.POST.get("tell") == "1",
        by=asked.actor,
    )
    return HttpResponseRedirect(request.path)
