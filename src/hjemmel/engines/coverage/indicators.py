"""The indicators that Statistics Norway and the Directorate of Health publish, by their definitions.

Totals are summed from lists once; each indicator is a formula on totals, so that published totals can
be put in too. What an input is missing for has no value and says which input.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hjemmel.engines.coverage.indicator_definitions import DEFINITIONS, Definition
from hjemmel.kernel.text import Text
from hjemmel.law.lawat import LawAt

OPEN_LIMIT = "planning.ssb_open_list_min_free"
FULL_TIME_LIST = "planning.ssb_full_time_list"
FULL_TIME_HOURS = "planning.normal_week_hours"
SSB_TABLE = "12005"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedList:
    """A list as the statistics count it. ``None`` is not known.

    Args:
        id: What tells it from other lists over time.
        length: Persons on it.
        ceiling: Persons that it may hold.
        has_doctor: Whether somebody holds its agreement; a locum does not.
        municipal_hours: Hours a week that its doctor has for other municipal tasks.
    """

    id: str
    length: int | None
    ceiling: int | None
    has_doctor: bool
    municipal_hours: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTotals:
    """Sums over lists. ``None``: not published, or an input is missing for a list.

    Args:
        lists: All lists.
        lists_with_doctor: Those with a permanent doctor.
        open_lists: Those with more free places than Statistics Norway's limit.
        listed: Persons on all lists.
        listed_with_doctor: Persons on lists with a permanent doctor.
        capacity: Sum of the ceilings.
        capacity_with_doctor: Sum of the ceilings of lists with a permanent doctor.
        municipal_hours: Sum of hours a week on other municipal tasks.
        started: Lists that were not there a month before.
        ended: Lists that were there a month before and are not now.
    """

    lists: int | None = None
    lists_with_doctor: int | None = None
    open_lists: int | None = None
    listed: int | None = None
    listed_with_doctor: int | None = None
    capacity: int | None = None
    capacity_with_doctor: int | None = None
    municipal_hours: Decimal | None = None
    started: int | None = None
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """An indicator with how it was computed.

    Args:
        id: Its id.
        publisher: ``ssb`` or ``directorate``.
        title: Its name.
        value: The value; ``None`` where an input is missing.
        unit: What it counts.
        decimals: Decimals that it is shown with.
        formula: The formula in words.
        inputs: The inputs by name.
        missing: Names of the inputs that are missing.
        source: Where the definition stands.
        code: Code of the published series; empty where there is none.
        note: What a reader should know.
    """

    id: str
    publisher: str
    title: Text
    value: Decimal | None
    unit: Text
    decimals: int
    formula: Text
    inputs: Mapping[str, Decimal | None]
    missing: tuple[str, ...]
    source: Text
    code: str = ""
    note: Text | None = None


def totals(
    lists: Sequence[CountedList], law: LawAt, before: Collection[str] | None = None
) -> ListTotals:
    """Sum lists.

    Args:
        lists: The lists of a day.
        law: The parameters of that day.
        before: Ids of the lists a month before; ``None``: not known.
    """
    held = [row for row in lists if row.has_doctor]
    limit = law.integer(OPEN_LIMIT)
    known = all(row.ceiling is not None and row.length is not None for row in lists)
    now = {row.id for row in lists}
    return ListTotals(
        lists=len(lists),
        lists_with_doctor=len(held),
        open_lists=sum((r.ceiling or 0) - (r.length or 0) > limit for r in lists)
        if known
        else None,
        listed=_sum([row.length for row in lists]),
        listed_with_doctor=_sum([row.length for row in held]),
        capacity=_sum([row.ceiling for row in lists]),
        capacity_with_doctor=_sum([row.ceiling for row in held]),
        municipal_hours=_sum_of_hours(lists),
        started=None if before is None else len(now - set(before)),
        ended=None if before is None else len(set(before) - now),
    )


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _sum_of_hours(lists: Sequence[CountedList]) -> Decimal | None:
    known = [row.municipal_hours for row in lists if row.municipal_hours is not None]
    return sum(known, Decimal(0)) if len(known) == len(lists) else None


def indicators(sums: ListTotals, law: LawAt) -> tuple[IndicatorValue, ...]:
    """Compute every indicator; ``law`` has the day's definitions of full time."""
    known: dict[str, Decimal | None] = {
        name: None if value is None else Decimal(value)
        for name in ListTotals.__dataclass_fields__
        for value in (getattr(sums, name),)
    }
    known["full_time_list"] = law.number(FULL_TIME_LIST)
    known["full_time_hours"] = law.number(FULL_TIME_HOURS)
    return tuple(_value(definition, known) for definition in DEFINITIONS)


def _value(definition: Definition, known: Mapping[str, Decimal | None]) -> IndicatorValue:
    inputs = {name: known[name] for name in definition.inputs}
    given = {name: value for name, value in inputs.items() if value is not None}
    missing = tuple(name for name in inputs if name not in given)
    return IndicatorValue(
        id=definition.id,
        publisher=definition.publisher,
        title=definition.title,
        value=None if missing else definition.compute(given),
        unit=definition.unit,
        decimals=definition.decimals,
        formula=definition.formula,
        inputs=inputs,
        missing=missing,
        source=definition.source,
        code=definition.code,
        note=definition.note,
    )
