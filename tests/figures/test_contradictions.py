"""F13: what does not fit together in the documents is told, with both readings and the one used."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hjemmel.cases.data_quality import DataNote, Severity, all_notes, notes_for
from hjemmel.cases.published import list_cases, load_case

IDS = {
    "bergen-gps",
    "bergen-guests",
    "bergen-free-places",
    "bergen-bergenhus",
    "trondheim-free-place",
    "trondheim-shorter-list",
    "trondheim-measure-22",
    "trondheim-measure-2",
    "trondheim-fte-price",
    "youth-clinic-age",
    "national-subsidy",
    "alis-frame",
    "legevakt-grant",
    "luster-residents",
}


def find(note_id: str) -> DataNote:
    return next(note for note in all_notes() if note.id == note_id)


def used_values(note_id: str) -> list[Decimal | None]:
    return [reading.value for reading in find(note_id).readings if reading.is_used]


def test_f13_all_fourteen_are_told() -> None:
    assert {note.id for note in all_notes()} == IDS


@pytest.mark.parametrize("note", all_notes(), ids=lambda note: f"F13 {note.id}")
def test_f13_note_has_two_sourced_readings_and_a_decision(note: DataNote) -> None:
    assert len(note.readings) >= 2
    assert all(reading.source.place for reading in note.readings)
    assert note.decision.nb != note.decision.en
    assert note.cases


def test_f13_bergen_shows_the_three_that_change_a_result_first() -> None:
    notes = notes_for("bergen-2023")

    assert [note.id for note in notes[:3]] == [
        "bergen-gps",
        "bergen-guests",
        "bergen-free-places",
    ]
    assert all(note.severity is Severity.CHANGES_RESULT for note in notes[:3])
    assert all(note.severity is Severity.WORTH_KNOWING for note in notes[3:])


def test_f13_readings_used_are_the_figures_of_the_case() -> None:
    bergen = load_case("bergen-2023")

    assert bergen.need is not None
    assert used_values("bergen-gps") == [bergen.need.gps_today.value]
    assert used_values("bergen-guests") == [bergen.need.guests.value]
    assert used_values("bergen-free-places") == [
        bergen.figures["free_places"].value,
        bergen.figures["without_gp"].value,
    ]


def test_f13_reading_not_used_is_still_on_record() -> None:
    unused = {reading.value for reading in find("bergen-gps").readings if not reading.is_used}

    assert unused == {load_case("bergen-2023").figures["gps_august_2023"].value}


def test_f13_case_without_notes_has_none() -> None:
    assert notes_for("synthetic-50000") == ()


def test_f13_trondheim_2018_and_trondelag_have_no_contradiction_of_their_own() -> None:
    without = {case.id for case in list_cases() if not notes_for(case.id)}

    assert without == {"trondheim-2018", "trondelag-2022"}
