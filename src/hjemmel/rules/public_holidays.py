"""Public holidays: which days are red, what they are called, and the eves on which work stops early.

``red_days`` and ``named_days`` are for those who need a whole year at once; a roster counts ordinary
Sundays as weekend, so they are not among the named days, but ``is_red`` knows them.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from hjemmel.kernel.easter import easter_sunday
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text
from hjemmel.law.finding import Finding, calculated, met, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_DAYS = ("public_holidays.days", "public_holidays.may_days")
_EVES = "public_holidays.eves"


@dataclass(frozen=True, slots=True, order=True)
class NamedDay:
    """A public holiday, or the eve of one.

    Args:
        day: When.
        key: Its short name in the tables: ``whit_monday``.
        season: The holidays it belongs to: ``easter``, ``christmas``, ``constitution_day``.
        name: What people call it.
    """

    day: date
    key: str
    season: str
    name: Text


def named_days(year: int, law: LawAt) -> tuple[NamedDay, ...]:
    """Return the public holidays of a year by day, without the ordinary Sundays.

    Two of them may fall on one day: in 2027, 17 May is also Whit Monday.
    """
    rows = (row for table in _DAYS for row in law.table(table))
    return tuple(sorted((_named(row, year) for row in rows), key=_order))


def eves(year: int, law: LawAt) -> tuple[NamedDay, ...]:
    """Return the eves of a year on which work stops early; they are no holidays."""
    return tuple(sorted((_named(row, year) for row in law.table(_EVES)), key=_order))


def red_days(year: int, law: LawAt) -> frozenset[date]:
    """Return the public holidays of a year, each day once, without the ordinary Sundays."""
    return frozenset(named.day for named in named_days(year, law))


def is_red(day: date, law: LawAt) -> bool:
    """Tell whether a day is a public holiday, ordinary Sundays included."""
    return _is_sunday(day, law) or day in red_days(day.year, law)


@provision(
    at("helligdagsfredsloven", "2"),
    at("lov_om_1_og_17_mai"),
    title_nb="Helligdager",
    title_en="Public holidays",
    reads=(*_DAYS, "public_holidays.sundays"),
)
def day_is_public_holiday(day: date, law: LawAt) -> Finding:
    """Test that a day is a public holiday; a day with two names is one day."""
    names = [named.name for named in named_days(day.year, law) if named.day == day]
    is_sunday = _is_sunday(day, law)
    when_nb, when_en = format_date(day), format_date(day, "en")
    if names:
        return met(
            "public_holiday",
            f"{when_nb} er helligdag: {' og '.join(name.nb for name in names)}.",
            f"{when_en} is a public holiday: {' and '.join(name.en for name in names)}.",
        )
    if is_sunday:
        return met(
            "sunday",
            f"{when_nb} er søndag og derfor helligdag.",
            f"{when_en} is a Sunday and so a public holiday.",
        )
    return not_met(
        "no_holiday",
        f"{when_nb} er ikke helligdag.",
        f"{when_en} is not a public holiday.",
    )


@provision(
    at("helligdagsfredsloven", "3"),
    title_nb="Helligdagsfred på jul-, påske- og pinseaften",
    title_en="Peace of the holidays on Christmas Eve, Easter Eve and Whitsun Eve",
    reads=(_EVES, "public_holidays.peace_from_hour"),
)
def eve_is_quiet_from(day: date, law: LawAt) -> Finding:
    """Calculate the hour of the day from which the eve of a holiday is quiet.

    New Year's Eve is such a day only by agreement, and so is not one here.
    """
    names = [eve.name for eve in eves(day.year, law) if eve.day == day]
    hour = law.integer("public_holidays.peace_from_hour")
    if not names:
        return not_met(
            "no_eve",
            f"{format_date(day)} er ikke jul-, påske- eller pinseaften.",
            f"{format_date(day, 'en')} is not Christmas Eve, Easter Eve or Whitsun Eve.",
        )
    return calculated(
        "eve",
        f"{names[0].nb} har helligdagsfred fra kl. {n(hour)}.",
        f"{names[0].en} has the peace of the holiday from {n(hour, 'en')}:00.",
        value=hour,
    )


def _is_sunday(day: date, law: LawAt) -> bool:
    return law.flag("public_holidays.sundays") and day.weekday() == calendar.SUNDAY


def _named(row: dict[str, str], year: int) -> NamedDay:
    name = Text(row["name_nb"], row["name_en"])
    if row["from_easter"]:
        day = easter_sunday(year) + timedelta(days=int(row["from_easter"]))
    else:
        day = date(year, int(row["month"]), int(row["day"]))
    return NamedDay(day, row["key"], row["season"], name)


def _order(named: NamedDay) -> tuple[date, str]:
    return named.day, named.key
