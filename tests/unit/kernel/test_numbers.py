"""Numbers are rounded as on paper and written as Norwegians write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hjemmel.kernel.numbers import (
    ceil_exact,
    format_date,
    format_kroner,
    format_number,
    format_percent,
    round_half_up,
)

GAP = "\u00a0"
MINUS = "\u2212"


@pytest.mark.parametrize(
    ("value", "decimals", "result"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-0.5, 0, "-1"),
        (-2.5, 0, "-3"),
        (Decimal("1009.545"), 2, "1009.55"),
        (2.675, 2, "2.68"),
        (33.073, 1, "33.1"),
        (7, 0, "7"),
    ],
)
def test_a_half_goes_away_from_zero(value: float | Decimal, decimals: int, result: str) -> None:
    assert round_half_up(value, decimals) == Decimal(result)


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (280 * 1.05, 294),
        (280 / 0.95, 295),
        (280, 280),
        (280.0001, 281),
        (Decimal("0.1"), 1),
        (0, 0),
    ],
)
def test_the_covering_whole_number_ignores_binary_dust(value: float | Decimal, result: int) -> None:
    assert ceil_exact(value) == result


def test_a_number_is_written_with_the_gap_and_comma_of_norwegian() -> None:
    assert format_number(1234567) == f"1{GAP}234{GAP}567"
    assert format_number(1156.25, decimals=1) == f"1{GAP}156,3"
    assert format_number(999) == "999"


def test_a_number_is_written_with_comma_and_point_in_english() -> None:
    assert format_number(1234567, "en") == "1,234,567"
    assert format_number(1156.25, "en", decimals=1) == "1,156.3"


def test_the_sign_is_a_minus_and_zero_has_none() -> None:
    assert format_number(-33.1, decimals=1) == f"{MINUS}33,1"
    assert format_number(21.2, decimals=1, signed=True) == "+21,2"
    assert format_number(-0.04, decimals=1) == "0,0"
    assert format_number(0, signed=True) == "0"


def test_a_share_is_written_as_a_percentage() -> None:
    assert format_percent(Decimal("0.05")) == f"5,0{GAP}%"
    assert format_percent(Decimal("0.0476"), "en", decimals=2) == "4.76%"
    assert format_percent(1, decimals=0) == f"100{GAP}%"


def test_kroner_stand_before_the_amount() -> None:
    assert format_kroner(300000) == f"kr{GAP}300{GAP}000"
    assert format_kroner(300000, "en") == f"NOK{GAP}300,000"
    assert format_kroner(-1) == f"kr{GAP}{MINUS}1"


def test_a_day_is_written_in_each_language() -> None:
    assert format_date(date(2024, 1, 5)) == "05.01.2024"
    assert format_date(date(2024, 1, 5), "en") == "5 January 2024"
    assert format_date(date(2023, 12, 31), "en") == "31 December 2023"
