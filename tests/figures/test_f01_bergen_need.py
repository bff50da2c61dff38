"""F1 Bergen: the strategy's sum of how many GPs the city needs, through the engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hjemmel.cases.published import load_case
from hjemmel.engines.coverage import NeedResult, run
from hjemmel.engines.coverage.assumptions import assume
from hjemmel.law.lawat import LawAt
from hjemmel.law.loader import load_law


def need_of_bergen(**changes: object) -> NeedResult:
    picture = load_case("bergen-2023")
    law = LawAt(picture.as_of, picture.number, book=load_law())
    return run(replace(assume(picture, law), **changes), law)


def test_f1_need_is_280_at_a_mean_list_of_1100() -> None:
    result = need_of_bergen()

    assert result.persons == 308_000
    assert result.need == 280.0


def test_f1_need_plus_five_per_cent_is_294_of_the_need_and_295_of_the_capacity() -> None:
    result = need_of_bergen()

    assert result.target == 294
    assert result.target_by_need == 294
    assert result.target_by_capacity_share == 295
    assert round(result.free_share_of_capacity, 4) == 0.0476


def test_f1_recruits_are_88_from_the_256_gps_of_december_2023() -> None:
    assert need_of_bergen().recruits == 88


def test_f1_recruits_are_85_from_the_259_gps_printed_beside_them() -> None:
    assert need_of_bergen(gps_today=259).recruits == 85


@pytest.mark.parametrize(
    ("mean_list", "need", "with_reserve"), [(750.0, 411, 432), (1_000.0, 308, 324)]
)
def test_f1_shorter_lists_need_more_gps(mean_list: float, need: int, with_reserve: int) -> None:
    assert need_of_bergen(mean_list=mean_list, reserve_share=0.0).target == need
    assert need_of_bergen(mean_list=mean_list).target == with_reserve


def test_f1_normal_hours_need_411_gps_by_the_hours_method() -> None:
    assert round(need_of_bergen().hours.gps_for_lists, 2) == 410.67


def test_f1_need_with_6914_guests_is_277() -> None:
    assert round(need_of_bergen(guests=6_914.0).need, 1) == 277.2
