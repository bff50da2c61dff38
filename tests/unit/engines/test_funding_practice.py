"""A practice's economy, and the same months computed with another rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from hjemmel.engines.funding import (
    Correction,
    Form,
    Part,
    Party,
    PracticeInputs,
    break_even,
    economy,
    reduction,
    rerun,
    run,
)
from hjemmel.engines.funding.compare import corrected
from hjemmel.kernel.errors import InputError, MissingDataError, UnknownIdError
from hjemmel.kernel.money import Money
from hjemmel.kernel.time import Month
from hjemmel.law import law_on
from tests.twins.funding import lists

LAW = law_on(date(2022, 9, 1))
RATE = "capitation.rate_up_to_knee"


def kroner(amount: int | str) -> Money:
    return Money.kroner(amount)


# --- the economy of a practice -------------------------------------------------------------------


def test_a_list_of_1000_brings_capitation_shares_and_refunds() -> None:
    """675 × 1 000; 2.6 × 1 000 visits at 160 from the patient and 15 from the state."""
    result = economy(PracticeInputs(persons=1000), LAW)
    amounts = {flow.id: int(flow.amounts[0]) for flow in result.flows}
    assert amounts == {
        "capitation": 67_500_000,
        "patient_fees": 2_600 * 16_000,
        "refunds": 2_600 * 1_500,
    }
    assert int(result.net(Party.GP)[0]) == 67_500_000 + 2_600 * 17_500
    assert int(result.net(Party.PATIENTS)[0]) == -2_600 * 16_000
    assert sum(int(result.net(party)[0]) for party in Party) == 0
    assert not result.is_estimate


def test_what_is_assumed_is_said() -> None:
    said = " ".join(one.nb for one in economy(PracticeInputs(persons=1000), LAW).assumptions)
    assert "2,60 (planleggingstall)" in said
    assert "Driftskostnader er ikke oppgitt" in said
    assert "laboratorium er ikke regnet med" in said


def test_the_ages_on_the_list_give_the_visits() -> None:
    old = PracticeInputs(persons=100, composition={"80-89": 1})
    young = PracticeInputs(persons=100, composition={"6-15": 3})
    assert int(economy(old, LAW).consultations[0]) == 480 * 10_000
    assert int(economy(young, LAW).consultations[0]) == 140 * 10_000


def test_evening_and_exemption_cards_move_the_payer_and_not_the_sum() -> None:
    plain = economy(PracticeInputs(persons=1000), LAW)
    free = economy(PracticeInputs(persons=1000, state_pays_share=Decimal("0.25")), LAW)
    assert int(free.net(Party.GP)[0]) == int(plain.net(Party.GP)[0])
    assert int(free.net(Party.PATIENTS)[0]) == -2_600 * 12_000
    evening = economy(PracticeInputs(persons=1000, evening_share=Decimal(1)), LAW)
    assert int(evening.net(Party.PATIENTS)[0]) == -2_600 * 28_000


def test_the_form_decides_who_carries_costs_and_salary() -> None:
    costs = {"fixed_cost": kroner(500_000), "salary": kroner(1_000_000)}
    own = economy(PracticeInputs(persons=1000, fixed_cost=kroner(500_000)), LAW)
    salaried = economy(
        PracticeInputs(persons=1000, form=Form.SALARIED, fees_to_municipality=True, **costs), LAW
    )
    assert int(own.net(Party.GP)[0]) == 67_500_000 + 45_500_000 - 50_000_000
    assert int(salaried.net(Party.GP)[0]) == 100_000_000
    assert int(salaried.net(Party.MUNICIPALITY)[0]) == 45_500_000 - 150_000_000
    variant = economy(
        PracticeInputs(
            persons=1000,
            form=Form.VARIANT_8_2,
            fixed_cost=kroner(500_000),
            paid_to_municipality=kroner(100_000),
        ),
        LAW,
    )
    assert int(variant.net(Party.GP)[0]) == 45_500_000 - 10_000_000
    assert int(variant.net(Party.MUNICIPALITY)[0]) == 10_000_000 - 50_000_000


def test_the_break_even_list_is_the_shortest_that_carries_the_costs() -> None:
    """A person brings 675 + 2.6 × 175 = 1 130: 500 000 is carried by 443, not by 442."""
    inputs = PracticeInputs(persons=1000, fixed_cost=kroner(500_000))
    assert break_even(inputs, LAW) == 443
    assert break_even(inputs, LAW, wanted=kroner(1)) == 443
    assert break_even(inputs, LAW, wanted=kroner(10_000_000)) is None
    result = economy(inputs, LAW, (442, 443))
    net = result.net(Party.GP)
    assert int(net[result.at(442)]) < 0 <= int(net[result.at(443)])


def test_a_shorter_list_costs_the_gp_and_saves_the_municipality_until_they_are_elsewhere() -> None:
    """From 1 200 to 1 000 above the knee: 200 × 544 of capitation and 520 visits."""
    cut = reduction(PracticeInputs(persons=1200), 1000, LAW, moves_to=600)
    assert cut.change[Party.MUNICIPALITY] == kroner(200 * 544)
    assert cut.change[Party.PATIENTS] == kroner(520 * 160)
    assert cut.change[Party.GP] == kroner(-200 * 544 - 520 * 175)
    assert cut.follows_persons == kroner(200 * 675)


def test_a_list_cannot_be_reduced_to_more_persons_or_to_less_than_none() -> None:
    for after in (-1, 1_001):
        with pytest.raises(InputError, match="does not become shorter"):
            reduction(PracticeInputs(persons=1000), after, LAW)


def test_ones_own_rates_stand_in_where_nobody_found_the_years() -> None:
    later = law_on(date(2025, 9, 1))
    with pytest.raises(MissingDataError, match="national_average_rate"):
        economy(PracticeInputs(persons=1000), later)
    given = PracticeInputs(
        persons=1000, capitation_rate=kroner(900), fee=kroner(200), patient_share=kroner(170)
    )
    assert int(economy(given, later).net(Party.GP)[0]) == 90_000_000 + 2_600 * 20_000


def test_a_year_without_fees_says_which_file_lacks_them() -> None:
    with pytest.raises(MissingDataError, match=r"fees/day_consultation_fee\.toml"):
        economy(PracticeInputs(persons=1000), law_on(date(2023, 9, 1)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"persons": -1},
        {"persons": 1, "evening_share": Decimal("1.1")},
        {"persons": 1, "fixed_cost": Money(-1)},
        {"persons": 1, "fee": Money(5)},
        {"persons": 1, "fee": Money(5), "patient_share": Money(6)},
        {"persons": 1, "form": Form.NONE},
        {"persons": 1, "composition": {"0-5": -1}},
        {"persons": 1, "consultations_per_person": Decimal(-1)},
    ],
)
def test_impossible_practices_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        PracticeInputs(**wrong)  # type: ignore[arg-type]


# --- computed again ------------------------------------------------------------------------------


def test_a_corrected_rate_says_what_changes_for_whom() -> None:
    """5 kr more per person and year from October, three of six months, two lists of 1 200 and 600."""
    inputs = lists(Month(2022, 7), {"length": 1200, "guests": 60}, {"length": 600}, months=6)
    change = Correction(RATE, 680, date(2022, 10, 1), date(2023, 1, 1))
    found = rerun(inputs, LAW, corrections=[change])
    assert found.by_month.tolist() == [0, 0, 0, 66_666, 66_666, 66_666]
    assert found.by_list.tolist() == [3 * 41_666, 3 * 25_000]
    assert found.to_gps == Money(3 * 66_666)
    assert found.by_part[Part.GUEST_SETTLEMENT] == Money(3 * 2_084)
    assert found.to_municipality == found.by_part[Part.GUEST_SETTLEMENT] - found.to_gps
    assert found.lists_changed == 2
    assert found.before.receipt.id != found.after.receipt.id


def test_the_law_of_another_date_is_used_for_every_month() -> None:
    inputs = lists(Month(2022, 7), {"length": 1000}, months=2)
    found = rerun(inputs, LAW, as_law_of=date(2023, 7, 1))
    assert found.by_month.tolist() == [7_015_000 - 5_625_000] * 2


def test_a_correction_leaves_the_days_around_it_as_they_were() -> None:
    for start, end in (
        (date(2022, 8, 1), date(2022, 9, 1)),
        (date(2021, 1, 1), date(2022, 8, 1)),
        (date(2022, 7, 1), None),
        (date(2010, 1, 1), date(2012, 1, 1)),
    ):
        book = corrected(LAW.book, [Correction(RATE, 1, start, end)])
        for month in range(120):
            day = Month(2014, 1).plus(month).first_day
            was = LAW.book.parameter(RATE).on(day)
            now = book.parameter(RATE).on(day)
            inside = start <= day and (end is None or day < end)
            if inside:
                assert now is not None
                assert now.value == 1
            else:
                assert (now and now.value) == (was and was.value)


def test_months_that_cannot_be_computed_both_times_are_left_out_and_named() -> None:
    inputs = lists(Month(2024, 5), {"length": 1000}, months=4)
    found = rerun(
        inputs,
        LAW,
        corrections=[Correction("capitation.national_average_rate", 900, date(2024, 5, 1))],
        missing="leave",
    )
    assert found.months_left_out == (Month(2024, 7), Month(2024, 8))
    assert np.flatnonzero(found.by_month).tolist() == [0, 1]


def test_a_rate_that_was_missing_can_be_tried() -> None:
    book = corrected(
        LAW.book, [Correction("capitation.national_average_rate", 900, date(2024, 7, 1))]
    )
    law = type(LAW)(date(2025, 1, 1), book=book)
    result = run(lists(Month(2025, 1), {"length": 1000}), law)
    assert result.total() == kroner(75_000)


@pytest.mark.parametrize("value", [True, "675", -1])
def test_a_value_of_another_kind_is_refused(value: object) -> None:
    with pytest.raises(InputError):
        corrected(LAW.book, [Correction(RATE, value, date(2022, 7, 1))])  # type: ignore[arg-type]


def test_an_unknown_parameter_and_no_change_at_all_are_refused() -> None:
    inputs = lists(Month(2022, 7), {"length": 1000})
    with pytest.raises(UnknownIdError):
        rerun(inputs, LAW, corrections=[Correction("capitation.rat", 1, date(2022, 7, 1))])
    with pytest.raises(InputError, match="Nothing is to be changed"):
        rerun(inputs, LAW)
    with pytest.raises(InputError, match="ends before"):
        Correction(RATE, 1, date(2022, 7, 1), date(2022, 7, 1))
