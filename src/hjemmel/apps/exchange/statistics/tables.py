"""Which tables of Statistics Norway hjemmel reads, from ``tables.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """One statistic: the numbers of its tables, newest first, and the codes of their variables.

    ``age`` and ``sex`` are empty where the table has no such variable; ``contents`` is empty where
    all are taken; ``codelist`` puts together regions that changed code.
    """

    id: str
    title: Text
    tables: tuple[str, ...]
    region: str
    time: str
    content: str
    age: str = ""
    sex: str = ""
    contents: tuple[str, ...] = ()
    codelist: str = ""
    search: str = ""
    main: str = ""
    groups: tuple[str, ...] = ()
    vintages: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_by_age(self) -> bool:
        """Whether figures are persons by age and sex."""
        return bool(self.age)


@cache
def statistics() -> Mapping[str, Statistic]:
    """Return every statistic by id."""
    text = (resources.files(__package__ or "") / "tables.toml").read_text("utf-8")
    return {name: _statistic(name, given) for name, given in tomllib.loads(text).items()}


def of_table(table: str) -> Statistic | None:
    """Return the statistic that a table belongs to, or ``None``."""
    return next((s for s in statistics().values() if table in s.tables), None)


def _statistic(name: str, given: Mapping[str, Any]) -> Statistic:
    plain: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in given.items()
        if not key.startswith("title_")
    }
    return Statistic(id=name, title=Text(given["title_nb"], given["title_en"]), **plain)
