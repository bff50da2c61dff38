"""The solvers one by one, and the bound on spans against every way to hand out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hjemmel.domain.duty_roster import Wish, WishKind
from hjemmel.engines.rostering import RosterInputs, check
from hjemmel.engines.rostering.bounds import Least, least_price, least_span, pour
from hjemmel.engines.rostering.frame import Flags
from hjemmel.engines.rostering.model import assignments_of
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.solvers.annealing import Annealing
from hjemmel.engines.rostering.solvers.cp_sat import CpSat, tighter
from hjemmel.engines.rostering.solvers.neighbourhoods import Neighbourhoods
from hjemmel.engines.rostering.terms import Effort, Limit
from tests.twins.rostering_cases import QUICK, days, doctor, for_all, made, shift, terms

BRIEF = Effort(seconds=4.0, workers=2)
LONG = Effort(seconds=90.0, workers=2)


class Silent:
    """Hears nothing and goes on."""

    def found(self, on: Flags, price: int) -> None:
        assert on.any()

    def proven(self, bound: int) -> None:
        assert bound >= 0

    def go_on(self) -> bool:
        return True


def ten_days() -> RosterInputs:
    shifts = [shift(day, hour, 8, key=f"{day:02}-{hour}") for day in range(10) for hour in (15, 23)]
    wishes = [
        Wish(doctor=f"d{place}", kind=kind, period=days(place, place + 1), weight=2)
        for place in range(3)
        for kind in (WishKind.OFF, WishKind.ON)
    ]
    return made(
        [doctor(f"d{number}") for number in range(5)],
        shifts,
        length=10,
        limits=terms(
            rest=for_all(11 * 60),
            nights_in_a_row=Limit(value=2),
            weekends_in_a_row=Limit(value=2),
            week=for_all(40 * 60),
            weekly_rest=for_all(35 * 60),
        ),
        wishes=wishes,
    )


def stated(inputs: RosterInputs) -> tuple[Problem, list[Least]]:
    problem = Problem.of(inputs)
    return problem, [least_span(problem, group) for group in problem.groups]


@pytest.mark.parametrize("has_start", [True, False])
def test_all_solvers_keep_the_rules_and_agree(has_start: bool) -> None:
    inputs = ten_days()
    problem, least = stated(inputs)
    start = Annealing(problem, least, seed=1).on if has_start else None
    whole = CpSat(least).solve(problem, QUICK, Silent(), start)
    assert whole.on is not None
    assert whole.bound == problem.price(whole.on)
    assert check(inputs, assignments_of(problem, whole.on)) == ()
    parts = Neighbourhoods(least).solve(problem, BRIEF, Silent(), start)
    assert parts.on is not None
    assert check(inputs, assignments_of(problem, parts.on)) == ()
    assert whole.bound <= problem.price(parts.on)
    assert least_price(problem, least) <= whole.bound


def test_neighbourhoods_fill_what_is_empty() -> None:
    inputs = ten_days()
    problem, least = stated(inputs)
    nobody = np.zeros(problem.frame.shape, np.bool_)
    answer = Neighbourhoods(least).solve(problem, BRIEF, Silent(), nobody)
    assert answer.on is not None
    assert problem.is_complete(answer.on)
    assert check(inputs, assignments_of(problem, answer.on)) == ()


def test_annealing_keeps_every_rule_at_every_round() -> None:
    inputs = ten_days()
    problem, least = stated(inputs)
    annealing = Annealing(problem, least, seed=3)
    prices = []
    for heat in (1.0, 3.0, 0.3):
        annealing.round(heat)
        found = check(inputs, assignments_of(problem, annealing.on))
        assert {one.constraint for one in found} <= {"coverage"}
        prices.append(problem.whole_price(annealing.on))
    assert min(prices) < problem.whole_price(Annealing(problem, least, seed=3).on)


def test_annealing_leaves_what_is_pinned() -> None:
    inputs = ten_days()
    problem, least = stated(inputs)
    first = Annealing(problem, least, seed=1).on
    pinned = first.copy()
    pinned[:, 6:] = False
    annealing = Annealing(problem, least, seed=2, on=first, pinned=pinned)
    annealing.round()
    assert annealing.on[pinned].all()
    assert (annealing.on != first).any()


def test_cp_sat_gives_the_same_roster_for_the_same_seed_and_workers() -> None:
    problem, least = stated(ten_days())
    first, second = (CpSat(least).solve(problem, LONG, Silent(), None) for _ in range(2))
    assert first.on is not None
    assert second.on is not None
    assert np.array_equal(first.on, second.on)


def test_a_bound_by_search_is_no_lower_than_by_pouring() -> None:
    problem, least = stated(ten_days())
    for group, one in zip(problem.groups, least, strict=True):
        assert tighter(problem, group, one, BRIEF, 1.0).span >= one.span


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-3000, 3000), st.integers(0, 1), st.integers(0, 3)),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([500, 1000]),
    st.randoms(use_true_random=False),
)
def test_pouring_gives_the_least_span_of_all(
    doctors: list[tuple[int, int, int]], step: int, random: object
) -> None:
    base = np.array([one for one, _, _ in doctors], np.int64)
    floor = np.array([step * least for _, least, _ in doctors], np.int64)
    room = floor + np.array([step * more for _, _, more in doctors], np.int64)
    total = random.randint(int(floor.sum()) // step, int(room.sum()) // step)  # type: ignore[attr-defined]
    ways = product(
        *(
            range(int(low) // step, int(high) // step + 1)
            for low, high in zip(floor, room, strict=True)
        )
    )
    found = [base + step * np.array(way) for way in ways if sum(way) == total]
    wanted = min(int(np.ptp(one)) for one in found)
    assert pour(base, floor, room, total * step, step).span == wanted
