"""The files of worked figures: strict, and honest about what does not agree."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from hjemmel.cases.checks import Check, Rounding, read_checks
from hjemmel.cases.formulas import formulas
from hjemmel.cases.verification import verify_check
from hjemmel.kernel.errors import DataFileError, UnknownIdError

CHECK = """
figure = "F0 test"

[[checks]]
name = "sum"
label_nb = "Sum"
label_en = "Sum"
printed = 5
formula = "total"
inputs = { terms = [2, 3] }
source = { document = "bergen", place = "linje 1" }
"""
DISAGREEMENT = """expected_agreement = false
computed = 5
note_nb = "Feil i dokumentet."
note_en = "Wrong in the document."
formula"""


def read(folder: Path, text: str) -> Check:
    (folder / "f00_test.toml").write_text(text, "utf-8")
    return read_checks(folder)[0]


def test_check_that_agrees_matches_its_record(tmp_path: Path) -> None:
    result = verify_check(read(tmp_path, CHECK))

    assert result.computed == (Decimal(5),)
    assert result.agrees
    assert result.matches_record


def test_value_that_no_longer_agrees_does_not_match_its_record(tmp_path: Path) -> None:
    result = verify_check(read(tmp_path, CHECK.replace("printed = 5", "printed = 6")))

    assert not result.agrees
    assert not result.matches_record


def test_known_disagreement_matches_its_record(tmp_path: Path) -> None:
    text = CHECK.replace("printed = 5", "printed = 6").replace("formula", DISAGREEMENT)
    result = verify_check(read(tmp_path, text))

    assert not result.agrees
    assert result.matches_record
    assert result.note.nb == "Feil i dokumentet."


def test_disagreement_that_has_gone_away_does_not_match_its_record(tmp_path: Path) -> None:
    result = verify_check(read(tmp_path, CHECK.replace("formula", DISAGREEMENT)))

    assert result.agrees
    assert not result.matches_record


def test_reference_takes_the_value_of_the_case(tmp_path: Path) -> None:
    text = CHECK.replace("[2, 3]", '["bergen-2023:districts.*.gps"]').replace("= 5", "= 256")

    assert verify_check(read(tmp_path, text)).agrees


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("printed = 5", "printed = 5\ncomputed = 4", "“computed” stands only"),
        ("printed = 5", "printed = 5\nexpected_agreement = false", "“computed” stands only"),
        ("printed = 5", 'printed = "five"', "is not a number"),
        ("inputs", 'rounding = { mode = "up" }\ninputs', "Unknown rounding “up”"),
        ("inputs", "colour = 1\ninputs", "Unknown key: colour"),
    ],
)
def test_broken_check_is_refused(tmp_path: Path, old: str, new: str, what: str) -> None:
    with pytest.raises(DataFileError) as caught:
        read(tmp_path, CHECK.replace(old, new))

    assert what in caught.value.what.en
    assert caught.value.where.startswith("figures/f00_test.toml")


def test_two_checks_with_one_name_are_refused(tmp_path: Path) -> None:
    body = CHECK[CHECK.index("[[checks]]") :]

    with pytest.raises(DataFileError, match="Two are called “sum”"):
        read(tmp_path, CHECK + body)


def test_unknown_reference_is_refused_when_worked_out(tmp_path: Path) -> None:
    check = read(tmp_path, CHECK.replace("[2, 3]", '["bergen-2023:list_place"]'))

    with pytest.raises(DataFileError, match="Unknown reference “bergen-2023:list_place”"):
        check.work_out()


def test_unknown_formula_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownIdError) as caught:
        read(tmp_path, CHECK.replace('"total"', '"totl"'))

    assert "total" in caught.value.message("en")


@pytest.mark.parametrize(
    ("rounding", "value", "expected"),
    [
        (Rounding("half_up", 1), 1.25, "1.3"),
        (Rounding("half_up"), -2.5, "-3"),
        (Rounding("floor"), 1009.5, "1009"),
        (Rounding("floor"), 14.000000000001, "14"),
        (Rounding("ceil"), 280 * 1.05, "294"),
        (Rounding("ceil"), 280 / 0.95, "295"),
        (Rounding(), 280 * 1.05, "294"),
        (Rounding(), 0.9375, "0.9375"),
    ],
)
def test_rounding_is_the_one_stated(rounding: Rounding, value: float, expected: str) -> None:
    assert str(rounding.apply(value)) == expected


def test_every_formula_says_what_it_returns() -> None:
    assert all((function.__doc__ or "").startswith("Return") for function in formulas().values())
