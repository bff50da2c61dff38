"""The rules' worked cases: read from ``rules/cases/*.toml``, run by the tests, shown in the manual."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module, resources
from importlib.resources.abc import Traversable
from typing import TypeVar

from hjemmel.kernel.text import Text
from hjemmel.law.finding import Finding
from hjemmel.law.lawat import LawAt
from hjemmel.law.loader import LawBook, check_keys, read_toml
from hjemmel.law.provision import Rule, all_rules
from hjemmel.law.refusal import reading, refuse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RuleCase:
    """One worked case of a rule.

    Args:
        rule: Id of the rule: ``list_limits.ceiling_is_allowed``.
        name: What the case shows.
        as_of: The day the law is read for.
        municipality: Whose local choices apply.
        given: The facts, by argument name.
        expect: ``outcome``, ``reason`` and, where they matter, ``value`` and ``cites``.
    """

    rule: str
    name: Text
    as_of: date
    municipality: str | None
    given: Mapping[str, object]
    expect: Mapping[str, object]

    def run(self, book: LawBook) -> Finding:
        """Run the rule on the case."""
        rule = rules_by_id()[self.rule]
        return rule.function(**self.given, law=LawAt(self.as_of, self.municipality, book=book))


@functools.cache
def rules_by_id() -> Mapping[str, Rule]:
    """Import every rule module and return the rules by id."""
    for file in (resources.files("hjemmel.rules")).iterdir():
        name = file.name.removesuffix(".py")
        if file.name.endswith(".py") and name not in ("__init__", "spec"):
            import_module(f"hjemmel.rules.{name}")
    return {rule.id: rule for rule in all_rules()}


@functools.cache
def rule_cases() -> tuple[RuleCase, ...]:
    """Return all worked cases, file by file."""
    cases: list[RuleCase] = []
    folder = resources.files("hjemmel.rules") / "cases"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            cases.extend(read_cases(file, f"rules/cases/{file.name}"))
    return tuple(cases)


def read_cases(file: Traversable, name: str) -> tuple[RuleCase, ...]:
    """Return the worked cases of one file.

    Raises:
        DataFileError: The file breaks the format; the message names it.
    """
    with reading(name, None):
        table = read_toml(file, name)
        check_keys(table, name, required={"cases"}, optional=set())
        return tuple(_case(row, name) for row in _read(table, "cases", list, name))


def _case(row: Mapping[str, object], file: str) -> RuleCase:
    check_keys(
        row,
        file,
        required={"rule", "name_nb", "name_en", "as_of", "given", "expect"},
        optional={"municipality"},
    )
    given, expect = _read(row, "given", dict, file), _read(row, "expect", dict, file)
    check_keys(expect, file, required={"outcome", "reason"}, optional={"value", "cites"})
    if row["rule"] not in rules_by_id():
        raise refuse(file, f"Ukjent regel «{row['rule']}».", f"Unknown rule “{row['rule']}”.")
    municipality = row.get("municipality")
    return RuleCase(
        rule=str(row["rule"]),
        name=Text(str(row["name_nb"]), str(row["name_en"])),
        as_of=_read(row, "as_of", date, file),
        municipality=None if municipality is None else str(municipality),
        given=given,
        expect=expect,
    )


def _read(row: Mapping[str, object], key: str, kind: type[T], file: str) -> T:
    value = row[key]
    if not isinstance(value, kind):
        raise refuse(
            file,
            f"Nøkkelen {key} har feil form: {value!r}.",
            f"The key {key} has the wrong shape: {value!r}.",
        )
    return value
