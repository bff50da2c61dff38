"""The glossary ties each name in code to its Norwegian term, and to the law where there is one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from glossary_manual import FILE, glossary, read_glossary

import hjemmel
from hjemmel.law import load_law

ENTRIES = read_glossary()
REQUIRED = {"nb", "en", "definition"}
OPTIONAL = {"act", "paragraph"}


@cache
def code() -> str:
    """Return all Python and data files of the package as one text."""
    package = Path(hjemmel.__file__).parent
    files = (file for file in sorted(package.rglob("*")) if file.suffix in (".py", ".toml"))
    return "\n".join(file.read_text("utf-8") for file in files).lower()


@pytest.mark.parametrize("name", ENTRIES)
def test_entry_has_both_terms_and_a_definition(name: str) -> None:
    entry = ENTRIES[name]
    assert entry.keys() >= REQUIRED
    assert entry.keys() <= REQUIRED | OPTIONAL
    assert all(text.strip() for text in entry.values())
    assert entry["definition"].endswith(".")


@pytest.mark.parametrize("name", ENTRIES)
def test_name_is_used_in_the_code(name: str) -> None:
    assert re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", code())


@pytest.mark.parametrize("name", [name for name in ENTRIES if "act" in ENTRIES[name]])
def test_act_is_one_of_the_law(name: str) -> None:
    assert ENTRIES[name]["act"] in load_law().acts


@pytest.mark.parametrize("name", ENTRIES)
def test_a_paragraph_stands_only_with_its_act(name: str) -> None:
    assert "paragraph" not in ENTRIES[name] or "act" in ENTRIES[name]


def test_one_word_per_concept() -> None:
    for key in ("nb", "en"):
        terms = [entry[key].casefold() for entry in ENTRIES.values()]
        assert len(terms) == len(set(terms))


def test_page_shows_every_term() -> None:
    page = glossary()
    assert all(f"`{name}`" in page for name in ENTRIES)


def test_file_stands_beside_the_pages() -> None:
    assert FILE.parent.name == "docs"
