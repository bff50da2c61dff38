"""Numbers are rounded as on paper, written as Norwegians write them, and read only when they are one."""

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
    read_number,
    read_whole,
    round_half_up,
)
from hjemmel.kernel.text import LANGUAGES, Language

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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("298 000", 298_000),
        ("298\u00a0000", 298_000),
        ("298\u202f000", 298_000),
        ("1 100,5", 1_100.5),
        ("1100.5", 1_100.5),
        ("1.100,5", 1_100.5),
        ("1.298.000", 1_298_000),
        ("0,05", 0.05),
        ("0.125", 0.125),
        ("−1 130", -1_130),
        ("-5", -5),
        (" 7 ", 7),
    ],
)
def test_norwegian_number_is_read(text: str, number: float) -> None:
    assert read_number(text, "nb") == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("298,000", 298_000),
        ("1,100.5", 1_100.5),
        ("298 000", 298_000),
        ("1100.5", 1_100.5),
        ("1,298,000", 1_298_000),
        ("−1,130", -1_130),
    ],
)
def test_english_number_is_read(text: str, number: float) -> None:
    assert read_number(text, "en") == number


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("1.100", "nb"),  # 1100 to some, 1,1 to others
        ("298.000", "nb"),
        ("1,100,5", "nb"),
        ("12.34,5", "nb"),
        ("1,5", "en"),  # a Norwegian 1,5 must not become 15
        ("1.100,5", "en"),
        ("29,8000", "en"),
        ("1.298.000", "en"),
        *((text, language) for text in ("abc", "1e3", "NaN", "inf", "0x10", "1_000", "5 %", "--5")
          for language in LANGUAGES),
    ],
)  # fmt: skip
def test_what_is_no_number_or_could_be_two_is_refused(text: str, language: Language) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_number(text, language)


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("298 000", "nb", 298_000),
        ("298,000", "en", 298_000),
        ("7,0", "nb", 7),
        ("−5", "nb", -5),
        ("9007199254740993", "nb", 9_007_199_254_740_993),  # more than a float holds
    ],
)
def test_whole_number_is_read_to_the_last_digit(text: str, language: Language, number: int) -> None:
    assert read_whole(text, language) == number


@pytest.mark.parametrize(
    ("text", "language"),
    [("1,5", "nb"), ("1.5", "en"), ("1.100", "nb"), ("ten", "en"), ("9" * 5_000, "nb")],
)
def test_what_is_no_whole_number_is_refused(text: str, language: Language) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_whole(text, language)
