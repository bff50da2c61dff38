"""A reader in front of a browser: goes to pages, and hears what the browser complains of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

Size = tuple[int, int]
WIDE: Size = (1320, 900)
PHONE: Size = (390, 844)
NARROW: Size = (320, 640)

_AXE = Axe()
_LISTEN = """() => {
  const seen = [], reached = new Set();
  const kinds = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const first = e => e.type === 'radio'
    ? document.querySelector(`input[name="${e.name}"]:checked`) ||
      document.querySelector(`input[name="${e.name}"]`) : e;
  const wanted = () => new Set([...document.querySelectorAll(kinds)].filter(
    e => !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0 && e.checkVisibility()).map(first));
  const told = e => e.outerHTML.replace(/\\s+/g, ' ').slice(0, 120);
  document.addEventListener('focusin', event => {
    const e = event.target, style = getComputedStyle(e), box = e.getBoundingClientRect();
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    if (!ring || !within) seen.push(told(e));
    if (walk.start === e) walk.round = true;
    walk.start ??= e;
    reached.add(e);
  });
  const walk = window.walk = {
    start: null, round: false, count: () => wanted().size,
    result: () => ({ unseen: [...new Set(seen)], round: walk.round,
      missed: [...wanted()].filter(e => !reached.has(e)).map(told) }),
  };
}"""
_STEPS_IN_A_FIELD = 4  # a date has a day, a month, a year and a button
_RULES = {"resultTypes": ["violations"]}


@dataclass(frozen=True)
class Walk:
    """What the Tab key met on a page: where the focus was not seen, what it passed by, the end."""

    unseen: list[str]
    missed: list[str]
    came_round: bool


class Visitor:
    """One page of a browser at one size, used again and again."""

    def __init__(self, browser: Browser, server: str, size: Size, *, script: bool = True) -> None:
        self.server = server
        self.size = size
        context = browser.new_context(java_script_enabled=script, reduced_motion="reduce")
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self._complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._complaints.append(f"error: {error}"))
        self.page.on("request", self._refuse_strangers)

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser itself writes a line for every answer that is not 2xx; our error pages are.
        if message.type in ("error", "warning") and "the server responded with" not in message.text:
            self._complaints.append(f"{message.type}: {message.text}")

    def _refuse_strangers(self, request: Request) -> None:
        if not request.url.startswith((self.server, "data:")):
            self._complaints.append(f"asked another server: {request.url}")

    def complaints(self) -> list[str]:
        """Return what has been heard since last time: errors, refusals of the policy, strangers."""
        heard, self._complaints = self._complaints, []
        return heard

    def go(self, address: str) -> Response:
        """Go to an address of the server."""
        width, height = self.size
        self.page.set_viewport_size({"width": width, "height": height})
        response = self.page.goto(self.server + address)
        assert response is not None
        return response

    def address(self) -> str:
        """Return where the browser is, without the server."""
        return self.page.url.removeprefix(self.server)

    def open_all(self) -> None:
        """Open everything that folds, but the menus of the bar."""
        self.page.evaluate(
            "() => document.querySelectorAll('details:not(.menu)').forEach(d => { d.open = true })"
        )

    def keep_every(self, nth: int, selector: str) -> None:
        """Take away all but every ``nth`` of parts that are alike, of a page with hundreds of them."""
        self.page.eval_on_selector_all(
            selector, f"parts => parts.forEach((p, at) => {{ if (at % {nth}) p.remove(); }})"
        )

    def violations(self) -> list[str]:
        """Return what axe finds: rule, how serious, and where."""
        found: Any = _AXE.run(self.page, options=_RULES).response["violations"]
        return [
            f"{rule['id']} ({rule['impact']}): {node['target']}"
            for rule in found
            for node in rule["nodes"]
        ]

    def sideways(self) -> int:
        """Return how many pixels the page is wider than the window."""
        return int(
            self.page.evaluate(
                "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    def walk(self) -> Walk:
        """Press Tab from the top of the page until the focus is where it began."""
        page = self.page
        page.evaluate(_LISTEN)
        page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0) }")
        fields = page.locator("input[type=date]").count()
        most = page.evaluate("() => window.walk.count()") + _STEPS_IN_A_FIELD * fields + 20
        for step in range(most):
            page.keyboard.press("Tab")
            if step % 10 == 9 and page.evaluate("() => window.walk.round"):
                break
        found = page.evaluate("() => window.walk.result()")
        return Walk(found["unseen"], found["missed"], bool(found["round"]))

    def type_day(self, field: str, keys: str, value: str) -> None:
        """Type a day into a date field, and once more if the browser was not ready for it.

        Args:
            field: Selector of the field.
            keys: The digits in the order that the browser asks for them.
            value: The day that the field must then have, as year-month-day.
        """
        place = self.page.locator(field)
        for _ in range(3):
            place.focus()
            self.page.wait_for_function(
                "s => document.activeElement === document.querySelector(s)", arg=field
            )
            self.page.keyboard.type(keys, delay=20)
            if place.input_value() == value:
                return
            place.fill("")
        raise AssertionError(f"{field} has {place.input_value()!r}, not {value}")

    def focused(self) -> str:
        """Return the text or the id of what has the focus."""
        return str(
            self.page.evaluate(
                "() => document.activeElement.id || document.activeElement.innerText.trim()"
            )
        )
