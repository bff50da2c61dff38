"""Lists by month as a file: a row for each list and month, Excel or CSV. Nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hjemmel.apps.exchange.fields import plain_heading
from hjemmel.apps.exchange.reading import ROW, read_tables
from hjemmel.engines.funding.inputs import UNKNOWN, Form, FundingInputs
from hjemmel.kernel.errors import DataFileError, HjemmelError
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import read_number, read_whole
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month, read_day

_LIST = ("Liste", "List", "Listenummer", "List number")
_MONTH = ("Måned", "Month")
_PERSONS = ("Personer", "Persons", "Listelengde", "List length")
_CEILING = ("Listetak", "Ceiling")
_GUESTS = ("Gjester", "Guests", "Gjesteinnbyggere")
_FORM = ("Form", "Avtaleform", "Form of post")
_REPORTED = ("Rapportert beløp", "Reported amount", "Basistilskudd", "Capitation")
_SINCE = ("Avtale fra", "Agreement from")
_GUARANTEE = ("Inntektsgaranti", "Income guarantee")
_ALL = (_LIST, _MONTH, _PERSONS, _CEILING, _GUESTS, _FORM, _REPORTED, _SINCE, _GUARANTEE)
_REQUIRED = (_LIST, _MONTH, _PERSONS)
_FORMS = {
    "": Form.SELF_EMPLOYED,
    "næringsdrivende": Form.SELF_EMPLOYED,
    "self_employed": Form.SELF_EMPLOYED,
    "self-employed": Form.SELF_EMPLOYED,
    "fastlønn": Form.SALARIED,
    "fastlønnet": Form.SALARIED,
    "salaried": Form.SALARIED,
    "8.2": Form.VARIANT_8_2,
    "variant_8_2": Form.VARIANT_8_2,
    "8.2 beholder": Form.VARIANT_8_2_KEEPS,
    "8.2 keeps": Form.VARIANT_8_2_KEEPS,
    "uten lege": Form.NONE,
    "no doctor": Form.NONE,
}
_MONTH_FORM = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})")
_MONTH_FORM_NB = re.compile(r"(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")
_YES = frozenset({"ja", "yes", "true", "1", "x"})
_MOST_MONTHS = 600
_MOST_BYTES = 50_000_000
_TOLD = 5


@dataclass(frozen=True, slots=True)
class _Row:
    """One list in one month, as the file has it."""

    name: str
    month: Month
    persons: int
    ceiling: int
    guests: int
    form: Form
    reported: int
    since: Month | None
    has_guarantee: bool


def read_funding(
    file: Path, *, inhabitants: int | None = None, positions: int | None = None
) -> FundingInputs:
    """Return the lists by month that a file has.

    Args:
        file: Excel or CSV with the columns Liste, Måned and Personer, and perhaps Listetak, Gjester,
            Form, Rapportert beløp, Avtale fra and Inntektsgaranti.
        inhabitants: Of the municipality, for the equalisation grant.
        positions: Established posts, for the same; the lists of each month where none are given.

    Raises:
        DataFileError: It cannot be read, lacks a column, or has rows that are wrong (``data["rows"]``).
    """
    if file.stat().st_size > _MOST_BYTES:
        raise _refuse(file, Text("Filen er for stor.", "The file is too large."))
    headings = [heading for names in _ALL for heading in names]
    tables = read_tables(file, headings)
    table = max(tables, key=lambda one: len(one.headings))
    there = {plain_heading(heading) for heading in table.headings}
    missing = [names for names in _REQUIRED if not there & {plain_heading(n) for n in names}]
    if missing:
        nb, en = (", ".join(names[place] for names in missing) for place in (0, 1))
        raise _refuse(file, Text(f"Filen mangler kolonner: {nb}.", f"It lacks columns: {en}."))
    rows: list[_Row] = []
    wrong: list[tuple[int, str, Text]] = []
    for raw in table.frame.iter_rows(named=True):
        number = int(raw.pop(ROW))
        given = {plain_heading(heading): (value or "").strip() for heading, value in raw.items()}
        try:
            rows.append(_read(given))
        except _WrongCell as error:
            wrong.append((number, error.column, error.why))
    wrong += _twice(rows)
    if wrong:
        raise _bad_rows(file, wrong)
    if not rows:
        raise _refuse(file, Text("Filen har ingen lister.", "The file has no lists."))
    return _gathered(file, rows, inhabitants, positions)


class _WrongCell(Exception):  # noqa: N818  (it never leaves this file)
    """A cell that cannot be read."""

    def __init__(self, column: str, why: Text) -> None:
        super().__init__(why.en)
        self.column, self.why = column, why


def _read(given: Mapping[str, str]) -> _Row:
    name = _text(given, _LIST)
    if not name:
        raise _WrongCell(_LIST[0], Text("Listen mangler.", "The list is missing."))
    persons = _whole(given, _PERSONS, needed=True)
    guests = _whole(given, _GUESTS)
    if guests > persons:
        raise _WrongCell(
            _GUESTS[0], Text("Flere gjester enn personer.", "More guests than persons.")
        )
    form = _FORMS.get(_text(given, _FORM).casefold())
    if form is None:
        raise _WrongCell(
            _FORM[0],
            Text(
                f"«{_text(given, _FORM)}» er ikke næringsdrivende, fastlønn, 8.2 eller 8.2 beholder.",
                f"“{_text(given, _FORM)}” is not self-employed, salaried, 8.2 or 8.2 keeps.",
            ),
        )
    since = _text(given, _SINCE)
    return _Row(
        name=name,
        month=_month(_text(given, _MONTH), _MONTH[0]),
        persons=persons,
        ceiling=_whole(given, _CEILING),
        guests=guests,
        form=form,
        reported=_amount(given),
        since=_month(since, _SINCE[0]) if since else None,
        has_guarantee=_text(given, _GUARANTEE).casefold() in _YES,
    )


def _text(given: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((given[plain_heading(n)] for n in names if given.get(plain_heading(n))), "")


def _whole(given: Mapping[str, str], names: tuple[str, ...], *, needed: bool = False) -> int:
    said = _text(given, names)
    if not said and not needed:
        return UNKNOWN
    try:
        value = read_whole(said, "nb")
    except ValueError:
        raise _WrongCell(
            names[0], Text(f"«{said}» er ikke et heltall.", f"“{said}” is not a whole number.")
        ) from None
    if value < 0:
        raise _WrongCell(names[0], Text(f"{said} er under 0.", f"{said} is below 0."))
    return value


def _amount(given: Mapping[str, str]) -> int:
    said = _text(given, _REPORTED)
    if not said:
        return UNKNOWN
    try:
        amount = Money.kroner(str(read_number(said, "nb")))
    except ValueError:
        raise _WrongCell(
            _REPORTED[0], Text(f"«{said}» er ikke et tall.", f"“{said}” is not a number.")
        ) from None
    if amount.oere < 0:
        raise _WrongCell(_REPORTED[0], Text(f"{said} er under 0.", f"{said} is below 0."))
    return amount.oere


def _month(said: str, column: str) -> Month:
    found = _MONTH_FORM.fullmatch(said) or _MONTH_FORM_NB.fullmatch(said)
    if found is not None and 1 <= int(found["month"]) <= 12:
        return Month(int(found["year"]), int(found["month"]))
    try:
        return Month.of(read_day(said.removesuffix(" 00:00:00")))
    except ValueError:
        raise _WrongCell(
            column, Text(f"«{said}» er ikke en måned.", f"“{said}” is not a month.")
        ) from None


def _twice(rows: list[_Row]) -> list[tuple[int, str, Text]]:
    seen: set[tuple[str, Month]] = set()
    wrong = []
    for place, row in enumerate(rows, start=2):
        if (row.name, row.month) in seen:
            said = f"{row.name}, {row.month.year}-{row.month.number:02d}"
            wrong.append(
                (place, _LIST[0], Text(f"{said} står to ganger.", f"{said} is there twice."))
            )
        seen.add((row.name, row.month))
    return wrong


def _gathered(
    file: Path, rows: list[_Row], inhabitants: int | None, positions: int | None
) -> FundingInputs:
    ordered = sorted((row.month for row in rows), key=_index)
    first, last = ordered[0], ordered[-1]
    months = _index(last) - _index(first) + 1
    if months > _MOST_MONTHS:
        raise _refuse(file, Text("Filen har for mange måneder.", "The file has too many months."))
    names = tuple(dict.fromkeys(row.name for row in rows))
    at = {name: place for place, name in enumerate(names)}
    shape = (len(names), months)
    columns = {
        name: np.full(shape, UNKNOWN, np.int64)
        for name in ("length", "ceiling", "guests", "reported", "agreement_month")
    }
    form = np.zeros(shape, np.int32)
    guarantee = np.zeros(len(names), bool)
    for row in rows:
        cell = at[row.name], _index(row.month) - _index(first)
        columns["length"][cell] = row.persons
        columns["ceiling"][cell] = row.ceiling
        columns["guests"][cell] = row.guests
        columns["reported"][cell] = row.reported
        form[cell] = row.form
        if row.since is not None and _index(row.since) <= _index(row.month):
            columns["agreement_month"][cell] = _index(row.month) - _index(row.since) + 1
        guarantee[cell[0]] |= row.has_guarantee
    lists = (columns["length"] > UNKNOWN).sum(axis=0)
    small = {name: columns[name].astype(np.int32) for name in columns if name != "reported"}
    return FundingInputs(
        first=first,
        keys=names,
        names=names,
        form=form,
        reported=columns["reported"],
        has_guarantee=guarantee,
        rent_supplement=np.zeros(len(names), np.int32),
        inhabitants=np.full(months, UNKNOWN if inhabitants is None else inhabitants, np.int32),
        positions=(lists if positions is None else np.full(months, positions)).astype(np.int32),
        **small,
    )


def _index(month: Month) -> int:
    return month.year * 12 + month.number - 1


def _bad_rows(file: Path, wrong: list[tuple[int, str, Text]]) -> HjemmelError:
    nb = " ".join(f"Rad {number}, {column}: {why.nb}" for number, column, why in wrong[:_TOLD])
    en = " ".join(f"Row {number}, {column}: {why.en}" for number, column, why in wrong[:_TOLD])
    more = len(wrong) - _TOLD
    if more > 0:
        nb, en = f"{nb} … og {more} til.", f"{en} … and {more} more."
    return DataFileError(
        Text(nb, en),
        where=file.name,
        remedy=Text("Rett radene.", "Correct the rows."),
        rows=[{"row": n, "column": c, "reason": w.nb, "reason_en": w.en} for n, c, w in wrong],
    )


def _refuse(file: Path, what: Text) -> HjemmelError:
    return DataFileError(
        what,
        where=file.name,
        remedy=Text(
            "Gi en Excel- eller CSV-fil med kolonnene Liste, Måned og Personer.",
            "Give an Excel or CSV file with the columns List, Month and Persons.",
        ),
    )
