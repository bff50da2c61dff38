"""Residents and guests, their households and parents, the lists they are on, and the queue."""

from __future__ import annotations

import polars as pl

from hjemmel.apps.registry import bulk
from hjemmel.apps.registry.loading import dated
from hjemmel.apps.registry.loading.frames import Day, RegisterFrames, TableCounts
from hjemmel.apps.registry.loading.keyed import upsert
from hjemmel.apps.registry.loading.posts import unknown_keys
from hjemmel.apps.registry.loading.touched import residents_named
from hjemmel.apps.registry.models import (
    District,
    Household,
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)

_PERSON = [
    "name",
    "protection",
    "opted_out_on",
    "lived_here_from",
    "lived_here_to",
    "died_on",
]
_AT = {"household_address": "address", "household_postcode": "postcode"}
_OF_D_NUMBERS = "4567"
_PLACE = {"patient_list_id": pl.Int64, "is_elsewhere": pl.Boolean, "elsewhere": pl.String}


def load_residents(
    frames: RegisterFrames, day: Day, *, complete: bool
) -> tuple[TableCounts, TableCounts | None]:
    """Add and correct residents; lay their memberships, when the file has them.

    Args:
        frames: The tables.
        day: What the load is about.
        complete: Whether the file has everybody: who is not in it, is no longer on a list here.

    Returns:
        What was done to residents, and to memberships.
    """
    frame = frames.residents
    assert frame is not None
    frame = frame.with_columns(pl.col("national_id").cast(pl.String))
    rows = frame.select(
        "national_id",
        "born",
        pl.col("sex").cast(pl.String),
        _municipalities(frame),
        *_districts(frame, day),
        *_households(frame, day),
        *_basis(frame),
        *[pl.col(name) for name in _PERSON if name in frame.columns],
    )
    ids, counts = upsert(Resident, rows, ["national_id"])
    keys = ids.rename({"id": "resident_id"})
    counts.changed += _set_parents(frame, keys)
    if "list" not in frame.columns and "gp" not in frame.columns:
        return counts, None
    return counts, _lay_memberships(frame.join(keys, on="national_id"), day, complete=complete)


def load_waiting(frames: RegisterFrames, day: Day, *, complete: bool) -> TableCounts:
    """Queue those who are in the file, each for one list; end other entries of theirs.

    The day that she was queued on is her place in the queue, so an entry that changes keeps it. What
    was said of her from that day on gives way: nobody is counted twice on any day.
    """
    frame = frames.waiting
    assert frame is not None
    frame = frame.with_columns(pl.col("national_id").cast(pl.String))
    residents = residents_named(frame)
    missing = frame.join(residents, on="national_id", how="anti").height
    if missing:
        raise unknown_keys("waiting", "national_id", ["•••"] * missing)
    wanted = _wanted(frame.join(residents, on="national_id", maintain_order="left"), day)
    stored = _waiting_now(wanted, day, everybody=complete)
    both = wanted.join(stored, on="resident_id", how="left", suffix="_stored")
    same = both.filter(
        pl.col("id").is_not_null()
        & pl.col("wanted_list_id").eq_missing(pl.col("wanted_list_id_stored"))
        & (pl.col("waiting_class") == pl.col("waiting_class_stored"))
    )
    new = both.join(same.select("resident_id"), on="resident_id", how="anti")
    left = stored.join(same.select("resident_id"), on="resident_id", how="anti")
    again = new.select("resident_id", again_on="queued_on")
    until = pl.min_horizontal(pl.lit(day.as_of), pl.col("again_on"))
    bulk.update(
        WaitingEntry._meta.db_table,
        left.join(again, on="resident_id", how="left").select(
            "id", left_on=pl.max_horizontal(until, "queued_on"), left_reason=pl.lit("file")
        ),
    )
    bulk.update(
        WaitingEntry._meta.db_table,
        _left_later(again).select("id", left_on=pl.max_horizontal("again_on", "queued_on")),
    )
    bulk.insert(
        WaitingEntry._meta.db_table,
        new.select(
            "resident_id",
            "wanted_list_id",
            "waiting_class",
            "queued_on",
            municipality_id=pl.lit(day.municipality),
            left_reason=pl.lit(""),
            known_from=pl.lit(day.now).cast(pl.Datetime("us", "UTC")),
        ),
    )
    return TableCounts(added=new.height, ended=left.height, unchanged=same.height)


def _municipalities(frame: pl.DataFrame) -> pl.Expr:
    """Return the key of where each lives; a municipality met for the first time is noted."""
    numbers = frame["municipality"].cast(pl.String).drop_nulls().unique().to_list()
    known = dict(Municipality.objects.filter(number__in=numbers).values_list("number", "pk"))
    new = [n for n in sorted(numbers) if n not in known]
    for row in Municipality.objects.bulk_create(Municipality(number=n, name=n) for n in new):
        known[row.number] = row.pk
    column = pl.col("municipality").cast(pl.String)
    return column.replace_strict(known, return_dtype=pl.Int64).alias("municipality_id")


