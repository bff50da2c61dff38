"""Centres, doctors, agreements, lists and the state's monthly reports of them."""

from __future__ import annotations

import polars as pl

from hjemmel.apps.registry.loading import dated
from hjemmel.apps.registry.loading.frames import Day, RegisterFrames, TableCounts
from hjemmel.apps.registry.loading.keyed import upsert
from hjemmel.apps.registry.loading.sharing import lay_list_doctors
from hjemmel.apps.registry.loading.vacancies import VACANCY, ends_of, note_vacancies
from hjemmel.apps.registry.models import (
    Agreement,
    AgreementTerms,
    Centre,
    District,
    Doctor,
    ListCeiling,
    ListReport,
    PatientList,
)
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

_CENTRE = [
    "organisation_number",
    "address",
    "postcode",
    "postal_place",
    "phone",
    "longitude",
    "latitude",
    "ownership",
    "premises",
    "premises_m2",
    "most_doctors",
    "universal_design",
    "wheelchair_access",
    "leader",
    "opened_on",
    "closed_on",
]
_DOCTOR = ["born", "sex", "competence", "specialist_since", "training_stage", "is_synthetic"]
_TERMS = [
    "held_since",
    "opening_hours",
    "side_task_hours",
    "side_tasks",
    "notice_received_on",
    "ends_on",
    "end_reason",
    "end_age",
]
_OF_HOLDER = ("held_since", "notice_received_on", "ends_on", "end_reason", "end_age")
_AMOUNTS = [
    "ceiling",
    "guests",
    "base_amount_ore",
    "short_list_amount_ore",
    "equalisation_amount_ore",
    "source",
]


def load_centres(frames: RegisterFrames, day: Day) -> TableCounts:
    """Add and correct centres."""
    frame = frames.centres
    assert frame is not None
    districts = dict(
        District.objects.filter(municipality=day.municipality).values_list("number", "pk")
    )
    number = frame["district"].cast(pl.String)
    unknown = sorted(set(number.drop_nulls().unique().to_list()) - set(districts))
    if unknown or number.null_count():
        raise unknown_keys("centres", "district", unknown or ["–"])
    rows = frame.select(
        "external_id",
        "name",
        pl.lit(day.municipality).alias("municipality_id"),
        number.replace_strict(districts, return_dtype=pl.Int64).alias("district_id"),
        *[name for name in _CENTRE if name in frame.columns],
    )
    return upsert(Centre, rows, ["municipality_id", "external_id"])[1]


def load_doctors(frames: RegisterFrames, day: Day) -> TableCounts:
    """Add and correct doctors; they belong to no municipality."""
    frame = frames.doctors
    assert frame is not None
    columns = ["hpr_number", "name", *[name for name in _DOCTOR if name in frame.columns]]
    ids, counts = upsert(Doctor, frame.select(columns), ["hpr_number"])
    if "languages" in frame.columns:
        counts.changed += _set_languages(frame.join(ids, on="hpr_number"))
    return counts


def _set_languages(doctors: pl.DataFrame) -> int:
    """Correct which languages doctors speak, and return how many differed; blank: as it was."""
    given = dict(doctors.filter(pl.col("languages").is_not_null()).select("id", "languages").rows())
    differ = [
        row for row in Doctor.objects.in_bulk(given).values() if row.languages != given[row.pk]
    ]
    for row in differ:
        row.languages = given[row.pk]
    Doctor.objects.bulk_update(differ, ["languages"], batch_size=500)
    return len(differ)


def load_agreements(frames: RegisterFrames, day: Day) -> tuple[TableCounts, TableCounts]:
    """Add agreements, lay their terms beside what was known, and note which are vacant.

    Returns:
        What was done to agreements, and to vacancies with their advertisements.
    """
    frame = frames.agreements
    assert frame is not None
    keys = frame.select(pl.lit(day.municipality).alias("municipality_id"), "external_id")
    ids, _ = upsert(Agreement, keys, ["municipality_id", "external_id"])
    centres = _keys(Centre, day, "centre", "centre_id")
    terms = (
        frame.with_columns(pl.col("centre").cast(pl.String))
        .join(ids, on="external_id")
        .rename({"id": "agreement_id"})
        .join(centres, on="centre", how="left")
    )
    missing = terms.filter(pl.col("centre_id").is_null())["centre"].to_list()
    if missing:
        raise unknown_keys("agreements", "centre", missing)
    terms = _with_doctor(terms, "holder_hpr", "holder_id")
    terms = _with_doctor(terms, "locum_hpr", "locum_id")
    given = [name for name in _TERMS if name in frame.columns]
    facts = ["centre_id", "holder_id", "locum_id", "form", "status", *given]
    rows = _whole_terms(terms, facts, day)
    ended = ends_of(day)
    counts = dated.lay(
        AgreementTerms,
        rows,
        owner="agreement_id",
        facts=[name for name in rows.columns if name not in ("agreement_id", "since")],
        as_of=day.as_of,
        now=day.now,
    )
    given = [name for name in VACANCY if name in terms.columns]
    posts = rows.select("agreement_id", "holder_id", "held_since", "ends_on").join(
        terms.select("agreement_id", *given), on="agreement_id"
    )
    return counts, note_vacancies(posts, ended, day)


