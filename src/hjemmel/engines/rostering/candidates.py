"""Who may take a shift: ranked by what she would break, then the ledger, then what it costs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from hjemmel.domain.duty_doctor import DutyDoctor
from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import Shift
from hjemmel.engines.rostering.breach import Breach
from hjemmel.engines.rostering.check import check_doctor
from hjemmel.engines.rostering.elsewhere import as_if
from hjemmel.engines.rostering.frame import Flags, Whole
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.ledger import SHARED, UNIT, Category
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.terms import Level

CostOf = Callable[[DutyDoctor, Shift], int]
BINDING = (Level.LAW, Level.AGREEMENT)
"""Levels that nobody sets aside by swapping."""
_ORDER = (Level.LAW, Level.AGREEMENT, Level.LOCAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A doctor who might take a shift.

    Args:
        doctor: Key of the doctor.
        breaches: What her shifts would break with it that they do not break without it.
        balances: What she carries before it, in the categories that the shift counts in, thousandths.
        points: What the roster's price changes by; below 0: the roster gets better.
        oere: What the shift costs with her; ``None``: nobody said.
    """

    doctor: str
    breaches: tuple[Breach, ...]
    balances: tuple[tuple[Category, int], ...]
    points: float
    oere: int | None = None

    @property
    def is_lawful(self) -> bool:
        """Whether nothing of law or agreement is broken."""
        return are_lawful(self.breaches)

    @property
    def is_free(self) -> bool:
        """Whether nothing at all is broken."""
        return not self.breaches

    @property
    def rank(self) -> tuple[float, ...]:
        """What candidates are ordered by; the smallest is first."""
        broken = Counter(one.level for one in self.breaches)
        carried = sum(balance for _, balance in self.balances)
        oere = 0 if self.oere is None else self.oere
        return (*(broken[level] for level in _ORDER), self.points, carried, oere)


