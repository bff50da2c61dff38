"""Addresses of the public pages of free places."""

from django.urls import path

from hjemmel.web.places import views

urlpatterns = [
    path("ledige-plasser/", views.everywhere, name="places"),
    path("<slug:case>/ledige-plasser/", views.places, name="places-one"),
]
