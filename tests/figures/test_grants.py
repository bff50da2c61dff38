"""F5, F7 and F8: what the grants of the documents come to, through the rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hjemmel.law.finding import Outcome
from hjemmel.law.lawat import LawAt
from hjemmel.law.loader import load_law
from hjemmel.rules import local_grants, national_grants


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
