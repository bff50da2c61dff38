"""Counts for everybody to see: a small one is not told, and no sum gives it away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hjemmel.apps.registry.selectors.details import FEW
from hjemmel.kernel.numbers import format_number
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class OpenCount:
    """A count as everybody may see it.

    Args:
        number: The count; ``None`` is not told.
        is_few: Whether what is not told is from one to four; else it hides another.
    """

    number: int | None
    is_few: bool = False

    @property
    def at_least(self) -> int:
        """The lowest that it may be, as far as is told; for sorting, and for whether there is any."""
        if self.number is not None:
            return self.number
        return 1 if self.is_few else FEW

    @property
    def words(self) -> Text:
        """The count in words and numbers."""
        if self.number is None:
            few = Text(f"under {FEW}", f"fewer than {FEW}")
            return few if self.is_few else Text("skjult", "hidden")
        if self.number == 0:
            return Text("ingen", "none")
        return Text(format_number(self.number), format_number(self.number, "en"))


@dataclass(frozen=True, slots=True)
class OpenSum:
    """A sum of counts, worked out from what is told of each, so that it tells nothing more.

    Args:
        number: The sum; where it is not exact, the lowest that it may be.
        is_exact: Whether every count in it is told.
    """

    number: int
    is_exact: bool = True

    @property
    def words(self) -> Text:
        """The sum in words and numbers."""
        if self.is_exact:
            return OpenCount(self.number).words
        nb, en = format_number(self.number), format_number(self.number, "en")
        return Text(f"minst {nb}", f"at least {en}")


def open_count(count: int) -> OpenCount:
    """Return a count as everybody may see it.

    >>> [open_count(count).words.nb for count in (0, 1, 4, 5)]
    ['ingen', 'under 5', 'under 5', '5']
    """
    return OpenCount(None, is_few=True) if 0 < count < FEW else OpenCount(count)


def open_sum(counts: Iterable[OpenCount]) -> OpenSum:
    """Return the sum of what is told: taking the other counts from it leaves nothing that is not.

    >>> open_sum([open_count(40), open_count(3)]).words.nb
    'minst 41'
    """
    told = list(counts)
    return OpenSum(
        sum(one.at_least for one in told), is_exact=all(one.number is not None for one in told)
    )


def open_counts(counts: Mapping[int, int]) -> dict[int, OpenCount]:
    """Return counts by key; if only one is small, the next is not told either.

    The sum of such counts may be known from elsewhere, and one small count could be worked out of it.

    >>> [one.words.nb for one in open_counts({1: 40, 2: 3, 3: 0, 4: 12}).values()]
    ['40', 'under 5', 'ingen', 'skjult']
    """
    shown = {key: open_count(count) for key, count in counts.items()}
    if sum(one.is_few for one in shown.values()) == 1:
        others = sorted((count, key) for key, count in counts.items() if count >= FEW)
        shown.update({key: OpenCount(None) for _, key in others[:1]})
    return shown
