"""An indicator of a plan: what is measured, what is aimed at, and what was found when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_number, format_percent
from hjemmel.kernel.text import Language, Text
from hjemmel.kernel.time import add_months

_NOTHING = Text("", "")
_NONE = Decimal(0)
_ID = re.compile(r"[A-ZÆØÅ][A-ZÆØÅ0-9_-]{1,15}")


class IndicatorUnit(Enum):
    """What an indicator counts in."""

    PERSONS = "persons"
    COUNT = "count"
    SHARE = "share"
    PER_1000 = "per_1000"
    HOURS = "hours"
    KRONER = "kroner"
    RATIO = "ratio"

    @property
    def label(self) -> Text:
        """The unit to people; a share writes its own sign."""
        return _UNITS[self][0]

    @property
    def decimals(self) -> int:
        """How many decimals are shown."""
        return _UNITS[self][1]

    def words(self, value: Decimal, language: Language = "nb") -> str:
        """Write a value with its unit.

        >>> IndicatorUnit.SHARE.words(Decimal("0.05"))
        '5,0\\xa0%'
        """
        if self is IndicatorUnit.SHARE:
            return format_percent(value, language, decimals=self.decimals)
        number = format_number(value, language, decimals=self.decimals)
        unit = self.label.in_language(language)
        return f"{number} {unit}" if unit else number


_UNITS = {
    IndicatorUnit.PERSONS: (Text("personer", "persons"), 0),
    IndicatorUnit.COUNT: (Text("", ""), 0),
    IndicatorUnit.SHARE: (Text("%", "%"), 1),
    IndicatorUnit.PER_1000: (Text("per 1000", "per 1,000"), 2),
    IndicatorUnit.HOURS: (Text("timer", "hours"), 1),
    IndicatorUnit.KRONER: (Text("kroner", "kroner"), 0),
    IndicatorUnit.RATIO: (Text("", ""), 2),
}


class Direction(Enum):
    """What a target asks of the values."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RISING = "rising"
    FALLING = "falling"
    WATCHED = "watched"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _DIRECTIONS[self]

    @property
    def has_level(self) -> bool:
        """Whether a level belongs to it."""
        return self in (Direction.AT_LEAST, Direction.AT_MOST)


_DIRECTIONS = {
    Direction.AT_LEAST: Text("minst", "at least"),
    Direction.AT_MOST: Text("høyst", "at most"),
    Direction.RISING: Text("skal øke", "shall rise"),
    Direction.FALLING: Text("skal gå ned", "shall fall"),
    Direction.WATCHED: Text("følges uten mål", "watched without a target"),
}


