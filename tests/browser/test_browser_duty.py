"""A duty roster in a real browser: cells by arrow keys, shifts by drag, a search, and the doctor's phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser_page import NARROW, PHONE, WIDE, Visitor
from playwright.sync_api import Browser, expect
from test_browser_register import visitor_as

pytestmark = pytest.mark.browser

DUTY = "/nb/4601/vakt/"


@pytest.fixture(scope="module")
def _planner(browser: Browser, server: str) -> Visitor:
    return visitor_as(browser, server, WIDE, "planlegger")


@pytest.fixture
def planner(_planner: Visitor) -> Iterator[Visitor]:
    """A planner at a desk."""
    yield _planner
    assert _planner.complaints() == []


@pytest.fixture(scope="module")
def _doctor(browser: Browser, server: str) -> Visitor:
    return visitor_as(browser, server, PHONE, "fastlege")


@pytest.fixture
def doctor(_doctor: Visitor) -> Iterator[Visitor]:
    """A doctor with a phone."""
    yield _doctor
    assert _doctor.complaints() == []


def open_draft(visitor: Visitor) -> str:
    """Go to the last weeks of the draft, where shifts lack doctors; return its address."""
    visitor.go(DUTY)
    address = (
        visitor.page.locator("#t-rosters tr", has_text="utkast").locator("a").get_attribute("href")
    )
    assert address is not None
    visitor.go(address)
    while visitor.page.locator("tr.open .chip").count() == 0:
        visitor.page.locator("a", has_text="Senere").click()
        visitor.page.wait_for_load_state()
    return address


def version(visitor: Visitor) -> int:
    return int(visitor.page.locator("#board").get_attribute("data-version") or 0)


def test_cell_is_chosen_by_arrow_keys_and_a_shift_put_on_and_taken_off(planner: Visitor) -> None:
    open_draft(planner)
    page, before = planner.page, version(planner)
    grid = page.locator("table.matrix")
    expect(grid).to_have_attribute("role", "grid")
    assert grid.locator("td[tabindex='0']").count() == 1
    first = grid.locator("td[tabindex='0']")
    first.focus()
    start = first.get_attribute("data-d")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.d") == start
    assert grid.locator("td[tabindex='0']").count() == 1
    day = page.locator("tr.open td:has(.chip)").first.get_attribute("data-d")
    for _ in range(28):
        if page.evaluate("document.activeElement.dataset.d") == day:
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    cell = page.evaluate("[document.activeElement.dataset.l, document.activeElement.dataset.d]")
    assert cell[1] == day
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel).to_contain_text("Kan ta")
    free = panel.locator("button", has_text=re.compile("^Sett på$"))
    expect(free.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel).to_contain_text("Endret")
    chosen = f"td[data-l='{cell[0]}'][data-d='{cell[1]}']"
    expect(page.locator(f"{chosen} .chip")).to_have_count(1)
    expect(page.locator(chosen)).to_be_focused()
    assert version(planner) == before + 1
    panel.locator("button", has_text="Angre").click()
    expect(page.locator(f"{chosen} .chip")).to_have_count(0)
    assert version(planner) == before + 2


def test_escape_leads_from_the_panel_back_to_the_cell(planner: Visitor) -> None:
    open_draft(planner)
    page = planner.page
    page.locator("td[tabindex='0']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_contain_text("lege")
    page.locator("#panel button").first.focus()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "TD"


def test_shift_is_dragged_to_a_doctor_to_another_and_back(planner: Visitor) -> None:
    open_draft(planner)
    page = planner.page
    chip = page.locator("tr.open .chip").first
    key = chip.get_attribute("data-s")
    day = chip.locator("xpath=..").get_attribute("data-d")
    rows = page.locator(f"tbody tr:not(.open) td[data-d='{day}']:not(:has(.chip))")
    one, two = (rows.nth(place).get_attribute("data-l") for place in (0, 1))

    def cell(doctor: str | None) -> str:
        return f"td[data-l='{doctor}'][data-d='{day}']"

    page.drag_and_drop(f"tr.open .chip[data-s='{key}']", cell(one))
    expect(page.locator(f"{cell(one)} .chip[data-s='{key}']")).to_have_count(1)
    page.drag_and_drop(f"{cell(one)} .chip[data-s='{key}']", cell(two))
    expect(page.locator(f"{cell(two)} .chip[data-s='{key}']")).to_have_count(1)
    expect(page.locator(f"{cell(one)} .chip")).to_have_count(0)
    page.drag_and_drop(f"{cell(two)} .chip[data-s='{key}']", f"tr.open td[data-d='{day}']")
    expect(page.locator(f"tr.open .chip[data-s='{key}']")).to_have_count(1)


def test_change_on_an_old_page_is_refused_and_the_board_shows_what_is_true(
    planner: Visitor, browser: Browser, server: str
) -> None:
    open_draft(planner)
    other = visitor_as(browser, server, WIDE, "leder")
    open_draft(other)
    for visitor in (planner, other):
        visitor.page.locator("tr.open td:has(.chip) .chip").first.click()
        expect(visitor.page.locator("#panel")).to_contain_text("Hvem kan ta den")
    other.page.locator("#panel button", has_text="Sett på").first.click()
    expect(other.page.locator("#panel")).to_contain_text("Endret")
    planner.page.locator("#panel button", has_text="Sett på").first.click()
    alert = planner.page.locator("#panel [role=alert]")
    expect(alert).to_contain_text("Planen er endret siden")
    assert version(planner) == version(other)
    other.page.locator("#panel button", has_text="Angre").click()
    expect(other.page.locator("#panel")).to_contain_text("Endret")
    other.page.context.close()


def test_change_after_the_session_ended_leads_to_signing_in(browser: Browser, server: str) -> None:
    gone = visitor_as(browser, server, WIDE, "planlegger")
    open_draft(gone)
    gone.page.locator("tr.open td:has(.chip) .chip").first.click()
    expect(gone.page.locator("#panel")).to_contain_text("Hvem kan ta den")
    gone.page.context.clear_cookies()
    gone.page.locator("#panel button", has_text="Sett på").first.click()
    gone.page.wait_for_url("**/konto/login/**")
    gone.page.context.close()


def test_board_is_accessible_in_both_views_and_every_window(planner: Visitor) -> None:
    address = open_draft(planner)
    for query in ("?vis=matrise", "?vis=kalender&uker=1"):
        planner.go(address + query)
        planner.page.locator("#findings ul").first.wait_for()
        for width, height in (WIDE, PHONE, NARROW):
            planner.page.set_viewport_size({"width": width, "height": height})
            assert planner.violations() == [], (query, width)
            assert planner.sideways() <= 0, (query, width)


def test_roster_can_be_changed_without_script(browser: Browser, server: str) -> None:
    plain = Visitor(browser, server, WIDE, script=False)
    plain.go("/konto/login/?next=/nb/om/")
    plain.page.fill("input[name=login]", "planlegger")
    plain.page.fill("input[name=password]", "hjemmel-demo")
    plain.page.click("main button[type=submit]")
    address = open_draft(plain)
    option = plain.page.locator("#p-shift option", has_text="mangler").first.get_attribute("value")
    plain.page.select_option("#p-shift", option)
    plain.page.click("button:has-text('Vis hvem som kan ta den')")
    plain.page.locator("#panel button", has_text="Sett på").first.click()
    assert "Endret" in plain.page.locator("#panel").inner_text()
    plain.page.locator("#panel button", has_text="Angre").click()
    assert "Endret" in plain.page.locator("#panel").inner_text()
    plain.go(f"{address}?funn=ja")
    assert "trenger" in plain.page.locator("#findings").inner_text()
    plain.page.context.close()


def test_search_runs_beside_the_page_and_can_be_stopped_with_the_best_kept(
    planner: Visitor,
) -> None:
    planner.go(f"{open_draft(planner)}sok/")
    page = planner.page
    page.fill("#f-seconds", "120")
    page.click("button:has-text('Start søket')")
    page.wait_for_url("**/sok/*/")
    stop = page.locator("button", has_text="Stopp og behold det beste")
    stop.wait_for()
    points = page.locator("#run dd").first
    expect(points).not_to_have_text("–", timeout=60_000)
    if stop.count():  # it may have proven the best already
        stop.click()
    expect(page.locator("button", has_text="Ta inn")).to_be_visible(timeout=60_000)
    expect(page.locator("h1")).to_have_text(re.compile("Stoppet|Bevist best|Gyldig plan"))
    assert planner.violations() == []


def test_print_of_a_roster_lies_down_and_fits(planner: Visitor) -> None:
    planner.go(f"{open_draft(planner)}utskrift/")
    planner.page.emulate_media(media="print")
    boxes = planner.page.evaluate(
        "[...document.querySelectorAll('.sheet')].map(s => getComputedStyle(s).breakBefore)"
    )
    planner.page.emulate_media(media="screen")
    assert boxes[0] != "page"
    assert set(boxes[1:]) == {"page"}


def test_doctor_sees_her_duty_on_a_phone(doctor: Visitor) -> None:
    for address in ("", "onsker/", "fritak/", "kalender/"):
        doctor.go(f"/nb/vakt/min/{address}")
        doctor.open_all()
        for width, height in (PHONE, NARROW):
            doctor.page.set_viewport_size({"width": width, "height": height})
            assert doctor.violations() == [], (address, width)
            assert doctor.sideways() <= 0, (address, width)
    doctor.go("/nb/vakt/min/")
    doctor.page.locator("ol.week a").first.click()
    expect(doctor.page.locator("h1")).not_to_be_empty()
    assert doctor.sideways() <= 0
    assert doctor.violations() == []
