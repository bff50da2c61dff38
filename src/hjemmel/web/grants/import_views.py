"""Applications from a file: looked at, then loaded."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.exchange.uploads import discard, take_in
from hjemmel.apps.grants.selectors.imports import ImportView, get_import, imports_in
from hjemmel.apps.grants.selectors.schemes import years_of
from hjemmel.apps.grants.services.imports import load_import, preview_import
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.grants.asked import GrantsAsked, asked_of_grants
from hjemmel.web.work.forms import key_in, unknown_action


@never_cache
def imports(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show what a file would do, and load it."""
    asked = asked_of_grants(request, case, ("fil",), permission=Permission.HANDLE_GRANTS)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            key = _done(request, asked)
            return HttpResponseRedirect(f"{request.path}?fil={key}")
        except HjemmelError as error:
            problem = error
    place = asked.municipality.key
    context: dict[str, Any] = {
        "asked": asked,
        "made_up": asked.municipality.is_synthetic,
        "problem": problem,
        "shown": _shown(request, asked),
        "years": years_of(place),
        "runs": imports_in(place, by=asked.actor),
    }
    status = status_of(problem) if problem else 200
    return render(request, "grants/import.html", context, status=status)


def _shown(request: HttpRequest, asked: GrantsAsked) -> ImportView | None:
    given = request.GET.get("fil") or ""
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 13):
        raise InputError(
            Text("Filen finnes ikke.", "There is no such file."),
            where="fil",
            remedy=Text("Velg fra listen.", "Choose from the list."),
        )
    return get_import(int(given), by=asked.actor)


def _done(request: HttpRequest, asked: GrantsAsked) -> int:
    what = request.POST.get("what")
    if what == "load":
        run = key_in(request, "run")
        load_import(run=run, by=asked.actor, today=asked.today, now=timezone.now())
        return run
    if what != "look":
        raise unknown_action()
    file = request.FILES.get("file")
    if file is None or not file.name:
        raise InputError(
            Text("Ingen fil er valgt.", "No file is chosen."),
            where="file",
            remedy=Text("Velg en fil.", "Choose a file."),
        )
    stored = take_in(stream=cast(BinaryIO, file.file), name=file.name)
    try:
        return preview_import(
            scheme_year=key_in(request, "scheme_year"), file=stored, name=file.name, by=asked.actor
        )
    finally:
        discard(stored)
