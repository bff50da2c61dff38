"""Rows with two times: when it holds, and when we knew it.

``valid_from`` is the first day that a row holds, ``valid_to`` the first day that it does not; open
when no end is known. ``known_from`` is the moment the row was written, ``known_to`` the moment that
something better was known. A row is never changed: to correct it, its ``known_to`` is set and
another row is written beside it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


def holds_on(as_of: date, known_at: datetime | None = None, prefix: str = "") -> Q:
    """Return the condition of rows that hold on a day, as known now or at a moment.

    Args:
        as_of: The day.
        known_at: The moment; ``None`` is now.
        prefix: Path to the dated rows in a query from another table, with its ``__``.
    """
    held = Q(**{f"{prefix}valid_from__lte": as_of}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": as_of})
    )
    return held & known(known_at, prefix)


def known(known_at: datetime | None = None, prefix: str = "") -> Q:
    """Return the condition of rows that are known now or were known at a moment."""
    if known_at is None:
        return Q(**{f"{prefix}known_to__isnull": True})
    return Q(**{f"{prefix}known_from__lte": known_at}) & (
        Q(**{f"{prefix}known_to__isnull": True}) | Q(**{f"{prefix}known_to__gt": known_at})
    )


class DatedRows(models.QuerySet[_Row]):
    """Rows with two times."""

    def on(self, as_of: date, known_at: datetime | None = None) -> Any:
        """Return the rows that hold on a day, as known now or at a moment."""
        return self.filter(holds_on(as_of, known_at))

    def known(self, known_at: datetime | None = None) -> Any:
        """Return the rows known now or at a moment, whenever they hold."""
        return self.filter(known(known_at))


class Dated(models.Model):
    """The two times of a row."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def dated_constraints(name: str) -> list[models.CheckConstraint]:
    """Return the constraints of both times; ``name`` begins their names."""
    return [
        models.CheckConstraint(
            condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            name=f"{name}_ends_after_start",
        ),
        models.CheckConstraint(
            condition=Q(known_to__isnull=True) | Q(known_to__gte=F("known_from")),
            name=f"{name}_known_in_order",
        ),
    ]
