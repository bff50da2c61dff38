"""With whom a doctor may swap a shift, and for which: lawful for both."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from hjemmel.engines.rostering.breach import Breach
from hjemmel.engines.rostering.candidates import Standing, are_lawful
from hjemmel.engines.rostering.frame import Flags
from hjemmel.engines.rostering.ledger import UNIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A doctor with a shift that may be had in return.

    Args:
        doctor: Key of the doctor.
        wanted: Key of her shift.
        breaches: Local terms that either breaks by it and did not before.
        points: What the roster's price changes by; below 0: the roster gets better.
    """

    doctor: str
    wanted: str
    breaches: tuple[Breach, ...]
    points: float


def best_first(found: Iterable[Partner]) -> tuple[Partner, ...]:
    """Return partners by how little they break, then by points."""
    return tuple(
        sorted(found, key=lambda one: (len(one.breaches), one.points, one.wanted, one.doctor))
    )


def partners(
    standing: Standing, shift: str, giver: str, *, among: Collection[str]
) -> tuple[Partner, ...]:
    """Return the swaps that break nothing of law or agreement for either, the best first.

    Args:
        standing: The roster as it stands.
        shift: Key of the shift that is given.
        giver: Key of the doctor who gives it.
        among: Keys of the shifts that she would take in return.
    """
    frame, on = standing.problem.frame, standing.on
    column, row = frame.shift_places[shift], frame.doctor_places[giver]
    barred = standing.barred()
    before = standing.problem.price(on)
    found = []
    for key in sorted(among):
        wanted = frame.shift_places[key]
        if wanted == column or on[row, wanted] or barred[row, wanted]:
            continue
        mine = standing.added(giver, with_shift=key, without=shift)
        if not are_lawful(mine):
            continue
        for other in np.flatnonzero(on[:, wanted] & ~on[:, column] & ~barred[:, column]).tolist():
            doctor = frame.doctors[other].key
            hers = standing.added(doctor, with_shift=shift, without=key)
            if are_lawful(hers):
                after = _swapped(on, row, column, other, wanted)
                points = (standing.problem.price(after) - before) / UNIT
                found.append(
                    Partner(doctor=doctor, wanted=key, breaches=(*mine, *hers), points=points)
                )
    return best_first(found)


def _swapped(on: Flags, row: int, column: int, other: int, wanted: int) -> Flags:
    after = on.copy()
    after[row, column], after[row, wanted] = False, True
    after[other, wanted], after[other, column] = False, True
    return after
