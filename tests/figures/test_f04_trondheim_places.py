"""F4 Trondheim: 15 000 new list places and 13–14 agreements, through the engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hjemmel.cases.published import load_case
from hjemmel.engines.coverage.assumptions import waiting_reserve_inputs
from hjemmel.engines.coverage.waiting_reserve import WaitingReserveInputs, run_waiting_reserve
from hjemmel.law.lawat import LawAt
from hjemmel.law.loader import load_law


@pytest.fixture(scope="module")
def inputs() -> WaitingReserveInputs:
    picture = load_case("trondheim-2024")
    law = LawAt(picture.as_of, picture.number, book=load_law())
    found = waiting_reserve_inputs(picture, law)
    assert found is not None
    return found


def test_f4_places_are_15_000_and_agreements_13_to_14(inputs: WaitingReserveInputs) -> None:
    need = run_waiting_reserve(inputs)

    assert need.places == 15_000
    assert (need.agreements_low, need.agreements_high) == (13, 14)


def test_f4_yearly_growth_needs_two_to_three_agreements(inputs: WaitingReserveInputs) -> None:
    need = run_waiting_reserve(inputs)

    assert need.yearly_agreements_low is not None
    assert need.yearly_agreements_high is not None
    assert round(need.yearly_agreements_low, 1) == 1.8
    assert round(need.yearly_agreements_high, 1) == 2.7


def test_f4_places_are_15_300_at_the_mean_list_of_2023(inputs: WaitingReserveInputs) -> None:
    assert run_waiting_reserve(replace(inputs, mean_list=1_130.0)).places == 15_300


def test_f4_reserve_of_the_plan_is_the_target_in_the_law_files(
    inputs: WaitingReserveInputs,
) -> None:
    published = load_case("trondheim-2024").waiting_reserve

    assert published is not None
    assert inputs.reserve_share == float(published.reserve_share.value) == 0.05
