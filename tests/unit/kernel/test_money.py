"""Money is whole øre, so sums are exact."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hjemmel.kernel.money import Money


def test_kroner_become_oere() -> None:
    assert Money.kroner(300000) == Money(30_000_000)
    assert Money.kroner("841.80") == Money(84_180)
    assert Money.kroner(Decimal("0.50")).in_kroner == Decimal("0.5")


@pytest.mark.parametrize(
    ("amount", "oere"), [("0.004", 0), ("0.005", 1), ("0.014", 1), ("-0.005", -1)]
)
def test_a_half_oere_goes_away_from_zero(amount: str, oere: int) -> None:
    assert Money.kroner(amount) == Money(oere)


def test_sums_of_ten_oere_do_not_drift() -> None:
    total = Money(0)
    for _ in range(1000):
        total = total + Money.kroner("0.10")
    assert total == Money.kroner(100)


def test_a_difference_may_be_negative_and_amounts_are_ordered() -> None:
    assert Money.kroner(1) - Money.kroner(2) == Money(-100)
    assert Money.kroner(1) < Money.kroner(2)


def test_a_factor_is_rounded_once() -> None:
    assert Money.kroner(100).times(Decimal("0.333")) == Money(3330)
    assert Money(1).times(Decimal("0.5")) == Money(1)
    assert Money.kroner("56.10").times(500) == Money.kroner(28050)
