"""The applications of a round as a file: Excel, CSV or JSON. Nothing is stored, no database is asked.

A round is never run on a part of its applicants: every row that cannot be read is told of, all at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from hjemmel.apps.exchange.fields import plain_heading
from hjemmel.apps.exchange.municipalities import known_numbers
from hjemmel.apps.exchange.reading import ROW, read_tables
from hjemmel.engines.funding import Application, RoundScheme
from hjemmel.engines.funding.round_inputs import Fact, FactValue
from hjemmel.kernel.errors import DataFileError, HjemmelError
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import read_number
from hjemmel.kernel.text import Text

Row = tuple[int, Mapping[str, str]]
_MOST_BYTES = 20_000_000
_TOLD = 5
_KEY = ("key", "Nøkkel", "Key", "Søker-id", "Applicant id")
_MUNICIPALITY = ("municipality", "Kommunenummer", "Kommunenr", "Municipality number")
_NAME = ("name", "Navn", "Søker", "Name", "Applicant", "Kommune", "Municipality")
_SOUGHT = ("sought", "Omsøkt", "Søkt beløp", "Omsøkt beløp", "Amount sought", "Sought")
_PRECEDENCE = ("precedence", "Avgjort rekkefølge", "Decided order")
_YES = frozenset({"ja", "yes", "true", "1", "x"})
_NO = frozenset({"nei", "no", "false", "0"})


def read_applications(file: Path, scheme: RoundScheme) -> tuple[Application, ...]:
    """Return the applications in a file.

    Args:
        file: Excel (.xlsx), CSV, or JSON: a list of objects, or an object with ``applications``.
        scheme: The scheme; its facts are columns, by name or title.

    Raises:
        DataFileError: It cannot be read, lacks a column, or has rows that are wrong (``data["rows"]``).
    """
    if file.stat().st_size > _MOST_BYTES:
        raise _refuse(file, Text("Filen er for stor.", "The file is too large."))
    is_json = file.suffix.lower() == ".json"
    rows = list(_from_json(file) if is_json else _from_table(file, scheme))
    if not rows:
        raise _refuse(file, Text("Filen har ingen søknader.", "The file has no applications."))
    _require_columns(file, scheme, rows[0][1])
    made: list[Application] = []
    wrong: list[tuple[int, str, Text]] = []
    for number, row in rows:
        reader = _Reader(scheme, row)
        application = reader.application()
        if application is None:
            wrong += [(number, column, reason) for column, reason in reader.wrong]
        else:
            made.append(application)
    if wrong:
        raise _bad_rows(file, wrong)
    return tuple(made)


class _Reader:
    """Reads one row, and remembers everything that is wrong with it."""

    def __init__(self, scheme: RoundScheme, row: Mapping[str, str]) -> None:
        self._scheme, self._row = scheme, row
        self.wrong: list[tuple[str, Text]] = []

    def application(self) -> Application | None:
        """Return the application, or ``None`` when something is wrong."""
        key = self._municipality() or self._text(_KEY)
        name = self._text(_NAME) or key
        if not key:
            key = name
        if not key:
            self._refuse(_KEY[1], Text("Hvem søker, mangler.", "Who applies is missing."))
        sought = self._amount()
        facts = {fact.name: value for fact in self._scheme.facts if (value := self._fact(fact))}
        precedence = self._number(_PRECEDENCE) if self._text(_PRECEDENCE) else None
        if self.wrong or sought is None:
            return None
        return Application(
            key=key,
            name=name,
            sought=sought,
            facts={name: value.value for name, value in facts.items()},
            precedence=None if precedence is None else int(precedence),
        )

    def _municipality(self) -> str:
        number = self._text(_MUNICIPALITY)
        if number and number.zfill(4) not in known_numbers():
            self._refuse(
                _MUNICIPALITY[1],
                Text(f"Ukjent kommunenummer {number}.", f"Unknown municipality number {number}."),
            )
        return number.zfill(4) if number else ""

    def _amount(self) -> Money | None:
        value = self._number(_SOUGHT)
        if value is None:
            return None
        if value <= 0:
            self._refuse(
                _SOUGHT[1],
                Text(
                    f"Omsøkt beløp {self._text(_SOUGHT)} er ikke over 0.",
                    f"The amount sought, {self._text(_SOUGHT)}, is not above 0.",
                ),
            )
            return None
        return Money.kroner(value)

    def _fact(self, fact: Fact) -> _Found | None:
        headings = _headings(fact)
        said = self._text(headings)
        if not said:
            if fact.default is None:
                self._refuse(fact.title.nb, Text("Verdien mangler.", "The value is missing."))
            return None
        if isinstance(fact.default, bool):
            if said.casefold() not in _YES | _NO:
                self._refuse(
                    fact.title.nb, Text(f"«{said}» er ikke ja/nei.", f"“{said}” is not yes/no.")
                )
                return None
            return _Found(said.casefold() in _YES)
        value = self._number(headings)
        if value is None:
            return None
        if value < fact.least:
            self._refuse(
                fact.title.nb,
                Text(f"{said} er under {fact.least}.", f"{said} is below {fact.least}."),
            )
        return _Found(int(value) if value == int(value) else value)

    def _number(self, headings: Sequence[str]) -> Decimal | None:
        said = self._text(headings)
        try:
            return Decimal(str(read_number(said, "nb")))
        except ValueError:
            self._refuse(
                headings[1] if len(headings) > 1 else headings[0],
                Text(f"«{said}» er ikke et tall.", f"“{said}” is not a number.")
                if said
                else Text("Tallet mangler.", "The number is missing."),
            )
            return None

    def _text(self, headings: Sequence[str]) -> str:
        for heading in headings:
            value = self._row.get(plain_heading(heading), "").strip()
            if value:
                return value
        return ""

    def _refuse(self, column: str, reason: Text) -> None:
        self.wrong.append((column, reason))


class _Found:
    """A value that was found, so that 0 and «nei» count as found."""

    def __init__(self, value: FactValue) -> None:
        self.value = value


def _headings(fact: Fact) -> tuple[str, str, str]:
    return (fact.name, fact.title.nb, fact.title.en)


def _from_json(file: Path) -> Iterator[Row]:
    try:
        found = json.loads(file.read_text("utf-8-sig"), parse_float=Decimal)
    except (ValueError, UnicodeDecodeError) as error:
        raise _refuse(
            file, Text(f"Filen er ikke gyldig JSON: {error}.", f"The file is not JSON: {error}.")
        ) from error
    rows = found.get("applications") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _refuse(
            file,
            Text("JSON-filen skal ha en liste av søknader.", "The JSON must list applications."),
        )
    for number, row in enumerate(rows, start=1):
        yield number, {plain_heading(key): _said(value) for key, value in row.items()}


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


def _from_table(file: Path, scheme: RoundScheme) -> Iterator[Row]:
    ours = [*_KEY, *_MUNICIPALITY, *_NAME, *_SOUGHT, *_PRECEDENCE]
    ours += [heading for fact in scheme.facts for heading in _headings(fact)]
    table = max(read_tables(file, ours), key=lambda one: len(one.headings))
    for row in table.frame.iter_rows(named=True):
        number = int(row.pop(ROW))
        yield number, {plain_heading(heading): value or "" for heading, value in row.items()}


def _require_columns(file: Path, scheme: RoundScheme, first: Mapping[str, str]) -> None:
    wanted: list[tuple[Sequence[str], Text]] = [(_SOUGHT, Text(_SOUGHT[1], _SOUGHT[4]))]
    wanted += [(_headings(fact), fact.title) for fact in scheme.facts if fact.default is None]
    missing = [
        title
        for headings, title in wanted
        if not any(plain_heading(heading) in first for heading in headings)
    ]
    if not any(plain_heading(h) in first for h in (*_KEY, *_MUNICIPALITY, *_NAME)):
        missing.insert(0, Text("Søker eller Kommunenummer", "Applicant or Municipality number"))
    if missing:
        nb = ", ".join(title.nb for title in missing)
        en = ", ".join(title.en for title in missing)
        raise DataFileError(
            Text(f"Filen mangler kolonner: {nb}.", f"The file lacks columns: {en}."),
            where=file.name,
            remedy=Text("Legg til kolonnene.", "Add the columns."),
            columns=[title.nb for title in missing],
        )


def _bad_rows(file: Path, wrong: Iterable[tuple[int, str, Text]]) -> HjemmelError:
    rows = list(wrong)
    nb = " ".join(f"Rad {number}, {column}: {why.nb}" for number, column, why in rows[:_TOLD])
    en = " ".join(f"Row {number}, {column}: {why.en}" for number, column, why in rows[:_TOLD])
    more = len(rows) - _TOLD
    if more > 0:
        nb, en = f"{nb} … og {more} til.", f"{en} … and {more} more."
    return DataFileError(
        Text(nb, en),
        where=file.name,
        remedy=Text(
            "Rett radene; runden kjøres ikke på en del av søkerne.",
            "Correct the rows; a round is not run on a part of its applicants.",
        ),
        rows=[{"row": n, "column": c, "reason": w.nb, "reason_en": w.en} for n, c, w in rows],
    )


def _refuse(file: Path, what: Text) -> HjemmelError:
    return DataFileError(
        what,
        where=file.name,
        remedy=Text(
            "Gi en Excel-, CSV- eller JSON-fil med én rad per søknad.",
            "Give an Excel, CSV or JSON file with a row for each application.",
        ),
    )
