"""Money in whole øre, so that sums are exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of Norwegian kroner, kept in øre.

    >>> Money.kroner("1200000") + Money.kroner("0.50")
    Money(oere=120000050)
    """

    oere: int

    @classmethod
    def kroner(cls, amount: Decimal | int | str) -> Money:
        """Return the amount given in kroner, rounded half up to whole øre."""
        return cls(int((Decimal(amount) * 100).quantize(Decimal(1), ROUND_HALF_UP)))

    @property
    def in_kroner(self) -> Decimal:
        """The amount in kroner."""
        return Decimal(self.oere) / 100

    def __add__(self, other: Money) -> Money:
        return Money(self.oere + other.oere)

    def __sub__(self, other: Money) -> Money:
        return Money(self.oere - other.oere)

    def times(self, factor: Decimal | int) -> Money:
        """Return the amount times ``factor``, rounded half up to whole øre."""
        return Money(int((Decimal(self.oere) * factor).quantize(Decimal(1), ROUND_HALF_UP)))
