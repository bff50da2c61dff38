"""The fairness ledger: what each doctor has carried, her fair share, and what is carried over.

A shift is shared out over everybody it is open to, by their fraction: she who is exempt, or not a
member, on that day has no share in it. The balance is what she took less her share, added to the
balance that she came with; 0 is fair. Amounts are whole thousandths of a unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

UNIT = 1000


class Category(Enum):
    """What is counted."""

    SHIFTS = "shifts"
    HOURS = "hours"
    NIGHTS = "nights"
    WEEKENDS = "weekends"
    RED_DAYS = "red_days"
    CHRISTMAS = "christmas"
    EASTER = "easter"
    MAY_17 = "may_17"
    BACK_UP = "back_up"
    ALONE = "alone"
    GIVEN_AWAY = "given_away"
    TAKEN_OVER = "taken_over"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LABELS[self]

    @property
    def is_shared(self) -> bool:
        """Whether it is shared out fairly; what a doctor does by her own choice is only kept."""
        return self not in (Category.GIVEN_AWAY, Category.TAKEN_OVER)


_LABELS = {
    Category.SHIFTS: Text("Vakter", "Shifts"),
    Category.HOURS: Text("Timer", "Hours"),
    Category.NIGHTS: Text("Nattevakter", "Night shifts"),
    Category.WEEKENDS: Text("Helgevakter", "Weekend shifts"),
    Category.RED_DAYS: Text("Vakter på helligdager", "Shifts on public holidays"),
    Category.CHRISTMAS: Text("Vakter i jula", "Shifts at Christmas"),
    Category.EASTER: Text("Vakter i påsken", "Shifts at Easter"),
    Category.MAY_17: Text("Vakter 17. mai", "Shifts on 17 May"),
    Category.BACK_UP: Text("Bakvakter", "Back-up shifts"),
    Category.ALONE: Text("Vakter alene", "Shifts alone"),
    Category.GIVEN_AWAY: Text("Gitt bort", "Given away"),
    Category.TAKEN_OVER: Text("Overtatt", "Taken over"),
}
SHARED = tuple(category for category in Category if category.is_shared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One line of the ledger, in thousandths of a shift or an hour.

    Args:
        doctor: Key of the doctor.
        category: What is counted.
        opening: Balance that she came with.
        amount: What she took in the period.
        share: Her fair share of the period.
        counts: Whether anything of this kind was open to her, so that she is compared with others.

    >>> Balance(doctor="a", category=Category.NIGHTS, opening=-400, amount=5000, share=4600).closing
    0
    """

    doctor: str
    category: Category
    opening: int = 0
    amount: int = 0
    share: int = 0
    counts: bool = True

    @property
    def closing(self) -> int:
        """What she carries to the next period; above 0: more than her share."""
        return self.opening + self.amount - self.share

    def as_plain(self) -> dict[str, float | bool]:
        """Return the figures in shifts or hours."""
        return {
            "opening": self.opening / UNIT,
            "amount": self.amount / UNIT,
            "share": self.share / UNIT,
            "closing": self.closing / UNIT,
            "counts": self.counts,
        }


@dataclass(frozen=True, slots=True)
class Ledger:
    """The balances of a period, by doctor and category.

    Raises:
        InputError: A line stands twice.
    """

    balances: tuple[Balance, ...] = ()
    _lines: dict[tuple[str, Category], Balance] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        self._lines.update({(line.doctor, line.category): line for line in self.balances})
        if len(self._lines) != len(self.balances):
            raise InputError(
                Text("En linje i regnskapet står to ganger.", "A line of the ledger stands twice."),
                where="ledger",
                remedy=Text(
                    "La hver lege ha én linje for hvert slag.",
                    "Let each doctor have one line of each kind.",
                ),
            )

    def line(self, doctor: str, category: Category) -> Balance:
        """Return a line; an empty one for somebody who is not in the ledger."""
        found = self._lines.get((doctor, category))
        return found or Balance(doctor=doctor, category=category, counts=False)

    def closing(self, doctor: str, category: Category) -> int:
        """Return what a doctor carries over, thousandths."""
        return self.line(doctor, category).closing

    def carried(self) -> Ledger:
        """Return the ledger that the next period opens with."""
        return Ledger(
            tuple(
                Balance(doctor=line.doctor, category=line.category, opening=line.closing)
                for line in self.balances
            )
        )

    def merged(self, later: Ledger) -> Ledger:
        """Return the ledger of this period and the one after it taken together.

        Somebody who is in one of them only keeps her line.
        """
        keys = sorted({*self._lines, *later._lines}, key=lambda key: (key[0], key[1].value))
        return Ledger(tuple(_merge(self._lines.get(key), later._lines.get(key)) for key in keys))

    def with_handed_over(self, given: Iterable[tuple[str | None, str]]) -> Ledger:
        """Return the ledger with shifts that went from one doctor to another by their own wish.

        Args:
            given: Pairs of who gave a shift away and who took it over; ``None``: nobody gave it.
        """
        lines = dict(self._lines)
        for giver, taker in given:
            for doctor, category in (
                (giver, Category.GIVEN_AWAY),
                (taker, Category.TAKEN_OVER),
            ):
                if doctor is None:
                    continue
                old = self.line(doctor, category) if (doctor, category) not in lines else None
                line = old or lines[(doctor, category)]
                lines[(doctor, category)] = Balance(
                    doctor=doctor,
                    category=category,
                    opening=line.opening,
                    amount=line.amount + UNIT,
                    counts=False,
                )
        return Ledger(tuple(lines.values()))


def _merge(first: Balance | None, second: Balance | None) -> Balance:
    if first is None or second is None:
        only = first or second
        assert only is not None
        return only
    return Balance(
        doctor=first.doctor,
        category=first.category,
        opening=first.opening,
        amount=first.amount + second.amount,
        share=first.share + second.share,
        counts=first.counts or second.counts,
    )
