"""The distribution against its slow twin, its proof, and what holds whatever the inputs are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hjemmel.engines.allocation.distribution import (
    DistributionInputs,
    DistributionResult,
    Geography,
    Households,
    MeanDistance,
    Measure,
    check,
    distribute,
    explain,
)
from hjemmel.kernel.errors import InputError
from tests.twins import allocation_distribution as twin
from tests.twins.allocation_distribution import Home, Receiver, Task
from tests.twins.allocation_distribution_cases import LAW, POINTS, as_inputs, made_instance, tasks


def not_met(result: DistributionResult) -> set[str]:
    return {finding.reason for finding in check(result) if not finding.is_met}


def proposed(task: Task) -> DistributionResult:
    return distribute(as_inputs(task), LAW.fresh())


# --- against the twin ----------------------------------------------------------------------------


@settings(deadline=None, max_examples=150)
@given(tasks())
def test_a_small_proposal_is_the_best_of_all_and_the_bound_is_not_above_it(task: Task) -> None:
    result = proposed(task)
    best = twin.fewest_points(task)
    assert result.bound <= best == result.points
    given = [None if at < 0 else int(at) for at in result.given]
    assert twin.points_of(task, given) == result.points
    assert not_met(result) == set()


@settings(deadline=None, max_examples=100)
@given(tasks(homes=12, lists=6))
def test_the_bound_is_the_cheapest_when_households_may_be_split(task: Task) -> None:
    result = proposed(task)
    assert result.bound == twin.fewest_points_of_persons(task)
    assert not_met(result) == set()


@settings(deadline=None, max_examples=100)
@given(tasks(homes=14, lists=5, largest=1))
def test_persons_who_live_alone_are_always_spread_at_the_fewest_points(task: Task) -> None:
    result = proposed(task)
    assert result.is_optimal
    assert result.points == twin.fewest_points_of_persons(task)


# --- what always holds ---------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 150),
    st.integers(1, 12),
    st.floats(0.3, 1.5),
)
def test_households_are_whole_below_ceilings_and_placed_where_there_is_room(
    seed: int, persons: int, lists: int, room: float
) -> None:
    inputs = made_instance(seed, persons=persons, lists=lists, areas=3, languages=2, room=room)
    result = distribute(inputs, LAW.fresh())
    homes = inputs.households
    counts = np.zeros(lists, int)
    for size, at in zip(homes.sizes, result.given, strict=True):
        if at >= 0:
            counts[at] += size
    assert (counts <= inputs.lists.places).all()
    outside = homes.sizes[result.given < 0]
    assert result.without == outside.sum()
    assert not outside.size or outside.min() > (inputs.lists.places - counts).max()
    assert result.points >= result.bound
    assert 0 <= result.gap <= 1
    assert not_met(result) == set()


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("room", [1.0, 1.15, 0.9])
def test_a_municipality_of_10_000_on_200_lists_is_proven_best(
    seed: int, room: float, measure: Measure
) -> None:
    inputs = made_instance(seed, room=room, measure=measure)
    result = distribute(inputs, LAW.fresh())
    assert result.weights.measure is measure
    assert result.is_optimal
    assert result.gap == 0.0
    assert result.receipt.solver_status == "optimal"
    assert result.without == max(0, 10_000 - int(inputs.lists.places.sum()))
    assert result.after.deviation <= result.before.deviation
    assert not_met(result) == set()


def test_what_is_told_of_a_proposal_is_counted_from_it() -> None:
    inputs = made_instance(7, persons=900, lists=30, room=0.95)
    result = distribute(inputs, LAW.fresh())
    homes, lists = inputs.households, inputs.lists
    near = understood = need = 0
    load = lists.load.copy()
    for home in range(len(homes)):
        at, size = int(result.given[home]), int(homes.sizes[home])
        language = int(homes.language[home])
        need += size if language >= 0 else 0
        if at < 0:
            continue
        load[at] += homes.load[home]
        near += size if inputs.geography.own_district[homes.area[home], at] else 0
        understood += size if language >= 0 and lists.speaks[at, language] else 0
    assert (result.near, result.understood, result.need_language) == (near, understood, need)
    per_place = load / lists.ceiling
    assert result.after.deviation == pytest.approx(per_place.std(), rel=1e-12)
    assert (result.after.lowest, result.after.highest) == pytest.approx(
        (per_place.min(), per_place.max()), rel=1e-12
    )
    assert result.before.mean == pytest.approx((lists.load / lists.ceiling).mean(), rel=1e-12)


def test_the_same_inputs_give_the_same_proposal_and_others_another_receipt() -> None:
    one, again = (distribute(made_instance(4, persons=2_000), LAW.fresh()) for _ in range(2))
    assert one.given.tobytes() == again.given.tobytes()
    assert one.receipt.id == again.receipt.id
    other = distribute(made_instance(5, persons=2_000), LAW.fresh())
    assert other.receipt.id != one.receipt.id


def test_a_proposal_that_the_solver_made_is_the_same_again() -> None:
    """Whole households cannot keep to the bound here, so the solver is asked."""
    inputs = made_instance(0, persons=150, lists=40, areas=12, languages=4, room=1.0)
    one, again = (distribute(inputs, LAW.fresh()) for _ in range(2))
    assert one.points > one.bound
    assert one.receipt.solver_status == "feasible"
    assert one.receipt.solver_gap == one.gap > 0
    assert one.given.tobytes() == again.given.tobytes()


@pytest.mark.parametrize("seed", [4, 9, 12, 13, 16])
def test_lists_with_few_places_are_not_filled_so_that_households_are_left_out(seed: int) -> None:
    """Places for all, most lists with three or four: taken one by one they would not suffice."""
    inputs = made_instance(seed, persons=150, lists=40, areas=12, languages=4, room=1.0)
    result = distribute(inputs, LAW.fresh())
    assert result.without == 0
    assert not_met(result) == set()


# --- the edges -----------------------------------------------------------------------------------


def only(homes: list[Home], lists: list[Receiver]) -> DistributionResult:
    return proposed(Task(homes, lists, [[True] * len(lists)], [[None] * len(lists)], POINTS))


def test_nobody_to_place_costs_nothing() -> None:
    result = only([], [Receiver(10, 5, 3.0, ())])
    assert (result.points, result.bound, result.without, result.gap) == (0, 0, 0, 0.0)
    assert result.before == result.after
    assert not_met(result) == set()


def test_no_lists_leave_everybody_without() -> None:
    result = only([Home(2, 2.0, 0), Home(1, 1.0, 0)], [])
    assert result.given.tolist() == [-1, -1]
    assert result.without == 3
    assert result.is_optimal
    assert not_met(result) == set()


def test_too_few_places_are_used_to_the_last() -> None:
    result = only([Home(1, 1.0, 0)] * 5, [Receiver(10, 2, 3.0, ()), Receiver(10, 1, 3.0, ())])
    assert sorted(result.given.tolist()) == [-1, -1, 0, 0, 1]
    assert result.without == 2


def test_a_household_too_large_for_any_list_is_without_and_smaller_ones_get_the_places() -> None:
    result = only([Home(3, 3.0, 0), Home(1, 1.0, 0)], [Receiver(10, 2, 3.0, ())])
    assert result.given.tolist() == [-1, 0]
    assert not_met(result) == set()


def test_a_language_moves_somebody_and_a_full_list_does_not() -> None:
    lists = [Receiver(100, 5, 10.0, (False,)), Receiver(100, 5, 40.0, (True,))]
    assert only([Home(1, 1.0, 0, language=0)], lists).given.tolist() == [1]
    full = [lists[0], replace(lists[1], places=0)]
    result = only([Home(1, 1.0, 0, language=0)], full)
    assert (result.given.tolist(), result.understood, result.need_language) == ([0], 0, 1)


def test_the_lighter_list_is_filled_first() -> None:
    lists = [Receiver(10, 5, 9.0, ()), Receiver(10, 5, 2.0, ())]
    assert only([Home(1, 1.0, 0)], lists).given.tolist() == [1]


# --- what the judge sees -------------------------------------------------------------------------


def judged(change: Mapping[str, object]) -> set[str]:
    right = only([Home(2, 2.0, 0), Home(1, 1.0, 0)], [Receiver(10, 2, 3.0, ())])
    assert right.given.tolist() == [0, -1]
    assert not_met(right) == set()
    return not_met(replace(right, **change))  # type: ignore[arg-type]


def test_each_condition_is_broken_by_a_proposal_made_wrong() -> None:
    both = np.array([0, 0], np.int32)
    nobody = np.array([-1, -1], np.int32)
    assert judged({"given": both, "without": 0}) == {"no_list_above_ceiling"}
    assert judged({"without": 0}) == {"nobody_is_lost"}
    assert judged({"given": nobody, "without": 3}) == {"nobody_without_where_there_is_room"}
    assert judged({"points": 0}) == {"bound_is_kept"}


# --- how nearness is measured --------------------------------------------------------------------


def one_home(
    metres: list[list[int | None]], own: list[list[bool]] | None = None, area: int = 0
) -> DistributionResult:
    """Somebody who lives alone, and two lists with places for five each."""
    lists = [Receiver(100, 5, 10.0, ()), Receiver(100, 5, 10.0, ())]
    own = own or [[True, False]] * len(metres)
    return proposed(Task([Home(1, 1.0, area)], lists, own, metres, POINTS))


def test_the_nearest_list_is_proposed_though_another_is_in_the_own_district() -> None:
    result = one_home([[4_200, 1_300]])
    assert result.weights.measure is Measure.KILOMETRES
    assert (result.given.tolist(), result.near) == ([1], 0)
    assert result.points == 3  # 1,3 km at 2 points is 2,6
    assert result.distance_given == MeanDistance(1, 0, 1.3)


def test_a_distance_that_is_unknown_makes_the_district_count() -> None:
    result = one_home([[4_200, None]])
    assert result.weights.measure is Measure.DISTRICT
    assert (result.given.tolist(), result.near, result.points) == ([0], 1, 0)
    assert result.distance_given == MeanDistance(1, 0, 4.2)


def test_an_area_without_a_known_distance_and_nobody_counts_for_nothing() -> None:
    result = one_home([[4_200, 1_300], [None, None], [None, 900]])
    assert result.weights.measure is Measure.KILOMETRES
    nowhere = one_home([[4_200, 1_300], [None, None]], area=1)
    assert nowhere.weights.measure is Measure.DISTRICT
    assert nowhere.distance_given == MeanDistance(0, 1, None)


def test_those_of_an_unknown_district_do_not_take_the_kilometres_from_the_others() -> None:
    homes = [Home(1, 1.0, 0), Home(1, 1.0, 1)]
    lists = [Receiver(100, 1, 10.0, ()), Receiver(100, 1, 10.0, ())]
    own = [[True, False], [False, False]]
    result = proposed(Task(homes, lists, own, [[4_200, 1_300], [None, None]], POINTS))
    assert result.weights.measure is Measure.KILOMETRES
    assert result.given.tolist() == [1, 0]
    assert result.distance_given == MeanDistance(1, 1, 1.3)


def test_half_a_point_is_rounded_upwards() -> None:
    assert POINTS.kilometre == 2
    assert [one_home([[metres, 90_000]]).points for metres in (249, 250, 749, 750)] == [0, 1, 1, 2]


def test_the_mean_distance_is_of_those_on_the_lists_before_and_with_the_newcomers_after() -> None:
    inputs = as_inputs(
        Task(
            [Home(2, 2.0, 0)],
            [Receiver(100, 5, 10.0, ()), Receiver(100, 0, 10.0, ())],
            [[True, False], [False, True]],
            [[2_000, 5_000], [8_000, None]],
            POINTS,
        )
    )
    members = np.array([[3, 1], [4, 7]], np.int32)
    geography = replace(inputs.geography, members=members)
    result = distribute(replace(inputs, geography=geography), LAW.fresh())
    assert result.weights.measure is Measure.KILOMETRES
    assert result.distance_before == MeanDistance(8, 7, 5.375)
    assert result.distance_after == MeanDistance(10, 7, 4.7)
    assert result.distance_given == MeanDistance(2, 0, 2.0)


def test_the_receipt_names_the_weight_that_was_used_and_no_other() -> None:
    read = {
        measure: {
            reading.parameter
            for reading in distribute(
                made_instance(3, persons=50, lists=5, measure=measure), LAW.fresh()
            ).receipt.readings
        }
        for measure in Measure
    }
    both = {"planning.points_language", "planning.points_load"}
    assert read[Measure.KILOMETRES] == both | {"planning.points_kilometre"}
    assert read[Measure.DISTRICT] == both | {"planning.points_distance"}


def test_the_formula_says_how_nearness_is_measured_and_what_it_costs() -> None:
    formula, meaning = explain(one_home([[4_200, 1_300]]))
    assert formula.nb == (
        "Poeng per person: 2 per kilometer (hele poeng) + 2 for hver tidel av taket som listens "
        "belastning er over det halve."
    )
    assert "luftlinje fra midten av bydelen" in meaning.nb
    formula, meaning = explain(one_home([[4_200, None]]))
    assert formula.en.startswith("Points per person: 10 on a list in another district + 2 for each")
    assert "not known of every list" in meaning.en
    with_language = explain(
        proposed(Task([Home(1, 1.0, 0)], [Receiver(9, 1, 0.0, (True,))], [[True]], [[0]], POINTS))
    )
    assert "15 når legen ikke kan språket" in with_language[0].nb


# --- what is refused -----------------------------------------------------------------------------


def geography(shape: tuple[int, int]) -> Geography:
    return Geography(
        own_district=np.zeros(shape, bool),
        metres=np.zeros(shape, np.int32),
        members=np.zeros(shape, np.int32),
    )


@pytest.mark.parametrize(
    ("part", "column", "value", "where"),
    [
        ("households", "sizes", [0, 1], "sizes"),
        ("households", "area", [0, 8], "area"),
        ("households", "area", [-1, 0], "area"),
        ("households", "language", [0, 5], "language"),
        ("households", "language", [0, -2], "language"),
        ("households", "keys", [1, 0], "households"),
        ("households", "load", [1.0], "households"),
        ("lists", "places", [1, -1], "lists"),
        ("lists", "ceiling", [0, 9], "lists"),
        ("lists", "keys", [4, 4], "lists"),
        ("lists", "speaks", [True, False], "speaks"),
        ("geography", "metres", [[0, 0, 0]] * 8, "metres"),
        ("geography", "metres", [[0, -2]] * 8, "metres"),
        ("geography", "members", [[0, -1]] * 8, "members"),
        ("geography", "members", [0] * 8, "members"),
        (None, "geography", geography((8, 3)), "geography"),
    ],
)
def test_wrong_inputs_are_refused_with_where(
    part: str | None, column: str, value: object, where: str
) -> None:
    inputs = made_instance(1, persons=2, lists=2)
    inputs = replace(
        inputs,
        households=Households(
            keys=np.arange(2),
            sizes=np.ones(2, np.int32),
            load=np.ones(2),
            area=np.zeros(2, np.int32),
            language=np.full(2, -1, np.int32),
        ),
    )

    def make() -> DistributionInputs:
        if part is None:
            return replace(inputs, **{column: value})  # type: ignore[arg-type]
        changed = replace(getattr(inputs, part), **{column: np.array(value)})
        return replace(inputs, **{part: changed})

    with pytest.raises(InputError) as refused:
        make()
    assert refused.value.where == where
    assert refused.value.remedy.en
