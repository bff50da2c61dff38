"""Cycles: a rota that repeats, such as two weeks on and four weeks off.

A cycle says on which days a doctor may be on duty, and of which type; each doctor follows it from her
own day. It leaves to the solver what it leaves open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hjemmel.domain.shift import Shift
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

ANY: Final = "*"
OFF: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """A rota that repeats.

    Args:
        key: What it is called.
        name: The name shown to people.
        days: For each day of the cycle the keys of the shift types that may be taken, ``*`` for any and
            ``-`` for none; the first day is that on which a doctor starts.
        starts: The day on which each doctor starts the cycle, by her key; before and after it repeats.

    Raises:
        InputError: The cycle has no days, or a day names nothing.

    >>> two_on_four_off = Cycle(
    ...     key="north-sea",
    ...     name=Text("Nordsjøturnus", "North Sea rota"),
    ...     days=weeks_on_off(2, 4),
    ...     starts={"a": date(2026, 1, 5)},
    ... )
    >>> two_on_four_off.is_open("a", date(2026, 1, 18), "night")
    True
    >>> two_on_four_off.is_open("a", date(2026, 1, 19), "night")
    False
    """

    key: str
    name: Text
    days: tuple[tuple[str, ...], ...]
    starts: Mapping[str, date]

    def __post_init__(self) -> None:
        if not self.days or any(not day for day in self.days):
            raise InputError(
                Text(
                    "En syklus mangler dager, eller en dag sier ingenting.",
                    "A cycle has no days, or a day says nothing.",
                ),
                where=f"cycle {self.key}",
                remedy=Text(
                    "Gi hver dag typer, «*» for alle eller «-» for fri.",
                    "Give each day types, “*” for any or “-” for off.",
                ),
            )

    def is_open(self, doctor: str, day: date, kind: str) -> bool:
        """Tell whether the cycle lets a doctor take a shift of a type that starts on a day."""
        start = self.starts.get(doctor)
        if start is None:
            return True
        open_kinds = self.days[(day - start).days % len(self.days)]
        return ANY in open_kinds or kind in open_kinds

    def lets(self, doctor: str, shift: Shift) -> bool:
        """Tell whether the cycle lets a doctor take a shift."""
        return self.is_open(doctor, shift.day, shift.kind)


def weeks_on_off(on: int, off: int) -> tuple[tuple[str, ...], ...]:
    """Return the days of a cycle of whole weeks on duty and off.

    >>> len(weeks_on_off(2, 4))
    42
    """
    return ((ANY,),) * (7 * on) + ((OFF,),) * (7 * off)
