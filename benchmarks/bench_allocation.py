"""Allocation of places: a synthetic nation of 5,300 lists, and 10,000 residents spread over 200 lists.

Each row is the best of some runs, in seconds of one core, without compiling. The peers answer the same
question in the same run, and have to give the same answer: deferred acceptance as the textbook has it,
in numba; OR-Tools' flow of least cost, person by person; HiGHS with persons counted by kind. The peers
of the distribution need not keep households whole. Whole rounds (order, both ways, second round,
receipt) and their memory are measured in a fresh process. A month's cut-over of 100,000 moves is
measured on PostgreSQL, in a database of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import numpy as np

from benchmarks import Row, lists_cut_over
from benchmarks.bench_synth import peak_mb
from benchmarks.nation_allocation import municipality, nation
from hjemmel.engines.allocation import RoundInputs
from hjemmel.engines.allocation import run as run_round
from hjemmel.engines.allocation.distribution import Measure, Weights, distribute
from hjemmel.engines.allocation.distribution.costs import costs_of, points_of_flow
from hjemmel.engines.allocation.distribution.flow import cheapest
from hjemmel.engines.allocation.most_placed import place_most
from hjemmel.engines.allocation.order import serving_order
from hjemmel.engines.allocation.stable import deferred_acceptance
from hjemmel.law import law_on

NAME = "Allocation of places"
_LISTS = 5_300
_SIZES = (4_000, 300_000)
_LAW = law_on(date(2026, 11, 1), "4601")
_Answer = TypeVar("_Answer")


def run() -> list[Row]:
    """Measure rounds of two sizes, whole rounds, and a distribution."""
    rows: list[Row] = []
    for waiting in _SIZES:
        inputs = nation(waiting, _LISTS)
        rows += [_stable(inputs), _optimal(inputs)]
    for waiting in _SIZES:
        rows += _whole_round(waiting)
    for measure in Measure:
        rows += _distribution(10_000, 200, measure)
    rows += lists_cut_over.rows()
    return rows


def _stable(inputs: RoundInputs) -> Row:
    from benchmarks import peer_allocation

    order, rank = serving_order(inputs.applicants, _LAW.fresh(), 1)
    choices, places = inputs.open_choices(), inputs.lists.places
    precedence = inputs.applicants.precedence
    ours, got = _best(lambda: deferred_acceptance(order, rank, choices, precedence, places), 9)
    peer, wanted = _best(lambda: peer_allocation.deferred_acceptance(rank, choices, places), 9)
    _same(got.tobytes(), wanted.tobytes())
    name = f"allocation.stable.{len(inputs.applicants)}"
    return _row(name, ours, "deferred acceptance with heaps, numba", peer)


def _optimal(inputs: RoundInputs) -> Row:
    from benchmarks import peer_allocation

    order, _ = serving_order(inputs.applicants, _LAW.fresh(), 1)
    choices, places = inputs.open_choices(), inputs.lists.places
    ours, got = _best(lambda: place_most(order, choices, places), 5)
    peer, wanted = _best(peer_allocation.flow_of_choices(choices, places), 3)
    placed = got[got >= 0]
    _same((placed.size, int(placed.sum())), wanted)
    name = f"allocation.optimal.{len(inputs.applicants)}"
    return _row(name, ours, "OR-Tools SimpleMinCostFlow, same placed and choices", peer)


def _whole_round(waiting: int) -> list[Row]:
    command = [sys.executable, "-m", "benchmarks.bench_allocation", str(waiting)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured = json.loads(done.stdout)
    return [
        Row(f"allocation.round.{waiting}", measured["seconds"], "s"),
        Row(f"allocation.round.{waiting}: peak memory", measured["peak_mb"], "MB"),
    ]


def _distribution(persons: int, lists: int, measure: Measure) -> list[Row]:
    from benchmarks import peer_allocation

    inputs = municipality(persons, lists, measure)
    ours, result = _best(lambda: distribute(inputs, _LAW.fresh()), 5)
    costs = costs_of(inputs, Weights.of(_LAW.fresh(), measure))
    places = (costs.places, costs.step, costs.start)
    kind = np.repeat(costs.class_of, inputs.households.sizes)
    peer, points = _best(peer_allocation.flow_of_persons(costs.cost, kind, *places), 1)
    _same((result.points, result.bound), (points, points))
    flow, (spread, _) = _best(lambda: cheapest(costs.cost, costs.persons, *places), 5)
    by_kind, points = _best(peer_allocation.classes_by_highs(costs.cost, costs.persons, *places), 3)
    _same(points_of_flow(costs, spread), points)
    by_kilometre = measure is Measure.KILOMETRES
    name = f"allocation.distribute.{persons}{'.kilometres' if by_kilometre else ''}"
    return [
        _row(name, ours, "OR-Tools SimpleMinCostFlow, a node for each person, same points", peer),
        _row(
            f"{name}: flow alone",
            flow,
            "HiGHS through scipy, persons by kind, same points",
            by_kind,
        ),
    ]


def _row(name: str, ours: float, peer: str, seconds: float) -> Row:
    return Row(name, ours, "s", peer, seconds, seconds / ours)


def _same(ours: object, wanted: object) -> None:
    if ours != wanted:
        raise AssertionError("hjemmel and the peer give different answers")


def _best(work: Callable[[], _Answer], repeats: int) -> tuple[float, _Answer]:
    """Return the shortest of the runs after the first, which compiles and warms up, and an answer."""
    answer = work()
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds), answer


def _measure(waiting: int) -> dict[str, float]:
    """Measure whole rounds in this process."""
    inputs = nation(waiting, _LISTS)
    seconds, _ = _best(lambda: run_round(inputs, _LAW.fresh(), seed=1), 3)
    return {"seconds": seconds, "peak_mb": peak_mb()}


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
