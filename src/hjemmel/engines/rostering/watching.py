"""Keeps the best roster and bound, tells progress of them, and hears who cancels."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from hjemmel.engines.rostering.frame import Flags
from hjemmel.engines.rostering.ledger import UNIT
from hjemmel.kernel.errors import CancelledError
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Text


@runtime_checkable
class TellsBest(Protocol):
    """Progress that is told the numbers too, and not only in words."""

    def best(self, points: float | None, bound: float) -> None:
        """The best roster so far costs ``points`` (``None``: none yet); none is below ``bound``."""


class Watching:
    """The best so far.

    Args:
        progress: Where to tell of it.
        bound: A price that no roster is below, thousandths of points.
    """

    def __init__(self, progress: Progress, *, bound: int) -> None:
        self._progress = progress
        self.bound = bound
        self.price: int | None = None
        self.on: Flags | None = None
        self.is_cancelled = False
        self._tell()

    def found(self, on: Flags, price: int) -> None:
        """Keep a roster if it is better."""
        if self.price is None or price < self.price:
            self.on, self.price = on.copy(), price
            self._tell()

    def proven(self, bound: int) -> None:
        """Keep a bound if it is higher."""
        if bound > self.bound:
            self.bound = bound
            self._tell()

    def go_on(self) -> bool:
        """Tell whether nobody has cancelled."""
        try:
            self._progress.advance(0)
        except CancelledError:
            self.is_cancelled = True
        return not self.is_cancelled

    def _tell(self) -> None:
        bound = self.bound / UNIT
        if self.price is None:
            label = Text(
                f"Lager vaktplan: ingen funnet ennå, grense {n(bound)} poeng",
                f"Making a roster: none found yet, bound {n(bound, 'en')} points",
            )
        else:
            price = self.price / UNIT
            label = Text(
                f"Lager vaktplan: {n(price)} poeng, grense {n(bound)}",
                f"Making a roster: {n(price, 'en')} points, bound {n(bound, 'en')}",
            )
        if isinstance(self._progress, TellsBest):
            points = None if self.price is None else self.price / UNIT
            self._progress.best(points, bound)
        try:
            self._progress.start(label, 0)
        except CancelledError:
            self.is_cancelled = True
