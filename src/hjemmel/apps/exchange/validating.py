"""Text as values: rows that do not fit go to quarantine with the reason, the rest load."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from hjemmel.apps.exchange.fields import Field
from hjemmel.apps.exchange.reading import ROW
from hjemmel.apps.exchange.recognising import Recognised
from hjemmel.kernel.identifiers import K1_WEIGHTS, K2_WEIGHTS
from hjemmel.kernel.text import Text

REASONS: Mapping[str, Text] = {
    "missing": Text("Verdien mangler", "The value is missing"),
    "not_a_day": Text("Ikke en dato", "Not a day"),
    "not_a_number": Text("Ikke et tall", "Not a number"),
    "national_id": Text("Ugyldig fødselsnummer eller d-nummer", "Invalid national id or D-number"),
    "hpr": Text("Ugyldig HPR-nummer", "Invalid HPR number"),
    "organisation": Text("Ugyldig organisasjonsnummer", "Invalid organisation number"),
    "municipality": Text("Ukjent kommunenummer", "Unknown municipality number"),
    "district": Text("Ukjent bydel", "Unknown district"),
    "choice": Text("Ukjent verdi", "Unknown value"),
    "twice": Text("Nøkkelen står to ganger i filen", "The key stands twice in the file"),
    "no_such_list": Text("Listen finnes ikke", "There is no such list"),
    "no_such_agreement": Text("Avtalen finnes ikke", "There is no such agreement"),
    "no_such_centre": Text("Legesenteret finnes ikke", "There is no such centre"),
    "no_such_doctor": Text("Legen finnes ikke", "There is no such doctor"),
    "no_such_resident": Text("Innbyggeren finnes ikke", "There is no such resident"),
    "ceiling": Text("Listetaket er ikke tillatt", "The ceiling is not allowed"),
    "born_and_id_differ": Text(
        "Fødselsdato og fødselsnummer stemmer ikke", "Birth date and national id do not agree"
    ),
    "in_the_future": Text("Datoen ligger etter filens dag", "The day is after the file's day"),
}
_DAY_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y%m%d", "%d/%m/%Y", "%d-%m-%Y")
_KEYS: Mapping[str, str] = {
    "centres": "external_id",
    "doctors": "hpr_number",
    "agreements": "external_id",
    "lists": "external_id",
    "reports": "list",
    "residents": "national_id",
    "waiting": "national_id",
}
_PRIVATE = {"national_id", "name", "mother", "father"}
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Codes:
    """What a municipality's files may name.

    Args:
        municipality: Its number today.
        numbers: Today's number by every number that a municipality has had.
        districts: District number by its number, code within the municipality, or name in lower case.
        remainders: The remainders that the first check digit of a national id may leave.
        ceiling_max: Highest list ceiling, persons.
    """

    municipality: str
    numbers: Mapping[str, str]
    districts: Mapping[str, str]
    remainders: Collection[int]
    ceiling_max: int


@dataclass(frozen=True, slots=True)
class Validated:
    """A table as values, and its rows that did not fit.

    Args:
        rows: Accepted rows with the register's columns, and ``__row``.
        bad: sheet, row, field, reason, value (masked where it is about a person).
    """

    rows: pl.DataFrame
    bad: pl.DataFrame


def validate(found: Recognised, codes: Codes, as_of: date) -> Validated:
    """Read a table's values.

    Args:
        found: The table with the column of each field.
        codes: What its values may name.
        as_of: The day that the file is about.
    """
    fields = {f.name: f for f in found.table.fields if f.name in found.columns}
    raw = found.raw.frame.select(
        ROW,
        *[pl.col(found.columns[n]).str.strip_chars().replace("", None).alias(n) for n in fields],
    )
    rows = raw.select(ROW, *[_value(f, codes).alias(n) for n, f in fields.items()])
    checks: list[tuple[str, str, pl.Expr]] = []
    both = rows.join(raw, on=ROW, suffix="__raw", maintain_order="left")
    for name, field in fields.items():
        given = pl.col(f"{name}__raw").is_not_null()
        checks.append((name, _reason(field), given & pl.col(name).is_null()))
        if field.required:
            checks.append((name, "missing", ~given))
    checks += _of_values(found.table.name, fields, codes, as_of)
    key = _KEYS[found.table.name]
    checks.append((key, "twice", pl.col(key).is_not_null() & ~pl.col(key).is_first_distinct()))
    bad = [
        both.filter(condition).select(
            pl.lit(found.raw.sheet).alias("sheet"),
            pl.col(ROW).alias("row"),
            pl.lit(name).alias("field"),
            pl.lit(reason).alias("reason"),
            _shown(name, fields).alias("value"),
        )
        for name, reason, condition in checks
    ]
    refused = pl.concat(bad).unique("row", keep="first", maintain_order=True).sort("row")
    accepted = rows.join(refused.select(pl.col("row").alias(ROW)), on=ROW, how="anti")
    return Validated(accepted, refused)


def quarantine(
    rows: pl.DataFrame, condition: pl.Expr, sheet: str, field: str, reason: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split accepted rows: those that stay, and those that go to quarantine for a reason."""
    refused = rows.filter(condition).select(
        pl.lit(sheet).alias("sheet"),
        pl.col(ROW).alias("row"),
        pl.lit(field).alias("field"),
        pl.lit(reason).alias("reason"),
        (pl.lit("") if field in _PRIVATE else pl.col(field).cast(pl.String)).alias("value"),
    )
    return rows.filter(~condition), refused


