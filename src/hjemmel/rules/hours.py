"""Hours in words, without needless decimals, and the time of day in Norway."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.numbers import format_number


def hours_nb(hours: Decimal | int) -> str:
    """Write hours in Norwegian: «11 timer», «7,5 timer».

    >>> hours_nb(Decimal("7.5"))
    '7,5 timer'
    """
    return f"{format_number(hours, decimals=_decimals(hours))} {'time' if hours == 1 else 'timer'}"


def hours_en(hours: Decimal | int) -> str:
    """Write hours in English: "11 hours", "7.5 hours"."""
    unit = "hour" if hours == 1 else "hours"
    return f"{format_number(hours, 'en', decimals=_decimals(hours))} {unit}"


def in_norway(moment: datetime) -> datetime:
    """Return a moment in Norwegian time; one without a time zone is taken to be that already."""
    return moment if moment.tzinfo is None else moment.astimezone(NORWAY)


def _decimals(hours: Decimal | int) -> int:
    value = Decimal(hours)
    if value == value.to_integral_value():
        return 0
    return 1 if value.scaleb(1) == value.scaleb(1).to_integral_value() else 2
