"""The synthetic nation that the allocation is measured on, and a municipality to distribute."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from hjemmel.engines.allocation import Applicants, OpenLists, RoundInputs
from hjemmel.engines.allocation.distribution import (
    DistributionInputs,
    Geography,
    Households,
    Measure,
    ReceivingLists,
)

Positions = NDArray[np.int64]

_MUNICIPALITIES = 357
_OPEN = 0.52
_PLACES_PER_WAITING = 0.6
_NEAREST = 12
_CHOICES = 3
_AT_HOME = 0.85
_WITHOUT_GP = 0.4
_SPREAD = 0.004  # of a municipality, where the country is 1 wide


def nation(waiting: int, lists: int, seed: int = 1) -> RoundInputs:
    """Return a round: lists in municipalities, and persons who choose 1 to 3 lists nearby.

    52 % of the lists are open, with places for 60 % of those who wait. Each choice is one of the 12
    nearest open lists, in 85 % of the cases of those in the own municipality.
    """
    rng = np.random.default_rng(seed)
    size = 1 / np.arange(1, _MUNICIPALITIES + 1)  # Pareto: the second is half the first, and so on
    share = size / size.sum()
    home_of_list = np.sort(
        np.concatenate(
            [
                np.arange(_MUNICIPALITIES),
                rng.choice(_MUNICIPALITIES, lists - _MUNICIPALITIES, p=share),
            ]
        )
    )
    home = rng.choice(_MUNICIPALITIES, waiting, p=share)
    centre = rng.random((_MUNICIPALITIES, 2))
    place_of_list = centre[home_of_list] + rng.normal(0, _SPREAD, (lists, 2))
    place = centre[home] + rng.normal(0, _SPREAD, (waiting, 2))
    is_open = np.zeros(lists, bool)
    is_open[rng.choice(lists, round(_OPEN * lists), replace=False)] = True
    weight = (rng.pareto(1.5, lists) + 0.1) * is_open
    places = rng.multinomial(int(_PLACES_PER_WAITING * waiting), weight / weight.sum())
    near = _nearest(place_of_list, home_of_list, np.flatnonzero(is_open), place, home)
    choices = _chosen(near, home_of_list, home, rng)
    return RoundInputs(
        lists=OpenLists(
            keys=np.arange(1, lists + 1),
            places=places.astype(np.int32),
            is_open=is_open,
            municipality=(home_of_list + 1).astype(np.int32),
            district=np.zeros(lists, np.int32),
        ),
        applicants=Applicants(
            keys=np.arange(1, waiting + 1),
            without_gp=rng.random(waiting) < _WITHOUT_GP,
            since=(738_000 + rng.integers(0, 1_000, waiting)).astype(np.int32),
            choices=choices,
            precedence=np.zeros(choices.shape, bool),
            takes_any=rng.random(waiting) < 0.5,
            never=np.empty((waiting, 0), np.int32),
            municipality=(home + 1).astype(np.int32),
            district=np.zeros(waiting, np.int32),
        ),
    )


def _nearest(
    place_of_list: NDArray[np.float64],
    home_of_list: Positions,
    open_lists: Positions,
    place: NDArray[np.float64],
    home: Positions,
) -> tuple[Positions, Positions]:
    """Return the 12 nearest open lists at home and anywhere, ``-1`` where there are fewer."""
    anywhere = open_lists[cKDTree(place_of_list[open_lists]).query(place, k=_NEAREST)[1]]
    at_home = np.full((home.size, _NEAREST), -1)
    for one in range(_MUNICIPALITIES):
        here = open_lists[home_of_list[open_lists] == one]
        persons = np.flatnonzero(home == one)
        count = min(_NEAREST, here.size)
        if count and persons.size:
            found = cKDTree(place_of_list[here]).query(place[persons], k=[*range(1, count + 1)])[1]
            at_home[persons[:, None], np.arange(count)] = here[found]
    return at_home, anywhere


def _chosen(
    near: tuple[Positions, Positions],
    home_of_list: Positions,
    home: Positions,
    rng: np.random.Generator,
) -> NDArray[np.int32]:
    """Return 1 to 3 different lists each; at home as often as makes 85 % of all."""
    at_home, anywhere = near
    away = np.where(home_of_list[anywhere] == home[:, None], -1, anywhere)
    waiting = home.size
    wanted = rng.integers(1, _CHOICES + 1, waiting)
    choices = np.full((waiting, _CHOICES), -1, np.int32)
    mixed_home, mixed_away = (rng.permuted(each, axis=1) for each in (at_home, away))
    for number in range(_CHOICES):
        asks = wanted > number
        home_left, away_left = (_first_new(each, choices) for each in (mixed_home, mixed_away))
        both, only_home = (home_left >= 0) & (away_left >= 0), (home_left >= 0) & (away_left < 0)
        sure, free = (asks & only_home).sum(), (asks & both).sum()
        some = sure + free + (asks & (home_left < 0) & (away_left >= 0)).sum()
        odds = min(1.0, max(0.0, (_AT_HOME * some - sure) / max(free, 1)))
        take_home = only_home | (both & (rng.random(waiting) < odds))
        picked = np.where(take_home, home_left, away_left)
        choices[asks, number] = picked[asks]
    return choices


def _first_new(candidates: Positions, choices: NDArray[np.int32]) -> Positions:
    """Return the first list of each row that is not chosen yet; ``-1`` for none."""
    taken = (candidates[:, :, None] == choices[:, None, :]).any(axis=2)
    usable = (candidates >= 0) & ~taken
    first = usable.argmax(axis=1)
    rows = np.arange(candidates.shape[0])
    return np.where(usable.any(axis=1), candidates[rows, first], -1)


def municipality(persons: int, lists: int, measure: Measure, seed: int = 1) -> DistributionInputs:
    """Return households to distribute: 8 districts, 5 languages, places for 15 % more than they are.

    By kilometre, the districts lie in a square of 20 by 20 kilometres, and lists within 3 of the middle
    of theirs.
    """
    rng = np.random.default_rng(seed)
    districts, languages = 8, 5
    sizes = rng.choice([1, 2, 3, 4, 5], persons, p=[0.55, 0.2, 0.1, 0.1, 0.05])
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), persons))]
    sizes = np.append(sizes, persons - sizes.sum()).astype(np.int32)
    ceiling = rng.integers(700, 1_500, lists).astype(np.int32)
    places = rng.multinomial(round(1.15 * persons), rng.dirichlet(np.full(lists, 2.0)))
    needs = rng.random(sizes.size) < 0.2
    language = np.where(needs, rng.integers(0, languages, sizes.size), -1)
    district = rng.integers(0, districts, lists)
    return DistributionInputs(
        households=Households(
            keys=np.arange(sizes.size),
            sizes=sizes,
            load=rng.gamma(4.0 * sizes, 0.25),
            area=rng.integers(0, districts, sizes.size).astype(np.int32),
            language=language.astype(np.int32),
        ),
        lists=ReceivingLists(
            keys=np.arange(lists),
            ceiling=ceiling,
            places=places.astype(np.int32),
            load=np.maximum(ceiling - places, 0) * rng.uniform(0.8, 1.25, lists),
            speaks=rng.random((lists, languages)) < 0.15,
        ),
        geography=Geography(
            own_district=district[None, :] == np.arange(districts)[:, None],
            metres=_metres(rng, districts, district)
            if measure is Measure.KILOMETRES
            else np.full((districts, lists), -1, np.int32),
            members=np.zeros((districts, lists), np.int32),
        ),
    )


def _metres(rng: np.random.Generator, districts: int, district: Positions) -> NDArray[np.int32]:
    middle = rng.uniform(0, 20_000, (districts, 2))
    place = middle[district] + rng.uniform(-3_000, 3_000, (district.size, 2))
    east, north = (place[None] - middle[:, None]).transpose(2, 0, 1)
    metres: NDArray[np.int32] = np.hypot(east, north).astype(np.int32)
    return metres
