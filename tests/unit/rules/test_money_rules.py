"""Sums of money, exactly as the agreements, grants and plans give them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hjemmel.kernel.errors import MissingDataError
from hjemmel.law import LawAt, Outcome, load_law
from hjemmel.rules.capitation import (
    base_grant_or_capitation,
    base_grant_persons,
    equalisation_grant,
    monthly_base_grant,
    monthly_capitation,
)
from hjemmel.rules.coverage_norms import gps_against_norm, gps_at_normal_hours
from hjemmel.rules.local_grants import (
    buy_out_is_open,
    expansion_grant,
    income_guarantee_persons,
    new_centre_grant,
)
from hjemmel.rules.national_grants import (
    alis_addition_grant,
    alis_standard_grant,
    legevakt_award,
    legevakt_awards_fit_frame,
    legevakt_grant_is_open,
    legevakt_priority,
)
from hjemmel.rules.supervision import supervisor_share

BERGEN, TRONDHEIM = "4601", "5001"


def law_on(year: int, month: int, day: int = 1, municipality: str | None = None) -> LawAt:
    return LawAt(date(year, month, day), municipality, book=load_law())


@pytest.mark.parametrize(
    ("law", "amount"),
    [
        (law_on(2022, 7), Decimal(28_125)),  # 500 × 675 / 12
        (law_on(2023, 7), Decimal(35_075)),  # 500 × 841.80 / 12
    ],
)
def test_the_base_grant_is_the_capitation_of_five_hundred_persons(
    law: LawAt, amount: Decimal
) -> None:
    assert monthly_base_grant(law=law).value == amount
    assert monthly_capitation(persons=500, law=law).value == amount


def test_persons_above_the_knee_count_at_the_lower_rate() -> None:
    # (1 000 × 675 + 500 × 544) / 12 = 947 000 / 12
    assert monthly_capitation(persons=1_500, law=law_on(2022, 7)).value == Decimal("78916.67")


def test_the_daily_formula_follows_the_length_of_the_month_and_year() -> None:
    # 442 × 1 000 × 31 / 366 and 30 / 366; 2016 was a leap year
    assert monthly_capitation(persons=1_000, law=law_on(2016, 7)).value == Decimal("37437.16")
    assert monthly_capitation(persons=1_000, law=law_on(2016, 9)).value == Decimal("36229.51")


def test_twelve_instalments_give_the_yearly_rate_again() -> None:
    finding = monthly_capitation(persons=1_200, law=law_on(2022, 9))
    assert isinstance(finding.value, Decimal)
    assert finding.value * 12 == Decimal("783800.04")  # 783 800, each month rounded to the øre


@pytest.mark.parametrize(
    "day", [date(2023, 5, 1), date(2023, 6, 30), date(2024, 7, 1), date(2025, 1, 1)]
)
def test_a_rate_nobody_found_is_asked_for_by_name_day_and_file(day: date) -> None:
    with pytest.raises(MissingDataError) as caught:
        monthly_capitation(persons=1_000, law=LawAt(day, book=load_law()))
    message = caught.value.message("en")
    assert "capitation.national_average_rate" in message
    assert day.isoformat() in message
    assert "law/data/capitation/national_average_rate.toml" in message
    assert caught.value.data == {
        "parameter": "capitation.national_average_rate",
        "as_of": day.isoformat(),
        "file": "law/data/capitation/national_average_rate.toml",
    }


def test_before_the_first_known_rate_the_missing_value_is_the_rate() -> None:
    with pytest.raises(MissingDataError, match=r"capitation\.rate_up_to_knee"):
        monthly_capitation(persons=1_000, law=law_on(2015, 1))


def test_a_result_on_a_remembered_rate_says_that_it_is_unverified() -> None:
    assert monthly_capitation(persons=1_000, law=law_on(2017, 7)).rests_on_unverified
    assert not monthly_capitation(persons=1_000, law=law_on(2022, 7)).rests_on_unverified


@pytest.mark.parametrize(
    ("month", "ceiling", "paid_for"),
    [(20, 900, 500), (24, 900, 500), (25, 900, 300), (20, 500, 300)],
)
def test_a_list_of_three_hundred_is_paid_as_five_hundred_for_two_years(
    month: int, ceiling: int, paid_for: int
) -> None:
    finding = base_grant_persons(300, ceiling, month, True, law=law_on(2022, 7))
    assert finding.value == paid_for


def test_a_ceiling_of_exactly_five_hundred_is_enough_under_the_later_text() -> None:
    assert base_grant_persons(300, 500, 1, True, law=law_on(2023, 6, 30)).value == 300
    assert base_grant_persons(300, 500, 1, True, law=law_on(2023, 7, 1)).value == 500


def test_the_better_of_base_grant_and_capitation_is_paid_from_july_2023() -> None:
    own, floor = Decimal(36_000), Decimal(35_075)
    assert base_grant_or_capitation(own, floor, law=law_on(2023, 6, 30)).value == floor
    assert base_grant_or_capitation(own, floor, law=law_on(2023, 7, 1)).value == own


def test_equalisation_is_the_capitation_up_to_the_reference_list() -> None:
    # Knee: (1 000 × 675 + 200 × 544) − 700 × 675; average rate: 500 × 841.80
    assert equalisation_grant(2_100, 3, law=law_on(2022, 7)).value == Decimal(311_300)
    assert equalisation_grant(2_100, 3, law=law_on(2023, 7)).value == Decimal(420_900)
    assert equalisation_grant(5_000, 5, law=law_on(2023, 7)).value == 0


@pytest.mark.parametrize(("doctors", "amount"), [(3, 900_000), (5, 1_500_000), (7, 1_500_000)])
def test_a_new_centre_gets_a_sum_for_at_most_five_doctors(doctors: int, amount: int) -> None:
    law = law_on(2024, 1, municipality=TRONDHEIM)
    assert new_centre_grant(doctors, law=law).value == amount


@pytest.mark.parametrize(
    ("doctors", "new", "premises", "amount", "outcome"),
    [
        (3, 2, True, 200_000, Outcome.CALCULATED),
        (4, 2, True, 0, Outcome.NOT_MET),
        (3, 2, False, 0, Outcome.NOT_MET),
        (3, 1, True, 100_000, Outcome.NEEDS_JUDGEMENT),
    ],
)
def test_a_small_centre_gets_a_sum_per_new_doctor_in_new_premises(
    doctors: int, new: int, premises: bool, amount: int, outcome: Outcome
) -> None:
    finding = expansion_grant(doctors, new, premises, law=law_on(2024, 1, municipality=TRONDHEIM))
    assert (finding.value, finding.outcome) == (amount, outcome)


def test_a_local_grant_is_unknown_where_no_council_has_decided_it() -> None:
    with pytest.raises(MissingDataError, match=r"grants\.new_centre_max_doctors"):
        new_centre_grant(3, law=law_on(2024, 1, municipality=BERGEN))


@pytest.mark.parametrize(("persons", "paid_for"), [(0, 700), (450, 700), (700, 700), (701, 701)])
def test_a_new_agreement_in_bergen_is_paid_as_seven_hundred_persons(
    persons: int, paid_for: int
) -> None:
    law = law_on(2024, 6, municipality=BERGEN)
    assert income_guarantee_persons(persons, law=law).value == paid_for


def test_the_buy_out_scheme_in_bergen_lasts_five_years_from_2024() -> None:
    assert not buy_out_is_open(4, law=law_on(2023, 12, 31, BERGEN)).is_met
    assert buy_out_is_open(4, law=law_on(2024, 1, 1, BERGEN)).is_met


def test_training_agreements_are_covered_up_to_the_two_maxima() -> None:
    law = law_on(2022, 1)
    assert alis_standard_grant(390_000, law=law).value == 367_000
    assert alis_addition_grant(260_000, True, law=law).value == 200_000
    assert alis_addition_grant(260_000, False, law=law).value == 0


def test_class_five_municipalities_may_apply_from_2023() -> None:
    assert legevakt_grant_is_open(4_999, 6, law=law_on(2022, 1)).is_met
    assert not legevakt_grant_is_open(5_000, 6, law=law_on(2022, 1)).is_met
    assert not legevakt_grant_is_open(3_000, 5, law=law_on(2022, 12, 31)).is_met
    assert legevakt_grant_is_open(3_000, 5, law=law_on(2023, 1)).is_met


def test_awards_stop_at_the_maximum_and_the_frame_is_not_exceeded() -> None:
    law = law_on(2022, 12)
    assert legevakt_award(1_200_000, law=law).value == 1_200_000
    assert legevakt_award(1_800_000, law=law).value == 1_500_000
    assert legevakt_awards_fit_frame(62_000_000, law=law).is_met
    assert legevakt_awards_fit_frame(117_562_671, law=law).value == -55_562_671


def test_small_services_come_first_and_then_the_least_central() -> None:
    applicants = [(3, 6), (2, 5), (1, 6), (4, 5)]
    law = law_on(2023, 1)

    def place(applicant: tuple[int, int]) -> Decimal:
        return Decimal(str(legevakt_priority(*applicant, law=law).value))

    assert sorted(applicants, key=place) == [(1, 6), (2, 5), (3, 6), (4, 5)]


def test_bergen_lacks_thirty_three_gps_by_its_own_measure() -> None:
    law = law_on(2023, 1)
    assert gps_against_norm(256, 289_073, law=law).value == Decimal("-33.073")
    assert gps_at_normal_hours(308_000, law=law).value == 411


@pytest.mark.parametrize(("alis", "share"), [(4, "0.10"), (6, "0.15"), (10, "0.25")])
def test_supervision_takes_a_tenth_of_a_post_for_four(alis: int, share: str) -> None:
    assert supervisor_share(alis, law=law_on(2024, 1)).value == Decimal(share)
