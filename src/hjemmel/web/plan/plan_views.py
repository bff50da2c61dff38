"""A plan: its measures as a table, and as a board where they are moved from status to status."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hjemmel.domain.measure import CostKind, MeasureStatus
from hjemmel.domain.plan import Plan, PlanStatus
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.web.plan import writing
from hjemmel.web.plan.asked import PlanAsked, asked_of_plan
from hjemmel.web.plan.attention import MOST, calls_of
from hjemmel.web.plan.shown import (
    FILTERS,
    Chosen,
    answer_of,
    chosen_in,
    columns_of,
    groups_of,
    owners_of,
    rows_of,
    stated_of,
)
from hjemmel.web.plan.source import copy_target, plan_of
from hjemmel.web.plan.tiles import tiles_of


@never_cache
@require_safe
def plan(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Show where a plan stands, and its measures by focus area with what they come to."""
    asked = asked_of_plan(request, case, FILTERS)
    shown = plan_of(asked, plan)
    chosen = chosen_in(request, shown)
    rows = rows_of(request, asked.case, shown, chosen, asked.today)
    every = rows_of(request, asked.case, shown, Chosen(), asked.today)
    calls = calls_of(shown, every, tiles_of(request, asked.case, shown, asked.today), asked.today)
    context = {
        **about(asked, shown),
        "only": chosen,
        "rows": rows,
        "groups": groups_of(shown, rows),
        "shown_sum": stated_of(rows),
        "attention": calls[:MOST],
        "more_attention": max(0, len(calls) - MOST),
    }
    return render(request, "plan/plan.html", context)


@never_cache
def board(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Show the measures as cards in a column for each status, and move one."""
    asked = asked_of_plan(request, case, FILTERS)
    shown = plan_of(asked, plan)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            moved = writing.move(request, asked, shown)
            return HttpResponseRedirect(f"{request.get_full_path()}#m-{moved}")
        except HjemmelError as error:
            problem = error
    chosen = chosen_in(request, shown)
    rows = rows_of(request, asked.case, shown, chosen, asked.today)
    context = {
        **about(asked, shown),
        "only": chosen,
        "columns": columns_of(rows),
        "problem": problem,
        "typed": request.POST,
        "typed_measure": request.POST.get("measure", ""),
    }
    status = status_of(problem) if problem else 200
    return render(request, "plan/board.html", context, status=status)


def about(asked: PlanAsked, plan: Plan) -> dict[str, Any]:
    """Return what every page of a plan shows."""
    end = plan.period.end
    return {
        "asked": replace(asked, is_closed=plan.status is PlanStatus.ENDED),
        "plan": plan,
        "plan_key": plan.id,
        "made_up": plan.is_synthetic,
        "answer": answer_of(plan, asked.today),
        "last_day": None if end is None else end - timedelta(days=1),
        "owners": owners_of(plan),
        "statuses": list(MeasureStatus),
        "cost_kinds": list(CostKind),
        "shows_public": asked.is_example or plan.is_public,
        "copy_to": copy_target(asked),
    }
