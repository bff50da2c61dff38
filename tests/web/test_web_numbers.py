"""What stands in a field or an address is read back as the same number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hjemmel.kernel.numbers import read_number
from hjemmel.kernel.text import LANGUAGES, Language
from hjemmel.web.numbers import exact, typed

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
