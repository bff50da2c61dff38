"""The app of out-of-hours duty."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    """Duty districts, rosters, exemptions, swaps."""

    name = "hjemmel.apps.duty"
    label = "duty"
