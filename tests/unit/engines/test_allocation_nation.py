"""The synthetic nation of the benchmark is the one it says it is, and its peers agree with the engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from benchmarks import Row, bench_allocation
from benchmarks.nation_allocation import municipality, nation
from hjemmel.engines.allocation import RoundInputs, check, run
from hjemmel.engines.allocation.distribution import Measure, distribute
from hjemmel.law import law_on

LAW = law_on(date(2026, 11, 1), "4601")


@pytest.fixture(scope="module")
def small() -> RoundInputs:
    return nation(6_000, 5_300)


def test_half_of_the_lists_are_open_with_places_for_sixty_percent(small: RoundInputs) -> None:
    assert small.lists.is_open.sum() == 2_756
    assert small.lists.places.sum() == 3_600
    assert small.lists.places[~small.lists.is_open].sum() == 0


def test_each_chooses_one_to_three_open_lists_mostly_at_home(small: RoundInputs) -> None:
    choices, lists = small.applicants.choices, small.lists
    person, number = np.nonzero(choices >= 0)
    chosen = choices[person, number]
    assert lists.is_open[chosen].all()
    assert set((choices >= 0).sum(axis=1).tolist()) == {1, 2, 3}
    at_home = lists.municipality[chosen] == small.applicants.municipality[person]
    assert at_home.mean() == pytest.approx(0.85, abs=0.02)
    assert small.applicants.without_gp.mean() == pytest.approx(0.4, abs=0.03)


def test_the_nation_is_the_same_again_and_can_be_run(small: RoundInputs) -> None:
    one, again = (run(each, LAW.fresh(), seed=1) for each in (small, nation(6_000, 5_300)))
    assert one.receipt.id == again.receipt.id
    assert all(finding.is_met for finding in check(one, LAW.fresh()))


@pytest.mark.parametrize("measure", [bench_allocation._stable, bench_allocation._optimal])
def test_a_peer_that_answers_otherwise_would_stop_the_benchmark(
    small: RoundInputs, measure: Callable[[RoundInputs], Row]
) -> None:
    row = measure(small)
    assert row.name.endswith(".6000")
    assert row.ratio == pytest.approx(row.peer_value / row.value)  # type: ignore[operator]


@pytest.mark.parametrize("nearness", Measure)
def test_the_municipality_to_distribute_has_places_for_all(nearness: Measure) -> None:
    inputs = municipality(1_000, 40, nearness)
    assert inputs.measure is nearness
    assert inputs.households.sizes.sum() == 1_000
    assert inputs.lists.places.sum() == 1_150
    assert distribute(inputs, LAW.fresh()).without == 0
