"""Addresses of residents."""

from django.urls import path

from hjemmel.web.residents import views, waiting_views

urlpatterns = [
    path("innbyggere/", views.search, name="residents"),
    path("innbyggere/venteliste/", waiting_views.waiting, name="residents-waiting"),
    path(
        "innbyggere/venteliste.xlsx",
        waiting_views.waiting_file,
        {"kind": "xlsx"},
        name="residents-waiting-xlsx",
    ),
    path(
        "innbyggere/venteliste.csv",
        waiting_views.waiting_file,
        {"kind": "csv"},
        name="residents-waiting-csv",
    ),
    path("innbyggere/<int:key>/", views.resident, name="residents-one"),
    path("innbyggere/<int:key>/innsyn.json", views.export, name="residents-export"),
]
