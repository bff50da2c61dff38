"""Pay of shifts: against a slow twin minute by minute, and what is said where no rate was found."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hjemmel.domain.shift import NORWAY, PayForm, Shift
from hjemmel.kernel.errors import InputError, MissingDataError
from hjemmel.kernel.money import Money
from hjemmel.law import LawAt, load_law
from hjemmel.rules.duty_pay import hourly_pay, pay_form, shift_pay, standby_pay
from hjemmel.rules.duty_pay_terms import lis1_duty_days_pay
from hjemmel.rules.public_holidays import red_days

LAW = LawAt(date(2021, 6, 1), book=load_law())
RED = red_days(2021, LAW) | red_days(2022, LAW)
CLASS_2 = {"weekday": 55, "weekend": 85, "holiday": 97}


def kind_of(moment: datetime) -> str:
    day = moment.astimezone(NORWAY).date()
    if day in RED:
        return "holiday"
    return "weekend" if day.isoweekday() >= 6 else "weekday"


def by_the_minute(starts: datetime, minutes: int) -> int:
    """Pay in øre, minute by minute in time that passes."""
    first = starts.timestamp()
    moments = (datetime.fromtimestamp(first + 60 * m, NORWAY) for m in range(minutes))
    total = sum(CLASS_2[kind_of(moment)] for moment in moments)
    return int((Decimal(total) * 100 / 60).quantize(Decimal(1), ROUND_HALF_UP))


@settings(max_examples=60, deadline=None)
@given(
    hour=st.integers(0, 365 * 24 - 40), quarter=st.integers(0, 3), minutes=st.integers(1, 30 * 60)
)
def test_standby_pay_is_that_of_each_minute(hour: int, quarter: int, minutes: int) -> None:
    first = datetime(2021, 1, 1, tzinfo=NORWAY).timestamp() + 3600 * hour + 900 * quarter
    starts = datetime.fromtimestamp(first, NORWAY)
    ends = datetime.fromtimestamp(first + 60 * minutes, NORWAY)
    found = standby_pay(starts, ends, 2, False, law=LAW)
    assert found.value == by_the_minute(starts, minutes)


def shift(form: PayForm, day: date = date(2021, 3, 1)) -> Shift:
    starts = datetime(day.year, day.month, day.day, 16, tzinfo=NORWAY)
    return Shift(
        key="a",
        station="s",
        kind="evening",
        starts=starts,
        ends=starts + timedelta(hours=7),
        pay_form=form,
    )


@pytest.mark.parametrize(
    ("form", "kroner"),
    [
        (PayForm.SELF_EMPLOYED, 7 * 31),
        (PayForm.HOURLY, 7 * 622),
        (PayForm.STANDBY, 7 * 168),
    ],
)
def test_a_shift_is_paid_by_its_form(form: PayForm, kroner: int) -> None:
    pay = shift_pay(shift(form), LAW, duty_class=3, population=20_000, is_specialist=True)
    assert pay == Money.kroner(kroner)


def test_a_salaried_shift_has_no_pay_of_its_own() -> None:
    paid = shift_pay(
        shift(PayForm.SALARY), LAW, duty_class=3, population=20_000, is_specialist=True
    )
    assert paid is None


@pytest.mark.parametrize("day", [date(2022, 1, 1), date(2024, 6, 1), date(2026, 11, 27)])
def test_where_no_rate_was_found_the_error_names_the_file(day: date) -> None:
    law = LawAt(day, "5001", book=load_law())
    with pytest.raises(MissingDataError) as caught:
        shift_pay(
            shift(PayForm.SELF_EMPLOYED, day),
            law,
            duty_class=3,
            population=20_000,
            is_specialist=True,
        )
    assert "duty_pay/standby_rates.toml" in caught.value.remedy.nb
    assert "local/5001/duty_pay/standby_rates.toml" in caught.value.remedy.nb
    with pytest.raises(MissingDataError):
        lis1_duty_days_pay(1, law=law)


def test_hourly_rates_are_told_to_be_unverified() -> None:
    starts = datetime(2021, 3, 1, 23, tzinfo=NORWAY)
    finding = hourly_pay(starts, starts + timedelta(hours=9), 20_000, False, law=LAW)
    assert finding.rests_on_unverified


def test_an_unknown_class_or_period_is_refused_by_name() -> None:
    starts = datetime(2021, 3, 1, 16, tzinfo=NORWAY)
    with pytest.raises(InputError) as caught:
        standby_pay(starts, starts + timedelta(hours=1), 5, False, law=LAW)
    assert caught.value.where == "duty_class"
    with pytest.raises(InputError) as caught:
        pay_form("lunch", law=LAW)
    assert caught.value.where == "period"
