"""Addresses of the data-quality page."""

from django.urls import path

from hjemmel.web.quality.views import quality

urlpatterns = [path("datakvalitet/", quality, name="quality")]
