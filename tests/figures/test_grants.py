"""F5, F7, F8 and F14: what the grants of the documents come to, through the rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hjemmel.law.finding import Outcome
from hjemmel.law.lawat import LawAt
from hjemmel.law.loader import load_law
from hjemmel.rules import capitation, local_grants, national_grants


def trondheim() -> LawAt:
    return LawAt(date(2024, 6, 1), "5001", book=load_law())


def nation_2022() -> LawAt:
    return LawAt(date(2022, 12, 31), book=load_law())


def test_f5_measure_1_is_one_and_a_half_million_for_five_doctors_and_for_more() -> None:
    assert local_grants.new_centre_grant(5, law=trondheim()).value == 1_500_000
    assert local_grants.new_centre_grant(7, law=trondheim()).value == 1_500_000


def test_f5_measure_2_is_300_000_for_three_new_doctors() -> None:
    finding = local_grants.expansion_grant(3, 3, True, law=trondheim())

    assert finding.value == 300_000


def test_f7_frame_of_174_6_million_covers_475_full_alis_agreements() -> None:
    assert national_grants.alis_agreements_within_frame(law=nation_2022()).value == 475


def test_f7_introduction_agreement_is_503_077_kroner() -> None:
    assert national_grants.intro_agreement_amount(law=nation_2022()).value == Decimal(503_077)


def test_f8_awards_are_cut_at_one_and_a_half_million() -> None:
    assert national_grants.legevakt_award(1_200_000, law=nation_2022()).value == 1_200_000
    assert national_grants.legevakt_award(1_800_000, law=nation_2022()).value == 1_500_000


def test_f8_awards_of_both_rounds_fill_the_frame_of_62_million() -> None:
    finding = national_grants.legevakt_awards_fit_frame(62_000_000, law=nation_2022())

    assert finding.outcome is Outcome.MET
    assert finding.value == 0


@pytest.mark.parametrize(("doctors", "amount"), [(3, 900_000), (5, 1_500_000), (7, 1_500_000)])
def test_f14_m01_a_new_centre_gets_300_000_per_doctor_for_at_most_five(
    doctors: int, amount: int
) -> None:
    assert local_grants.new_centre_grant(doctors, law=trondheim()).value == amount


@pytest.mark.parametrize(
    ("doctors", "new_doctors", "has_new_premises", "amount"),
    [(3, 2, True, 200_000), (4, 2, True, 0), (3, 2, False, 0)],
)
def test_f14_m03_a_small_centre_gets_100_000_per_new_doctor_in_new_premises(
    doctors: int, new_doctors: int, has_new_premises: bool, amount: int
) -> None:
    finding = local_grants.expansion_grant(doctors, new_doctors, has_new_premises, law=trondheim())
    assert finding.value == amount


def test_f14_m03_one_new_doctor_is_unclear_and_left_to_judgement() -> None:
    finding = local_grants.expansion_grant(3, 1, True, law=trondheim())
    assert finding.outcome is Outcome.NEEDS_JUDGEMENT


@pytest.mark.parametrize(("length", "as_list"), [(0, 700), (450, 700), (700, 700), (701, 701)])
def test_f14_m22_bergen_pays_a_new_list_as_700(length: int, as_list: int) -> None:
    law = LawAt(date(2024, 6, 1), "4601", book=load_law())
    assert local_grants.income_guarantee_persons(length, law=law).value == as_list


def test_m21_and_m23_bergens_takeover_grant_and_buy_out() -> None:
    law = LawAt(date(2024, 6, 1), "4601", book=load_law())
    assert local_grants.takeover_grant(250_000, law=law).value == 200_000
    assert local_grants.buy_out_is_open(5, law=law).outcome is Outcome.MET
    assert local_grants.buy_out_is_open(6, law=law).outcome is Outcome.NOT_MET


@pytest.mark.parametrize(
    ("length", "ceiling", "month", "persons"),
    [(300, 900, 20, 500), (300, 900, 25, 300), (300, 500, 20, 300)],
)
def test_f14_m27_a_short_list_is_paid_as_500_for_two_years(
    length: int, ceiling: int, month: int, persons: int
) -> None:
    finding = capitation.base_grant_persons(length, ceiling, month, True, law=nation_2022())
    assert finding.value == persons


def test_f14_m28_and_m29_alis_elements_are_capped_and_extra_only_where_recruitment_is_weak() -> (
    None
):
    law = nation_2022()
    assert national_grants.alis_standard_grant(390_000, law=law).value == 367_000
    assert national_grants.alis_addition_grant(260_000, True, law=law).value == 200_000
    assert national_grants.alis_addition_grant(260_000, False, law=law).value == 0


@pytest.mark.parametrize(
    ("inhabitants", "centrality_class", "outcome"),
    [(4_999, 6, Outcome.MET), (5_000, 6, Outcome.NOT_MET), (3_000, 5, Outcome.NOT_MET)],
)
def test_r71_class_6_below_5000_inhabitants_may_apply_in_2022(
    inhabitants: int, centrality_class: int, outcome: Outcome
) -> None:
    finding = national_grants.legevakt_grant_is_open(
        inhabitants, centrality_class, law=nation_2022()
    )
    assert finding.outcome is outcome


@pytest.mark.parametrize(("sought", "award"), [(1_200_000, 1_200_000), (1_800_000, 1_500_000)])
def test_r73_the_award_is_the_sum_sought_up_to_one_and_a_half_million(
    sought: int, award: int
) -> None:
    assert national_grants.legevakt_award(sought, law=nation_2022()).value == award
