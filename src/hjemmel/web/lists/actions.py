"""What is done from the pages of lists, centres and doctors: one call to a service for each form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hjemmel.apps.registry.selectors.lists import list_on
from hjemmel.apps.registry.services import list_doctors, posts
from hjemmel.apps.registry.services import lists as services
from hjemmel.apps.registry.services.centres import change_centre, change_doctor, close_centre
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.lists.fields import centre_changes, doctor_changes, typed_day, typed_whole
from hjemmel.web.register import RegisterAsked


def act_on_list(request: HttpRequest, asked: RegisterAsked, key: int) -> HttpResponse:
    """Do what the form asks, and go back to the list as of the day it takes effect.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    row = list_on(key, asked.municipality, asked.as_of, by=asked.actor)
    act = _ON_LIST.get(request.POST.get("what") or "")
    if act is None:
        raise InputError(
            Text("Ukjent handling.", "Unknown action."),
            where="what",
            remedy=Text("Bruk knappene på siden.", "Use the buttons of the page."),
        )
    shown = max(act(request, row, asked), asked.as_of)
    return HttpResponseRedirect(f"{request.path}?per={shown.isoformat()}")


def _ceiling(request: HttpRequest, row: ListOnDay, asked: RegisterAsked) -> date:
    day = typed_day(request, "valid_from")
    services.change_ceiling(
        patient_list=row.key,
        ceiling=typed_whole(request, "ceiling"),
        valid_from=day,
        agreed_with_municipality=bool(request.POST.get("agreed")),
        by=asked.actor,
    )
    return day


def _notice(request: HttpRequest, row: ListOnDay, asked: RegisterAsked) -> date:
    day = typed_day(request, "received_on")
    services.receive_notice(
        agreement=row.agreement,
        received_on=day,
        ends_on=typed_day(request, "ends_on") if request.POST.get("ends_on") else None,
        by=asked.actor,
    )
    return day


def _vacate(request: HttpRequest, row: ListOnDay, asked: RegisterAsked) -> date:
    day = typed_day(request, "valid_from")
    services.change_holder(
        agreement=row.agreement, holder=None, locum=None, valid_from=day, by=asked.actor
    )
    return day


def _appoint(request: HttpRequest, row: ListOnDay, asked: RegisterAsked) -> date:
    day = typed_day(request, "valid_from")
    posts.appoint(
        agreement=row.agreement,
        hpr_number=request.POST.get("hpr_number") or "",
        name=request.POST.get("name") or "",
        as_locum=bool(request.POST.get("locum")),
        valid_from=day,
        by=asked.actor,
    )
    return day


def _terms(request: HttpRequest, row: ListOnDay, asked: RegisterAsked) -> date:
    day = typed_day(request, "valid_from")
    changes = {name: request.POST[name] for name in posts.TERMS if request.POST.get(name)}
    posts.change_terms(agreement=row.agreement, changes=changes, valid_from=day, by=asked.actor)
    return day


def _advertise(request: HttpRequest, row: ListOnDay, asked: RegisterAsked) -> date:
    day = typed_day(request, "published_on")
    services.advertise(
        agreement=row.agreement,
        published_on=day,
        deadline=typed_day(request, "deadline"),
        by=asked.actor,
    )
    return day


def _kind(request: HttpRequest, row: ListOnDay, asked: RegisterAsked) -> date:
    list_doctors.change_list_kind(
        patient_list=row.key, kind=request.POST.get("kind") or "", by=asked.actor
    )
    return asked.as_of


def _share(request: HttpRequest, row: ListOnDay, asked: RegisterAsked) -> date:
    day = typed_day(request, "valid_from")
    list_doctors.add_list_doctor(
        patient_list=row.key,
        hpr_number=request.POST.get("hpr_number") or "",
        name=request.POST.get("name") or "",
        part=request.POST.get("part") or "",
        valid_from=day,
        by=asked.actor,
    )
    return day


def _unshare(request: HttpRequest, row: ListOnDay, asked: RegisterAsked) -> date:
    day = typed_day(request, "valid_from")
    list_doctors.remove_list_doctor(
        patient_list=row.key, doctor=typed_whole(request, "doctor"), valid_from=day, by=asked.actor
    )
    return day


_ON_LIST: dict[str, Callable[[HttpRequest, ListOnDay, RegisterAsked], date]] = {
    "ceiling": _ceiling,
    "notice": _notice,
    "vacate": _vacate,
    "appoint": _appoint,
    "terms": _terms,
    "advertise": _advertise,
    "kind": _kind,
    "share": _share,
    "unshare": _unshare,
}


def act_on_centre(request: HttpRequest, asked: RegisterAsked, key: int) -> HttpResponse:
    """Correct or close a centre, and go back to it.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    if request.POST.get("what") == "close":
        closed_on = typed_day(request, "closed_on") if request.POST.get("closed_on") else None
        close_centre(centre=key, closed_on=closed_on, by=asked.actor)
    else:
        change_centre(centre=key, changes=centre_changes(request), by=asked.actor)
    return HttpResponseRedirect(request.path + asked.query)


def act_on_doctor(request: HttpRequest, asked: RegisterAsked, key: int) -> HttpResponse:
    """Correct a doctor, and go back to her.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    change_doctor(
        doctor=key,
        municipality=asked.municipality.key,
        changes=doctor_changes(request),
        by=asked.actor,
    )
    return HttpResponseRedirect(request.path + asked.query)


def act_on_new(request: HttpRequest, asked: RegisterAsked) -> HttpResponse:
    """Open a centre or a post, and go to it.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    given = request.POST
    place = {"language": language_of(request), "case": asked.municipality.number}
    if given.get("what") == "centre":
        centre = posts.open_centre(
            municipality=asked.municipality.key,
            name=given.get("name") or "",
            district=given.get("district") or "",
            by=asked.actor,
        )
        return HttpResponseRedirect(reverse("lists-centre", kwargs={**place, "key": centre}))
    day = typed_day(request, "valid_from")
    opened = posts.open_post(
        municipality=asked.municipality.key,
        centre=typed_whole(request, "centre"),
        form=given.get("form") or "",
        ceiling=typed_whole(request, "ceiling"),
        valid_from=day,
        by=asked.actor,
    )
    shown = max(day, asked.as_of).isoformat()
    return HttpResponseRedirect(
        reverse("lists-one", kwargs={**place, "key": opened}) + f"?per={shown}"
    )
