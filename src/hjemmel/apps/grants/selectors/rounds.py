"""Rounds of a year: who got, in which order, and why, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.access import year_for
from hjemmel.apps.grants.models import GrantRound
from hjemmel.apps.grants.ranking import RankedLine, lines_of
from hjemmel.engines.funding.round_results import Standing
from hjemmel.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round.

    Args:
        key: Its key.
        number: From 1 within the year; 2 and on are extensions.
        is_awarded: Whether it is awarded.
        frame: What was left of the frame when it was ranked.
        awarded: Sum of the awards.
        lines: Each application: those that may get by place, then the others.
        ranked_by: Who ranked it.
        ranked_at: When.
        awarded_by: Who awarded it.
        awarded_at: When.
    """

    key: int
    number: int
    is_awarded: bool
    frame: Money
    awarded: Money
    lines: tuple[RankedLine, ...]
    ranked_by: str
    ranked_at: datetime
    awarded_by: str
    awarded_at: datetime | None

    @property
    def awards(self) -> int:
        """How many get an award."""
        return sum(one.standing is Standing.AWARDED for one in self.lines)

    @property
    def eligible(self) -> int:
        """How many may get."""
        return sum(one.rank is not None for one in self.lines)

    @property
    def cut(self) -> int:
        """How many get less than they sought."""
        return sum(
            one.standing is Standing.AWARDED and one.awarded < one.sought for one in self.lines
        )


def rounds_of(scheme_year: int, *, by: Actor) -> tuple[RoundView, ...]:
    """Return the rounds of a year, the newest first.

    Raises:
        UnknownIdError: There is no such year.
        NotAllowedError: The roles do not open it (``SEE_GRANTS``).
    """
    year = year_for(scheme_year, by=by, permission=Permission.SEE_GRANTS)
    return tuple(_view(row) for row in year.rounds.order_by("-number"))


def _view(row: GrantRound) -> RoundView:
    return RoundView(
        key=row.pk,
        number=row.number,
        is_awarded=row.state == "awarded",
        frame=Money(row.frame_oere),
        awarded=Money(row.awarded_oere),
        lines=lines_of(row.lines),
        ranked_by=row.ranked_by,
        ranked_at=row.ranked_at,
        awarded_by=row.awarded_by,
        awarded_at=row.awarded_at,
    )
