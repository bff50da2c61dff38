"""Addresses of the pages of plans."""

from django.urls import path

from hjemmel.web.plan import (
    budget_views,
    change_views,
    feed_views,
    file_views,
    indicator_views,
    list_views,
    measure_views,
    plan_views,
    public_views,
    sheet_views,
)

_PLAN = "plan/<slug:plan>/"

urlpatterns = [
    path("plan/", list_views.plans, name="plan"),
    path("offentlige-planer/", public_views.all_public, name="plan-public-all"),
    path(_PLAN, plan_views.plan, name="plan-one"),
    path(f"{_PLAN}tavle/", plan_views.board, name="plan-board"),
    path(f"{_PLAN}tiltak/<int:number>/", measure_views.measure, name="plan-measure"),
    path(f"{_PLAN}nytt-tiltak/", measure_views.new_measure, name="plan-new-measure"),
    path(f"{_PLAN}indikatorer/", indicator_views.indicators, name="plan-indicators"),
    path(f"{_PLAN}indikatorer/<str:indicator>/", indicator_views.indicator, name="plan-indicator"),
    path(f"{_PLAN}budsjett/", budget_views.budget, name="plan-budget"),
    path(f"{_PLAN}endre/", change_views.change, name="plan-change"),
    path(f"{_PLAN}offentlig/", public_views.public, name="plan-public"),
    path(f"{_PLAN}fil/", sheet_views.sheet, name="plan-sheet"),
    path(f"{_PLAN}plan.xlsx", sheet_views.workbook, name="plan-workbook-file"),
    path(f"{_PLAN}kalender/", feed_views.feeds, name="plan-feeds"),
    path(f"{_PLAN}frister.ics", file_views.deadlines, name="plan-deadlines-file"),
]
