"""Every page by keyboard and by the WCAG rules, at a desk, on a phone and on a small phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_addresses import (
    DUTY,
    OF_ADMINISTRATOR,
    OF_DOCTOR,
    OF_LEADER,
    OF_RESIDENT,
    PUBLIC,
    page_names,
)
from browser_page import NARROW, PHONE, WIDE, Visitor
from playwright.sync_api import Browser
from test_browser_register import visitor_as

pytestmark = pytest.mark.browser

OPENED = "/nb/4601/innbyggere/5/"
ROLES = {
    "leder": OF_LEADER,
    "administrator": OF_ADMINISTRATOR,
    "innbygger": OF_RESIDENT,
    "fastlege": OF_DOCTOR,
}
CASES = [
    *(("", address) for them in PUBLIC.values() for address in them),
    *(
        (role, address)
        for role, pages in ROLES.items()
        for them in pages.values()
        for address in them
    ),
]


@pytest.fixture(scope="module")
def visitors(
    browser: Browser, server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Visitor]]:
    """One reader for each role, and one who is not signed in."""
    made = {"": Visitor(browser, server, WIDE)}
    made |= {role: visitor_as(browser, server, WIDE, role) for role in ROLES}
    _load_a_file(made["leder"], tmp_path_factory.mktemp("files") / "leger.csv")
    _open_a_resident(made["leder"])
    _work(made["leder"])
    _tell_of_a_move(made["leder"], tmp_path_factory.mktemp("events") / "hendelser.csv")
    _search(made["leder"])
    for visitor in made.values():
        visitor.complaints()
    yield made
    for visitor in made.values():
        visitor.page.context.close()


def _load_a_file(visitor: Visitor, file: Path) -> None:
    """Let there be a run of an import, with a row in quarantine."""
    rows = ("HPR-nummer;Lege;Kjønn", "991234567;Syntetisk lege;k", "x;Syntetisk lege;k")
    file.write_text("\n".join(rows), "utf-8")
    visitor.go("/nb/4601/import/")
    visitor.page.set_input_files("#f-file", file)
    visitor.page.click("button:has-text('Forhåndsvis')")
    visitor.page.wait_for_url("**/import/*/")


def _open_a_resident(visitor: Visitor) -> None:
    visitor.go(OPENED)
    visitor.page.locator("input[name=purpose]").first.check()
    visitor.page.click("button:has-text('Åpne')")
    visitor.page.locator("#reads").wait_for()


def _tell_of_a_move(visitor: Visitor, file: Path) -> None:
    """Let there be an event of the population."""
    visitor.go(OPENED)
    visitor.page.click("button:has-text('Vis hele nummeret')")
    number = visitor.page.locator(".number", has_text=re.compile(r"^\d{11}$")).inner_text()
    rows = (
        "Fødselsnummer;Hendelsestype;Hendelsesdato;Bydel",
        f"{number};Flyttet innen kommunen;2024-03-01;460101",
    )
    file.write_text("\n".join(rows), "utf-8")
    visitor.go("/nb/4601/import/")
    visitor.page.set_input_files("#f-file", file)
    visitor.page.click("button:has-text('Forhåndsvis')")
    visitor.page.click("button:has-text('Last inn radene som passer')")
    visitor.page.locator("p.lead", has_text="Lastet inn").wait_for()


def _work(visitor: Visitor) -> None:
    """Let there be a wish with a place, a round, and a reduction that is drawn."""
    page = visitor.page
    page.set_default_timeout(180_000)  # the engines compile at their first use in a fresh checkout
    page.click("summary:has-text('Be om fastlege')")
    free = page.locator("#w-list option", has_text=re.compile(r"· \d+ ledige")).first.get_attribute(
        "value"
    )
    page.select_option("#w-list", free)
    page.click("button:has-text('Be om fastlege')")
    page.locator("text=plassen holdes av").first.wait_for()
    visitor.go("/nb/4601/arbeid/runder/")
    page.click("button:text-is('Lag forslag')")
    page.wait_for_url("**/arbeid/runder/*/")
    visitor.go("/nb/4601/arbeid/reduksjoner/?liste=2")
    page.fill("#f-ceiling", "1040")
    page.click("button:has-text('Meld reduksjonen')")
    page.click("button:has-text('Kunngjør')")
    page.fill("#f-seed", "lotto 4-8-15")
    page.click("button:text-is('Trekk')")
    page.locator("#t-tickets").wait_for()
    page.set_default_timeout(10_000)


def _search(visitor: Visitor) -> None:
    """Let there be a search for a roster that has ended."""
    visitor.go(f"{DUTY}planer/2/sok/")
    visitor.page.fill("#f-seconds", "10")
    visitor.page.click("button:has-text('Start søket')")
    visitor.page.wait_for_url("**/sok/*/")
    visitor.page.locator("#t-spans").wait_for(timeout=120_000)


def test_every_page_has_an_example() -> None:
    examples = {*PUBLIC, *OF_LEADER, *OF_ADMINISTRATOR, *OF_RESIDENT, *OF_DOCTOR}
    assert page_names() - examples == set()
    assert examples - page_names() == set()


@pytest.mark.parametrize(("role", "address"), CASES, ids=[f"{r}{a}" for r, a in CASES])
def test_page_works_by_keyboard_and_fits_every_window(
    visitors: dict[str, Visitor], role: str, address: str
) -> None:
    visitor = visitors[role]
    response = visitor.go(address)
    assert response.status in (200, 401, 422)
    assert visitor.address() == address or address.startswith("/konto/2fa/")
    visitor.open_all()

    walk = visitor.walk()
    assert walk.unseen == [], "the focus is not seen"
    assert walk.missed == [], "the keyboard does not reach it"
    assert walk.came_round, "the keyboard is trapped"

    for width, height in (WIDE, PHONE, NARROW):
        visitor.page.set_viewport_size({"width": width, "height": height})
        if width != NARROW[0]:  # the same elements as on the other phone
            assert visitor.violations() == [], width
        assert visitor.sideways() <= 0, width
    assert visitor.complaints() == []
