"""Plans that municipalities have written, ready to read and to start from: ``load_plan("trondheim-2024")``."""

from __future__ import annotations

import functools
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from hjemmel.cases.files import (
    Table,
    both,
    check,
    data_folder,
    day,
    documents,
    integer,
    number,
    optional_note,
    read,
    refuse,
    rows,
    source,
    words,
)
from hjemmel.domain.measure import Cost, CostKind, Measure, MeasureStatus, StatusChange
from hjemmel.domain.plan import (
    DecisionLine,
    DecisionPart,
    FocusArea,
    Goal,
    Plan,
    PlanStatus,
    PoliticalDecision,
)
from hjemmel.domain.plan_indicator import (
    Direction,
    FollowedIndicator,
    Frequency,
    IndicatorDefinition,
    IndicatorTarget,
    IndicatorUnit,
    ValueOrigin,
)
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period

_FOLDER = "plans"
_IN_FORCE = "Iverksatt før planen."
_Chosen = TypeVar("_Chosen", bound=Enum)


def plan_examples() -> tuple[str, ...]:
    """Return the names of the plans."""
    files = (data_folder() / _FOLDER).iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files))


@functools.cache
def load_plan(name: str) -> Plan:
    """Return a plan as its document has it, with the indicators that its measures name.

    Args:
        name: Its id: ``trondheim-2024``.

    Raises:
        UnknownIdError: There is none of that name.
    """
    known = plan_examples()
    if name not in known:
        raise UnknownIdError(
            Text(f"Planen «{name}» finnes ikke.", f"There is no plan “{name}”."),
            where="plan",
            remedy=Text(f"Velg blant {', '.join(known)}.", f"Choose among {', '.join(known)}."),
        )
    return _plan(read(data_folder() / _FOLDER / f"{name}.toml"), f"{name}.toml")


@functools.cache
def indicator_definitions() -> tuple[IndicatorDefinition, ...]:
    """Return the indicators that hjemmel ships with, I01 to I31."""
    where = "indicators/plan.toml"
    table = check(read(data_folder() / "indicators" / "plan.toml"), where, required={"indicators"})
    return tuple(_indicator(row, where) for row in rows(table, "indicators", where))


def indicator_definition(indicator_id: str) -> IndicatorDefinition:
    """Return one of the indicators.

    Raises:
        UnknownIdError: There is none of that id.
    """
    for definition in indicator_definitions():
        if definition.id == indicator_id:
            return definition
    first, last = indicator_definitions()[0].id, indicator_definitions()[-1].id
    raise UnknownIdError(
        Text(
            f"Indikatoren «{indicator_id}» finnes ikke.",
            f"There is no indicator “{indicator_id}”.",
        ),
        where="indicator",
        remedy=Text(f"Velg {first} til {last}.", f"Choose {first} to {last}."),
    )


def _plan(table: Table, where: str) -> Plan:
    check(
        table,
        where,
        required={
            *("id", "municipality", "municipality_name", "title_nb", "title_en", "from", "until"),
            *("status", "language", "source", "measures"),
        },
        optional={
            *("adopted_on", "budget_reference", "notes", "printed_sums", "goals"),
            *("focus_areas", "decisions"),
        },
    )
    measures = tuple(_measure(row, where, table) for row in rows(table, "measures", where))
    named = sorted({measure.indicator for measure in measures if measure.indicator})
    return Plan(
        id=words(table, "id", where),
        municipality=words(table, "municipality", where),
        municipality_name=words(table, "municipality_name", where),
        title=both(table, "title", where),
        period=Period(day(table, "from", where), day(table, "until", where)),
        status=_choice(PlanStatus, table, "status", where),
        language="nn" if words(table, "language", where) == "nn" else "nb",
        goals=tuple(
            _goal(order, row, where) for order, row in enumerate(rows(table, "goals", where), 1)
        ),
        focus_areas=tuple(_area(row, where) for row in rows(table, "focus_areas", where)),
        measures=measures,
        decisions=tuple(_decision(row, where) for row in rows(table, "decisions", where)),
        indicators=tuple(FollowedIndicator(indicator_definition(name)) for name in named),
        source=source(table["source"], f"{where} source"),
        notes=tuple(_note(row, where) for row in rows(table, "notes", where)),
        printed_sums=tuple(_sum(row, where) for row in rows(table, "printed_sums", where)),
        adopted_on=day(table, "adopted_on", where) if "adopted_on" in table else None,
        budget_reference=_maybe(table, "budget_reference", where),
    )


def _measure(row: Any, where: str, plan: Table) -> Measure:
    where = f"{where} measure {row.get('number', '?')}"
    check(
        row,
        where,
        required={"number", "title_nb", "title_en", "text", "focus_area", "place"},
        optional={"label", "owner", "cost", "indicator", "in_force", "note_nb", "note_en"},
    )
    begun = StatusChange(MeasureStatus.IN_PROGRESS, day(plan, "from", where), _IN_FORCE)
    return Measure(
        number=integer(row, "number", where),
        label=_maybe(row, "label", where),
        title=both(row, "title", where),
        text=words(row, "text", where),
        focus_area=words(row, "focus_area", where),
        owner=_maybe(row, "owner", where),
        cost=_cost(row["cost"], where) if "cost" in row else Cost(CostKind.UNSTATED),
        indicator=_maybe(row, "indicator", where),
        statuses=(begun,) if row.get("in_force") is True else (),
        place=words(row, "place", where),
        note=optional_note(row, where),
    )


