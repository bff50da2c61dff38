"""A practice's economy: what comes in and goes out at a list length, break-even, and a shorter list."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.funding import own_centres
from hjemmel.apps.registry.selectors.lists import list_on
from hjemmel.engines.funding import (
    Economy,
    Form,
    Party,
    PracticeInputs,
    break_even,
    economy,
    last_day_with_rates,
    reduction,
)
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.money import Money
from hjemmel.law import LawAt, law_on
from hjemmel.web.charts.practice import net_by_length
from hjemmel.web.context import language_of
from hjemmel.web.funding.practice_form import NAMES, PracticeForm
from hjemmel.web.register import RegisterAsked, asked_of_work

_USUAL_LIST = 1000
_FORMS = {
    "self_employed": Form.SELF_EMPLOYED,
    "salaried": Form.SALARIED,
    "variant_8_2": Form.VARIANT_8_2,
}
_STEP = 50
_LONGEST = 2500
_TOLD = (400, 600, 800, 1000, 1200, 1400, 1600, 1800, 2000)


def practice(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the economy of a practice at the list length asked for, and at others."""
    asked = asked_of_work(request, case, Permission.SEE_LISTS, NAMES)
    usual = _of_list(request, asked)
    form = PracticeForm(request.GET, language=language_of(request), usual=usual)
    law = law_on(asked.as_of, asked.municipality.number)
    usual_day = last_day_with_rates(law) or asked.as_of
    context: dict[str, Any] = {
        "asked": asked,
        "form": form,
        "usual_day": usual_day,
        "is_of_list": bool(request.GET.get("liste")),
        "sees_all": asked.actor.may(Permission.SEE_GRANTS, municipality=asked.municipality.key),
        "own": bool(own_centres(asked.municipality.key, asked.actor)),
    }
    if form.is_valid():
        day = form.cleaned_data["dato"] or usual_day
        try:
            context |= _answer(form, law_on(day, asked.municipality.number), request)
        except HjemmelError as error:
            context["problem"] = error
    else:
        context["day"] = usual_day
    return render(request, "funding/practice.html", context)


def _of_list(request: HttpRequest, asked: RegisterAsked) -> Mapping[str, Any]:
    """Return length and form of the list in the address, where one is."""
    said = request.GET.get("liste", "").strip()
    if not said.isdecimal():
        return {"persons": _USUAL_LIST, "form": Form.SELF_EMPLOYED, "name": ""}
    row = list_on(int(said), asked.municipality, asked.as_of, by=asked.actor)
    return {
        "persons": row.length or _USUAL_LIST,
        "form": _FORMS[row.form],
        "name": row.external_id,
    }


def _answer(form: PracticeForm, law: LawAt, request: HttpRequest) -> dict[str, Any]:
    given = form.cleaned_data
    inputs = form.practice()
    lengths = tuple(range(0, _LONGEST + 1, _STEP))
    result = economy(inputs, law, lengths)
    wanted = given["onsket"]
    at = break_even(inputs, law, wanted=_money(wanted or 0))
    cut = None
    if given["ned_til"] is not None:
        cut = reduction(inputs, given["ned_til"], law, moves_to=_USUAL_LIST)
    place = result.at(inputs.persons)
    language = language_of(request)
    return {
        "day": law.as_of,
        "inputs": inputs,
        "economy": result,
        "flows": [(flow, Money(int(flow.amounts[place]))) for flow in result.flows],
        "left": Money(int(result.net(Party.GP)[place])),
        "nets": [
            (party, Money(int(result.net(party)[place])))
            for party in Party
            if party is not Party.SUPPLIERS
        ],
        "break_even": at,
        "wanted": _money(wanted) if wanted else None,
        "is_before_costs": inputs.form is Form.SELF_EMPLOYED
        and not (inputs.fixed_cost.oere or inputs.cost_per_consultation.oere),
        "by_length": _by_length(result, inputs),
        "cut": cut,
        "changes": []
        if cut is None
        else [(party, amount) for party, amount in cut.change.items() if amount.oere],
        "chart": net_by_length(
            tuple(int(one) for one in result.lengths),
            tuple(int(one) for one in result.net(Party.GP)),
            inputs.persons,
            at,
            language,
        ),
    }


def _by_length(result: Economy, inputs: PracticeInputs) -> list[tuple[int, Money, Money, bool]]:
    """Return what GP and municipality have left at some lengths, the list's own among them."""
    gp, municipality = result.net(Party.GP), result.net(Party.MUNICIPALITY)
    shown = sorted({*_TOLD, inputs.persons})
    return [
        (
            length,
            Money(int(gp[result.at(length)])),
            Money(int(municipality[result.at(length)])),
            length == inputs.persons,
        )
        for length in shown
    ]


def _money(kroner: float | Decimal) -> Money:
    return Money.kroner(str(kroner))
