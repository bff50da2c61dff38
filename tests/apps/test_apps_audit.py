"""Audit rows: added and read, never changed or deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.audit.services import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> AuditEvent:
    record(by="test", action="try", subject="something", details={"count": 1})
    return AuditEvent.objects.get()


def test_event_knows_when_it_happened(event: AuditEvent) -> None:
    age = timezone.now() - event.at
    assert 0 <= age.total_seconds() < 60


@pytest.mark.parametrize(
    "attempt",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.update(by="somebody else"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["by"]),
        lambda event: AuditEvent.objects.update_or_create(pk=event.pk, defaults={"by": "x"}),
    ],
    ids=["save", "delete", "update", "delete many", "update many", "update or create"],
)
def test_change_is_refused(event: AuditEvent, attempt: Callable[[AuditEvent], object]) -> None:
    before = AuditEvent.objects.values().get()
    with transaction.atomic(), pytest.raises(TypeError, match="never changed or deleted"):
        attempt(event)
    assert AuditEvent.objects.values().get() == before


@pytest.mark.parametrize(("by", "action"), [("", "try"), ("test", "")])
def test_database_refuses_an_event_of_nobody_or_nothing(by: str, action: str) -> None:
    with transaction.atomic(), pytest.raises(IntegrityError):
        record(by=by, action=action, subject="something", details={})


def test_events_come_in_the_order_they_happened() -> None:
    for subject in ("first", "second", "third"):
        record(by="test", action="try", subject=subject, details={})

    assert [e.subject for e in AuditEvent.objects.all()] == ["first", "second", "third"]
