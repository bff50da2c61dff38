"""The cheapest roster of one person, exactly, by dynamic programming over her network.

The table holds, for each day, state, plane and number of units worked, the least cost so far. What
can no longer reach the least minutes, or must pass the most, is left out day by day, so that days
whose choice is fixed cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from hjemmel.engines.rostering.solvers.personnel.network import Network

Array = np.ndarray[Any, np.dtype[Any]]
_Function = TypeVar("_Function", bound=Callable[..., Any])

FORBIDDEN = np.float32(1e9)
_HALF = np.float32(5e8)
_NOWHERE = 1 << 20
_SUNDAY = 2


def compiled(function: _Function) -> _Function:
    """Compile a function of arrays and numbers that runs beside other threads; kept on disk."""
    return cast(_Function, njit(cache=True, nogil=True, fastmath=True)(function))


@compiled
def group_costs(net: Network, cost: Array) -> tuple[Array, Array]:
    """Return the cheapest choice of each group and day, and its cost."""
    days = cost.shape[0]
    groups = net.group_class.size
    least = np.full((days, max(groups, 1)), FORBIDDEN, np.float32)
    best = np.zeros((days, max(groups, 1)), np.int8)
    for day in range(days):
        for choice in range(1, cost.shape[1]):
            group = net.group_of[choice]
            if (
                group >= 0
                and not net.blocked[day, choice]
                and cost[day, choice] < least[day, group]
            ):
                least[day, group] = cost[day, choice]
                best[day, group] = choice
    return least, best


@compiled
def _may_rest(net: Network, state: int, day: int) -> bool:
    """Return whether a day off may be on ``day``, after a state of the day before."""
    if state < net.rest:
        return True
    run = (state - net.rest) % net.run_max + 1
    return run >= net.run_min or run == day


@compiled
def _after_rest(net: Network, state: int) -> int:
    if state >= net.rest:
        return 0
    return int(min(state + 1, net.rest - 1))


@compiled
def _after_work(net: Network, state: int, group: int) -> int:
    """Return the state after a group, or -1 when it may not come."""
    if state < net.rest:
        if state < net.rest - 1:
            return -1
        return int(net.rest + net.group_class[group] * net.run_max)
    before = (state - net.rest) // net.run_max
    run = (state - net.rest) % net.run_max + 1
    if run >= net.run_max or not net.follows[before, group]:
        return -1
    return int(net.rest + net.group_class[group] * net.run_max + run)


@compiled
def bounds_ahead(net: Network, least: Array, rest_cost: Array) -> tuple[Array, Array]:
    """Return the most and the least units that may follow each day's state; most -1: no way on."""
    days = least.shape[0]
    states = net.rest + net.follows.shape[0] * net.run_max
    most = np.full((days, states), -1, np.int64)
    fewest = np.full((days, states), _NOWHERE, np.int64)
    most[days - 1, :] = 0
    fewest[days - 1, :] = 0
    for day in range(days - 1, 0, -1):
        for state in range(states):
            if rest_cost[day] < _HALF and _may_rest(net, state, day):
                to = _after_rest(net, state)
                if most[day, to] >= 0:
                    most[day - 1, state] = max(most[day - 1, state], most[day, to])
                    fewest[day - 1, state] = min(fewest[day - 1, state], fewest[day, to])
            for group in range(net.group_class.size):
                if least[day, group] >= _HALF:
                    continue
                to = _after_work(net, state, group)
                if to >= 0 and most[day, to] >= 0:
                    units = net.group_units[group]
                    most[day - 1, state] = max(most[day - 1, state], most[day, to] + units)
                    fewest[day - 1, state] = min(fewest[day - 1, state], fewest[day, to] + units)
    return most, fewest


