"""The personnel solver finds the best of all rosters, proves its bound, and stops when asked."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, islice

import numpy as np
import pytest

from benchmarks.nurse_rostering.checker import judge
from hjemmel.engines.rostering.solvers.personnel import (
    PersonnelProblem,
    ShiftKind,
    Worker,
    solve,
)
from hjemmel.engines.rostering.solvers.personnel.columns import choose, replan_persons
from hjemmel.engines.rostering.solvers.personnel.compact import solve_block
from hjemmel.engines.rostering.solvers.personnel.improve import Improver
from hjemmel.engines.rostering.solvers.personnel.pricing import Pricer
from hjemmel.engines.rostering.solvers.personnel.reinsertion import Chain
from hjemmel.engines.rostering.solvers.personnel.start import first_roster
from hjemmel.engines.rostering.solvers.personnel.watch import Watch
from hjemmel.kernel.errors import CancelledError, InputError
from hjemmel.kernel.text import Text
from tests.twins.personnel import generated, lawful, least


def _seeds(wanted: int) -> list[int]:
    """Return seeds of problems where everybody has a roster, though not thousands."""
    fits = (
        seed
        for seed in count()
        if all(
            1 < len(lawful(generated(seed, persons=2, days=5), person)) < 80 for person in (0, 1)
        )
    )
    return list(islice(fits, wanted))


@pytest.mark.parametrize("seed", _seeds(12))
def test_solver_finds_the_least_of_all_rosters_and_its_bound_is_not_above(seed: int) -> None:
    problem = generated(seed, persons=2, days=5)
    best = least(problem)
    answer = solve(problem, seconds=4, seed=seed, threads=1, workers=1)
    assert answer.roster is not None
    verdict = judge(problem, answer.roster.tolist())
    assert verdict.violations == ()
    assert answer.objective == verdict.objective == best
    assert answer.bound <= answer.objective


@pytest.mark.parametrize("seed", _seeds(12))
def test_cp_sat_with_everything_free_finds_the_same(seed: int) -> None:
    problem = generated(seed, persons=2, days=5)
    answer = solve_block(problem, None, None, seconds=20, workers=1, seed=0)
    assert answer.roster is not None
    verdict = judge(problem, answer.roster.tolist())
    assert (verdict.violations, verdict.objective) == ((), least(problem))
    assert round(answer.bound) == verdict.objective


def _ward(persons: int = 6, days: int = 14) -> PersonnelProblem:
    workers = tuple(
        Worker(f"P{person}", (days, days), 6 * 480, 8 * 480, 5, 2, 2, most_weekends=1)
        for person in range(persons)
    )
    rng = np.random.default_rng(7)
    shape = (days, 2)
    return PersonnelProblem(
        (ShiftKind("E", 480), ShiftKind("L", 480, frozenset({1}))),
        workers,
        rng.integers(0, 3, (persons, days, 3)).astype(np.int64),
        rng.integers(1, 3, shape).astype(np.int64),
        np.full(shape, 100, np.int64),
        np.ones(shape, np.int64),
    )


def test_every_part_keeps_the_rules_and_never_makes_the_best_worse() -> None:
    problem = _ward()
    pricer = Pricer(problem, threads=2, cells=1_000_000)
    start = first_roster(pricer, seed=3)
    improver = Improver(pricer, pricer, start, 0, seed=3, threads=2, workers=2)
    seen = [improver.objective]
    for way in (improver.walk, improver.blocks, improver.columns):
        way(Watch(1.0))
        assert judge(problem, improver.best.tolist()).violations == ()
        assert improver.objective == judge(problem, improver.best.tolist()).objective
        seen.append(improver.objective)
    pricer.close()
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] < seen[0]


def test_a_walk_counts_its_objective_right_at_every_temperature() -> None:
    problem = _ward()
    pricer = Pricer(problem, threads=1, cells=1_000_000)
    chain = Chain(pricer, first_roster(pricer, seed=1), np.random.default_rng(1))
    for temperature in (50.0, 5.0, 0.5):
        chain.steps(60, temperature)
        for roster, objective in ((chain.roster, chain.objective), (chain.best, chain.least)):
            verdict = judge(problem, roster.tolist())
            assert (verdict.violations, verdict.objective) == ((), objective)
    pricer.close()


def test_a_block_leaves_all_else_as_it_is() -> None:
    problem = _ward()
    pricer = Pricer(problem, threads=1, cells=1_000_000)
    start = first_roster(pricer, seed=1)
    pricer.close()
    free = np.zeros(start.shape, np.bool_)
    free[1:4, 3:9] = True
    answer = solve_block(problem, start, free, seconds=10, workers=1, seed=0)
    assert answer.roster is not None
    assert (answer.roster[~free] == start[~free]).all()
    verdict = judge(problem, answer.roster.tolist())
    assert verdict.violations == ()
    assert verdict.objective == round(answer.bound) <= problem.objective(start)


def test_replanned_persons_are_lawful_and_others_stay() -> None:
    problem = _ward()
    pricer = Pricer(problem, threads=1, cells=1_000_000)
    start = first_roster(pricer, seed=1)
    roster, _ = replan_persons(pricer, start, [0, 2], {}, Watch(10), workers=1, seed=0)
    pricer.close()
    assert (roster[[1, 3, 4, 5]] == start[[1, 3, 4, 5]]).all()
    assert judge(problem, roster.tolist()).violations == ()
    assert problem.objective(roster) <= problem.objective(start)


def test_chosen_among_known_rosters_is_the_cheapest() -> None:
    problem = generated(_seeds(1)[0], persons=2, days=5)
    each = [[np.array(one, np.int8) for one in lawful(problem, person)] for person in range(2)]
    rosters, owner = each[0] + each[1], [0] * len(each[0]) + [1] * len(each[1])
    now = np.stack([each[0][0], each[1][0]])
    chosen = choose(problem, problem.required, rosters, owner, now, seconds=20, workers=1, seed=0)
    assert chosen is not None
    assert problem.objective(np.stack([chosen[0], chosen[1]])) == least(problem)


class _StopsAfter:
    """Progress of somebody who stops the work."""

    def __init__(self, seconds: int) -> None:
        self.left = seconds
        self.total = 0

    def start(self, label: Text, total: int) -> None:
        self.total = total

    def advance(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left <= 0:
            raise CancelledError(
                Text("Stoppet.", "Stopped."), where="", remedy=Text("Start på nytt.", "Again.")
            )


def test_stopped_work_gives_the_best_roster_so_far() -> None:
    problem = _ward(persons=12, days=28)
    progress = _StopsAfter(1)
    answer = solve(problem, seconds=120, progress=progress, workers=2)
    assert progress.total == 120
    assert answer.roster is not None
    assert judge(problem, answer.roster.tolist()).violations == ()
    assert answer.is_optimal or (answer.stopped and answer.seconds < 60)


def test_limits_that_cannot_be_kept_together_name_the_person() -> None:
    problem = _ward()
    impossible = replace(problem.workers[2], least_minutes=14 * 480, most_minutes=14 * 480)
    workers = (*problem.workers[:2], impossible, *problem.workers[3:])
    with pytest.raises(InputError, match=r"P2.*least and most time"):
        solve(replace(problem, workers=workers), seconds=5)


def test_nobody_and_no_days_cost_what_is_missing() -> None:
    tables = np.full((3, 1), 2, np.int64)
    nobody = PersonnelProblem(
        (ShiftKind("E", 480),), (), np.zeros((0, 3, 2), np.int64), tables, tables, tables
    )
    answer = solve(nobody, seconds=1)
    assert (answer.objective, answer.bound, answer.is_optimal) == (12, 12, True)


@pytest.mark.parametrize(
    "broken",
    [
        {"wish_cost": np.zeros((6, 13, 3), np.int64)},
        {"under": np.zeros((14, 1), np.int64)},
        {"over": np.full((14, 2), -1, np.int64)},
        {"over": np.full((14, 2), 10_000_000, np.int64)},
        {"kinds": (ShiftKind("E", 0), ShiftKind("L", 480))},
        {"kinds": (ShiftKind("E", 480, frozenset({3})), ShiftKind("L", 480))},
    ],
)
def test_what_does_not_fit_together_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(InputError):
        replace(_ward(), **broken)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "broken",
    [
        {"most_of_kind": (1,)},
        {"least_minutes": 5_000},
        {"longest_run": 0},
        {"shortest_run": 6},
    ],
)
def test_limits_that_make_no_sense_are_refused(broken: dict[str, object]) -> None:
    problem = _ward()
    worker = replace(problem.workers[0], **broken)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="P0"):
        replace(problem, workers=(worker, *problem.workers[1:]))
