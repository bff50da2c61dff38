"""How long the wait is, learnt from the queue's own history, and how often that was right.

A queue moves at the rate of those it served lately; somebody at place ``k`` waits ``k`` divided by that
rate. How far the truth lay from such a guess in the past, for guesses of that size, gives the middle
and the interval. Those who still wait count as waiting at least so long (Kaplan and Meier), so that a
slow queue does not look fast because only the lucky have left it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hjemmel.engines.allocation.inputs import Flags, Small, Whole

Numbers = NDArray[np.float64]
COVERAGE = 0.8
_WINDOW = 365
_EVERY = 30
_STRENGTH = 90.0
_LONGEST = 3650.0
_SIZES = 4
_LEAST = 40
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everybody who was in a queue; arrays of shape (entries,). Days are proleptic ordinals.

    Of those who joined a queue on the same day, the earlier entry comes first.

    Args:
        queue: The queue: key of the list waited for, or 0 for any list.
        without_gp: Whether the person had no GP.
        queued: The day she joined.
        left: The day she left; ``still`` for those who wait.
        placed: Whether she left because she got a place.
        until: The last day that the history knows.
    """

    queue: Whole
    without_gp: Flags
    queued: Small
    left: Small
    placed: Flags
    until: int

    @property
    def still(self) -> int:
        """The day after the last: what stands in ``left`` for those who wait."""
        return self.until + 1


