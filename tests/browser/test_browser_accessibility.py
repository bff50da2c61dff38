"""Every page in both languages, at a desk and on a phone: WCAG rules, width, and a quiet console."""

from __future__ import annotations

import pytest
from browser_page import NARROW, Visitor

pytestmark = pytest.mark.browser

PAGES = (
    "bergen-synthetic-2024/",
    "bergen-2023/",
    "trondheim-2024/",
    "bergen-synthetic-2024/behov/",
    "bergen-2023/behov/",
    "bergen-2023/behov/?mean_list=abc&years=99",
    "bergen-2023/behov/?mean_list=3000",
    "trondheim-2024/behov/",
    "bergen-2023/datakvalitet/",
    "bergen-synthetic-2024/datakvalitet/",
    "regelverk/",
    "regelverk/omfang/",
    "regelverk/gp_list.ceiling_max/",
    "regelverk/gp_list.free_capacity_target/",
    "regelverk/planning.consultation_rates/",
    "regelverk/regler/list_limits.ceiling_is_allowed/",
    "om/",
    "tilgjengelighet/",
    "personvern/",
)
ERRORS = (
    "bergn-2023/",
    "bergen-2023/?per=2020-01-01",
    "bergen-2023/?per=abc",
    "bergen-2023/behov/?v=0.0.1",
)
API = "/api/v1/docs"
ADDRESSES = (
    *(f"/{language}/{page}" for language in ("nb", "en") for page in (*PAGES, *ERRORS)),
    API,
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_accessible_at_a_desk(wide: Visitor, address: str) -> None:
    wide.go(address)
    wide.open_all()

    assert wide.sideways() <= 0
    if address == API:
        wide.keep_every(8, "main > section, main > nav li")
    assert wide.violations() == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_fits_on_a_phone(phone: Visitor, address: str) -> None:
    phone.go(address)
    assert phone.sideways() <= 0
    phone.open_all()
    assert phone.sideways() <= 0
    if address.startswith("/nb/"):  # elsewhere the same elements with other words
        assert phone.violations() == []

    phone.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    assert phone.sideways() <= 0


@pytest.mark.parametrize("reader", ["wide", "phone"])
@pytest.mark.parametrize("menu", [0, 1])
def test_open_menu_is_accessible_and_within_the_window(
    request: pytest.FixtureRequest, reader: str, menu: int
) -> None:
    visitor: Visitor = request.getfixturevalue(reader)
    visitor.go("/nb/trondheim-2024/")
    visitor.page.locator("details.menu > summary").nth(menu).click()

    opened = visitor.page.locator("details.menu[open] > ul")
    assert opened.is_visible()
    box = opened.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= visitor.size[0]
    assert visitor.violations() == []


def test_text_can_grow_to_twice_its_size(wide: Visitor) -> None:
    for address in ("/nb/bergen-synthetic-2024/", "/nb/bergen-2023/behov/"):
        wide.go(address)
        wide.page.set_viewport_size({"width": wide.size[0] // 2, "height": wide.size[1] // 2})
        assert wide.sideways() <= 0
