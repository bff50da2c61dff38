"""The public page of a plan: promises, status and money, for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hjemmel.domain.plan_indicator import Direction
from hjemmel.web.plan.effects import sentence_of
from hjemmel.web.plan.money import years_of
from hjemmel.web.plan.plan_views import about
from hjemmel.web.plan.shown import Chosen, groups_of, rows_of
from hjemmel.web.plan.source import asked_of_public, public_plan_of, public_plans_of
from hjemmel.web.plan.tiles import tiles_of


@never_cache
@require_safe
def public(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Show what was promised, how far it has come, and what it costs."""
    asked = asked_of_public(request, case)
    shown = public_plan_of(asked, plan)
    rows = rows_of(request, asked.case, shown, Chosen(), asked.today)
    context = about(asked, shown)
    promised = [
        tile
        for tile in tiles_of(request, asked.case, shown, asked.today)
        if tile.indicator.definition.target.direction is not Direction.WATCHED
    ]
    years, years_sum = years_of(shown, context["answer"].sums)
    context |= {
        "groups": groups_of(shown, rows),
        "tiles": [tile for tile in promised if tile.value is not None],
        "not_measured": [tile for tile in promised if tile.value is None],
        "years": years,
        "years_sum": years_sum,
        "effects": [sentence_of(shown, one, asked.today) for one in shown.predictions],
    }
    return render(request, "plan/public.html", context)


@never_cache
@require_safe
def all_public(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """List the plans of a municipality that are open to everybody."""
    asked = asked_of_public(request, case)
    context = {"asked": asked, "plans": public_plans_of(asked)}
    return render(request, "plan/all_public.html", context)
