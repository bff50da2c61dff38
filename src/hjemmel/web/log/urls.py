"""Addresses of the log."""

from django.urls import path

from hjemmel.web.log import views

urlpatterns = [
    path("logg/", views.log, name="log"),
    path("logg.xlsx", views.log_file, {"kind": "xlsx"}, name="log-xlsx"),
    path("logg.csv", views.log_file, {"kind": "csv"}, name="log-csv"),
]
