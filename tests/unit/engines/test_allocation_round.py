"""A round against its slow twin, and what holds whatever the inputs are."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hjemmel.engines.allocation import Mode, check, run
from hjemmel.engines.allocation.model import input_digest
from hjemmel.engines.allocation.order import draw_numbers
from hjemmel.law import law_on
from tests.twins import allocation as twin
from tests.twins.allocation import OpenList, Person
from tests.twins.allocation_cases import (
    Round,
    as_inputs,
    choices_of,
    fingerprint,
    given_of,
    made_round,
    not_met,
    pair,
    ran,
    rounds,
)

ROOT = Path(__file__).parents[3]
BEFORE = law_on(date(2023, 2, 28), "4601")
AFTER = law_on(date(2023, 3, 1), "4601")

many = settings(deadline=None, max_examples=60)


# --- against the twin ----------------------------------------------------------------------------


@many
@given(rounds())
def test_places_go_where_the_twin_gives_them_when_nobody_is_passed_over(case: Round) -> None:
    order = twin.order_of(case.people, case.seed, without_gp_first=True)
    wanted = twin.stable(case.people, case.lists, order)
    result = ran(case)
    assert result.inputs.applicants.keys[result.order].tolist() == order
    assert choices_of(result) == wanted.choice
    assert given_of(result) == wanted.given


@many
@given(rounds())
def test_as_many_are_placed_as_can_be_and_as_well(case: Round) -> None:
    account = ran(case, Mode.MOST_PLACED).account
    wanted = twin.most_by_assignment(case.people, case.lists)
    assert (account.placed, account.choice_sum) == wanted


@settings(deadline=None, max_examples=100)
@given(rounds(people=5, lists=4))
def test_as_many_are_placed_as_trying_everything_finds(case: Round) -> None:
    account = ran(case, Mode.MOST_PLACED).account
    assert (account.placed, account.choice_sum) == twin.most_by_trying(case.people, case.lists)


@pytest.mark.parametrize("seed", range(3))
def test_a_larger_round_is_the_twins_too(seed: int) -> None:
    case = made_round(seed, 400, 120)
    order = twin.order_of(case.people, case.seed, without_gp_first=True)
    assert given_of(ran(case)) == twin.stable(case.people, case.lists, order).given
    account = ran(case, Mode.MOST_PLACED).account
    wanted = twin.most_by_assignment(case.people, case.lists)
    assert (account.placed, account.choice_sum) == wanted


def test_long_chains_of_those_who_move_on_are_found() -> None:
    """Each holds the list that the next wants, and only the last list has another place."""
    length = 300
    lists = tuple(OpenList(key=key, places=1) for key in range(1, length + 2))
    people = [Person(key=key, choices=(key, key + 1)) for key in range(1, length + 1)]
    people.append(Person(key=length + 1, choices=(1,), since=738_500))
    account = ran(Round(tuple(people), lists, 1), Mode.MOST_PLACED).account
    assert (account.placed, account.choice_sum) == (length + 1, length)
    assert ran(Round(tuple(people), lists, 1)).account.placed == length


# --- what always holds ---------------------------------------------------------------------------


@many
@given(rounds(), st.sampled_from(Mode))
def test_every_condition_is_met(case: Round, mode: Mode) -> None:
    assert not_met(ran(case, mode)) == set()


@many
@given(rounds(), st.sampled_from(Mode))
def test_each_gets_at_most_one_list_that_she_may_have(case: Round, mode: Mode) -> None:
    result = ran(case, mode)
    lists = {one.key: one for one in case.lists}
    people = {person.key: person for person in case.people}
    got = given_of(result)
    for key, wanted in got.items():
        person = people[key]
        assert lists[wanted].is_open or person.without_gp
        by_second_round = person.takes_any and person.municipality == lists[wanted].municipality
        assert wanted in person.choices or (by_second_round and wanted not in person.never)
    for one in case.lists:
        assert list(got.values()).count(one.key) <= one.places
    assert result.left.tolist() == [
        one.places - list(got.values()).count(one.key) for one in case.lists
    ]


@many
@given(rounds(), st.sampled_from(Mode))
def test_the_account_counts_what_was_given(case: Round, mode: Mode) -> None:
    result = ran(case, mode)
    account, choice, got = result.account, choices_of(result), given_of(result)
    assert account.placed == len(choice)
    assert account.choice_sum == sum(choice.values())
    assert account.first_choice == list(choice.values()).count(0)
    assert account.by_fallback == len(got) - len(choice)
    assert account.without == len(case.people) - len(got)


@many
@given(rounds())
def test_pairs_passed_over_are_those_that_the_twin_finds(case: Round) -> None:
    result = ran(case, Mode.MOST_PLACED)
    rank = {
        key: place
        for place, key in enumerate(twin.order_of(case.people, case.seed, without_gp_first=True))
    }
    lists = {one.key: one for one in case.lists}
    people = {person.key: person for person in case.people}
    choice = choices_of(result)
    sits: dict[int, list[int]] = {one.key: [] for one in case.lists}
    for key, number in choice.items():
        sits[people[key].choices[number]].append(key)

    def claim(key: int, one: int) -> tuple[bool, int]:
        return one not in people[key].precedence, rank[key]

    pairs = [
        (person.key, one)
        for person in case.people
        for one in person.choices[: choice.get(person.key, len(person.choices))]
        if twin.open_to(person, lists[one])
        and lists[one].places > 0
        and (
            len(sits[one]) < lists[one].places
            or any(claim(person.key, one) < claim(other, one) for other in sits[one])
        )
    ]
    assert result.account.blocking_pairs == len(pairs)
    assert result.account.passed_over == len({person for person, _ in pairs})


@many
@given(rounds())
def test_the_other_way_is_shown_as_if_it_were_asked_for(case: Round) -> None:
    one, other = ran(case, compare=True), ran(case, Mode.MOST_PLACED, compare=True)
    assert (one.account, one.other) == (other.other, other.account)
    assert ran(case).other is None
    assert one.account.blocking_pairs == one.account.passed_over == 0
    assert one.account.placed <= other.account.placed


# --- the same again ------------------------------------------------------------------------------


def test_another_process_gives_the_same_bytes() -> None:
    code = "from tests.twins.allocation_cases import fingerprint; print(fingerprint())"
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert other.stdout.strip() == fingerprint() == fingerprint()


@many
@given(rounds(), st.randoms(use_true_random=False))
def test_new_keys_and_another_order_of_lists_change_nothing_else(case: Round, rng: Random) -> None:
    keys = [one.key for one in case.lists]
    shuffled = rng.sample(range(1, 50_000), len(keys))
    new = dict(zip(keys, shuffled, strict=True))
    people = tuple(replace(person, takes_any=False, never=()) for person in case.people)
    renamed = Round(
        tuple(
            replace(
                person,
                choices=tuple(new[key] for key in person.choices),
                precedence=frozenset(new[key] for key in person.precedence),
            )
            for person in people
        ),
        tuple(
            sorted((replace(one, key=new[one.key]) for one in case.lists), key=lambda one: one.key)
        ),
        case.seed,
    )
    plain = ran(replace(case, people=people))
    assert choices_of(ran(renamed)) == choices_of(plain)
    most, other = (ran(each, Mode.MOST_PLACED) for each in (replace(case, people=people), renamed))
    assert most.account.placed == other.account.placed
    assert most.account.choice_sum == other.account.choice_sum


@many
@given(rounds(), st.randoms(use_true_random=False))
def test_new_keys_of_persons_who_waited_differently_change_nothing_else(
    case: Round, rng: Random
) -> None:
    """Where no two have waited equally long, nothing is left to the draw."""
    people = tuple(
        replace(person, since=737_000 + at) for at, person in enumerate(reversed(case.people))
    )
    people = tuple(sorted(people, key=lambda person: person.key))
    shuffled = rng.sample(range(1, 50_000), len(people))
    new = {person.key: key for person, key in zip(people, shuffled, strict=True)}
    renamed = tuple(
        sorted(
            (replace(person, key=new[person.key]) for person in people),
            key=lambda person: person.key,
        )
    )
    plain = given_of(ran(replace(case, people=people)))
    other = given_of(ran(replace(case, people=renamed, seed=case.seed + 1)))
    assert other == {new[key]: one for key, one in plain.items()}


@given(st.integers(0, 2**62), st.integers(0, 2**64 - 1))
def test_a_number_in_the_draw_is_splitmix64_of_seed_and_key(key: int, seed: int) -> None:
    numbers = draw_numbers(np.array([key], np.int64), seed)
    assert int(numbers[0]) == twin.draw_number(key, seed)


def test_neighbouring_seeds_draw_nothing_alike() -> None:
    keys = np.arange(1, 2_001, dtype=np.int64)
    one, other = draw_numbers(keys, 7), draw_numbers(keys, 8)
    assert not set(one.tolist()) & set(other.tolist())


def test_the_draw_depends_on_the_seed() -> None:
    case = made_round(3, 200, 5, same_day=True)
    one, other = ran(case), ran(replace(case, seed=4))
    assert one.order.tolist() != other.order.tolist()
    assert one.receipt.id != other.receipt.id


def test_the_digest_sees_each_column() -> None:
    inputs = as_inputs(*pair())
    changed = [
        replace(inputs, lists=replace(inputs.lists, places=inputs.lists.places + 1)),
        replace(inputs, lists=replace(inputs.lists, is_open=~inputs.lists.is_open)),
        replace(inputs, lists=replace(inputs.lists, district=inputs.lists.district + 1)),
        replace(inputs, applicants=replace(inputs.applicants, since=inputs.applicants.since + 1)),
        replace(
            inputs, applicants=replace(inputs.applicants, precedence=~inputs.applicants.precedence)
        ),
    ]
    assert len({input_digest(each) for each in (inputs, *changed)}) == len(changed) + 1


# --- the law -------------------------------------------------------------------------------------


def test_until_march_2023_whoever_waited_longest_comes_first() -> None:
    result = run(as_inputs(*pair()), BEFORE.fresh(), seed=1)
    assert given_of(result) == {1: 7}
    assert not result.without_gp_first


def test_from_march_2023_whoever_has_no_gp_comes_first() -> None:
    result = run(as_inputs(*pair()), AFTER.fresh(), seed=1)
    assert given_of(result) == {2: 7}
    assert result.without_gp_first
    assert {reading.parameter for reading in result.receipt.readings} >= {
        "allocation.unallocated_first",
        "allocation.longest_without_first",
        "waiting_list.first_come_first_served",
    }


@many
@given(rounds())
def test_the_order_of_before_march_2023_is_the_twins_without_the_class(case: Round) -> None:
    result = run(as_inputs(case.people, case.lists), BEFORE.fresh(), seed=case.seed)
    order = twin.order_of(case.people, case.seed, without_gp_first=False)
    assert given_of(result) == twin.stable(case.people, case.lists, order).given
    assert all(finding.is_met for finding in check(result, BEFORE.fresh()))
