"""All addresses: the API below ``/api/``, everything else is the web."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from hjemmel.api.v1 import api as api_v1

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api_v1.urls),
    path("api/fhir/", include("hjemmel.api.fhir")),
    path("", include("hjemmel.web.urls")),
]

handler404 = "hjemmel.web.errors.not_found"
handler500 = "hjemmel.web.errors.server_error"
