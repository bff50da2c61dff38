"""A roster as people type it: what is read, what is put aside, and what a sheet decides over."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.cases.rosters import load_roster
from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering import check, run
from hjemmel.engines.rostering.as_it_stands import roster_as_it_stands
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.results import EndedBy, Roster, Status
from hjemmel.engines.rostering.sheets import Layout, SheetRead, layout_of, read_sheet
from hjemmel.engines.rostering.tables import calendar_table, list_table, matrix_table
from hjemmel.kernel.text import Text

DAY = date(2026, 1, 5)
FIRST = "round_the_clock:2026-01-05"
SECOND = "round_the_clock:2026-01-06"


@pytest.fixture(scope="module")
def roster() -> Roster:
    return run(load_roster("lyngen").inputs)


@pytest.fixture(scope="module")
def inputs(roster: Roster) -> RosterInputs:
    return roster.inputs


def read(inputs: RosterInputs, headings: str, *rows: str) -> SheetRead:
    """Read a sheet written with bars between its cells."""
    names = headings.split("|")
    cells = [(n, dict(zip(names, row.split("|"), strict=True))) for n, row in enumerate(rows, 2)]
    return read_sheet(inputs, names, cells)


@pytest.mark.parametrize(
    ("headings", "layout"),
    [
        ("Lege|Lege-id|05.01.2026", Layout.MATRIX),
        ("Doctor|2026-01-05 00:00:00", Layout.MATRIX),
        ("Navn|man. 05.01.2026", Layout.MATRIX),
        ("Dag|Vakt|Lege", Layout.LIST),
        ("Shift id|Doctor id", Layout.LIST),
        ("Lege|Slag|Saldo", None),
        ("Dag|Ukedag|Døgnvakt", None),
        ("Vakt|Lege", None),
    ],
)
def test_a_sheet_is_known_by_its_headings(headings: str, layout: Layout | None) -> None:
    assert layout_of(headings.split("|")) is layout


def test_a_list_is_read_by_name_or_by_key(inputs: RosterInputs) -> None:
    found = read(
        inputs,
        "Dag|Vakt|Vakt-id|Lege|Lege-id",
        "2026-01-05|Døgnvakt||lege 01|",
        f"||{SECOND}|noe annet|lege02",
    )
    assert found.bad == ()
    assert found.on == {Assignment(FIRST, "lege01"), Assignment(SECOND, "lege02")}
    assert found.shifts == {FIRST, SECOND}


def test_a_list_takes_off_only_from_the_shifts_that_it_names(inputs: RosterInputs) -> None:
    now = {Assignment(FIRST, "lege01"), Assignment(SECOND, "lege01")}
    found = read(inputs, "Dag|Vakt|Lege", "2026-01-05|Døgnvakt|Lege 02")
    assert found.put(now) == {Assignment(FIRST, "lege02")}
    assert found.off(now) == {Assignment(FIRST, "lege01")}


def test_a_row_without_a_doctor_empties_the_shift(inputs: RosterInputs) -> None:
    now = {Assignment(FIRST, "lege01"), Assignment(SECOND, "lege01")}
    found = read(inputs, "Dag|Vakt|Lege", "2026-01-05|Døgnvakt|–")
    assert not found.on
    assert found.off(now) == {Assignment(FIRST, "lege01")}


def test_nobody_is_taken_off_a_shift_with_a_row_that_was_put_aside(inputs: RosterInputs) -> None:
    now = {Assignment(FIRST, "lege01")}
    found = read(
        inputs,
        "Dag|Vakt|Lege",
        "2026-01-05|Døgnvakt|Ukjent Lege",
        "2026-01-05|Døgnvakt|Lege 02",
    )
    assert found.off(now) == frozenset()
    assert found.put(now) == {Assignment(FIRST, "lege02")}
    (bad,) = found.bad
    assert (bad.row, bad.column, bad.value) == (2, "Lege", "Ukjent Lege")
    assert "er ikke blant legene" in bad.reason.nb


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("05/01/26|Døgnvakt|Lege 01", "Dag", "er ikke en dato"),
        ("2026-01-05|Kveld|Lege 01", "Vakt", "Disse er der: Døgnvakt"),
        ("2030-01-05|Døgnvakt|Lege 01", "Vakt", "utenfor vaktplanen"),
        ("2026-02-30|Døgnvakt|Lege 01", "Dag", "er ikke en dato"),
    ],
)
def test_a_row_of_a_list_is_put_aside_with_its_reason(
    inputs: RosterInputs, row: str, column: str, reason: str
) -> None:
    found = read(inputs, "Dag|Vakt|Lege", row, "2026-01-05|Døgnvakt|Lege 01")
    (bad,) = found.bad
    assert (bad.row, bad.column) == (2, column)
    assert reason in bad.reason.nb
    assert found.on == {Assignment(FIRST, "lege01")}


def test_the_same_doctor_twice_on_a_shift_is_put_aside(inputs: RosterInputs) -> None:
    row = "2026-01-05|Døgnvakt|Lege 01"
    found = read(inputs, "Dag|Vakt|Lege", row, row)
    assert [(bad.row, bad.reason.nb) for bad in found.bad] == [
        (3, "Legen står på vakten fra før i arket.")
    ]


def test_a_matrix_decides_over_its_doctors_and_days_alone(inputs: RosterInputs) -> None:
    now = {
        Assignment(FIRST, "lege01"),
        Assignment(SECOND, "lege01"),
        Assignment(FIRST, "lege03"),
    }
    found = read(inputs, "Lege|05.01.2026", "Lege 01|", "Lege 02|Døgnvakt")
    assert found.put(now) == {Assignment(FIRST, "lege02")}
    assert found.off(now) == {Assignment(FIRST, "lege01")}


def test_a_cell_that_was_put_aside_leaves_her_as_she_is_that_day(inputs: RosterInputs) -> None:
    now = {Assignment(FIRST, "lege01"), Assignment(SECOND, "lege01")}
    found = read(inputs, "Lege|2026-01-05|2026-01-06", "Lege 01|Kveld|")
    assert found.off(now) == {Assignment(SECOND, "lege01")}
    assert [(bad.row, bad.column, bad.value) for bad in found.bad] == [(2, "2026-01-05", "Kveld")]


def test_a_doctor_in_two_rows_of_a_matrix_is_read_once(inputs: RosterInputs) -> None:
    found = read(inputs, "Lege|05.01.2026", "Lege 01|Døgnvakt", "Lege 01|", "Hvem|Døgnvakt")
    assert found.on == {Assignment(FIRST, "lege01")}
    assert [bad.row for bad in found.bad] == [3, 4]


def test_two_doctors_of_one_name_are_told_apart_by_key(inputs: RosterInputs) -> None:
    names = {**inputs.names, "lege02": "Lege 01"}
    alike = RosterInputs(picture=inputs.picture, terms=inputs.terms, names=names)
    found = read(alike, "Dag|Vakt|Lege", "2026-01-05|Døgnvakt|Lege 01")
    assert "Skriv Lege-id: lege01, lege02" in found.bad[0].reason.nb
    found = read(alike, "Dag|Vakt|Lege|Lege-id", "2026-01-05|Døgnvakt|Lege 01|lege02")
    assert found.on == {Assignment(FIRST, "lege02")}


def test_tables_show_who_is_on_and_what_is_open(roster: Roster) -> None:
    inputs = roster.inputs
    left = [one for one in roster.assignments if one.shift != FIRST]
    calendar = calendar_table(inputs, left)
    assert calendar.rows[0] == (DAY, Text("mandag", "Monday"), Text("ÅPEN (1)", "OPEN (1)"))
    assert calendar.rows[1][2] == Text("Lege 01", "Lege 01")
    assert len(calendar.rows) == 378
    assert matrix_table(inputs, left).rows[0][:4] == ("Lege 01", "lege01", None, "Døgnvakt")
    assert list_table(inputs, left).rows[0][-2:] == ("", "")


def test_a_shift_over_the_change_of_the_clock_has_its_true_hours(inputs: RosterInputs) -> None:
    rows = list_table(inputs, ()).rows
    assert {(row[0], row[5]) for row in rows if row[5] != 24} == {
        (date(2026, 3, 28), 23),
        (date(2026, 10, 24), 25),
    }


def test_a_roster_that_stands_has_its_ledger_and_price_without_a_search(roster: Roster) -> None:
    stands = roster_as_it_stands(roster.inputs, roster.assignments)
    assert stands.ledger == roster.ledger
    assert (stands.points, stands.status) == (roster.points, Status.OPTIMAL)
    assert stands.receipt.ended_by is EndedBy.NO_SEARCH
    assert "uten søk" in stands.receipt.sentence.nb
    lacking = roster_as_it_stands(roster.inputs, roster.assignments[1:])
    assert lacking.status is Status.STOPPED
    assert lacking.points > stands.points
    assert [one.constraint for one in check(roster.inputs, roster.assignments[1:])] == ["coverage"]
