"""Addresses of the overview and the need."""

from django.urls import path

from hjemmel.web.coverage import need_views, views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("bydeler.xlsx", views.districts_excel, name="overview-excel"),
    path("behov/", need_views.need, name="need"),
    path("behov/vei.svg", need_views.need_path_chart, name="need-path"),
    path("behov.xlsx", need_views.need_excel, name="need-excel"),
]
