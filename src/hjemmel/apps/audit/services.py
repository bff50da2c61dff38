"""Writes audit rows; called by other apps' services inside their transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hjemmel.apps.audit.models import AuditEvent, ReadEvent


def record(
    *,
    by: str,
    action: str,
    subject: str,
    details: Mapping[str, object],
    municipality: str = "",
) -> None:
    """Record that ``by`` did ``action`` on ``subject``; ``municipality`` is its number, if it has one."""
    AuditEvent.objects.create(
        by=by, action=action, subject=subject, municipality=municipality, details=dict(details)
    )


def record_read(
    *, by: str, resident: int, municipality: str, purpose: str, what: str = "resident"
) -> None:
    """Record that ``by`` looked at a resident, and what for."""
    ReadEvent.objects.create(
        by=by, resident=resident, municipality=municipality, purpose=purpose, what=what
    )


def record_reads(
    *, by: str, residents: Collection[int], municipality: str, purpose: str, what: str
) -> None:
    """Record that ``by`` saw several residents at once, one row for each, and what for."""
    ReadEvent.objects.bulk_create(
        ReadEvent(by=by, resident=key, municipality=municipality, purpose=purpose, what=what)
        for key in residents
    )
