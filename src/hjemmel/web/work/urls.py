"""Addresses of the work list."""

from django.urls import path

from hjemmel.web.work import views

urlpatterns = [
    path("arbeid/", views.work, name="work"),
    path("arbeid/onsker/<int:key>/", views.request_page, name="work-request"),
    path("arbeid/hendelser/<int:key>/", views.event_page, name="work-event"),
]
