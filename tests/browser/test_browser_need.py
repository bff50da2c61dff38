"""Changing an assumption: by keyboard, without a reload, and without JavaScript at all."""

from __future__ import annotations

import re

import pytest
from browser_page import Visitor
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

BERGEN = "/nb/bergen-2023/behov/"


def answer(page: Page) -> str:
    """Return the big number."""
    return page.locator("#answer .kpi-value").first.inner_text()


def type_mean_list(page: Page, value: str) -> None:
    """Change the mean list length by keyboard and leave the field."""
    field = page.locator("#f-mean_list")
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(value)
    page.keyboard.press("Tab")


def expect_answer(page: Page, value: str) -> None:
    """Wait for the big number."""
    expect(page.locator("#answer .kpi-value").first).to_have_text(value)


def test_answer_follows_an_assumption_without_a_reload(wide: Visitor) -> None:
    wide.go(BERGEN)
    page = wide.page
    assert answer(page) == "294"
    page.evaluate("() => { window.stayed = true }")

    type_mean_list(page, "1 000")
    expect_answer(page, "324")
    expect(page).to_have_url(re.compile(r"mean_list=1(%20|\+)000"))
    assert page.evaluate("() => window.stayed")
    assert page.evaluate("() => Object.keys({...localStorage, ...sessionStorage})") == [
        "htmx-current-path-for-history"  # the address itself, until the tab is closed
    ]
    assert page.locator("#answer").count() == 1
    assert wide.violations() == []


def test_wrong_number_is_said_and_mended_without_a_reload(wide: Visitor) -> None:
    wide.go(BERGEN)
    page = wide.page

    type_mean_list(page, "abc")
    expect(page.locator("#answer [role=alert]")).to_contain_text("Noe må rettes")
    type_mean_list(page, "1100")
    expect_answer(page, "294")
    expect(page.locator("#answer [role=alert]")).to_have_count(0)


def test_enter_in_a_field_computes(wide: Visitor) -> None:
    wide.go(BERGEN)
    page = wide.page
    page.locator("#f-mean_list").fill("750")
    page.keyboard.press("Enter")
    expect_answer(page, "432")


def test_reserve_is_chosen_with_arrow_keys(wide: Visitor) -> None:
    wide.go(BERGEN)
    page = wide.page
    page.locator("input[name=reserve_of][value=need]").focus()
    page.keyboard.press("ArrowDown")
    expect_answer(page, "295")


def test_going_back_brings_the_earlier_answer_and_form(wide: Visitor) -> None:
    wide.go(BERGEN)
    page = wide.page
    type_mean_list(page, "1 000")
    expect_answer(page, "324")
    page.go_back()
    expect_answer(page, "294")
    expect(page.locator("#f-mean_list")).to_have_value("1 100")


def test_going_away_and_back_brings_the_whole_page(wide: Visitor) -> None:
    wide.go(BERGEN)
    page = wide.page
    type_mean_list(page, "1 000")
    expect_answer(page, "324")
    page.get_by_role("link", name="Regelverk", exact=True).click()
    expect(page.locator("h1")).to_contain_text("regler")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Hvor mange fastleger")
    expect_answer(page, "324")
    expect(page.locator("#f-mean_list")).to_have_value("1 000")


def test_other_language_follows_what_was_typed(wide: Visitor) -> None:
    wide.go(BERGEN)
    page = wide.page
    type_mean_list(page, "1 000,5")
    expect(page).to_have_url(re.compile("mean_list=1"))
    expect_answer(page, "324")
    receipt = page.locator("#answer .receipt code").first.inner_text()
    page.get_by_role("link", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator("#answer .receipt code").first.inner_text() == receipt
    expect(page.locator("#f-mean_list")).to_have_value("1000.5")


def test_old_answer_does_not_stand_when_the_server_fails(wide: Visitor) -> None:
    wide.go(BERGEN)
    page = wide.page

    def fail(route: Route) -> None:
        partial = "hx-request" in route.request.headers
        route.fulfill(status=500, body="" if partial else "<h1>Noe gikk galt</h1>")

    page.route("**/behov/?**", fail)
    type_mean_list(page, "1 000")
    expect(page.locator("h1")).to_have_text("Noe gikk galt")
    page.unroute("**/behov/?**")
    wide.complaints()


def test_form_works_without_javascript(without_script: Visitor) -> None:
    without_script.go(BERGEN)
    page = without_script.page
    page.locator("#f-mean_list").fill("1 000")
    page.get_by_role("button", name="Regn ut").click()

    assert answer(page) == "324"
    assert "mean_list=1" in without_script.address()
    expect(page.locator("#f-mean_list")).to_have_value("1 000")
    page.get_by_role("link", name="Tilbakestill").click()
    assert answer(page) == "294"


@pytest.mark.parametrize(
    ("address", "content"),
    [
        ("/nb/bergen-synthetic-2024/", "svg.chart"),
        ("/nb/bergen-synthetic-2024/", "#districts tbody tr"),
        ("/nb/bergen-2023/behov/", "img.chart"),
        ("/nb/regelverk/", "details.area > summary"),
        ("/nb/regelverk/regler/list_limits.ceiling_is_allowed/", "tbody tr"),
        ("/nb/bergen-2023/datakvalitet/", "section.card"),
        ("/nb/om/", ".prose p"),
    ],
)
def test_page_has_its_content_without_javascript(
    without_script: Visitor, address: str, content: str
) -> None:
    without_script.go(address)
    expect(without_script.page.locator(content).first).to_be_visible()
    summary = without_script.page.locator("details.menu > summary").first
    summary.click()
    expect(without_script.page.locator("details.menu[open] a").first).to_be_visible()