class Standing:
    """A roster as it stands, to ask of several shifts who may take them.

    Args:
        inputs: What the roster is made from, as it is now.
        assignments: Who is on which shift.
    """

    def __init__(self, inputs: RosterInputs, assignments: Iterable[Assignment]) -> None:
        self.inputs = inputs
        self.problem = Problem.of(inputs)
        frame = self.problem.frame
        self.on: Flags = np.zeros(frame.shape, np.bool_)
        self._shifts: dict[str, list[Shift]] = defaultdict(list)
        for one in sorted(assignments, key=lambda one: (one.shift, one.doctor)):
            column = frame.shift_places[one.shift]
            self.on[frame.doctor_places[one.doctor], column] = True
            self._shifts[one.doctor].append(frame.shifts[column])
        self._closing = self.problem.balances(self.on)
        self._broken: dict[str, set[tuple[object, ...]]] = {}

    def candidates(
        self, shift: str, *, instead_of: str | None = None, cost: CostOf | None = None
    ) -> tuple[Candidate, ...]:
        """Return everybody who is not on a shift, the best first.

        Args:
            shift: Key of the shift.
            instead_of: Key of the doctor whom she would replace; ``None``: she is added.
            cost: What a shift costs with a doctor, øre.
        """
        frame = self.problem.frame
        column = frame.shift_places[shift]
        rows = np.flatnonzero(~self.on[:, column]).tolist()
        found = [self._candidate(row, column, instead_of, cost) for row in rows]
        return tuple(sorted(found, key=lambda one: (one.rank, one.doctor)))

    def breaches(
        self,
        doctor: str,
        *,
        with_shift: str = "",
        without: str = "",
        put: Collection[Shift] = (),
        off: Collection[Shift] = (),
    ) -> list[Breach]:
        """Return what a doctor's shifts break with one more and one less.

        Args:
            doctor: Her key.
            with_shift: Key of the one more; empty: none.
            without: Key of the one less; empty: none.
            put: Shifts in another roster that she gets.
            off: Shifts in another roster that she loses.
        """
        frame = self.problem.frame
        row = frame.doctors[frame.doctor_places[doctor]]
        mine = [shift for shift in self._shifts[doctor] if shift.key != without]
        if with_shift:
            mine.append(frame.shifts[frame.shift_places[with_shift]])
        if not put and not off:
            return check_doctor(self.inputs, row, mine)
        seen, earlier = as_if(self.inputs, row, put=put, off=off)
        return check_doctor(self.inputs, seen, mine, earlier=earlier)

    def added(
        self,
        doctor: str,
        *,
        with_shift: str = "",
        without: str = "",
        put: Collection[Shift] = (),
        off: Collection[Shift] = (),
    ) -> tuple[Breach, ...]:
        """Return what a doctor breaks that she does not break now; asked as ``breaches``."""
        after = self.breaches(doctor, with_shift=with_shift, without=without, put=put, off=off)
        if not after:
            return ()
        if doctor not in self._broken:
            self._broken[doctor] = {_of(one) for one in self.breaches(doctor)}
        before = self._broken[doctor]
        return tuple(one for one in after if _of(one) not in before)

    def barred(self, *, besides: Collection[str] = ()) -> Flags:
        """Return who may not be on which shift by law or agreement, each shift taken by itself.

        Args:
            besides: Keys of constraints that are left out.
        """
        barred = np.zeros(self.problem.frame.shape, np.bool_)
        for key, mask in self.problem.masks.items():
            if self.problem.levels[key] in BINDING and key not in besides:
                barred |= mask
        return barred

    def closing(
        self, doctor: str, *, with_shift: str = "", without: str = "", carried: Whole | None = None
    ) -> dict[Category, int]:
        """Return what a doctor carries over with one more shift and one less, thousandths.

        Args:
            doctor: Her key.
            with_shift: Key of the one more; empty: none.
            without: Key of the one less; empty: none.
            carried: What the ledger opens with besides, by category.
        """
        frame = self.problem.frame
        closing = self._closing[:, frame.doctor_places[doctor]].copy()
        if with_shift:
            closing += self.problem.spans.amount[:, frame.shift_places[with_shift]]
        if without:
            closing -= self.problem.spans.amount[:, frame.shift_places[without]]
        if carried is not None:
            closing += carried
        return dict(zip(SHARED, closing.tolist(), strict=True))

    def change(
        self,
        column: int,
        taker: int,
        giver: int | None,
        *,
        carried: Mapping[int, Whole] | None = None,
    ) -> int:
        """Return what the price changes by when a shift changes hands, thousandths of points.

        Args:
            column: The shift.
            taker: Who takes it.
            giver: Who gives it; ``None``: nobody.
            carried: What the ledger opens with besides, by doctor and category.
        """
        problem = self.problem
        closing = self._closing.copy()
        for row, amounts in (carried or {}).items():
            closing[:, row] += amounts
        closing[:, taker] += problem.spans.amount[:, column]
        points = int(problem.cost[taker, column])
        if giver is not None:
            closing[:, giver] -= problem.spans.amount[:, column]
            points -= int(problem.cost[giver, column])
        points += self._wishes(column, taker, giver)
        return points + self._span_prices(closing) - self._span_prices(self._closing)

    def _span_prices(self, closing: Whole) -> int:
        return sum(
            self.problem.span_price(group, int(np.ptp(closing[group.row, group.doctors])))
            for group in self.problem.groups
        )

    def _wishes(self, column: int, taker: int, giver: int | None) -> int:
        points = 0
        for one in self.problem.wanted:
            if column in one.columns and one.doctor in (taker, giver):
                others = int(self.on[one.doctor, one.columns].sum())
                if one.doctor == taker and others == 0:
                    points -= one.points
                if one.doctor == giver and others == 1:
                    points += one.points
        return points

    def _candidate(
        self, row: int, column: int, instead_of: str | None, cost: CostOf | None
    ) -> Candidate:
        frame = self.problem.frame
        doctor, shift = frame.doctors[row], frame.shifts[column]
        giver = None if instead_of is None else frame.doctor_places[instead_of]
        counted = np.flatnonzero(self.problem.spans.amount[:, column]).tolist()
        return Candidate(
            doctor=doctor.key,
            breaches=self.added(doctor.key, with_shift=shift.key),
            balances=tuple((SHARED[place], int(self._closing[place, row])) for place in counted),
            points=self.change(column, row, giver) / UNIT,
            oere=None if cost is None else cost(doctor, shift),
        )


def are_lawful(breaches: Iterable[Breach]) -> bool:
    """Tell whether nothing of law or agreement is among what is broken."""
    return all(one.level not in BINDING for one in breaches)


def _of(breach: Breach) -> tuple[object, ...]:
    return (breach.constraint, breach.shifts, breach.day, breach.number)
