"""Addresses of imports."""

from django.urls import path

from hjemmel.web.imports import views

urlpatterns = [
    path("import/", views.imports, name="imports"),
    path("import/<int:key>/", views.run, name="imports-run"),
    path("import/<int:key>/kolonner/", views.save_columns, name="imports-columns"),
    path(
        "import/<int:key>/karantene.xlsx",
        views.quarantine_file,
        {"kind": "xlsx"},
        name="imports-xlsx",
    ),
    path(
        "import/<int:key>/karantene.csv", views.quarantine_file, {"kind": "csv"}, name="imports-csv"
    ),
]
