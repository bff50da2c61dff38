"""Addresses of a doctor's own duty: none has a number that says who she is."""

from django.urls import path

from hjemmel.web.duty import exemption_views, feed_views, mine_views

urlpatterns = [
    path("vakt/min/", mine_views.mine, name="my-duty"),
    path("vakt/min/onsker/", mine_views.wishes, name="my-wishes"),
    path("vakt/min/fritak/", exemption_views.mine, name="my-exemptions"),
    path("vakt/min/kalender/", feed_views.mine, name="my-feeds"),
    path("vakt/kalender/<str:secret>.ics", feed_views.feed, name="duty-feed-file"),
]
