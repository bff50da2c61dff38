"""Reads the log."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from hjemmel.apps.audit.models import AuditEvent, ReadEvent


@dataclass(frozen=True, slots=True)
class EventView:
    """One thing that was done."""

    at: datetime
    by: str
    action: str
    subject: str
    municipality: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReadView:
    """One look at a resident."""

    at: datetime
    by: str
    resident: int
    municipality: str
    purpose: str
    what: str = "resident"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogChoice:
    """What of the log is asked for; empty is all.

    Args:
        user: Name of who did it.
        action: Beginning of the action's code.
        first: First day.
        last: Last day.
    """

    user: str = ""
    action: str = ""
    first: date | None = None
    last: date | None = None


def events(
    choice: LogChoice, numbers: Collection[str] | None, *, skip: int = 0, most: int
) -> tuple[int, tuple[EventView, ...]]:
    """Return how many events fit, and some of them, newest first.

    Args:
        choice: What is asked for.
        numbers: Municipalities whose events are seen; ``None`` is all, also those of none.
        skip: How many to pass over.
        most: How many to return.
    """
    rows = _chosen(AuditEvent.objects.all(), choice, numbers)
    if choice.action:
        rows = rows.filter(action__startswith=choice.action)
    found = rows.order_by("-at", "-id")[skip : skip + most]
    return rows.count(), tuple(
        EventView(r.at, r.by, r.action, r.subject, r.municipality, r.details) for r in found
    )


def reads(
    choice: LogChoice, numbers: Collection[str] | None, *, skip: int = 0, most: int
) -> tuple[int, tuple[ReadView, ...]]:
    """Return how many looks at residents fit, and some of them, newest first."""
    rows = _chosen(ReadEvent.objects.all(), choice, numbers)
    found = rows.order_by("-at", "-id")[skip : skip + most]
    return rows.count(), tuple(_read(row) for row in found)


def reads_of(resident: int) -> tuple[ReadView, ...]:
    """Return who has looked at a resident, newest first."""
    return tuple(_read(row) for row in ReadEvent.objects.filter(resident=resident).order_by("-at"))


def events_about(subject: str) -> tuple[EventView, ...]:
    """Return what was done to something, newest first."""
    rows = AuditEvent.objects.filter(subject=subject).order_by("-at", "-id")
    return tuple(
        EventView(r.at, r.by, r.action, r.subject, r.municipality, r.details) for r in rows
    )


def _chosen(
    rows: QuerySet[Any], choice: LogChoice, numbers: Collection[str] | None
) -> QuerySet[Any]:
    if numbers is not None:
        rows = rows.filter(municipality__in=numbers)
    if choice.user:
        rows = rows.filter(by__iexact=choice.user)
    if choice.first is not None:
        rows = rows.filter(at__gte=_begin(choice.first))
    if choice.last is not None:
        rows = rows.filter(at__lt=_begin(choice.last + timedelta(days=1)))
    return rows


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _read(row: ReadEvent) -> ReadView:
    return ReadView(row.at, row.by, row.resident, row.municipality, row.purpose, row.what)


def events_of(subject: str, *, most: int = 200) -> tuple[EventView, ...]:
    """Return what was done to a subject, newest first; who may see it is for the caller to check."""
    rows = AuditEvent.objects.filter(subject=subject).order_by("-at", "-id")[:most]
    return tuple(
        EventView(r.at, r.by, r.action, r.subject, r.municipality, r.details) for r in rows
    )
