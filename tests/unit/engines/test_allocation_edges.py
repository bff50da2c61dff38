"""Rounds with nothing, little or only exceptions in them, and inputs that are refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hjemmel.engines.allocation import Mode, RoundInputs
from hjemmel.kernel.errors import InputError
from tests.twins.allocation import OpenList, Person
from tests.twins.allocation_cases import Round, as_inputs, as_lists, given_of, not_met, pair, ran


def edge_cases() -> dict[str, Round]:
    lists = tuple(OpenList(key=key, places=2) for key in range(1, 4))
    people = tuple(Person(key=key, choices=(1, 2), takes_any=True) for key in range(1, 9))
    return {
        "nobody and nothing": Round((), (), 1),
        "no lists": Round(tuple(replace(person, choices=()) for person in people), (), 1),
        "no people": Round((), lists, 1),
        "no places": Round(people, tuple(replace(one, places=0) for one in lists), 1),
        "one person": Round(people[:1], lists, 1),
        "no choices": Round(tuple(replace(person, choices=()) for person in people), lists, 1),
        "closed lists": Round(people, tuple(replace(one, is_open=False) for one in lists), 1),
        "precedence everywhere": Round(
            tuple(replace(person, precedence=frozenset({1, 2})) for person in people), lists, 1
        ),
    }


PLACED = {
    "nobody and nothing": (0, 0, 0),
    "no lists": (0, 0, 8),
    "no people": (0, 0, 0),
    "no places": (0, 0, 8),
    "one person": (1, 0, 0),
    "no choices": (0, 6, 2),
    "closed lists": (0, 0, 8),
    "precedence everywhere": (4, 2, 2),
}


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("name", PLACED)
def test_edges_are_rounds_like_others(name: str, mode: Mode) -> None:
    result = ran(edge_cases()[name], mode, compare=True)
    account = result.account
    assert (account.placed, account.by_fallback, account.without) == PLACED[name]
    assert not_met(result) == set()


def test_precedence_goes_before_the_order_on_that_list_only() -> None:
    early = Person(key=1, choices=(1, 2), since=1)
    late = Person(key=2, choices=(1, 2), since=2, precedence=frozenset({1}))
    lists = (OpenList(key=1, places=1), OpenList(key=2, places=1))
    assert given_of(ran(Round((early, late), lists, 1))) == {1: 2, 2: 1}
    other = replace(late, precedence=frozenset({2}))
    assert given_of(ran(Round((early, other), lists, 1))) == {1: 1, 2: 2}


# --- what is refused -----------------------------------------------------------------------------


def wrong_inputs() -> dict[str, tuple[str, dict[str, object]]]:
    return {
        "choice above": ("choices", {"choices": np.array([[1], [0]], np.int32)}),
        "choice below": ("choices", {"choices": np.array([[-2], [0]], np.int32)}),
        "shape": ("choices", {"choices": np.zeros((2, 2), np.int32)}),
        "length": ("applicants", {"since": np.zeros(3, np.int32)}),
        "keys twice": ("applicants", {"keys": np.array([1, 1], np.int64)}),
        "keys down": ("applicants", {"keys": np.array([2, 1], np.int64)}),
        "list twice": (
            "choices",
            {"choices": np.zeros((2, 2), np.int32), "precedence": np.zeros((2, 2), bool)},
        ),
    }


@pytest.mark.parametrize("name", wrong_inputs())
def test_wrong_applicants_are_refused_with_where(name: str) -> None:
    people, lists = pair()
    inputs = as_inputs(people, lists)
    narrow = replace(
        inputs.applicants,
        choices=inputs.applicants.choices[:, :1],
        precedence=inputs.applicants.precedence[:, :1],
    )
    where, change = wrong_inputs()[name]
    with pytest.raises(InputError) as refused:
        RoundInputs(lists=inputs.lists, applicants=replace(narrow, **change))  # type: ignore[arg-type]
    assert refused.value.where == where
    assert refused.value.remedy.nb
    assert refused.value.remedy.en


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("places", {"places": np.array([-1, 1], np.int32)}),
        ("lists", {"keys": np.array([5, 4], np.int64)}),
        ("lists", {"district": np.zeros(1, np.int32)}),
    ],
)
def test_wrong_lists_are_refused_with_where(where: str, change: dict[str, np.ndarray]) -> None:
    lists = as_lists([OpenList(key=4, places=1), OpenList(key=5, places=1)])
    with pytest.raises(InputError) as refused:
        replace(lists, **change)
    assert refused.value.where == where
