"""The app of plans."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Plans, measures, budgets, indicators and documents."""

    name = "hjemmel.apps.plan"
    label = "plan"
