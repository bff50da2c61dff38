"""Numbers as people type them, in each language; what could be two numbers is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemmel.kernel.text import LANGUAGES, Language
from hjemmel.web.numbers import exact, read_number, typed


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


finite = st.floats(-1e9, 1e9, allow_nan=False) | st.integers(-(10**9), 10**9)


@given(value=finite, language=st.sampled_from(LANGUAGES))
def test_number_in_an_address_is_read_back_to_the_last_bit(
    value: float, language: Language
) -> None:
    assert read_number(exact(value, language), language) == value


@given(hundredths=st.integers(-(10**11), 10**11), language=st.sampled_from(LANGUAGES))
def test_number_in_a_field_is_read_back(hundredths: int, language: Language) -> None:
    value = hundredths / 100
    assert read_number(typed(value, language), language) == value
