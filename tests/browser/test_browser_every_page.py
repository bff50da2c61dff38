"""Every page by keyboard and by the WCAG rules, at a desk, on a phone and on a small phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_addresses import OF_ADMINISTRATOR, OF_LEADER, OF_RESIDENT, PUBLIC, page_names
from browser_page import NARROW, PHONE, WIDE, Visitor
from playwright.sync_api import Browser
from test_browser_register import visitor_as

pytestmark = pytest.mark.browser

OPENED = "/nb/4601/innbyggere/5/"
ROLES = {"leder": OF_LEADER, "administrator": OF_ADMINISTRATOR, "innbygger": OF_RESIDENT}
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


def test_every_page_has_an_example() -> None:
    examples = {*PUBLIC, *OF_LEADER, *OF_ADMINISTRATOR, *OF_RESIDENT}
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
        assert visitor.violations() == [], width
        assert visitor.sideways() <= 0, width
    assert visitor.complaints() == []
