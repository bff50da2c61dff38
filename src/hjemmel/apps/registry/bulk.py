"""Many rows at once, between polars and the database: COPY on PostgreSQL, executemany on SQLite.

Table and column names come from models, never from outside.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import polars as pl
from django.db import connection

from hjemmel.kernel.progress import NoProgress, Progress

_ROWS_AT_ONCE = 50_000
_STAGE = "hjemmel_stage"
_watch: ContextVar[Progress] = ContextVar("bulk_progress", default=NoProgress())  # noqa: B039


@contextmanager
def watched(progress: Progress) -> Iterator[None]:
    """Tell ``progress`` of the rows written while the block runs; it may stop the work there."""
    token = _watch.set(progress)
    try:
        yield
    finally:
        _watch.reset(token)


def is_postgresql() -> bool:
    """Tell which of the two databases this is."""
    return connection.vendor == "postgresql"


def insert(table: str, frame: pl.DataFrame) -> int:
    """Add the rows of ``frame``, whose columns are named as the table's; return how many."""
    if frame.is_empty():
        return 0
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    with connection.cursor() as cursor:
        if is_postgresql():
            statement = f'COPY "{table}" ({columns}) FROM STDIN WITH (FORMAT csv)'
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for part in frame.iter_slices(_ROWS_AT_ONCE):
                    copy.write(part.write_csv(include_header=False, quote_style="non_numeric"))
                    _watch.get().advance(part.height)
        else:
            marks = ", ".join(["%s"] * frame.width)
            statement = f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'  # noqa: S608
            for part in frame.iter_slices(_ROWS_AT_ONCE):
                cursor.executemany(statement, _for_sqlite(part).rows())
                _watch.get().advance(part.height)
    return frame.height


@contextmanager
def staged(frame: pl.DataFrame) -> Iterator[str]:
    """Put rows into a temporary table while the block runs; yields its name. Not nested."""
    columns = ", ".join(f'"{name}" {_kind(kind)}' for name, kind in frame.schema.items())
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{_STAGE}"')
        cursor.execute(f'CREATE TEMPORARY TABLE "{_STAGE}" ({columns})')
    insert(_STAGE, frame)
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(f'ANALYZE "{_STAGE}"')
    yield _STAGE
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE "{_STAGE}"')


def read(
    sql: str, schema: dict[str, Any], parameters: Sequence[int | str | None] = ()
) -> pl.DataFrame:
    """Return the rows of a query as a frame with the columns and types of ``schema``."""
    if is_postgresql():
        return _copied(sql, schema, parameters)
    parts = []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            parts.append(pl.DataFrame(rows, schema=schema, orient="row", strict=False))
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)


def update(table: str, frame: pl.DataFrame, key: str = "id") -> int:
    """Set the columns of ``frame`` in the rows that ``key`` names; return how many rows."""
    if frame.is_empty():
        return 0
    columns = [name for name in frame.columns if name != key]
    settings = ", ".join(f'"{name}" = s."{name}"' for name in columns)
    with staged(frame) as stage, connection.cursor() as cursor:
        if not is_postgresql():
            cursor.execute(f'CREATE UNIQUE INDEX temp."{stage}_key" ON "{stage}" ("{key}")')
        cursor.execute(
            f'UPDATE "{table}" SET {settings} FROM "{stage}" s '  # noqa: S608
            f'WHERE "{table}"."{key}" = s."{key}"'
        )
    return frame.height


def analyse(*tables: str) -> None:
    """Let PostgreSQL look at tables that have changed much, so that it plans what is asked next."""
    if is_postgresql():
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'ANALYZE "{table}"')


def _copied(
    sql: str, schema: dict[str, Any], parameters: Sequence[int | str | None]
) -> pl.DataFrame:
    text = io.BytesIO()
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)", parameters or None) as copy,
    ):
        for block in copy:
            text.write(block)
    text.seek(0)
    if not text.getbuffer().nbytes:
        return pl.DataFrame(schema=schema)
    frame = pl.read_csv(
        text,
        has_header=False,
        new_columns=list(schema),
        schema=dict.fromkeys(schema, pl.String),
    )
    return _from_text(frame, schema)


def _from_text(frame: pl.DataFrame, schema: dict[str, Any]) -> pl.DataFrame:
    made = []
    for name, kind in schema.items():
        column = pl.col(name)
        if kind == pl.Boolean:
            column = column == "t"
        elif kind == pl.Date:
            column = column.str.to_date("%Y-%m-%d")
        elif kind != pl.String:
            column = column.cast(kind)
        made.append(column.alias(name))
    return frame.select(made)


def _for_sqlite(frame: pl.DataFrame) -> pl.DataFrame:
    """Write days, moments and truth the way Django keeps them in SQLite."""
    made = []
    for name, kind in frame.schema.items():
        if kind == pl.Date:
            made.append(pl.col(name).dt.to_string("%Y-%m-%d"))
        elif isinstance(kind, pl.Datetime):
            made.append(pl.col(name).dt.to_string("%Y-%m-%d %H:%M:%S%.6f"))
        elif kind == pl.Boolean:
            made.append(pl.col(name).cast(pl.Int8))
        elif isinstance(kind, pl.Decimal | pl.Enum | pl.Categorical):
            made.append(pl.col(name).cast(pl.String))
    return frame.with_columns(made)


def _kind(kind: Any) -> str:
    if kind == pl.Boolean:
        return "boolean"
    if kind == pl.Date:
        return "date"
    if isinstance(kind, pl.Datetime):
        return "timestamp with time zone"
    if kind in (pl.Float32, pl.Float64):
        return "double precision"
    if isinstance(kind, pl.Decimal):
        return "numeric"
    return "bigint" if kind.is_integer() else "text"
