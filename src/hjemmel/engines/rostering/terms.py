"""What law, agreements and the district set for a roster, and what the planner weighs.

The engine holds no such number: whoever asks for a roster reads the limits from the law and hands
them over, each with its level and its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import Enum

from hjemmel.domain.duty_doctor import Employment
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


class Level(Enum):
    """Who set a constraint, and so who may lift it."""

    LAW = "law"
    AGREEMENT = "agreement"
    LOCAL = "local"
    WISH = "wish"

    @property
    def label(self) -> Text:
        """The word shown to people."""
        return _LEVELS[self]


_LEVELS = {
    Level.LAW: Text("Lov", "Law"),
    Level.AGREEMENT: Text("Avtale", "Agreement"),
    Level.LOCAL: Text("Lokalt", "Local"),
    Level.WISH: Text("Ønske", "Wish"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit that somebody set.

    Args:
        value: The limit, in the unit that its place says.
        level: Who set it.
        source: Where it stands, as people cite it.

    Raises:
        InputError: The limit is negative.
    """

    value: int
    level: Level = Level.LAW
    source: Text = field(default_factory=lambda: Text("", ""))

    def __post_init__(self) -> None:
        if self.value < 0:
            raise InputError(
                Text(f"En grense er {self.value}.", f"A limit is {self.value}."),
                where="terms",
                remedy=Text("Gi 0 eller mer.", "Give 0 or more."),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The limits that a roster keeps. A limit that is not given does not hold.

    Args:
        night_starts: When hours begin to count as night.
        night_ends: When they cease to.
        night_minutes: Minutes within the night that make a shift a night shift.
        rest: Minutes off between two shifts, by employment.
        weekly_rest: Minutes off in one stretch within each week from Monday, by employment.
        week: Minutes on duty at most in a week, from Monday, by employment.
        mean_week: Minutes on duty a week at most on average over the period, by employment.
        nights_in_a_row: Night shifts at most on days in a row.
        weekends_in_a_row: Weekends with duty at most in a row.
        alone: Source of the rule that a doctor without competence is not on duty without a back-up
            doctor; ``None``: the rule does not hold.
    """

    night_starts: time
    night_ends: time
    night_minutes: int
    rest: Mapping[Employment, Limit] = field(default_factory=dict)
    weekly_rest: Mapping[Employment, Limit] = field(default_factory=dict)
    week: Mapping[Employment, Limit] = field(default_factory=dict)
    mean_week: Mapping[Employment, Limit] = field(default_factory=dict)
    nights_in_a_row: Limit | None = None
    weekends_in_a_row: Limit | None = None
    alone: Limit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What the planner weighs, in points. The best roster costs fewest.

    Args:
        span: Per unit that a span of the ledger goes beyond its target.
        small_span: Per unit of a span also within its target; not of hours, as shifts differ in length.
        target: The span aimed at: so many shifts, or times the hours of the longest.
        wish: Per weight of a wish that is not met.
        change: Per doctor taken off a shift that was published.
        uncovered: Per doctor that a shift lacks, where a roster cannot be had otherwise.
        local: Per local choice or agreement given up, where a roster cannot be had otherwise.
    """

    span: int = 1000
    small_span: int = 5
    target: int = 1
    wish: int = 1
    change: int = 200
    uncovered: int = 100_000
    local: int = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to look, and how.

    Args:
        seconds: When to stop at the latest, seconds that pass.
        workers: Searches side by side within the solver; part of what makes a roster the same.
        seed: Seed of every draw.
        repeatable: Whether work is measured in steps instead of seconds, so that the same seed and
            workers give the same roster; ``seconds`` is then turned into steps, and still ends the
            search when a machine is much slower than expected.
    """

    seconds: float = 60.0
    workers: int = 8
    seed: int = 1
    repeatable: bool = True
