"""Which constraint keeps a span from its target, or which other spans."""

from __future__ import annotations

import time
from itertools import combinations

import numpy as np

from hjemmel.engines.rostering.bounds import Least, least_span, pour
from hjemmel.engines.rostering.constraints import by_key
from hjemmel.engines.rostering.problem import Problem, SpanGroup
from hjemmel.engines.rostering.solvers.counts import contradict
from hjemmel.engines.rostering.solvers.switches import Demand, Switches
from hjemmel.engines.rostering.terms import Effort, Level
from hjemmel.kernel.text import Text

_OPENING = Text("Saldo fra tidligere perioder", "Balance from earlier periods")
_CELLS = 12_000
_SECONDS = 3.0
_SECONDS_EACH = 0.5


def prevented_by(
    problem: Problem, group: SpanGroup, least: Least, value: int, effort: Effort
) -> tuple[Text, ...]:
    """Return the names of what keeps a span from its target; none where that is not known.

    Args:
        problem: The problem.
        group: Who is compared in what.
        least: The bound on the span.
        value: The span of the roster.
        effort: The seed.
    """
    target = problem.rates(group)[2]
    if value <= target:
        return ()
    if least.span > target:
        return _by_bound(problem, group, target)
    return _by_other_spans(problem, group, effort) or _by_search(problem, group, target, effort)


def _by_bound(problem: Problem, group: SpanGroup, target: int) -> tuple[Text, ...]:
    """Leave out each thing in turn and see whether the bound comes down."""
    found = []
    if _without_opening(problem, group) <= target:
        found.append(_OPENING)
    for key in problem.masks:
        without = problem.without(key)
        if least_span(without, group).span <= target:
            found.append(by_key(key).name)
    return tuple(found) or (by_key("coverage").name,)


def _without_opening(problem: Problem, group: SpanGroup) -> int:
    spans = problem.spans
    amount = spans.amount[group.row]
    share = spans.share[group.row, group.doctors]
    allowed = problem.allowed[group.doctors]
    column = allowed.any(axis=0) & (amount > 0)
    if not column.any():
        return int(np.ptp(-share))
    step = int(np.gcd.reduce(amount[column]))
    total = int((amount * problem.need)[column].sum())
    floor = problem.fixed[group.doctors] @ amount
    return pour(-share, floor, allowed @ amount, total, step).span


def _by_other_spans(problem: Problem, group: SpanGroup, effort: Effort) -> tuple[Text, ...]:
    """Name the fewest other spans that cannot be on target beside it, whoever takes what."""
    began = time.perf_counter()
    others = [one for one in problem.groups if one is not group]
    for size in (1, 2):
        for beside in combinations(others, size):
            left = _SECONDS - (time.perf_counter() - began)
            if left <= 0:
                return ()
            held = [(one, problem.rates(one)[2]) for one in (group, *beside)]
            if contradict(problem, held, effort, min(left, _SECONDS_EACH)):
                return tuple(_evenness(one) for one in beside)
    return ()


def _evenness(group: SpanGroup) -> Text:
    label = group.category.label
    return Text(f"Jevn fordeling av {label.nb.lower()}", f"Even distribution of {label.en.lower()}")


def _by_search(problem: Problem, group: SpanGroup, target: int, effort: Effort) -> tuple[Text, ...]:
    """Ask for the target and see which constraints contradict it."""
    if problem.allowed.size > _CELLS:
        return ()
    everything = np.ones(len(problem.frame.shifts), np.bool_)
    model = Switches.of(problem, everything, lambda demand: Demand(demand.key))
    model.hold_span(group, target)
    demands, _ = model.smallest(effort, _SECONDS)
    keys = {demand.key for demand in demands} - {"coverage"}
    order = {level: place for place, level in enumerate(Level)}
    ranked = sorted(keys, key=lambda key: (order[problem.levels[key]], key))
    return tuple(by_key(key).name for key in ranked)
