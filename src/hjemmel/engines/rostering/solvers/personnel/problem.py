"""A roster of persons, days and shifts with rules of sequence: what is asked, and what comes back.

A day holds one shift or none. Shifts are numbered from 1 in a roster; 0 is a day off. The rules at the
ends of the horizon: the least run of shifts or of days off is taken as met beyond it, while the
longest run counts from the first day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

Whole = np.ndarray[Any, np.dtype[np.int64]]
Roster = np.ndarray[Any, np.dtype[np.int8]]
Real = np.ndarray[Any, np.dtype[np.float64]]

_SATURDAY = 5
_MOST_SHIFT_KINDS = 126
_MOST_PENALTY = 50_000_000


@dataclass(frozen=True, slots=True)
class ShiftKind:
    """One kind of shift.

    Args:
        name: What it is called.
        minutes: How long it is.
        not_next: Numbers (from 1) of the kinds that cannot come the day after it.
    """

    name: str
    minutes: int
    not_next: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Worker:
    """One person and her limits.

    Args:
        name: What she is called.
        most_of_kind: Most shifts of each kind, in the order of the kinds.
        least_minutes: Least minutes in all.
        most_minutes: Most minutes in all.
        longest_run: Most shifts on days in a row.
        shortest_run: Least shifts on days in a row.
        shortest_rest: Least days off in a row.
        most_weekends: Most weekends with a shift on Saturday or Sunday.
        days_off: Days (from 0) that she does not work.
    """

    name: str
    most_of_kind: tuple[int, ...]
    least_minutes: int
    most_minutes: int
    longest_run: int
    shortest_run: int = 1
    shortest_rest: int = 1
    most_weekends: int = 10_000
    days_off: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonnelProblem:
    """What a roster is asked for.

    Args:
        kinds: Kinds of shift.
        workers: Persons.
        wish_cost: Penalty of each choice, shape (persons, days, kinds + 1); whole and not negative.
        required: Persons needed, shape (days, kinds).
        under: Penalty of each person too few, same shape.
        over: Penalty of each person too many, same shape.
        first_weekday: Weekday of day 0; 0 is Monday.
    """

    kinds: tuple[ShiftKind, ...]
    workers: tuple[Worker, ...]
    wish_cost: Whole
    required: Whole
    under: Whole
    over: Whole
    first_weekday: int = 0

    def __post_init__(self) -> None:
        """Refuse what does not fit together. Raises ``InputError``."""
        days = self.required.shape[0]
        kinds = len(self.kinds)
        if self.wish_cost.shape != (len(self.workers), days, kinds + 1):
            _refuse("Ønskene passer ikke til personer, dager og vakter.", "wish_cost")
        if any(table.shape != (days, kinds) for table in (self.required, self.under, self.over)):
            _refuse("Bemanningskravene passer ikke til dager og vakter.", "required")
        if kinds > _MOST_SHIFT_KINDS:
            _refuse(f"Høyst {_MOST_SHIFT_KINDS} vakttyper går an.", "kinds")
        if min(int(table.min(initial=0)) for table in self._tables()) < 0:
            _refuse("Krav og straff kan ikke være negative.", "wish_cost")
        if self.dearest * max(days, 1) > _MOST_PENALTY:
            _refuse(f"Største straff ganger dager kan ikke være over {_MOST_PENALTY}.", "over")
        for kind in self.kinds:
            if kind.minutes <= 0 or not all(1 <= other <= kinds for other in kind.not_next):
                _refuse(
                    "En vakt har ingen lengde, eller nevner en vakt som ikke finnes.", kind.name
                )
        for worker in self.workers:
            self._check_worker(worker, kinds)

    def _tables(self) -> tuple[Whole, ...]:
        return (self.wish_cost, self.required, self.under, self.over)

    @staticmethod
    def _check_worker(worker: Worker, kinds: int) -> None:
        if len(worker.most_of_kind) != kinds:
            _refuse("En person har ikke én grense for hver vakttype.", worker.name)
        if worker.least_minutes > worker.most_minutes:
            _refuse("Minste tid er lengre enn lengste tid.", worker.name)
        if min(worker.longest_run, worker.shortest_run, worker.shortest_rest) < 1:
            _refuse("Lengden av en rekke må være minst 1.", worker.name)
        if worker.shortest_run > worker.longest_run:
            _refuse("Korteste rekke av vakter er lengre enn den lengste.", worker.name)

    @property
    def dearest(self) -> int:
        """The largest penalty of one wish or of one person too few or too many, at least 1."""
        tables = (self.wish_cost, self.under, self.over)
        return max(1, *(int(table.max(initial=0)) for table in tables))

    @property
    def days(self) -> int:
        """How many days."""
        return int(self.required.shape[0])

    def weekend_day(self, day: int) -> int:
        """Return 1 for a Saturday, 2 for a Sunday and 0 for other days."""
        weekday = (self.first_weekday + day) % 7
        return max(0, weekday - _SATURDAY + 1)

    def counts(self, roster: Roster) -> Whole:
        """Return how many work each kind on each day, shape (days, kinds)."""
        chosen = np.stack([(roster == kind + 1).sum(axis=0) for kind in range(len(self.kinds))], 1)
        return chosen.astype(np.int64)

    def objective(self, roster: Roster) -> int:
        """Return the penalty of a roster of shape (persons, days)."""
        persons, days = np.indices(roster.shape)
        gap = self.required - self.counts(roster)
        cover = np.maximum(gap, 0) * self.under + np.maximum(-gap, 0) * self.over
        return int(self.wish_cost[persons, days, roster].sum() + cover.sum())


@dataclass(frozen=True, slots=True)
class PersonnelAnswer:
    """The best roster found and what is known of it.

    Args:
        roster: Kind of each person and day, shape (persons, days); 0 is off. ``None``: none found.
        objective: Its penalty.
        bound: No roster has less.
        seconds: How long it took.
        stopped: Whether somebody stopped the work.
        steps: What the parts of the search gained: name and penalty after it.
    """

    roster: Roster | None
    objective: int | None
    bound: int
    seconds: float
    stopped: bool = False
    steps: tuple[tuple[str, int], ...] = field(default=())

    @property
    def is_optimal(self) -> bool:
        """Whether nothing better can exist."""
        return self.objective is not None and self.objective <= self.bound


_ENGLISH = {
    "wish_cost": "The wishes or penalties do not fit the persons, days and shifts.",
    "over": f"The largest penalty times the days cannot be above {_MOST_PENALTY}.",
    "required": "The required cover does not fit the days and shifts.",
}


def _refuse(what: str, where: str) -> None:
    english = _ENGLISH.get(where, "A limit or a kind of shift makes no sense.")
    raise InputError(
        Text(what, english),
        where=where,
        remedy=Text("Rett verdien.", "Correct the value."),
    )
