"""As many as possible get one of their choices, and together as good choices as that allows.

A flow of least cost: choice number one costs 0, number two 1, and so on. It is built by shortest
augmenting paths, all those of one length at a time. A path goes from somebody without a place over
lists whose holders can move to another of their choices, to a list with a place left. The distances
are between lists only: there are few of them, and each holder is a step between two.
"""

from __future__ import annotations

import numpy as np

from hjemmel.engines.allocation.compiled import compiled
from hjemmel.engines.allocation.inputs import Flags, Small, Whole

FAR = 1 << 30


@compiled
def place_most(order: Small, choices: Small, places: Small) -> Small:
    """Return which of her choices each applicant gets; ``-1`` is none.

    The number placed is the highest possible, and the sum of the choices' numbers the lowest for it.

    Args:
        order: Positions of the applicants, first served first, shape (applicants,).
        choices: Positions of lists, best first, ``-1`` for none, shape (applicants, choices).
        places: Places to give on each list, shape (lists,).
    """
    lists = places.shape[0]
    starts = np.zeros(lists + 1, np.int64)
    for one in range(lists):
        starts[one + 1] = starts[one] + places[one]
    held = np.empty(int(starts[lists]) + 1, np.int32)
    taken = np.zeros(lists, np.int32)
    got = np.full(choices.shape[0], -1, np.int32)
    waiting = order.copy()
    left = waiting.shape[0]
    distance = np.empty(lists, np.int64)
    is_dead = np.empty(lists, np.bool_)
    arc = np.empty((lists, 2), np.int64)  # the slot and the choice that a list has come to
    path = np.empty((lists + 1, 3), np.int64)  # list, slot and choice of each step
    while left > 0:
        shortest = _distances(waiting, left, choices, places, taken, held, got, starts, distance)
        if shortest >= FAR:
            break
        is_dead[:] = False
        arc[:, 0] = starts[:lists]
        arc[:, 1] = 0
        remaining = 0
        for turn in range(left):
            person = waiting[turn]
            choice = _place(
                person,
                shortest,
                choices,
                places,
                taken,
                held,
                got,
                starts,
                distance,
                is_dead,
                arc,
                path,
            )
            got[person] = choice
            if choice < 0:
                waiting[remaining] = person
                remaining += 1
        left = remaining
    return got


@compiled
def _place(
    person: int,
    shortest: int,
    choices: Small,
    places: Small,
    taken: Small,
    held: Small,
    got: Small,
    starts: Whole,
    distance: Whole,
    is_dead: Flags,
    arc: Whole,
    path: Whole,
) -> int:
    """Place a person by a path of the shortest length; return her choice, or ``-1``."""
    for choice in range(choices.shape[1]):
        first = choices[person, choice]
        if first < 0 or places[first] == 0 or is_dead[first] or distance[first] != choice:
            continue
        path[0, 0] = first
        depth = _find_path(
            shortest, choices, places, taken, held, got, starts, distance, is_dead, arc, path
        )
        if depth < 0:
            continue
        last = path[depth, 0]
        free = starts[last] + taken[last]
        taken[last] += 1
        for step in range(depth - 1, -1, -1):  # from the end: each holder moves one list on
            slot = path[step, 1]
            holder = held[slot]
            held[free] = holder
            got[holder] = path[step, 2]
            free = slot
        held[free] = person
        return choice
    return -1


@compiled
def _find_path(
    shortest: int,
    choices: Small,
    places: Small,
    taken: Small,
    held: Small,
    got: Small,
    starts: Whole,
    distance: Whole,
    is_dead: Flags,
    arc: Whole,
    path: Whole,
) -> int:
    """Extend ``path`` from its first list to one with a place left; return its depth, or ``-1``.

    Depth first. A list from which no path leads on is dead until the distances are made anew.
    """
    depth = 0
    while depth >= 0:
        here = path[depth, 0]
        if taken[here] < places[here]:
            if distance[here] == shortest:
                return depth
        elif _step(
            depth, shortest, choices, places, taken, held, got, starts, distance, is_dead, arc, path
        ):
            depth += 1
            continue
        is_dead[here] = True
        depth -= 1
        if depth >= 0:
            arc[path[depth, 0], 1] += 1
    return -1


@compiled
def _step(
    depth: int,
    shortest: int,
    choices: Small,
    places: Small,
    taken: Small,
    held: Small,
    got: Small,
    starts: Whole,
    distance: Whole,
    is_dead: Flags,
    arc: Whole,
    path: Whole,
) -> bool:
    """Put the next list on the path: another choice of somebody who holds a place on this one."""
    here = path[depth, 0]
    end = starts[here] + taken[here]
    while arc[here, 0] < end:
        holder = held[arc[here, 0]]
        his = got[holder]
        while arc[here, 1] < choices.shape[1]:
            other = arc[here, 1]
            there = choices[holder, other]
            if (
                other != his
                and there >= 0
                and places[there] > 0
                and not is_dead[there]
                and distance[there] <= shortest
                and distance[there] == distance[here] - his + other
                and not _is_on(path, depth, there)
            ):
                path[depth, 1] = arc[here, 0]
                path[depth, 2] = other
                path[depth + 1, 0] = there
                return True
            arc[here, 1] += 1
        arc[here, 0] += 1
        arc[here, 1] = 0
    return False


@compiled
def _is_on(path: Whole, depth: int, there: int) -> bool:
    for step in range(depth + 1):  # noqa: SIM110  (numba compiles no generator expressions)
        if path[step, 0] == there:
            return True
    return False


@compiled
def _distances(
    waiting: Small,
    left: int,
    choices: Small,
    places: Small,
    taken: Small,
    held: Small,
    got: Small,
    starts: Whole,
    distance: Whole,
) -> int:
    """Fill ``distance`` with the length to each list; return the shortest to one with a place left."""
    most = choices.shape[1]
    lists = places.shape[0]
    distance[:] = FAR
    queue = np.empty(lists + 1, np.int32)
    queued = np.zeros(lists, np.bool_)
    for turn in range(left):
        person = waiting[turn]
        for choice in range(most):
            wanted = choices[person, choice]
            if wanted >= 0 and places[wanted] > 0 and choice < distance[wanted]:
                distance[wanted] = choice
    head = 0
    tail = 0
    size = lists + 1
    for one in range(lists):
        if distance[one] < FAR:
            queue[tail] = one
            tail = (tail + 1) % size
            queued[one] = True
    while head != tail:
        here = queue[head]
        head = (head + 1) % size
        queued[here] = False
        if taken[here] < places[here]:
            continue
        for slot in range(starts[here], starts[here] + taken[here]):
            holder = held[slot]
            his = got[holder]
            for other in range(most):
                there = choices[holder, other]
                if other == his or there < 0 or places[there] == 0:
                    continue
                length = distance[here] - his + other
                if length < distance[there]:
                    distance[there] = length
                    if not queued[there]:
                        queued[there] = True
                        queue[tail] = there
                        tail = (tail + 1) % size
    shortest = FAR
    for one in range(lists):
        if taken[one] < places[one] and distance[one] < shortest:
            shortest = distance[one]
    return shortest
