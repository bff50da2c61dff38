"""Measures public nurse-rostering instances: ``python -m benchmarks.nurse_rostering FOLDER``."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.nurse_rostering.measure import (
    Measured,
    best_known,
    described,
    gap,
    instances,
    measure,
    middle,
    wrong_with,
)

_HEADING = (
    "| # | days × persons × kinds | objective | bound | seconds | best known | gap | broken | MB |"
)


def line(number: str, size: str, run: Measured, best: int | None) -> str:
    """Return one row of the table."""
    objective = "none" if run.objective is None else str(run.objective)
    known = "" if best is None else str(best)
    off = "" if best is None or run.objective is None else f"{gap(run.objective, best):.1%}"
    return (
        f"| {number} | {size} | {objective} | {run.bound} | {run.seconds:.0f} | {known} | {off} "
        f"| {run.violations} | {run.peak_mb:.0f} |"
    )


def main() -> None:
    """Print one row per instance, as soon as it is measured."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.nurse_rostering", description=__doc__
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--only", nargs="+", help="numbers of instances; all when left out")
    parser.add_argument(
        "--plain", action="store_true", help="the plain model, CP-SAT with 8 workers"
    )
    given = parser.parse_args()
    wrong = wrong_with(given.folder)
    if wrong:
        parser.error(wrong)
    known = best_known(given.folder)
    print(_HEADING, "|--|--|--:|--:|--:|--:|--:|--:|--:|", sep="\n", flush=True)
    only = None if given.only is None else dict.fromkeys(given.only)
    for number, path in instances(given.folder, only).items():
        runs = [
            measure(path, seconds=given.seconds, seed=seed, plain=given.plain)
            for seed in given.seeds
        ]
        print(line(number, described(path), middle(runs), known.get(number)), flush=True)


if __name__ == "__main__":
    main()
