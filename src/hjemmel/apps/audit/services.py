"""Writes audit rows; called by other apps' services inside their transaction."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.apps.audit.models import AuditEvent


def record(*, by: str, action: str, subject: str, details: Mapping[str, object]) -> None:
    """Record that ``by`` did ``action`` on ``subject``."""
    AuditEvent.objects.create(by=by, action=action, subject=subject, details=dict(details))
