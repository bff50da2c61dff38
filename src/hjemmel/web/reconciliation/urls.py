"""Addresses of the reconciliation."""

from django.urls import path

from hjemmel.web.reconciliation import views

urlpatterns = [
    path("avstemming/", views.reconciliation, name="reconciliation"),
    path(
        "avstemming.xlsx", views.reconciliation_file, {"kind": "xlsx"}, name="reconciliation-xlsx"
    ),
    path("avstemming.csv", views.reconciliation_file, {"kind": "csv"}, name="reconciliation-csv"),
]
