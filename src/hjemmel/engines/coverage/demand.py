"""Method 3, demand: residents weighted by how often people of their age and sex see a GP.

Rates by age × sex are not published; they are the age rate times the sex rate over the rate of all, which
keeps both published margins when age and sex are unrelated. The weight is relative to the nation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hjemmel.domain.population import AGE_BANDS, AgeSexCounts

Rates = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandNeed:
    """Consultations and the weight relative to the nation.

    Args:
        consultations: Expected consultations with a GP, per year.
        per_person: The same per resident.
        national_per_person: Expected consultations per resident of the nation, by the same rates.
        index: ``per_person / national_per_person``; above 1 is more need than the nation's mean.
    """

    consultations: float
    per_person: float
    national_per_person: float
    index: float


def rates_by_age_and_sex(
    by_age: Sequence[Mapping[str, str]], by_sex: Sequence[Mapping[str, str]]
) -> Rates:
    """Return consultations per person and year, shape (2, age bands): male, female.

    Args:
        by_age: Rows with ``age_band`` and ``gp`` in the order of ``AGE_BANDS``.
        by_sex: Rows with ``sex`` (male, female, all) and ``gp``.
    """
    age = {row["age_band"]: float(row["gp"]) for row in by_age}
    sex = {row["sex"]: float(row["gp"]) for row in by_sex}
    per_age = np.array([age[band.id] for band in AGE_BANDS])
    per_sex = np.array([sex["male"], sex["female"]]) / sex["all"]
    return np.outer(per_sex, per_age)


def as_array(groups: AgeSexCounts) -> Rates:
    """Return residents as an array of shape (2, age bands): male, female."""
    return np.array([groups.male, groups.female], dtype=np.float64)


def reference_population(rows: Sequence[Mapping[str, str]]) -> Rates:
    """Return the nation's residents, shape (2, age bands), from rows age_band, male, female."""
    table = {row["age_band"]: row for row in rows}
    return np.array(
        [[float(table[band.id][sex]) for band in AGE_BANDS] for sex in ("male", "female")]
    )


def run_demand(groups: Rates, reference: Rates, rates: Rates) -> DemandNeed:
    """Weigh residents by consultation rates and standardise to the nation.

    Args:
        groups: Residents, shape (2, age bands).
        reference: The nation's residents, same shape.
        rates: Consultations per person and year, same shape.
    """
    consultations = float((groups * rates).sum())
    per_person = consultations / float(groups.sum())
    national = float((reference * rates).sum() / reference.sum())
    return DemandNeed(
        consultations=consultations,
        per_person=per_person,
        national_per_person=national,
        index=per_person / national,
    )
