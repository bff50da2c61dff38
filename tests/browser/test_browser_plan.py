"""A plan in a real browser: a measure moved by keys and without script, and the public page on a phone."""

from __future__ import annotations

import pytest
from browser_addresses import EXAMPLE, PLAN
from browser_page import NARROW, PHONE, WIDE, Visitor
from playwright.sync_api import Browser, Page, expect
from test_browser_register import visitor_as

pytestmark = pytest.mark.browser


def column_of(page: Page, number: int) -> str:
    """Return the status of the column that a measure's card is in."""
    column = page.locator(f"section:has(#m-{number}) h2")
    return str(column.get_attribute("id")).removeprefix("c-")


def test_measure_is_moved_on_the_board_by_keys_alone(browser: Browser, server: str) -> None:
    planner = visitor_as(browser, server, WIDE, "planlegger")
    page = planner.page
    planner.go(f"{PLAN}tavle/")
    assert column_of(page, 15) == "not_started"
    page.locator("#m-15 summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#s-15")).to_be_focused()
    page.keyboard.press("ArrowDown")  # from the first choice, under way, to the next
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.type("Avtalen med universitetet er fornyet.")
    page.keyboard.press("Enter")
    page.locator("#m-15 details:not([open])").wait_for()
    assert column_of(page, 15) == "in_progress"
    planner.go(f"{PLAN}tiltak/15/")
    assert "Avtalen med universitetet er fornyet." in page.locator("ol.history").inner_text()
    assert planner.complaints() == []
    page.context.close()


def test_card_is_dragged_to_another_column_and_goes_back_with_the_reason_when_refused(
    browser: Browser, server: str
) -> None:
    planner = visitor_as(browser, server, WIDE, "planlegger")
    page = planner.page
    planner.go(f"{PLAN}tavle/")
    page.set_viewport_size({"width": 1320, "height": 3000})  # every column is seen at once
    assert column_of(page, 17) == "not_started"
    card, busy = page.locator("#m-17"), page.locator("#m-17[aria-busy]")
    expect(page.locator("[data-drag-hint]")).to_be_visible()
    card.drag_to(page.locator("section[data-status=in_progress]"))
    expect(page.locator("section[data-status=in_progress] #m-17")).to_have_count(1)
    expect(busy).to_have_count(0)
    card.drag_to(page.locator("section[data-status=stopped]"))
    expect(page.locator("[role=alert]")).to_contain_text("Hvorfor")
    assert column_of(page, 17) == "in_progress"
    expect(page.locator("#s-17")).to_have_value("stopped")
    expect(page.locator("#w-17")).to_be_visible()
    assert planner.violations() == []
    page.fill("#r-17", "Dekkes av andre tiltak.")
    page.locator("#m-17 button").click()
    expect(page.locator("section[data-status=stopped] #m-17")).to_have_count(1)
    assert planner.complaints() == []
    page.context.close()


def test_reason_that_is_missing_is_told_without_script_and_the_choice_is_kept(
    browser: Browser, server: str
) -> None:
    plain = Visitor(browser, server, WIDE, script=False)
    page = plain.page
    plain.go("/konto/login/?next=/nb/om/")
    page.fill("input[name=login]", "planlegger")
    page.fill("input[name=password]", "hjemmel-demo")
    page.click("main button[type=submit]")
    plain.go(f"{PLAN}tavle/")
    page.locator("#m-16 summary").click()
    page.select_option("#s-16", "stopped")
    page.locator("#m-16 button").click()
    expect(page.locator("[role=alert]")).to_contain_text("Hvorfor")
    assert page.locator("#s-16").input_value() == "stopped"
    page.fill("#r-16", "Dekkes av andre tiltak.")
    page.locator("#m-16 button").click()
    assert column_of(page, 16) == "stopped"
    page.context.close()


@pytest.mark.parametrize("address", [f"{PLAN}offentlig/", f"{EXAMPLE}offentlig/"])
def test_public_page_can_be_read_by_everybody_on_a_phone(phone: Visitor, address: str) -> None:
    phone.go(address)
    expect(phone.page.locator("h1")).to_contain_text("holder kommunen det den lovet?")
    for width, height in (PHONE, NARROW):
        phone.page.set_viewport_size({"width": width, "height": height})
        assert phone.violations() == [], width
        assert phone.sideways() <= 0, width
    assert phone.page.locator("main form[method=post]").count() == 0


def test_form_of_a_measure_keeps_what_was_typed_when_one_field_is_wrong(
    browser: Browser, server: str
) -> None:
    planner = visitor_as(browser, server, PHONE, "planlegger")
    page = planner.page
    planner.go(f"{PLAN}tiltak/1/")
    page.click("summary:has-text('Endre tiltaket')")
    page.fill("#m-owner", "Ny enhet")
    page.fill("#m-years", "i fjor")
    page.click("button:has-text('Lagre endringene')")
    expect(page.locator("[role=alert]")).to_contain_text("«i» er ikke et årstall")
    expect(page.locator("#m-owner")).to_have_value("Ny enhet")
    assert planner.violations() == []
    assert planner.sideways() <= 0
    page.context.close()
