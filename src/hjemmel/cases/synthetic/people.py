"""Ages, sex and birthdays of a number of persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from hjemmel.cases.synthetic.counts import Bools, Floats, Ints
from hjemmel.cases.synthetic.habits import PeopleHabits
from hjemmel.domain.population import AGE_BANDS
from hjemmel.kernel.time import add_years

EPOCH = date(1970, 1, 1)
_TWENTIES = next(i for i, band in enumerate(AGE_BANDS) if band.first == 20)
ADULT_AGE = 20
_ADULT_IF_ALL_ARE_CHILDREN = 40


@dataclass(frozen=True, slots=True)
class AgeTable:
    """The chance of each (age, sex): ``chances[age, 0]`` for men, ``[age, 1]`` for women."""

    chances: Floats


def age_table(shares: tuple[float, ...], habits: PeopleHabits, young: float = 1.0) -> AgeTable:
    """Return chances by single year of age.

    Args:
        shares: Shares of residents in ``AGE_BANDS``.
        habits: How ages fall within a band, and women's share.
        young: Weight of ages 20-29 beside ``shares``.
    """
    chances = np.zeros((habits.oldest + 1, 2))
    for i, band in enumerate(AGE_BANDS):
        last = habits.oldest if band.last is None else band.last
        years = np.arange(last - band.first + 1)
        curve = habits.last_over_first[i] ** (years / max(1, len(years) - 1))
        weight = shares[i] * (young if i == _TWENTIES else 1.0)
        column = weight * curve / curve.sum()
        chances[band.first : last + 1, 0] = column * (1 - habits.women[i])
        chances[band.first : last + 1, 1] = column * habits.women[i]
    return AgeTable(chances / chances.sum())


def draw_people(
    count: int, table: AgeTable, rng: np.random.Generator, *, with_adult: bool
) -> tuple[Ints, Bools]:
    """Draw age and sex (woman: true) of ``count`` persons, youngest men first.

    With ``with_adult`` there is at least one adult when there is anybody.
    """
    drawn = rng.multinomial(count, table.chances.T.ravel() / table.chances.sum())
    ages = np.tile(np.arange(len(table.chances), dtype=np.int16), 2)
    age: Ints = np.repeat(ages, drawn)
    women: Bools = np.repeat(np.arange(len(drawn)) >= len(table.chances), drawn)
    if with_adult and count and not (age >= ADULT_AGE).any():
        age[0] = _ADULT_IF_ALL_ARE_CHILDREN
    return age, women


def birthdays(age: Ints, as_of: date, rng: np.random.Generator) -> Ints:
    """Draw a day of birth, in days since 1970, that gives each age on ``as_of``."""
    oldest = int(age.max(initial=0))
    edges = np.array(
        [(add_years(as_of, -years) - EPOCH).days for years in range(oldest + 2)], dtype=np.int64
    )
    after, until = edges[1:], edges[:-1]
    width = (until - after)[age]
    days = after[age] + 1 + np.floor(rng.random(len(age)) * width).astype(np.int64)
    born: Ints = days.astype(np.int32)
    return born


def ages_on(born: Ints, as_of: date) -> Ints:
    """Return full years of age on ``as_of`` of persons born on days since 1970."""
    oldest_day = EPOCH + timedelta(days=int(born.min(initial=0)))
    years = as_of.year - oldest_day.year + 1
    edges = np.array([(add_years(as_of, -y) - EPOCH).days for y in range(years, -1, -1)])
    ages: Ints = (years - np.searchsorted(edges, born, side="left")).astype(np.int16)
    return ages
