"""What a distribution gives: the list of each household, its proof, and how even the load is."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.engines.allocation.distribution.geography import MeanDistance
from hjemmel.engines.allocation.distribution.inputs import DistributionInputs, Weights
from hjemmel.engines.allocation.inputs import Small
from hjemmel.law import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Evenness:
    """How evenly lists are loaded: the age-weighted load for each place of the ceiling.

    Args:
        mean: Mean of the lists, load per place.
        deviation: Standard deviation, load per place.
        lowest: The lightest list, load per place.
        highest: The heaviest list, load per place.
    """

    mean: float
    deviation: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionResult:
    """A proposal.

    Args:
        inputs: What it was computed from.
        weights: What counted how much.
        given: Position of the list of each household; ``-1`` is none, shape (households,).
        points: Points of the proposal; the lower the better.
        bound: Points that no proposal can be below.
        near: Persons on a list in their own district.
        understood: Persons who need a language and get a GP who speaks it.
        need_language: Persons who need a language.
        without: Persons who get no list.
        before: Evenness before.
        after: Evenness after.
        distance_given: How far those who are placed have to their list.
        distance_before: How far those who are on the lists have to them, before.
        distance_after: How far they and those who are placed have, after.
        receipt: What it was computed from.
    """

    inputs: DistributionInputs
    weights: Weights
    given: Small
    points: int
    bound: int
    near: int
    understood: int
    need_language: int
    without: int
    before: Evenness
    after: Evenness
    distance_given: MeanDistance
    distance_before: MeanDistance
    distance_after: MeanDistance
    receipt: Receipt

    @property
    def is_optimal(self) -> bool:
        """Whether no proposal can be better, as proven by the bound."""
        return self.points == self.bound

    @property
    def gap(self) -> float:
        """Proven distance to the best proposal, as a share of the points."""
        return (self.points - self.bound) / self.points if self.points else 0.0
