"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Configuration of the web app."""

    name = "hjemmel.web"
    label = "web"
