"""The glossary as a page: one word per concept, English name in code and Norwegian term."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from markup import cell, code

from hjemmel.law import Citation, load_law

FILE = Path(__file__).parent.parent / "glossary.toml"


def read_glossary() -> Mapping[str, Mapping[str, str]]:
    """Return the entries by their name in code."""
    return tomllib.loads(FILE.read_text("utf-8"))


def glossary() -> str:
    """Return all terms, by their Norwegian name."""
    entries = sorted(read_glossary().items(), key=lambda item: item[1]["nb"].casefold())
    return "\n".join(_term(name, entry) for name, entry in entries)


def _term(name: str, entry: Mapping[str, str]) -> str:
    where = f" See {_where(entry)}." if "act" in entry else ""
    return (
        f"{cell(entry['nb'])}\n"
        f": {cell(entry['en'])}, {code(name)} in code. {cell(entry['definition'])}{where}\n"
    )


def _where(entry: Mapping[str, str]) -> str:
    act = load_law().act(entry["act"])
    return cell(Citation(act, entry.get("paragraph", "")).text("nb"))
