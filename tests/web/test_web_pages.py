"""Every page in both languages: status, language, one main heading, and links that lead somewhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from web_addresses import CASES, COMMON, PAGES
from web_page import Page, Read

from hjemmel.kernel.text import LANGUAGES
from hjemmel.law import load_law
from hjemmel.rules.spec import rules_by_id

ADDRESSES = [f"/{language}/{page}" for language in LANGUAGES for page in PAGES]
HEADINGS = {
    "nb": {
        "": "Hvor står fastlegeordningen i Bergen?",
        "behov/": "Hvor mange fastleger trenger Bergen?",
        "datakvalitet/": "Kan vi stole på tallene for Bergen?",
    },
    "en": {
        "": "Where does the GP scheme stand in Bergen?",
        "behov/": "How many GPs does Bergen need?",
        "datakvalitet/": "Can we trust the figures for Bergen?",
    },
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_page_says_its_language_and_has_one_main_heading(read: Read, url: str) -> None:
    page = read(url)

    language = url[1:3]
    assert page.one("html")["lang"] == language
    assert page.response.headers["Content-Language"] == language
    assert page.one("h1").text
    assert page.one("title").text.endswith("– hjemmel")
    assert page.one("main")["id"] == "main"
    assert page.all("a")[0]["href"] == "#main"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["", "behov/", "datakvalitet/"])
def test_main_heading_asks_the_question_of_the_page(read: Read, language: str, page: str) -> None:
    found = read(f"/{language}/bergen-2023/{page}")
    assert found.one("h1").text.replace(" ?", "?") == HEADINGS[language][page]


@pytest.mark.parametrize("url", ADDRESSES)
def test_ids_stand_once_and_what_points_to_them_finds_them(read: Read, url: str) -> None:
    assert_pointed_at_is_there(read(url))


def test_what_is_wrong_is_there_for_the_field_that_points_to_it(read: Read) -> None:
    page = read("/nb/bergen-2023/behov/", status=422, mean_list="abc")
    assert_pointed_at_is_there(page)
    (field,) = [e for e in page.elements if e.attributes.get("aria-invalid") == "true"]
    described = [
        e.text for e in page.elements if e.attributes.get("id") in field["aria-describedby"].split()
    ]
    assert "Skriv et tall, for eksempel 1 100 eller 2,5." in described


def assert_pointed_at_is_there(page: Page) -> None:
    ids = [e["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    pointed = [
        name
        for e in page.elements
        for attribute in ("aria-labelledby", "aria-describedby", "for")
        for name in e.attributes.get(attribute, "").split()
    ]
    assert set(pointed) <= set(ids)
    anchors = {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")}
    assert anchors <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_and_rule_has_a_page(read: Read, language: str) -> None:
    for parameter in load_law().parameters.values():
        page = read(f"/{language}/regelverk/{parameter.id}/")
        assert page.one("code").text == parameter.id
    for rule in rules_by_id().values():
        page = read(f"/{language}/regelverk/regler/{rule.id}/")
        assert page.one("h1").text == rule.title.in_language("en" if language == "en" else "nb")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_a_page(read: Read, client: Client, language: str) -> None:
    links: set[str] = set()
    for page in (*(f"{case}/{p}" for case in CASES for p in ("", "behov/")), *COMMON):
        links |= {a["href"].split("#")[0] for a in read(f"/{language}/{page}").all("a")}
    links.discard("")

    assert all(link.startswith("/") for link in links), "a link leads away"
    wrong = {link: client.get(link).status_code for link in links}
    assert {link: code for link, code in wrong.items() if code not in (200, 302)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_in_the_wrong_language(read: Read, language: str) -> None:
    other = {"nb": r"\b(the|GPs|districts|is)\b", "en": r"\b(fastleger|bydeler|og|er)\b"}[language]
    for page in ("bergen-synthetic-2024/", "bergen-synthetic-2024/behov/", "om/"):
        found = read(f"/{language}/{page}")
        main = re.sub(r"«[^»]*»|“[^”]*”", "", found.one("main").text)
        assert re.findall(other, main) == []


@pytest.mark.parametrize("url", ["/", "/nb/", "/en/"])
def test_front_page_goes_to_the_synthetic_municipality(client: Client, url: str) -> None:
    response = client.get(url)
    language = "en" if url == "/en/" else "nb"
    assert response.headers["Location"] == f"/{language}/bergen-synthetic-2024/"


def test_synthetic_page_says_so_first(read: Read) -> None:
    main = read("/nb/bergen-synthetic-2024/").one("main").text
    assert "Syntetiske data. Ingen virkelige personer." in main[:100]  # after what only print shows
    assert "Syntetiske data" not in read("/nb/bergen-2023/").one("main").text


def test_search_finds_parameters_and_rules(read: Read) -> None:
    page = read("/nb/regelverk/", sok="ceiling_max")
    assert "/nb/regelverk/gp_list.ceiling_max/" in {a["href"] for a in page.all("a")}
    assert (
        read("/nb/regelverk/", sok="finnes ikke").text.count("Ingen sats eller grense passer") == 1
    )


@pytest.mark.parametrize("day", ["0001-01-01", "2025-12-31", "9999-12-31"])
def test_manual_shows_the_law_of_any_day(read: Read, day: str) -> None:
    assert read("/nb/regelverk/", per=day).one("input", id="per")["value"] == day


@pytest.mark.parametrize("case", ["bergen-2023", "bergen-synthetic-2024"])
def test_overview_asks_the_database_little(
    read: Read, django_assert_max_num_queries: DjangoAssertNumQueries, case: str
) -> None:
    read(f"/nb/{case}/")
    with django_assert_max_num_queries(4):
        read(f"/nb/{case}/")


def test_pages_need_no_cookie(read: Read) -> None:
    for url in ("/nb/bergen-2023/", "/nb/bergen-2023/behov/"):
        assert not read(url).response.cookies


def test_page_reads_the_same_twice(read: Read) -> None:
    url = "/nb/bergen-2023/behov/"
    assert read(url).source == read(url).source
