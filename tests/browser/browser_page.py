"""A reader in front of a browser: goes to pages, and hears what the browser complains of."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

Size = tuple[int, int]
WIDE: Size = (1320, 900)
PHONE: Size = (390, 844)
NARROW: Size = (320, 640)

_AXE = Axe()
_RULES = {"resultTypes": ["violations"]}


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

    def focused(self) -> str:
        """Return the text or the id of what has the focus."""
        return str(
            self.page.evaluate(
                "() => document.activeElement.id || document.activeElement.innerText.trim()"
            )
        )
