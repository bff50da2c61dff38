"""One row per write. Rows hold no foreign keys, so that they outlive what they tell of."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnly(models.QuerySet["AuditEvent"]):
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


def _refuse() -> NoReturn:
    raise TypeError("Audit events are never changed or deleted.")
