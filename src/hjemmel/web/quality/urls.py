"""Addresses of the data-quality pages."""

from django.urls import path, re_path

from hjemmel.web.quality import register_views
from hjemmel.web.quality.views import quality

urlpatterns = [
    path("datakvalitet/", quality, name="quality"),
    re_path(
        r"^datakvalitet\.(?P<kind>xlsx|csv)$",
        register_views.register_quality_file,
        name="quality-file",
    ),
    path("datakvalitet/<slug:name>/", register_views.quality_rows, name="quality-rows"),
    re_path(
        r"^datakvalitet/(?P<name>[-\w]+)\.(?P<kind>xlsx|csv)$",
        register_views.quality_rows_file,
        name="quality-rows-file",
    ),
]
