"""Paper: each page of the lists' work prints whole, without menus, marked with its day and as made up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser_page import WIDE, Visitor
from django.utils import timezone
from playwright.sync_api import Browser
from printed import sheets_of
from test_browser_register import visitor_as

from hjemmel.kernel.numbers import format_date

pytestmark = pytest.mark.browser

QUEUE = "/nb/4601/innbyggere/venteliste/"
WIDTH_OF_A4 = 703  # pixels between its margins
MARK = "Syntetiske data – ingen virkelige personer"
NOT_ON_PAPER = ("Regelverk", "Excel", "Hopp til innholdet", "Tildelingsrunder Listereduksjoner")
PAGES = {
    "/nb/4601/arbeid/": "Hva venter på deg?",
    "/nb/4601/arbeid/runder/": "Hvem får de ledige plassene?",
    "/nb/4601/arbeid/runder/1/": "får plass",
    "/nb/4601/arbeid/reduksjoner/": "Hvilke lister skal bli kortere?",
    "/nb/4601/arbeid/reduksjoner/2/": "trukket",
    "/nb/4601/arbeid/manedsskifte/": "Hva endrer seg",
    "/nb/4601/brev/": "Hva får innbyggerne vite?",
    "/nb/4601/lister/": "Hvilke lister har plass, og hvor?",
    "/nb/4601/lister/2/": "Liste 2",
    QUEUE: "Hvem venter på plass?",
}


@pytest.fixture(scope="module")
def worker(browser: Browser, server: str) -> Iterator[Visitor]:
    """A case worker who has said what she looks at the queue for, and made a proposal."""
    visitor = visitor_as(browser, server, WIDE, "saksbehandler")
    page = visitor.page
    page.set_default_timeout(60_000)  # a proposal takes its time on a busy machine
    visitor.go(QUEUE)
    page.locator("input[name=purpose]").first.check()
    page.click("main button[type=submit]")
    page.locator("#t-waiting").wait_for()
    visitor.go("/nb/4601/arbeid/runder/")
    page.click("button:has-text('Lag forslag til spredning')")
    page.wait_for_url("**/arbeid/runder/*/")
    yield visitor
    page.context.close()


@pytest.mark.parametrize("address", PAGES)
def test_page_prints_with_its_day_and_mark_and_no_menus(worker: Visitor, address: str) -> None:
    worker.go(address)
    sheets = sheets_of(worker.page.pdf(prefer_css_page_size=True))
    assert PAGES[address] in sheets[0]
    assert f"Bergen · Vist {format_date(timezone.localdate())}" in sheets[0]
    for number, sheet in enumerate(sheets, start=1):
        assert MARK in sheet
        assert f"{number} / {len(sheets)}" in sheet
        assert [words for words in NOT_ON_PAPER if words in sheet] == []


@pytest.mark.parametrize("address", PAGES)
def test_tables_are_as_wide_as_the_sheet_at_most(worker: Visitor, address: str) -> None:
    worker.go(address)
    page = worker.page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": WIDTH_OF_A4, "height": 900})
    try:
        assert worker.sideways() <= 0
        reach = page.evaluate(
            "() => Math.max(0, ...[...document.querySelectorAll('table')]"
            ".map(table => table.getBoundingClientRect().right))"
        )
        assert reach <= WIDTH_OF_A4 + 1
        for hidden in (".bar", ".tabs", "[data-files-of]", "main button"):
            assert page.locator(f"{hidden}:visible").count() == 0
    finally:
        page.emulate_media(media="null")  # as it was: a sheet is printed for paper


def test_long_table_has_its_head_on_each_sheet(worker: Visitor) -> None:
    worker.go(QUEUE)
    first, second, *_ = sheets_of(worker.page.pdf(prefer_css_page_size=True))
    head = "Innbygger Født Kjønn Bydel Hvorfor Venter fra Ønsket liste"
    assert f"{head} Syntetisk person" in first
    assert f"{head} Syntetisk person" in second
    shown = worker.page.locator("#t-waiting tbody tr").count()
    assert (first + second).count("Syntetisk person") == shown == 50


def test_only_the_filters_that_are_set_are_printed(worker: Visitor) -> None:
    worker.go("/nb/4601/lister/?bydel=460103")
    [first, *_] = sheets_of(worker.page.pdf(prefer_css_page_size=True))
    assert "Bydel Sorter etter" in first
    assert "Fana bydel og senter" in first  # what is chosen is drawn after the words about it
    assert "Driftsform" not in first


def test_english_sheet_is_marked_in_english(worker: Visitor) -> None:
    worker.go("/en/4601/arbeid/manedsskifte/")
    [first, *_] = sheets_of(worker.page.pdf(prefer_css_page_size=True))
    assert "Synthetic data – no real persons" in first
    assert MARK not in first
