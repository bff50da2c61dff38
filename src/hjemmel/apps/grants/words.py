"""Amounts in words."""

from __future__ import annotations

from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_kroner
from hjemmel.kernel.text import Text


def kroner(amount: Money) -> Text:
    """Write an amount in both languages."""
    return Text(format_kroner(amount.in_kroner), format_kroner(amount.in_kroner, "en"))
