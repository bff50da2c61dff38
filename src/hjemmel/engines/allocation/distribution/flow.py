"""Persons of equal cost spread over lists at the least cost in all, proven.

Classes are persons to whom every list costs the same; a list's places cost more the fuller it gets.
Each class in turn is sent along shortest paths: into a list, which may send others on, to one with a
place left. With the lists' potentials no step has a negative cost, so the result is the cheapest of all.
"""

from __future__ import annotations

import numpy as np

from hjemmel.engines.allocation.compiled import compiled
from hjemmel.engines.allocation.inputs import Flags, Small, Whole

FAR = 1 << 60


@compiled
def cheapest(
    cost: Whole, persons: Small, places: Small, step: Whole, start: Whole
) -> tuple[Small, Whole]:
    """Return how many of each class go to each list, and the lists' potentials that prove it cheapest.

    There must be places for all. The flow has shape (classes, lists), the potentials (lists,).

    Args:
        cost: Points per person of a class on a list, shape (classes, lists).
        persons: Persons of each class, shape (classes,).
        places: Places on each list, shape (lists,).
        step: Points of each place beside ``cost``, dearer place after place; those of list ``l`` begin
            at ``start[l]``.
        start: Where each list's places begin in ``step``, shape (lists,).
    """
    classes, lists = cost.shape
    flow = np.zeros((classes, lists), np.int32)
    filled = np.zeros(lists, np.int32)
    potential = np.zeros(lists, np.int64)
    change = np.full((lists, lists), FAR, np.int64)  # cheapest move of somebody from list to list
    mover = np.zeros((lists, lists), np.int32)
    distance = np.empty(lists, np.int64)
    before = np.empty(lists, np.int32)
    done = np.empty(lists, np.bool_)
    for one in range(classes):
        left = persons[one]
        while left > 0:
            last, length = _search(
                one, cost, places, filled, step, start, potential, change, distance, before, done
            )
            for here in range(lists):
                if done[here] and distance[here] < length:
                    potential[here] += distance[here] - length
            amount = _most(last, left, places, filled, step, start, flow, mover, before)
            here = last
            filled[last] += amount
            while before[here] >= 0:
                there = before[here]
                who = mover[there, here]
                flow[who, there] -= amount
                flow[who, here] += amount
                _joined(who, here, cost, change, mover)
                if flow[who, there] == 0:
                    _left(there, cost, flow, change, mover)
                here = there
            flow[one, here] += amount
            _joined(one, here, cost, change, mover)
            left -= amount
    return flow, potential


@compiled
def _search(
    one: int,
    cost: Whole,
    places: Small,
    filled: Small,
    step: Whole,
    start: Whole,
    potential: Whole,
    change: Whole,
    distance: Whole,
    before: Small,
    done: Flags,
) -> tuple[int, int]:
    """Return the list at whose place a class's shortest path ends, and the path's length."""
    lists = places.shape[0]
    best = -1
    length = FAR
    for here in range(lists):
        distance[here] = cost[one, here] - potential[here]
        before[here] = -1
        done[here] = False
    while True:
        nearest = -1
        for here in range(lists):
            if not done[here] and (nearest < 0 or distance[here] < distance[nearest]):
                nearest = here
        if nearest < 0 or distance[nearest] >= length:
            return best, length
        done[nearest] = True
        if filled[nearest] < places[nearest]:
            end = distance[nearest] + potential[nearest] + step[start[nearest] + filled[nearest]]
            if end < length:
                length = end
                best = nearest
        if filled[nearest] == 0:
            continue
        for there in range(lists):
            if not done[there] and change[nearest, there] < FAR:
                along = (
                    distance[nearest]
                    + change[nearest, there]
                    + potential[nearest]
                    - potential[there]
                )
                if along < distance[there]:
                    distance[there] = along
                    before[there] = nearest


@compiled
def _most(
    last: int,
    left: int,
    places: Small,
    filled: Small,
    step: Whole,
    start: Whole,
    flow: Small,
    mover: Small,
    before: Small,
) -> int:
    """Return how many can go along the path at the same cost."""
    price = step[start[last] + filled[last]]
    amount = 0
    while (
        amount < left
        and filled[last] + amount < places[last]
        and step[start[last] + filled[last] + amount] == price
    ):
        amount += 1
    here = last
    while before[here] >= 0:
        there = before[here]
        amount = min(amount, flow[mover[there, here], there])
        here = there
    return amount


@compiled
def _joined(who: int, here: int, cost: Whole, change: Whole, mover: Small) -> None:
    """Note the moves that somebody of a class can make from the list she has come to."""
    for there in range(cost.shape[1]):
        more = cost[who, there] - cost[who, here]
        if there != here and more < change[here, there]:
            change[here, there] = more
            mover[here, there] = who


@compiled
def _left(here: int, cost: Whole, flow: Small, change: Whole, mover: Small) -> None:
    """Find the moves from a list anew when a class is no longer on it."""
    change[here, :] = FAR
    for who in range(cost.shape[0]):
        if flow[who, here] > 0:
            _joined(who, here, cost, change, mover)
