"""Days, half-open periods and months. Nothing here reads a clock."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

WEEKDAYS = (
    Text("mandag", "Monday"),
    Text("tirsdag", "Tuesday"),
    Text("onsdag", "Wednesday"),
    Text("torsdag", "Thursday"),
    Text("fredag", "Friday"),
    Text("lørdag", "Saturday"),
    Text("søndag", "Sunday"),
)
"""The names of the days of the week, by ``date.weekday()``."""
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_NORWEGIAN = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")


def read_day(text: str) -> date:
    """Read a day as people type it: 2023-12-31 or 31.12.2023, and no other way.

    Raises:
        ValueError: It is not a day.

    >>> read_day("31.12.2023") == read_day("2023-12-31")
    True
    """
    found = _ISO.fullmatch(text) or _NORWEGIAN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return date(**{part: int(digits) for part, digits in found.groupdict().items()})


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open period of days: ``start`` is inside, ``end`` is the first day outside.

    ``end=None`` means that no end is known.

    >>> Period(date(2024, 1, 1), date(2025, 1, 1)).contains(date(2024, 12, 31))
    True
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise InputError(
                Text(
                    f"Perioden slutter {self.end}, før eller samme dag som den starter {self.start}.",
                    f"The period ends on {self.end}, on or before its start {self.start}.",
                ),
                where="period",
                remedy=Text("Rett start eller slutt.", "Correct the start or the end."),
            )

    def contains(self, day: date) -> bool:
        """Tell whether ``day`` lies inside the period."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two periods share at least one day."""
        return (other.end is None or self.start < other.end) and (
            self.end is None or other.start < self.end
        )


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month.

    >>> Month(2024, 11).plus(3)
    Month(year=2025, number=2)
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise InputError(
                Text(f"Måned {self.number} finnes ikke.", f"There is no month {self.number}."),
                where="month",
                remedy=Text("Bruk 1–12.", "Use 1–12."),
            )

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month that ``day`` lies in."""
        return cls(day.year, day.month)

    def plus(self, months: int) -> Month:
        """Return the month ``months`` later (negative: earlier)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.number, 1)

    def until(self, end: Month) -> Iterator[Month]:
        """Yield the months from this one up to, not including, ``end``."""
        month = self
        while month < end:
            yield month
            month = month.plus(1)


def add_months(day: date, months: int) -> date:
    """Return the day ``months`` later; a day the month lacks becomes its last day.

    >>> add_months(date(2024, 8, 31), 6)
    datetime.date(2025, 2, 28)
    """
    month = Month.of(day).plus(months)
    last = calendar.monthrange(month.year, month.number)[1]
    return date(month.year, month.number, min(day.day, last))


def add_years(day: date, years: int) -> date:
    """Return the same day ``years`` later (29 February becomes 28 February)."""
    return add_months(day, 12 * years)


def age_on(born: date, day: date) -> int:
    """Return full years of age on ``day``.

    >>> age_on(date(1954, 5, 2), date(2024, 5, 1))
    69
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def full_months_between(start: date, day: date) -> int:
    """Return the full months from ``start`` to ``day``; 0 when ``day`` is not later.

    >>> full_months_between(date(2024, 1, 31), date(2024, 2, 28))
    0
    """
    months = (day.year - start.year) * 12 + day.month - start.month
    return max(0, months - (day.day < start.day))
