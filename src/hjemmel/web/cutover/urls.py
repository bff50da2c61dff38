"""Address of the month's cut-over."""

from django.urls import path

from hjemmel.web.cutover import views

urlpatterns = [path("arbeid/manedsskifte/", views.cut_over, name="work-cutover")]
