"""Addresses of the overview and the need."""

from django.urls import path

from hjemmel.web.coverage import district_views, need_views, views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("bydeler.xlsx", views.districts_excel, name="overview-excel"),
    path("bydeler.csv", views.districts_csv, name="overview-csv"),
    path("tabell/<slug:table>.<slug:kind>", views.table_file, name="overview-table"),
    path("bydeler/<slug:number>/", district_views.district, name="district"),
    path(
        "bydeler/<slug:number>/<slug:table>.<slug:kind>",
        district_views.district_file,
        name="district-file",
    ),
    path("behov/", need_views.need, name="need"),
    path("behov/vei.svg", need_views.need_path_chart, name="need-path"),
    path("behov.xlsx", need_views.need_excel, name="need-excel"),
]
