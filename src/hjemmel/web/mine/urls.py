"""Addresses of a resident's own pages: none has a number that says who she is."""

from django.urls import path

from hjemmel.web.mine import views

urlpatterns = [
    path("min-fastlege/", views.mine, name="mine"),
    path("min-fastlege/finn/", views.find, name="mine-find"),
    path("min-fastlege/bytt/<int:wanted>/", views.change, name="mine-change"),
    path("min-fastlege/ko/", views.queue, name="mine-queue"),
    path("min-fastlege/kvittering/", views.receipt, name="mine-receipt"),
    path("min-fastlege/brev/<int:letter>.pdf", views.letter, name="mine-letter-file"),
]