def _cost(row: Any, where: str) -> Cost:
    where = f"{where} cost"
    check(row, where, required={"kind"}, optional={"kroner"})
    amount = Money.kroner(integer(row, "kroner", where)) if "kroner" in row else None
    return Cost(_choice(CostKind, row, "kind", where), amount)


def _goal(order: int, row: Any, where: str) -> Goal:
    where = f"{where} goal {order}"
    check(row, where, required={"nb", "en", "place"}, optional={"is_main", "carried_on"})
    return Goal(
        number=order,
        text=_pair(row, where),
        is_main=row.get("is_main") is True,
        carried_on=row.get("carried_on") is True,
        place=words(row, "place", where),
    )


def _area(row: Any, where: str) -> FocusArea:
    where = f"{where} focus area"
    check(
        row,
        where,
        required={"code", "title_nb", "title_en", "place"},
        optional={"goal_nb", "goal_en"},
    )
    return FocusArea(
        code=words(row, "code", where),
        title=both(row, "title", where),
        goal=both(row, "goal", where) if "goal_nb" in row else Text("", ""),
        place=words(row, "place", where),
    )


def _decision(row: Any, where: str) -> PoliticalDecision:
    where = f"{where} decision"
    check(
        row,
        where,
        required={"body_nb", "body_en", "lines"},
        optional={"day", "case_number"},
    )
    return PoliticalDecision(
        body=both(row, "body", where),
        day=day(row, "day", where) if "day" in row else None,
        case_number=_maybe(row, "case_number", where),
        lines=tuple(_line(line, where) for line in rows(row, "lines", where)),
    )


def _line(row: Any, where: str) -> DecisionLine:
    where = f"{where} line"
    check(row, where, required={"part", "nb", "en", "place"}, optional={"concerns"})
    return DecisionLine(
        part=_choice(DecisionPart, row, "part", where),
        text=_pair(row, where),
        concerns=_maybe(row, "concerns", where),
        place=words(row, "place", where),
    )


def _note(row: Any, where: str) -> Text:
    check(row, f"{where} note", required={"nb", "en"})
    return _pair(row, f"{where} note")


def _sum(row: Any, where: str) -> tuple[str, Money]:
    where = f"{where} printed sum"
    check(row, where, required={"area", "kroner"})
    return str(row["area"]), Money.kroner(integer(row, "kroner", where))


def _indicator(row: Any, where: str) -> IndicatorDefinition:
    where = f"{where} {row.get('id', '?')}"
    check(
        row,
        where,
        required={
            *("id", "title_nb", "title_en", "definition_nb", "definition_en", "formula_nb"),
            *("formula_en", "unit", "source_nb", "source_en", "origin", "frequency"),
            *("direction", "target_nb", "target_en", "sources"),
        },
        optional={"level", "tolerance"},
    )
    places = tuple(_place(entry, where) for entry in rows(row, "sources", where))
    return IndicatorDefinition(
        id=words(row, "id", where),
        title=both(row, "title", where),
        definition=both(row, "definition", where),
        formula=both(row, "formula", where),
        unit=_choice(IndicatorUnit, row, "unit", where),
        source=both(row, "source", where),
        target=IndicatorTarget(
            direction=_choice(Direction, row, "direction", where),
            level=Decimal(number(row, "level", where)) if "level" in row else None,
            tolerance=Decimal(number(row, "tolerance", where))
            if "tolerance" in row
            else Decimal(0),
            words=both(row, "target", where),
            place="; ".join(places),
        ),
        frequency=_choice(Frequency, row, "frequency", where),
        origin=_choice(ValueOrigin, row, "origin", where),
        places=places,
    )


def _place(entry: Any, where: str) -> str:
    check(entry, where, required={"document", "place"})
    name = words(entry, "document", where)
    if name not in documents():
        raise refuse(where, f"Ukjent dokument «{name}».", f"Unknown document “{name}”.")
    return source(entry, where).text()


def _pair(row: Table, where: str) -> Text:
    return Text(words(row, "nb", where), words(row, "en", where))


def _maybe(table: Table, key: str, where: str) -> str:
    return words(table, key, where) if key in table else ""


def _choice(kind: type[_Chosen], table: Table, key: str, where: str) -> _Chosen:
    given = words(table, key, where)
    try:
        return kind(given)
    except ValueError:
        known = ", ".join(str(one.value) for one in kind)
        raise refuse(
            f"{where}.{key}",
            f"«{given}» er ikke blant {known}.",
            f"“{given}” is not among {known}.",
        ) from None
