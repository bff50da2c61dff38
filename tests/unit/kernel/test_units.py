"""Quantities refuse values outside their range."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.units import Hours, Share


@pytest.mark.parametrize("value", ["0", "0.05", "1"])
def test_a_share_lies_between_nothing_and_all(value: str) -> None:
    assert Share(Decimal(value)).value == Decimal(value)


@pytest.mark.parametrize("value", ["-0.01", "1.01", "5"])
def test_a_share_outside_is_refused(value: str) -> None:
    with pytest.raises(InputError, match="outside 0–1"):
        Share(Decimal(value))


def test_a_share_may_be_given_in_per_cent() -> None:
    assert Share.percent(5) == Share(Decimal("0.05"))
    assert Share.percent("2.5").value == Decimal("0.025")
    with pytest.raises(InputError):
        Share.percent(101)


def test_hours_are_not_negative() -> None:
    assert Hours(Decimal("7.5")) > Hours(Decimal(0))
    with pytest.raises(InputError, match="negative"):
        Hours(Decimal("-0.1"))
