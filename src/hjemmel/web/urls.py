"""Addresses of the web: language first, then the municipality, then the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse

from hjemmel.apps.registry.selectors.places import list_municipalities
from hjemmel.web.accounts.urls import sign_in
from hjemmel.web.actors import find_actor
from hjemmel.web.context import default_case


def home(request: HttpRequest) -> HttpResponse:
    """Go to the overview of the default municipality; English is one click away."""
    return HttpResponseRedirect(_start(request, "nb"))


def plain_language(request: HttpRequest, language: str) -> HttpResponse:
    """Go to the overview of the default municipality in a language."""
    return HttpResponseRedirect(_start(request, language))


def _start(request: HttpRequest, language: str) -> str:
    """Return the address of the overview, or of a resident's own page when that is all she has."""
    actor = find_actor(request)
    if actor is not None and actor.residents and not list_municipalities(by=actor):
        return reverse("mine", kwargs={"language": language})
    return reverse("overview", kwargs={"language": language, "case": _first(request)})


def _first(request: HttpRequest) -> str:
    """Return one's own municipality, or the public picture for those not signed in."""
    actor = find_actor(request)
    own = () if actor is None else list_municipalities(by=actor)
    return own[0].number if own else default_case()


pages: list[URLPattern | URLResolver] = [
    path("", plain_language, name="language"),
    path("", include("hjemmel.web.law.urls")),
    path("", include("hjemmel.web.about.urls")),
    path("", include("hjemmel.web.accounts.urls")),
    path("", include("hjemmel.web.log.urls")),
    path("", include("hjemmel.web.setup.urls")),
    path("", include("hjemmel.web.mine.urls")),
    path("", include("hjemmel.web.duty.mine_urls")),
    path("", include("hjemmel.web.places.urls")),
    path("", include("hjemmel.web.plan.feed_urls")),
    path("<slug:case>/", include("hjemmel.web.coverage.urls")),
    path("<slug:case>/", include("hjemmel.web.duty.urls")),
    path("<slug:case>/", include("hjemmel.web.grants.urls")),
    path("<slug:case>/", include("hjemmel.web.plan.urls")),
    path("<slug:case>/", include("hjemmel.web.documents.urls")),
    path("<slug:case>/", include("hjemmel.web.quality.urls")),
    path("<slug:case>/", include("hjemmel.web.lists.urls")),
    path("<slug:case>/", include("hjemmel.web.residents.urls")),
    path("<slug:case>/", include("hjemmel.web.letters.urls")),
    path("<slug:case>/", include("hjemmel.web.work.urls")),
    path("<slug:case>/", include("hjemmel.web.rounds.urls")),
    path("<slug:case>/", include("hjemmel.web.reductions.urls")),
    path("<slug:case>/", include("hjemmel.web.cutover.urls")),
    path("<slug:case>/", include("hjemmel.web.reconciliation.urls")),
    path("<slug:case>/", include("hjemmel.web.imports.urls")),
    path("<slug:case>/", include("hjemmel.web.indicators.urls")),
    path("<slug:case>/", include("hjemmel.web.funding.urls")),
    path("<slug:case>/", include("hjemmel.web.statistics.urls")),
    path("<slug:case>/", include("hjemmel.web.snapshots.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("konto/", include(sign_in)),
    re_path(r"^(?P<language>nb|en)/", include(pages)),
]
