"""The money per list and month: every regime, the boundaries of the rules, and what is not known."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hjemmel.engines.funding import Form, FundingResult, Part, check, explain, run
from hjemmel.kernel.errors import InputError, MissingDataError
from hjemmel.kernel.money import Money
from hjemmel.kernel.time import Month
from hjemmel.law import LawAt, law_on
from tests.twins.funding import capitation_oere, lists

BERGEN = law_on(date(2024, 1, 1), "4601")
NATION = law_on(date(2024, 1, 1))
JULY_22 = Month(2022, 7)


def one(first: Month, law: LawAt = NATION, /, **row: Any) -> FundingResult:
    whole = {name: row.pop(name) for name in ("inhabitants", "positions") if name in row}
    result = run(lists(first, row, **whole), law.fresh())
    assert check(result, law.fresh()) == ()
    return result


def oere(result: FundingResult, part: Part) -> int:
    return int(result.parts[part][0, 0])


# --- the regimes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "persons", "kroner"),
    [
        (Month(2016, 7), 1000, "37437.16"),  # flat, leap year: 442 × 31 / 366
        (Month(2020, 4), 1200, "49081.97"),  # flat, the last month
        (Month(2020, 5), 1200, "57324.59"),  # knee at 1 000
        (Month(2022, 7), 1200, "65316.67"),  # twelve equal instalments
        (Month(2022, 7), 1000, "56250.00"),
        (Month(2022, 7), 1001, "56295.33"),
        (Month(2023, 7), 1000, "70150.00"),  # patient-adjusted, national average 841.80
    ],
)
def test_the_capitation_follows_the_regime_of_the_month(
    month: Month, persons: int, kroner: str
) -> None:
    result = one(month, length=persons)
    assert oere(result, Part.CAPITATION) == Money.kroner(kroner).oere
    assert bool(result.is_estimate[0, 0]) is (month == Month(2023, 7))


def test_from_may_2023_the_amount_of_the_states_report_is_paid() -> None:
    result = one(Month(2023, 7), length=1000, reported=7_654_321)
    assert oere(result, Part.CAPITATION) == 7_654_321
    assert not result.is_estimate.any()


def test_before_may_2023_the_formula_is_paid_whatever_a_report_says() -> None:
    assert oere(one(JULY_22, length=1000, reported=1), Part.CAPITATION) == 5_625_000


def test_a_month_whose_rate_nobody_found_is_an_error_that_names_the_file() -> None:
    inputs = lists(Month(2024, 6), {"length": 1000}, months=2)
    with pytest.raises(MissingDataError, match=r"capitation/national_average_rate\.toml") as told:
        run(inputs, NATION.fresh())
    assert told.value.data["as_of"] == "2024-07-01"
    left = run(inputs, NATION.fresh(), missing="leave")
    assert list(left.missing) == [1]
    assert left.by_month().tolist() == [7_015_000, 0]
    assert left.known.tolist() == [True, False]


def test_a_month_with_reports_of_every_list_needs_no_rate() -> None:
    result = run(lists(Month(2025, 1), {"length": 1000, "reported": 7_000_000}), NATION.fresh())
    assert result.total() == Money(7_000_000)


# --- F14 M27: the base grant ---------------------------------------------------------------------


def test_m27_list_of_300_with_ceiling_900_in_month_20_is_paid_as_500() -> None:
    result = one(JULY_22, length=300, ceiling=900, agreement_month=20)
    assert oere(result, Part.BASE_GRANT) == 2_812_500
    assert oere(result, Part.CAPITATION) == 0


def test_m27_in_month_25_the_list_is_paid_as_it_is() -> None:
    result = one(JULY_22, length=300, ceiling=900, agreement_month=25)
    assert (oere(result, Part.BASE_GRANT), oere(result, Part.CAPITATION)) == (0, 1_687_500)
    assert oere(one(JULY_22, length=300, ceiling=900, agreement_month=24), Part.BASE_GRANT) > 0


def test_m27_list_of_300_with_ceiling_500_is_not_eligible_before_july_2023() -> None:
    before = one(Month(2023, 4), length=300, ceiling=500, agreement_month=3)
    after = one(Month(2023, 7), length=300, ceiling=500, agreement_month=3)
    assert oere(before, Part.BASE_GRANT) == 0
    assert oere(after, Part.BASE_GRANT) == 3_507_500


def test_the_base_grant_gives_way_to_a_better_capitation_from_july_2023() -> None:
    row = {"length": 480, "ceiling": 900, "agreement_month": 3, "reported": 4_000_000}
    result = one(Month(2023, 7), **row)
    assert (oere(result, Part.CAPITATION), oere(result, Part.BASE_GRANT)) == (4_000_000, 0)
    low = one(Month(2023, 7), **{**row, "reported": 3_507_500})
    assert (oere(low, Part.CAPITATION), oere(low, Part.BASE_GRANT)) == (0, 3_507_500)


def test_a_list_of_499_gets_the_base_grant_and_one_of_500_does_not() -> None:
    for length, gets in ((499, True), (500, False)):
        result = one(JULY_22, length=length, ceiling=900, agreement_month=1)
        assert (oere(result, Part.BASE_GRANT) > 0) is gets


# --- F14 M22: Bergen's guarantee -----------------------------------------------------------------


@pytest.mark.parametrize(("length", "as_list"), [(0, 700), (450, 700), (700, 700), (701, 701)])
def test_m22_a_new_list_in_bergen_is_paid_as_700_until_it_is_longer(
    length: int, as_list: int
) -> None:
    result = one(JULY_22, BERGEN, length=length, ceiling=1000, has_guarantee=True)
    assert result.total().oere == capitation_oere(as_list, law_on(date(2022, 7, 1), "4601"))


def test_the_guarantee_lies_on_top_of_the_base_grant() -> None:
    row = {"length": 300, "ceiling": 900, "agreement_month": 2, "has_guarantee": True}
    result = one(JULY_22, BERGEN, **row)
    assert oere(result, Part.BASE_GRANT) == 2_812_500
    assert oere(result, Part.GUARANTEE) == 3_937_500 - 2_812_500


def test_only_a_municipality_that_has_decided_it_guarantees() -> None:
    assert oere(one(JULY_22, length=300, has_guarantee=True), Part.GUARANTEE) == 0


# --- forms, equalisation, guests, rent ----------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "paid", "kept"),
    [
        (Form.SELF_EMPLOYED, 5_625_000, 0),
        (Form.SALARIED, 0, 5_625_000),
        (Form.VARIANT_8_2, 0, 5_625_000),
        (Form.VARIANT_8_2_KEEPS, 5_625_000, 0),
        (Form.NONE, 0, 0),
    ],
)
def test_the_form_decides_who_has_the_capitation(form: Form, paid: int, kept: int) -> None:
    result = one(JULY_22, length=1000, form=form)
    assert oere(result, Part.CAPITATION) == paid
    assert oere(result, Part.KEPT_BY_MUNICIPALITY) == kept
    assert result.total().oere == paid


def test_gps_of_a_small_municipality_get_the_difference_to_a_list_of_1200() -> None:
    """Four posts for 4 000 inhabitants: mean list 1 000, (1 200 − 1 000) × 841.80 / 12."""
    result = one(Month(2023, 7), length=1000, inhabitants=4_000, positions=4)
    assert oere(result, Part.EQUALISATION) == 1_403_000
    large = one(Month(2023, 7), length=1000, inhabitants=5_000, positions=5)
    assert oere(large, Part.EQUALISATION) == 0
    salaried = one(Month(2023, 7), length=1000, inhabitants=4_000, positions=4, form=Form.SALARIED)
    assert oere(salaried, Part.EQUALISATION) == 0


def test_guests_are_settled_as_the_lists_mean_person() -> None:
    assert oere(one(JULY_22, length=1000, guests=40), Part.GUEST_SETTLEMENT) == 225_000


def test_the_rent_supplement_is_a_twelfth_a_month() -> None:
    low, high = (one(Month(2023, 7), length=900, rent_supplement=kind) for kind in (1, 2))
    assert oere(low, Part.RENT_SUPPLEMENT) == 125_000
    assert oere(high, Part.RENT_SUPPLEMENT) == 208_333


def test_a_list_that_is_not_there_is_paid_nothing() -> None:
    result = one(JULY_22, length=-1, has_guarantee=True)
    assert result.total() == Money(0)


# --- how it was computed -------------------------------------------------------------------------


def test_the_steps_of_a_list_add_up_to_what_it_is_paid_and_cite_the_law() -> None:
    inputs = lists(JULY_22, {"length": 300, "ceiling": 900, "agreement_month": 2}, months=3)
    result = run(inputs, BERGEN.fresh())
    steps = explain(result, "0", JULY_22, BERGEN)
    assert sum(step.amount.oere for step in steps) == int(result.paid[0, 0])
    assert steps[-1].part is Part.BASE_GRANT
    assert "Grunntilskuddet kr\xa028\xa0125 betales" in steps[-1].sentence.nb
    cited = {c.text("nb") for s in steps if s.finding for c in s.finding.citations}
    assert "statsavtalen pkt. 2.1" in cited


def test_the_receipt_names_the_rates_that_were_read_and_the_inputs() -> None:
    result = one(JULY_22, length=1000)
    assert {"capitation.rate_up_to_knee", "capitation.knee"} <= {
        reading.parameter for reading in result.receipt.readings
    }
    other = one(JULY_22, length=1001)
    assert result.receipt.inputs_digest != other.receipt.inputs_digest
    assert result.receipt.id == one(JULY_22, length=1000).receipt.id


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"length": 10, "guests": 11}, "more guests than persons"),
        ({"length": -2}, "negative"),
        ({"length": 100_001}, "too long"),
        ({"length": 10, "form": 9}, "unknown form"),
    ],
)
def test_impossible_lists_are_refused(row: dict[str, int], said: str) -> None:
    with pytest.raises(InputError, match=said):
        lists(JULY_22, row)


def test_a_list_that_is_there_twice_is_refused() -> None:
    inputs = lists(JULY_22, {"length": 1}, {"length": 2})
    with pytest.raises(InputError, match="twice"):
        dataclasses.replace(inputs, keys=("a", "a"))


# --- against the rules, and against a clerk ------------------------------------------------------

ROW = st.fixed_dictionaries(
    {
        "length": st.one_of(st.just(-1), st.integers(0, 2_600), st.sampled_from([499, 500, 1000])),
        "ceiling": st.sampled_from([-1, 499, 500, 501, 1200]),
        "form": st.sampled_from(list(Form)),
        "reported": st.one_of(st.just(-1), st.integers(0, 20_000_000)),
        "agreement_month": st.sampled_from([-1, 1, 23, 24, 25]),
        "has_guarantee": st.booleans(),
        "rent_supplement": st.integers(0, 2),
        "share": st.integers(0, 4),
    }
)


@given(
    rows=st.lists(ROW, min_size=1, max_size=5),
    start=st.integers(0, 93),
    months=st.integers(1, 4),
    inhabitants=st.sampled_from([-1, 900, 4_999, 5_000]),
    positions=st.integers(1, 6),
)
@settings(max_examples=60, deadline=None)
def test_arrays_give_what_the_rules_give_to_the_oere(
    rows: list[dict[str, Any]], start: int, months: int, inhabitants: int, positions: int
) -> None:
    for row in rows:
        row["guests"] = max(0, row["length"]) * row.pop("share") // 4
    inputs = lists(
        Month(2016, 7).plus(start),
        *rows,
        months=months,
        inhabitants=inhabitants,
        positions=positions,
    )
    result = run(inputs, BERGEN.fresh(), missing="leave")
    assert check(result, BERGEN.fresh()) == ()


@given(persons=st.integers(0, 2_500), month=st.integers(0, 81))
@settings(max_examples=40, deadline=None)
def test_arrays_give_what_a_clerk_counts_person_by_person(persons: int, month: int) -> None:
    when = Month(2016, 7).plus(month)
    result = run(lists(when, {"length": persons}), NATION.fresh())
    assert oere(result, Part.CAPITATION) == capitation_oere(persons, law_on(when.first_day))


def test_500_lists_and_120_months_take_less_than_a_second() -> None:
    import time

    drawn = np.random.default_rng(1)
    rows = [
        {"length": int(length), "ceiling": 1200, "agreement_month": int(age)}
        for length, age in zip(
            drawn.integers(0, 1500, 500), drawn.integers(1, 60, 500), strict=True
        )
    ]
    inputs = lists(Month(2016, 7), *rows, months=120)
    start = time.process_time()
    run(inputs, NATION.fresh(), missing="leave")
    assert time.process_time() - start < 1
