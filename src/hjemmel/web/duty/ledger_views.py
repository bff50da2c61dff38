"""Vaktregnskap: what each doctor carries by category, how even it is, and what keeps it from being more so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hjemmel.apps.duty.selectors.ledgers import LedgerPage, district_ledger
from hjemmel.apps.duty.selectors.spans import ledger_and_spans
from hjemmel.engines.rostering.ledger import SHARED, UNIT, Balance, Category
from hjemmel.engines.rostering.results import Span
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Language, Text
from hjemmel.web.charts.ledger import balances
from hjemmel.web.context import day_asked_for, language_of
from hjemmel.web.duty.asked import asked_of_duty, district_of, roster_of

_DAY = timedelta(days=1)
_SHIFTS = Text("vakter", "shifts")
_HOURS = Text("timer", "hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryLine:
    """A category of the ledger with how evenly it is spread, shifts or hours.

    Args:
        category: The category.
        spread: The largest balance less the smallest, of those who are compared.
        compared: How many are.
        is_shown: Whether the chart shows it.
    """

    category: Category
    spread: float
    compared: int
    is_shown: bool


@never_cache
def of_district(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show the ledger of a district's rosters that were sent out, across years."""
    asked = asked_of_duty(request, case, ("hva", "fra", "til"))
    shown = district_of(asked, key)
    first, last = day_asked_for(request, "fra"), day_asked_for(request, "til")
    page = district_ledger(
        key, by=asked.actor, first=first, last=None if last is None else last + _DAY
    )
    context = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "district": shown,
        "first": first,
        "last": last,
        **_ledger(page, _category(request), language_of(request)),
    }
    return render(request, "duty/ledger.html", context)


@never_cache
def of_roster(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show the ledger of one roster, a draft too, with what is proven of its spread."""
    asked = asked_of_duty(request, case, ("hva",))
    roster = roster_of(asked, key)
    category = _category(request)
    page, spans = ledger_and_spans(key, category, by=asked.actor)
    context = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "roster": roster,
        **_ledger(page, category, language_of(request)),
        "spans": _spans(spans),
    }
    return render(request, "duty/ledger.html", context)


def _category(request: HttpRequest) -> Category:
    given = request.GET.get("hva") or Category.SHIFTS.value
    known = [one.value for one in Category]
    if given not in known:
        raise InputError(
            Text(f"Ukjent verdi «{given[:40]}».", f"Unknown value “{given[:40]}”."),
            where="hva",
            remedy=Text(f"Velg blant {', '.join(known)}.", f"Choose among {', '.join(known)}."),
        )
    return Category(given)


def _ledger(page: LedgerPage, category: Category, language: Language) -> dict[str, Any]:
    """Return what the page shows: the chart of one category, and all of them as a table."""
    lines = [(row, row.lines[category]) for row in page.rows]
    compared = [(row, line) for row, line in lines if line.counts or not category.is_shared]
    ranked = sorted(compared, key=lambda one: (-_value(one[1], category), one[0].name))
    unit = _HOURS if category is Category.HOURS else _SHIFTS
    drawn = None
    if any(_value(line, category) for _, line in ranked):
        drawn = balances(
            tuple((row.name, _value(line, category) / UNIT) for row, line in ranked),
            category.label.in_language(language),
            unit.in_language(language),
            language,
        )
    return {
        "page": page,
        "category": category,
        "unit": unit,
        "chart": drawn,
        "lines": lines,
        "spread": page.spread(category),
        "target": UNIT,
        "most": ranked[0] if ranked else None,
        "least": ranked[-1] if ranked else None,
        "categories": [
            CategoryLine(
                category=one,
                spread=page.spread(one) / UNIT,
                compared=sum(row.lines[one].counts for row in page.rows),
                is_shown=one is category,
            )
            for one in Category
        ],
        "shared": SHARED,
        "rows": [(row, [row.lines[one] for one in Category]) for row in page.rows],
    }


def _value(line: Balance, category: Category) -> int:
    return line.closing if category.is_shared else line.amount


def _spans(spans: tuple[Span, ...]) -> list[dict[str, Any]]:
    """Return how even the roster is in a category, what no roster is below, and what prevents more."""
    return [
        {
            "value": one.value / UNIT,
            "bound": one.bound / UNIT,
            "target": one.target / UNIT,
            "doctors": len(one.doctors),
            "on_target": one.is_on_target,
            "is_proven": one.is_proven,
            "prevented_by": one.prevented_by,
        }
        for one in spans
    ]
