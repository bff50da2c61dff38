"""Addresses of residents."""

from django.urls import path

from hjemmel.web.residents import views

urlpatterns = [
    path("innbyggere/", views.search, name="residents"),
    path("innbyggere/<int:key>/", views.resident, name="residents-one"),
    path("innbyggere/<int:key>/innsyn.json", views.export, name="residents-export"),
]
