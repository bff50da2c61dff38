"""What a table of a file leaves out and the register knows: read beside it, or filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from hjemmel.apps.exchange.limits import BESIDE, lacking
from hjemmel.apps.registry.models import AgreementTerms, Centre, Resident

_KEYS = {"agreements": "external_id", "centres": "external_id", "residents": "national_id"}
_PATHS: Mapping[str, str] = {
    "holder_hpr": "holder__hpr_number",
    "locum_hpr": "locum__hpr_number",
}


def beside(table: str, rows: pl.DataFrame, municipality: int, as_of: date) -> pl.DataFrame:
    """Add what is stored of facts that the file lacks and the database tests together with others."""
    names = lacking(table, rows.columns)
    if not names or table not in _KEYS:
        return rows
    key = _KEYS[table]
    stored = _stored(table, names, municipality, as_of)
    found = pl.DataFrame(
        stored, schema=[key, *(f"{BESIDE}{n}" for n in names)], orient="row",
        infer_schema_length=None,
    )  # fmt: skip
    return rows.join(found.cast({key: pl.String}), on=key, how="left", maintain_order="left")


def without_beside(rows: pl.DataFrame) -> pl.DataFrame:
    """Take away what ``beside`` added."""
    return rows.drop([name for name in rows.columns if name.startswith(BESIDE)])


def with_status(rows: pl.DataFrame, municipality: int, as_of: date) -> pl.DataFrame:
    """Say who has each post and whether it is held, where the file does not.

    A file that names nobody leaves who has the post; one that names the holders, and no locum, says
    that nobody stands in. The status that a file gives is kept: what does not agree with the
    doctors is refused by the row's conditions.
    """
    if "holder_hpr" not in rows.columns:
        names = ["holder_hpr"] if "locum_hpr" in rows.columns else ["holder_hpr", "locum_hpr"]
        kept = [*names, *(["status"] if len(names) > 1 and "status" not in rows.columns else [])]
        stored = _stored("agreements", kept, municipality, as_of)
        schema = dict.fromkeys(["external_id", *kept], pl.String)
        found = pl.DataFrame(stored, schema=schema, orient="row")
        rows = rows.join(found, on="external_id", how="left", maintain_order="left")
        if "status" in rows.columns:  # a file that says so without naming anybody ends who had it
            is_vacant = (pl.col("status") == "without_doctor").fill_null(False)
            rows = rows.with_columns(pl.when(~is_vacant).then(pl.col(n)).alias(n) for n in names)
    for column in ("locum_hpr", "status"):
        if column not in rows.columns:
            rows = rows.with_columns(pl.lit(None, pl.String).alias(column))
    by_doctors = (
        pl.when(pl.col("locum_hpr").is_not_null())
        .then(pl.lit("served_by_locum"))
        .when(pl.col("holder_hpr").is_not_null())
        .then(pl.lit("held"))
        .otherwise(pl.lit("without_doctor"))
    )
    return rows.with_columns(status=pl.coalesce("status", by_doctors))


def _stored(
    table: str, names: Sequence[str], municipality: int, as_of: date
) -> list[tuple[Any, ...]]:
    """Return the key and the facts of what is stored, one row for each that has any."""
    paths = [_PATHS.get(name, name) for name in names]
    if table == "agreements":
        terms = AgreementTerms.objects.on(as_of).filter(agreement__municipality=municipality)
        return list(terms.values_list("agreement__external_id", *paths).order_by())
    if table == "centres":
        centres = Centre.objects.filter(municipality=municipality)
        return list(centres.values_list("external_id", *paths).order_by())
    people = Resident.objects.filter(national_id__isnull=False)
    for path in paths:
        people = people.filter(**{f"{path}__isnull": False})
    return list(people.values_list("national_id", *paths).order_by())
