"""``LawAt`` is the only way to a value; it applies local choices and remembers what was read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hjemmel.kernel.errors import DataFileError, MissingDataError, UnknownIdError
from hjemmel.law import Confidence, LawAt, load_law
from hjemmel.law.loader import read_book

BERGEN = "4601"


def _at(folder: Path, day: date, municipality: str | None = None) -> LawAt:
    return LawAt(day, municipality, book=read_book(folder))


def test_the_value_is_the_one_in_force_on_the_day(folder: Path) -> None:
    assert _at(folder, date(2025, 12, 31)).integer("gp_list.ceiling") == 2500
    assert _at(folder, date(2026, 1, 1)).number("gp_list.ceiling") == 2400


def test_a_local_choice_comes_before_the_national_value_from_its_own_day(folder: Path) -> None:
    assert _at(folder, date(2024, 5, 7), BERGEN).integer("gp_list.ceiling") == 2500
    assert _at(folder, date(2024, 5, 8), BERGEN).integer("gp_list.ceiling") == 1000
    assert _at(folder, date(2024, 5, 8), "5001").integer("gp_list.ceiling") == 2500
    assert _at(folder, date(2024, 5, 8)).integer("gp_list.ceiling") == 2500


def test_a_value_before_the_first_version_is_missing(folder: Path) -> None:
    law = _at(folder, date(2012, 12, 31))
    assert not law.has("gp_list.ceiling")
    with pytest.raises(MissingDataError):
        law.value("gp_list.ceiling")


def test_a_value_that_ran_out_is_missing_and_the_error_says_where_to_enter_it(folder: Path) -> None:
    law = _at(folder, date(2027, 1, 1))
    with pytest.raises(MissingDataError) as caught:
        law.value("gp_list.ceiling")
    error = caught.value
    assert error.data == {
        "parameter": "gp_list.ceiling",
        "as_of": "2027-01-01",
        "file": "law/data/gp_list/ceiling.toml",
    }
    assert "List ceiling" in error.message("en")
    assert "1 January 2027" in error.message("en")
    assert "Listetak" in error.message("nb")


def test_the_error_names_the_municipalitys_file_where_it_may_choose(folder: Path) -> None:
    with pytest.raises(MissingDataError, match=r"law/data/local/5001/gp_list/ceiling\.toml"):
        _at(folder, date(2027, 1, 1), "5001").value("gp_list.ceiling")


def test_what_was_read_is_remembered_once_and_in_order(folder: Path) -> None:
    law = _at(folder, date(2026, 6, 1))
    law.flag("gp_list.closed")
    law.number("gp_list.ceiling")
    law.flag("gp_list.closed")
    assert [reading.parameter for reading in law.readings] == ["gp_list.closed", "gp_list.ceiling"]
    reading = law.readings[1]
    assert reading.value == 2400
    assert reading.valid_from == date(2026, 1, 1)
    assert reading.source.text("nb") == "forskriften § 10 første ledd"
    assert reading.confidence is Confidence.UNVERIFIED


def test_a_version_is_read_with_its_source_and_is_missing_like_its_value(folder: Path) -> None:
    law = _at(folder, date(2026, 6, 1))
    assert law.version("gp_list.ceiling").valid_from == date(2026, 1, 1)
    assert [reading.parameter for reading in law.readings] == ["gp_list.ceiling"]
    with pytest.raises(MissingDataError):
        _at(folder, date(2027, 1, 1)).version("gp_list.ceiling")


def test_asking_whether_a_value_exists_is_not_reading_it(folder: Path) -> None:
    law = _at(folder, date(2026, 6, 1))
    assert law.has("gp_list.ceiling")
    assert law.readings == ()


def test_fresh_law_remembers_nothing_and_absorb_takes_over_what_another_read(folder: Path) -> None:
    law = _at(folder, date(2026, 6, 1), BERGEN)
    other = law.fresh()
    other.flag("gp_list.closed")
    assert law.readings == ()
    law.absorb(other)
    assert [reading.parameter for reading in law.readings] == ["gp_list.closed"]
    assert (other.as_of, other.municipality) == (law.as_of, law.municipality)


def test_a_value_of_another_kind_is_refused(folder: Path) -> None:
    law = _at(folder, date(2026, 6, 1))
    with pytest.raises(DataFileError, match="not a whole number"):
        law.integer("gp_list.closed")
    with pytest.raises(DataFileError, match="not a yes/no"):
        law.flag("gp_list.ceiling")
    with pytest.raises(DataFileError, match="not a number"):
        law.number("gp_list.closed")
    with pytest.raises(DataFileError, match="not a table"):
        law.table("gp_list.closed")
    with pytest.raises(DataFileError, match="not a list"):
        law.items("gp_list.closed")


def test_a_table_is_read_with_its_leading_zeros(folder: Path) -> None:
    assert _at(folder, date(2024, 1, 1)).table("gp_list.codes")[0]["number"] == "0301"


def test_an_unknown_parameter_is_an_error_not_a_missing_value(folder: Path) -> None:
    with pytest.raises(UnknownIdError):
        _at(folder, date(2024, 1, 1)).value("gp_list.cieling")


@pytest.mark.parametrize("parameter", ["agreement.end_age", "agreement.extension_max_age"])
def test_the_age_limits_of_an_agreement_are_unknown_from_2027(parameter: str) -> None:
    assert LawAt(date(2026, 12, 31), book=load_law()).integer(parameter) in (70, 80)
    with pytest.raises(MissingDataError):
        LawAt(date(2027, 1, 1), book=load_law()).integer(parameter)


@pytest.mark.parametrize("municipality", [BERGEN, "5001"])
@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2024, 1, 1), date(2026, 11, 22)])
def test_the_free_capacity_target_can_be_read_on_the_days_of_the_plans(
    municipality: str, day: date
) -> None:
    law = LawAt(day, municipality, book=load_law())
    assert law.number("gp_list.free_capacity_target") == Decimal("0.05")


def test_a_target_that_only_municipalities_set_has_no_national_value() -> None:
    with pytest.raises(MissingDataError):
        LawAt(date(2024, 6, 1), book=load_law()).number("gp_list.free_capacity_target")