@dataclass(frozen=True, slots=True)
class Wait:
    """How long somebody is expected to wait, days.

    Args:
        middle: As many wait longer as shorter.
        low: One in ten waits shorter.
        high: One in ten waits longer; ``None``: the history is too short to say.
    """

    middle: float | None
    low: float
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitModel:
    """What was learnt.

    Args:
        rates: Persons placed per day, by queue.
        usual_rate: That of a queue without history.
        limits: The guesses (days) that divide the sizes.
        low: Ratio of the truth to the guess that one in ten was below, by size.
        middle: That half were below.
        high: That nine in ten were below; infinite when the history is too short.
        learnt_from: Guesses whose truth was followed.
    """

    rates: dict[int, float]
    usual_rate: float
    limits: tuple[float, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    learnt_from: int

    def expect(self, queue: int, place: int) -> Wait:
        """Return the wait of the person at ``place`` (1 is first) in a queue."""
        guess = min(place / self.rates.get(queue, self.usual_rate), _LONGEST)
        low, middle, high = (
            float(_of_guesses(np.array([guess]), self.limits, ratios)[0])
            for ratios in (self.low, self.middle, self.high)
        )
        return Wait(
            middle=middle if np.isfinite(middle) else None,
            low=low,
            high=high if np.isfinite(high) else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """How often the interval held the truth, on days the model had not seen.

    Args:
        tried: Persons whose truth is known well enough to judge.
        inside: Those whose wait was inside the interval.
        shorter: Those who waited shorter.
        longer: Those who waited longer.
        open: Persons who had not waited long enough to judge.
    """

    tried: int
    inside: int
    shorter: int
    longer: int
    open: int

    @property
    def coverage(self) -> float | None:
        """Share inside the interval; ``None`` when nobody could be judged."""
        return self.inside / self.tried if self.tried else None


@dataclass(frozen=True, slots=True)
class _Guesses:
    """Guesses made on past days, and what came after; arrays of one length."""

    queue: Whole
    place: Whole
    guess: Numbers
    waited: Numbers
    placed: Flags
    gone: Flags


def learn(history: History, *, as_of: int) -> WaitModel | None:
    """Learn how long waits are from what was known on a day; ``None`` when there is too little.

    Args:
        history: Everybody who was in a queue.
        as_of: The day; nothing later is used.
    """
    first = int(history.queued.min()) + _WINDOW if history.queued.size else as_of
    days = range(first, as_of - _EVERY + 1, _EVERY)
    seen = _guesses(history, days, as_of)
    usable = ~seen.gone
    if int((seen.placed & usable).sum()) < _LEAST:
        return None
    guess, waited, placed = seen.guess[usable], seen.waited[usable], seen.placed[usable]
    limits = np.unique(np.quantile(guess, np.linspace(0, 1, _SIZES + 1)[1:-1], method="higher"))
    limits = limits[limits > guess.min()]  # no size is without guesses
    size = np.searchsorted(limits, guess, side="right")
    quantiles = [
        _quantiles((waited / guess)[size == one], placed[size == one])
        for one in range(limits.size + 1)
    ]
    rates, usual = _rates(history, as_of)
    return WaitModel(
        rates=rates,
        usual_rate=usual,
        limits=tuple(limits.tolist()),
        low=tuple(q[0] for q in quantiles),
        middle=tuple(q[1] for q in quantiles),
        high=tuple(q[2] for q in quantiles),
        learnt_from=int(usable.sum()),
    )


def back_test(history: History, *, learnt_until: int) -> BackTest | None:
    """Learn until a day, guess for those who waited each month after it, and count the hits.

    Args:
        history: Everybody who was in a queue.
        learnt_until: The model sees nothing after this day but the rate of each day it guesses on.
    """
    model = learn(history, as_of=learnt_until)
    if model is None:
        return None
    days = range(learnt_until + 1, history.until - _EVERY + 1, _EVERY)
    seen = _guesses(history, days, history.until)
    low = _of_guesses(seen.guess, model.limits, model.low)
    high = _of_guesses(seen.guess, model.limits, model.high)
    shorter = seen.placed & (seen.waited < low)
    longer = seen.waited > high
    inside = seen.placed & ~shorter & ~longer
    judged = (shorter | longer | inside) & ~seen.gone
    return BackTest(
        tried=int(judged.sum()),
        inside=int((inside & judged).sum()),
        shorter=int((shorter & judged).sum()),
        longer=int((longer & judged).sum()),
        open=int((~judged & ~seen.gone).sum()),
    )


def _guesses(history: History, days: range, until: int) -> _Guesses:
    """Guess for everybody who waited on each of the days, and follow them until a day."""
    parts: list[tuple[NDArray[np.generic], ...]] = []
    for day in days:
        there = np.flatnonzero((history.queued <= day) & (history.left > day))
        if not there.size:
            continue
        rates, usual = _rates(history, day)
        order = there[
            np.lexsort(
                (there, history.queued[there], ~history.without_gp[there], history.queue[there])
            )
        ]
        queue = history.queue[order]
        starts = np.flatnonzero(np.append(True, queue[1:] != queue[:-1]))
        place = (
            np.arange(order.size) - np.repeat(starts, np.diff(np.append(starts, order.size))) + 1
        )
        rate = np.array([rates.get(int(one), usual) for one in queue[starts]])
        speed = np.repeat(rate, np.diff(np.append(starts, order.size)))
        end = np.minimum(history.left[order], until)
        left = history.left[order] <= until
        parts.append(
            (
                queue,
                place,
                np.minimum(place / speed, _LONGEST),
                np.maximum(end - day, 0.5),
                left & history.placed[order],
                left & ~history.placed[order],
            )
        )
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else []
    if not columns:
        none, no = np.empty(0), np.empty(0, bool)
        return _Guesses(none.astype(np.int64), none.astype(np.int64), none, none, no, no)
    return _Guesses(*columns)


def _rates(history: History, day: int) -> tuple[dict[int, float], float]:
    """Return persons placed per day in the year before, by queue, drawn towards the mean queue's.

    A queue that is younger than a year is counted from the day that it began: one that somebody has just
    joined does not look as if it had stood still for a year.
    """
    served = history.placed & (history.left <= day) & (history.left > day - _WINDOW)
    queues, counts = np.unique(history.queue[served], return_counts=True)
    known = np.unique(history.queue[(history.queued <= day) & (history.left > day - _WINDOW)])
    usual = max(float(counts.sum()), 0.5) / _WINDOW / max(known.size, 1)
    begun = history.queued <= day
    every, at = np.unique(history.queue[begun], return_inverse=True)
    first = np.full(every.size, day, np.int64)
    np.minimum.at(first, at.reshape(-1), history.queued[begun])
    seen = dict(zip(every.tolist(), np.minimum(day - first, _WINDOW).tolist(), strict=True))
    placed = dict(zip(queues.tolist(), counts.tolist(), strict=True))
    rates = {
        one: (placed.get(one, 0) + _STRENGTH * usual) / (seen[one] + _STRENGTH)
        for one in {*known.tolist(), *placed}
    }
    return rates, usual


def _of_guesses(guess: Numbers, limits: Sequence[float], ratios: Sequence[float]) -> Numbers:
    """Return the waits of guesses: their size's ratio, but never below that of a smaller guess."""
    each = np.array(ratios)
    reached = np.maximum.accumulate(np.append(0.0, each[:-1] * np.array(limits)))
    size = np.searchsorted(limits, guess, side="right")
    waits: Numbers = np.maximum(each[size] * guess, reached[size])
    return waits


def _quantiles(ratio: Numbers, placed: Flags) -> tuple[float, float, float]:
    """Return the 10th, 50th and 90th percentile of ratios, some of which are only known to be more.

    Where the ratios end before a percentile is reached, it is infinite; the 10th is then the last
    ratio seen, which it is at least.
    """
    order = np.lexsort((~placed, ratio))
    ratio, placed = ratio[order], placed[order]
    at_risk = np.arange(ratio.size, 0, -1)
    survival = np.cumprod(np.where(placed, 1 - 1 / at_risk, 1.0))
    tail = (1 - COVERAGE) / 2

    def below(share: float) -> float:
        found = np.flatnonzero(survival <= 1 - share + _ROUNDING)
        return float(ratio[found[0]]) if found.size else float("inf")

    return min(below(tail), float(ratio[-1])), below(0.5), below(1 - tail)
