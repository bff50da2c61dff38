"""Addresses of the pages about hjemmel."""

from django.urls import path

from hjemmel.web.about.views import plain_page

urlpatterns = [
    path("om/", plain_page, {"template": "about/about.html"}, name="about"),
    path(
        "tilgjengelighet/",
        plain_page,
        {"template": "about/accessibility.html"},
        name="accessibility",
    ),
    path("personvern/", plain_page, {"template": "about/privacy.html"}, name="privacy"),
]
