"""The need for GPs: every district, 25 years, 1 000 draws, beside the same computed one number at a time.

The peer is the twin that the tests judge the engine by (``tests/twins/coverage_path.py``): plain Python, as one
would write it without arrays. It runs fewer draws; its time is scaled per draw. Both run on one core.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from benchmarks import Row
from hjemmel.cases.published import load_case
from hjemmel.engines.coverage import run as run_need
from hjemmel.engines.coverage.assumptions import assume
from hjemmel.engines.coverage.path import PathInputs, simulate
from hjemmel.engines.coverage.sensitivity import draw_factors, half_widths
from hjemmel.law import LawAt, load_law
from tests.twins.coverage_path import Municipality, walk

NAME = "Need for GPs"
_DRAWS = 1_000
_PEER_DRAWS = 40
_HORIZON = 25
_REPEATS = 5


def run() -> list[Row]:
    """Measure the path for Bergen's districts and for as many as the nation has, and a whole answer."""
    case = load_case("bergen-2023")
    law = LawAt(date(2023, 12, 31), case.number, book=load_law())
    widths = half_widths(law)
    population = np.array([d.population for d in case.districts], dtype=float)
    gps = np.array([d.gps for d in case.districts], dtype=float)
    rows = []
    for label, copies in (("Bergen's 8 districts", 1), ("400 districts", 50)):
        inputs = PathInputs(
            population_today=np.tile(population, copies),
            population_target=298_000.0 * copies,
            years_to_target=4,
            years=5,
            horizon=_HORIZON,
            guests=10_000.0 * copies,
            mean_list_today=1_156.0,
            mean_list=1_100.0,
            reserve_share=0.05,
            reserve_of_capacity=False,
            gps=np.tile(gps, copies),
            leavers=np.full(_HORIZON, 10.0 * copies),
        )
        factors = draw_factors(widths, _DRAWS, seed=1)
        ours = _best(lambda inputs=inputs, factors=factors: simulate(inputs, factors))
        peer = _peer_seconds(inputs, factors)
        rows.append(
            Row(
                name=f"{label} × {_HORIZON} years × {_DRAWS:,} draws",
                value=ours,
                unit="s",
                peer=f"plain Python twin, {_PEER_DRAWS} draws, scaled",
                peer_value=peer,
                ratio=peer / ours,
            )
        )
    assumed = replace(assume(case, law), horizon=_HORIZON, draws=_DRAWS)
    whole = _best(lambda: run_need(assumed, law.fresh()))
    rows.append(
        Row(name="Whole answer: three methods, bands, path, receipt", value=whole, unit="s")
    )
    return rows


def _best(work: Callable[[], object]) -> float:
    work()
    seconds = []
    for _ in range(_REPEATS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def _peer_seconds(inputs: PathInputs, factors: dict[str, np.ndarray]) -> float:
    plain = Municipality(
        **{
            name: value.tolist() if isinstance(value, np.ndarray) else value
            for name, value in vars_of(inputs).items()
        }
    )
    districts = min(len(plain.gps), 8)
    start = time.perf_counter()
    for draw in range(_PEER_DRAWS):
        row = {name: float(values[draw]) for name, values in factors.items()}
        for district in range(districts):
            walk(plain, district, row)
    taken = time.perf_counter() - start
    return taken * _DRAWS / _PEER_DRAWS * len(plain.gps) / districts


def vars_of(inputs: PathInputs) -> dict[str, object]:
    """Return the fields of the inputs by name."""
    return {name: getattr(inputs, name) for name in inputs.__slots__}
