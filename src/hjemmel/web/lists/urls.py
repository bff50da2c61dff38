"""Addresses of centres, lists and doctors."""

from django.urls import path

from hjemmel.web.lists import views

urlpatterns = [
    path("lister/", views.lists, name="lists"),
    path("lister.xlsx", views.lists_file, {"kind": "xlsx"}, name="lists-xlsx"),
    path("lister.csv", views.lists_file, {"kind": "csv"}, name="lists-csv"),
    path("lister/ny/", views.new, name="lists-new"),
    path("lister/<int:key>/", views.one_list, name="lists-one"),
    path("legesentre/<int:key>/", views.centre, name="lists-centre"),
    path("leger/<int:key>/", views.doctor, name="lists-doctor"),
]
