"""The keyboard reaches everything in a sensible order, and paper gets only what belongs there."""

from __future__ import annotations

import pytest
from browser_page import Visitor
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

OVERVIEW = "/nb/bergen-synthetic-2024/"


def test_skip_link_comes_first_and_leads_to_the_content(wide: Visitor) -> None:
    wide.go(OVERVIEW)
    page = wide.page
    page.keyboard.press("Tab")
    assert wide.focused() == "Hopp til innholdet"
    expect(page.locator(".ds-skip-link")).to_be_in_viewport()

    page.keyboard.press("Enter")
    assert wide.focused() == "main"


def test_menu_opens_with_enter_and_closes_with_escape(wide: Visitor) -> None:
    wide.go(OVERVIEW)
    page = wide.page
    summary = page.locator("details.menu > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.menu[open]")).to_have_count(1)

    page.keyboard.press("Tab")
    assert "·" in wide.focused()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu[open]")).to_have_count(0)
    assert wide.focused() == summary.inner_text().strip()


def test_only_one_menu_is_open_and_a_click_outside_closes_it(wide: Visitor) -> None:
    wide.go(OVERVIEW)
    page = wide.page
    for index in (0, 1):
        page.locator("details.menu > summary").nth(index).click()
        expect(page.locator("details.menu[open]")).to_have_count(1)
    page.locator("h1").click()
    expect(page.locator("details.menu[open]")).to_have_count(0)


def test_municipality_is_chosen_with_the_keyboard(wide: Visitor) -> None:
    wide.go("/nb/bergen-2023/behov/")
    page = wide.page
    page.locator("details.menu > summary").first.focus()
    page.keyboard.press("Enter")
    page.locator("details.menu[open] a", has_text="Trondheim · Syntetiske").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Trondheim")
    assert wide.address() == "/nb/trondheim-synthetic-2024/behov/"


def test_the_walk_by_tab_notices_what_is_unseen_and_what_is_passed_by(wide: Visitor) -> None:
    wide.go("/nb/om/")
    clean = wide.walk()
    assert (clean.unseen, clean.missed, clean.came_round) == ([], [], True)
    wide.go("/nb/om/")
    wide.page.evaluate(
        """() => {
            const main = document.querySelector('main');
            const made = id => Object.assign(document.createElement('button'), { id, textContent: id });
            const unseen = made('no-ring'), passed = made('passed-by'), box = document.createElement('div');
            unseen.style.setProperty('outline', 'none', 'important');
            box.inert = true;
            box.append(passed);
            main.append(unseen, box);
        }"""
    )
    walk = wide.walk()
    assert len(walk.unseen) == 1
    assert "no-ring" in walk.unseen[0]
    assert len(walk.missed) == 1
    assert "passed-by" in walk.missed[0]


def test_every_address_on_a_page_works_with_the_anchors_of_the_overview(wide: Visitor) -> None:
    wide.go("/nb/bergen-synthetic-2024/")
    wide.page.locator(".attention a[href='#fig-vacant_posts']").click()
    expect(wide.page.locator("#fig-vacant_posts")).to_be_visible()


def test_paper_gets_the_answer_and_no_menus(wide: Visitor) -> None:
    wide.go("/nb/bergen-2023/behov/")
    page = wide.page
    page.emulate_media(media="print")
    try:
        for hidden in (".bar-nav", ".bar-side", ".ds-skip-link", ".assumptions .actions"):
            expect(page.locator(hidden)).to_be_hidden()
        expect(page.locator("#answer .kpi-value").first).to_be_visible()
        assert wide.sideways() <= 0
    finally:
        page.emulate_media(media="screen")