@compiled
def _start(
    net: Network,
    least: Array,
    rest_cost: Array,
    table: Array,
    low: Array,
    high: Array,
    most: Array,
    fewest: Array,
    weekend_price: float,
) -> None:
    """Fill the first day."""
    if rest_cost[0] < _HALF and most[0, net.rest - 1] >= 0:
        _reach(net, table, low, high, 0, net.rest - 1, 0, 0, rest_cost[0], most, fewest)
    fresh = 1 if net.weekend[0] > 0 else 0
    for group in range(net.group_class.size):
        plane = net.next_plane[fresh, group, 0]
        if least[0, group] < _HALF and plane >= 0:
            state = net.rest + net.group_class[group] * net.run_max
            cost = least[0, group] + np.float32(fresh * weekend_price)
            units = net.group_units[group]
            _reach(net, table, low, high, 0, state, plane, units, cost, most, fewest)


@compiled
def _reach(
    net: Network,
    table: Array,
    low: Array,
    high: Array,
    day: int,
    state: int,
    plane: int,
    units: int,
    cost: float,
    most: Array,
    fewest: Array,
) -> None:
    """Note one cell of the first day."""
    if most[day, state] < 0 or units > net.most_units:
        return
    if units + most[day, state] < net.least_units or units + fewest[day, state] > net.most_units:
        return
    row = table[day, state, plane]
    if low[day, state, plane] > high[day, state, plane]:
        row[:] = FORBIDDEN
    row[units] = min(row[units], cost)
    low[day, state, plane] = min(low[day, state, plane], units)
    high[day, state, plane] = max(high[day, state, plane], units)


@compiled
def _push(
    net: Network,
    table: Array,
    low: Array,
    high: Array,
    day: int,
    state: int,
    to: int,
    step: Array,
    moves: bool,
    units: int,
    cost: float,
    first: int,
    last: int,
) -> None:
    """Carry all planes of a state of the day before on to a state of this day."""
    for plane in range(low.shape[2]):
        target = step[plane] if moves else plane
        if target < 0:
            continue
        begin = max(low[day - 1, state, plane], first - units)
        end = min(high[day - 1, state, plane], last - units)
        if begin > end:
            continue
        row = table[day, to, target]
        source = table[day - 1, state, plane]
        if low[day, to, target] > high[day, to, target]:
            row[:] = FORBIDDEN
        low[day, to, target] = min(low[day, to, target], begin + units)
        high[day, to, target] = max(high[day, to, target], end + units)
        into = row[begin + units : end + units + 1]
        out = source[begin : end + 1]
        for place in range(out.size):
            into[place] = min(into[place], out[place] + cost)


@compiled
def _room(net: Network, most: int, fewest: int) -> tuple[int, int]:
    """Return the least and the most units that a state may hold; the least above the most: none."""
    if most < 0:
        return 1, 0
    return max(net.least_units - most, 0), net.most_units - fewest


@compiled
def _fill(
    net: Network,
    least: Array,
    rest_cost: Array,
    table: Array,
    low: Array,
    high: Array,
    most: Array,
    fewest: Array,
    weekend_price: float,
) -> None:
    """Fill the table from the second day on."""
    days, states = most.shape
    same = net.next_plane[0, 0]
    for day in range(1, days):
        for state in range(states):
            if most[day - 1, state] < 0:
                continue
            if rest_cost[day] < _HALF and _may_rest(net, state, day):
                to, cost = _after_rest(net, state), rest_cost[day]
                bounds = _room(net, most[day, to], fewest[day, to])
                _push(net, table, low, high, day, state, to, same, False, 0, cost, *bounds)
            kind = net.weekend[day]
            fresh = 1 if kind == 1 or (kind == _SUNDAY and state < net.rest) else 0
            for group in range(net.group_class.size):
                if least[day, group] >= _HALF:
                    continue
                to = _after_work(net, state, group)
                if to < 0:
                    continue
                cost = least[day, group] + np.float32(fresh * weekend_price)
                bounds = _room(net, most[day, to], fewest[day, to])
                step, units = net.next_plane[fresh, group], net.group_units[group]
                _push(net, table, low, high, day, state, to, step, True, units, cost, *bounds)


