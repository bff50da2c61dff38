"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Configuration of the audit app."""

    name = "hjemmel.apps.audit"
    label = "audit"
