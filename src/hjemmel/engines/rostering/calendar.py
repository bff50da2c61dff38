"""What a shift counts as: night, weekend, public holiday, Christmas, Easter, 17 May."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from hjemmel.domain.shift import NORWAY, Role, Shift
from hjemmel.engines.rostering.ledger import UNIT, Category
from hjemmel.engines.rostering.terms import Terms

SATURDAY = 5
_DAY = timedelta(days=1)


def at(day: date, clock: time) -> datetime:
    """Return a time of day in Norway on a day."""
    return datetime.combine(day, clock, tzinfo=NORWAY)


def minutes_of(moment: datetime) -> int:
    """Return a moment as minutes that have passed since 1970; right when the clock changes."""
    return round(moment.timestamp() / 60)


def night_minutes(shift: Shift, terms: Terms) -> int:
    """Return how many minutes of a shift lie in the night."""
    first, last = minutes_of(shift.starts), minutes_of(shift.ends)
    return _minutes_in_nights(first, last, terms.night_starts, terms.night_ends)


@lru_cache(maxsize=2**14)
def _minutes_in_nights(first: int, last: int, night_starts: time, night_ends: time) -> int:
    """Return how many of the minutes from ``first`` to ``last``, since 1970, lie in a night."""
    total = 0
    days = [datetime.fromtimestamp(60 * one, NORWAY).date() for one in (first, last)]
    over_midnight = night_ends <= night_starts
    for day in days_from(days[0] - _DAY, days[1]):
        starts = minutes_of(at(day, night_starts))
        ends = minutes_of(at(day + _DAY if over_midnight else day, night_ends))
        total += max(0, min(ends, last) - max(starts, first))
    return total


def is_night(shift: Shift, terms: Terms) -> bool:
    """Tell whether a shift counts as a night shift."""
    return night_minutes(shift, terms) >= terms.night_minutes


def is_weekend(day: date) -> bool:
    """Tell whether a day is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def days_from(first: date, last: date) -> Iterator[date]:
    """Yield the days from the first to the last, both inside."""
    day = first
    while day <= last:
        yield day
        day += _DAY


def easter_days(red_days: frozenset[date]) -> frozenset[date]:
    """Return the days from Maundy Thursday to Easter Monday of each year among the red days."""
    found: set[date] = set()
    for day in red_days:
        parts = [day + timedelta(days=step) for step in (0, 1, 3, 4)]
        if day.weekday() == 3 and day.month in (3, 4) and all(part in red_days for part in parts):
            found.update(days_from(parts[0], parts[-1]))
    return frozenset(found)


def counts(
    shift: Shift, terms: Terms, red_days: frozenset[date], easter: frozenset[date]
) -> dict[Category, int]:
    """Return what one doctor takes by a shift, thousandths by category.

    A shift counts by the day on which it starts. A back-up shift counts as that, as hours and as a
    shift, but not as a night or a shift alone.
    """
    day = shift.day
    is_back_up = shift.role is Role.BACK_UP
    taken = (
        (Category.SHIFTS, True),
        (Category.NIGHTS, not is_back_up and is_night(shift, terms)),
        (Category.WEEKENDS, is_weekend(day)),
        (Category.RED_DAYS, day in red_days and day.weekday() != 6),
        (Category.CHRISTMAS, day.month == 12 and day.day in (24, 25, 26)),
        (Category.EASTER, day in easter),
        (Category.MAY_17, (day.month, day.day) == (5, 17)),
        (Category.BACK_UP, is_back_up),
        (Category.ALONE, shift.is_alone and not is_back_up),
    )
    amounts = {category: UNIT for category, is_one in taken if is_one}
    amounts[Category.HOURS] = round(shift.minutes * UNIT / 60)
    return amounts
