"""Rows with two times: what a file says holds on a day, laid beside what was known before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl
from django.db import models

from hjemmel.apps.registry import bulk
from hjemmel.apps.registry.loading.frames import TableCounts
from hjemmel.apps.registry.loading.keyed import schema_of

_TIMES = {"valid_from": pl.Date, "valid_to": pl.Date}


def lay(
    model: type[models.Model],
    frame: pl.DataFrame,
    *,
    owner: str,
    facts: Sequence[str],
    as_of: date,
    now: datetime,
    carried: Sequence[str] = (),
    ended: pl.DataFrame | None = None,
) -> TableCounts:
    """Make the rows of ``frame`` hold on ``as_of``.

    A row that already says the same stays. One that says something else is superseded: it held
    until the change, the new one holds from it. ``frame`` may have ``since``, the day that the file
    says the facts began to hold; else they hold from ``as_of``.

    Args:
        model: A table of dated rows.
        frame: ``owner``, the facts, and perhaps ``since``; each owner once.
        owner: The column that rows of one history share.
        facts: The columns that are compared.
        as_of: The day that the file is about.
        now: The moment it is known.
        carried: Columns that are stored with the facts but not compared.
        ended: Owners (column ``owner``) for whom nothing holds from ``as_of`` on.
    """
    counts = TableCounts()
    stamp = pl.lit(now).cast(pl.Datetime("us", "UTC"))
    wanted = frame if "since" in frame.columns else frame.with_columns(since=pl.lit(None, pl.Date))
    wanted = wanted.with_columns(since=pl.min_horizontal(pl.col("since"), pl.lit(as_of)))
    kept_columns = [*facts, *carried]
    stored = _current(model, _owners(wanted, ended, owner), owner, kept_columns, as_of)
    both = wanted.join(stored, on=owner, how="left", suffix="_stored")
    differs = pl.any_horizontal(
        [pl.col(name).ne_missing(pl.col(f"{name}_stored")) for name in facts]
    )
    has_row = pl.col("holds").fill_null(False)
    counts.unchanged = both.filter(has_row & ~differs).height
    changed = both.filter(has_row & differs).with_columns(
        since=pl.max_horizontal(pl.col("since").fill_null(as_of), pl.col("valid_from"))
    )
    added = both.filter(~has_row).with_columns(
        since=pl.max_horizontal(pl.col("since").fill_null(as_of), pl.col("free_from"))
    )
    stopped = (
        stored.filter("holds").join(ended, on=owner, how="semi") if ended is not None else None
    )
    counts.added, counts.changed = added.height, changed.height
    superseded = [changed.select("id", known_to=stamp)]
    before = changed.filter(pl.col("valid_from") < pl.col("since"))
    pieces = [
        before.select(
            owner,
            *[pl.col(f"{name}_stored").alias(name) for name in kept_columns],
            "valid_from",
            valid_to="since",
        ),
        changed.select(owner, *kept_columns, valid_from="since", valid_to="valid_to"),
        added.select(owner, *kept_columns, valid_from="since", valid_to="free_to"),
    ]
    if stopped is not None and not stopped.is_empty():
        counts.ended = stopped.height
        superseded.append(stopped.select("id", known_to=stamp))
        until = stopped.filter(pl.col("valid_from") < as_of)
        pieces.append(until.select(owner, *kept_columns, "valid_from", valid_to=pl.lit(as_of)))
    bulk.update(model._meta.db_table, pl.concat(superseded))
    rows = pl.concat(pieces).with_columns(
        known_from=stamp, known_to=pl.lit(None, pl.Datetime("us", "UTC"))
    )
    bulk.insert(model._meta.db_table, rows)
    return counts


def _owners(frame: pl.DataFrame, ended: pl.DataFrame | None, owner: str) -> pl.DataFrame:
    parts = [frame.select(owner)] + ([] if ended is None else [ended.select(owner)])
    return pl.concat(parts)


def _current(
    model: type[models.Model],
    owners: pl.DataFrame,
    owner: str,
    facts: Sequence[str],
    as_of: date,
) -> pl.DataFrame:
    """Return, per owner with any row, the one that holds on ``as_of`` and the free time around it."""
    columns = ["id", owner, *facts, "valid_from", "valid_to"]
    selected = ", ".join(f't."{name}"' for name in columns)
    with bulk.staged(owners) as stage:
        rows = bulk.read(
            f'SELECT {selected} FROM "{model._meta.db_table}" t '  # noqa: S608
            f'JOIN "{stage}" s ON t."{owner}" = s."{owner}" WHERE t.known_to IS NULL',
            {**schema_of(model, columns), "id": pl.Int64, **_TIMES},
        )
    day = pl.lit(as_of)
    is_over = pl.col("valid_to").is_not_null() & (pl.col("valid_to") <= day)
    is_later = pl.col("valid_from") > day
    around = rows.group_by(owner).agg(
        free_from=pl.col("valid_to").filter(is_over).max(),
        free_to=pl.col("valid_from").filter(is_later).min(),
    )
    holding = rows.filter(~is_over & ~is_later).with_columns(holds=pl.lit(True))
    return around.join(holding, on=owner, how="left").with_columns(
        holds=pl.col("holds").fill_null(False)
    )
