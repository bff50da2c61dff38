"""A draw as it is published, as a file that anyone can read, and the draw made again from it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from hjemmel.engines.allocation.draw import (
    Unit,
    digest_of,
    ticket_of,
    units_that_leave,
    without,
)
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text

FORMATS = ("json", "csv")
_OF_ALL = ("municipality", "list", "as_of", "surplus", "seed", "digest")
_OF_EACH = ("number", "unit", "members", "ticket", "is_drawn")
_LEFT_OUT = "left_out"
_YES, _NO = "1", "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTicket:
    """A unit as it was published.

    Args:
        number: Its place in the order of the draw, from 1.
        unit: Name of the unit: the lowest key among its members.
        members: Keys of the members, ascending.
        ticket: SHA-256 as hexadecimal text.
        is_drawn: Whether it leaves the list.
        left_out: Keys of those of its members who had died or left the list by the draw.
    """

    number: int
    unit: int
    members: tuple[int, ...]
    ticket: str
    is_drawn: bool
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDraw:
    """A draw as it was published; persons stand in it by the register's key only.

    Args:
        municipality: Number of the municipality.
        list: The state register's number of the list.
        as_of: The day the units are of, year-month-day.
        surplus: Persons who had to leave.
        seed: The seed.
        digest: SHA-256 of the units, published before the seed.
        tickets: All units, in the order of the draw.
    """

    municipality: str
    list: str
    as_of: str
    surplus: int
    seed: str
    digest: str
    tickets: tuple[PublishedTicket, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What making a draw again showed.

    Args:
        digest: The digest as it is worked out from the units.
        digest_is_right: Whether it is the one that was published.
        wrong_tickets: Names of units whose ticket is another.
        wrong_order: Whether the units do not stand in the order of their tickets.
        wrong_outcome: Names of units that should have left, or stayed, and did not.
        leave: Persons who leave, as worked out.
    """

    digest: str
    digest_is_right: bool
    wrong_tickets: tuple[int, ...]
    wrong_order: bool
    wrong_outcome: tuple[int, ...]
    leave: int

    @property
    def is_right(self) -> bool:
        """Whether everything is as published."""
        return self.digest_is_right and not (
            self.wrong_tickets or self.wrong_order or self.wrong_outcome
        )


def verify(published: PublishedDraw) -> Verification:
    """Make a published draw again from its units, seed and number of those who had to leave.

    The digest must also be compared with the one that was announced before the seed: a file cannot
    tell when it was written.
    """
    units = sorted((Unit(row.unit, row.members) for row in published.tickets), key=_name)
    made = digest_of(units)
    tickets = {unit.name: ticket_of(unit.name, published.seed, made) for unit in units}
    ordered = sorted(units, key=lambda unit: tickets[unit.name])
    gone = {key for row in published.tickets for key in row.left_out}
    remain = without(ordered, gone)
    leaves = units_that_leave(
        remain, min(published.surplus, sum(len(unit.members) for unit in remain))
    )
    return Verification(
        digest=made,
        digest_is_right=made == published.digest,
        wrong_tickets=tuple(
            row.unit for row in published.tickets if tickets[row.unit] != row.ticket
        ),
        wrong_order=[unit.name for unit in ordered] != [row.unit for row in published.tickets],
        wrong_outcome=tuple(
            row.unit for row in published.tickets if row.is_drawn != (row.unit in leaves)
        ),
        leave=sum(len(unit.members) for unit in remain if unit.name in leaves),
    )


def write_draw(published: PublishedDraw, kind: str) -> bytes:
    """Return a draw as a file, ``json`` or ``csv``; the same draw gives the same bytes."""
    if kind == "json":
        return (json.dumps(asdict(published), ensure_ascii=False, indent=1) + "\n").encode()
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow((*_OF_ALL, *_OF_EACH, _LEFT_OUT))
    of_all = [getattr(published, name) for name in _OF_ALL]
    for row in published.tickets:
        members = " ".join(map(str, row.members))
        drawn = _YES if row.is_drawn else _NO
        left_out = " ".join(map(str, row.left_out))
        rows.writerow((*of_all, row.number, row.unit, members, row.ticket, drawn, left_out))
    return text.getvalue().encode()


def read_draw(content: bytes, name: str) -> PublishedDraw:
    """Return the draw that a file holds, JSON or CSV.

    Args:
        content: The file.
        name: Its name, for messages.

    Raises:
        DataFileError: It is not a published draw.
    """
    try:
        text = content.decode("utf-8-sig")
        if text.lstrip().startswith("{"):
            return _from_plain(json.loads(text))
        return _from_csv(text)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, csv.Error) as error:
        raise _broken(name) from error


def _from_csv(text: str) -> PublishedDraw:
    head = text.partition("\n")[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=separator, strict=True))
    if len({tuple(row[name] for name in _OF_ALL) for row in rows}) != 1:
        raise ValueError
    tickets = [
        {
            **{name: row[name] for name in _OF_EACH},
            "members": row["members"].split(),
            "is_drawn": {_YES: True, _NO: False}[row["is_drawn"]],
            _LEFT_OUT: (row.get(_LEFT_OUT) or "").split(),
        }
        for row in rows
    ]
    return _from_plain({**{name: rows[0][name] for name in _OF_ALL}, "tickets": tickets})


def _from_plain(plain: Mapping[str, Any]) -> PublishedDraw:
    tickets = tuple(_ticket(row) for row in plain["tickets"])
    members = [key for row in tickets for key in row.members]
    if len(set(members)) != len(members) or any(
        not row.members or row.unit != min(row.members) or set(row.left_out) - set(row.members)
        for row in tickets
    ):
        raise ValueError
    surplus = int(plain["surplus"])
    if not tickets or surplus < 0:
        raise ValueError
    texts = {name: str(plain[name]) for name in _OF_ALL if name != "surplus"}
    return PublishedDraw(surplus=surplus, tickets=tickets, **texts)


def _ticket(row: Mapping[str, Any]) -> PublishedTicket:
    if not isinstance(row["is_drawn"], bool):
        raise ValueError
    members: Sequence[Any] = row["members"]
    return PublishedTicket(
        number=int(row["number"]),
        unit=int(row["unit"]),
        members=tuple(int(key) for key in members),
        ticket=str(row["ticket"]),
        is_drawn=row["is_drawn"],
        left_out=tuple(int(key) for key in row.get(_LEFT_OUT, ())),
    )


def _name(unit: Unit) -> int:
    return unit.name


def _broken(name: str) -> DataFileError:
    return DataFileError(
        Text(
            "Filen er ikke en kunngjort trekning.",
            "The file is not a published draw.",
        ),
        where=name,
        remedy=Text(
            "Bruk filen fra «hjemmel lists draw --publish», uendret.",
            "Use the file of “hjemmel lists draw --publish”, unchanged.",
        ),
    )
