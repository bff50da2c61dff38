"""Addresses of the web: language first, then the municipality, then the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse

from hjemmel.web.context import default_case


def home(request: HttpRequest) -> HttpResponse:
    """Go to the overview of the default municipality; English is one click away."""
    return HttpResponseRedirect(
        reverse("overview", kwargs={"language": "nb", "case": default_case()})
    )


def plain_language(request: HttpRequest, language: str) -> HttpResponse:
    """Go to the overview of the default municipality in a language."""
    return HttpResponseRedirect(
        reverse("overview", kwargs={"language": language, "case": default_case()})
    )


pages: list[URLPattern | URLResolver] = [
    path("", plain_language, name="language"),
    path("", include("hjemmel.web.law.urls")),
    path("", include("hjemmel.web.about.urls")),
    path("<slug:case>/", include("hjemmel.web.coverage.urls")),
    path("<slug:case>/", include("hjemmel.web.quality.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    re_path(r"^(?P<language>nb|en)/", include(pages)),
]
