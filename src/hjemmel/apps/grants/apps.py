"""The app of grants."""

from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """Schemes, applications, decisions, payments and rounds."""

    name = "hjemmel.apps.grants"
    label = "grants"
