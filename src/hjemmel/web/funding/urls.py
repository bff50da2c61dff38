"""Addresses of the pages of money."""

from django.urls import path

from hjemmel.web.funding import again_views, practice_views, views

urlpatterns = [
    path("okonomi/", views.funding, name="funding"),
    path("okonomi/lister.xlsx", views.lists_file, {"kind": "xlsx"}, name="funding-lists-xlsx"),
    path("okonomi/lister.csv", views.lists_file, {"kind": "csv"}, name="funding-lists-csv"),
    path("okonomi/lister/<int:key>/", views.one_list, name="funding-list"),
    path("okonomi/mine/", views.my_funding, name="my-funding"),
    path(
        "okonomi/mine/lister.xlsx",
        views.my_lists_file,
        {"kind": "xlsx"},
        name="my-funding-lists-xlsx",
    ),
    path(
        "okonomi/mine/lister.csv", views.my_lists_file, {"kind": "csv"}, name="my-funding-lists-csv"
    ),
    path("okonomi/mine/lister/<int:key>/", views.my_list, name="my-funding-list"),
    path("okonomi/praksis/", practice_views.practice, name="funding-practice"),
    path("okonomi/ny-beregning/", again_views.again, name="funding-again"),
]
