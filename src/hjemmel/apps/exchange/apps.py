"""The exchange app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Configuration of the exchange app."""

    name = "hjemmel.apps.exchange"
    label = "exchange"
