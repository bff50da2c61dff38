"""The plans of a municipality: which there are, and how to start one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache

from hjemmel.domain.plan import Plan
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.web.context import language_of
from hjemmel.web.plan import forms, writing
from hjemmel.web.plan.asked import PlanAsked, asked_of_plan
from hjemmel.web.plan.shown import Answer, answer_of
from hjemmel.web.plan.source import case_of_example, examples, plans_of

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
_YEARS = 4


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list: where it stands, and its page."""

    plan: Plan
    answer: Answer
    url: str


@never_cache
def plans(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """List the plans; start one from an example, from a plan one has, or empty."""
    asked = asked_of_plan(request, case)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            made = writing.start_plan(request, asked)
            kwargs = {"language": language_of(request), "case": asked.case, "plan": made}
            return HttpResponseRedirect(reverse("plan-one", kwargs=kwargs))
        except HjemmelError as error:
            problem = error
    own = plans_of(asked)
    ready = examples()
    context = {
        "asked": asked,
        "made_up": bool(asked.municipality and asked.municipality.is_synthetic),
        "lines": [_line(request, asked, one, asked.case) for one in own],
        "examples": [_line(request, asked, one, case_of_example(one)) for one in ready],
        "problem": problem,
        "typed": forms.given(request),
        "sources": [
            *((f"example:{one.id}", one) for one in ready),
            *((f"own:{one.id}", one) for one in own),
        ],
        **_suggested(asked, {one.id for one in own}),
    }
    status = status_of(problem) if problem else 200
    return render(request, "plan/plans.html", context, status=status)


def _suggested(asked: PlanAsked, taken: Collection[str]) -> dict[str, str]:
    """Return what the form for a new plan starts with: four years from this one, and a free name."""
    year = asked.today.year
    stem = slugify(asked.name.lower().translate(_LETTERS)) or "plan"
    tries = (f"{stem}-{year}{'' if number == 1 else f'-{number}'}" for number in count(1))
    return {
        "first_day": date(year, 1, 1).isoformat(),
        "last_day": date(year + _YEARS - 1, 12, 31).isoformat(),
        "suggested_title": f"Plan for legetjenesten {year}–{year + _YEARS - 1}",
        "suggested_id": next(name for name in tries if name not in taken),
    }


def _line(request: HttpRequest, asked: PlanAsked, plan: Plan, case: str) -> PlanLine:
    kwargs = {"language": language_of(request), "case": case, "plan": plan.id}
    return PlanLine(plan, answer_of(plan, asked.today), reverse("plan-one", kwargs=kwargs))
