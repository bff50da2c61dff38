"""What the municipality pays, month by month and list by list, and how one list's month came about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hjemmel.engines.funding import Form, FundingResult, Part, explain
from hjemmel.engines.funding.inputs import UNKNOWN
from hjemmel.engines.funding.watch import Watch, watch
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.web.context import language_of
from hjemmel.web.funding.asked import FundingAsked, asked_of_funding
from hjemmel.web.funding.words import month_name
from hjemmel.web.funding.year_lists import (
    CHOICES,
    PAGE,
    chosen_of,
    columns_of,
    rows_of,
    shown_lists,
    values_of,
)
from hjemmel.web.tables import as_file

_MONTH = "maned"


@never_cache
def funding(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the year's money, in total, by month and by list."""
    return _year(request, case, own=False)


@never_cache
def my_funding(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the year's money of the lists at one's own centres."""
    return _year(request, case, own=True)


@never_cache
def one_list(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a list's money by month, and how one month was computed."""
    return _list(request, case, key, own=False)


@never_cache
def my_list(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show the same of a list at one's own centre."""
    return _list(request, case, key, own=True)


@never_cache
def lists_file(request: HttpRequest, language: str, case: str, kind: str) -> HttpResponse:
    """Send the money of the lists that fit the choices as a file."""
    return _file(request, case, kind, own=False)


@never_cache
def my_lists_file(request: HttpRequest, language: str, case: str, kind: str) -> HttpResponse:
    """Send the same of the lists at one's own centres."""
    return _file(request, case, kind, own=True)


def _year(request: HttpRequest, case: str, *, own: bool) -> HttpResponse:
    found = asked_of_funding(request, case, (*CHOICES, PAGE), own=own)
    result, parts = found.result, _parts(found.result)
    kwargs = {"language": language_of(request), "case": found.asked.municipality.number}
    context = {
        **_common(found, own=own),
        **shown_lists(
            request,
            rows_of(result, found.picture, parts),
            kwargs,
            file_page="my-funding-lists" if own else "funding-lists",
        ),
        "all": len(found.picture.rows),
        "parts": parts,
        "sums": [(part, result.total(part)) for part in parts],
        "months": _months(result, parts),
        "watched": [
            one
            for one in watch(result, found.law, as_of=found.asked.as_of)
            if one.kind is not Watch.RATE_MISSING
        ],
        "missing": next(iter(result.missing.values()), None),
        "lists_missing": len(result.missing),
        "estimated": int(result.estimated_months.sum()),
        "guests_as_of": found.picture.guests_as_of,
        "has_8_2": any(row.form is Form.VARIANT_8_2 for row in found.picture.rows),
    }
    return render(request, "funding/year.html", context)


def _file(request: HttpRequest, case: str, kind: str, *, own: bool) -> HttpResponse:
    found = asked_of_funding(request, case, CHOICES, own=own)
    parts = _parts(found.result)
    rows = chosen_of(request, rows_of(found.result, found.picture, parts))
    name = f"hjemmel-okonomi-{found.asked.municipality.number}-{found.year}"
    title = Text(f"Liste for liste {found.year}", f"List by list {found.year}")
    values = [values_of(row) for row in rows]
    return as_file(kind, name, title, columns_of(parts), values, language_of(request))


def _parts(result: FundingResult) -> list[Part]:
    return [part for part in Part if result.total(part).oere]


def _common(found: FundingAsked, *, own: bool) -> dict[str, Any]:
    return {
        "asked": found.asked,
        "year": found.year,
        "own": own,
        "result": found.result,
        "total": found.result.total(),
        "list_page": "my-funding-list" if own else "funding-list",
        "year_page": "my-funding" if own else "funding",
    }


def _months(result: FundingResult, parts: Sequence[Part]) -> list[dict[str, Any]]:
    paid = result.by_month()
    by_part = [result.by_month(part) for part in parts]
    estimated = result.estimated_months
    there = (result.inputs.length > UNKNOWN).sum(axis=0)
    return [
        {
            "name": month_name(month),
            "lists": int(there[at]),
            "is_known": at not in result.missing,
            "is_estimate": bool(estimated[at]),
            "parts": [Money(int(amounts[at])) for amounts in by_part],
            "paid": Money(int(paid[at])),
        }
        for at, month in enumerate(result.inputs.months)
    ]


def _list(request: HttpRequest, case: str, key: int, *, own: bool) -> HttpResponse:
    found = asked_of_funding(request, case, (_MONTH,), own=own)
    result, inputs = found.result, found.result.inputs
    if str(key) not in inputs.keys:
        raise UnknownIdError(
            Text("Listen finnes ikke det året.", "There is no such list that year."),
            where="list",
            remedy=Text("Gå til årets lister.", "Go to the lists of the year."),
        )
    at = inputs.place(str(key))
    parts = [part for part in Part if int(result.parts[part][at].sum())]
    known = [
        month
        for place, month in enumerate(inputs.months)
        if place not in result.missing and int(inputs.length[at, place]) > UNKNOWN
    ]
    chosen = _chosen(request, known)
    context = {
        **_common(found, own=own),
        "row": found.picture.rows[at],
        "parts": parts,
        "paid": Money(int(result.by_list()[at])),
        "months": [
            {
                "name": month_name(month),
                "number": month.number,
                "is_there": int(inputs.length[at, place]) > UNKNOWN,
                "is_known": place not in result.missing,
                "is_estimate": bool(result.is_estimate[at, place]),
                "persons": int(inputs.length[at, place]),
                "form": Form(int(inputs.form[at, place])).label,
                "parts": [Money(int(result.parts[part][at, place])) for part in parts],
                "paid": Money(int(result.paid[at, place])),
            }
            for place, month in enumerate(inputs.months)
        ],
        "sums": [Money(int(result.by_list(part)[at])) for part in parts],
        "shown_month": None if chosen is None else month_name(chosen),
        "steps": () if chosen is None else explain(result, str(key), chosen, found.law),
        "missing": next(iter(result.missing.values()), None),
    }
    return render(request, "funding/list.html", context)


def _chosen(request: HttpRequest, known: Sequence[Month]) -> Month | None:
    """Return the month whose way is shown: that in the address, or the first that is known."""
    said = request.GET.get(_MONTH, "").strip()
    if not said:
        return known[0] if known else None
    for month in known:
        if said == str(month.number):
            return month
    raise InputError(
        Text("Måneden kan ikke vises.", "The month cannot be shown."),
        where=_MONTH,
        remedy=Text("Velg en måned i tabellen.", "Choose a month of the table."),
    )
