"""Reads numbers the way people type them: 298 000, 1 100,5 and, in English, 298,000 and 1,100.5."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms

from hjemmel.kernel.numbers import format_number
from hjemmel.kernel.text import Language

_SPACE = re.compile(r"[\s\u00a0\u202f]")
_MINUS = str.maketrans({"−": "-", "–": "-"})
_ENGLISH = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_NORWEGIAN = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?|-?\d+\.\d+")
_AMBIGUOUS = re.compile(
    r"-?[1-9]\d{0,2}\.\d{3}"
)  # in Norwegian: 1.100 is 1100 to some, 1,1 to others
_LARGEST = 1e9


def read_number(text: str, language: Language) -> float:
    """Return the number that somebody typed.

    Raises:
        ValueError: It is not a number, or it could be two.
    """
    plain = _SPACE.sub("", text).translate(_MINUS)
    if language == "en":
        if not _ENGLISH.fullmatch(plain):
            raise ValueError(text)
        return float(plain.replace(",", ""))
    if not _NORWEGIAN.fullmatch(plain) or _AMBIGUOUS.fullmatch(plain):
        raise ValueError(text)
    if "," in plain or plain.count(".") > 1:
        plain = plain.replace(".", "").replace(",", ".")
    return float(plain)


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
