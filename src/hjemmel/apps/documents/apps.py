"""Django's name for this app."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents of plans."""

    name = "hjemmel.apps.documents"
    label = "documents"
