"""Addresses of letters."""

from django.urls import path

from hjemmel.web.letters import files, views

urlpatterns = [
    path("brev/", views.letters, name="work-letters"),
    path("brev/tekster/<slug:kind>/", views.template, name="work-letter-template"),
    path("brev/<int:key>.pdf", files.letter, name="work-letter-file"),
    path("brev/<slug:about>/<int:number>/", views.batch, name="work-letters-batch"),
    path(
        "brev/<slug:about>/<int:number>.pdf",
        files.batch,
        {"form": "pdf"},
        name="work-letters-file",
    ),
    path(
        "brev/<slug:about>/<int:number>.zip",
        files.batch,
        {"form": "zip"},
        name="work-letters-zip-file",
    ),
]
