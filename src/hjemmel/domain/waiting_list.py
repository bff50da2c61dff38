"""The waiting list in its three classes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hjemmel.kernel.text import Text


class WaitingClass(Enum):
    """Why somebody waits for a place on a list."""

    WITHOUT_GP = "without_gp"
    GP_ELSEWHERE = "gp_elsewhere"
    CHANGE_WITHIN = "change_within"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return {
            WaitingClass.WITHOUT_GP: Text("Har ikke fastlege", "Has no GP"),
            WaitingClass.GP_ELSEWHERE: Text(
                "Har fastlege i en annen kommune", "Has a GP in another municipality"
            ),
            WaitingClass.CHANGE_WITHIN: Text(
                "Vil bytte fastlege i kommunen", "Wants another GP in the municipality"
            ),
        }[self]


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """How many wait in one class; ``None`` when the number is not published."""

    waiting_class: WaitingClass
    persons: int | None
