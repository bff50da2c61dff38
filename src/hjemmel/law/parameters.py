"""Dated parameters: a value and its source stand together, so that they cannot drift apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law.acts import Rank
from hjemmel.law.citation import Citation

Value = bool | int | Decimal | str | tuple["Value", ...]

__all__ = [
    "Bounds",
    "Confidence",
    "Parameter",
    "ParameterVersion",
    "Rank",
    "Review",
    "Unit",
    "Value",
]


class Confidence(Enum):
    """How far a value can be trusted."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"

    @property
    def label(self) -> Text:
        """The word shown to people."""
        if self is Confidence.VERIFIED:
            return Text("kontrollert", "verified")
        return Text("ikke kontrollert", "unverified")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure with its words."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Review:
    """Who says that the value is right, and since when.

    Args:
        status: Verified or not.
        on: The day it was last looked at.
        source: What it was read in: regulation text, seed document, agency page, memory.
    """

    status: Confidence
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class ParameterVersion:
    """One value of a parameter, in force from ``valid_from`` until the next version or ``valid_until``.

    Args:
        valid_from: First day in force.
        valid_until: First day no longer in force, when it ended without successor.
        value: The value in the parameter's unit.
        source: The place that sets it.
        review: When and against what the value was checked.
        quote: What the source says, word for word or closely (empty: not quoted).
        municipality: Set for a local choice.
        case_number: The council's case number, where known.
        file: The data file, relative to the data folder.
    """

    valid_from: date
    value: Value
    source: Citation
    review: Review
    valid_until: date | None = None
    quote: str = ""
    note: Text | None = None
    municipality: str | None = None
    case_number: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the national rule leaves to the municipality: any value from ``minimum`` to ``maximum``."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None

    def allows(self, value: Value) -> bool:
        """Tell whether a local choice stays within the bounds."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return True
        return (self.minimum is None or value >= self.minimum) and (
            self.maximum is None or value <= self.maximum
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated parameter with its national versions and the municipalities' local choices.

    Args:
        id: Path of its file with dots: ``gp_list.ceiling_max``.
        title: What it is, in both languages.
        unit: Unit of every value.
        rank: Rank of the national versions; ``kommunal`` when only municipalities set it.
        versions: National versions, oldest first.
        local_bounds: What a municipality may choose; ``None`` when it may not.
        local: Local choices by municipality number, oldest first.
        file: The data file, relative to the data folder.
    """

    id: str
    title: Text
    unit: Unit
    rank: Rank
    versions: tuple[ParameterVersion, ...]
    file: str
    local_bounds: Bounds | None = None
    local: Mapping[str, tuple[ParameterVersion, ...]] = field(default_factory=dict)

    def on(self, day: date, municipality: str | None = None) -> ParameterVersion | None:
        """Return the version in force on ``day``: the local choice first, then the national one."""
        if municipality is not None:
            chosen = _in_force(self.local.get(municipality, ()), day)
            if chosen is not None:
                return chosen
        return _in_force(self.versions, day)

    def period_of(self, version: ParameterVersion) -> Period:
        """Return the days on which ``version`` is in force."""
        siblings = (
            self.versions if version.municipality is None else self.local[version.municipality]
        )
        later = [v.valid_from for v in siblings if v.valid_from > version.valid_from]
        ends = [day for day in (version.valid_until, min(later, default=None)) if day is not None]
        return Period(version.valid_from, min(ends, default=None))


def _in_force(versions: tuple[ParameterVersion, ...], day: date) -> ParameterVersion | None:
    started = [version for version in versions if version.valid_from <= day]
    if not started:
        return None
    latest = started[-1]
    if latest.valid_until is not None and day >= latest.valid_until:
        return None
    return latest
