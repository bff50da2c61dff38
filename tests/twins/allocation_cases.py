"""Rounds of allocation for tests, as plain persons and lists, and as the engine's arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from hypothesis import strategies as st

from hjemmel.engines.allocation import (
    Applicants,
    Mode,
    OpenLists,
    RoundInputs,
    RoundResult,
    check,
    run,
)
from hjemmel.law import law_on
from tests.twins.allocation import OpenList, Person

CHOICES, NEVER = 3, 2
LAW = law_on(date(2026, 11, 1), "4601")


@dataclass(frozen=True)
class Round:
    people: tuple[Person, ...]
    lists: tuple[OpenList, ...]
    seed: int


def made_round(seed: int, people: int, lists: int, *, same_day: bool = False) -> Round:
    """A round drawn from a seed: few places, many who want the same lists, every rule in use."""
    rng = np.random.default_rng(seed)
    list_keys = np.sort(rng.choice(10_000, lists, replace=False)) + 1
    made_lists = tuple(
        OpenList(
            key=int(key),
            places=int(rng.integers(0, 4)),
            is_open=bool(rng.random() < 0.7),
            municipality=int(rng.integers(1, 3)),
            district=int(rng.integers(0, 3)),
        )
        for key in list_keys
    )
    popular = rng.dirichlet(np.ones(lists)) if lists else np.empty(0)
    made_people = []
    for key in np.sort(rng.choice(10_000, people, replace=False)) + 1:
        count = int(rng.integers(0, min(CHOICES, lists) + 1))
        wanted = (
            [int(one) for one in rng.choice(list_keys, count, replace=False, p=popular)]
            if count
            else []
        )
        made_people.append(
            Person(
                key=int(key),
                choices=tuple(wanted),
                without_gp=bool(rng.random() < 0.4),
                since=738_000 + (0 if same_day else int(rng.integers(0, 5))),
                precedence=frozenset(one for one in wanted if rng.random() < 0.2),
                takes_any=bool(rng.random() < 0.5),
                never=tuple(
                    int(one)
                    for one in rng.choice(
                        list_keys, int(rng.integers(0, min(NEVER, lists) + 1)), replace=False
                    )
                ),
                municipality=int(rng.integers(1, 3)),
                district=int(rng.integers(0, 3)),
            )
        )
    return Round(tuple(made_people), made_lists, seed)


@st.composite
def rounds(draw: st.DrawFn, *, people: int = 40, lists: int = 10) -> Round:
    return made_round(
        draw(st.integers(0, 2**32 - 1)),
        draw(st.integers(0, people)),
        draw(st.integers(0, lists)),
        same_day=draw(st.booleans()),
    )


def fingerprint() -> str:
    """What two ways of giving a round's places give, as bytes and receipts."""
    case = made_round(5, 300, 60)
    inputs = as_inputs(case.people, case.lists)
    results = [run(inputs, LAW.fresh(), seed=case.seed, mode=mode) for mode in Mode]
    return " ".join(f"{result.receipt.id} {result.given.tobytes().hex()}" for result in results)


def pair() -> tuple[tuple[Person, ...], tuple[OpenList, ...]]:
    """Somebody with a GP who has waited long, and somebody without who has not, for one place."""
    long = Person(key=1, choices=(7,), since=737_000)
    short = Person(key=2, choices=(7,), since=738_000, without_gp=True)
    return (long, short), (OpenList(key=7, places=1),)


def ran(case: Round, mode: Mode = Mode.STABLE, *, compare: bool = False) -> RoundResult:
    return run(
        as_inputs(case.people, case.lists), LAW.fresh(), seed=case.seed, mode=mode, compare=compare
    )


def choices_of(result: RoundResult) -> dict[int, int]:
    keys = result.inputs.applicants.keys
    return {int(keys[at]): int(result.choice[at]) for at in np.flatnonzero(result.choice >= 0)}


def given_of(result: RoundResult) -> dict[int, int]:
    keys, lists = result.inputs.applicants.keys, result.inputs.lists.keys
    return {int(keys[at]): int(lists[result.given[at]]) for at in np.flatnonzero(result.given >= 0)}


def not_met(result: RoundResult) -> set[str]:
    return {finding.reason for finding in check(result, LAW.fresh()) if not finding.is_met}


def as_lists(lists: Sequence[OpenList]) -> OpenLists:
    return OpenLists(
        keys=np.array([one.key for one in lists], np.int64),
        places=np.array([one.places for one in lists], np.int32),
        is_open=np.array([one.is_open for one in lists], bool),
        municipality=np.array([one.municipality for one in lists], np.int32),
        district=np.array([one.district for one in lists], np.int32),
    )


def as_inputs(people: Sequence[Person], lists: Sequence[OpenList]) -> RoundInputs:
    position = {one.key: at for at, one in enumerate(lists)}
    choices = np.full((len(people), CHOICES), -1, np.int32)
    precedence = np.zeros(choices.shape, bool)
    never = np.full((len(people), NEVER), -1, np.int32)
    for row, person in enumerate(people):
        for column, key in enumerate(person.choices):
            choices[row, column] = position[key]
            precedence[row, column] = key in person.precedence
        for column, key in enumerate(person.never):
            never[row, column] = position[key]
    return RoundInputs(
        lists=as_lists(lists),
        applicants=Applicants(
            keys=np.array([person.key for person in people], np.int64),
            without_gp=np.array([person.without_gp for person in people], bool),
            since=np.array([person.since for person in people], np.int32),
            choices=choices,
            precedence=precedence,
            takes_any=np.array([person.takes_any for person in people], bool),
            never=never,
            municipality=np.array([person.municipality for person in people], np.int32),
            district=np.array([person.district for person in people], np.int32),
        ),
    )
