"""A synthetic municipality as tables that the register takes; every name says that it is made up."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from hjemmel.apps.registry.loading.frames import RegisterFrames
from hjemmel.cases.synthetic import SyntheticMunicipality

_FIRST_HPR = 990_000_000
_POINT = ("longitude", "latitude")  # files of earlier versions do not have them


def frames_of(made: SyntheticMunicipality) -> RegisterFrames:
    """Return the tables of a synthetic municipality, ready to load."""
    profile = made.profile
    return frames_of_tables(
        made.tables, profile.number, {d.number: d.name for d in profile.districts}
    )


def frames_of_tables(
    tables: Mapping[str, pl.DataFrame], number: str, districts: Mapping[str, str]
) -> RegisterFrames:
    """Return the generator's tables, ready to load.

    Args:
        tables: As the generator makes or writes them, by name.
        number: The municipality's.
        districts: Name of each district by number.
    """
    return RegisterFrames(
        centres=_centres(tables["centres"], districts),
        doctors=_doctors(tables["doctors"], number),
        agreements=_agreements(tables["agreements"], number),
        lists=_lists(tables["lists"]),
        residents=_residents(tables["residents"], tables["guests"]),
        waiting=_waiting(tables["waiting"], tables["residents"]),
    )


def _hpr(column: str, number: str) -> pl.Expr:
    """Nine digits that begin with 99, and the municipality's: no health worker has them."""
    start = _FIRST_HPR + int(number or 0) % 100 * 100_000
    return (pl.col(column).cast(pl.Int64) + start).cast(pl.String)


def _centres(centres: pl.DataFrame, districts: Mapping[str, str]) -> pl.DataFrame:
    number = pl.col("district").cast(pl.String)
    place = number.replace_strict(districts, default=number, return_dtype=pl.String)
    number = pl.col("centre_id").cast(pl.String)
    return centres.select(
        number.alias("external_id"),
        pl.format("Syntetisk legesenter {}, {}", number, place).alias("name"),
        pl.col("district").cast(pl.String),
        pl.format("Oppdiktet vei {}", number).alias("address"),
        pl.when("municipal")
        .then(pl.lit("municipal"))
        .otherwise(pl.lit("private"))
        .alias("ownership"),
        *[name for name in _POINT if name in centres.columns],
    )


def _doctors(doctors: pl.DataFrame, number: str) -> pl.DataFrame:
    return doctors.select(
        _hpr("doctor_id", number).alias("hpr_number"),
        pl.format("Syntetisk lege {}", pl.col("doctor_id")).alias("name"),
        "born",
        pl.col("sex").cast(pl.String),
        pl.col("competence").cast(pl.String),
        pl.lit(True).alias("is_synthetic"),
    )


def _agreements(agreements: pl.DataFrame, number: str) -> pl.DataFrame:
    return agreements.select(
        pl.col("agreement_id").cast(pl.String).alias("external_id"),
        pl.col("centre_id").cast(pl.String).alias("centre"),
        _hpr("doctor_id", number).alias("holder_hpr"),
        _hpr("locum_id", number).alias("locum_hpr"),
        pl.col("form").cast(pl.String),
        pl.col("status").cast(pl.String),
        pl.col("start").alias("held_since"),
    )


def _lists(lists: pl.DataFrame) -> pl.DataFrame:
    return lists.select(
        pl.col("list_id").cast(pl.String).alias("external_id"),
        pl.col("agreement_id").cast(pl.String).alias("agreement"),
        pl.col("ceiling").cast(pl.Int64),
    )


def _residents(residents: pl.DataFrame, guests: pl.DataFrame) -> pl.DataFrame:
    columns = [
        "national_id",
        "born",
        pl.col("sex").cast(pl.String),
        pl.col("municipality").cast(pl.String),
        pl.col("district").cast(pl.String),
        pl.col("household_id").cast(pl.String).alias("household"),
        pl.col("gp").cast(pl.String),
        pl.col("list_id").cast(pl.String).alias("list"),
    ]
    return pl.concat([residents.select(columns), guests.select(columns)])


def _waiting(waiting: pl.DataFrame, residents: pl.DataFrame) -> pl.DataFrame:
    numbers = residents.select("resident_id", "national_id")
    return waiting.join(numbers, on="resident_id", maintain_order="left").select(
        "national_id",
        pl.col("waiting_class").cast(pl.String),
        pl.col("queued").alias("queued_on"),
        pl.col("wanted_list_id").cast(pl.String).alias("wanted_list"),
    )
