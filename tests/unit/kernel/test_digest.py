"""The digest of a value is the same on every machine and tells different values apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

import numpy as np
import pytest

from hjemmel.kernel.digest import digest, plain


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Facts:
    day: date
    share: Decimal
    colour: Colour


def test_a_known_value_has_a_known_digest() -> None:
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_the_order_of_keys_and_trailing_zeros_do_not_matter() -> None:
    assert digest({"b": 1, "a": Decimal("1.50")}) == digest({"a": Decimal("1.5"), "b": 1})
    assert digest(Decimal("1E+2")) == digest(Decimal("100"))
    assert digest((1, 2)) == digest([1, 2])


def test_the_order_of_a_list_and_the_kind_of_a_value_do_matter() -> None:
    assert digest([1, 2]) != digest([2, 1])
    assert digest(1) != digest("1")
    assert digest(None) != digest("")
    assert digest({"value": 0.1}) != digest({"value": 0.2})


def test_dataclasses_enums_days_and_arrays_become_plain_data() -> None:
    facts = Facts(date(2024, 1, 1), Decimal("0.050"), Colour.RED)
    assert plain(facts) == {"day": "2024-01-01", "share": "0.05", "colour": "red"}
    assert plain(np.array([[1, 2], [3, 4]])) == [[1, 2], [3, 4]]


def test_letters_outside_ascii_are_kept() -> None:
    assert digest("Åsane") == digest("\u00c5sane")
    assert digest("Åsane") != digest("Asane")


def test_a_number_that_is_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        digest(float("nan"))
