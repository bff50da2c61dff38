"""Lays published statistics into the register: whole tables, twice without harm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection, transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry import bulk
from hjemmel.apps.registry.loading.frames import LoadCounts, TableCounts
from hjemmel.apps.registry.models import (
    ForecastCount,
    Indicator,
    Municipality,
    PopulationCount,
)
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of statistics: what identifies a row, and what may change in it."""

    name: str
    key: tuple[str, ...]
    facts: tuple[str, ...]


_POPULATION = _Table(
    PopulationCount._meta.db_table,
    ("region", "year", "age", "sex"),
    ("municipality", "persons", "table"),
)
_FORECAST = _Table(
    ForecastCount._meta.db_table,
    ("region", "vintage", "alternative", "year", "age", "sex"),
    ("municipality", "persons", "table"),
)
_INDICATOR = _Table(
    Indicator._meta.db_table,
    ("region", "table", "content", "year"),
    ("municipality", "value", "status"),
)


@transaction.atomic
def load_population(
    *, rows: pl.DataFrame, municipality: int, table: str, retrieved_on: date, by: Actor
) -> LoadCounts:
    """Lay in residents by age and sex on 1 January.

    Args:
        rows: region, municipality, year, age, sex, persons.
        municipality: Key of the municipality they are about.
        table: Number of the table they are from.
        retrieved_on: The day they were fetched.
        by: Who; needs ``IMPORT_STATISTICS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The rows are about another municipality.
    """
    return _load(_POPULATION, "population", rows, municipality, table, retrieved_on, by)


@transaction.atomic
def load_forecast(
    *, rows: pl.DataFrame, municipality: int, table: str, retrieved_on: date, by: Actor
) -> LoadCounts:
    """Lay in a forecast: as ``load_population``, with vintage and alternative."""
    return _load(_FORECAST, "forecast", rows, municipality, table, retrieved_on, by)


@transaction.atomic
def load_indicators(
    *, rows: pl.DataFrame, municipality: int, table: str, retrieved_on: date, by: Actor
) -> LoadCounts:
    """Lay in published figures: region, municipality, content, year, value, status."""
    return _load(_INDICATOR, "indicators", rows, municipality, table, retrieved_on, by)


def _load(
    target: _Table,
    name: str,
    rows: pl.DataFrame,
    municipality: int,
    table: str,
    retrieved_on: date,
    by: Actor,
) -> LoadCounts:
    by.require(Permission.IMPORT_STATISTICS, municipality=municipality)
    place = Municipality.objects.select_for_update().get(pk=municipality)
    _refuse_others(rows, place.number)
    frame = rows.with_columns(
        pl.lit(table).alias("table"), pl.lit(retrieved_on).alias("retrieved_on")
    )
    counts = LoadCounts(before={name: _count(target, place.number)})
    counts.tables[name] = _upsert(target, frame)
    counts.after = {name: _count(target, place.number)}
    if counts.changed_anything:
        mark_changed(municipality, people=False)
    record(
        by=by.name,
        action=f"registry.load_{name}",
        subject=f"{place.number} {table}",
        municipality=place.number,
        details={"table": table, "retrieved_on": retrieved_on.isoformat(), **counts.as_plain()},
    )
    return counts


def _refuse_others(rows: pl.DataFrame, number: str) -> None:
    """Whoever may import for one municipality writes no other's figures; the country's are open."""
    others = set(rows["municipality"].unique().to_list()) - {number, ""}
    if others:
        shown = ", ".join(sorted(others)[:5])
        raise InputError(
            Text(
                f"Tallene gjelder andre kommuner: {shown}.",
                f"The figures are about other municipalities: {shown}.",
            ),
            where="municipality",
            remedy=Text(f"Hent tallene til {number}.", f"Get the figures of {number}."),
        )


def _count(target: _Table, number: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM "{target.name}" WHERE municipality = %s',  # noqa: S608
            [number],
        )
        return int(cursor.fetchone()[0])


def _upsert(target: _Table, frame: pl.DataFrame) -> TableCounts:
    """Add what is new and correct what differs, all rows at once."""
    columns = [*target.key, *target.facts, "retrieved_on"]
    is_not = "IS DISTINCT FROM" if bulk.is_postgresql() else "IS NOT"
    same = " AND ".join(f't."{name}" = s."{name}"' for name in target.key)
    differs = " OR ".join(f't."{n}" {is_not} {_typed(n)}' for n in target.facts)
    outdated = " OR ".join(f'"{target.name}"."{n}" {is_not} excluded."{n}"' for n in target.facts)
    named = ", ".join(f'"{name}"' for name in columns)
    taken = ", ".join(_typed(name) for name in columns)
    better = ", ".join(f'"{n}" = excluded."{n}"' for n in (*target.facts, "retrieved_on"))
    key = ", ".join(f'"{name}"' for name in target.key)
    with bulk.staged(frame.select(columns)) as stage, connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), count(CASE WHEN {differs} THEN 1 END) "  # noqa: S608
            f'FROM "{stage}" s JOIN "{target.name}" t ON {same}'
        )
        there, changed = cursor.fetchone()
        cursor.execute(
            f'INSERT INTO "{target.name}" ({named}) SELECT {taken} FROM "{stage}" s '  # noqa: S608
            f"WHERE true ON CONFLICT ({key}) DO UPDATE SET {better} WHERE {outdated}"
        )
    return TableCounts(added=frame.height - there, changed=changed, unchanged=there - changed)


def _typed(name: str) -> str:
    """Return a staged column as the table's type: figures are kept with four decimals."""
    return 'CAST(s."value" AS numeric(18, 4))' if name == "value" else f's."{name}"'
