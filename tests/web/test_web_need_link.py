"""The link to a calculation: same answer and receipt, in both languages, or an honest refusal."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from web_page import Page, Read

from hjemmel import __version__

TO_CALCULATION = {"nb": "Lenke til denne beregningen", "en": "Link to this calculation"}
TO_OTHER = {"nb": "English", "en": "Norsk"}
CHANGES = [
    {},
    {"mean_list": "1100,5", "leavers": "11,4", "reserve": "4,7619"},
    {"guests": "-1 130,25", "reserve": "7", "reserve_of": "capacity", "years": "7"},
    {"mean_list": "1100,123456789012", "population": "298000,1", "demand_index": "1,05"},
    {"reserve": "0", "horizon": "25", "years": "17", "target_year": "2040", "gps": "259"},
]
both_cases = pytest.mark.parametrize("case", ["bergen-2023", "bergen-synthetic-2024"])
all_changes = pytest.mark.parametrize("changes", CHANGES, ids=str)


def in_language(changes: dict[str, str], language: str) -> dict[str, str]:
    """Return what a reader of the language would type."""
    if language == "nb":
        return changes
    return {name: value.replace(",", ".") for name, value in changes.items()}


def same(one: Page, other: Page) -> bool:
    """Tell whether two pages show the same calculation."""
    return (one.answer(), one.receipt()) == (other.answer(), other.receipt())


@both_cases
@all_changes
@pytest.mark.parametrize("language", ["nb", "en"])
def test_link_repeats_the_calculation(
    read: Read, case: str, changes: dict[str, str], language: str
) -> None:
    page = read(f"/{language}/{case}/behov/", **in_language(changes, language))
    link = page.link(TO_CALCULATION[language])
    again = read(link)

    assert same(page, again)
    assert again.link(TO_CALCULATION[language]) == link


@both_cases
@all_changes
@pytest.mark.parametrize("language", ["nb", "en"])
def test_other_language_shows_the_same_calculation(
    read: Read, case: str, changes: dict[str, str], language: str
) -> None:
    page = read(f"/{language}/{case}/behov/", **in_language(changes, language))
    other = read(page.link(TO_OTHER[language]))
    back = read(other.link("Norsk" if language == "nb" else "English"))

    assert same(page, other)
    assert same(page, back)


@all_changes
def test_link_is_good_in_the_other_language(read: Read, changes: dict[str, str]) -> None:
    page = read(read("/nb/bergen-2023/behov/", **changes).link(TO_CALCULATION["nb"]))
    assert same(page, read(page.link("English")))


def test_link_says_version_receipt_and_every_assumption(read: Read) -> None:
    page = read("/nb/bergen-2023/behov/")
    query = parse_qs(urlsplit(page.link(TO_CALCULATION["nb"])).query)

    assert query["v"] == [__version__]
    assert query["kvittering"] == [page.receipt()]
    assert query["population"] == ["298000"]
    assert query["mean_list"] == ["1100"]


def test_other_language_keeps_what_is_no_number(read: Read) -> None:
    page = read("/nb/bergen-2023/behov/", status=422, mean_list="abc", guests="1,5")
    link = page.link("English")
    assert parse_qs(urlsplit(link).query) == {"mean_list": ["abc"], "guests": ["1.5"]}


@pytest.mark.parametrize("language", ["nb", "en"])
def test_link_from_another_version_is_refused_with_a_way_on(read: Read, language: str) -> None:
    page = read(f"/{language}/bergen-2023/behov/", status=409, v="0.0.1", mean_list="1000")

    assert "0.0.1" in page.alert
    assert __version__ in page.alert
    retry = page.link("Regn på nytt" if language == "nb" else "Compute again")
    assert retry == f"/{language}/bergen-2023/behov/?mean_list=1000"
    assert read(retry).answer() == "324"


def test_link_with_another_receipt_is_refused_with_a_way_on(read: Read) -> None:
    query = {"v": __version__, "kvittering": "feil", "mean_list": "1 100,5"}
    page = read("/nb/bergen-2023/behov/", status=409, **query)

    assert "endret siden den ble laget" in page.alert
    assert read(page.link("Regn på nytt")).one("input", id="f-mean_list")["value"] == "1 100,5"
