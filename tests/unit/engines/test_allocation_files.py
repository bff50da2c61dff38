"""Rounds and draws as files: read again they are the same, and whoever changes one is found out."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hjemmel.engines.allocation.draw import Member, draw_units, units_of
from hjemmel.engines.allocation.model import input_digest
from hjemmel.engines.allocation.published_draw import (
    FORMATS,
    PublishedDraw,
    PublishedTicket,
    read_draw,
    verify,
    write_draw,
)
from hjemmel.engines.allocation.round_files import (
    APPLICANTS,
    LISTS,
    RoundHead,
    read_head,
    read_inputs,
    write_head,
    write_inputs,
    write_places,
)
from hjemmel.kernel.errors import DataFileError, InputError
from hjemmel.law import law_on
from tests.twins.allocation import OpenList, Person
from tests.twins.allocation_cases import Round, as_inputs, made_round, ran, rounds

DAY = date(2026, 11, 1)
LAW = law_on(DAY, "4601")
BEFORE_BARRED_LISTS = "863595c42b3152ef880ebebd467b18ee6113c0d2c73aab275334386963f25e9e"
many = settings(deadline=None, max_examples=40)


def published(
    sizes: list[int], surplus: int, seed: str = "2026-12", left_out: Collection[int] = ()
) -> PublishedDraw:
    """A draw among households of given sizes, as it is published."""
    members, key = [], 1
    for home, size in enumerate(sizes, 100):
        for _ in range(size):
            members.append(Member(key=key, household=home, born=date(1980, 5, 5)))
            key += 1
    made = draw_units(
        units_of(members, DAY, LAW), surplus=surplus, seed=seed, law=LAW.fresh(), left_out=left_out
    )
    return PublishedDraw(
        municipality="4601",
        list="L-1",
        as_of=DAY.isoformat(),
        surplus=surplus,
        seed=seed,
        digest=made.digest,
        tickets=tuple(
            PublishedTicket(
                number=number,
                unit=row.unit.name,
                members=row.unit.members,
                ticket=row.ticket,
                is_drawn=row.is_drawn,
                left_out=row.left_out,
            )
            for number, row in enumerate(made.tickets, start=1)
        ),
    )


@many
@given(sizes=st.lists(st.integers(1, 5), min_size=1, max_size=25), data=st.data())
def test_a_published_draw_read_again_is_the_same_and_right(
    sizes: list[int], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.integers(1, sum(sizes))))
    made = published(sizes, data.draw(st.integers(0, sum(sizes) - len(gone))), left_out=gone)
    for kind in FORMATS:
        again = read_draw(write_draw(made, kind), "file")
        assert again == made
        found = verify(again)
        assert found.is_right
        assert found.leave >= made.surplus


def test_csv_that_a_spreadsheet_saved_with_semicolons_is_read() -> None:
    made = published([1, 2, 3], 2)
    text = write_draw(made, "csv").decode().replace(",", ";")
    assert read_draw(f"﻿{text}".encode(), "file") == made


def test_each_change_of_a_published_draw_is_found() -> None:
    made = published([1, 2, 3, 1, 1, 2], 3)
    first, *rest = made.tickets
    moved = verify(replace(made, tickets=(*rest, first)))
    assert (moved.is_right, moved.wrong_order, moved.digest_is_right) == (False, True, True)
    spared = verify(replace(made, tickets=(replace(first, is_drawn=not first.is_drawn), *rest)))
    assert (spared.is_right, spared.wrong_outcome) == (False, (first.unit,))
    lucky = verify(replace(made, tickets=(replace(first, ticket="0" * 64), *rest)))
    assert (lucky.is_right, lucky.wrong_tickets) == (False, (first.unit,))
    reseeded = verify(replace(made, seed="another"))
    assert len(reseeded.wrong_tickets) == len(made.tickets)
    left_out = verify(replace(made, tickets=tuple(rest)))
    assert not left_out.digest_is_right
    [last] = [row for row in made.tickets if row.is_drawn][-1:]
    excused = tuple(
        replace(row, left_out=row.members) if row is last else row for row in made.tickets
    )
    assert last.unit in verify(replace(made, tickets=excused)).wrong_outcome
    fewer = verify(replace(made, surplus=0))
    assert fewer.wrong_outcome


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"{}",
        b"[" * 100_000,
        b"\xff\xfe",
        b"a,b\n1,2\n",
        b"municipality,list,as_of,surplus,seed,digest,number,unit,members,ticket,is_drawn\n",
        b"municipality,list,as_of,surplus,seed,digest,number,unit,members,ticket,is_drawn\n4601\n",
    ],
)
def test_what_is_not_a_draw_is_refused_with_its_name(content: bytes) -> None:
    with pytest.raises(DataFileError) as error:
        read_draw(content, "trekning.json")
    assert error.value.where == "trekning.json"


def test_file_from_before_anybody_was_left_out_is_read() -> None:
    made = published([1, 2, 3], 2)
    text = write_draw(made, "csv").decode()
    rows = [line.rpartition(",")[0] for line in text.splitlines()]
    assert read_draw("\n".join(rows).encode(), "file") == made
    plain = json.loads(write_draw(made, "json"))
    for row in plain["tickets"]:
        del row["left_out"]
    assert read_draw(json.dumps(plain).encode(), "file") == made


def test_person_left_out_of_a_unit_that_she_is_not_in_is_refused() -> None:
    plain = json.loads(json.dumps(asdict(published([2, 2], 2))))
    plain["tickets"][0]["left_out"] = plain["tickets"][1]["members"]
    with pytest.raises(DataFileError):
        read_draw(json.dumps(plain).encode(), "file")


def test_person_in_two_units_is_refused() -> None:
    plain = json.loads(json.dumps(asdict(published([2, 2], 2))))
    plain["tickets"][0]["members"].append(plain["tickets"][1]["members"][0])
    with pytest.raises(DataFileError):
        read_draw(json.dumps(plain).encode(), "file")


# --- rounds --------------------------------------------------------------------------------------


def test_digest_of_a_round_where_no_list_is_barred_is_as_before_there_were_such() -> None:
    people = (Person(key=1, choices=(1,)), Person(key=2, choices=(1,)))
    made = as_inputs(people, (OpenList(key=1, places=1),))
    none = np.empty((2, 0), np.int32)
    plain = replace(made, applicants=replace(made.applicants, never=none))
    assert input_digest(plain) == BEFORE_BARRED_LISTS
    assert input_digest(made) != BEFORE_BARRED_LISTS
    assert b"never" not in write_inputs(plain)[APPLICANTS]


@many
@given(rounds())
def test_a_rounds_inputs_read_again_give_the_same_digest_and_places(case: Round) -> None:
    inputs = as_inputs(case.people, case.lists)
    files = write_inputs(inputs)
    again = read_inputs(files[LISTS], files[APPLICANTS])
    if case.people:  # a file without rows does not tell how many choices there may be
        assert input_digest(again) == input_digest(inputs)
    assert write_inputs(again)[LISTS] == files[LISTS]
    assert write_places(ran(case)) == write_places(ran(case))


def test_places_tell_each_person_and_why() -> None:
    case = made_round(3, 60, 12)
    lines = write_places(ran(case)).decode().splitlines()
    assert lines[0] == "number,key,list,by_choice,why_nb,why_en"
    assert len(lines) == 61
    assert lines[1].startswith("1,")
    assert "Nummer 1 av 60" in lines[1]


def test_head_of_a_round_is_read_again() -> None:
    head = RoundHead(
        municipality="4601", as_of="2026-11-01", mode="stable", seed=7, inputs_digest="ab"
    )
    assert read_head(write_head(head)) == head
    for broken in (b"", b"[]", b"{}", write_head(replace(head, mode="fair"))):
        with pytest.raises(DataFileError):
            read_head(broken)


LISTS_FILE = b"key,places,is_open,municipality,district\n7,1,1,4601,460101\n"
APPLICANTS_FILE = (
    b"key,without_gp,since,takes_any,municipality,district,choice_1,precedence_1\n"
    b"1,1,2026-01-31,1,4601,0,7,0\n"
)


@pytest.mark.parametrize(
    ("lists", "applicants", "where"),
    [
        (b"", APPLICANTS_FILE, APPLICANTS),  # no list: the choice leads nowhere
        (LISTS_FILE.replace(b"places", b"plasser"), APPLICANTS_FILE, LISTS),
        (LISTS_FILE.replace(b"7,1,1", b"7,1,ja"), APPLICANTS_FILE, LISTS),
        (LISTS_FILE.replace(b"7,1,1", b"7,99999999999,1"), APPLICANTS_FILE, LISTS),
        (LISTS_FILE, APPLICANTS_FILE.replace(b"2026-01-31", b"2026-02-31"), APPLICANTS),
        (LISTS_FILE, APPLICANTS_FILE.replace(b",7,0", b",8,0"), APPLICANTS),
        (LISTS_FILE, APPLICANTS_FILE.replace(b",7,0", b""), APPLICANTS),
    ],
)
def test_file_with_something_else_than_it_should_is_named(
    lists: bytes, applicants: bytes, where: str
) -> None:
    with pytest.raises(DataFileError) as error:
        read_inputs(lists, applicants)
    assert error.value.where == where


def test_keys_out_of_order_are_refused() -> None:
    twice = LISTS_FILE + b"7,1,1,4601,460101\n"
    with pytest.raises(InputError):
        read_inputs(twice, APPLICANTS_FILE)
