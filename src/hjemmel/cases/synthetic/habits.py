"""How people, households, doctors and lists are formed where nothing is published.

The values, their units and their meaning stand in ``cases/data/synthetic/habits.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from hjemmel.cases.synthetic.counts import Floats, Ints


@dataclass(frozen=True, slots=True)
class Curve:
    """A value by age: straight between the points, flat outside them."""

    ages: tuple[int, ...]
    values: tuple[float, ...]

    def at(self, age: Ints | npt.NDArray[np.floating[Any]]) -> Floats:
        """Return the value at each age."""
        return np.interp(age, self.ages, self.values).astype(np.float64)


@dataclass(frozen=True, slots=True)
class PeopleHabits:
    """Ages and sex; see ``habits.toml`` for units and meaning, here and below."""

    oldest: int
    women: tuple[float, ...]
    last_over_first: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class HouseholdHabits:
    """Who lives together."""

    sibling_shares: tuple[float, ...]
    years_between_siblings: float
    teens_at_home: float
    age_at_first_birth: float
    age_at_first_birth_spread: float
    parent: Curve
    father_alone: float
    parent_with_partner: float
    woman_as_partner: float
    partner_older_years: float
    couple: Curve
    shared_flat: Curve
    shared_flat_shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ListHabits:
    """Ceilings, free places, who is on which list and who waits."""

    ceiling_min: int
    ceiling_max: int
    ceiling_step: int
    ceiling_spread: float
    men_over_women: float
    lists_with_free_places: float
    same_list_in_household: float
    within_district: float
    doctor_of_same_sex: float
    guests_out: Curve
    without_gp: Curve
    guests_young: float
    wanted_in_own_district: float
    mean_wait_days: float
    longest_wait_days: int


@dataclass(frozen=True, slots=True)
class DoctorHabits:
    """Doctors and their agreements."""

    age_from: int
    age_bands: tuple[int, ...]
    age_shares: tuple[float, ...]
    oldest: int
    locum_age_from: int
    locum_age_to: int
    women: Curve
    specialists: Curve
    first_post_age: int
    mean_years_in_post: float
    locum_longest_months: int
    scheme_start: date
    specialist_duty_from: date


@dataclass(frozen=True, slots=True)
class Habits:
    """Everything that no table gives."""

    people: PeopleHabits
    households: HouseholdHabits
    lists: ListHabits
    doctors: DoctorHabits