def _reason(field: Field) -> str:
    return {
        "day": "not_a_day",
        "whole": "not_a_number",
        "decimal": "not_a_number",
        "money": "not_a_number",
        "id": "national_id",
        "text": "missing",
    }.get(field.kind, field.kind)


def _shown(name: str, fields: Mapping[str, Field]) -> pl.Expr:
    if name in _PRIVATE or name not in fields:
        return pl.lit("")
    return pl.col(f"{name}__raw").str.slice(0, _SHOWN).fill_null("")


def _of_values(
    table: str, fields: Mapping[str, Field], codes: Codes, as_of: date
) -> list[tuple[str, str, pl.Expr]]:
    checks: list[tuple[str, str, pl.Expr]] = []
    if "ceiling" in fields:
        ceiling = pl.col("ceiling")
        outside = (ceiling > codes.ceiling_max) | (ceiling < 1)
        checks.append(("ceiling", "ceiling", ceiling.is_not_null() & outside))
    for name in ("born", "member_since", "queued_on"):
        if name in fields:
            checks.append((name, "in_the_future", pl.col(name) > as_of))
    if table == "residents" and "born" in fields:
        checks.append(("born", "born_and_id_differ", _differs()))
    return checks


def _value(field: Field, codes: Codes) -> pl.Expr:
    """Return the field's value, or null where the text is not one."""
    text = pl.col(field.name)
    match field.kind:
        case "day":
            days = [text.str.to_date(f, strict=False, exact=True) for f in _DAY_FORMATS]
            serial = text.cast(pl.Float64, strict=False).cast(pl.Int32, strict=False)
            excel = pl.when(serial.is_between(1, 80_000)).then(
                pl.lit(date(1899, 12, 30)) + pl.duration(days=serial)
            )
            return pl.coalesce(*days, excel.cast(pl.Date))
        case "whole":
            return _number(text).cast(pl.Int64, strict=False)
        case "decimal":
            return _number(text)
        case "money":
            return (_number(text) * 100).round(0).cast(pl.Int64, strict=False)
        case "id":
            digits = text.str.replace_all(r"[ .\u00a0-]", "").str.zfill(11)
            return pl.when(_is_national_id(digits, codes.remainders)).then(digits)
        case "hpr":
            digits = text.str.replace(r"\.0$", "")
            return pl.when(digits.str.contains(r"^[0-9]{1,9}$")).then(digits)
        case "organisation":
            digits = text.str.replace_all(r"[ \u00a0]", "")
            return pl.when(_is_organisation(digits)).then(digits)
        case "municipality":
            digits = text.str.extract(r"^([0-9]{3,4})").str.zfill(4)
            return digits.replace_strict(codes.numbers, default=None, return_dtype=pl.String)
        case "district":
            return text.str.to_lowercase().replace_strict(
                codes.districts, default=None, return_dtype=pl.String
            )
        case "choice":
            return text.str.to_lowercase().replace_strict(
                field.choices, default=None, return_dtype=pl.String
            )
    return text.str.replace(r"^([0-9]+)\.0$", "${1}")


def _number(text: pl.Expr) -> pl.Expr:
    """Read 1 234,5 and 1234.5; what can be read in two ways is not a number."""
    plain = text.str.replace_all(r"[\s\u00a0\u202f]", "").str.replace(r"^kr", "")
    ambiguous = plain.str.contains(r"^[0-9]{1,3}\.[0-9]{3}$")
    read = plain.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return pl.when(~ambiguous & read.is_finite()).then(read)


def _digit(digits: pl.Expr, place: int) -> pl.Expr:
    return digits.str.slice(place, 1).cast(pl.Int32, strict=False)


def _is_national_id(digits: pl.Expr, remainders: Collection[int]) -> pl.Expr:
    places = [_digit(digits, i) for i in range(11)]
    first = pl.sum_horizontal(p * w for p, w in zip(places, K1_WEIGHTS, strict=False)) + places[9]
    second = pl.sum_horizontal(p * w for p, w in zip(places, K2_WEIGHTS, strict=False)) + places[10]
    return (
        digits.str.contains(r"^[0-9]{11}$")
        & (first % 11).is_in(list(remainders))
        & (second % 11 == 0)
    )


def _is_organisation(digits: pl.Expr) -> pl.Expr:
    weights = (3, 2, 7, 6, 5, 4, 3, 2, 1)
    total = pl.sum_horizontal(_digit(digits, i) * w for i, w in enumerate(weights))
    return digits.str.contains(r"^[0-9]{9}$") & (total % 11 == 0)


def _differs() -> pl.Expr:
    """Tell where day, month and year of birth are not those of the national id."""
    number = pl.col("national_id")
    day = number.str.slice(0, 2).cast(pl.Int32, strict=False)
    month = number.str.slice(2, 2).cast(pl.Int32, strict=False)
    year = number.str.slice(4, 2).cast(pl.Int32, strict=False)
    born = pl.col("born")
    return (
        number.is_not_null()
        & born.is_not_null()
        & (
            ((day - 1) % 40 + 1 != born.dt.day().cast(pl.Int32))
            | ((month - 1) % 20 + 1 != born.dt.month().cast(pl.Int32))
            | (year != born.dt.year() % 100)
        )
    )
