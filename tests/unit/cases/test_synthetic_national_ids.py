"""National ids in bulk agree with the slow way, one by one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from hjemmel.cases.synthetic.national_ids import national_ids
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.identifiers import synthetic_check_digits

EPOCH = date(1970, 1, 1)


def valid_numbers(day: date, *, woman: bool) -> set[str]:
    """List, one by one, the numbers that a birthday offers."""
    individual = list(range(500, 1000) if day.year >= 2000 else range(500))
    if 1940 <= day.year < 2000:
        individual += range(900, 1000)
    found = set()
    for number in individual:
        nine = f"{day.day:02}{day.month + 80}{day.year % 100:02}{number:03}"
        ending = synthetic_check_digits(nine)
        if ending is not None and (number % 2 == 0) == woman:
            found.add(nine + ending)
    return found


@pytest.mark.parametrize("woman", [True, False])
@pytest.mark.parametrize(
    "day",
    [
        date(1919, 12, 31),
        date(1939, 12, 31),
        date(1940, 1, 1),
        date(1999, 12, 31),
        date(2000, 2, 29),
        date(2023, 7, 9),
    ],
)
def test_a_full_birthday_uses_exactly_the_valid_numbers(day: date, woman: bool) -> None:
    wanted = valid_numbers(day, woman=woman)
    born = np.full(len(wanted), (day - EPOCH).days)
    made = national_ids(born, np.full(len(wanted), woman), np.random.default_rng(1))
    assert set(made) == wanted


def test_one_more_than_a_birthday_offers_is_refused() -> None:
    day = date(1990, 5, 17)
    count = len(valid_numbers(day, woman=True)) + 1
    born = np.full(count, (day - EPOCH).days)
    with pytest.raises(InputError, match="than there are national ids"):
        national_ids(born, np.full(count, True), np.random.default_rng(1))


def test_nobody_needs_no_number() -> None:
    nobody = national_ids(np.zeros(0, dtype=np.int32), np.zeros(0, bool), np.random.default_rng(1))
    assert len(nobody) == 0
