"""The indicators of a plan as a wall, and one of them over time."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.places import list_districts
from hjemmel.domain.indicator_light import Light
from hjemmel.domain.plan import Plan
from hjemmel.domain.plan_indicator import FollowedIndicator, IndicatorUnit
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import HjemmelError, InputError, UnknownIdError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.plan import following, forms
from hjemmel.web.plan.asked import PlanAsked, asked_of_plan
from hjemmel.web.plan.plan_views import about
from hjemmel.web.plan.shown import Chosen, rows_of
from hjemmel.web.plan.source import plan_of
from hjemmel.web.plan.tiles import chart_of, counts_of, heading_of, tile_of, tiles_of


@never_cache
def indicators(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Show every indicator that a plan follows, with its light in words."""
    asked = asked_of_plan(request, case, ("lys",))
    shown = plan_of(asked, plan)
    problem: HjemmelError | None = None
    done: Text | None = None
    if request.method == "POST":
        try:
            done = following.act_on_indicators(request, asked, shown)
            shown = plan_of(asked, plan)
        except HjemmelError as error:
            problem = error
    every = tiles_of(request, asked.case, shown, asked.today)
    light = _light(request)
    heading, lead = heading_of(every)
    context = {
        **about(asked, shown),
        "heading": heading,
        "lead": lead,
        "counts": counts_of(every),
        "chosen_light": light,
        "tiles": [tile for tile in every if light in ("", tile.reading.light.value)],
        "register_day": register_day(asked),
        "tertials": tertials_of(shown, asked.today),
        "typed": request.POST,
        "problem": problem,
        "done": done,
    }
    status = status_of(problem) if problem else 200
    return render(request, "plan/indicators.html", context, status=status)


@never_cache
def indicator(
    request: HttpRequest, language: str, case: str, plan: str, indicator: str
) -> HttpResponse:
    """Show an indicator over time, what it is and how it was computed; enter a value."""
    asked = asked_of_plan(request, case)
    shown = plan_of(asked, plan)
    one = _followed(shown, indicator)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            following.enter_value(request, asked, shown, one)
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    kwargs = {"language": language_of(request), "case": asked.case, "plan": shown.id}
    here = reverse("plan-indicator", kwargs={**kwargs, "indicator": one.definition.id})
    tile = tile_of(one, asked.today, here)
    names = districts_of(asked)
    context = {
        **about(asked, shown),
        "definition": one.definition,
        "tile": tile,
        "values": one.values[::-1],
        "latest": one.latest(asked.today),
        "districts": [
            (names.get(value.district, value.district), value)
            for value in one.latest_in_districts(asked.today)
        ],
        "chart": chart_of(tile, language_of(request)),
        "measures": [
            row
            for row in rows_of(request, asked.case, shown, Chosen(), asked.today)
            if row.measure.indicator == one.definition.id
        ],
        "problem": problem,
        "unit_asked": _unit_asked(one),
        "form": forms.of_value(request, asked.today),
    }
    status = status_of(problem) if problem else 200
    return render(request, "plan/indicator.html", context, status=status)


def districts_of(asked: PlanAsked) -> dict[str, str]:
    """Return the districts' names by number, for who may see them."""
    if asked.municipality is None or asked.actor is None or not asked.may(Permission.SEE_FIGURES):
        return {}
    return dict(list_districts(asked.municipality, by=asked.actor))


def register_day(asked: PlanAsked) -> str:
    """Return the day that the register is usually looked at."""
    place = asked.municipality
    return "" if place is None else place.usual_day(asked.today).isoformat()


def tertials_of(plan: Plan, today: date) -> list[tuple[Tertial, bool]]:
    """Return the tertials of the plan that have ended, the latest first, and whether each is scored."""
    scored = {one.tertial for one in plan.scores}
    found, tertial = [], Tertial.ended_by(today)
    while tertial.last_day > plan.period.start:
        if plan.period.end is None or tertial.first_day < plan.period.end:
            found.append((tertial, tertial in scored))
        tertial = tertial.before
    return found


def _light(request: HttpRequest) -> str:
    given = request.GET.get("lys") or ""
    if given and given not in {light.value for light in Light}:
        raise InputError(
            Text(f"Det er ikke noe lys «{given[:20]}».", f"There is no light “{given[:20]}”."),
            where="lys",
            remedy=Text("Velg fra listen.", "Choose from the list."),
        )
    return given


def _followed(plan: Plan, indicator: str) -> FollowedIndicator:
    found = plan.indicator(indicator)
    if found is None:
        raise UnknownIdError(
            Text(
                f"Planen følger ikke indikatoren «{indicator[:16]}».",
                f"The plan does not follow the indicator “{indicator[:16]}”.",
            ),
            where="indicator",
            remedy=Text("Velg en av planens indikatorer.", "Choose one of the plan's indicators."),
        )
    return found


def _unit_asked(one: FollowedIndicator) -> Text | None:
    """Return what a value is to be typed in: a share as per cent."""
    unit = one.definition.unit
    if unit is IndicatorUnit.SHARE:
        return Text("i prosent", "as per cent")
    return unit.label if unit.label.nb else None
