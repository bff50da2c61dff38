"""The columns of a plan's sheets, and how a cell of each is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from hjemmel.apps.exchange.fields import plain_heading
from hjemmel.apps.plan.fields import MeasureFields, ReadingFields
from hjemmel.domain.measure import Cost, CostKind, Payer, Priority
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import read_number, read_whole
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import read_day

Cells = Mapping[str, str]
_Word = TypeVar("_Word", bound=Enum)

MEASURE_COLUMNS: Mapping[str, Text] = {
    "number": Text("Nr.", "No."),
    "label": Text("Betegnelse", "Label"),
    "title": Text("Tiltak", "Measure"),
    "title_en": Text("Tiltak på engelsk", "Measure in English"),
    "text": Text("Beskrivelse", "Description"),
    "area": Text("Satsingsområde", "Focus area"),
    "owner": Text("Ansvarlig", "Owner"),
    "owner_email": Text("E-post", "E-mail"),
    "deadline": Text("Frist", "Deadline"),
    "cost_kind": Text("Kostnad", "Cost"),
    "cost_amount": Text("Beløp (kr)", "Amount (NOK)"),
    "cost_years": Text("År", "Years"),
    "payer": Text("Betaler", "Payer"),
    "priority": Text("Prioritet", "Priority"),
    "indicator": Text("Indikator", "Indicator"),
    "place": Text("Kilde", "Source"),
    "note": Text("Merknad", "Note"),
    "note_en": Text("Merknad på engelsk", "Note in English"),
}
"""By field: the heading. A sheet may leave columns out; then the measures keep what they have."""
VALUE_COLUMNS: Mapping[str, Text] = {
    "code": Text("Indikator", "Indicator"),
    "as_of": Text("Dag", "Day"),
    "value": Text("Verdi", "Value"),
    "district": Text("Bydel", "District"),
    "source": Text("Kilde", "Source"),
    "note": Text("Merknad", "Note"),
}
_KRONER = re.compile(r"^kr\.?\s*|\s*kr\.?$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,;\s]+")


def headings(columns: Mapping[str, Text]) -> list[str]:
    """Return all headings of some columns, in both languages."""
    return [heading for text in columns.values() for heading in (text.nb, text.en)]


def column_of(heading: str, columns: Mapping[str, Text]) -> str | None:
    """Return which column a heading names; ``None`` where none."""
    plain = plain_heading(heading)
    for name, text in columns.items():
        if plain in (plain_heading(text.nb), plain_heading(text.en)):
            return name
    return None


def measure_from(cells: Cells, stored: MeasureFields | None) -> MeasureFields:
    """Return a measure as a row says it; what the row has no column for is as it is stored.

    Raises:
        InputError: A cell cannot be read, or kind, amount and years do not go together.
    """
    before = stored or MeasureFields(title="")
    given: dict[str, Any] = {
        name: cells[name].strip()
        for name in cells
        if name not in _READERS and not name.startswith("cost_")
    }
    for name, read in _READERS.items():
        if name in cells:
            given[name] = read(cells[name].strip(), name)
    given["cost"] = _cost(cells, before.cost)
    return replace(before, **given)


def reading_from(cells: Cells) -> ReadingFields:
    """Return a value of an indicator as a row says it.

    Raises:
        InputError: A cell cannot be read.
    """
    value = cells.get("value", "").strip()
    day = _day(cells.get("as_of", "").strip(), "as_of")
    if day is None:
        raise _unread("", "as_of", Text("en dag", "a day"))
    return ReadingFields(
        code=cells.get("code", "").strip().upper(),
        as_of=day,
        value=_value(value) if value else None,
        source=cells.get("source", "").strip(),
        district=cells.get("district", "").strip(),
        note=cells.get("note", "").strip(),
    )


def number_in(cells: Cells) -> int | None:
    """Return the measure's number that a row names; ``None`` where it names none."""
    return _whole(cells.get("number", "").strip(), "number")


def _cost(cells: Cells, stored: Cost) -> Cost:
    if not any(name in cells for name in ("cost_kind", "cost_amount", "cost_years")):
        return stored
    kind, amount, years = stored.kind, stored.amount, stored.years
    if "cost_amount" in cells:
        amount = _amount(cells["cost_amount"].strip())
    if "cost_kind" in cells:
        kind = _word(CostKind, cells["cost_kind"].strip(), "cost_kind", CostKind.UNSTATED)
    elif amount is not None and not kind.has_amount:
        kind = CostKind.STATED
    if "cost_years" in cells:
        years = _years(cells["cost_years"].strip())
    return Cost(kind, amount, years)


def _whole(text: str, where: str) -> int | None:
    if not text:
        return None
    try:
        return read_whole(text, "nb")
    except ValueError:
        raise _unread(text, where, Text("et heltall", "a whole number")) from None


def _day(text: str, where: str) -> date | None:
    if not text:
        return None
    try:
        return read_day(text.removesuffix(" 00:00:00"))
    except ValueError:
        raise _unread(text, where, Text("en dag", "a day")) from None


def _amount(text: str) -> Money | None:
    bare = _KRONER.sub("", text)
    if not bare:
        return None
    try:
        return Money.kroner(Decimal(str(read_number(bare, "nb"))))
    except ValueError:
        raise _unread(
            text, "cost_amount", Text("et beløp i kroner", "an amount in kroner")
        ) from None


def _value(text: str) -> Decimal:
    share = text.endswith("%")
    try:
        value = Decimal(str(read_number(text.removesuffix("%"), "nb")))
    except ValueError:
        raise _unread(text, "value", Text("et tall", "a number")) from None
    return value / 100 if share else value


def _years(text: str) -> tuple[int, ...]:
    """Read years as people write them: 2025, 2026 or 2025–2028."""
    found: list[int] = []
    for part in filter(None, _SEPARATORS.split(text.replace(" – ", "–").replace(" - ", "-"))):
        first, _, last = part.replace("–", "-").partition("-")
        try:
            start, end = int(float(first)), int(float(last or first))
        except ValueError:
            raise _unread(text, "cost_years", Text("årstall", "years")) from None
        if not 0 <= end - start <= 50:
            raise _unread(text, "cost_years", Text("årstall", "years"))
        found += range(start, end + 1)
    return tuple(sorted(set(found)))


def _word(kind: type[_Word], text: str, where: str, empty: _Word) -> _Word:
    if not text:
        return empty
    for one in kind:
        label: Text = one.label  # type: ignore[attr-defined]
        if text.casefold() in (str(one.value), label.nb.casefold(), label.en.casefold()):
            return one
    known = ", ".join(one.label.nb for one in kind)  # type: ignore[attr-defined]
    raise InputError(
        Text(f"«{text}» er ikke blant {known}.", f"“{text}” is not among {known}."),
        where=where,
        remedy=Text("Bruk et av ordene.", "Use one of the words."),
    )


def _payer(text: str, where: str) -> Payer:
    return _word(Payer, text, where, Payer.MUNICIPALITY)


def _priority(text: str, where: str) -> Priority:
    return _word(Priority, text, where, Priority.UNSTATED)


_READERS: Mapping[str, Callable[[str, str], object]] = {
    "number": _whole,
    "deadline": _day,
    "payer": _payer,
    "priority": _priority,
}


def _unread(text: str, where: str, what: Text) -> InputError:
    return InputError(
        Text(f"«{text}» er ikke {what.nb}.", f"“{text}” is not {what.en}."),
        where=where,
        remedy=Text("Rett cellen i filen.", "Correct the cell in the file."),
    )
