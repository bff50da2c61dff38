"""The fields that a file may have, and how headings spell them: ``fields.toml``, ``list_fields.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hjemmel.kernel.text import Text

_FILE = Path(__file__).with_name("fields.toml")
_LIST_FILE = Path(__file__).with_name("list_fields.toml")
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e"})
_SIGNS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field of a table.

    Args:
        name: Name in the register's frames.
        kind: How its values are read.
        required: Whether a table without it is of no use.
        headings: How files spell it.
        choices: The register's code for each word that files use.
    """

    name: str
    kind: str
    required: bool = False
    headings: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> Text:
        """What people call it: the first heading, and its name in English."""
        return Text(self.headings[0] if self.headings else self.name, _in_english(self.name))


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of table with its fields."""

    name: str
    title: Text
    fields: tuple[Field, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """The fields without which it is of no use."""
        return tuple(f.name for f in self.fields if f.required)


@functools.cache
def tables() -> Mapping[str, Table]:
    """Return every kind of table of the register, in the order that they load."""
    return _read(_FILE)


@functools.cache
def list_tables() -> Mapping[str, Table]:
    """Return the kinds of table that are about the running of lists, each a kind of file by itself."""
    return _read(_LIST_FILE)


def all_tables() -> Mapping[str, Table]:
    """Return every kind of table."""
    return {**tables(), **list_tables()}


def _read(file: Path) -> Mapping[str, Table]:
    raw = tomllib.loads(file.read_text("utf-8"))
    return {
        name: Table(
            name,
            Text(table["title_nb"], table["title_en"]),
            tuple(
                Field(
                    name=key,
                    kind=given["kind"],
                    required=given.get("required", False),
                    headings=tuple(given["headings"]),
                    choices={
                        word.casefold(): code for word, code in given.get("choices", {}).items()
                    },
                )
                for key, given in table["fields"].items()
            ),
        )
        for name, table in raw.items()
    }


def field_words(name: str, among: Collection[str] = ()) -> Text:
    """Return what people call a field: of one of the tables named, or of the first that has it."""
    every = all_tables()
    for table in (*among, *every):
        for one in every[table].fields if table in every else ():
            if one.name == name:
                return one.title
    return _OF_STATISTICS.get(name, Text(name, name))


_OF_STATISTICS = {
    "Region": Text("Region", "Region"),
    "Tid": Text("År", "Year"),
    "value": Text("Verdi", "Value"),
    "geometry": Text("Grense", "Border"),
    "properties": Text("Egenskaper", "Properties"),
}


def _in_english(name: str) -> str:
    words = name.removesuffix("_ore").replace("_", " ").replace("hpr", "HPR")
    return words[:1].upper() + words[1:]


def plain_heading(text: str) -> str:
    """Return a heading without case, spaces, signs and Norwegian letters.

    >>> plain_heading(" F.nr. ") == plain_heading("fnr")
    True
    """
    return _SIGNS.sub("", text.casefold().translate(_LETTERS))
