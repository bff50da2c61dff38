"""Addresses of the indicators."""

from django.urls import path

from hjemmel.web.indicators import views

urlpatterns = [
    path("nokkeltall/", views.indicators, name="indicators"),
    path("nokkeltall.xlsx", views.indicators_file, {"kind": "xlsx"}, name="indicators-xlsx"),
    path("nokkeltall.csv", views.indicators_file, {"kind": "csv"}, name="indicators-csv"),
]
