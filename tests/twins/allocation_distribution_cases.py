"""Distributions for tests, as plain households and lists, and as the engine's arrays."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import numpy as np
from hypothesis import strategies as st

from hjemmel.engines.allocation.distribution import (
    DistributionInputs,
    Geography,
    Households,
    Measure,
    ReceivingLists,
    Weights,
)
from hjemmel.law import law_on
from tests.twins.allocation_distribution import Home, Points, Receiver, Task

LAW = law_on(date(2026, 11, 1), "4601")
BY_KILOMETRE, BY_DISTRICT = (
    Weights.of(LAW.fresh(), measure) for measure in (Measure.KILOMETRES, Measure.DISTRICT)
)
POINTS = Points(BY_KILOMETRE.distance, BY_DISTRICT.distance, BY_DISTRICT.language, BY_DISTRICT.load)
Value = TypeVar("Value")
quarters = st.integers(0, 40).map(lambda number: number / 4)


@st.composite
def tasks(draw: st.DrawFn, *, homes: int = 5, lists: int = 3, largest: int = 3) -> Task:
    areas, languages = draw(st.integers(1, 3)), draw(st.integers(0, 2))
    made_lists = draw(
        st.lists(
            st.builds(
                Receiver,
                ceiling=st.integers(4, 12),
                places=st.integers(0, 5),
                load=quarters,
                speaks=st.tuples(*[st.booleans()] * languages),
            ),
            max_size=lists,
        )
    )
    made_homes = draw(
        st.lists(
            st.builds(
                Home,
                size=st.integers(1, largest),
                load=quarters,
                area=st.integers(0, areas - 1),
                language=st.integers(-1, languages - 1),
            ),
            min_size=1,
            max_size=homes,
        )
    )
    own = draw(_table(st.booleans(), areas, len(made_lists)))
    metres = draw(_metres(areas, len(made_lists)))
    return Task(made_homes, made_lists, own, metres, POINTS)


def _table(
    value: st.SearchStrategy[Value], rows: int, columns: int
) -> st.SearchStrategy[list[list[Value]]]:
    row = st.lists(value, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


def _metres(areas: int, lists: int) -> st.SearchStrategy[list[list[int | None]]]:
    """Metres that are known of all, of some areas, of some pairs or of none."""
    known, unknown = st.integers(0, 20_000), st.none()
    whole_rows = st.lists(
        st.one_of(st.lists(known, min_size=lists, max_size=lists), st.just([None] * lists)),
        min_size=areas,
        max_size=areas,
    )
    return st.one_of(
        _table(known, areas, lists),
        whole_rows,
        _table(known | unknown, areas, lists),
        _table(unknown, areas, lists),
    )


def as_inputs(task: Task) -> DistributionInputs:
    homes, lists = task.homes, task.lists
    languages = len(lists[0].speaks) if lists else max((h.language for h in homes), default=-1) + 1
    return DistributionInputs(
        households=Households(
            keys=np.arange(len(homes)),
            sizes=np.array([home.size for home in homes], np.int32),
            load=np.array([home.load for home in homes], float),
            area=np.array([home.area for home in homes], np.int32),
            language=np.array([home.language for home in homes], np.int32),
        ),
        lists=ReceivingLists(
            keys=np.arange(len(lists)),
            ceiling=np.array([one.ceiling for one in lists], np.int32),
            places=np.array([one.places for one in lists], np.int32),
            load=np.array([one.load for one in lists], float),
            speaks=np.array([one.speaks for one in lists], bool).reshape(len(lists), languages),
        ),
        geography=geography_of(task),
    )


def geography_of(task: Task) -> Geography:
    shape = (len(task.metres), len(task.lists))
    metres = [[-1 if value is None else value for value in row] for row in task.metres]
    return Geography(
        own_district=np.array(task.own_district, bool).reshape(shape),
        metres=np.array(metres, np.int32).reshape(shape),
        members=np.zeros(shape, np.int32),
    )


def made_instance(
    seed: int,
    *,
    persons: int = 10_000,
    lists: int = 200,
    areas: int = 8,
    languages: int = 5,
    room: float = 1.15,
    measure: Measure = Measure.DISTRICT,
) -> DistributionInputs:
    """Households of a municipality whose lists have places for ``room`` times as many.

    By kilometre, its districts lie in a square of 20 by 20 kilometres, and lists within 3 of the middle
    of theirs.
    """
    rng = np.random.default_rng(seed)
    sizes = rng.choice([1, 2, 3, 4, 5], persons, p=[0.55, 0.2, 0.1, 0.1, 0.05])
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), persons))]
    sizes = np.append(sizes, persons - sizes.sum()).astype(np.int32)
    ceiling = rng.integers(700, 1_500, lists).astype(np.int32)
    places = rng.multinomial(int(persons * room), rng.dirichlet(np.full(lists, 2.0)))
    area_of_list = rng.integers(0, areas, lists)
    needs_language = rng.random(sizes.size) < 0.2
    return DistributionInputs(
        households=Households(
            keys=np.arange(sizes.size),
            sizes=sizes,
            load=rng.gamma(4.0 * sizes, 0.25),
            area=rng.integers(0, areas, sizes.size).astype(np.int32),
            language=np.where(needs_language, rng.integers(0, languages, sizes.size), -1).astype(
                np.int32
            ),
        ),
        lists=ReceivingLists(
            keys=np.arange(lists),
            ceiling=ceiling,
            places=places.astype(np.int32),
            load=np.maximum(ceiling - places, 0) * rng.uniform(0.8, 1.25, lists),
            speaks=rng.random((lists, languages)) < 0.15,
        ),
        geography=Geography(
            own_district=area_of_list[None, :] == np.arange(areas)[:, None],
            metres=_made_metres(rng, areas, area_of_list)
            if measure is Measure.KILOMETRES
            else np.full((areas, lists), -1, np.int32),
            members=np.zeros((areas, lists), np.int32),
        ),
    )


def _made_metres(rng: np.random.Generator, areas: int, area_of_list: np.ndarray) -> np.ndarray:
    middle = rng.uniform(0, 20_000, (areas, 2))
    place = middle[area_of_list] + rng.uniform(-3_000, 3_000, (area_of_list.size, 2))
    east, north = (place[None] - middle[:, None]).transpose(2, 0, 1)
    metres: np.ndarray = np.hypot(east, north).astype(np.int32)
    return metres