class Frequency(Enum):
    """How often a new value is wanted."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    TERTIAL = "tertial"
    YEARLY = "yearly"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _FREQUENCIES[self][0]

    @property
    def months(self) -> int:
        """How many months lie between two values."""
        return _FREQUENCIES[self][1]


_FREQUENCIES = {
    Frequency.MONTHLY: (Text("hver måned", "every month"), 1),
    Frequency.QUARTERLY: (Text("hvert kvartal", "every quarter"), 3),
    Frequency.TERTIAL: (Text("hvert tertial", "every tertial"), 4),
    Frequency.YEARLY: (Text("hvert år", "every year"), 12),
}


class ValueOrigin(Enum):
    """How a value came to be."""

    COMPUTED = "computed"
    ENTERED = "entered"
    IMPORTED = "imported"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _ORIGINS[self]


_ORIGINS = {
    ValueOrigin.COMPUTED: Text("regnet ut fra registeret", "computed from the register"),
    ValueOrigin.ENTERED: Text("ført inn for hånd", "entered by hand"),
    ValueOrigin.IMPORTED: Text("hentet fra fil", "imported from a file"),
}


@dataclass(frozen=True, slots=True)
class IndicatorTarget:
    """What is aimed at.

    Args:
        direction: What is asked of the values.
        level: The level, in the indicator's unit; only where the direction has one.
        tolerance: How far from the level still counts as near (yellow), in the indicator's unit; 0: nothing does.
        words: The target as its source says it.
        place: Where it is said.

    Raises:
        InputError: Direction and level do not go together, or the tolerance is negative.
    """

    direction: Direction
    level: Decimal | None = None
    tolerance: Decimal = _NONE
    words: Text = _NOTHING
    place: str = ""

    def __post_init__(self) -> None:
        if self.direction.has_level != (self.level is not None) or self.tolerance < 0:
            raise _refuse(
                "Målet har ikke nivå der det skal ha det, eller slingringsrommet er negativt.",
                "The target lacks or has a level where it should not, or its tolerance is negative.",
                "target",
                "Oppgi nivå for «minst» og «høyst», og slingringsrom fra 0.",
                "Give a level for “at least” and “at most”, and a tolerance of 0 or more.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorDefinition:
    """What an indicator is.

    Args:
        id: ``I01`` … ``I31``, or one of the municipality's own.
        title: Its name.
        definition: What is counted.
        formula: How it is worked out.
        unit: What it counts in.
        source: Where its values come from.
        target: What is aimed at.
        frequency: How often a new value is wanted.
        origin: How its values come to be.
        places: Where its definition was read.

    Raises:
        InputError: The id is none.
    """

    id: str
    title: Text
    definition: Text
    formula: Text
    unit: IndicatorUnit
    source: Text
    target: IndicatorTarget
    frequency: Frequency
    origin: ValueOrigin
    places: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise _refuse(
                f"«{self.id}» er ikke en id for en indikator.",
                f"“{self.id}” is not the id of an indicator.",
                "indicator",
                "Bruk store bokstaver og tall, som I01.",
                "Use capital letters and digits, like I01.",
            )


@dataclass(frozen=True, slots=True)
class IndicatorInput:
    """One number that a value was worked out from."""

    label: Text
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorValue:
    """What was found on a day.

    Args:
        as_of: The day the value is about.
        value: The value, in the indicator's unit; ``None``: it cannot be told, and ``note`` says why.
        origin: How it came to be.
        source: Where it was read, or what it was computed from.
        district: Six digits; empty: the whole municipality.
        formula: How it was worked out, with its numbers.
        inputs: The numbers it was worked out from.
        note: What a reader should know.
        frozen: The tertial it was kept for («2025-T1»); empty: none.
    """

    as_of: date
    value: Decimal | None
    origin: ValueOrigin
    source: Text
    district: str = ""
    formula: Text | None = None
    inputs: tuple[IndicatorInput, ...] = ()
    note: Text | None = None
    frozen: str = ""


@dataclass(frozen=True, slots=True)
class FollowedIndicator:
    """An indicator that a plan follows, with all that was found.

    Args:
        definition: What it is.
        values: Of the whole municipality, earliest first.
        in_districts: Of the districts, earliest first.
    """

    definition: IndicatorDefinition
    values: tuple[IndicatorValue, ...] = ()
    in_districts: tuple[IndicatorValue, ...] = ()

    def latest(self, day: date) -> IndicatorValue | None:
        """Return the latest value on or before a day; ``None`` where there is none."""
        until = [value for value in self.values if value.as_of <= day]
        return until[-1] if until else None

    def latest_in_districts(self, day: date) -> tuple[IndicatorValue, ...]:
        """Return the latest value of each district on or before a day, by district."""
        found: dict[str, IndicatorValue] = {}
        for value in self.in_districts:
            if value.as_of <= day:
                found[value.district] = value
        return tuple(found[district] for district in sorted(found))

    def wanted_by(self) -> date | None:
        """Return the day a new value is wanted; ``None`` where there never was one."""
        if not self.values:
            return None
        return add_months(self.values[-1].as_of, self.definition.frequency.months)

    def is_overdue(self, day: date) -> bool:
        """Tell whether a new value should have been there; so it should where there never was one."""
        wanted = self.wanted_by()
        return wanted is None or wanted < day


def _refuse(nb: str, en: str, where: str, remedy_nb: str, remedy_en: str) -> InputError:
    return InputError(Text(nb, en), where=where, remedy=Text(remedy_nb, remedy_en))