def _districts(frame: pl.DataFrame, day: Day) -> list[pl.Expr]:
    if "district" not in frame.columns:
        return []
    known = dict(District.objects.filter(municipality=day.municipality).values_list("number", "pk"))
    numbers = set(frame["district"].cast(pl.String).drop_nulls().unique().to_list())
    if numbers - set(known):
        raise unknown_keys("residents", "district", sorted(numbers - set(known)))
    column = pl.col("district").cast(pl.String)
    return [column.replace_strict(known, default=None, return_dtype=pl.Int64).alias("district_id")]


def _basis(frame: pl.DataFrame) -> list[pl.Expr | pl.Series]:
    """Return why each may stay; who has a D-number is not a resident unless the file says so.

    A file without the column leaves what is stored of those who are known.
    """
    by_number = (
        pl.when(pl.col("national_id").str.slice(0, 1).is_in(list(_OF_D_NUMBERS)))
        .then(pl.lit("other_d_number"))
        .otherwise(pl.lit("resident"))
    )
    if "basis" in frame.columns:
        return [pl.coalesce(pl.col("basis").cast(pl.String), by_number).alias("basis")]
    if not frame["national_id"].str.slice(0, 1).is_in(list(_OF_D_NUMBERS)).any():
        return []
    numbers = frame.select("national_id")
    with bulk.staged(numbers) as stage:
        stored = bulk.read(
            f'SELECT r.national_id, r.basis FROM registry_resident r JOIN "{stage}" s '  # noqa: S608
            "ON r.national_id = s.national_id",
            {"national_id": pl.String, "basis": pl.String},
        )
    both = numbers.join(stored, on="national_id", how="left", maintain_order="left")
    return [both.select(pl.coalesce("basis", by_number).alias("basis"))["basis"]]


def _households(frame: pl.DataFrame, day: Day) -> list[pl.Expr | pl.Series]:
    if "household" not in frame.columns:
        return []
    given = [name for name in _AT if name in frame.columns]
    named = frame.select(
        pl.col("household").cast(pl.String).alias("external_id"),
        *[_shared(frame, name).alias(_AT[name]) for name in given],
    )
    known = [pl.col(_AT[name]).drop_nulls().first() for name in given]
    rows = (
        named.filter(pl.col("external_id").is_not_null())
        .group_by("external_id", maintain_order=True)
        .agg(known)
    )
    ids, _ = upsert(
        Household,
        rows.with_columns(pl.lit(day.municipality).alias("municipality_id")),
        ["municipality_id", "external_id"],
    )
    joined = named.join(ids, on="external_id", how="left", maintain_order="left")
    return [joined["id"].alias("household_id")]


def _shared(frame: pl.DataFrame, name: str) -> pl.Expr:
    """Return an address to keep of a household: none from who has a protected one."""
    column = pl.col(name).cast(pl.String)
    if "protection" in frame.columns:
        is_open = pl.col("protection").cast(pl.String).fill_null("none") == "none"
    else:
        known = Resident.objects.filter(national_id__isnull=False).exclude(protection="none")
        protected = pl.Series(list(known.values_list("national_id", flat=True)), dtype=pl.String)
        is_open = ~pl.col("national_id").is_in(protected.implode())
    return pl.when(is_open).then(column)


def _set_parents(frame: pl.DataFrame, keys: pl.DataFrame) -> int:
    """Link residents to parents who are in the file or the register; return how many links are new.

    A parent who is neither lives elsewhere, and a blank leaves what is known.
    """
    linked = 0
    for column in ("mother", "father"):
        if column not in frame.columns:
            continue
        pairs = frame.select("national_id", pl.col(column).cast(pl.String)).drop_nulls()
        parents = residents_named(pairs.select(pl.col(column).alias("national_id")).unique())
        found = pairs.join(keys, on="national_id").join(
            parents.rename({"national_id": column, "resident_id": f"{column}_id"}), on=column
        )
        new = found.select(pl.col("resident_id").alias("id"), f"{column}_id").join(
            _linked(column, found.select("resident_id")), on=["id", f"{column}_id"], how="anti"
        )
        bulk.update(Resident._meta.db_table, new)
        linked += new.height
    return linked


def _linked(column: str, residents: pl.DataFrame) -> pl.DataFrame:
    with bulk.staged(residents) as stage:
        return bulk.read(
            f'SELECT r.id, r.{column}_id FROM registry_resident r JOIN "{stage}" s '  # noqa: S608
            f"ON r.id = s.resident_id WHERE r.{column}_id IS NOT NULL",
            {"id": pl.Int64, f"{column}_id": pl.Int64},
        )


