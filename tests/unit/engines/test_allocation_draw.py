"""The draw of those who leave a list: fair, whole, exact, and made again by anyone."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from hjemmel.engines.allocation.draw import (
    DrawResult,
    Member,
    Unit,
    digest_of,
    draw,
    draw_units,
    ticket_of,
    units_of,
)
from hjemmel.kernel.errors import InputError
from hjemmel.law import law_on

DAY = date(2026, 11, 1)
LAW = law_on(DAY, "4601")
ADULT, CHILD = date(1980, 5, 5), date(2015, 5, 5)
IMPROBABLE = 1e-6  # how rarely a fair draw is taken for an unfair one


def of_sizes(sizes: Sequence[int]) -> list[Member]:
    """Households of given sizes; the members' keys are in order."""
    keys = itertools.count(1)
    return [
        Member(key=next(keys), household=home, born=ADULT)
        for home, size in enumerate(sizes, 100)
        for _ in range(size)
    ]


def drawn(members: Sequence[Member], surplus: int, seed: str = "2026-12") -> DrawResult:
    return draw(members, surplus=surplus, seed=seed, as_of=DAY, law=LAW.fresh())


def members_of_units(members: Sequence[Member]) -> list[tuple[int, ...]]:
    return [unit.members for unit in units_of(members, DAY, LAW.fresh())]


# --- fair ----------------------------------------------------------------------------------------


def test_each_household_of_a_size_is_drawn_equally_often() -> None:
    """Counts of a fair draw without return follow a chi-square of one degree less than there are."""
    units, surplus, draws = 40, 15, 1_500
    members = of_sizes([1] * units)
    counts = Counter(
        key for seed in range(draws) for key in drawn(members, surplus, f"seed {seed}").drawn
    )
    share = surplus / units
    spread = draws * share * (1 - share) * units / (units - 1)
    statistic = sum((counts[m.key] - draws * share) ** 2 for m in members) / spread
    assert statistic < chi2.isf(IMPROBABLE, units - 1)
    assert statistic > chi2.ppf(IMPROBABLE, units - 1)


def test_any_household_comes_first_equally_often_whatever_its_size() -> None:
    sizes = [1] * 10 + [2] * 6 + [3] * 4
    draws = 3_000
    members = of_sizes(sizes)
    first = Counter(drawn(members, 5, f"seed {seed}").tickets[0].unit.name for seed in range(draws))
    expected = draws / len(sizes)
    names = [unit.name for unit in units_of(members, DAY, LAW.fresh())]
    statistic = sum((first[name] - expected) ** 2 for name in names) / expected
    assert statistic < chi2.isf(IMPROBABLE, len(sizes) - 1)


# --- made again ----------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_and_another_draws_others() -> None:
    members = of_sizes([1, 2, 3, 1, 1, 2, 4, 1, 1, 1])
    one, again, other = (drawn(members, 6, seed) for seed in ("a", "a", "b"))
    assert (one.tickets, one.receipt.id) == (again.tickets, again.receipt.id)
    assert one.tickets != other.tickets
    assert one.digest == other.digest


def test_the_order_of_the_members_does_not_matter() -> None:
    members = of_sizes([1, 2, 3, 1, 1, 2, 4, 1, 1, 1])
    assert drawn(members[::-1], 6).tickets == drawn(members, 6).tickets


def test_tickets_are_the_hash_that_the_method_publishes() -> None:
    result = drawn(of_sizes([1, 2, 3, 1, 1]), 3, "trekning 7")
    units = sorted(entry.unit.members for entry in result.tickets)
    written = json.dumps([[min(keys), list(keys)] for keys in units], separators=(",", ":"))
    assert result.digest == hashlib.sha256(written.encode()).hexdigest()
    for entry in result.tickets:
        words = f"trekning 7:{result.digest}:{entry.unit.members[0]}"
        assert entry.ticket == hashlib.sha256(words.encode()).hexdigest()
        assert entry.ticket == ticket_of(entry.unit.name, "trekning 7", result.digest)
    tickets = [entry.ticket for entry in result.tickets]
    assert tickets == sorted(tickets)


def test_the_digest_sees_who_is_in_which_unit() -> None:
    one = digest_of([Unit(1, (1, 2)), Unit(3, (3,))])
    assert one != digest_of([Unit(1, (1,)), Unit(2, (2, 3))])


def test_singles_leave_in_the_order_of_their_tickets() -> None:
    result = drawn(of_sizes([1] * 30), 12)
    assert [entry.is_drawn for entry in result.tickets] == [True] * 12 + [False] * 18
    assert result.findings[0].is_met


# --- who is gone by the draw ---------------------------------------------------------------------


@settings(deadline=None, max_examples=100)
@given(sizes=st.lists(st.integers(1, 4), min_size=1, max_size=15), data=st.data())
def test_who_is_left_out_changes_no_ticket_and_does_not_leave(
    sizes: list[int], data: st.DataObject
) -> None:
    members = of_sizes(sizes)
    gone = data.draw(st.sets(st.sampled_from([member.key for member in members])))
    surplus = data.draw(st.integers(0, len(members) - len(gone)))
    units = units_of(members, DAY, LAW.fresh())
    result = draw_units(units, surplus=surplus, seed="2026-12", law=LAW.fresh(), left_out=gone)
    whole = drawn(members, 0)
    assert [(t.unit, t.ticket) for t in result.tickets] == [
        (t.unit, t.ticket) for t in whole.tickets
    ]
    assert (set(result.left_out), result.digest) == (gone, whole.digest)
    assert not gone & set(result.drawn)
    assert len(result.drawn) == result.leaves >= surplus
    sums = {0}  # what the units that remain can make up, by trying all of them
    for entry in result.tickets:
        sums |= {made + len(entry.remain) for made in sums}
    assert result.leaves == min(made for made in sums if made >= surplus)
    for entry in result.tickets:
        assert entry.is_drawn == (bool(entry.remain) and set(entry.remain) <= set(result.drawn))


