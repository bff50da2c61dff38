"""The days of one person as a network: what the shortest path walks through.

A state of a day is how many days off there have been (up to the least rest), or the class of the last
shift and how many there have been in a row. Kinds of shift that forbid the same kinds the next day are
one class; those that also are as long, may follow the same classes and count against the same exact
limit are one group, of which each day only the cheapest counts.

Minutes and the limits in ``exact`` are counted along the path; the other limits have a price.
"""

from __future__ import annotations

from math import gcd
from typing import Any, NamedTuple

import numpy as np

from hjemmel.engines.rostering.solvers.personnel.problem import PersonnelProblem, Worker

Array = np.ndarray[Any, np.dtype[Any]]
_WEEKENDS = 0


class Network(NamedTuple):
    """One person's network, as arrays that compiled code reads.

    Args:
        rest: Least days off in a row, at least 1.
        run_min: Least shifts in a row.
        run_max: Most shifts in a row.
        group_class: Class of each group.
        group_units: Length of each group, in units.
        follows: Whether a group may follow a class, shape (classes, groups).
        group_of: Group of each choice; -1 for kinds she never works, and for off.
        limit_of: Which limit with a price each choice counts against, -1 for none.
        next_plane: Plane after a group, without and with a new weekend, shape (2, groups, planes); -1: full.
        least_units: Least units in all.
        most_units: Most units in all.
        weekend: 1 on Saturdays, 2 on Sundays, 0 else, shape (days,).
        limits: What is left of each limit with a price; the first is weekends.
        blocked: Choices that are not hers, shape (days, kinds + 1).
    """

    rest: int
    run_min: int
    run_max: int
    group_class: Array
    group_units: Array
    follows: Array
    group_of: Array
    limit_of: Array
    next_plane: Array
    least_units: int
    most_units: int
    weekend: Array
    limits: Array
    blocked: Array

    @property
    def states(self) -> int:
        """States of a day."""
        return self.rest + self.run_max * int(self.follows.shape[0])

    @property
    def planes(self) -> int:
        """Combinations of the exact limits."""
        return int(self.next_plane.shape[2])


def unit_of(problem: PersonnelProblem) -> int:
    """Return the greatest length that divides all shifts, in minutes."""
    return gcd(*(kind.minutes for kind in problem.kinds)) if problem.kinds else 1


