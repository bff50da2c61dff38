"""What is done from a list's page: one call to a service for each form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hjemmel.apps.registry.selectors.details import CentreView
from hjemmel.apps.registry.selectors.lists import list_on
from hjemmel.apps.registry.services import lists as services
from hjemmel.apps.registry.services import posts
from hjemmel.apps.registry.services.centres import change_centre, change_doctor
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import read_whole
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import read_day
from hjemmel.web.context import language_of
from hjemmel.web.register import RegisterAsked


def act_on_list(request: HttpRequest, asked: RegisterAsked, key: int) -> HttpResponse:
    """Do what the form asks, and go back to the list as of the day it takes effect.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    row = list_on(key, asked.municipality, asked.as_of, by=asked.actor)
    what = request.POST.get("what")
    if what == "ceiling":
        day = _day(request, "valid_from")
        services.change_ceiling(
            patient_list=key,
            ceiling=_number(request, "ceiling"),
            valid_from=day,
            agreed_with_municipality=bool(request.POST.get("agreed")),
            by=asked.actor,
        )
    elif what == "notice":
        day = _day(request, "received_on")
        services.receive_notice(
            agreement=row.agreement,
            received_on=day,
            ends_on=_day(request, "ends_on") if request.POST.get("ends_on") else None,
            by=asked.actor,
        )
    elif what == "vacate":
        day = _day(request, "valid_from")
        services.change_holder(
            agreement=row.agreement, holder=None, locum=None, valid_from=day, by=asked.actor
        )
    elif what == "appoint":
        day = _day(request, "valid_from")
        posts.appoint(
            agreement=row.agreement,
            hpr_number=request.POST.get("hpr_number") or "",
            name=request.POST.get("name") or "",
            as_locum=bool(request.POST.get("locum")),
            valid_from=day,
            by=asked.actor,
        )
    elif what == "terms":
        day = _day(request, "valid_from")
        changes = {name: request.POST[name] for name in posts.TERMS if request.POST.get(name)}
        posts.change_terms(agreement=row.agreement, changes=changes, valid_from=day, by=asked.actor)
    elif what == "advertise":
        day = _day(request, "published_on")
        services.advertise(
            agreement=row.agreement,
            published_on=day,
            deadline=_day(request, "deadline"),
            by=asked.actor,
        )
    else:
        raise InputError(
            Text("Ukjent handling.", "Unknown action."),
            where="what",
            remedy=Text("Bruk knappene på siden.", "Use the buttons of the page."),
        )
    shown = max(day, asked.as_of)
    return HttpResponseRedirect(f"{request.path}?per={shown.isoformat()}")


CENTRE_WORDS = {
    "name": Text("Navn", "Name"),
    "organisation_number": Text("Organisasjonsnummer", "Organisation number"),
    "address": Text("Adresse", "Address"),
    "postcode": Text("Postnummer", "Postcode"),
    "postal_place": Text("Poststed", "Postal place"),
    "phone": Text("Telefon", "Phone"),
    "leader": Text("Daglig leder", "Leader"),
    "premises": Text("Lokaler", "Premises"),
    "most_doctors": Text("Plass til leger", "Room for doctors"),
}


def centre_fields(centre: CentreView, typed: Mapping[str, str]) -> list[tuple[str, Text, str]]:
    """Return name, words and value of each field of the centre's form; what was typed goes first."""
    return [
        (name, words, typed.get(name, str(getattr(centre, name) or "")))
        for name, words in CENTRE_WORDS.items()
    ]


def act_on_centre(request: HttpRequest, asked: RegisterAsked, key: int) -> HttpResponse:
    """Correct a centre, and go back to it.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    changes: dict[str, object] = {
        name: (request.POST.get(name) or "").strip()
        for name in (*CENTRE_WORDS, "universal_design")
        if name in request.POST
    }
    if "most_doctors" in changes:
        changes["most_doctors"] = (
            _number(request, "most_doctors") if changes["most_doctors"] else None
        )
    change_centre(centre=key, changes=changes, by=asked.actor)
    return HttpResponseRedirect(request.path + asked.query)


def act_on_doctor(request: HttpRequest, asked: RegisterAsked, key: int) -> HttpResponse:
    """Correct a doctor, and go back to her.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    given = request.POST
    changes: dict[str, object] = {
        name: (given.get(name) or "").strip() for name in ("name", "competence") if name in given
    }
    if "languages" in given:
        changes["languages"] = [w.strip() for w in given["languages"].split(",") if w.strip()]
    change_doctor(doctor=key, municipality=asked.municipality.key, changes=changes, by=asked.actor)
    return HttpResponseRedirect(request.path + asked.query)


def _day(request: HttpRequest, name: str) -> date:
    given = (request.POST.get(name) or "").strip()
    try:
        return read_day(given)
    except ValueError:
        raise InputError(
            Text(
                "Datoen mangler." if not given else f"«{given[:20]}» er ikke en dato.",
                "The day is missing." if not given else f"“{given[:20]}” is not a day.",
            ),
            where=name,
            remedy=Text("Skriv dagen som 31.12.2023.", "Write the day as 2023-12-31."),
        ) from None


def _number(request: HttpRequest, name: str) -> int:
    given = (request.POST.get(name) or "").strip()
    try:
        return int(read_whole(given, language_of(request)))
    except ValueError:
        raise InputError(
            Text(f"«{given[:20]}» er ikke et helt tall.", f"“{given[:20]}” is not a whole number."),
            where=name,
            remedy=Text("Skriv bare sifre.", "Write digits only."),
        ) from None


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
    day = _day(request, "valid_from")
    opened = posts.open_post(
        municipality=asked.municipality.key,
        centre=_number(request, "centre"),
        form=given.get("form") or "",
        ceiling=_number(request, "ceiling"),
        valid_from=day,
        by=asked.actor,
    )
    shown = max(day, asked.as_of).isoformat()
    return HttpResponseRedirect(
        reverse("lists-one", kwargs={**place, "key": opened}) + f"?per={shown}"
    )
