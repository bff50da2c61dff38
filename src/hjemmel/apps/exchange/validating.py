"""Text as values: rows that do not fit go to quarantine with the reason, the rest load."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from hjemmel.apps.exchange.fields import Field
from hjemmel.apps.exchange.limits import beyond_columns
from hjemmel.apps.exchange.reading import ROW
from hjemmel.apps.exchange.recognising import Recognised
from hjemmel.apps.registry.loading.refusals import WORDS
from hjemmel.kernel.identifiers import K1_WEIGHTS, K2_WEIGHTS
from hjemmel.kernel.text import Text

REASONS: Mapping[str, Text] = {
    **WORDS,
    "missing": Text("Verdien mangler", "The value is missing"),
    "not_a_day": Text("Ikke en dato", "Not a day"),
    "not_a_number": Text("Ikke et tall", "Not a number"),
    "national_id": Text("Ugyldig fødselsnummer eller d-nummer", "Invalid national id or D-number"),
    "hpr": Text("Ugyldig HPR-nummer", "Invalid HPR number"),
    "organisation": Text("Ugyldig organisasjonsnummer", "Invalid organisation number"),
    "municipality": Text("Ukjent kommunenummer", "Unknown municipality number"),
    "postcode": Text("Ugyldig postnummer", "Invalid postcode"),
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
    "own_parent": Text("Er ført som sin egen forelder", "Is noted as her own parent"),
    "too_long": Text("Teksten er for lang", "The text is too long"),
    "out_of_range": Text("Tallet er utenfor det mulige", "The number is not possible"),
}
_DAY_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y%m%d", "%d/%m/%Y", "%d-%m-%Y")
KEYS: Mapping[str, str] = {
    "centres": "external_id",
    "doctors": "hpr_number",
    "agreements": "external_id",
    "lists": "external_id",
    "reports": "list",
    "residents": "national_id",
    "waiting": "national_id",
}
_PRIVATE = {"national_id", "name", "mother", "father", "leader", "household_address", "doctor_name"}
_HPR = r"^[0-9]{1,9}$"
_MIDNIGHT = r" 00:00:00"
_YES_NO = {"ja": True, "j": True, "yes": True, "true": True, "1": True, "x": True}
_YES_NO |= {"nei": False, "n": False, "no": False, "false": False, "0": False}
_PLACE = ("latitude", "longitude")
_SHOWN = 40
_FIRST_DAY, _LAST_DAY = date(1850, 1, 1), date(2200, 1, 1)


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
    key = KEYS.get(found.table.name)
    if key is not None:
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
        _value_shown(rows, field).alias("value"),
    )
    return rows.filter(~condition.fill_null(False)), refused


def _value_shown(rows: pl.DataFrame, field: str) -> pl.Expr:
    if field in _PRIVATE or field not in rows.columns:
        return pl.lit("")
    if isinstance(rows.schema[field], pl.List):
        return pl.col(field).list.join(", ").str.slice(0, _SHOWN).fill_null("")
    return pl.col(field).cast(pl.String).str.slice(0, _SHOWN).fill_null("")


def _reason(field: Field) -> str:
    return {
        "day": "not_a_day",
        "whole": "not_a_number",
        "decimal": "not_a_number",
        "degrees": "not_a_number",
        "days": "not_a_day",
        "hprs": "hpr",
        "yes_no": "choice",
        "words": "missing",
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
    if "ceiling" in fields and table != "contracts":  # what others wrote is kept as they wrote it
        ceiling = pl.col("ceiling")
        outside = (ceiling > codes.ceiling_max) | (ceiling < 1)
        checks.append(("ceiling", "ceiling", ceiling.is_not_null() & outside))
    for name in ("born", "member_since", "queued_on", "died_on", "vacant_since", "happened_on"):
        if name in fields:
            checks.append((name, "in_the_future", pl.col(name) > as_of))
    checks += beyond_columns(table, list(fields))
    if {"latitude", "longitude"} & set(fields):
        checks.append(_lone_coordinate(fields))
    if "advertised_on" in fields:
        last = pl.col("advertised_on").list.max()
        checks.append(("advertised_on", "in_the_future", last > as_of))
    for name in ("mother", "father"):
        if name in fields:
            itself = pl.col(name) == pl.col("national_id")
            checks.append((name, "own_parent", itself.fill_null(False)))
    if table == "residents" and "born" in fields:
        checks.append(("born", "born_and_id_differ", _differs()))
    return checks


def _lone_coordinate(fields: Collection[str]) -> tuple[str, str, pl.Expr]:
    """Find places that are half given; the database takes them, and no map can show them."""
    has = [pl.col(n).is_not_null() if n in fields else pl.lit(False) for n in _PLACE]
    field = next(name for name in _PLACE if name in fields)
    return field, "centre_place_is_a_pair", has[0] != has[1]


def _value(field: Field, codes: Codes) -> pl.Expr:
    """Return the field's value, or null where the text is not one."""
    text = pl.col(field.name)
    match field.kind:
        case "day":
            return _day(text)
        case "days":
            parts = _parts(text.str.replace_all(_MIDNIGHT, ""), r"\s*(?:[;,]|\bog\b|\s)\s*")
            return _all_or_none(parts.list.eval(_day(pl.element())))
        case "words":
            return _parts(text, r"\s*[;,/]\s*")
        case "hprs":
            parts = _parts(text, r"[;,/\s]+").list.eval(pl.element().str.replace(r"\.0$", ""))
            number = pl.element()
            return _all_or_none(
                parts.list.eval(pl.when(number.str.contains(_HPR)).then(number)).list.unique(
                    maintain_order=True
                )
            )
        case "yes_no":
            return text.str.to_lowercase().replace_strict(
                _YES_NO, default=None, return_dtype=pl.Boolean
            )
        case "postcode":
            digits = text.str.replace(r"\.0$", "")
            return pl.when(digits.str.contains(r"^[0-9]{3,4}$")).then(digits.str.zfill(4))
        case "whole":
            number = _number(text)
            return pl.when(number == number.floor()).then(number.cast(pl.Int64, strict=False))
        case "decimal":  # the register keeps one decimal
            return _number(text).round(1)
        case "degrees":  # below a thousand, so that 5.324 can be read in one way only
            return _number(text.str.replace(".", ",", literal=True))
        case "money":
            return (_number(text) * 100).round(0).cast(pl.Int64, strict=False)
        case "id":
            digits = text.str.replace_all(r"[ .\u00a0-]", "").str.zfill(11)
            return pl.when(_is_national_id(digits, codes.remainders)).then(digits)
        case "hpr":
            digits = text.str.replace(r"\.0$", "")
            return pl.when(digits.str.contains(_HPR)).then(digits)
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
            if "" in field.choices:
                text = text.fill_null("")
            return text.str.to_lowercase().replace_strict(
                field.choices, default=None, return_dtype=pl.String
            )
    return text.str.replace(r"^([0-9]+)\.0$", "${1}")


def _day(text: pl.Expr) -> pl.Expr:
    days = [text.str.to_date(f, strict=False, exact=True) for f in _DAY_FORMATS]
    serial = text.cast(pl.Float64, strict=False).cast(pl.Int32, strict=False)
    excel = pl.when(serial.is_between(1, 80_000)).then(
        pl.lit(date(1899, 12, 30)) + pl.duration(days=serial)
    )
    found = pl.coalesce(*days, excel.cast(pl.Date))
    return pl.when(found.is_between(_FIRST_DAY, _LAST_DAY)).then(found)


def _parts(text: pl.Expr, between: str) -> pl.Expr:
    """Split a cell that holds several values."""
    parts = text.str.replace_all(between, "\n").str.strip_chars("\n").str.split("\n")
    return parts.list.eval(pl.element().filter(pl.element() != ""))


def _all_or_none(values: pl.Expr) -> pl.Expr:
    """Return a cell's values, or null where one of them could not be read, or there is none."""
    unread = values.list.eval(pl.element().is_null()).list.any()
    return pl.when(~unread & (values.list.len() > 0)).then(values)


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
