"""The bar: pages, municipalities, days and languages keep what the reader has chosen."""

from __future__ import annotations

import pytest
from web_page import Page, Read


def nav(page: Page) -> list[str]:
    """Return where the five entries of the bar go."""
    start = page.elements.index(page.one("nav"))
    return [e["href"] for e in page.elements[start:] if e.tag == "a"][:5]


def summaries(page: Page) -> list[str]:
    """Return the words on the menus of the bar."""
    return [e.text for e in page.all("summary")][:2]


@pytest.mark.parametrize("page", ["", "behov/", "datakvalitet/"])
def test_bar_stays_with_the_municipality(read: Read, page: str) -> None:
    found = read(f"/nb/trondheim-2024/{page}")
    assert nav(found) == [
        "/nb/trondheim-2024/",
        "/nb/trondheim-2024/behov/",
        "/nb/regelverk/?fra=trondheim-2024",
        "/nb/trondheim-2024/datakvalitet/",
        "/nb/om/?fra=trondheim-2024",
    ]
    assert summaries(found) == ["Trondheim", "Per 01.01.2024"]


def test_municipality_is_kept_on_the_way_through_the_rules(read: Read) -> None:
    found = read("/nb/regelverk/?fra=trondheim-2024")
    assert nav(found)[0] == "/nb/trondheim-2024/"


@pytest.mark.parametrize("url", ["/nb/nowhere-2024/", "/nb/regelverk/?fra=nowhere-2024"])
def test_bar_never_leads_to_a_municipality_that_is_not_there(read: Read, url: str) -> None:
    found = read(url, status=404 if "fra" not in url else 200)
    assert nav(found)[:2] == ["/nb/bergen-synthetic-2024/", "/nb/bergen-synthetic-2024/behov/"]


@pytest.mark.parametrize("page", ["", "behov/", "datakvalitet/"])
def test_menus_follow_to_another_day(read: Read, page: str) -> None:
    found = read(f"/nb/trondheim-2024/{page}", per="2018-12-31")
    assert summaries(found)[1] == "Per 31.12.2018"
    assert nav(found)[0] == "/nb/trondheim-2018/"


def test_current_page_is_marked(read: Read) -> None:
    for url, words in (("bergen-2023/behov/", "Behov"), ("regelverk/omfang/", "Regelverk")):
        page = read(f"/nb/{url}")
        assert [a.text for a in page.all("a", aria_current="page")] == [words]


def test_other_language_is_the_same_page(read: Read) -> None:
    page = read("/nb/regelverk/?sok=tak&per=2025-01-01")
    assert page.link("English") == "/en/regelverk/?sok=tak&per=2025-01-01"
    assert read("/en/trondheim-2018/").link("Norsk") == "/nb/trondheim-2018/"