def _lists(frame: pl.DataFrame, column: str, day: Day) -> pl.Series:
    """Return the key of the list that each row names."""
    rows = PatientList.objects.filter(municipality=day.municipality)
    known = dict(rows.values_list("external_id", "pk"))
    named = frame[column].cast(pl.String)
    missing = sorted(set(named.drop_nulls().unique().to_list()) - set(known))
    if missing:
        raise unknown_keys("residents", column, missing)
    return named.replace_strict(known, default=None, return_dtype=pl.Int64)


def _lay_memberships(frame: pl.DataFrame, day: Day, *, complete: bool) -> TableCounts:
    size = frame.height
    has = frame.columns
    on_list = (
        _lists(frame, "list", day) if "list" in has else pl.Series([None] * size, dtype=pl.Int64)
    )
    gp = frame["gp"].cast(pl.String) if "gp" in has else pl.Series([None] * size, dtype=pl.String)
    elsewhere = frame["elsewhere"].cast(pl.String) if "elsewhere" in has else pl.Series([""] * size)
    since = (
        frame["member_since"] if "member_since" in has else pl.Series([None] * size, dtype=pl.Date)
    )
    placed = pl.DataFrame(
        {
            "resident_id": frame["resident_id"],
            "patient_list_id": on_list,
            "is_elsewhere": on_list.is_null() & (gp == "elsewhere").fill_null(False),
            "elsewhere": elsewhere.fill_null(""),
            "since": since,
        }
    ).with_columns(
        elsewhere=pl.when("is_elsewhere").then("elsewhere").otherwise(pl.lit("")),
    )
    is_placed = pl.col("patient_list_id").is_not_null() | pl.col("is_elsewhere")
    ended = placed.filter(~is_placed).select("resident_id")
    if complete:
        ended = pl.concat([ended, _not_in_the_file(placed, day)])
    return dated.lay(
        Membership,
        placed.filter(is_placed).with_columns(reason=pl.lit("file")),
        owner="resident_id",
        facts=list(_PLACE),
        carried=["reason"],
        as_of=day.as_of,
        now=day.now,
        ended=ended,
    )


def _not_in_the_file(placed: pl.DataFrame, day: Day) -> pl.DataFrame:
    rows = Membership.objects.on(day.as_of).filter(patient_list__municipality=day.municipality)
    stored = pl.DataFrame(
        {"resident_id": list(rows.values_list("resident_id", flat=True).order_by())},
        schema={"resident_id": pl.Int64},
    )
    return stored.join(placed, on="resident_id", how="anti")


def _wanted(frame: pl.DataFrame, day: Day) -> pl.DataFrame:
    lists = (
        _lists(frame, "wanted_list", day)
        if "wanted_list" in frame.columns
        else pl.Series([None] * frame.height, dtype=pl.Int64)
    )
    return frame.select(
        "resident_id",
        lists.alias("wanted_list_id"),
        pl.col("waiting_class").cast(pl.String),
        "queued_on",
    )


def _left_later(again: pl.DataFrame) -> pl.DataFrame:
    """Return the entries that were left after the day that the same resident is queued on again."""
    with bulk.staged(again) as stage:
        rows = bulk.read(
            "SELECT w.id, w.queued_on, w.left_on, s.again_on FROM registry_waitingentry w "  # noqa: S608
            f'JOIN "{stage}" s ON w.resident_id = s.resident_id WHERE w.left_on IS NOT NULL',
            {"id": pl.Int64, "queued_on": pl.Date, "left_on": pl.Date, "again_on": pl.Date},
        )
    return rows.filter(
        (pl.col("left_on") > pl.col("again_on")) & (pl.col("left_on") > pl.col("queued_on"))
    )


def _waiting_now(wanted: pl.DataFrame, day: Day, *, everybody: bool) -> pl.DataFrame:
    """Return the open entries of those in the file, or of everybody in the municipality."""
    schema = {
        "id": pl.Int64,
        "resident_id": pl.Int64,
        "wanted_list_id": pl.Int64,
        "waiting_class": pl.String,
        "queued_on": pl.Date,
    }
    columns = ", ".join(f"w.{name}" for name in schema)
    sql = f"SELECT {columns} FROM registry_waitingentry w "  # noqa: S608
    if everybody:
        rows = WaitingEntry.objects.filter(municipality=day.municipality, left_on__isnull=True)
        found = pl.DataFrame(
            list(rows.values_list(*schema).order_by()), schema=schema, orient="row"
        )
        others = wanted.join(found, on="resident_id", how="anti")
    else:
        found, others = pl.DataFrame(schema=schema), wanted
    with bulk.staged(others.select("resident_id")) as stage:
        rest = bulk.read(
            f'{sql} JOIN "{stage}" s ON w.resident_id = s.resident_id WHERE w.left_on IS NULL',
            schema,
        )
    return pl.concat([found, rest])
