"""The coverage app."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """Configuration of the coverage app."""

    name = "hjemmel.apps.coverage"
    label = "coverage"
