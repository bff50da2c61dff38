"""Residents by sex and age band, in the bands of Statistics Norway's consultation statistics."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Sex(Enum):
    """Sex as the statistics count it."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages from ``first`` to ``last``, both inside; ``last=None`` is open."""

    first: int
    last: int | None

    @property
    def id(self) -> str:
        """``16-19`` or ``90+``."""
        return f"{self.first}+" if self.last is None else f"{self.first}-{self.last}"


AGE_BANDS: tuple[AgeBand, ...] = (
    AgeBand(0, 5),
    AgeBand(6, 15),
    AgeBand(16, 19),
    AgeBand(20, 29),
    AgeBand(30, 49),
    AgeBand(50, 66),
    AgeBand(67, 79),
    AgeBand(80, 89),
    AgeBand(90, None),
)


@dataclass(frozen=True, slots=True)
class AgeSexCounts:
    """Residents by age band and sex: ``male[i]`` and ``female[i]`` belong to ``AGE_BANDS[i]``."""

    male: tuple[int, ...]
    female: tuple[int, ...]

    @property
    def total(self) -> int:
        """All residents."""
        return sum(self.male) + sum(self.female)
