"""The loader reads a law book strictly: what breaks the format is refused with file and reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hjemmel.kernel.errors import DataFileError, UnknownIdError
from hjemmel.law import Confidence, Rank, load_law
from hjemmel.law.loader import read_book

CEILING = "gp_list/ceiling.toml"
LOCAL = "local/4601/gp_list/ceiling.toml"


def _spoil(folder: Path, file: str, old: str, new: str) -> Path:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return folder


def test_a_folder_in_order_is_read_whole(folder: Path) -> None:
    book = read_book(folder)
    parameter = book.parameter("gp_list.ceiling")
    first, second = parameter.versions
    assert (first.value, second.value) == (2500, 2400)
    assert parameter.unit.name.en == "persons"
    assert parameter.rank is Rank.REGULATION
    assert second.review.status is Confidence.UNVERIFIED
    assert second.note is not None
    assert second.note.en == "Not confirmed."
    assert parameter.local["4601"][0].case_number == "149/24"
    assert parameter.local["4601"][0].municipality == "4601"
    assert book.table("codes") == ({"number": "0301", "name": "Oslo"},)
    assert book.act("regulation_2012").replaced_by == "regulation_2025"


def test_the_book_that_hjemmel_ships_with_is_read_once() -> None:
    assert load_law() is load_law()


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        (CEILING, 'unit = "persons"', 'unit = "persons"\ncolour = "red"', "Unknown key: colour"),
        (CEILING, 'title_en = "List ceiling"\n', "", "Missing key: title_en"),
        (CEILING, "valid_from = 2026-01-01", "valid_from = 2012-01-01", "not in order"),
        (CEILING, "valid_from = 2026-01-01", "valid_from = 2013-01-01", "start on the same day"),
        (CEILING, "valid_from = 2026-01-01", 'valid_from = "soon"', "valid_from is not a date"),
        (CEILING, 'unit = "persons"', 'unit = "furlongs"', "Unknown unit “furlongs”"),
        (CEILING, 'act = "regulation_2012"', 'act = "gossip"', "Unknown act “gossip”"),
        (CEILING, 'status = "verified"', 'status = "likely"', "Unknown review status “likely”"),
        (CEILING, 'rank = "forskrift"', 'rank = "rumour"', "Unknown rank “rumour”"),
        (
            CEILING,
            'id = "gp_list.ceiling"',
            'id = "gp_list.roof"',
            "The id must be gp_list.ceiling",
        ),
        (CEILING, "value = 2500", "value = 2013-01-01", "neither number, yes/no, text nor list"),
        (CEILING, "value = 2500", "value = = 2500", "Not valid TOML"),
        (CEILING, "maximum = 2500", "maximum = 2500\nstep = 10", "Unknown key: step"),
        (CEILING, 'paragraph = "34"', 'paragraph = "34", page = 2', "Unknown key: page"),
        (LOCAL, "value = 1000", "value = 499", "outside what the rule allows (500–2500)"),
        (LOCAL, "value = 1000", "value = 2501", "outside what the rule allows (500–2500)"),
        (LOCAL, 'rank = "kommunal"', 'rank = "forskrift"', "has rank “kommunal”"),
        (LOCAL, 'municipality = "4601"', 'municipality = "5001"', "belongs in local/5001/"),
        ("acts.toml", 'rank = "kommunal"', 'rank = "kommune"', "Unknown rank “kommune”"),
        ("acts.toml", 'title_en = "Strategy"\n', "", "Missing key: title_en"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_the_reason(
    folder: Path, file: str, old: str, new: str, reason: str
) -> None:
    with pytest.raises(DataFileError) as caught:
        read_book(_spoil(folder, file, old, new))
    assert reason in caught.value.message("en")
    assert file in caught.value.where


def test_a_value_on_the_bounds_of_a_local_choice_is_accepted(folder: Path) -> None:
    for value in ("500", "2500"):
        _spoil(folder, LOCAL, "value = 1000", f"value = {value}")
        read_book(folder)
        _spoil(folder, LOCAL, f"value = {value}", "value = 1000")


def test_a_parameter_in_the_wrong_folder_is_refused(folder: Path) -> None:
    (folder / CEILING).rename(folder / "gp_list" / "roof.toml")
    with pytest.raises(DataFileError, match=r"The id must be gp_list\.roof"):
        read_book(folder)


def test_a_local_choice_of_what_is_not_open_is_refused(folder: Path) -> None:
    _spoil(folder, LOCAL, 'id = "gp_list.ceiling"', 'id = "gp_list.closed"')
    (folder / LOCAL).rename(folder / "local/4601/gp_list/closed.toml")
    with pytest.raises(DataFileError, match="not open to a local choice"):
        read_book(folder)


def test_a_duplicate_key_is_refused(folder: Path) -> None:
    with pytest.raises(DataFileError, match="Not valid TOML"):
        read_book(_spoil(folder, CEILING, 'unit = "persons"', 'unit = "persons"\nunit = "yes_no"'))


def test_a_coverage_note_about_an_unknown_act_is_refused(folder: Path) -> None:
    (folder / "coverage.toml").write_text(
        '[[provision]]\nact = "gossip"\nparagraph = "1"\ntitle_nb = "a"\ntitle_en = "b"\n'
        'modelled = "full"\nwhy_nb = "c"\nwhy_en = "d"\n',
        "utf-8",
    )
    with pytest.raises(DataFileError, match="Unknown act or extent in gossip 1"):
        read_book(folder)


def test_an_unknown_id_is_answered_with_the_nearest_ones(folder: Path) -> None:
    book = read_book(folder)
    with pytest.raises(UnknownIdError, match=r"Did you mean gp_list\.ceiling ") as caught:
        book.parameter("gp_list.cieling")
    nearest = caught.value.data["nearest"]
    assert nearest == ["gp_list.ceiling", "gp_list.codes", "gp_list.closed"]
    with pytest.raises(UnknownIdError, match="Unknown act"):
        book.act("gossip")
    with pytest.raises(UnknownIdError, match="Unknown table"):
        book.table("gossip")


def test_a_version_is_in_force_until_the_next_one_or_its_own_end(folder: Path) -> None:
    parameter = read_book(folder).parameter("gp_list.ceiling")
    first, second = parameter.versions
    assert parameter.period_of(first).end == date(2026, 1, 1)
    assert parameter.period_of(second).end == date(2027, 1, 1)
    assert parameter.on(date(2012, 12, 31)) is None
    assert parameter.on(date(2025, 12, 31)) is first
    assert parameter.on(date(2026, 1, 1)) is second
    assert parameter.on(date(2027, 1, 1)) is None


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("value = 2500", 'value = "2500"', "does not fit the unit"),
        ("value = 2500", "value = true", "does not fit the unit"),
        ("value = 2500", "value = nan", "does not fit the unit"),
        ("value = 2500", "value = inf", "does not fit the unit"),
        ("value = 2500", "value = -2500", "does not fit the unit"),
        ("value = 2500", "value = 2500.5", "does not fit the unit"),
        ("value = 2500", "value = 2500\nvalid_until = 2012-01-01", "before it starts"),
        ("value = 2500", "value = 2500\nvalid_until = 2027-01-01", "Two versions are in force"),
        ("valid_from = 2026-01-01", "valid_from = 2025-06-01", "is not in force all the time"),
        ("valid_from = 2026-01-01", "valid_from = 2026-01-01T00:00:00", "is not a date"),
        ('paragraph = "34"', "paragraph = 34", "paragraph is not text"),
    ],
)
def test_a_version_that_cannot_be_right_is_refused(
    folder: Path, old: str, new: str, reason: str
) -> None:
    with pytest.raises(DataFileError, match=reason) as caught:
        read_book(_spoil(folder, CEILING, old, new))
    assert CEILING in caught.value.where


def test_a_table_that_is_not_there_is_missed(folder: Path) -> None:
    for file in (folder / "tables").iterdir():
        file.unlink()
    spoiled = folder / CEILING
    text = spoiled.read_text("utf-8").replace('unit = "persons"', 'unit = "table"')
    spoiled.write_text(text.replace("value = 2500", 'value = "codes"'), "utf-8")
    with pytest.raises(DataFileError):
        read_book(folder)


def test_a_file_with_a_byte_order_mark_is_read(folder: Path) -> None:
    path = folder / CEILING
    path.write_text("\ufeff" + path.read_text("utf-8"), "utf-8")
    assert read_book(folder).parameter("gp_list.ceiling").versions
