"""Addresses of the statistics."""

from django.urls import path

from hjemmel.web.statistics import views

urlpatterns = [
    path("statistikk/", views.statistics, name="statistics"),
    path("statistikk.xlsx", views.statistics_file, {"kind": "xlsx"}, name="statistics-xlsx"),
    path("statistikk.csv", views.statistics_file, {"kind": "csv"}, name="statistics-csv"),
]
