"""Addresses of rounds of allocation."""

from django.urls import path

from hjemmel.web.rounds import views

urlpatterns = [
    path("arbeid/runder/", views.rounds, name="work-rounds"),
    path("arbeid/runder/<int:key>/", views.one_round, name="work-round"),
]
