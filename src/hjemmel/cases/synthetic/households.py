"""Puts the persons of a district into households: families, couples, shared flats, singles.

The method is rank matching: the ages a household wishes for are sorted, the persons at hand are
sorted, and first meets first. So every person gets a place and nobody is made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from hjemmel.cases.synthetic.counts import (
    Bools,
    Floats,
    Ints,
    draw_without_replacement,
    groups_of,
)
from hjemmel.cases.synthetic.habits import HouseholdHabits
from hjemmel.cases.synthetic.people import ADULT_AGE

TEEN_AGE = 16


class HouseholdKind(IntEnum):
    """What kind of household it is; the value is its place in the tables' category."""

    FAMILY = 0
    COUPLE = 1
    SHARED = 2
    SINGLE = 3


HEAD, PARTNER, OTHER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Households:
    """The households of a district.

    Args:
        order: Positions of the persons, household by household, the head first.
        household: Household number (from 0) of each person in that order.
        kind: ``HouseholdKind`` of each household.
        size: Persons in each household.
    """

    order: Ints
    household: Ints
    kind: Ints
    size: Ints


class _Former:
    """Keeps who is placed while households are formed."""

    def __init__(
        self, age: Ints, woman: Bools, habits: HouseholdHabits, rng: np.random.Generator
    ) -> None:
        self.age, self.woman, self.habits, self.rng = age, woman, habits, rng
        self.household = np.full(len(age), -1, dtype=np.int32)
        self.role = np.full(len(age), HEAD, dtype=np.int8)
        self.kinds: list[Ints] = []
        self.count = 0

    def add(self, members: Ints, group: Ints, kind: HouseholdKind) -> None:
        """Place ``members`` in new households numbered by ``group`` from 0."""
        if len(members) == 0:
            return
        groups = int(group.max()) + 1
        self.household[members] = self.count + group
        self.kinds.append(np.full(groups, kind, dtype=np.int8))
        self.count += groups

    def free(self, at_least: int) -> Ints:
        """Return the persons of that age or more who are not placed."""
        return np.flatnonzero((self.household < 0) & (self.age >= at_least))

    def by_age(self, members: Ints, noise: float = 0.0) -> Ints:
        """Return the members from young to old, their ages blurred by ``noise`` years."""
        years = self.age[members] + self.rng.random(len(members))
        if noise:
            years = years + self.rng.normal(0, noise, len(members))
        return members[np.argsort(years, kind="stable")]

    def families(self) -> None:
        """Place the children with siblings, then a parent, then perhaps the parent's partner."""
        at_home = (self.age < TEEN_AGE) | (
            (self.age < ADULT_AGE) & (self.rng.random(len(self.age)) < self.habits.teens_at_home)
        )
        children: Ints = np.flatnonzero(at_home)
        adults = self.free(ADULT_AGE)
        if len(children) == 0 or len(adults) == 0:
            return
        sizes = groups_of(len(children), self.habits.sibling_shares, 1, self.rng)
        if len(sizes) > len(adults):
            sizes = np.full(len(adults), len(children) // len(adults))
            sizes[: len(children) % len(adults)] += 1
        family: Ints = np.repeat(np.arange(len(sizes)), sizes)
        slot = np.arange(len(family)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        gap = self.habits.years_between_siblings
        oldest = self.rng.uniform(0, ADULT_AGE, len(sizes)) + gap * (sizes - 1) / 2
        wished = oldest[family] - gap * slot
        children = self.by_age(children)
        family = family[np.argsort(wished, kind="stable")]
        self.add(children, family, HouseholdKind.FAMILY)
        self.role[children] = OTHER
        oldest_age = np.zeros(len(sizes))
        np.maximum.at(oldest_age, family, self.age[children])
        self._parents(adults, oldest_age)

    def _parents(self, adults: Ints, oldest_child: Floats) -> None:
        habits, rng = self.habits, self.rng
        weight = habits.parent.at(self.age[adults])
        weight = weight * np.where(self.woman[adults], 1.0, habits.father_alone)
        parents = adults[draw_without_replacement(weight, len(oldest_child), rng)]
        first_birth = rng.normal(
            habits.age_at_first_birth, habits.age_at_first_birth_spread, len(oldest_child)
        )
        families = np.argsort(oldest_child + np.maximum(first_birth, 18.0), kind="stable")
        parents = self.by_age(parents)
        self.household[parents] = families
        has_partner = self.woman[parents] & (rng.random(len(parents)) < habits.parent_with_partner)
        mothers = parents[has_partner]
        others = self.free(ADULT_AGE)
        mothers = self.by_age(mothers, noise=2.5)
        if len(mothers) > len(others):
            mothers = mothers[: len(others)]
        weight = habits.parent.at(self.age[others] - habits.partner_older_years)
        weight = weight * np.where(self.woman[others], habits.woman_as_partner, 1.0)
        partners = others[draw_without_replacement(weight, len(mothers), rng)]
        partners = self.by_age(partners)
        self.household[partners] = self.household[mothers]
        self.role[partners] = PARTNER

    def couples(self) -> None:
        """Pair women and men who live together without children."""
        adults = self.free(18)
        wants = self.rng.random(len(adults)) < self.habits.couple.at(
            self.age[adults] - np.where(self.woman[adults], 0.0, self.habits.partner_older_years)
        )
        adults = self.rng.permutation(adults[wants])
        women, men = adults[self.woman[adults]], adults[~self.woman[adults]]
        pairs = min(len(women), len(men))
        women = self.by_age(women[:pairs], noise=2.5)
        men = self.by_age(men[:pairs])
        number = np.arange(pairs)
        self.add(np.concatenate([women, men]), np.tile(number, 2), HouseholdKind.COUPLE)
        self.role[men] = PARTNER

    def flats_and_singles(self) -> None:
        """Place the rest: young people in shared flats, the others alone."""
        rest = self.free(0)
        shares = self.rng.random(len(rest)) < self.habits.shared_flat.at(self.age[rest])
        shares &= self.age[rest] <= self.habits.shared_flat.ages[-1]
        sharers = self.by_age(rest[shares], noise=2.0)
        sizes = groups_of(len(sharers), self.habits.shared_flat_shares, 2, self.rng)
        self.add(sharers, np.repeat(np.arange(len(sizes)), sizes), HouseholdKind.SHARED)
        alone = rest[~shares]
        self.add(alone, np.arange(len(alone)), HouseholdKind.SINGLE)


def form_households(
    age: Ints, woman: Bools, habits: HouseholdHabits, rng: np.random.Generator
) -> Households:
    """Place every person in one household; a child under 16 lives with an adult of 20 or more.

    Args:
        age: Full years of each person; at least one adult when there is a child.
        woman: Whether the person is a woman.
        habits: Who lives together.
        rng: The stream of this district's households.
    """
    former = _Former(age, woman, habits, rng)
    former.families()
    former.couples()
    former.flats_and_singles()
    shuffled = rng.permutation(former.count).astype(np.int32)
    household = shuffled[former.household]
    kind = np.empty(former.count, dtype=np.int8)
    if former.kinds:
        kind[shuffled] = np.concatenate(former.kinds)
    size = np.bincount(household, minlength=former.count)
    kind[(size == 1) & (kind == HouseholdKind.SHARED)] = HouseholdKind.SINGLE
    key = (household.astype(np.int64) * 4 + former.role) * 256 + (255 - age)
    order = np.argsort(key, kind="stable")
    return Households(order, household[order], kind, size.astype(np.int16))
