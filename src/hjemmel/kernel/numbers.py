"""Numbers, dates and kroner as Norwegians (and, beside it, English readers) write them, and decimal rounding."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hjemmel.kernel.text import Language

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
Number = int | float | Decimal

_SPACE = re.compile(r"\s")
_DASHES = str.maketrans({MINUS: "-", "–": "-"})
_ENGLISH = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
_NORWEGIAN = re.compile(r"-?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]+)?|-?[0-9]+\.[0-9]+")
_AMBIGUOUS = re.compile(
    r"-?[1-9][0-9]{0,2}\.[0-9]{3}"
)  # in Norwegian: 1.100 is 1100 to some, 1,1 to others


def read_number(text: str, language: Language) -> float:
    """Read a number as people type it: 298 000, 1 100,5 and, in English, 298,000 and 1,100.5.

    Raises:
        ValueError: It is not a number, or it could be two.

    >>> read_number("1 100,5", "nb"), read_number("1,100.5", "en")
    (1100.5, 1100.5)
    """
    return float(_in_digits(text, language))


def read_whole(text: str, language: Language) -> int:
    """Read a whole number as people type it, to the last digit.

    Raises:
        ValueError: It is not a whole number, or it could be two numbers.

    >>> read_whole("298 000", "nb")
    298000
    """
    whole, _, decimals = _in_digits(text, language).partition(".")
    if decimals.strip("0"):
        raise ValueError(text)
    return int(whole)


def _in_digits(text: str, language: Language) -> str:
    """Return the number in digits, with a point before its decimals."""
    plain = _SPACE.sub("", text).translate(_DASHES)
    if language == "en":
        if not _ENGLISH.fullmatch(plain):
            raise ValueError(text)
        return plain.replace(",", "")
    if not _NORWEGIAN.fullmatch(plain) or _AMBIGUOUS.fullmatch(plain):
        raise ValueError(text)
    if "," in plain or plain.count(".") > 1:
        plain = plain.replace(".", "").replace(",", ".")
    return plain


def round_half_up(value: Number, decimals: int = 0) -> Decimal:
    """Round the way people do on paper: a half goes away from zero.

    >>> round_half_up(1009.545)
    Decimal('1010')
    """
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def ceil_exact(value: Number) -> int:
    """Return the smallest whole number that covers ``value``.

    Binary dust does not cost a doctor: 294.00000000000006 counts as 294.

    >>> ceil_exact(280 * 1.05), ceil_exact(280 / 0.95)
    (294, 295)
    """
    return math.ceil(round(float(value), 9))


def format_number(
    value: Number, language: Language = "nb", *, decimals: int = 0, signed: bool = False
) -> str:
    """Write a number for people.

    >>> format_number(-1130.5, decimals=1)
    '−1\\xa0130,5'
    """
    rounded = round_half_up(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    if language == "nb":
        text = text.replace(",", NO_BREAK_SPACE).replace(".", ",")
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if signed and rounded > 0 else text


def format_percent(share: Number, language: Language = "nb", *, decimals: int = 1) -> str:
    """Write a share (0.05) as a percentage (5,0 %)."""
    percent = Decimal(str(share)) * 100
    gap = NO_BREAK_SPACE if language == "nb" else ""
    return f"{format_number(percent, language, decimals=decimals)}{gap}%"


def format_kroner(amount: Number, language: Language = "nb") -> str:
    """Write an amount of kroner: «kr 300 000» or "NOK 300,000"."""
    unit = "kr" if language == "nb" else "NOK"
    return f"{unit}{NO_BREAK_SPACE}{format_number(amount, language)}"


def format_date(day: date, language: Language = "nb") -> str:
    """Write a day: 31.12.2023 in Norwegian, 31 December 2023 in English."""
    if language == "nb":
        return day.strftime("%d.%m.%Y")
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{day.day} {months[day.month - 1]} {day.year}"
