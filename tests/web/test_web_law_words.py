"""The rules in words: tables with headings, reviews, and nothing named as programs name it."""

from __future__ import annotations

import pytest
from web_page import Read

from hjemmel.kernel.text import LANGUAGES, Language
from hjemmel.law import load_law
from hjemmel.web.law.reviews import review_words
from hjemmel.web.law.tables import shown_table


def tables() -> dict[str, tuple[dict[str, str], ...]]:
    """Return every table that a parameter has."""
    book = load_law()
    values = {
        version.value
        for parameter in book.parameters.values()
        for version in parameter.versions
        if parameter.unit.id == "table" and isinstance(version.value, str)
    }
    return {name: book.table(name) for name in sorted(values)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", tables())
def test_table_has_headings_in_words(name: str, language: Language) -> None:
    head, rows = shown_table(tables()[name], language)
    assert rows
    assert all("_" not in heading and heading[:1].isupper() for heading, _ in head), head
    assert all(len(row) == len(head) for row in rows)


def test_numbers_days_and_codes_are_written_as_people_do() -> None:
    rows = ({"sex": "male", "gp": "1234.50", "valid_from": "2024-01-01", "number": "0301"},)
    _, norwegian = shown_table(rows, "nb")
    assert norwegian == [
        [("menn", False), ("1\u00a0234,50", True), ("01.01.2024", False), ("0301", False)]
    ]
    _, english = shown_table(rows, "en")
    assert [cell for cell, _ in english[0]] == ["men", "1,234.50", "1 January 2024", "0301"]


def test_names_are_in_the_language_of_the_page() -> None:
    rows = ({"key": "x", "name_nb": "langfredag", "name_en": "Good Friday"},)
    assert shown_table(rows, "nb") == ([("Navn", False)], [[("langfredag", False)]])
    assert shown_table(rows, "en") == ([("Name", False)], [[("Good Friday", False)]])


def test_review_says_nothing_in_norwegian_that_it_has_no_words_for() -> None:
    known = review_words("regulation text; something never heard of")
    assert known.nb == "forskriftens tekst"
    assert known.en == "regulation text; something never heard of"
    assert review_words("something never heard of").nb == ""


def test_parameter_page_says_what_applies_today_first(read: Read) -> None:
    page = read("/nb/regelverk/gp_list.ceiling_max/")
    assert "I dag: 2 500 (personer), etter fastlegeforskriften § 10." in page.text.replace(
        "\u00a0", " "
    ).replace(" ,", ",").replace("2 500 (", "2 500 (")
    assert "regulation text" not in page.text
    assert "regulation text" in read("/en/regelverk/gp_list.ceiling_max/").text


def test_rule_page_has_no_english_in_norwegian(read: Read) -> None:
    address = "regelverk/regler/list_limits.ceiling_is_allowed/"
    assert "Test that a list ceiling" not in read(f"/nb/{address}").text
    assert "Test that a list ceiling" in read(f"/en/{address}").text


def test_receipt_names_what_it_read_in_words(read: Read) -> None:
    page = read("/nb/bergen-2023/")
    table = page.one("table", id="t-receipt").text
    assert "Høyeste listetak" in table or "fastleger per" in table.lower()
    assert "planning." not in table
    assert "gp_list." not in table
