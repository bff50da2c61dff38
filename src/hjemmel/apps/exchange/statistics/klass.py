"""Reads KLASS, Statistics Norway's classifications: which municipality a code became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hjemmel.apps.exchange.statistics.jsonstat import parse_json
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text

KLASS = Text("KLASS hos SSB", "KLASS of Statistics Norway")
MUNICIPALITIES = 131
FIRST_DAY = date(1838, 1, 1)
"""The day before which there were no municipalities; a code without a known start has it."""


@dataclass(frozen=True, slots=True, order=True)
class CodeChange:
    """A code that became another: on ``day`` the new one holds."""

    day: date
    old: str
    new: str
    old_name: str = ""
    new_name: str = ""


@dataclass(frozen=True, slots=True, order=True)
class CodePeriod:
    """A code in the history of a municipality.

    Args:
        number: The code.
        name: What it was called.
        valid_from: First day; ``FIRST_DAY`` when not known.
        valid_to: First day after; ``None`` for today's.
        is_absorbed: Whether it was one of several that were merged.
        is_part: Whether only a part of what had it came here.
    """

    number: str
    name: str
    valid_from: date
    valid_to: date | None
    is_absorbed: bool = False
    is_part: bool = False


def read_changes(content: bytes, *, where: str) -> tuple[CodeChange, ...]:
    """Read ``/changes``: changes in order of day; those of the name only are left out.

    Raises:
        DataFileError: It is not what KLASS answers.
    """
    body = parse_json(content, where)
    items = body.get("codeChanges") if isinstance(body, dict) else None
    if not isinstance(items, list):
        raise _refuse(where, "codeChanges")
    changes = {_change(item, where) for item in items}
    return tuple(sorted(change for change in changes if change and change.old != change.new))


def read_codes(content: bytes, *, where: str) -> Mapping[str, tuple[str, date]]:
    """Read ``/codes`` over a range of days: the name and first day of each code; none is nothing.

    Raises:
        DataFileError: It is not what KLASS answers.
    """
    body = parse_json(content, where)
    items = body.get("codes", []) if isinstance(body, dict) else None
    if not isinstance(items, list):
        raise _refuse(where, "codes")
    found: dict[str, tuple[str, date]] = {}
    for item in items:
        if not isinstance(item, dict) or not str(item.get("code", "")):
            raise _refuse(where, "codes")
        said = item.get("validFromInRequestedRange") or item.get("validFrom")
        start = _day(said, where) or FIRST_DAY
        code = str(item["code"])
        if code not in found or start < found[code][1]:
            found[code] = (str(item.get("name", "")), start)
    return found


def history(
    number: str,
    name: str,
    changes: Sequence[CodeChange],
    codes: Mapping[str, tuple[str, date]] | None = None,
) -> tuple[CodePeriod, ...]:
    """Return the codes that a municipality of today has had, and those merged into it.

    The changes are followed backwards from today's code. A code that became several is a part, and
    what came before it is not followed. ``codes`` tells when a code began that no change made.
    """
    became: dict[tuple[date, str], set[str]] = defaultdict(set)
    came: dict[str, dict[date, list[CodeChange]]] = defaultdict(lambda: defaultdict(list))
    for change in changes:
        became[change.day, change.old].add(change.new)
        came[change.new][change.day].append(change)
    periods: set[CodePeriod] = set()
    follow: list[CodePeriod] = [CodePeriod(number, name, FIRST_DAY, None)]
    while follow:
        last = follow.pop()
        days = [day for day in came[last.number] if last.valid_to is None or day < last.valid_to]
        begins = [day for day in days if _begins(came[last.number], day, became)]
        start = max(begins, default=_first_day(last, codes or {}))
        periods.add(replace(last, valid_from=start))
        if last.is_part:
            continue
        for day in (day for day in days if day >= start):
            sources = came[last.number][day]
            merged = last.is_absorbed or day != start or len(sources) > 1
            follow += [
                CodePeriod(
                    source.old,
                    source.old_name or source.old,
                    FIRST_DAY,
                    day,
                    is_absorbed=merged,
                    is_part=len(became[day, source.old]) > 1,
                )
                for source in sources
            ]
    return tuple(sorted(periods))


def _first_day(last: CodePeriod, codes: Mapping[str, tuple[str, date]]) -> date:
    _, start = codes.get(last.number, ("", FIRST_DAY))
    return start if last.valid_to is None or start < last.valid_to else FIRST_DAY


def _begins(
    came: Mapping[date, Sequence[CodeChange]],
    day: date,
    became: Mapping[tuple[date, str], set[str]],
) -> bool:
    """Tell whether a code was new on a day, instead of one that others were merged into.

    KLASS does not list the code that goes on. It was there before if it had come about earlier or
    gave something away that day, or if a single code with another name went into it.
    """
    sources = came[day]
    new = sources[0].new
    if (day, new) in became or any(earlier < day for earlier in came):
        return False
    return len(sources) > 1 or sources[0].old_name == sources[0].new_name


def _change(item: Any, where: str) -> CodeChange | None:
    if not isinstance(item, dict):
        raise _refuse(where, "codeChanges")
    day = _day(item.get("changeOccurred"), where)
    old, new = item.get("oldCode"), item.get("newCode")
    if not old or not new:
        return None
    if day is None:
        raise _refuse(where, "changeOccurred")
    names = (str(item.get("oldName") or ""), str(item.get("newName") or ""))
    return CodeChange(day, str(old), str(new), *names)


def _day(said: object, where: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(str(said)[:10])
    except ValueError:
        raise _refuse(where, str(said)[:20]) from None


def _refuse(where: str, part: str) -> DataFileError:
    return DataFileError(
        Text(
            f"Filen er ikke endringer eller koder fra KLASS («{part}»).",
            f"The file is not changes or codes from KLASS (“{part}”).",
        ),
        where=where,
        remedy=Text(
            "Hent /classifications/131/changes som JSON.",
            "Get /classifications/131/changes as JSON.",
        ),
    )
