"""Measures the personnel solver on one instance, in a process of its own, and reads what is known best."""

from __future__ import annotations

import re
import resource
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median_low

import numpy as np

from benchmarks.nurse_rostering.checker import judge
from benchmarks.nurse_rostering.reader import read_file
from hjemmel.engines.rostering.solvers.personnel import (
    PersonnelProblem,
    ShiftKind,
    Worker,
    solve,
)
from hjemmel.engines.rostering.solvers.personnel.compact import solve_block

_ROW = re.compile(r"^\|\s*(\d+)\s*\|[^|]*\|\s*([\d  ]+?)\s*\|")
_HEADING = re.compile(r"^\|\s*#\s*\|.*\|\s*best known\s*\|", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measured:
    """One run.

    Args:
        objective: Penalty of the roster by the checker; ``None`` when none was found.
        violations: Rules that the checker found broken.
        bound: No roster has less.
        seconds: How long it took.
        peak_mb: Peak memory of the process.
    """

    objective: int | None
    violations: int
    bound: int
    seconds: float
    peak_mb: float


def gap(objective: int, best: int) -> float:
    """Return how much dearer than the best known, as a share."""
    return (objective - best) / max(best, 1)


def best_known(folder: Path) -> dict[str, int]:
    """Read the best known objectives from the table of the README of the folder or its parent.

    The table's heading begins with ``#`` and its third column is *best known*; without such a table
    nothing is known.
    """
    for readme in (folder / "README.md", folder.resolve().parent / "README.md"):
        if readme.is_file():
            found = _table(readme.read_text("utf-8"))
            if found:
                return found
    return {}


def _table(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    inside = False
    for line in text.splitlines():
        inside = bool(_HEADING.match(line)) or (inside and line.startswith("|"))
        row = _ROW.match(line) if inside else None
        if row:
            found[row.group(1)] = int(re.sub(r"\D", "", row.group(2)))
    return found


def measure(path: Path, *, seconds: float, seed: int, plain: bool = False) -> Measured:
    """Solve one instance in a fresh process and judge the roster.

    Args:
        path: The instance.
        seconds: How long.
        seed: Chance.
        plain: Whether to solve with the plain model and 8 workers of CP-SAT instead.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, path, seconds, seed, plain).result()


def middle(runs: list[Measured]) -> Measured:
    """Return the run with the median objective; one without a roster counts as the worst."""
    ranks = [np.inf if run.objective is None else float(run.objective) for run in runs]
    return runs[ranks.index(median_low(ranks))]


def _measured(path: Path, seconds: float, seed: int, plain: bool) -> Measured:
    problem = read_file(path)
    if plain:
        from hjemmel.engines.rostering.solvers.personnel.watch import Watch

        watch = Watch(seconds)
        block = solve_block(problem, None, None, seconds=seconds, workers=8, seed=seed)
        roster, bound, took = block.roster, int(np.ceil(block.bound - 1e-6)), watch.passed
    else:
        solve(_small(), seconds=1)
        answer = solve(problem, seconds=seconds, seed=seed)
        roster, bound, took = answer.roster, answer.bound, answer.seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if roster is None:
        return Measured(None, 0, bound, took, peak)
    verdict = judge(problem, roster.tolist())
    return Measured(verdict.objective, len(verdict.violations), bound, took, peak)


def _small() -> PersonnelProblem:
    """Return a problem that brings everything compiled into memory, before time is taken."""
    tables = np.ones((14, 1), np.int64)
    worker = Worker("A", (14,), 0, 14 * 480, 5)
    wishes = np.ones((3, 14, 2), np.int64)
    return PersonnelProblem((ShiftKind("E", 480),), (worker,) * 3, wishes, tables, tables, tables)


def described(problem_file: Path) -> str:
    """Return days × persons × kinds of an instance."""
    problem = read_file(problem_file)
    return f"{problem.days}×{len(problem.workers)}×{len(problem.kinds)}"


def wrong_with(folder: Path | None) -> str | None:
    """Say what keeps a folder from being measured, and what to do; ``None``: nothing."""
    if folder is None:
        return "rostering reads its instances from a folder: script/bench rostering FOLDER"
    if not folder.is_dir():
        return f"{folder} is not a folder: give the folder of the instances"
    if not instances(folder):
        return f"{folder} has no instances: their files are called Instance1.txt, Instance2.txt …"
    return None


def instances(folder: Path, only: Mapping[str, object] | None = None) -> dict[str, Path]:
    """Return the files of a folder by their number, in order."""
    numbered = {
        found.group(1): path
        for path in folder.iterdir()
        if (found := re.search(r"(\d+)\.txt$", path.name, re.IGNORECASE))
    }
    return {
        number: numbered[number]
        for number in sorted(numbered, key=int)
        if only is None or number in only
    }
