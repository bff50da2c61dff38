"""Values as people write them: 31.12.2023 or 2023-12-31, 300 000, 5,5."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

_DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y")
_SPACES = str.maketrans("", "", " \u00a0\u202f")


def day(option: str) -> Callable[[str], date]:
    """Return a parser of days for ``option``."""

    def parse(text: str | date) -> date:
        if isinstance(text, date):
            return text
        for form in _DATE_FORMATS:
            try:
                return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007
            except ValueError:
                continue
        raise _refuse(
            option,
            Text(f"«{text}» er ikke en dato.", f"“{text}” is not a date."),
            Text(
                "Skriv dagen som år-måned-dag: 2023-12-31.",
                "Write the day as year-month-day: 2023-12-31.",
            ),
        )

    return parse


def whole(option: str) -> Callable[[str], int]:
    """Return a parser of whole numbers for ``option``."""

    def parse(text: str | int) -> int:
        if isinstance(text, int):
            return text
        try:
            return int(_plain(text))
        except ValueError:
            raise _refuse(
                option,
                Text(f"«{text}» er ikke et heltall.", f"“{text}” is not a whole number."),
                Text("Skriv bare sifre: 300000.", "Write digits only: 300000."),
            ) from None

    return parse


def number(option: str) -> Callable[[str], float]:
    """Return a parser of numbers, with decimal comma or point, for ``option``."""

    def parse(text: str | float) -> float:
        try:
            value = float(_plain(text) if isinstance(text, str) else text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise _refuse(
                option,
                Text(f"«{text}» er ikke et tall.", f"“{text}” is not a number."),
                Text("Skriv for eksempel 1100 eller 5,5.", "Write for example 1100 or 5.5."),
            )
        return value

    return parse


def _plain(text: str) -> str:
    return text.translate(_SPACES).removesuffix("%").replace("−", "-").replace(",", ".")


def _refuse(option: str, what: Text, remedy: Text) -> InputError:
    return InputError(what, where=option, remedy=remedy, option=option)
