"""Address of the monthly snapshots."""

from django.urls import path

from hjemmel.web.snapshots import views

urlpatterns = [path("manedsbilder/", views.snapshots, name="snapshots")]
