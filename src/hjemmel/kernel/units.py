"""Quantities with a range: a share lies between 0 and 1, hours are not negative."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Share:
    """A part of a whole, 0 to 1.

    >>> Share.percent(5)
    Share(value=Decimal('0.05'))
    """

    value: Decimal

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 1:
            raise InputError(
                Text(
                    f"Andelen {self.value} er utenfor 0–1.",
                    f"The share {self.value} is outside 0–1.",
                ),
                where="share",
                remedy=Text("Gi en andel mellom 0 og 1.", "Give a share between 0 and 1."),
            )

    @classmethod
    def percent(cls, percent: Decimal | int | str) -> Share:
        """Return the share given in per cent."""
        return cls(Decimal(percent) / 100)


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """A number of hours, not negative."""

    value: Decimal

    def __post_init__(self) -> None:
        if self.value < 0:
            raise InputError(
                Text(f"{self.value} timer er negativt.", f"{self.value} hours is negative."),
                where="hours",
                remedy=Text("Gi 0 eller flere timer.", "Give 0 or more hours."),
            )
