"""Ledige plasser: free places by district and list, without signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from hjemmel.apps.lists.selectors.gp_choice import GpChoice
from hjemmel.apps.lists.selectors.gp_directory import gp_directory, municipalities_with_places
from hjemmel.web.context import refuse_what_is_ignored


def everywhere(request: HttpRequest, language: str) -> HttpResponse:
    """Show the municipalities that tell of their free places; the only one at once."""
    refuse_what_is_ignored(request, ())
    found = municipalities_with_places()
    if len(found) == 1:
        kwargs = {"language": language, "case": found[0].number}
        return HttpResponseRedirect(reverse("places-one", kwargs=kwargs))
    return render(request, "places/everywhere.html", {"found": found})


def places(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the free places of a municipality, as of the day its data are of."""
    refuse_what_is_ignored(request, ("bydel", "sorter"))
    directory = gp_directory(case, timezone.localdate())
    district = request.GET.get("bydel") or ""
    choice = GpChoice(district=district, sort=request.GET.get("sorter") or "ledig")
    context = {
        "asked": directory.places,
        "directory": directory,
        "rows": choice.of(directory, home=""),
        "district": district,
        "sort": choice.sort,
    }
    return render(request, "places/places.html", context)
