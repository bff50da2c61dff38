"""Counts as people say them."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_number
from hjemmel.kernel.text import Text


def doctors_in_words(number: int) -> Text:
    """Return so many doctors in words."""
    if number == 0:
        return Text("ingen lege", "no doctor")
    if number == 1:
        return Text("1 lege", "1 doctor")
    return Text(f"{format_number(number)} leger", f"{format_number(number, 'en')} doctors")


def shifts_in_words(number: int) -> Text:
    """Return so many shifts in words."""
    if number == 1:
        return Text("1 vakt", "1 shift")
    return Text(f"{format_number(number)} vakter", f"{format_number(number, 'en')} shifts")
