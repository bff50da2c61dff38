"""Numbers in form fields and addresses, as people type them in each language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from hjemmel.kernel.numbers import format_number, read_number
from hjemmel.kernel.text import Language

_LARGEST = 1e9


class NumberField(forms.CharField):
    """A number with thousands' spaces and a decimal comma, as text in the page and in the address."""

    def __init__(self, *, whole: bool = False, **kwargs: Any) -> None:
        super().__init__(strip=True, **kwargs)
        self.whole = whole
        self.language: Language = "nb"

    def to_python(self, value: Any) -> Any:
        """Return the number, or ``None`` when nothing is typed."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            number = read_number(text, self.language)
        except ValueError:
            raise forms.ValidationError(self._words("not_number"), code="not_number") from None
        if abs(number) > _LARGEST:
            raise forms.ValidationError(self._words("too_large"), code="too_large")
        if not self.whole:
            return number
        if number != int(number):
            raise forms.ValidationError(self._words("not_whole"), code="not_whole")
        return int(number)

    def _words(self, code: str) -> str:
        nb, en = {
            "not_number": (
                "Skriv et tall, for eksempel 1 100 eller 2,5.",
                "Write a number, for example 1,100 or 2.5.",
            ),
            "not_whole": ("Skriv et helt tall.", "Write a whole number."),
            "too_large": ("Tallet er for stort.", "The number is too large."),
        }[code]
        return nb if self.language == "nb" else en


def typed(value: float | None, language: Language) -> str:
    """Return a number as it stands in a form field."""
    if value is None:
        return ""
    decimals = 0 if float(value).is_integer() else 2
    text = format_number(value, language, decimals=decimals).replace("\u00a0", " ")
    return text.rstrip("0").rstrip(",.") if decimals else text


def exact(value: float, language: Language) -> str:
    """Return a number with every digit, as it stands in an address.

    >>> exact(1100.5, "nb"), exact(298000.0, "en")
    ('1100,5', '298000')
    """
    text = format(Decimal(repr(value)).normalize(), "f")
    return text.replace(".", ",") if language == "nb" else text
