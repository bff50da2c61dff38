"""Personnel rosters: public nurse-rostering instances, read from a folder of theirs.

``script/bench rostering FOLDER`` gives each instance five minutes and one row: the penalty of the
roster by a checker of its own, the bound that no roster goes below, and the best known, from the table
of the README in the folder or above it. Lower is better; the ratio is best known to ours. Without a
folder there is nothing to measure. ``python -m benchmarks.nurse_rostering FOLDER`` has other times,
several seeds, and the plain model in CP-SAT to compare with.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import Row
from benchmarks.nurse_rostering.measure import (
    best_known,
    described,
    gap,
    instances,
    measure,
    wrong_with,
)

NAME = "Personnel rosters"
READS_FOLDER = True
WRONG_WITH = wrong_with
_SECONDS = 300.0
_SEED = 1


def run(folder: Path | None = None, *, seconds: float = _SECONDS) -> list[Row]:
    """Measure the instances of a folder."""
    if folder is None:
        return []
    known = best_known(folder)
    rows = []
    for number, path in instances(folder).items():
        measured = measure(path, seconds=seconds, seed=_SEED)
        best = known.get(number)
        objective = measured.objective
        off = "" if best is None or objective is None else f", gap {gap(objective, best):.1%}"
        name = (
            f"rostering.{number}: {described(path)}, bound {measured.bound}, "
            f"{measured.seconds:.0f} s, {measured.violations} rules broken{off}"
        )
        value = float("inf") if objective is None else float(objective)
        ratio = None if best is None else best / max(value, 1.0)
        rows.append(Row(name, value, "points", "best known" if best else "", best, ratio))
        print(f"  {name}: {value:,.0f}", file=sys.stderr, flush=True)
    return rows
