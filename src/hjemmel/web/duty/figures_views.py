"""What a roster costs, hours in any period, and who gives shifts away."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hjemmel.apps.duty.selectors.costs import cost_of
from hjemmel.apps.duty.selectors.handovers import handovers_of
from hjemmel.apps.duty.selectors.ledgers import hours_of
from hjemmel.domain.shift import PayForm
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.web.duty.asked import (
    asked_of_duty,
    day_in,
    district_of,
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
    """Show each doctor's hours on duty in a period, and who gives shifts away and takes them over."""
    asked = asked_of_duty(request, case, ("fra", "til"))
    shown = district_of(asked, key)
    first = day_in(request, "fra") or date(asked.today.year, 1, 1)
    until = day_in(request, "til") or date(asked.today.year, 12, 31)
    if until < first:
        raise InputError(
            Text("Perioden slutter før den begynner.", "The period ends before it begins."),
            where="til",
            remedy=Text("Velg en senere siste dag.", "Choose a later last day."),
        )
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
    }
    return render(request, "duty/hours.html", context)
