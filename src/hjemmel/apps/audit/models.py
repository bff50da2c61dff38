"""One row per write. Rows hold no foreign keys, so that they outlive what they tell of."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models

_Event = TypeVar("_Event", bound=models.Model, covariant=True)


class AppendOnly(models.QuerySet[_Event]):
    """Rows that are only added and read."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    def delete(self) -> NoReturn:
        """Refuse."""
        _refuse()


class AuditEvent(models.Model):
    """One thing that was done. Never changed, never deleted.

    ``details`` holds counts, digests and ids, never personal data.
    """

    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=100)
    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    municipality = models.CharField(max_length=4, blank=True)
    details = models.JSONField(default=dict)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(by=""), name="audit_by_given"),
            models.CheckConstraint(condition=~models.Q(action=""), name="audit_action_given"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; an existing row is refused."""
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        _refuse()


class ReadEvent(models.Model):
    """One time that somebody looked at a person's page, and what for. Never changed or deleted.

    ``resident`` is the register's key, not the national id, and no foreign key.
    """

    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=100)
    resident = models.BigIntegerField()
    municipality = models.CharField(max_length=4, blank=True)
    purpose = models.CharField(max_length=200)
    what = models.CharField(max_length=40)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["resident", "at"], name="read_event_of_resident")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(by=""), name="read_by_given"),
            models.CheckConstraint(condition=~models.Q(purpose=""), name="read_purpose_given"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.resident}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; an existing row is refused."""
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        _refuse()


def _refuse() -> NoReturn:
    raise TypeError("Audit events are never changed or deleted.")
