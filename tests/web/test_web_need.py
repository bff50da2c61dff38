"""The need on the page: the engine's answers, what was typed, and every way to type it wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from web_page import Read

from hjemmel.apps.coverage.selectors import get_picture
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.engines.coverage import run
from hjemmel.engines.coverage.assumptions import assume
from hjemmel.kernel.numbers import format_number
from hjemmel.law import LawAt, load_law

BERGEN = "/nb/bergen-2023/behov/"
WRONG_NUMBERS = ("abc", "NaN", "inf", "-inf", "1e3", "1.100", "9" * 50, "9" * 400, "5;drop", "١٢x")


def law_of(picture: MunicipalityOnDay) -> LawAt:
    """Return the law of a picture's day and place, of which nothing has been read yet."""
    return LawAt(picture.as_of, picture.number, book=load_law())


def test_page_gives_the_strategys_answers(read: Read) -> None:
    page = read(BERGEN)

    assert page.answer() == "294"
    assert "Det er 88 nye på 5 år" in page.text
    assert "280,0" in page.text


@pytest.mark.parametrize("case", ["bergen-2023", "bergen-synthetic-2024"])
@pytest.mark.parametrize("changes", [{}, {"mean_list": 1_000.0}, {"years": 8, "horizon": 12}])
def test_page_says_what_the_engine_says(read: Read, case: str, changes: dict[str, Any]) -> None:
    picture = get_picture(case)
    inputs = assume(picture, law_of(picture), changes)
    result = run(inputs, law_of(picture))

    page = read(f"/nb/{case}/behov/", **{name: str(int(v)) for name, v in changes.items()})
    assert page.answer() == format_number(result.target)
    assert page.receipt() == result.receipt.id
    for method in result.methods:
        if method.need is not None:
            assert format_number(method.need, decimals=1) in page.source


@pytest.mark.parametrize(
    ("language", "typed"), [("nb", "1 100,5"), ("nb", "1100.5"), ("en", "1,100.5")]
)
def test_number_is_read_in_the_pages_language(read: Read, language: str, typed: str) -> None:
    page = read(f"/{language}/bergen-2023/behov/", mean_list=typed)
    assert page.one("input", id="f-mean_list")["value"] == typed
    assert page.receipt() == read(BERGEN, mean_list="1100,5").receipt()


@pytest.mark.parametrize(("language", "typed"), [("nb", "298 000"), ("en", "298,000")])
def test_whole_thousands_are_read(read: Read, language: str, typed: str) -> None:
    page = read(f"/{language}/bergen-2023/behov/", population=typed)
    assert page.answer() == "294"
    assert page.one("input", id="f-population")["value"] == typed


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("case", ["bergen-2023", "bergen-synthetic-2024"])
def test_sending_the_form_as_it_stands_changes_nothing(
    read: Read, language: str, case: str
) -> None:
    page = read(f"/{language}/{case}/behov/")
    again = read(f"/{language}/{case}/behov/", **page.typed())

    assert again.answer() == page.answer()
    assert again.typed() == page.typed()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("mean_list", "3000", "§ 34"),
        ("mean_list", "-5", "minst"),
        ("mean_list", "0", "minst"),
        ("gps", "0", "Fastleger i dag"),
        ("gps", "-1", "Fastleger i dag"),
        ("population", "0", "Innbyggere i målåret"),
        ("guests", "-400000", "gjestepasienter"),
        ("years", "0", "mellom 1 og 25"),
        ("years", "99", "mellom 1 og 25"),
        ("horizon", "26", "mellom 1 og 25"),
        ("target_year", "2022", "mellom 2023 og 2048"),
        ("target_year", "99999", "mellom 2023 og 2048"),
        ("reserve", "60", "Ledig kapasitet"),
        ("reserve", "-1", "Ledig kapasitet"),
        ("leavers", "257", "Avgang"),
        ("demand_index", "0", "Behovsindeksen"),
        ("demand_index", "20", "Behovsindeksen"),
    ],
)
def test_impossible_assumption_is_refused_with_a_way_to_the_field(
    read: Read, name: str, value: str, says: str
) -> None:
    page = read(BERGEN, status=422, **{name: value})

    assert says in page.alert
    assert page.link("Gå til feltet") == f"#f-{name}"
    field = page.one("input", id=f"f-{name}")
    assert field["value"] == value
    assert field["aria-invalid"] == "true"
    assert not page.all("p", class_="kpi big")


