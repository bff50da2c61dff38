"""The municipality's reporting periods: a year has three tertials of four months."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month, Period

_MONTHS = 4
_NAME = re.compile(r"(?P<year>[0-9]{4})-?[tT](?P<number>[1-3])")


@dataclass(frozen=True, slots=True, order=True)
class Tertial:
    """Four months of a year: 1 is January to April.

    Raises:
        InputError: There is no such tertial.

    >>> Tertial(2025, 2).last_day
    datetime.date(2025, 8, 31)
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 3 or not 1900 <= self.year <= 2200:
            raise _no_tertial(f"{self.year}-T{self.number}")

    @classmethod
    def of(cls, day: date) -> Tertial:
        """Return the tertial that a day lies in.

        >>> Tertial.of(date(2025, 9, 1))
        Tertial(year=2025, number=3)
        """
        return cls(day.year, (day.month - 1) // _MONTHS + 1)

    @classmethod
    def read(cls, text: str) -> Tertial:
        """Read a tertial as it is written: 2025-T2.

        Raises:
            InputError: It is not one.

        >>> Tertial.read("2025-T2")
        Tertial(year=2025, number=2)
        """
        found = _NAME.fullmatch(text.strip())
        if found is None:
            raise _no_tertial(text)
        return cls(int(found["year"]), int(found["number"]))

    @classmethod
    def ended_by(cls, day: date) -> Tertial:
        """Return the latest tertial whose last day has passed, or is this day.

        >>> Tertial.ended_by(date(2025, 8, 30))
        Tertial(year=2025, number=1)
        """
        tertial = cls.of(day)
        return tertial if tertial.last_day <= day else tertial.before

    @property
    def before(self) -> Tertial:
        """The tertial before this one."""
        return (
            Tertial(self.year - 1, 3) if self.number == 1 else Tertial(self.year, self.number - 1)
        )

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * _MONTHS + 1, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return Month.of(self.first_day).plus(_MONTHS).first_day - timedelta(days=1)

    @property
    def period(self) -> Period:
        """Its days, half open."""
        return Period(self.first_day, self.last_day + timedelta(days=1))

    @property
    def words(self) -> Text:
        """Its name to people."""
        return Text(f"{self.number}. tertial {self.year}", f"Tertial {self.number} of {self.year}")

    def __str__(self) -> str:
        return f"{self.year}-T{self.number}"


def _no_tertial(text: str) -> InputError:
    return InputError(
        Text(f"«{text}» er ikke et tertial.", f"“{text}” is not a tertial."),
        where="tertial",
        remedy=Text("Skriv år og nummer, for eksempel 2025-T2.", "Write year and number: 2025-T2."),
    )
