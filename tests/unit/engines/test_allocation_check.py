"""Each condition of a round is broken by a round made wrong by hand, and only that one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from hjemmel.engines.allocation import Mode, RoundResult, check, explain, explain_many, run
from hjemmel.engines.allocation.order import draw_numbers
from hjemmel.engines.allocation.results import Account
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.law import law_on
from tests.twins.allocation import OpenList, Person
from tests.twins.allocation_cases import Round, as_inputs, made_round, not_met, pair, ran

BEFORE = law_on(date(2023, 2, 28), "4601")


def settled(
    case: Round, choice: Sequence[int], given: Sequence[int], mode: Mode = Mode.STABLE
) -> RoundResult:
    """A round with a right order, right counts and the places that the test says."""
    right = ran(case, mode)
    chosen, got = np.array(choice, np.int32), np.array(given, np.int32)
    account = replace(
        right.account,
        placed=int((chosen >= 0).sum()),
        by_fallback=int(((chosen < 0) & (got >= 0)).sum()),
        without=int((got < 0).sum()),
    )
    return replace(right, choice=chosen, given=got, account=account)


def served(result: RoundResult, order: Sequence[int]) -> RoundResult:
    """The same with another order and ranks that belong to it."""
    positions = np.array(order, np.int32)
    return replace(result, order=positions, rank=np.argsort(positions).astype(np.int32))


ONE_PLACE = Round(
    (Person(key=1, choices=(1,), since=738_000), Person(key=2, choices=(1,), since=738_001)),
    (OpenList(key=1, places=1),),
    1,
)


def test_the_rounds_that_are_made_wrong_here_are_right_before() -> None:
    assert not_met(settled(ONE_PLACE, [0, -1], [0, -1])) == set()


def test_two_on_one_place_is_seen() -> None:
    assert not_met(settled(ONE_PLACE, [0, 0], [0, 0])) == {"no_list_above_its_places"}


def test_another_list_than_the_choice_is_seen() -> None:
    case = replace(ONE_PLACE, lists=(OpenList(key=1, places=1), OpenList(key=2, places=1)))
    assert not_met(settled(case, [0, -1], [1, -1])) == {"given_what_was_chosen"}


@pytest.mark.parametrize(
    ("takes_any", "municipality", "reasons"),
    [
        (True, 1, set()),
        (False, 1, {"given_what_was_chosen"}),
        (True, 2, {"given_what_was_chosen"}),
    ],
)
def test_a_second_round_is_for_those_whom_any_list_at_home_will_do(
    takes_any: bool, municipality: int, reasons: set[str]
) -> None:
    case = replace(
        ONE_PLACE,
        people=(
            ONE_PLACE.people[0],
            replace(ONE_PLACE.people[1], takes_any=takes_any, municipality=municipality),
        ),
        lists=(OpenList(key=1, places=1), OpenList(key=2, places=1)),
    )
    assert not_met(settled(case, [0, -1], [0, 1])) == reasons


def test_the_list_that_she_is_on_given_in_a_second_round_is_seen() -> None:
    case = replace(
        ONE_PLACE,
        people=(ONE_PLACE.people[0], replace(ONE_PLACE.people[1], takes_any=True, never=(2,))),
        lists=(OpenList(key=1, places=1), OpenList(key=2, places=1)),
    )
    assert not_met(settled(case, [0, -1], [0, 1])) == {"no_list_that_is_never_given"}
    assert not_met(ran(case)) == set()
    assert ran(case).given.tolist() == [0, -1]
    assert "står på eller er strøket fra" in explain(ran(case), 2)[-1].nb


@pytest.mark.parametrize("mode", Mode)
def test_a_closed_list_to_somebody_with_a_gp_is_seen(mode: Mode) -> None:
    case = replace(ONE_PLACE, lists=(OpenList(key=1, places=1, is_open=False),))
    assert not_met(settled(case, [0, -1], [0, -1], mode)) == {"closed_lists_only_without_gp"}
    without = replace(case, people=(replace(case.people[0], without_gp=True), case.people[1]))
    assert not_met(settled(without, [0, -1], [0, -1], mode)) == set()


def test_whoever_waited_shorter_first_is_seen() -> None:
    wrong = served(settled(ONE_PLACE, [-1, 0], [-1, 0]), [1, 0])
    assert not_met(wrong) == {"order_is_the_rules_order"}


def test_somebody_with_a_gp_first_is_seen_from_march_2023() -> None:
    people, lists = pair()
    wrong = served(settled(Round(people, lists, 1), [0, -1], [0, -1]), [0, 1])
    assert not_met(wrong) == {"order_is_the_rules_order"}
    assert all(finding.is_met for finding in check(wrong, BEFORE.fresh()))


def same_day() -> Round:
    return replace(ONE_PLACE, people=tuple(replace(person, since=5) for person in ONE_PLACE.people))


def test_the_loser_of_the_draw_first_is_seen() -> None:
    right = ran(same_day())
    first, last = right.order.tolist()
    choice = [0 if at == last else -1 for at in range(2)]
    wrong = served(settled(same_day(), choice, choice), [last, first])
    assert not_met(wrong) == {"order_is_the_rules_order"}


def test_a_draw_with_another_seed_than_the_published_is_seen() -> None:
    right = ran(same_day())
    keys = right.inputs.applicants.keys
    first, last = right.order.tolist()
    seed = next(
        seed
        for seed in range(2, 100)
        if draw_numbers(keys, seed)[last] < draw_numbers(keys, seed)[first]
    )
    choice = [0 if at == last else -1 for at in range(2)]
    wrong = served(settled(same_day(), choice, choice), [last, first])
    assert not_met(replace(wrong, draws=draw_numbers(keys, seed))) == {"order_is_the_rules_order"}


@pytest.mark.parametrize("order", [[0, 0], [1, 1]])
def test_an_order_that_leaves_somebody_out_is_seen(order: list[int]) -> None:
    wrong = replace(ran(ONE_PLACE), order=np.array(order, np.int32))
    assert "order_is_the_rules_order" in not_met(wrong)


def test_ranks_that_are_not_the_order_are_seen() -> None:
    """Otherwise wrong ranks could hide that somebody was passed over."""
    wrong = settled(ONE_PLACE, [-1, 0], [-1, 0])
    wrong = replace(wrong, rank=np.array([1, 0], np.int32))
    assert not_met(wrong) == {"order_is_the_rules_order"}


def test_a_worse_claim_before_a_better_is_seen_only_where_nobody_is_to_be_passed_over() -> None:
    assert not_met(settled(ONE_PLACE, [-1, 0], [-1, 0])) == {"nobody_passed_over"}
    assert not_met(settled(ONE_PLACE, [-1, 0], [-1, 0], Mode.MOST_PLACED)) == set()


def test_a_place_left_that_somebody_wants_is_seen() -> None:
    assert not_met(settled(ONE_PLACE, [-1, -1], [-1, -1])) == {"nobody_passed_over"}


def test_precedence_that_was_not_kept_is_seen() -> None:
    case = replace(
        ONE_PLACE,
        people=(ONE_PLACE.people[0], replace(ONE_PLACE.people[1], precedence=frozenset({1}))),
    )
    assert not_met(settled(case, [0, -1], [0, -1])) == {"nobody_passed_over"}
    assert not_met(settled(case, [-1, 0], [-1, 0])) == set()


@pytest.mark.parametrize(
    "change",
    [
        {"placed": 2},
        {"without": 0},
        {"placed": 2, "without": 0},
        {"placed": 0, "by_fallback": 1},
        {"without": 0, "by_fallback": 1},
    ],
)
def test_an_account_that_counts_others_than_were_given_is_seen(change: dict[str, int]) -> None:
    right = ran(ONE_PLACE)
    account: Account = replace(right.account, **change)
    assert not_met(replace(right, account=account)) == {"nobody_is_lost"}


# --- why -----------------------------------------------------------------------------------------


def told(case: Round, person: int, mode: Mode = Mode.STABLE) -> tuple[list[str], list[str]]:
    texts = explain(ran(case, mode), person)
    return [text.nb for text in texts], [text.en for text in texts]


def test_whoever_got_her_choice_is_told_so() -> None:
    nb, en = told(ONE_PLACE, 1)
    assert nb == [
        "Nummer 1 av 2: har fastlege, har ventet siden 29.07.2021.",
        "Ønske 1, liste 1: fikk plass.",
    ]
    assert en[-1] == "Choice 1, list 1: got a place."


def test_whoever_got_nothing_is_told_who_got_the_places() -> None:
    assert told(ONE_PLACE, 2)[1][1:] == [
        "Choice 1, list 1: all 1 places went to others; the last was number 1 in the order.",
        "Still waits for the choices made.",
    ]


def test_precedence_closed_and_full_lists_are_told_apart() -> None:
    person = Person(key=1, choices=(1, 2, 3), precedence=frozenset({3}))
    lists = (
        OpenList(key=1, places=0),
        OpenList(key=2, places=4, is_open=False),
        OpenList(key=3, places=1),
    )
    assert told(Round((person,), lists, 1), 1)[1][1:] == [
        "Choice 1, list 1: has no free places.",
        "Choice 2, list 2: has 4 free places and has not opened to those who have a GP.",
        "Choice 3, list 3: got a place by a rule of precedence.",
    ]


def test_the_second_round_is_told_either_way() -> None:
    people = tuple(replace(person, takes_any=True) for person in ONE_PLACE.people)
    found = Round(people, (*ONE_PLACE.lists, OpenList(key=2, places=1)), 1)
    assert told(found, 2)[1][-1] == (
        "Second round: got list 2, which has a free place in the own municipality."
    )
    assert told(replace(found, lists=ONE_PLACE.lists), 2)[1][-1] == (
        "Second round: no list in the municipality had a place left."
    )


def test_a_tie_is_told_with_the_seed() -> None:
    assert any("seed 1" in sentence for sentence in told(same_day(), 1)[1])
    assert not any("seed" in sentence for sentence in told(ONE_PLACE, 1)[1])


def test_ties_cross_the_classes_only_while_those_without_a_gp_were_not_first() -> None:
    people = tuple(
        replace(person, since=738_000, without_gp=person.key == 2) for person in ONE_PLACE.people
    )
    inputs = as_inputs(people, ONE_PLACE.lists)
    early = explain(run(inputs, BEFORE.fresh(), seed=9), 1)
    assert "seed 9" in early[1].en
    assert not any("seed" in text.en for text in explain(ran(Round(people, ONE_PLACE.lists, 9)), 1))


@pytest.mark.parametrize("seed", range(3))
def test_many_are_told_how_many_waited_as_long_and_who_came_last(seed: int) -> None:
    case = made_round(seed, 60, 12)
    result = ran(case)
    number = {int(key): place + 1 for key, place in _by_key(result, result.rank)}
    choice = {int(key): int(at) for key, at in _by_key(result, result.choice)}
    told = explain_many(result, [person.key for person in case.people])
    for person, texts in zip(case.people, told, strict=True):
        sentences = [text.en for text in texts]
        ties = sum(
            (other.since, other.without_gp) == (person.since, person.without_gp)
            for other in case.people
        )
        tie = [sentence for sentence in sentences if "a draw with seed" in sentence]
        assert [int(sentence.split()[0]) for sentence in tie] == ([ties - 1] if ties > 1 else [])
        for at, wanted in enumerate(person.choices):
            last = max(
                (
                    number[other.key]
                    for other in case.people
                    if choice[other.key] >= 0 and other.choices[choice[other.key]] == wanted
                ),
                default=0,
            )
            start = f"Choice {at + 1}, list {wanted}: all"
            for sentence in (each for each in sentences if each.startswith(start)):
                assert sentence.endswith(f"the last was number {last} in the order.")


def _by_key(result: RoundResult, column: np.ndarray) -> zip[tuple[int, int]]:
    return zip(result.inputs.applicants.keys.tolist(), column.tolist(), strict=True)


def test_whoever_is_not_in_the_round_cannot_be_explained() -> None:
    for person in (0, 3, 99):
        with pytest.raises(UnknownIdError) as unknown:
            explain(ran(ONE_PLACE), person)
        assert unknown.value.where == "person"
