"""The register in a real browser: signing in and working by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser_page import WIDE, Visitor
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PASSWORD = "hjemmel-demo"


def sign_in(visitor: Visitor, user: str) -> None:
    """Sign in with the keyboard alone."""
    visitor.go("/konto/login/?next=/nb/4601/")
    page = visitor.page
    page.locator("input[name=login]").focus()
    page.keyboard.type(user)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{visitor.server}/nb/4601/")


def visitor_as(browser: Browser, server: str, size: tuple[int, int], user: str) -> Visitor:
    visitor = Visitor(browser, server, size)
    sign_in(visitor, user)
    return visitor


@pytest.fixture(scope="session")
def _worker(browser: Browser, server: str) -> Visitor:
    return visitor_as(browser, server, WIDE, "saksbehandler")


@pytest.fixture
def worker(_worker: Visitor) -> Iterator[Visitor]:
    """A case worker at a desk."""
    yield _worker
    assert _worker.complaints() == []


def test_ceiling_is_changed_by_keyboard_and_both_times_are_shown(worker: Visitor) -> None:
    # A day of its own: the usual one follows the newest file that another test has loaded.
    worker.go("/nb/4601/lister/2/?per=2024-05-01")
    page = worker.page
    page.locator("summary", has_text="Endre listetaket").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("1300")
    page.keyboard.press("Tab")
    assert worker.focused() == "f-from"
    worker.type_day("#f-from", "06012024", "2024-06-01")  # as an English browser asks for it
    page.locator("button", has_text="Sett taket").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lister/2/?per=2024-06-01")
    history = page.locator("#ceilings ~ .scroll tbody").inner_text()
    assert "01.06.2024" in history
    assert "1\xa0300" in history or "1 300" in history
    assert "erstattet" in history


def test_ceiling_above_the_law_is_refused_beside_the_form(worker: Visitor) -> None:
    worker.go("/nb/4601/lister/3/")
    page = worker.page
    page.locator("summary", has_text="Endre listetaket").click()
    page.locator("#f-ceiling").fill("2600")
    page.locator("#f-from").fill("2024-06-01")
    page.locator("button", has_text="Sett taket").click()
    assert "over det høyeste tillatte" in page.locator("[role=alert]").inner_text()
    assert page.locator("#f-ceiling").input_value() == "2600"
    worker.complaints()


def test_resident_is_opened_for_a_purpose_by_keyboard(worker: Visitor) -> None:
    worker.go("/nb/4601/innbyggere/5/")
    page = worker.page
    page.locator("#p-change").focus()
    page.keyboard.press("Space")
    page.locator("button", has_text="Åpne").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/innbyggere/5/")
    page.locator("h2", has_text="Hvem har sett på denne siden").wait_for()
    assert "Syntetisk person" in page.locator("h1").inner_text()
    assert "saksbehandler, bytte eller plass på liste" in page.locator("#reads ~ ul").inner_text()
    assert worker.violations() == []


def test_second_factor_is_turned_on_and_asked_for(browser: Browser, server: str) -> None:
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    def code(secret: str) -> str:
        return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    visitor = visitor_as(browser, server, WIDE, "planlegger")
    page = visitor.page
    visitor.go("/konto/2fa/totp/activate/")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    secret = page.locator("main code").inner_text()
    assert visitor.violations() == []
    page.locator("input[name=code]").fill(code(secret))
    page.locator("main button[type=submit]").click()
    page.locator("h1", has_text="Gjenopprettingskoder").wait_for()
    recovery = page.locator("main li code").first.inner_text()
    assert visitor.violations() == []
    page.context.close()

    again = Visitor(browser, server, WIDE)
    again.go("/konto/login/?next=/nb/4601/")
    page = again.page
    page.locator("input[name=login]").fill("planlegger")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.locator("h1", has_text="Engangskode").wait_for()
    assert again.violations() == []
    page.locator("input[name=code]").fill(recovery)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"{server}/nb/4601/")
    page.context.close()
