"""The slow, obvious twin of ``engines.allocation``: one person, one list, one question at a time.

Written from the description, not from the engine: plain Python numbers, no arrays. Those who want a
place ask for their choices in turn, and a list keeps the best of those who ask. The most that can get a
place is found twice: by trying everything, and as an assignment of persons to single places.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

_MASK = (1 << 64) - 1


@dataclass(frozen=True)
class OpenList:
    key: int
    places: int
    is_open: bool = True
    municipality: int = 1
    district: int = 0


@dataclass(frozen=True)
class Person:
    key: int
    choices: tuple[int, ...]  # keys of lists, best first
    without_gp: bool = False
    since: int = 738_000
    precedence: frozenset[int] = field(default_factory=frozenset)
    takes_any: bool = False
    never: tuple[int, ...] = ()  # keys of lists that are none of those any
    municipality: int = 1
    district: int = 0


@dataclass(frozen=True)
class Given:
    """Which choice and which list each got, by key of the person."""

    choice: Mapping[int, int]
    given: Mapping[int, int]


def draw_number(key: int, seed: int) -> int:
    """SplitMix64 of the key added to SplitMix64 of the seed."""
    return split_mix(key + split_mix(seed))


def split_mix(number: int) -> int:
    """SplitMix64 of a number."""
    state = number * 0x9E3779B97F4A7C15 & _MASK
    state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & _MASK
    state = (state ^ state >> 27) * 0x94D049BB133111EB & _MASK
    return state ^ state >> 31


def order_of(people: Sequence[Person], seed: int, *, without_gp_first: bool) -> list[int]:
    """Keys in serving order."""

    def claim(person: Person) -> tuple[bool, int, int]:
        later = without_gp_first and not person.without_gp
        return later, person.since, draw_number(person.key, seed)

    return [person.key for person in sorted(people, key=claim)]


def open_to(person: Person, one: OpenList) -> bool:
    return one.is_open or person.without_gp


def stable(people: Sequence[Person], lists: Sequence[OpenList], order: Sequence[int]) -> Given:
    """Everybody without a place asks for the next choice; lists keep the best; until nobody asks."""
    rank = {key: place for place, key in enumerate(order)}
    by_key = {person.key: person for person in people}
    list_by_key = {one.key: one for one in lists}
    sits: dict[int, list[int]] = {one.key: [] for one in lists}
    asked = dict.fromkeys(by_key, -1)
    free = set(by_key)
    while free:
        key = min(free)
        person = by_key[key]
        asked[key] += 1
        if asked[key] >= len(person.choices):
            free.remove(key)
            continue
        wanted = list_by_key[person.choices[asked[key]]]
        if not open_to(person, wanted):
            continue
        free.remove(key)
        here = sits[wanted.key]
        here.append(key)
        here.sort(key=lambda one: (wanted.key not in by_key[one].precedence, rank[one]))
        free.update(here[wanted.places :])
        del here[wanted.places :]
    choice = {
        key: by_key[key].choices.index(wanted) for wanted, here in sits.items() for key in here
    }
    return _with_second_round(people, lists, order, choice)


def _with_second_round(
    people: Sequence[Person],
    lists: Sequence[OpenList],
    order: Sequence[int],
    choice: Mapping[int, int],
) -> Given:
    """Own district first, then the municipality; most places left, then lowest key."""
    by_key = {person.key: person for person in people}
    given = {key: by_key[key].choices[number] for key, number in choice.items()}
    left = {one.key: one.places for one in lists}
    for wanted in given.values():
        left[wanted] -= 1
    for key in order:
        person = by_key[key]
        if key in given or not person.takes_any:
            continue
        possible = [
            one
            for one in lists
            if left[one.key] > 0
            and one.key not in person.never
            and one.municipality == person.municipality
            and open_to(person, one)
        ]
        if possible:
            best = min(
                possible,
                key=lambda one: (
                    person.district == 0 or one.district != person.district,
                    -left[one.key],
                    one.key,
                ),
            )
            given[key] = best.key
            left[best.key] -= 1
    return Given(choice, given)


def most_by_trying(people: Sequence[Person], lists: Sequence[OpenList]) -> tuple[int, int]:
    """The most that can be placed and the lowest sum of choices for it, by trying everything."""
    list_by_key = {one.key: one for one in lists}
    best = (0, 0)
    for numbers in itertools.product(*(range(-1, len(person.choices)) for person in people)):
        left = {one.key: one.places for one in lists}
        for person, number in zip(people, numbers, strict=True):
            if number >= 0:
                wanted = person.choices[number]
                left[wanted] -= 1 if open_to(person, list_by_key[wanted]) else len(people) + 1_000
        if all(count >= 0 for count in left.values()):
            placed = sum(number >= 0 for number in numbers)
            best = min(best, (-placed, sum(number for number in numbers if number > 0)))
    return -best[0], best[1]


def most_by_assignment(people: Sequence[Person], lists: Sequence[OpenList]) -> tuple[int, int]:
    """The same, as the cheapest assignment of persons to single places or to nothing."""
    places = [one.key for one in lists for _ in range(min(one.places, len(people)))]
    list_by_key = {one.key: one for one in lists}
    most = max((len(person.choices) for person in people), default=0)
    nothing = (most + 1) * (len(people) + 1)
    never = nothing * (len(people) + 1)
    cost = np.full((len(people), len(places) + len(people)), nothing)
    for row, person in enumerate(people):
        for column, key in enumerate(places):
            allowed = key in person.choices and open_to(person, list_by_key[key])
            cost[row, column] = person.choices.index(key) if allowed else never
    rows, columns = linear_sum_assignment(cost)
    paid = cost[rows, columns]
    return int((paid < nothing).sum()), int(paid[paid < nothing].sum())
