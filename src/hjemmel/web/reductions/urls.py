"""Addresses of list reductions."""

from django.urls import path

from hjemmel.web.reductions import views

urlpatterns = [
    path("arbeid/reduksjoner/", views.reductions, name="work-reductions"),
    path("arbeid/reduksjoner/<int:key>/", views.one_reduction, name="work-reduction"),
    path(
        "arbeid/reduksjoner/<int:key>/lodd.<str:kind>",
        views.tickets_file,
        name="work-reduction-file",
    ),
]