def load_lists(frames: RegisterFrames, day: Day) -> TableCounts:
    """Add lists, and lay their ceilings beside what was known."""
    frame = frames.lists
    assert frame is not None
    agreements = _keys(Agreement, day, "agreement", "agreement_id")
    joined = frame.with_columns(pl.col("agreement").cast(pl.String)).join(
        agreements, on="agreement", how="left"
    )
    missing = joined.filter(pl.col("agreement_id").is_null())["agreement"].to_list()
    if missing:
        raise unknown_keys("lists", "agreement", missing)
    kind = ["kind"] if "kind" in frame.columns else []
    rows = joined.select(
        pl.lit(day.municipality).alias("municipality_id"), "external_id", "agreement_id", *kind
    )
    ids, counts = upsert(PatientList, rows, ["municipality_id", "external_id"])
    if "ceiling" in frame.columns:
        ceilings = (
            joined.join(ids, on="external_id")
            .filter(pl.col("ceiling").is_not_null())
            .select(
                pl.col("id").alias("patient_list_id"),
                pl.col("ceiling").cast(pl.Int64),
                pl.lit(True).alias("agreed_with_municipality"),
            )
        )
        laid = dated.lay(
            ListCeiling,
            ceilings,
            owner="patient_list_id",
            facts=["ceiling", "agreed_with_municipality"],
            as_of=day.as_of,
            now=day.now,
        )
        counts.changed += laid.changed
    if "doctors" in frame.columns:
        counts.changed += lay_list_doctors(frame.join(ids, on="external_id"), day)
    return counts


def load_reports(frames: RegisterFrames, day: Day) -> TableCounts:
    """Add and correct what the state reported of each list per the day."""
    frame = frames.reports
    assert frame is not None
    lists = _keys(PatientList, day, "list", "patient_list_id")
    joined = frame.with_columns(pl.col("list").cast(pl.String)).join(lists, on="list", how="left")
    missing = joined.filter(pl.col("patient_list_id").is_null())["list"].to_list()
    if missing:
        raise unknown_keys("reports", "list", missing)
    rows = joined.select(
        "patient_list_id",
        pl.lit(day.as_of).alias("as_of"),
        "length",
        *[name for name in _AMOUNTS if name in frame.columns],
    )
    return upsert(ListReport, rows, ["patient_list_id", "as_of"])[1]


def unknown_keys(table: str, column: str, missing: list[str]) -> InputError:
    """Return the error of rows that point at something that neither file nor register has."""
    shown = ", ".join(missing[:5])
    return InputError(
        Text(
            f"{len(missing)} rader i {table} peker på {column} som ikke finnes: {shown}.",
            f"{len(missing)} rows of {table} point at a {column} that does not exist: {shown}.",
        ),
        where=f"{table}.{column}",
        remedy=Text(
            "Ta dem med i filen, eller last dem inn først.",
            "Include them in the file, or load them first.",
        ),
    )


def _keys(
    model: type[Centre | Agreement | PatientList], day: Day, name: str, key: str
) -> pl.DataFrame:
    """Return a municipality's keys of the file beside the register's."""
    rows = model.objects.filter(municipality=day.municipality).values_list("external_id", "pk")
    return pl.DataFrame(list(rows), schema={name: pl.String, key: pl.Int64}, orient="row")


def _with_doctor(terms: pl.DataFrame, column: str, key: str) -> pl.DataFrame:
    if column not in terms.columns:
        return terms.with_columns(pl.lit(None, pl.Int64).alias(key))
    numbers = terms[column].cast(pl.String)
    stored = Doctor.objects.filter(hpr_number__in=numbers.drop_nulls().unique().to_list())
    doctors = dict(stored.values_list("hpr_number", "pk"))
    missing = sorted(set(numbers.drop_nulls().to_list()) - set(doctors))
    if missing:
        raise unknown_keys("agreements", column, missing)
    keys = numbers.replace_strict(doctors, default=None, return_dtype=pl.Int64)
    return terms.with_columns(keys.alias(key))


def _whole_terms(terms: pl.DataFrame, facts: list[str], day: Day) -> pl.DataFrame:
    """Return every fact of the terms: those the file lacks as they are stored now.

    What was agreed with a holder does not go on with the next one.
    """
    fields = {f.column: f for f in AgreementTerms._meta.concrete_fields}
    lacking = [name for name in _TERMS if name not in facts]
    rows = (
        AgreementTerms.objects.on(day.as_of)
        .filter(agreement__municipality=day.municipality)
        .values_list("agreement_id", "holder_id", *lacking)
    )
    stored = pl.DataFrame(
        [(*row[:2], *[None if v is None else str(v) for v in row[2:]]) for row in rows],
        schema={
            "agreement_id": pl.Int64,
            "holder_before": pl.Int64,
            **dict.fromkeys(lacking, pl.String),
        },
        orient="row",
    )
    whole = terms.select("agreement_id", *facts).join(stored, on="agreement_id", how="left")
    is_same = pl.col("holder_id").eq_missing(pl.col("holder_before"))
    whole = whole.with_columns(
        pl.when(is_same).then(pl.col(name)) for name in lacking if name in _OF_HOLDER
    ).drop("holder_before")
    casts = []
    for name in _TERMS:
        kind = fields[name].get_internal_type()
        column = pl.col(name)
        is_text = whole.schema[name] == pl.String
        if kind == "DateField":
            column = column.str.to_date("%Y-%m-%d") if is_text else column.cast(pl.Date)
        elif kind == "DecimalField":
            column = column.cast(pl.Float64)
        elif kind == "PositiveSmallIntegerField":
            column = column.cast(pl.Int64)
        else:
            column = column.cast(pl.String).fill_null("")
        casts.append(column.alias(name))
    return whole.with_columns(
        [*casts, pl.col("form").cast(pl.String), pl.col("status").cast(pl.String)]
    ).with_columns(since=pl.lit(None, pl.Date))