def test_singles_who_remain_leave_in_the_order_of_their_tickets() -> None:
    units = units_of(of_sizes([1] * 30), DAY, LAW.fresh())
    first = [entry.unit.name for entry in drawn(of_sizes([1] * 30), 0).tickets]
    result = draw_units(
        units, surplus=4, seed="2026-12", law=LAW.fresh(), left_out=[first[0], first[2]]
    )
    assert set(result.drawn) == {first[1], first[3], first[4], first[5]}


# --- whole ---------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_no_unit_is_split_and_everybody_is_in_one(data: st.DataObject) -> None:
    members = data.draw(
        st.lists(
            st.tuples(
                st.one_of(st.none(), st.integers(1, 6)),
                st.sampled_from([ADULT, CHILD, date(2005, 1, 1)]),
                st.lists(st.integers(1, 20), max_size=2),
            ),
            max_size=20,
        ).map(
            lambda rows: [
                Member(key=key, household=home, born=born, parents=tuple(p for p in of if p != key))
                for key, (home, born, of) in enumerate(rows, 1)
            ]
        )
    )
    result = drawn(members, data.draw(st.integers(0, len(members))))
    everybody = sorted(key for entry in result.tickets for key in entry.unit.members)
    assert everybody == [member.key for member in members]
    assert result.leaves == len(result.drawn) >= result.surplus
    home = {member.key: member.household for member in members}
    leaves = set(result.drawn)
    for entry in result.tickets:
        assert len({home[key] for key in entry.unit.members}) == 1
    for member in members:
        if member.born == CHILD and member.household is not None:
            for parent in member.parents:
                if home.get(parent) == member.household:
                    assert (member.key in leaves) == (parent in leaves)


PARENT = Member(key=1, household=5, born=ADULT)


@pytest.mark.parametrize(
    ("born", "parents", "units"),
    [
        (date(2010, 11, 2), (1,), [(1, 2)]),  # 15 on the day
        (date(2010, 11, 1), (1,), [(1,), (2,)]),  # 16 on the day
        (date(2008, 11, 1), (), [(1, 2)]),  # a grown person whose parents are not known
        (date(2008, 11, 1), (77,), [(1, 2)]),  # whose parent is not on the list
        (CHILD, (), [(1, 2)]),
    ],
)
def test_children_below_the_laws_age_stay_and_grown_children_are_drawn_alone(
    born: date, parents: tuple[int, ...], units: list[tuple[int, ...]]
) -> None:
    child = Member(key=2, household=5, born=born, parents=parents)
    assert members_of_units([PARENT, child]) == units


def test_a_grown_childs_own_children_go_with_her() -> None:
    grown = Member(key=2, household=5, born=date(2000, 1, 1), parents=(1,))
    grandchild = Member(key=3, household=5, born=CHILD, parents=(2,))
    assert members_of_units([PARENT, grown, grandchild]) == [(1,), (2, 3)]


def test_somebody_in_no_household_is_drawn_alone_and_a_parent_elsewhere_counts_for_nothing() -> (
    None
):
    alone = Member(key=2, household=None, born=CHILD, parents=(1,))
    elsewhere = Member(key=3, household=6, born=date(1999, 1, 1), parents=(1,))
    other = Member(key=4, household=6, born=ADULT)
    assert members_of_units([PARENT, alone, elsewhere, other]) == [(1,), (2,), (3, 4)]


# --- exact ---------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=200)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=9), st.data())
def test_as_many_leave_as_must_or_the_least_number_above_that_units_make_up(
    sizes: list[int], data: st.DataObject
) -> None:
    surplus = data.draw(st.integers(0, sum(sizes)))
    possible = {
        sum(chosen)
        for count in range(len(sizes) + 1)
        for chosen in itertools.combinations(sizes, count)
    }
    result = drawn(of_sizes(sizes), surplus)
    assert result.leaves == min(number for number in possible if number >= surplus)


def test_a_unit_that_is_too_large_is_passed_by() -> None:
    members = of_sizes([4, 1, 1, 1])
    result = drawn(members, 2)
    singles = [entry for entry in result.tickets if len(entry.unit.members) == 1]
    assert [entry.is_drawn for entry in singles] == [True, True, False]
    assert not any(entry.is_drawn for entry in result.tickets if len(entry.unit.members) == 4)


def test_a_unit_that_leaves_a_rest_nobody_makes_up_is_passed_by() -> None:
    for seed in "abcdefgh":
        result = drawn(of_sizes([3, 2, 2]), 4, seed)
        assert result.leaves == 4
        assert {len(entry.unit.members) for entry in result.tickets if entry.is_drawn} == {2}


def test_nobody_and_everybody_can_leave() -> None:
    members = of_sizes([2, 1])
    assert drawn(members, 0).drawn == ()
    assert drawn(members, 3).drawn == (1, 2, 3)
    assert drawn([], 0).drawn == ()


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("surplus", "seed", "where"),
    [(4, "a", "surplus"), (-1, "a", "surplus"), (1, "", "seed"), (1, "  ", "seed")],
)
def test_an_impossible_draw_is_refused_with_where(surplus: int, seed: str, where: str) -> None:
    with pytest.raises(InputError) as refused:
        drawn(of_sizes([2, 1]), surplus, seed)
    assert refused.value.where == where
    assert refused.value.remedy.nb
