"""What a roster costs, hours in any period, and who gives shifts away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hjemmel.apps.duty.selectors.costs import cost_of
from hjemmel.apps.duty.selectors.handovers import handovers_of
from hjemmel.apps.duty.selectors.ledgers import HoursRow, hours_of
from hjemmel.apps.duty.selectors.shift_history import history_of_doctor
from hjemmel.domain.shift import PayForm
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.web.context import day_asked_for
from hjemmel.web.duty.asked import (
    asked_of_duty,
    district_of,
    key_in_address,
    roster_of,
)

_DAY = timedelta(days=1)


@never_cache
def cost(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show what a roster costs by how its shifts are paid, and each doctor's part."""
    asked = asked_of_duty(request, case)
    roster = roster_of(asked, key)
    found = cost_of(key, by=asked.actor)
    known = [(found.names[doctor], amount) for doctor, amount in found.by_doctor.items()]
    context = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "roster": roster,
        "cost": found,
        "minutes": sum(one.minutes for one in found.forms),
        "doctors": sorted(known),
    }
    return render(request, "duty/cost.html", context)


@never_cache
def hours(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show each doctor's hours on duty in a period, who gives shifts away, and what happened to hers."""
    asked = asked_of_duty(request, case, ("fra", "til", "lege"))
    shown = district_of(asked, key)
    first = day_asked_for(request, "fra") or date(asked.today.year, 1, 1)
    until = day_asked_for(request, "til") or date(asked.today.year, 12, 31)
    if until < first:
        raise InputError(
            Text("Perioden slutter før den begynner.", "The period ends before it begins."),
            where="til",
            remedy=Text("Velg en senere siste dag.", "Choose a later last day."),
        )
    chosen = key_in_address(request, "lege")
    rows = hours_of(key, by=asked.actor, first=first, last=until + _DAY)
    on_duty = [one for one in rows if one.shifts or one.minutes]
    forms = [form for form in PayForm if any(form in one.by_pay_form for one in on_duty)]
    context = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "district": shown,
        "first": first,
        "last": until,
        "forms": forms,
        "rows": [(one, [one.by_pay_form.get(form, 0) for form in forms]) for one in on_duty],
        "sums": [sum(one.by_pay_form.get(form, 0) for one in on_duty) for form in forms],
        "minutes": sum(one.minutes for one in on_duty),
        "nights": sum(one.nights for one in on_duty),
        "weekends": sum(one.weekends for one in on_duty),
        "handovers": [
            one
            for one in handovers_of(key, by=asked.actor, first=first, last=until + _DAY)
            if one.given_away or one.taken_over
        ],
        "chosen": None if chosen is None else _name(rows, chosen),
        "history": ()
        if chosen is None
        else history_of_doctor(chosen, by=asked.actor, first=first, last=until + _DAY),
    }
    return render(request, "duty/hours.html", context)


def _name(rows: Iterable[HoursRow], doctor: int) -> str:
    """Return the name of a doctor of the district."""
    found = next((one.name for one in rows if one.key == doctor), None)
    if found is None:
        raise UnknownIdError(
            Text("Legen tar ikke vakt her.", "The doctor takes no duty here."),
            where="lege",
            remedy=Text("Velg en lege i tabellen.", "Choose a doctor in the table."),
        )
    return found