@pytest.mark.parametrize("name", ["mean_list", "years", "guests", "demand_index"])
@pytest.mark.parametrize("value", WRONG_NUMBERS)
def test_what_is_no_number_is_refused_beside_the_field(read: Read, name: str, value: str) -> None:
    page = read(BERGEN, status=422, **{name: value})

    field = page.one("input", id=f"f-{name}")
    assert field["value"] == value
    assert field["aria-invalid"] == "true"
    assert f"e-{name}" in field["aria-describedby"].split()
    assert page.one("p", id=f"e-{name}").text.startswith(("Skriv et tall", "Tallet er for stort"))
    assert page.alert.startswith("Noe må rettes")


def test_wrong_number_is_explained_in_english(read: Read) -> None:
    page = read("/en/bergen-2023/behov/", status=422, mean_list="1,5")
    assert "Write a number, for example 1,100 or 2.5." in page.alert


@pytest.mark.parametrize("name", ["gps", "years", "horizon", "target_year"])
def test_half_a_doctor_or_year_is_refused(read: Read, name: str) -> None:
    assert "Skriv et helt tall." in read(BERGEN, status=422, **{name: "2,5"}).alert


def test_several_wrong_fields_are_all_named(read: Read) -> None:
    page = read(BERGEN, status=422, mean_list="abc", years="x")
    assert "Gjennomsnittlig listelengde" in page.alert
    assert "Rekruttere over" in page.alert


def test_unknown_kind_of_reserve_is_refused_in_words(read: Read) -> None:
    page = read(BERGEN, status=422, reserve_of="bogus")
    assert "behovet (need) eller kapasiteten (capacity)" in page.alert


@pytest.mark.parametrize(
    "query",
    [
        {"population": "1", "guests": "0"},
        {"population": "1000000000", "mean_list": "100"},
        {"guests": "1000000000"},
        {"gps": "1000000"},
        {"reserve": "0"},
        {"reserve": "50", "reserve_of": "capacity"},
        {"years": "25", "horizon": "1"},
        {"years": "1", "horizon": "25"},
        {"leavers": "0"},
    ],
    ids=str,
)
def test_extreme_but_possible_assumption_gives_an_answer(read: Read, query: dict[str, str]) -> None:
    page = read(BERGEN, **query)
    assert page.answer()
    assert "nan" not in page.text.lower().split()
    assert "inf" not in page.text.lower().split()


def test_missing_population_is_asked_for_and_can_be_given(read: Read) -> None:
    page = read("/nb/trondheim-2024/behov/")
    assert "har ikke innbyggertall" in page.alert
    assert page.link("Gå til feltet") == "#f-population"

    assert not read("/nb/trondheim-2024/behov/", population="215000", gps="200").alert


def test_partial_answer_is_only_the_answer(read: Read, client: Any) -> None:
    whole = read(BERGEN, mean_list="1000")
    headers = {"HX-Request": "true", "HX-Target": "answer"}
    response = client.get(BERGEN, {"mean_list": "1000"}, headers=headers)
    text = response.content.decode()

    assert text.startswith('<div id="answer" class="answer">')
    assert "<html" not in text
    assert "<form" not in text
    assert text.count('<a class="ds-link" id="other-language"') == 1
    assert text.split('<a class="ds-link" id="other-language"')[0].strip() in whole.source


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "answer"}])
def test_caches_keep_page_and_partial_answer_apart(client: Any, headers: dict[str, str]) -> None:
    vary = client.get(BERGEN, headers=headers).headers["Vary"]
    assert {"HX-Request", "HX-Target"} <= {name.strip() for name in vary.split(",")}


def test_partial_answer_to_a_wrong_number_says_what_is_wrong(client: Any) -> None:
    headers = {"HX-Request": "true", "HX-Target": "answer"}
    response = client.get(BERGEN, {"mean_list": "abc"}, headers=headers)
    assert response.status_code == 422
    assert "Noe må rettes" in response.content.decode()


def test_page_fetched_after_going_back_is_whole(client: Any) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert b"<html" in client.get(BERGEN, headers=headers).content


@pytest.mark.parametrize("case", ["bergen-2023", "bergen-synthetic-2024"])
def test_page_and_api_give_the_same_receipt(read: Read, client: Client, case: str) -> None:
    answer = client.get(f"/api/v1/need/{case}").json()
    assert read(f"/nb/{case}/behov/").receipt() == answer["receipt"]["id"]


def test_list_of_less_than_one_person_is_refused(read: Read) -> None:
    assert "minst 100" in read(BERGEN, status=422, mean_list="0,0001").alert
