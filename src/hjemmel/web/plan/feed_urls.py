"""The address that a calendar reads a plan's deadlines from."""

from django.urls import path

from hjemmel.web.plan import feed_views

urlpatterns = [
    path("plan/kalender/<str:secret>.ics", feed_views.feed, name="plan-feed-file"),
]
