"""Searches for rosters: how far they have come, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import roster_for, unknown
from hjemmel.apps.duty.models import RosterRun
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A search for a roster.

    Args:
        key: Its key.
        roster: Key of the roster.
        of_version: The roster's version that it was asked for.
        state: queued, running, done, cancelled or failed.
        seconds: How long it may look.
        label: What goes on; ``None`` before it has said so.
        points: What the best roster so far costs; ``None``: none yet.
        bound: What none is below; ``None``: not known yet.
        outcome: How it ended: status, spans, conflict and receipt; empty before.
        problem: What went wrong, if it failed.
        shifts: How many assignments it found.
        asked_by: Who asked for it.
        asked_at: When.
        started_at: When it began.
        finished_at: When it ended.
        is_replan: Whether it looks for the fewest changes of a published roster.
        is_taken: Whether it was taken into the roster.
        can_be_taken: Whether it can be now.
    """

    key: int
    roster: int
    of_version: int
    state: str
    seconds: int
    label: Text | None
    points: float | None
    bound: float | None
    outcome: Mapping[str, Any]
    problem: Mapping[str, Any] | None
    shifts: int
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    is_replan: bool
    is_taken: bool
    can_be_taken: bool

    @property
    def is_ongoing(self) -> bool:
        """Whether it waits or works."""
        return self.state in ("queued", "running")


def get_run(key: int, *, by: Actor) -> RunView:
    """Return a search.

    Raises:
        UnknownIdError: There is no such search.
        NotAllowedError: The roles do not let ``by`` plan rosters there.
    """
    row = RosterRun.objects.select_related("roster__district").filter(pk=key).first()
    if row is None:
        raise unknown("run")
    by.require(Permission.PLAN_ROSTERS, municipality=row.roster.district.host_id)
    return _view(row)


def runs_of(roster: int, *, by: Actor) -> tuple[RunView, ...]:
    """Return the searches for a roster, the newest first; raises as ``get_run``."""
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS)
    return tuple(_view(run) for run in row.runs.select_related("roster"))


def _view(row: RosterRun) -> RunView:
    told = row.progress
    return RunView(
        key=row.pk,
        roster=row.roster_id,
        of_version=row.of_version,
        state=row.state,
        seconds=row.seconds,
        label=Text(told["nb"], told["en"]) if "nb" in told else None,
        points=told.get("points"),
        bound=told.get("bound"),
        outcome=row.outcome,
        problem=row.problem,
        shifts=len(row.assignments),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        is_replan=row.replans_from is not None,
        is_taken=row.taken_at is not None,
        can_be_taken=bool(row.assignments)
        and row.taken_at is None
        and row.roster.state == ("draft" if row.replans_from is None else "published")
        and row.roster.version == row.of_version,
    )
