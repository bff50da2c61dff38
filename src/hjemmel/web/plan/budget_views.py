"""The money of a plan: what is needed and what is set aside, by year, payer, focus area and kind."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from hjemmel.domain.measure import Payer
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Language
from hjemmel.web.charts.plan import money_by_year
from hjemmel.web.context import language_of
from hjemmel.web.plan import changing
from hjemmel.web.plan.asked import asked_of_plan
from hjemmel.web.plan.money import YearLine, heading_of, kinds_of, payers_of, set_aside_of, years_of
from hjemmel.web.plan.plan_views import about
from hjemmel.web.plan.shown import Chosen, answer_of, area_title, rows_of
from hjemmel.web.plan.source import plan_of

_NOT_SAID = {"nb": "ikke sagt", "en": "not said"}


@never_cache
def budget(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Show the money; set some aside, or take it back."""
    asked = asked_of_plan(request, case)
    shown = plan_of(asked, plan)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            changing.change_budget(request, asked, shown)
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    sums = answer_of(shown, asked.today).sums
    years, years_sum = years_of(shown, sums)
    payers, words = payers_of(shown), language_of(request)
    aside_payers, aside, aside_sum = set_aside_of(shown)
    by_number = {
        row.measure.number: row
        for row in rows_of(request, asked.case, shown, Chosen(), asked.today)
    }
    context = {
        **about(asked, shown),
        "heading": heading_of(shown, sums),
        "payers": payers,
        "all_payers": list(Payer),
        "years": years,
        "years_sum": years_sum,
        "chart": _chart(years, payers, words),
        "aside": aside,
        "aside_sum": aside_sum,
        "aside_payers": aside_payers,
        "aside_chart": _chart(aside, aside_payers, words),
        "lines": [(line, by_number.get(line.measure or 0)) for line in shown.budget],
        "areas": [(area_title(shown.area(line.code)), line) for line in sums.by_area],
        "kinds": kinds_of(shown),
        "problem": problem,
        "typed": request.POST,
    }
    status = status_of(problem) if problem else 200
    return render(request, "plan/budget.html", context, status=status)


def _chart(
    lines: Sequence[YearLine], payers: Sequence[Payer], language: Language
) -> SafeString | None:
    """Draw years by who pays; ``None`` where no year has an amount."""
    if not any(line.year and line.needed.oere for line in lines):
        return None
    names = tuple(payer.label.in_language(language).capitalize() for payer in payers)
    amounts = tuple(
        (str(line.year or _NOT_SAID[language]), name, float(amount.in_kroner))
        for line in lines
        for name, amount in zip(names, line.by_payer, strict=True)
    )
    return money_by_year(amounts, names, language)
