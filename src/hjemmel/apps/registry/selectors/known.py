"""What could be known at a moment of rows that do not say when they were written."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone


def last_day_known(known_at: datetime | None) -> date:
    """Return the last whole day in Norway before a moment; ``None`` is no limit.

    A report about a later day, and an advertisement published later, cannot have been known.
    """
    if known_at is None:
        return date.max
    return timezone.localtime(known_at - timedelta(microseconds=1)).date()
