"""Files through the server that people start: a large preview, a load with its end, and a stop."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser_page import WIDE, Visitor
from playwright.sync_api import Browser
from test_browser_register import visitor_as

from hjemmel.cases.synthetic import generate, read_profile

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def residents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of 150 000 residents that the server does not have."""
    made = generate(read_profile("bergen").scaled(residents=150_000, lists=150), seed=99)
    file = tmp_path_factory.mktemp("files") / "innbyggere.csv"
    made.residents.write_csv(file)
    return file


@pytest.fixture(scope="module")
def visitor(browser: Browser, server: str) -> Visitor:
    return visitor_as(browser, server, WIDE, "leder")


def preview(visitor: Visitor, file: Path) -> None:
    visitor.go("/nb/4601/import/")
    visitor.page.set_input_files("#f-file", file)
    visitor.page.check("#f-partial")
    visitor.page.click("button:has-text('Forhåndsvis')")
    visitor.page.wait_for_url("**/import/*/")


def test_large_file_is_previewed_by_a_worker_of_the_server(
    visitor: Visitor, residents: Path
) -> None:
    preview(visitor, residents)
    assert "150\u00a0000" in visitor.page.inner_text("main")
    assert "Forhåndsvist" in visitor.page.inner_text(".lead")
    assert not visitor.violations()
    assert not visitor.complaints()


def test_small_file_is_loaded_and_told_so(visitor: Visitor, tmp_path: Path) -> None:
    file = tmp_path / "leger.csv"
    file.write_text("HPR-nummer;Lege;Kjønn\n991234567;Syntetisk lege fra fil;k\n", "utf-8")
    preview(visitor, file)
    visitor.page.click("button:has-text('Last inn radene')")
    visitor.page.wait_for_selector("text=Registeret før og etter")
    assert "Lastet inn" in visitor.page.inner_text(".lead")
    assert not visitor.violations()


def test_load_can_be_watched_and_stopped(visitor: Visitor, residents: Path) -> None:
    preview(visitor, residents)
    visitor.page.click("button:has-text('Last inn radene')")
    visitor.page.wait_for_selector("#load-state, h2:has-text('Registeret før og etter')")
    stop = visitor.page.locator("button:has-text('Stopp innlastingen')")
    assert stop.is_visible(), "150 000 new residents take longer than the page waits"
    assert not visitor.violations()
    stop.click()
    visitor.page.wait_for_selector(".lead:has-text('Stoppet; ingenting er lagret')")
    assert visitor.page.locator("button:has-text('Last inn radene')").is_visible()
    assert not visitor.complaints()
