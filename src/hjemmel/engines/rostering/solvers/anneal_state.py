"""A roster under change as arrays, and what may be added to it: the ground of annealing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hjemmel.engines.rostering.bounds import Least
from hjemmel.engines.rostering.compiled import compiled
from hjemmel.engines.rostering.frame import Flags, Whole
from hjemmel.engines.rostering.ledger import UNIT
from hjemmel.engines.rostering.problem import Problem

Small = NDArray[np.int32]
Real = NDArray[np.float64]
FREE, BLOCKED = -1, -2
NOBODY = -1


class State(NamedTuple):
    """A roster under change; D doctors, S shifts, K places on shifts, C categories."""

    seat_shift: Small  # (K,) shift of each place
    seat_doctor: Small  # (K,) doctor on it; -1: nobody
    pinned: Flags  # (K,) whether it may not change
    seat_of: Small  # (D, S) place that a doctor has on a shift; -1: none
    allowed: Flags  # (D, S)
    open_start: Small  # (S + 1,) where each shift's doctors begin in open_doctor
    open_doctor: Small  # doctors who may be on each shift
    starts: Whole  # (S,)
    ends: Whole  # (S,)
    longest: int  # minutes of the longest shift
    gap: Whole  # (D,)
    cap_bucket: Whole  # (caps, S)
    cap_amount: Whole  # (caps, S)
    cap_most: Whole  # (caps, D)
    cap_sum: Whole  # (caps, D, buckets)
    run_bucket: Whole  # (runs, S)
    run_most: Whole  # (runs,)
    run_count: Whole  # (runs, D, buckets)
    free_minutes: Whole  # (D,)
    free_start: Whole  # (windows,)
    free_end: Whole  # (windows,)
    free_first: Whole  # (windows,) first shift that may touch it
    free_last: Whole  # (windows,) one past the last shift that may
    amount: Whole  # (C, S)
    closing: Whole  # (C, D)
    inner: Whole  # (2, C, D) lowest and highest balance of the least span
    outer: Whole  # (2, C, D) the same, widened to the target
    inner_price: Real  # (C,) points per thousandth outside
    outer_price: Real  # (C,)
    cost: Real  # (D, S) points
    wanted_of: Small  # (D, S) wish to be on duty that a shift meets; -1: none
    wanted_points: Real  # (wishes,)
    wanted_count: Whole  # (wishes,)
    hole: float  # points of a place with nobody


def state_of(problem: Problem, least: list[Least], on: Flags | None, pinned: Flags) -> State:
    """Return the roster ``on`` as a state; without one, only what is fixed is on.

    Args:
        problem: The problem.
        least: The least span of each group.
        on: The roster to start from.
        pinned: Doctors on shifts that may not change, shape (doctors, shifts).
    """
    frame = problem.frame
    doctors, shifts = frame.shape
    caps, runs = problem.caps, problem.runs
    seat_shift = np.repeat(np.arange(shifts), problem.need).astype(np.int32)
    open_doctor = [np.flatnonzero(problem.allowed[:, s]) for s in range(shifts)]
    inner, outer, inner_price, outer_price = _windows(problem, least)
    free = problem.frees[0] if problem.frees else None
    first, last = _touching(problem)
    wanted_of, wanted_points = _wanted(problem)
    state = State(
        seat_shift=seat_shift,
        seat_doctor=np.full(seat_shift.size, NOBODY, np.int32),
        pinned=np.zeros(seat_shift.size, np.bool_),
        seat_of=np.full((doctors, shifts), NOBODY, np.int32),
        allowed=problem.allowed,
        open_start=np.cumsum([0, *(len(one) for one in open_doctor)]).astype(np.int32),
        open_doctor=np.concatenate([*open_doctor, np.empty(0, np.int64)]).astype(np.int32),
        starts=frame.starts,
        ends=frame.ends,
        longest=int(frame.minutes.max(initial=0)),
        gap=problem.gap,
        cap_bucket=_stack([cap.bucket for cap in caps], (0, shifts)),
        cap_amount=_stack([cap.amount for cap in caps], (0, shifts)),
        cap_most=_stack([cap.most for cap in caps], (0, doctors)),
        cap_sum=_buckets([cap.before for cap in caps], doctors),
        run_bucket=_stack([run.bucket for run in runs], (0, shifts)),
        run_most=np.array([run.most for run in runs], np.int64),
        run_count=_buckets([run.before.astype(np.int64) for run in runs], doctors),
        free_minutes=free.minutes if free else np.full(doctors, -1, np.int64),
        free_start=free.starts if free else np.empty(0, np.int64),
        free_end=free.ends if free else np.empty(0, np.int64),
        free_first=first,
        free_last=last,
        amount=np.ascontiguousarray(problem.spans.amount),
        closing=problem.spans.base.copy(),
        inner=inner,
        outer=outer,
        inner_price=inner_price,
        outer_price=outer_price,
        cost=problem.cost / UNIT,
        wanted_of=wanted_of,
        wanted_points=wanted_points,
        wanted_count=np.zeros(wanted_points.size, np.int64),
        hole=2.0 * max(frame.inputs.prices.span, int(np.abs(problem.cost).max(initial=0)) / UNIT),
    )
    _fill(state, problem.fixed if on is None else on, pinned | problem.fixed)
    return state


def _fill(state: State, on: Flags, pinned: Flags) -> None:
    for seat, shift in enumerate(state.seat_shift.tolist()):
        waiting = np.flatnonzero(on[:, shift] & (state.seat_of[:, shift] == NOBODY))
        fit = [row for row in waiting.tolist() if may_add(state, row, shift, NOBODY) == FREE]
        if fit:
            first = next((row for row in fit if pinned[row, shift]), fit[0])
            put(state, seat, first)
            state.pinned[seat] = pinned[first, shift]


def _stack(rows: list[Whole], empty: tuple[int, int]) -> Whole:
    return np.ascontiguousarray(rows) if rows else np.empty(empty, np.int64)


def _buckets(before: list[Whole], doctors: int) -> Whole:
    widest = max((one.shape[1] for one in before), default=0)
    out = np.zeros((len(before), doctors, widest), np.int64)
    for place, one in enumerate(before):
        out[place, :, : one.shape[1]] = one
    return out


def _windows(problem: Problem, least: list[Least]) -> tuple[Whole, Whole, Real, Real]:
    shape = problem.spans.base.shape
    far = np.int64(2**40)
    inner = np.stack([np.full(shape, -far), np.full(shape, far)])
    outer = inner.copy()
    inner_price, outer_price = np.zeros(shape[0]), np.zeros(shape[0])
    for group, one in zip(problem.groups, least, strict=True):
        high, low, target = problem.rates(group)
        slack = max(0, target - one.span) // 2
        inner[0, group.row, group.doctors] = one.lowest
        inner[1, group.row, group.doctors] = one.highest
        outer[0, group.row, group.doctors] = one.lowest - slack
        outer[1, group.row, group.doctors] = one.highest + slack
        inner_price[group.row], outer_price[group.row] = low / UNIT, 0.2 * high / UNIT
    return inner, outer, inner_price, outer_price


def _touching(problem: Problem) -> tuple[Whole, Whole]:
    frame = problem.frame
    if not problem.frees or not frame.shifts:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    free = problem.frees[0]
    first = np.searchsorted(frame.starts, free.starts - int(frame.minutes.max()))
    return first.astype(np.int64), np.searchsorted(frame.starts, free.ends).astype(np.int64)


def _wanted(problem: Problem) -> tuple[Small, Real]:
    of = np.full(problem.frame.shape, NOBODY, np.int32)
    for place, one in enumerate(problem.wanted):
        of[one.doctor, one.columns] = place
    return of, np.array([one.points / UNIT for one in problem.wanted], np.float64)


@compiled
def put(state: State, seat: int, doctor: int) -> None:
    """Put a doctor on an empty place."""
    shift = state.seat_shift[seat]
    state.seat_doctor[seat] = doctor
    state.seat_of[doctor, shift] = seat
    _count(state, doctor, shift, 1)


@compiled
def take(state: State, seat: int) -> None:
    """Take the doctor off a place."""
    shift, doctor = state.seat_shift[seat], state.seat_doctor[seat]
    state.seat_doctor[seat] = NOBODY
    state.seat_of[doctor, shift] = NOBODY
    _count(state, doctor, shift, -1)


@compiled
def _count(state: State, doctor: int, shift: int, sign: int) -> None:
    for cap in range(state.cap_most.shape[0]):
        bucket = state.cap_bucket[cap, shift]
        if bucket >= 0:
            state.cap_sum[cap, doctor, bucket] += sign * state.cap_amount[cap, shift]
    for run in range(state.run_most.shape[0]):
        bucket = state.run_bucket[run, shift]
        if bucket >= 0:
            state.run_count[run, doctor, bucket] += sign
    for row in range(state.amount.shape[0]):
        state.closing[row, doctor] += sign * state.amount[row, shift]
    wish = state.wanted_of[doctor, shift]
    if wish >= 0:
        state.wanted_count[wish] += sign


@compiled
def may_add(state: State, doctor: int, shift: int, but: int) -> int:
    """Tell whether a doctor may take a shift, as if she did not have the shift ``but``.

    Returns ``FREE``, ``BLOCKED``, or the shift of hers that lies too close.
    """
    if not state.allowed[doctor, shift] or state.seat_of[doctor, shift] >= 0:
        return BLOCKED
    close = _too_close(state, doctor, shift, but)
    if close != FREE:
        return close
    for cap in range(state.cap_most.shape[0]):
        bucket, most = state.cap_bucket[cap, shift], state.cap_most[cap, doctor]
        if bucket >= 0 and most >= 0:
            total = state.cap_sum[cap, doctor, bucket] + state.cap_amount[cap, shift]
            if but >= 0 and state.cap_bucket[cap, but] == bucket:
                total -= state.cap_amount[cap, but]
            if total > most:
                return BLOCKED
    for run in range(state.run_most.shape[0]):
        if not _run_fits(state, run, doctor, shift, but):
            return BLOCKED
    if state.free_minutes[doctor] >= 0 and not _stays_free(state, doctor, shift, but):
        return BLOCKED
    return FREE


@compiled
def _too_close(state: State, doctor: int, shift: int, but: int) -> int:
    gap = state.gap[doctor]
    if gap < 0:
        return FREE
    starts, ends = state.starts[shift], state.ends[shift]
    other = shift - 1
    while other >= 0 and state.starts[other] + state.longest + gap > starts:
        if state.seat_of[doctor, other] >= 0 and other != but and state.ends[other] + gap > starts:
            return other
        other -= 1
    other = shift + 1
    while other < state.starts.size and state.starts[other] < ends + gap:
        if state.seat_of[doctor, other] >= 0 and other != but:
            return other
        other += 1
    return FREE


@compiled
def _run_fits(state: State, run: int, doctor: int, shift: int, but: int) -> bool:
    bucket = state.run_bucket[run, shift]
    if bucket < 0:
        return True
    gone = state.run_bucket[run, but] if but >= 0 else -1
    count = state.run_count[run, doctor]
    length = 1
    for step in (-1, 1):
        near = bucket + step
        while 0 <= near < count.size and count[near] - (near == gone) > 0:
            length += 1
            near += step
    return bool(length <= state.run_most[run])


@compiled
def _stays_free(state: State, doctor: int, shift: int, but: int) -> bool:
    for window in range(state.free_start.size):
        opens, closes = state.free_start[window], state.free_end[window]
        if state.starts[shift] >= closes or state.ends[shift] <= opens:
            continue
        reached, longest = opens, 0
        for other in range(state.free_first[window], state.free_last[window]):
            if other != shift and (other == but or state.seat_of[doctor, other] < 0):
                continue
            if state.ends[other] <= opens:
                continue
            longest = max(longest, state.starts[other] - reached)
            reached = max(reached, state.ends[other])
        if max(longest, closes - reached) < state.free_minutes[doctor]:
            return False
    return True