def network_of(problem: PersonnelProblem, index: int, *, cells: int) -> Network:
    """Build one person's network.

    Args:
        problem: The problem.
        index: The person.
        cells: Most cells of her table; limits are counted exactly while there is room.
    """
    worker = problem.workers[index]
    unit = unit_of(problem)
    kinds = [kind for kind, most in enumerate(worker.most_of_kind) if most > 0]
    weekend = np.array([problem.weekend_day(day) for day in range(problem.days)], np.int8)
    most_units = min(worker.most_minutes // unit, _longest(problem, kinds, unit))
    run_max = min(worker.longest_run, max(problem.days, 1))
    classes = _classes(problem, kinds)
    room = cells // max(
        1, problem.days * (most_units + 1) * (worker.shortest_rest + run_max * len(classes))
    )
    exact, priced = _split_limits(problem, worker, kinds, weekend, most_units * unit, room)
    groups = _groups(problem, kinds, classes, exact)
    group_of = np.full(len(problem.kinds) + 1, -1, np.int64)
    limit_of = np.full(len(problem.kinds) + 1, -1, np.int64)
    for number, (_, members) in enumerate(groups):
        for kind in members:
            group_of[kind + 1] = number
    for number, (limited, _) in enumerate(priced):
        if limited is not None:
            limit_of[limited + 1] = number
    blocked = np.zeros((problem.days, len(problem.kinds) + 1), np.bool_)
    blocked[:, 1:] = group_of[1:] < 0
    blocked[[day for day in worker.days_off if 0 <= day < problem.days], 1:] = True
    first = [members[0] for _, members in groups]
    return Network(
        rest=worker.shortest_rest,
        run_min=worker.shortest_run,
        run_max=run_max,
        group_class=np.array([key[0] for key, _ in groups], np.int64),
        group_units=np.array([problem.kinds[kind].minutes // unit for kind in first], np.int64),
        follows=_follows(problem, classes, first),
        group_of=group_of,
        limit_of=limit_of,
        next_plane=_planes(exact, first),
        least_units=max(0, -(-worker.least_minutes // unit)),
        most_units=max(0, most_units),
        weekend=weekend,
        limits=np.array([most for _, most in priced], np.int64),
        blocked=blocked,
    )


Limit = tuple[int | None, int]
Key = tuple[int, tuple[bool, ...], int, int]


def _longest(problem: PersonnelProblem, kinds: list[int], unit: int) -> int:
    return problem.days * max((problem.kinds[kind].minutes // unit for kind in kinds), default=0)


def _split_limits(
    problem: PersonnelProblem,
    worker: Worker,
    kinds: list[int],
    weekend: Array,
    minutes: int,
    room: int,
) -> tuple[list[Limit], list[Limit]]:
    """Return the limits that are counted, and those with a price; the first with a price is weekends."""
    weeks = int((weekend == 1).sum()) + int(weekend.size > 0 and weekend[0] == 2)
    limits: list[Limit] = []
    if worker.most_weekends < weeks:
        limits.append((None, max(worker.most_weekends, 0)))
    tight = [
        (kind, worker.most_of_kind[kind])
        for kind in kinds
        if worker.most_of_kind[kind] * problem.kinds[kind].minutes < minutes
        and worker.most_of_kind[kind] < problem.days
    ]
    limits += sorted(tight, key=lambda limit: limit[1])
    exact: list[Limit] = []
    priced: list[Limit] = []
    for limit in limits:
        if room >= limit[1] + 1:
            exact.append(limit)
            room //= limit[1] + 1
        else:
            priced.append(limit)
    if not priced or priced[0][0] is not None:
        priced.insert(0, (None, weeks))
    return exact, priced


def _classes(problem: PersonnelProblem, kinds: list[int]) -> dict[frozenset[int], int]:
    """Return a number for each set of kinds that cannot come next."""
    classes: dict[frozenset[int], int] = {}
    for kind in kinds:
        classes.setdefault(_not_next(problem, kind, kinds), len(classes))
    return classes


def _not_next(problem: PersonnelProblem, kind: int, kinds: list[int]) -> frozenset[int]:
    return frozenset(other - 1 for other in problem.kinds[kind].not_next) & frozenset(kinds)


def _groups(
    problem: PersonnelProblem,
    kinds: list[int],
    classes: dict[frozenset[int], int],
    exact: list[Limit],
) -> list[tuple[Key, list[int]]]:
    """Return the groups: class, classes that may come before, length, exact limit; and their kinds."""
    counted = {kind: number for number, (kind, _) in enumerate(exact) if kind is not None}
    groups: dict[Key, list[int]] = {}
    for kind in kinds:
        after = tuple(kind not in forbidden for forbidden in classes)
        own = classes[_not_next(problem, kind, kinds)]
        key = (own, after, problem.kinds[kind].minutes, counted.get(kind, -1))
        groups.setdefault(key, []).append(kind)
    return sorted(groups.items())


def _follows(
    problem: PersonnelProblem, classes: dict[frozenset[int], int], first: list[int]
) -> Array:
    follows = np.ones((len(classes), len(first)), np.bool_)
    for forbidden, number in classes.items():
        for group, kind in enumerate(first):
            follows[number, group] = kind not in forbidden
    return follows


def _planes(exact: list[Limit], first: list[int]) -> Array:
    """Return the plane after each group; a plane is how much of each exact limit is used, as one number."""
    sizes = [most + 1 for _, most in exact]
    planes = int(np.prod(sizes)) if sizes else 1
    table = np.full((2, max(len(first), 1), planes), -1, np.int64)
    used = (
        np.stack(np.unravel_index(np.arange(planes), sizes), 1) if sizes else np.zeros((1, 0), int)
    )
    for fresh in (0, 1):
        for group, kind in enumerate(first):
            step = np.array([fresh if of is None else int(of == kind) for of, _ in exact], np.int64)
            after = used + step
            fits = (after < np.array(sizes, np.int64)).all(axis=1)
            target = np.ravel_multi_index(after[fits].T, sizes) if sizes else np.zeros(1, np.int64)
            table[fresh, group, fits] = target
    return table


def cells_of(net: Network) -> int:
    """Return how many cells the table of a person takes."""
    return int(net.weekend.size) * net.states * net.planes * (net.most_units + 1)
