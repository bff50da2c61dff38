"""Kompetanse: who may be on duty alone or as back-up, what lapses soon, the exception's clock and report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.duty.mapping.competences import kind_label
from hjemmel.apps.duty.mapping.doctors import LIS1_EXEMPTION
from hjemmel.apps.duty.selectors.competence_clocks import clocks_in, governor_report
from hjemmel.apps.duty.selectors.competences import competences_in
from hjemmel.apps.duty.services.competences import (
    note_competence,
    note_report_sent,
    set_competence_end,
    take_back_competence,
)
from hjemmel.domain.qualification import Qualification
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.web.duty.asked import DutyAsked, asked_of_duty, district_of
from hjemmel.web.lists.fields import typed_day, typed_whole
from hjemmel.web.work.forms import key_in, unknown_action

_DAY = timedelta(days=1)


@never_cache
def competence(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show each doctor's competence and what lapses; note it, end it, take it back."""
    asked = asked_of_duty(request, case)
    shown = district_of(asked, key)
    problem: HjemmelError | None = None
    opened: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            opened = _act(request, asked, key)
            if not opened:
                return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    doctors = competences_in(key, by=asked.actor, today=asked.today)
    names = {one.key: one.name for one in doctors}
    lapses = sorted(
        ((lapse, one.name) for one in doctors for lapse in one.lapses),
        key=lambda found: (found[0].on, found[1]),
    )
    context = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "district": shown,
        "problem": problem,
        "typed": request.POST,
        "doctors": doctors,
        "lapses": lapses,
        "opened": [(one, names.get(one.duty_doctor, "")) for one in opened],
        "clocks": clocks_in(key, by=asked.actor, today=asked.today),
        "report": governor_report(key, asked.today.year - 1, by=asked.actor, today=asked.today),
        "kinds": [
            (one, kind_label(one)) for one in (*(q.value for q in Qualification), LIS1_EXEMPTION)
        ],
    }
    status = status_of(problem) if problem else 200
    return render(request, "duty/competence.html", context, status=status)


def _act(request: HttpRequest, asked: DutyAsked, district: int) -> tuple[Any, ...]:
    """Do what the form says; return the shifts that a doctor may not have any more."""
    given, what, by = request.POST, request.POST.get("what"), asked.actor
    last = (given.get("valid_to") or "").strip()
    valid_to = typed_day(request, "valid_to") + _DAY if last else None
    if what == "note":
        note_competence(
            duty_doctor=key_in(request, "duty_doctor"),
            kind=given.get("kind") or "",
            valid_from=typed_day(request, "valid_from"),
            valid_to=valid_to,
            evidence=(given.get("evidence") or "").strip(),
            by=by,
        )
    elif what == "end":
        return set_competence_end(
            competence=key_in(request, "competence"), valid_to=valid_to, by=by, now=timezone.now()
        )
    elif what == "take_back":
        return take_back_competence(
            competence=key_in(request, "competence"), by=by, now=timezone.now()
        )
    elif what == "report":
        note_report_sent(
            district=district,
            year=typed_whole(request, "year"),
            sent_on=typed_day(request, "sent_on"),
            by=by,
        )
    else:
        raise unknown_action()
    return ()
