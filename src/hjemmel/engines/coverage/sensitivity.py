"""How far the answer moves when the assumptions do: draws, 80 % bands and one factor at a time.

Each factor varies around 1 as a normal distribution in which the half-width (a dated assumption in
``law/data/planning/sensitivity_*``) covers 80 %. The draws are a scrambled Sobol sequence: the same seed
gives the same draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, qmc

from hjemmel.law import LawAt

Array = NDArray[np.float64]

FACTORS = (
    "population",
    "guests",
    "mean_list",
    "leavers",
    "hours_per_person",
    "consultation_rate",
)
BAND = (0.10, 0.90)
_LEAST_FACTOR = 0.01


@dataclass(frozen=True, slots=True)
class Band:
    """The values that enclose 80 % of the draws."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Influence:
    """What one factor does alone, at its lower and upper half-width.

    Args:
        factor: Name of the factor.
        half_width: Share that it is moved by.
        at_low: The answer with the factor lowered.
        at_high: The answer with the factor raised.
    """

    factor: str
    half_width: float
    at_low: float
    at_high: float

    @property
    def span(self) -> float:
        """Distance between the two answers."""
        return abs(self.at_high - self.at_low)


def half_widths(law: LawAt) -> dict[str, float]:
    """Return the half-width of every factor as a share."""
    return {
        "population": float(law.number("planning.sensitivity_population")),
        "guests": float(law.number("planning.sensitivity_guests")),
        "mean_list": float(law.number("planning.sensitivity_mean_list")),
        "leavers": float(law.number("planning.sensitivity_leavers")),
        "hours_per_person": float(law.number("planning.sensitivity_hours_per_person")),
        "consultation_rate": float(law.number("planning.sensitivity_consultation_rate")),
    }


def draw_factors(widths: Mapping[str, float], draws: int, seed: int) -> dict[str, Array]:
    """Return ``draws`` factors around 1 for each name, each of shape (draws,)."""
    power = max(1, (draws - 1).bit_length())
    sobol = qmc.Sobol(d=len(FACTORS), scramble=True, seed=np.random.default_rng(seed))
    uniform = sobol.random_base2(power)[:draws]
    standard = norm.ppf(np.clip(uniform, 1e-12, 1 - 1e-12)) / norm.ppf(BAND[1])
    return {
        name: np.maximum(1 + widths[name] * standard[:, column], _LEAST_FACTOR)
        for column, name in enumerate(FACTORS)
    }


def band(values: Array) -> Band:
    """Return the 80 % band of ``values`` of shape (draws,)."""
    low, high = band_edges(values)
    return Band(float(low), float(high))


def band_edges(values: Array) -> Array:
    """Return the lower and upper edge of the 80 % bands of ``values`` of shape (draws, …)."""
    return np.quantile(values, BAND, axis=0)


def one_at_a_time(
    answer: Callable[[Mapping[str, float]], float],
    widths: Mapping[str, float],
    names: tuple[str, ...],
) -> tuple[Influence, ...]:
    """Return what each named factor does alone, the strongest first."""
    still = dict.fromkeys(FACTORS, 1.0)
    influences = [
        Influence(
            name,
            widths[name],
            answer({**still, name: 1 - widths[name]}),
            answer({**still, name: 1 + widths[name]}),
        )
        for name in names
    ]
    return tuple(sorted(influences, key=lambda influence: -influence.span))
