"""Address of the set-up."""

from django.urls import path

from hjemmel.web.setup import views

urlpatterns = [path("oppsett/", views.setup, name="setup")]
