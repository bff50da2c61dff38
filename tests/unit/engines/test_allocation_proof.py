"""The proof of a distribution, checked as a proof; and what is counted in places that were given wrong."""

from __future__ import annotations

import numpy as np
import pytest

from hjemmel.engines.allocation.distribution import Measure, Weights
from hjemmel.engines.allocation.distribution.costs import costs_of, points_of_flow
from hjemmel.engines.allocation.distribution.flow import cheapest
from hjemmel.engines.allocation.distribution.households import _use_room
from hjemmel.engines.allocation.stable import count_passed_over
from tests.twins import allocation_distribution as twin
from tests.twins.allocation_distribution import Home, Receiver, Task
from tests.twins.allocation_distribution_cases import (
    BY_DISTRICT,
    BY_KILOMETRE,
    LAW,
    POINTS,
    as_inputs,
    made_instance,
)


def made_task(seed: int) -> Task:
    """Many kinds of household, tight lists and distances of every size, so that many must move on."""
    rng = np.random.default_rng(seed)
    homes = [
        Home(int(rng.integers(1, 4)), float(rng.integers(1, 9)) / 2, area, int(rng.integers(-1, 2)))
        for area in range(30)
    ]
    persons = sum(home.size for home in homes)
    share = rng.multinomial(round(persons * rng.uniform(0.85, 1.15)), np.full(8, 1 / 8))
    lists = [
        Receiver(40, int(places), float(rng.integers(0, 40)), tuple((rng.random(2) < 0.4).tolist()))
        for places in share
    ]
    metres = (rng.integers(0, 150, (30, 8)) * 1_000).tolist()
    return Task(homes, lists, [[False] * 8] * 30, metres, POINTS)


@pytest.mark.parametrize("seed", range(40))
def test_the_flow_is_the_cheapest_where_many_must_move_on(seed: int) -> None:
    task = made_task(seed)
    costs = costs_of(as_inputs(task), BY_KILOMETRE)
    flow, _ = cheapest(costs.cost, costs.persons, costs.places, costs.step, costs.start)
    assert points_of_flow(costs, flow) == twin.fewest_points_of_persons(task)


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("room", [0.9, 1.0, 1.15])
def test_the_potentials_prove_the_flow_of_a_municipality(room: float, measure: Measure) -> None:
    """Complementary slackness: nobody is on a list dearer to her than another, with the lists' prices;
    no place that is taken costs more than its price, and none that is free costs less."""
    inputs = made_instance(2, areas=40, languages=8, room=room, measure=measure)
    costs = costs_of(inputs, Weights.of(LAW.fresh(), inputs.measure))
    flow, potential = cheapest(costs.cost, costs.persons, costs.places, costs.step, costs.start)
    assert (flow >= 0).all()
    assert flow.sum(axis=1).tolist() == costs.persons.tolist()
    filled = flow.sum(axis=0)
    assert (filled <= costs.places).all()
    reduced = costs.cost - potential[None, :]
    assert (
        reduced[flow > 0] == np.broadcast_to(reduced.min(axis=1)[:, None], flow.shape)[flow > 0]
    ).all()
    used, free = filled > 0, filled < costs.places
    assert (costs.step[(costs.start + filled - 1)[used]] <= -potential[used]).all()
    assert (costs.step[(costs.start + filled)[free]] >= -potential[free]).all()


def test_pairs_are_counted_in_places_that_nobody_should_have_given() -> None:
    """Three who want list 0 and then list 1; the last has the one place, or nobody has."""
    rank = np.arange(3, dtype=np.int32)
    choices = np.tile(np.array([[0, 1]], np.int32), (3, 1))
    precedence, places = np.zeros((3, 2), bool), np.array([1, 2], np.int32)

    def counted(got: list[int]) -> list[int]:
        passed = count_passed_over(np.array(got, np.int32), rank, choices, precedence, places)
        return [int(number) for number in passed]

    assert counted([0, 1, 1]) == [0, 0, 0]
    assert counted([1, 1, 0]) == [1, 1, 0]
    assert counted([-1, -1, -1]) == [2, 2, 2]
    assert counted([1, -1, 1]) == [1, 2, 1]
    precedence[2, 0] = True
    assert counted([1, 1, 0]) == [0, 0, 0]


@pytest.mark.parametrize("seed", range(5))
def test_room_that_was_left_is_given_to_whole_households(seed: int) -> None:
    inputs = made_instance(seed, persons=400, lists=40, areas=5, languages=2, room=0.9)
    costs = costs_of(inputs, BY_DISTRICT)
    sizes, none = inputs.households.sizes, len(inputs.lists)
    given = _use_room(inputs, costs, np.full(len(inputs.households), none, np.int32))
    taken = np.bincount(given, weights=sizes, minlength=none + 1)[:none]
    assert (taken <= inputs.lists.places).all()
    outside = sizes[given == none]
    assert outside.size
    assert outside.min() > (inputs.lists.places - taken).max()
    assert (_use_room(inputs, costs, given) == given).all()
