"""Annealing: shifts move between doctors, at first also for the worse, then only for the better.

It keeps every constraint at every step; what it cannot cover stays empty, at a price. It is judged by
a price that says for each doctor how far her balances lie outside where the least span puts them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hjemmel.engines.rostering.bounds import Least
from hjemmel.engines.rostering.compiled import compiled
from hjemmel.engines.rostering.frame import Flags
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.solvers.anneal_state import (
    FREE,
    NOBODY,
    State,
    may_add,
    put,
    state_of,
    take,
)

_HOT, _COLD = 60.0, 0.3
_GOLDEN = 0x9E3779B97F4A7C15


@compiled
def _draw(box: np.ndarray) -> Any:
    """Return 31 random bits from a seed that it moves on (xorshift)."""
    bits = box[0]
    bits ^= bits << np.uint64(13)
    bits ^= bits >> np.uint64(7)
    bits ^= bits << np.uint64(17)
    box[0] = bits
    return np.int64((bits * np.uint64(2685821657736338717)) >> np.uint64(33))


@compiled
def _outside(state: State, row: int, doctor: int, balance: int) -> float:
    """Return the points of a balance: how far outside the two windows it lies."""
    low, high = state.inner[0, row, doctor], state.inner[1, row, doctor]
    over = max(low - balance, balance - high, 0)
    if over == 0:
        return 0.0
    far = max(state.outer[0, row, doctor] - balance, balance - state.outer[1, row, doctor], 0)
    points = over * state.inner_price[row] * (1.0 + over / 4000.0)
    return float(points + far * state.outer_price[row] * (1.0 + far / 1000.0))


@compiled
def _change(state: State, doctor: int, gets: int, gives: int) -> float:
    """Return the points of a doctor who gets one shift and gives another; ``-1``: none."""
    points = 0.0
    for row in range(state.amount.shape[0]):
        more = state.amount[row, gets] if gets >= 0 else 0
        less = state.amount[row, gives] if gives >= 0 else 0
        if more != less:
            now = state.closing[row, doctor]
            points += _outside(state, row, doctor, now + more - less)
            points -= _outside(state, row, doctor, now)
    wish_in = state.wanted_of[doctor, gets] if gets >= 0 else NOBODY
    wish_out = state.wanted_of[doctor, gives] if gives >= 0 else NOBODY
    if wish_in != wish_out:
        if wish_in >= 0 and state.wanted_count[wish_in] == 0:
            points -= state.wanted_points[wish_in]
        if wish_out >= 0 and state.wanted_count[wish_out] == 1:
            points += state.wanted_points[wish_out]
    if gets >= 0:
        points += state.cost[doctor, gets]
    if gives >= 0:
        points -= state.cost[doctor, gives]
    return points


@compiled
def _accepts(points: float, heat: float, box: np.ndarray) -> bool:
    if points <= 0.0:
        return True
    return bool(np.exp(-points / heat) * 2147483648.0 > _draw(box))


@compiled
def _move(state: State, seat: int, doctor: int, heat: float, box: np.ndarray) -> None:
    """Try to give a place to a doctor; a shift of hers that lies too close goes the other way."""
    shift, old = state.seat_shift[seat], state.seat_doctor[seat]
    close = may_add(state, doctor, shift, NOBODY)
    if close == FREE:
        points = _change(state, doctor, shift, NOBODY)
        points += _change(state, old, NOBODY, shift) if old >= 0 else -state.hole
        if _accepts(points, heat, box):
            if old >= 0:
                take(state, seat)
            put(state, seat, doctor)
    elif close >= 0:
        other = state.seat_of[doctor, close]
        if not state.pinned[other]:
            _exchange(state, seat, other, heat, box)


@compiled
def _exchange(state: State, seat: int, other: int, heat: float, box: np.ndarray) -> None:
    """Try to let the doctors of two places change; a place with nobody gets the hole."""
    shift, old = state.seat_shift[seat], state.seat_doctor[seat]
    gives, doctor = state.seat_shift[other], state.seat_doctor[other]
    if old == doctor or shift == gives or doctor < 0:
        return
    if may_add(state, doctor, shift, gives) != FREE:
        return
    points = _change(state, doctor, shift, gives)
    if old >= 0:
        if may_add(state, old, gives, shift) != FREE:
            return
        points += _change(state, old, gives, shift)
    if _accepts(points, heat, box):
        take(state, other)
        if old >= 0:
            take(state, seat)
            put(state, other, old)
        put(state, seat, doctor)


@compiled
def start(state: State) -> None:
    """Fill the places in order, each with the doctor to whom it costs least."""
    for seat in range(state.seat_shift.size):
        if state.seat_doctor[seat] >= 0:
            continue
        shift = state.seat_shift[seat]
        best, least = NOBODY, np.inf
        for place in range(state.open_start[shift], state.open_start[shift + 1]):
            doctor = state.open_doctor[place]
            if may_add(state, doctor, shift, NOBODY) != FREE:
                continue
            points = state.cost[doctor, shift]
            for row in range(state.amount.shape[0]):
                if state.amount[row, shift] > 0:
                    points += state.closing[row, doctor] * state.outer_price[row]
            if points < least:
                best, least = doctor, points
        if best >= 0:
            put(state, seat, best)


@compiled
def anneal(state: State, steps: int, hot: float, cold: float, box: np.ndarray) -> None:
    """Take a number of steps while the heat falls from ``hot`` to ``cold``."""
    seats = state.seat_shift.size
    fall = (cold / hot) ** (1.0 / max(1, steps // 256))
    heat = hot
    for step in range(steps):
        if step % 256 == 255:
            heat *= fall
        seat = _draw(box) % seats
        if state.pinned[seat]:
            continue
        shift = state.seat_shift[seat]
        if _draw(box) % 3 == 0 and state.seat_doctor[seat] >= 0:
            other = _draw(box) % seats
            if not state.pinned[other] and state.seat_doctor[other] >= 0:
                _exchange(state, seat, other, heat, box)
            continue
        first, last = state.open_start[shift], state.open_start[shift + 1]
        if last > first:
            doctor = state.open_doctor[first + _draw(box) % (last - first)]
            if doctor != state.seat_doctor[seat]:
                _move(state, seat, doctor, heat, box)


class Annealing:
    """A roster under annealing, repeated from what was best.

    Args:
        problem: The problem.
        least: The least span of each group.
        seed: Seed of its draws.
        on: The roster to start from; without one it makes its own.
        pinned: Doctors on shifts that may not change.
    """

    def __init__(
        self,
        problem: Problem,
        least: list[Least],
        *,
        seed: int,
        on: Flags | None = None,
        pinned: Flags | None = None,
    ) -> None:
        none = np.zeros(problem.frame.shape, np.bool_)
        self._state = state_of(problem, least, on, none if pinned is None else pinned)
        self._box = np.array([(2 * seed + 1) * _GOLDEN % 2**64], np.uint64)
        start(self._state)
        anneal(self._state, 0, _HOT, _COLD, self._box)  # compiled before the clock runs

    @property
    def steps_per_round(self) -> int:
        """Steps of a round, by the size of the problem."""
        return int(np.clip(400 * self._state.seat_shift.size, 50_000, 1_000_000))

    def round(self, heat: float = 1.0) -> None:
        """Heat up and cool down once.

        Args:
            heat: How hot, as a part of the first heat.
        """
        if self._state.seat_shift.size:
            anneal(self._state, self.steps_per_round, _HOT * heat, _COLD, self._box)

    @property
    def on(self) -> Flags:
        """Who is on which shift now."""
        return np.asarray(self._state.seat_of >= 0, np.bool_)
