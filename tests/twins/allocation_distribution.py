"""The slow, obvious twin of ``engines.allocation.distribution``: every proposal is tried.

Written from the description: points for each kilometre, or for another district where a kilometre is
not known; for a language that is not spoken; and for each place on a list by how far its load is above
half the ceiling.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np
from scipy.optimize import linear_sum_assignment

HALF = Fraction(1, 2)
WITHOUT = 1 << 20  # points for a person without a list


@dataclass(frozen=True)
class Home:
    size: int
    load: float
    area: int
    language: int = -1


@dataclass(frozen=True)
class Receiver:
    ceiling: int
    places: int
    load: float
    speaks: tuple[bool, ...]


@dataclass(frozen=True)
class Points:
    kilometre: int
    district: int
    language: int
    load: int


@dataclass(frozen=True)
class Task:
    homes: Sequence[Home]
    lists: Sequence[Receiver]
    own_district: Sequence[Sequence[bool]]  # by area, then list
    metres: Sequence[Sequence[int | None]]
    points: Points

    @property
    def mean_load(self) -> float:
        """Mean of those who are to be placed."""
        return sum(home.load for home in self.homes) / sum(home.size for home in self.homes)


def is_by_kilometre(task: Task) -> bool:
    """Whether kilometres count: known to every list with a place, from each home they are known from."""
    located = []
    for area in {home.area for home in task.homes}:
        to_lists = [task.metres[area][at] for at, one in enumerate(task.lists) if one.places > 0]
        if any(metres is not None for metres in to_lists):
            located.append(to_lists)
    return bool(located) and all(None not in to_lists for to_lists in located)


def points_of_nearness(task: Task, area: int, at: int) -> int:
    if not is_by_kilometre(task):
        return 0 if task.own_district[area][at] else task.points.district
    metres = task.metres[area][at]
    return 0 if metres is None else floor(Fraction(metres * task.points.kilometre, 1000) + HALF)


def points_per_person(task: Task, home: Home, at: int) -> int:
    one = task.lists[at]
    is_spoken = home.language < 0 or one.speaks[home.language]
    return points_of_nearness(task, home.area, at) + (0 if is_spoken else task.points.language)


def points_of_place(task: Task, at: int, number: int) -> int:
    """Points of newcomer ``number`` (1 is the first) on a list."""
    one = task.lists[at]
    tenths = floor(10 * (one.load + task.mean_load * number) / one.ceiling)
    return max(0, tenths - 5) * task.points.load


def points_of(task: Task, proposal: Sequence[int | None]) -> int | None:
    """Points of a list for each household; ``None`` when a list gets more than it has places."""
    newcomers = [0] * len(task.lists)
    points = 0
    for home, at in zip(task.homes, proposal, strict=True):
        if at is None:
            points += WITHOUT * home.size
            continue
        newcomers[at] += home.size
        points += points_per_person(task, home, at) * home.size
    for at, count in enumerate(newcomers):
        if count > task.lists[at].places:
            return None
        points += sum(points_of_place(task, at, number) for number in range(1, count + 1))
    return points


def fewest_points(task: Task) -> int:
    """Points of the best proposal with whole households."""
    where = (None, *range(len(task.lists)))
    found = (points_of(task, each) for each in itertools.product(where, repeat=len(task.homes)))
    return min(points for points in found if points is not None)


def fewest_points_of_persons(task: Task) -> int:
    """Points when households need not be kept whole: persons assigned to single places."""
    persons = [home for home in task.homes for _ in range(home.size)]
    places = [
        (at, number)
        for at, one in enumerate(task.lists)
        for number in range(1, min(one.places, len(persons)) + 1)
    ]
    cost = np.full((len(persons), len(places) + len(persons)), WITHOUT)
    for row, home in enumerate(persons):
        for column, (at, number) in enumerate(places):
            cost[row, column] = points_per_person(task, home, at) + points_of_place(
                task, at, number
            )
    return int(cost[linear_sum_assignment(cost)].sum())
