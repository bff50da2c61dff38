"""Swaps between two rosters that follow each other: lawful for both doctors in each of the two."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from hjemmel.domain.shift import Shift
from hjemmel.engines.rostering.breach import Breach
from hjemmel.engines.rostering.candidates import Standing, are_lawful
from hjemmel.engines.rostering.frame import Whole
from hjemmel.engines.rostering.ledger import SHARED, UNIT, Category
from hjemmel.engines.rostering.partners import Partner, best_first

Carried = Mapping[str, Collection[Category]]
"""By doctor, the categories in which a ledger opens with what the roster before it left."""
_BY_OTHER_SHIFTS = frozenset({"absence", "rest", "one_at_a_time"})
"""Constraints that a shift which is given away may be the cause of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """Two rosters that a swap goes between.

    Args:
        given: The roster of the shift that is given, as it stands.
        wanted: The roster of the shift that is had in return.
        into_wanted: What ``wanted`` opens with of what ``given`` left; empty: it does not follow it.
        into_given: What ``given`` opens with of what ``wanted`` left.
    """

    given: Standing
    wanted: Standing
    into_wanted: Carried = field(default_factory=dict)
    into_given: Carried = field(default_factory=dict)

    def partners(self, shift: str, giver: str, *, among: Collection[str]) -> tuple[Partner, ...]:
        """Return the swaps that break nothing of law or agreement for either, the best first.

        Args:
            shift: Key of the shift that is given.
            giver: Key of the doctor who gives it.
            among: Keys of the shifts in the other roster that she would take in return.
        """
        here, there = self.given.problem.frame, self.wanted.problem.frame
        if giver not in there.doctor_places:
            return ()  # she takes no duty there
        column, row = here.shift_places[shift], there.doctor_places[giver]
        barred_here = self.given.barred(besides=_BY_OTHER_SHIFTS)
        barred_there = self.wanted.barred(besides=_BY_OTHER_SHIFTS)
        found = []
        for key in sorted(among):
            wanted = there.shift_places[key]
            if self.wanted.on[row, wanted] or barred_there[row, wanted]:
                continue
            mine: tuple[Breach, ...] | None = None
            for other in np.flatnonzero(self.wanted.on[:, wanted]).tolist():
                doctor = there.doctors[other].key
                place = here.doctor_places.get(doctor)
                if place is None or self.given.on[place, column] or barred_here[place, column]:
                    continue
                if mine is None:
                    mine = self._gives(giver, shift, key)
                if not are_lawful(mine):
                    break
                hers = self._takes(doctor, shift, key)
                if are_lawful(hers):
                    points = self._points(shift, giver, key, doctor)
                    found.append(
                        Partner(doctor=doctor, wanted=key, breaches=(*mine, *hers), points=points)
                    )
        return best_first(found)

    def closing_given(
        self, doctor: str, shift: str, wanted: str, *, gives: bool
    ) -> dict[Category, int]:
        """Return what a doctor carries over from the roster of the shift that is given.

        Args:
            doctor: Her key.
            shift: Key of the shift that is given.
            wanted: Key of the shift that is had in return.
            gives: Whether she gives ``shift``; else she takes it.
        """
        carried = _carried(self.wanted, self.into_given, doctor, wanted, gets=gives)
        if gives:
            return self.given.closing(doctor, without=shift, carried=carried)
        return self.given.closing(doctor, with_shift=shift, carried=carried)

    def closing_wanted(
        self, doctor: str, shift: str, wanted: str, *, gives: bool
    ) -> dict[Category, int]:
        """Return what she carries over from the roster of the other; as ``closing_given``."""
        carried = _carried(self.given, self.into_wanted, doctor, shift, gets=not gives)
        if gives:
            return self.wanted.closing(doctor, with_shift=wanted, carried=carried)
        return self.wanted.closing(doctor, without=wanted, carried=carried)

    def _gives(self, doctor: str, shift: str, wanted: str) -> tuple[Breach, ...]:
        """Return what the doctor who gives the shift breaks with the other instead."""
        given, had = _shift(self.given, shift), _shift(self.wanted, wanted)
        return (
            *self.given.added(doctor, without=shift, put=[had]),
            *self.wanted.added(doctor, with_shift=wanted, off=[given]),
        )

    def _takes(self, doctor: str, shift: str, wanted: str) -> tuple[Breach, ...]:
        """Return what the doctor who takes the shift breaks without the other."""
        given, had = _shift(self.given, shift), _shift(self.wanted, wanted)
        return (
            *self.given.added(doctor, with_shift=shift, off=[had]),
            *self.wanted.added(doctor, without=wanted, put=[given]),
        )

    def _points(self, shift: str, giver: str, wanted: str, taker: str) -> float:
        """Return what the prices of the two rosters change by together."""
        here, there = self.given.problem.frame, self.wanted.problem.frame
        hands = ((giver, True), (taker, False))
        in_given = self.given.change(
            here.shift_places[shift],
            here.doctor_places[taker],
            here.doctor_places[giver],
            carried={
                here.doctor_places[who]: _carried(
                    self.wanted, self.into_given, who, wanted, gets=gives
                )
                for who, gives in hands
            },
        )
        in_wanted = self.wanted.change(
            there.shift_places[wanted],
            there.doctor_places[giver],
            there.doctor_places[taker],
            carried={
                there.doctor_places[who]: _carried(
                    self.given, self.into_wanted, who, shift, gets=not gives
                )
                for who, gives in hands
            },
        )
        return (in_given + in_wanted) / UNIT


def _shift(standing: Standing, key: str) -> Shift:
    frame = standing.problem.frame
    return frame.shifts[frame.shift_places[key]]


def _carried(before: Standing, into: Carried, doctor: str, shift: str, *, gets: bool) -> Whole:
    """Return what a shift of the roster before adds to what a doctor opens with, by category."""
    opens = into.get(doctor, ())
    amounts = before.problem.spans.amount[:, before.problem.frame.shift_places[shift]]
    carried: Whole = np.where([category in opens for category in SHARED], amounts, 0)
    return carried if gets else -carried
