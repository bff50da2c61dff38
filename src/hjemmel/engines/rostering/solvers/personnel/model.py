"""Solves a personnel roster: start, column generation with its bound, dives, and improvement."""

from __future__ import annotations

from math import ceil

import numpy as np

from hjemmel.engines.rostering.solvers.personnel.dive import dive
from hjemmel.engines.rostering.solvers.personnel.generation import Generation
from hjemmel.engines.rostering.solvers.personnel.improve import Improver
from hjemmel.engines.rostering.solvers.personnel.pricing import Pricer
from hjemmel.engines.rostering.solvers.personnel.problem import PersonnelAnswer, PersonnelProblem
from hjemmel.engines.rostering.solvers.personnel.start import first_roster
from hjemmel.engines.rostering.solvers.personnel.watch import Watch
from hjemmel.kernel.progress import NoProgress, Progress
from hjemmel.kernel.text import Text

_WALK_CELLS = 1_500_000
_CELLS = 20_000_000
_MOST_ROWS = 2_500
_EARLY = 0.08
_GENERATING = 0.4
_DIVING = 0.45
_DIVES = 8
_FAR = 0.05
_TASTE = 4
_ROUNDS = 80
_SINGLE = 2.0**-23


def solve(
    problem: PersonnelProblem,
    *,
    seconds: float,
    seed: int = 0,
    threads: int = 2,
    workers: int = 8,
    progress: Progress | None = None,
) -> PersonnelAnswer:
    """Find a good roster and a bound within a time.

    The answer depends on how much the machine manages in the time, so the same seed need not give the
    same roster.

    Args:
        problem: The problem.
        seconds: How long it may take; the first lawful roster is made whatever it takes.
        seed: Chance.
        threads: Persons priced, and walks, at the same time.
        workers: Workers of CP-SAT in blocks.
        progress: Told each second. When it stops the work, the best roster so far is the answer.

    Raises:
        InputError: Somebody's limits cannot be kept together.
    """
    port = progress or NoProgress()
    port.start(Text("Lager turnus", "Making the roster"), max(1, int(seconds)))
    watch = Watch(seconds, port)
    if not problem.workers or not problem.days:
        empty = np.zeros((len(problem.workers), problem.days), np.int8)
        objective = problem.objective(empty)
        return PersonnelAnswer(empty, objective, objective, watch.passed)
    with_columns = problem.required.size + len(problem.workers) <= _MOST_ROWS
    walker = Pricer(problem, threads=threads, cells=_WALK_CELLS)
    pricer = Pricer(problem, threads=threads, cells=_CELLS) if with_columns else walker
    try:
        improver = Improver(
            pricer,
            walker,
            first_roster(walker, seed=seed),
            0,
            seed=seed,
            threads=threads,
            workers=workers,
        )
        improver.steps.append(("start", improver.objective))
        improver.walk(watch.part(_EARLY * watch.left))
        improver.steps.append(("walk", improver.objective))
        if with_columns and not watch.is_over():
            _generate(improver, watch)
        improver.run(watch, with_columns=with_columns)
        return PersonnelAnswer(
            improver.best,
            improver.objective,
            improver.bound,
            watch.passed,
            watch.is_stopped,
            tuple(improver.steps),
        )
    finally:
        pricer.close()
        walker.close()


def _generate(improver: Improver, watch: Watch) -> None:
    """Prove a bound by column generation, then dive from there to a roster.

    The rosters that the mix uses are kept for later, also when there was no time to prove much.
    """
    problem = improver.pricer.problem
    everyone = list(range(len(problem.workers)))
    generation = Generation(
        improver.pricer, everyone, problem.required, watch.part(_GENERATING * watch.left)
    )
    for person, rosters in improver.known.items():
        for roster in rosters:
            generation.add(person, roster)
    begun = watch.passed
    generation.converge(rounds=_TASTE, gap=0.3, tries=4)
    if (watch.passed - begun) * _ROUNDS / _TASTE > generation.watch.left:
        return
    node = generation.converge(rounds=1_000, gap=0.3, tries=4)
    if node is None or node.bound == -np.inf:
        return
    improver.bound = max(0, ceil(node.bound - _rounding(problem)))
    improver.steps.append(("bound", improver.bound))
    used = np.argsort(-node.prices.share, kind="stable")[: 4 * len(everyone)]
    mixed = [(generation.master.owner[c], generation.master.rosters[c]) for c in used.tolist()]
    if node.prices.objective - node.bound <= _FAR * node.prices.objective:
        generation.watch = watch.part(_DIVING * watch.left)
        _dive(improver, generation)
    for owner, roster in mixed:
        improver.known.setdefault(owner, []).append(roster)


def _dive(improver: Improver, generation: Generation) -> None:
    """Dive from where the generation stands, and again while there is time for as long a dive."""
    problem = improver.pricer.problem
    longest = 0.0
    for _ in range(_DIVES):
        begun = generation.watch.passed
        found = dive(generation, improver.rng, rounds=15, agreed=0.97, least=0.02)
        if found is None:
            break
        dived = np.stack([found[person] for person in generation.persons])
        improver.remember(dived)
        improver.keep(dived)
        improver.steps.append(("dive", problem.objective(dived)))
        longest = max(longest, generation.watch.passed - begun)
        if generation.watch.left < longest or improver.objective <= improver.bound:
            break


def _rounding(problem: PersonnelProblem) -> float:
    """Return how much the single precision of the persons' tables may take off the bound."""
    return len(problem.workers) * problem.days**2 * problem.dearest * _SINGLE + 1e-4
