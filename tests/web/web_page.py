"""A page as a reader meets it: language, headings, links, fields, text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

_VOID = {"meta", "link", "input", "br", "hr", "img"}
_SPACE = re.compile(r"\s+")


@dataclass
class Element:
    """One element with its attributes and, when the page is read, all text inside."""

    tag: str
    attributes: dict[str, str]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text inside, with single spaces."""
        return _SPACE.sub(" ", " ".join(self.pieces)).strip()

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]


class Page(HTMLParser):
    """A page that was answered."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response
        self.source = response.content.decode("utf-8")
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        opened = self._open.pop()
        assert opened.tag == tag, f"<{opened.tag}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.pieces.append(data)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a tag with these attributes (``class_`` for ``class``)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag
            and all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """Return the only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def text(self) -> str:
        """All text of the page."""
        return self.one("html").text

    @property
    def alert(self) -> str:
        """The text of what is wrong; empty when nothing is."""
        return " ".join(element.text for element in self.all("div", role="alert"))

    def link(self, words: str) -> str:
        """Return where the only link with these words goes."""
        (found,) = [a for a in self.all("a") if a.text == words]
        return found["href"]

    def typed(self) -> dict[str, str]:
        """Return what a browser would send from the form of assumptions."""
        return {
            element["name"]: element["value"]
            for element in self.all("input")
            if element.attributes.get("type") == "text" or "checked" in element.attributes
        }

    def answer(self) -> str:
        """Return the big number of the need."""
        return self.all("span", class_="kpi-value")[0].text

    def receipt(self) -> str:
        """Return the id of the receipt of the page's first answer."""
        return next(e for e in self.all("dl", class_="receipt")).text.split()[1]


Read = Callable[..., Page]
