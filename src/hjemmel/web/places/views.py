"""Ledige plasser: free places by district and list, without signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from hjemmel.apps.documents.selectors.public import public_documents
from hjemmel.apps.documents.writing import DocumentForm
from hjemmel.apps.lists.selectors.gp_choice import GpChoice
from hjemmel.apps.lists.selectors.gp_directory import gp_directory, municipalities_with_places
from hjemmel.apps.lists.selectors.nearness import measured_from_nowhere, middle_of_district
from hjemmel.web.context import refuse_what_is_ignored
from hjemmel.web.places.within import WITHIN, within_in


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
    refuse_what_is_ignored(request, ("bydel", "fra", WITHIN, "sorter"))
    directory = gp_directory(case, timezone.localdate())
    district, seen_from = (request.GET.get(name) or "" for name in ("bydel", "fra"))
    home = middle_of_district(directory.places, seen_from) if seen_from else None
    if seen_from:
        directory = directory.seen_from(home)
    choice = GpChoice(
        district=district,
        within_km=within_in(request),
        sort=request.GET.get("sorter") or ("naer" if seen_from else "ledig"),
    )
    if choice.within_km is not None and not seen_from:
        raise measured_from_nowhere(WITHIN)
    context = {
        "asked": directory.places,
        "directory": directory,
        "rows": choice.of(directory, home=seen_from),
        "district": district,
        "seen_from": seen_from,
        "home": home,
        "within": request.GET.get(WITHIN) or "",
        "sort": choice.sort,
        "documents": public_documents(case),
        "document_forms": list(DocumentForm),
    }
    return render(request, "places/places.html", context)
