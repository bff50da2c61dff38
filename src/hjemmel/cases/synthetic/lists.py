"""How long the lists may be, how long they are, and who is on which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hjemmel.cases.synthetic.counts import (
    Bools,
    Floats,
    Ints,
    draw_without_replacement,
    level,
    spread,
)
from hjemmel.cases.synthetic.households import TEEN_AGE
from hjemmel.cases.synthetic.people import ADULT_AGE
from hjemmel.cases.synthetic.profile import Profile
from hjemmel.cases.synthetic.streams import Purpose, stream

NO_GP, GP_ELSEWHERE = -1, -2


@dataclass(frozen=True, slots=True)
class Residents:
    """The residents, district by district, household by household, the head of each first.

    Args:
        district: Position of the district.
        household: Household number, from 0.
        head: Position of the household's head among the residents.
        age: Full years.
        woman: Whether the person is a woman.
    """

    district: Ints
    household: Ints
    head: Ints
    age: Ints
    woman: Bools


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists, one per post: the doctor's sex, the ceiling, the length and the guests."""

    district: Ints
    woman: Bools
    ceiling: Ints
    length: Ints
    guests: Ints


def open_lists(profile: Profile, district: Ints, woman: Bools, seed: int) -> Lists:
    """Draw ceilings, free places and guests with the profile's sums.

    Args:
        profile: What the sums are.
        district: District of each post.
        woman: Whether the post's doctor is a woman.
        seed: The municipality's seed.
    """
    habits, totals = profile.habits.lists, profile.totals
    rng = stream(seed, Purpose.CEILINGS)
    count = len(district)
    raw = rng.normal(1.0, habits.ceiling_spread, count) * np.where(
        woman, 1.0, habits.men_over_women
    )
    raw *= totals.list_places / count / raw.mean()
    ceiling = level(
        raw, totals.list_places, habits.ceiling_min, habits.ceiling_max, habits.ceiling_step
    )
    has_room = rng.random(count) < habits.lists_with_free_places
    weights = rng.gamma(0.6, size=count) * has_room
    free = spread(totals.free_places, weights, ceiling // 2, rng)
    length = ceiling - free
    rng = stream(seed, Purpose.GUESTS)
    guests = spread(totals.guests_in, length * rng.gamma(3.0, size=count), length, rng)
    return Lists(district, woman, ceiling, length, guests)


def put_on_lists(profile: Profile, residents: Residents, lists: Lists, seed: int) -> Ints:
    """Return each resident's list, ``NO_GP`` or ``GP_ELSEWHERE``; every list gets its length.

    Most households move as one; the others let each member from 16 choose, and then a doctor of
    the same sex is likelier. Districts with too few places send people to the others.
    """
    member = _outside(profile, residents, seed)
    rng = stream(seed, Purpose.LISTS)
    unit = _units(profile, residents, rng)
    listed = np.flatnonzero(member >= 0)
    destination = _destinations(profile, residents, unit, listed, lists, rng)
    taste = _tastes(residents, unit, profile.habits.lists.doctor_of_same_sex, rng)
    order = np.argsort(destination, kind="stable")
    ends = np.cumsum(np.bincount(destination, minlength=len(profile.districts)))
    pull = profile.habits.lists.doctor_of_same_sex * np.where(lists.woman, 1.0, -1.0)
    pull = pull + rng.standard_normal(len(pull))
    start = 0
    for district, end in enumerate(ends):
        persons = listed[order[start:end]]
        persons = persons[np.argsort(taste[unit[persons]], kind="stable")]
        own = np.flatnonzero(lists.district == district)
        own = own[np.argsort(pull[own], kind="stable")]
        member[persons] = np.repeat(own, (lists.length - lists.guests)[own])
        start = int(end)
    return member


def _outside(profile: Profile, residents: Residents, seed: int) -> Ints:
    """Return 0 for residents who get a list here, else why they do not."""
    habits, totals = profile.habits.lists, profile.totals
    rng = stream(seed, Purpose.OUTSIDE)
    member = np.zeros(len(residents.age), dtype=np.int32)
    weights = habits.guests_out.at(residents.age)
    out = draw_without_replacement(weights, totals.guests_out, rng)
    member[out] = GP_ELSEWHERE
    weights = habits.without_gp.at(residents.age)
    here = np.flatnonzero(member == 0)
    without = here[draw_without_replacement(weights[here], totals.without_gp, rng)]
    member[without] = NO_GP
    return member


def _units(profile: Profile, residents: Residents, rng: np.random.Generator) -> Ints:
    """Return the position of the person with whom each resident chooses a list."""
    joint = rng.random(int(residents.household[-1]) + 1)
    follows = joint[residents.household] < profile.habits.lists.same_list_in_household
    follows |= residents.age < TEEN_AGE
    own = np.arange(len(residents.age), dtype=np.int32)
    return np.where(follows, residents.head, own)


def _destinations(
    profile: Profile,
    residents: Residents,
    unit: Ints,
    listed: Ints,
    lists: Lists,
    rng: np.random.Generator,
) -> Ints:
    """Return the district of each listed resident's list."""
    count = len(profile.districts)
    key = rng.random(len(residents.age))
    home = residents.district[listed]
    demand = np.bincount(home, minlength=count)
    places = np.zeros(count, dtype=np.int64)
    np.add.at(places, lists.district, lists.length - lists.guests)
    stay = np.minimum((demand * profile.habits.lists.within_district).astype(np.int64), places)
    destination = home.astype(np.int16)
    leaving = []
    start = 0
    for district, persons in enumerate(demand):
        own = np.arange(start, start + int(persons))
        own = own[np.argsort(key[unit[listed[own]]], kind="stable")]
        leaving.append(own[int(stay[district]) :])
        start += int(persons)
    away = np.concatenate(leaving)
    away = away[np.argsort(rng.random(len(key))[unit[listed[away]]], kind="stable")]
    destination[away] = np.repeat(np.arange(count), places - stay)
    return destination


def _tastes(residents: Residents, unit: Ints, same_sex: float, rng: np.random.Generator) -> Floats:
    """Return how much each unit leans to a woman's list, by the person the unit is named after."""
    grown = residents.age >= ADULT_AGE
    balance = np.bincount(unit[grown], np.where(residents.woman[grown], 1.0, -1.0), len(unit))
    adults = np.bincount(unit[grown], minlength=len(unit))
    lean = same_sex * balance / np.maximum(adults, 1)
    return lean + rng.standard_normal(len(unit))
