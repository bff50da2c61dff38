"""What a round gives: who gets which list, why, and what either way of doing it costs the other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from hjemmel.engines.allocation.inputs import RoundInputs, Small
from hjemmel.kernel.text import Text
from hjemmel.law import Finding, Receipt


class Mode(Enum):
    """The two ways of giving places."""

    STABLE = "stable"
    MOST_PLACED = "most_placed"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LABELS[self]


_LABELS = {
    Mode.STABLE: Text("Ingen forbigås", "Nobody is passed over"),
    Mode.MOST_PLACED: Text("Flest får plass", "Most get a place"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one way of giving places gives and costs.

    Args:
        placed: Persons who got one of their choices.
        choice_sum: Sum of the numbers of the choices they got; 0 is the first choice.
        first_choice: Persons who got their first choice.
        passed_over: Persons who lost a list they prefer to somebody with a worse claim.
        blocking_pairs: Pairs of such a person and such a list.
        by_fallback: Persons who got a list by the second round.
        without: Persons who got nothing.
    """

    placed: int
    choice_sum: int
    first_choice: int
    passed_over: int
    blocking_pairs: int
    by_fallback: int
    without: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundResult:
    """A round of allocation; arrays of shape (applicants,).

    Args:
        inputs: What it was computed from.
        mode: The way places were given.
        seed: Seed of the draw between equals.
        order: Positions of the applicants in serving order.
        rank: Place of each applicant in that order; 0 is first.
        draws: Each applicant's number in the draw between equals.
        choice: Which of her choices each got; ``-1`` is none of them.
        given: Position of the list each got; ``-1`` is none.
        account: What this way gives.
        other: What the other way would give; ``None`` when it was not asked for.
        findings: The rules of the order.
        receipt: What it was computed from.
    """

    inputs: RoundInputs
    mode: Mode
    seed: int
    order: Small
    rank: Small
    draws: NDArray[np.uint64]
    choice: Small
    given: Small
    account: Account
    other: Account | None
    findings: tuple[Finding, ...]
    receipt: Receipt

    @property
    def without_gp_first(self) -> bool:
        """Whether those without a GP went before the others, as the first finding tells."""
        return self.findings[0].is_met

    @property
    def left(self) -> Small:
        """Places left on each list, shape (lists,)."""
        taken = np.bincount(self.given[self.given >= 0], minlength=len(self.inputs.lists))
        return (self.inputs.lists.places - taken).astype(np.int32)
