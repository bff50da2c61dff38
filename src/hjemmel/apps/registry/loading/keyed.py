"""Rows known by a key of the file's: new ones are added, changed ones corrected in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.db import models

from hjemmel.apps.registry import bulk
from hjemmel.apps.registry.loading.frames import TableCounts

_KINDS: tuple[tuple[type[models.Field[Any, Any]], Any], ...] = (
    (models.BooleanField, pl.Boolean),
    (models.DateField, pl.Date),
    (models.FloatField, pl.Float64),
    (models.DecimalField, pl.Float64),
    (models.ForeignKey, pl.Int64),
    (models.IntegerField, pl.Int64),
)


def schema_of(model: type[models.Model], columns: Sequence[str]) -> dict[str, Any]:
    """Return the polars type of each column of a model's table."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    return {
        name: next((kind for base, kind in _KINDS if isinstance(fields[name], base)), pl.String)
        for name in columns
    }


def upsert(
    model: type[models.Model], frame: pl.DataFrame, key: Sequence[str]
) -> tuple[pl.DataFrame, TableCounts]:
    """Add what is new and correct what differs.

    Args:
        model: The table.
        frame: Columns named as the table's; each key once.
        key: The columns that name a row.

    Returns:
        The key's columns with ``id``, and what was done.
    """
    table = model._meta.db_table
    frame = _typed(model, frame)
    stored = _stored(model, frame, key)
    both = frame.join(stored, on=list(key), how="left", suffix="_stored", nulls_equal=True)
    facts = [name for name in frame.columns if name not in key]
    differs = pl.any_horizontal(
        [pl.col(name).ne_missing(pl.col(f"{name}_stored")) for name in facts] or [pl.lit(False)]
    )
    is_new = pl.col("id").is_null()
    added = both.filter(is_new).select(frame.columns)
    changed = both.filter(~is_new & differs).select("id", *facts)
    bulk.insert(table, added.with_columns(_defaults(model, frame.columns)))
    bulk.update(table, changed)
    counts = TableCounts(
        added=added.height,
        changed=changed.height,
        unchanged=frame.height - added.height - changed.height,
    )
    known = both.filter(~is_new).select(*key, "id")
    if added.is_empty():
        return known, counts
    return pl.concat([known, _ids(model, added.select(key), key)]), counts


def _typed(model: type[models.Model], frame: pl.DataFrame) -> pl.DataFrame:
    """Cast to the table's types; what may not be absent becomes what the model writes."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    made = []
    for name, kind in schema_of(model, frame.columns).items():
        column = pl.col(name).cast(kind)
        field = fields[name]
        if not field.null and field.has_default():
            column = column.fill_null(pl.lit(field.get_default(), kind))
        elif kind == pl.String and not field.null:
            column = column.fill_null("")
        made.append(column)
    return frame.select(made)


def _stored(model: type[models.Model], frame: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    schema = schema_of(model, frame.columns)
    selected = ", ".join(f't."{name}"' for name in ("id", *frame.columns))
    with bulk.staged(frame.select(key)) as stage:
        return bulk.read(
            f'SELECT {selected} FROM "{model._meta.db_table}" t '  # noqa: S608
            f'JOIN "{stage}" s ON {_same(key)}',
            {"id": pl.Int64, **schema},
        )


def _ids(model: type[models.Model], keys: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    selected = ", ".join(f't."{name}"' for name in (*key, "id"))
    with bulk.staged(keys) as stage:
        return bulk.read(
            f'SELECT {selected} FROM "{model._meta.db_table}" t '  # noqa: S608
            f'JOIN "{stage}" s ON {_same(key)}',
            {**schema_of(model, key), "id": pl.Int64},
        )


def _same(key: Sequence[str]) -> str:
    return " AND ".join(f't."{name}" = s."{name}"' for name in key)


def _defaults(model: type[models.Model], given: Sequence[str]) -> list[pl.Expr]:
    """Return what the model writes in columns that the frame does not have."""
    made = []
    for field in model._meta.concrete_fields:
        if field.column in given or field.primary_key or field.null:
            continue
        default = field.get_default()
        if isinstance(field, models.JSONField):
            default = field.get_prep_value(default)
            default = default if isinstance(default, str) else "[]"
        made.append(pl.lit(default).alias(field.column))
    return made
