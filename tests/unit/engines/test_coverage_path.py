"""The path engine against its slow twin, and what holds whatever the inputs are."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hjemmel.engines.coverage.path import PathInputs, expected_leavers, simulate
from tests.twins.coverage_path import Municipality, walk


@st.composite
def municipalities(draw: st.DrawFn) -> Municipality:
    districts = draw(st.integers(1, 4))
    horizon = draw(st.integers(1, 25))
    numbers = st.floats(500, 90_000)
    return Municipality(
        population_today=draw(st.lists(numbers, min_size=districts, max_size=districts)),
        population_target=draw(st.floats(1_000, 400_000)),
        years_to_target=draw(st.integers(0, 12)),
        years=draw(st.integers(1, 12)),
        horizon=horizon,
        guests=draw(st.floats(-400, 12_000)),
        mean_list_today=draw(st.floats(500, 2_000)),
        mean_list=draw(st.floats(500, 2_000)),
        reserve_share=draw(st.floats(0, 0.4)),
        reserve_of_capacity=draw(st.booleans()),
        gps=draw(st.lists(st.floats(1, 80), min_size=districts, max_size=districts)),
        leavers=draw(st.lists(st.floats(0, 20), min_size=horizon, max_size=horizon)),
    )


factor_rows = st.lists(
    st.fixed_dictionaries(
        {name: st.floats(0.5, 1.5) for name in ("population", "guests", "mean_list", "leavers")}
    ),
    min_size=1,
    max_size=3,
)


def as_inputs(m: Municipality) -> PathInputs:
    return PathInputs(
        population_today=np.array(m.population_today, dtype=float),
        population_target=m.population_target,
        years_to_target=m.years_to_target,
        years=m.years,
        horizon=m.horizon,
        guests=m.guests,
        mean_list_today=m.mean_list_today,
        mean_list=m.mean_list,
        reserve_share=m.reserve_share,
        reserve_of_capacity=m.reserve_of_capacity,
        gps=np.array(m.gps, dtype=float),
        leavers=np.array(m.leavers, dtype=float),
    )


@settings(deadline=None, max_examples=150)
@given(municipalities(), factor_rows)
def test_every_year_district_and_draw_is_what_the_slow_twin_says(
    municipality: Municipality, rows: list[dict[str, float]]
) -> None:
    factors = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    paths = simulate(as_inputs(municipality), factors)
    for draw, row in enumerate(rows):
        for district in range(len(municipality.gps)):
            slow = np.array(walk(municipality, district, row))
            fast = np.stack(
                [
                    field[draw, district]
                    for field in (paths.target, paths.gps, paths.recruits, paths.leavers)
                ],
                axis=1,
            )
            np.testing.assert_allclose(fast, slow, rtol=1e-9, atol=1e-6)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(28, 75), min_size=1, max_size=60),
    st.integers(1, 25),
)
def test_leavers_stay_within_the_rates(ages: list[int], horizon: int) -> None:
    rates = [
        {"age_from": "0", "age_to": "59", "share_per_year": "0.03"},
        {"age_from": "60", "age_to": "120", "share_per_year": "0.2"},
    ]
    leavers = expected_leavers(ages, rates, horizon, new_gp_age=35)
    assert leavers.shape == (horizon,)
    by_hand = sum(0.03 if age < 60 else 0.2 for age in ages)
    np.testing.assert_allclose(leavers[0], by_hand)
    assert (leavers <= len(ages) * 0.2 + 1e-9).all()
    assert (leavers >= len(ages) * 0.03 - 1e-9).all()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(28, 75), min_size=1, max_size=60), st.integers(1, 25))
def test_leavers_with_replacement_keep_the_number_of_doctors(ages: list[int], horizon: int) -> None:
    # With one rate at every age, the leavers of a year count the doctors of that year.
    rates = [{"age_from": "0", "age_to": "120", "share_per_year": "0.1"}]
    leavers = expected_leavers(ages, rates, horizon, new_gp_age=35)
    np.testing.assert_allclose(leavers / 0.1, np.full(horizon, len(ages)))


def test_without_replacement_nobody_leaves_twice() -> None:
    rates = [{"age_from": "0", "age_to": "120", "share_per_year": "0.5"}]
    leavers = expected_leavers([50, 60], rates, 20, new_gp_age=None)
    np.testing.assert_allclose(leavers[:3], [1.0, 0.5, 0.25])
    assert leavers.sum() < 2
