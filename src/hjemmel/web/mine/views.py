"""Min fastlege: one's own GP and one's small children's; find one, change, wait, take it back."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.lists.selectors.gp_directory import gp_directory, municipalities_with_places
from hjemmel.apps.lists.selectors.own import (
    OwnPerson,
    own_letter_pdf,
    own_person,
    own_persons,
)
from hjemmel.apps.lists.services.trials import try_own_queue, try_own_wish
from hjemmel.apps.registry.selectors.positions import positions_of
from hjemmel.kernel.errors import HjemmelError
from hjemmel.web.actors import actor_for
from hjemmel.web.context import refuse_what_is_ignored
from hjemmel.web.mine.forms import CHOICES, act_on_own, ask, choice_in, position_in


@never_cache
def mine(request: HttpRequest, language: str) -> HttpResponse:
    """Show the GP of oneself and of each child, what is decided, and where one stands in the queue."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, ())
    persons = own_persons(by=actor)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            act_on_own(request, actor)
            return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
            persons = own_persons(by=actor)
    context = {"persons": persons, "problem": problem}
    return render(request, "mine/mine.html", context, status=422 if problem else 200)


@never_cache
def find(request: HttpRequest, language: str) -> HttpResponse:
    """Show the GPs that fit, in one's own municipality or another."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, (*CHOICES, "kommune", "hvem"))
    person = own_person(position_in(request), by=actor)
    number = request.GET.get("kommune") or person.municipality.number
    directory = gp_directory(number, timezone.localdate())
    places = positions_of(person.municipality.key, directory.places.effective_on)
    home = places.districts.get(person.district)
    directory = directory.seen_from(home)
    context = {
        **_about(person),
        "directory": directory,
        "home": home,
        "rows": choice_in(request).of(directory, home=person.district),
        "given": {name: request.GET.get(name) or "" for name in CHOICES},
        "municipalities": municipalities_with_places(),
        "municipality": number,
    }
    return render(request, "mine/find.html", context)


@never_cache
def change(request: HttpRequest, language: str, wanted: int) -> HttpResponse:
    """Show what the rules say of a wish and when it takes effect; ask for it, or for the queue."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, ("hvem",))
    person = own_person(position_in(request), by=actor)
    tried = try_own_wish(resident=person.key, wanted_list=wanted, asked_on=person.day, by=actor)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            ask(request, person, wanted, actor)
            address = reverse("mine-receipt", kwargs={"language": language})
            return HttpResponseRedirect(f"{address}?hvem={person.position}")
        except HjemmelError as error:
            problem = error
    context = {
        **_about(person),
        "gp": gp_directory(tried.municipality, timezone.localdate()).entry(wanted),
        "wanted": wanted,
        "tried": tried,
        "judged": tried.judgement,
        "form_key": request.POST.get("key") or secrets.token_hex(16),
        "problem": problem,
    }
    return render(request, "mine/change.html", context, status=422 if problem else 200)


@never_cache
def queue(request: HttpRequest, language: str) -> HttpResponse:
    """Show what the rules say of waiting for any GP, where she would stand, and let her join."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, ("hvem",))
    person = own_person(position_in(request), by=actor)
    tried = try_own_queue(resident=person.key, asked_on=person.day, by=actor)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            ask(request, person, None, actor)
            address = reverse("mine-receipt", kwargs={"language": language})
            return HttpResponseRedirect(f"{address}?hvem={person.position}")
        except HjemmelError as error:
            problem = error
    directory = gp_directory(person.municipality.number, timezone.localdate())
    others = [one.places for one in directory.entries if one.places.key != tried.on_list]
    context = {
        **_about(person),
        "tried": tried,
        "judged": tried.judgement,
        "with_room": sum(one.free.at_least > 0 for one in others),
        "open_lists": sum(one.is_open for one in others),
        "effective_on": directory.places.effective_on,
        "form_key": request.POST.get("key") or secrets.token_hex(16),
        "problem": problem,
    }
    return render(request, "mine/queue.html", context, status=422 if problem else 200)


@never_cache
def receipt(request: HttpRequest, language: str) -> HttpResponse:
    """Show the answer to the latest wish, as a page to keep or print."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, ("hvem",))
    person = own_person(position_in(request), by=actor)
    return render(request, "mine/receipt.html", _about(person))


@never_cache
def letter(request: HttpRequest, language: str, letter: int) -> HttpResponse:
    """Send a letter to oneself or one's child as PDF."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, ("hvem",))
    made = own_letter_pdf(letter, position_in(request), by=actor)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="brev-{letter}.pdf"'
    return response


def _about(person: OwnPerson) -> dict[str, Any]:
    return {"person": person, "asked": person}
