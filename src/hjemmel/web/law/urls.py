"""Addresses of the rule manual."""

from django.urls import path

from hjemmel.web.law import views

urlpatterns = [
    path("regelverk/", views.manual, name="law"),
    path("regelverk/regler/<str:rule_id>/", views.rule, name="law-rule"),
    path("regelverk/omfang/", views.extent, name="law-extent"),
    path("regelverk/<str:parameter_id>/", views.parameter, name="law-parameter"),
]
