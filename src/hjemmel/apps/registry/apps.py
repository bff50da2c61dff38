"""The registry app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Configuration of the registry app."""

    name = "hjemmel.apps.registry"
    label = "registry"