@compiled
def _trace(
    net: Network,
    least: Array,
    best: Array,
    rest_cost: Array,
    table: Array,
    low: Array,
    high: Array,
    weekend_price: float,
    state: int,
    plane: int,
    units: int,
) -> Array:
    """Walk back from a cell of the last day; return the choice of each day."""
    days = least.shape[0]
    choices = np.zeros(days, np.int8)
    for day in range(days - 1, 0, -1):
        value = FORBIDDEN
        found = (-1, 0, 0, -1)
        for before in range(low.shape[1]):
            if state < net.rest:
                if not _may_rest(net, before, day) or _after_rest(net, before) != state:
                    continue
                if low[day - 1, before, plane] <= units <= high[day - 1, before, plane]:
                    seen = table[day - 1, before, plane, units] + rest_cost[day]
                    if seen < value:
                        value, found = seen, (before, plane, units, -1)
                continue
            kind = net.weekend[day]
            fresh = 1 if kind == 1 or (kind == _SUNDAY and before < net.rest) else 0
            for group in range(net.group_class.size):
                if least[day, group] >= _HALF or _after_work(net, before, group) != state:
                    continue
                left = units - net.group_units[group]
                for other in range(low.shape[2]):
                    if net.next_plane[fresh, group, other] != plane:
                        continue
                    if low[day - 1, before, other] <= left <= high[day - 1, before, other]:
                        seen = table[day - 1, before, other, left] + (
                            least[day, group] + np.float32(fresh * weekend_price)
                        )
                        if seen < value:
                            value, found = seen, (before, other, left, group)
        if found[3] >= 0:
            choices[day] = best[day, found[3]]
        state, plane, units = found[0], found[1], found[2]
    if state >= net.rest:
        value = FORBIDDEN
        for group in range(net.group_class.size):
            at = net.rest + net.group_class[group] * net.run_max
            if at == state and net.group_units[group] == units and least[0, group] < value:
                fresh = 1 if net.weekend[0] > 0 else 0
                if net.next_plane[fresh, group, 0] == plane:
                    value = least[0, group]
                    choices[0] = best[0, group]
    return choices


@compiled
def cheapest_path(
    net: Network, cost: Array, weekend_price: float, buffer: Array
) -> tuple[float, Array]:
    """Return the least cost and the choices of one person's cheapest roster.

    Args:
        net: Her network.
        cost: Cost of each choice, shape (days, kinds + 1), float32; ``FORBIDDEN`` where it may not be.
        weekend_price: Price of each weekend with work.
        buffer: Room for the table, of ``cells_of`` cells at least, float32.

    Returns:
        The cost, ``FORBIDDEN`` or more when there is no roster; and the choices, shape (days,).
    """
    days = cost.shape[0]
    least, best = group_costs(net, cost)
    rest_cost = cost[:, 0].copy()
    most, fewest = bounds_ahead(net, least, rest_cost)
    states = most.shape[1]
    planes = net.next_plane.shape[2]
    width = net.most_units + 1
    table = buffer[: days * states * planes * width].reshape((days, states, planes, width))
    low = np.full((days, states, planes), _NOWHERE, np.int64)
    high = np.full((days, states, planes), -1, np.int64)
    _start(net, least, rest_cost, table, low, high, most, fewest, weekend_price)
    _fill(net, least, rest_cost, table, low, high, most, fewest, weekend_price)
    value = FORBIDDEN
    end = (-1, 0, 0)
    for state in range(states):
        for plane in range(planes):
            for units in range(low[days - 1, state, plane], high[days - 1, state, plane] + 1):
                if units >= net.least_units and table[days - 1, state, plane, units] < value:
                    value = table[days - 1, state, plane, units]
                    end = (state, plane, units)
    if end[0] < 0 or value >= _HALF:
        return float(FORBIDDEN), np.zeros(days, np.int8)
    return float(value), _trace(net, least, best, rest_cost, table, low, high, weekend_price, *end)
