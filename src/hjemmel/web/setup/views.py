"""Oppsett: make a municipality ready for use, and say how long it keeps data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.places import get_municipality, list_municipalities
from hjemmel.apps.registry.services.places import decide_retention, set_up_municipality
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.text import Text
from hjemmel.web.actors import actor_for
from hjemmel.web.context import refuse_what_is_ignored


def setup(request: HttpRequest, language: str) -> HttpResponse:
    """Show the municipalities that are set up, and set up another."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, set())
    if actor.municipalities(Permission.SET_UP) == frozenset():
        raise not_allowed(Permission.SET_UP)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            _stored(request, actor)
            return HttpResponseRedirect(reverse("setup", kwargs={"language": language}))
        except HjemmelError as error:
            problem = error
    context = {
        "municipalities": list_municipalities(by=actor, permission=Permission.SET_UP),
        "everywhere": actor.municipalities(Permission.SET_UP) is None,
        "typed": request.POST,
        "problem": problem,
    }
    return render(request, "setup/setup.html", context, status=422 if problem else 200)


def _stored(request: HttpRequest, actor: Actor) -> None:
    """Store what the form says: a new municipality, or how long one keeps data."""
    if request.POST.get("what") == "retention":
        place = get_municipality(
            request.POST.get("number") or "", by=actor, permission=Permission.SET_UP
        )
        decide_retention(municipality=place.key, years=request.POST.get("years") or "", by=actor)
        return
    set_up_municipality(
        number=request.POST.get("number") or "",
        name=request.POST.get("name") or "",
        districts=_districts(request.POST.get("districts") or ""),
        by=actor,
    )


def _districts(text: str) -> dict[str, str]:
    """Read one district a line: its number and its name."""
    places: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        number, _, name = line.partition(" ")
        if not number.isdecimal() or not name.strip():
            raise InputError(
                Text(
                    f"Linjen «{line[:60]}» er ikke en bydel.",
                    f"The line “{line[:60]}” is not a district.",
                ),
                where="districts",
                remedy=Text(
                    "Skriv nummer og navn: 460101 Arna.", "Write number and name: 460101 Arna."
                ),
            )
        places[number] = name.strip()
    return places
