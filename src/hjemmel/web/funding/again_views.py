"""The year's money computed again: with a rate corrected, or by the rules of another day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hjemmel.engines.funding import Comparison, Correction, Part, rerun
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Language, Text
from hjemmel.law import load_law
from hjemmel.web.context import language_of
from hjemmel.web.funding.asked import YEAR, asked_of_funding
from hjemmel.web.funding.words import month_name
from hjemmel.web.numbers import NumberField

PARAMETERS = (
    "capitation.national_average_rate",
    "capitation.rate_up_to_knee",
    "capitation.rate_above_knee",
    "capitation.knee",
    "capitation.floor_list",
    "capitation.floor_max_months",
    "capitation.equalisation_reference_list",
    "grants.income_floor_list",
)
NAMES = ("parameter", "verdi", "fra", "til", "regler")


class AgainForm(forms.Form):
    """What is to be tried; nothing of it is stored."""

    parameter = forms.ChoiceField(required=False, choices=[(name, name) for name in PARAMETERS])
    verdi = NumberField(required=False)
    fra = forms.DateField(required=False)
    til = forms.DateField(required=False)
    regler = forms.DateField(required=False)

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["verdi"]
        assert isinstance(field, NumberField)
        field.language = language

    def clean(self) -> dict[str, Any]:
        """Refuse half a correction."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("verdi") is None and (given.get("til") or given.get("fra")):
            self.add_error("verdi", _VALUE.nb)
        return given

    def corrections(self, usual: date) -> tuple[Correction, ...]:
        """Return the correction, or nothing where no value was typed."""
        given = self.cleaned_data
        value = given["verdi"]
        if value is None or not given["parameter"]:
            return ()
        exact = int(value) if value == int(value) else Decimal(str(value))
        return (Correction(given["parameter"], exact, given["fra"] or usual, given["til"]),)


_VALUE = Text("Skriv en verdi.", "Write a value.")


@never_cache
def again(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show what changes for whom; without anything to try, the form alone."""
    found = asked_of_funding(request, case, NAMES)
    form = AgainForm(request.GET, language=language_of(request))
    book = load_law()
    context: dict[str, Any] = {
        "asked": found.asked,
        "year": found.year,
        "year_name": YEAR,
        "form": form,
        "typed": {name: request.GET.get(name, "") for name in NAMES},
        "parameters": [
            (name, book.parameter(name).title, book.parameter(name).unit.name)
            for name in PARAMETERS
        ],
    }
    if form.is_valid():
        law_of = form.cleaned_data["regler"]
        try:
            corrections = form.corrections(date(found.year, 1, 1))
            if corrections or law_of:
                compared = rerun(
                    found.picture.inputs,
                    found.law,
                    corrections=corrections,
                    as_law_of=law_of,
                    missing="leave",
                )
                context |= _answer(compared, found.picture.rows)
        except HjemmelError as error:
            context["problem"] = error
    return render(request, "funding/again.html", context)


def _answer(compared: Comparison, rows: Any) -> dict[str, Any]:
    was = compared.before.by_list()
    left_out = set(compared.months_left_out)
    return {
        "compared": compared,
        "lists": [
            (
                rows[at],
                Money(int(was[at])),
                Money(int(compared.after.by_list()[at])),
                Money(int(compared.by_list[at])),
            )
            for at in np.argsort(-np.abs(compared.by_list), kind="stable").tolist()
            if compared.by_list[at]
        ],
        "months": [
            (month_name(month), month in left_out, Money(int(change)))
            for month, change in zip(compared.before.inputs.months, compared.by_month, strict=True)
        ],
        "parts": [(part, compared.by_part[part]) for part in Part if compared.by_part[part].oere],
    }
