"""The Markdown pages of the project, for the tests of the documentation."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = tuple(sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")]))

_FENCE = re.compile(r"^(`{3,}|~{3,})(\S*)[^\n]*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_DIRECTIVE = re.compile(r"^```\{([a-z-]+)\}(?: +(\S+))?\s*$", re.MULTILINE)


def name(page: Path) -> str:
    """Return the page's path from the root, for people."""
    return page.relative_to(ROOT).as_posix()


@cache
def text(page: Path) -> str:
    """Return the page's text."""
    return page.read_text("utf-8")


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return [body for _, found, body in _FENCE.findall(text(page)) if found == language]


def links(page: Path) -> list[str]:
    """Return the targets of the links outside fenced blocks."""
    return _LINK.findall(_FENCE.sub("", text(page)))


def directives(page: Path) -> list[tuple[str, str]]:
    """Return the MyST directives with their first argument."""
    return _DIRECTIVE.findall(text(page))


def toctree(page: Path) -> list[Path]:
    """Return the pages that a page holds in its tables of contents."""
    entries = [
        line.strip()
        for body in blocks(page, "{toctree}")
        for line in body.splitlines()
        if line.strip() and not line.startswith(":")
    ]
    return [(page.parent / f"{entry}.md").resolve() for entry in entries]


def title(page: Path) -> str:
    """Return the first heading."""
    first = text(page).splitlines()[0]
    assert first.startswith("# "), f"{name(page)} starts without a heading"
    return first.removeprefix("# ")
