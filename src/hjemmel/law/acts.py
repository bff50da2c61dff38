"""Acts, regulations, agreements and plans, each with the days on which it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period


class Rank(Enum):
    """Where a value comes from, from the Storting down to our own planning factors."""

    ACT = "lov"
    REGULATION = "forskrift"
    AGREEMENT = "avtale"
    MUNICIPAL = "kommunal"
    GUIDELINE = "veileder"
    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class Act:
    """A source of rules: an act, a regulation, an agreement, a council's plan, a statistic.

    Args:
        id: Name used in the data files: ``fastlegeforskriften_2025``.
        title: Full title in both languages.
        short: How it is cited: «fastlegeforskriften».
        rank: Its rank; a parameter that cites it has the same rank.
        in_force: The days on which it applies.
        reference: Official reference: ``FOR-2025-12-02-2405``; a case number; a table number.
        replaced_by: Id of the act that took over, if any.
        municipality: The municipality whose plan it is, for rank ``kommunal``.
    """

    id: str
    title: Text
    short: Text
    rank: Rank
    in_force: Period
    reference: str
    replaced_by: str | None = None
    municipality: str | None = None

    def is_in_force(self, day: date) -> bool:
        """Tell whether the act applies on ``day``."""
        return self.in_force.contains(day)
