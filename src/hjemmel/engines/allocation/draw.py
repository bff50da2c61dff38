"""The draw of those who leave a list that is made shorter, which anyone can make again.

The unit of the draw is a household: children below the age that the law sets stay with their parents.
Each unit's ticket is the SHA-256 of ``<seed>:<digest>:<unit>``; the lowest tickets are drawn, as long as
those after them can make up exactly the rest. ``digest`` is that of the units and their members, so
that the seed cannot be chosen to fit the result: publish the digest first, then the seed. Who has died
or left the list between the two changes neither digest nor tickets: she is left out, and her unit
counts those who remain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from hjemmel import __version__
from hjemmel.kernel.digest import digest
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import age_on
from hjemmel.law import Finding, LawAt, Receipt
from hjemmel.rules.list_reduction import selection_is_random

_Node = tuple[bool, int]  # a household (True) or a person (False), and its key


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody on the list.

    Args:
        key: Key of the person.
        household: Key of the household; ``None`` when she belongs to none.
        born: Birth date.
        parents: Keys of her parents, as far as they are known.
    """

    key: int
    household: int | None
    born: date
    parents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """Those who are drawn together.

    Args:
        name: What stands on the ticket: the lowest key among its members.
        members: Keys of the members, ascending.
    """

    name: int
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ticket:
    """A unit in the draw.

    Args:
        unit: The unit.
        ticket: SHA-256 as hexadecimal text.
        is_drawn: Whether it leaves the list.
        left_out: Keys of those of its members who are left out.
    """

    unit: Unit
    ticket: str
    is_drawn: bool
    left_out: tuple[int, ...] = ()

    @property
    def remain(self) -> tuple[int, ...]:
        """Keys of its members who are not left out."""
        return tuple(key for key in self.unit.members if key not in self.left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawResult:
    """A draw.

    Args:
        surplus: Persons who had to leave.
        tickets: All units in the order of the draw.
        leaves: Persons who leave: ``surplus``, or more where no households add up to it.
        seed: The published seed.
        digest: SHA-256 of the units and their members.
        findings: The rules of the draw.
        receipt: What it was computed from.
    """

    surplus: int
    tickets: tuple[Ticket, ...]
    leaves: int
    seed: str
    digest: str
    findings: tuple[Finding, ...]
    receipt: Receipt

    @property
    def drawn(self) -> tuple[int, ...]:
        """Keys of those who leave, ascending."""
        return tuple(
            sorted(key for entry in self.tickets if entry.is_drawn for key in entry.remain)
        )

    @property
    def left_out(self) -> tuple[int, ...]:
        """Keys of those who were left out, ascending."""
        return tuple(sorted(key for entry in self.tickets for key in entry.left_out))


def units_of(members: Sequence[Member], as_of: date, law: LawAt) -> tuple[Unit, ...]:
    """Return who is drawn together: a household, without grown children.

    A child who has reached the law's age and lives with a parent on the list is drawn apart from the
    household, together with any children below that age. Where parents are not known, the household
    stays together.

    Args:
        members: Everybody on the list.
        as_of: The day of the draw.
        law: The law on that day.
    """
    child_below = law.integer("list_reduction.family_child_below_age")
    household_of = {member.key: member.household for member in members}
    joined: dict[_Node, _Node] = {}
    for member in members:
        person: _Node = (False, member.key)
        if member.household is None:
            continue
        parents = [key for key in member.parents if household_of.get(key) == member.household]
        if not parents:
            _join(joined, person, (True, member.household))
        elif age_on(member.born, as_of) < child_below:
            for parent in parents:
                _join(joined, person, (False, parent))
    units: dict[_Node, list[int]] = {}
    for member in members:
        units.setdefault(_root(joined, (False, member.key)), []).append(member.key)
    made = [Unit(min(keys), tuple(sorted(keys))) for keys in units.values()]
    return tuple(sorted(made, key=lambda unit: unit.name))


def digest_of(units: Sequence[Unit]) -> str:
    """Return the SHA-256 that is published before the draw."""
    return digest([[unit.name, list(unit.members)] for unit in units])


def ticket_of(unit: int, seed: str, units_digest: str) -> str:
    """Return a unit's ticket.

    >>> ticket_of(7, "2026-12", "ab")[:12]
    'b6df4f5ea5ad'
    """
    return hashlib.sha256(f"{seed}:{units_digest}:{unit}".encode()).hexdigest()


def draw(
    members: Sequence[Member], *, surplus: int, seed: str, as_of: date, law: LawAt
) -> DrawResult:
    """Draw who leaves a list, of all who are on it.

    Args:
        members: Everybody on the list.
        surplus: Persons who must leave.
        seed: The published seed.
        as_of: The day of the draw.
        law: The law on that day.

    Raises:
        InputError: More must leave than there are, or the seed is empty.
    """
    return draw_units(units_of(members, as_of, law), surplus=surplus, seed=seed, law=law)


def draw_units(
    units: Sequence[Unit],
    *,
    surplus: int,
    seed: str,
    law: LawAt,
    left_out: Collection[int] = (),
) -> DrawResult:
    """Draw who leaves a list, of the units whose digest was published.

    Units are taken by ticket. One is passed by when it has more persons than are left to take, or when
    those after it could not make up exactly the rest. Where no units make up the surplus, as many
    leave as the least number above it that units make up.

    Args:
        units: Those who take part, as they were published.
        surplus: Persons who must leave, of those who are not left out.
        seed: The published seed.
        law: The law on the day that the units are of.
        left_out: Keys of those who have died or left the list since.

    Raises:
        InputError: More must leave than there are, or the seed is empty.
    """
    gone = frozenset(left_out)
    remaining = sum(key not in gone for unit in units for key in unit.members)
    if not 0 <= surplus <= remaining:
        raise InputError(
            Text(
                f"{surplus} skal ut, men listen har {remaining}.",
                f"{surplus} are to leave, but the list has {remaining}.",
            ),
            where="surplus",
            remedy=Text("Rett antallet.", "Correct the number."),
        )
    if not seed.strip():
        raise InputError(
            Text("Trekningen har ikke noe frø.", "The draw has no seed."),
            where="seed",
            remedy=Text("Oppgi et frø som er kunngjort.", "Give a seed that is published."),
        )
    published = digest_of(units)
    told: dict[str, object] = {"units": published, "surplus": surplus, "seed": seed}
    if gone:
        told["left_out"] = sorted(gone)
    ordered = sorted(units, key=lambda unit: ticket_of(unit.name, seed, published))
    drawn = units_that_leave(without(ordered, gone), surplus)
    tickets = tuple(
        Ticket(
            unit,
            ticket_of(unit.name, seed, published),
            unit.name in drawn,
            tuple(key for key in unit.members if key in gone),
        )
        for unit in ordered
    )
    return DrawResult(
        surplus=surplus,
        tickets=tickets,
        leaves=sum(len(entry.remain) for entry in tickets if entry.is_drawn),
        seed=seed,
        digest=published,
        findings=(selection_is_random(drawn_at_random=True, law=law),),
        receipt=Receipt.issue(told, law, code_version=__version__),
    )


def without(units: Sequence[Unit], gone: Collection[int]) -> list[Unit]:
    """Return units without some of their members, under their own names; who has nobody left falls away."""
    rest = [Unit(u.name, tuple(key for key in u.members if key not in gone)) for u in units]
    return [unit for unit in rest if unit.members]


def units_that_leave(ordered: Sequence[Unit], surplus: int) -> frozenset[int]:
    """Return the names of the units that leave, of all units in the order of their tickets."""
    makes_up = [1]  # bit ``n``: the last units make up ``n`` persons
    for unit in reversed(ordered):
        makes_up.append(makes_up[-1] | makes_up[-1] << len(unit.members))
    left = surplus
    while not makes_up[-1] >> left & 1:
        left += 1
    taken: set[int] = set()
    for after, unit in zip(reversed(makes_up[:-1]), ordered, strict=True):
        size = len(unit.members)
        if size <= left and after >> (left - size) & 1:
            taken.add(unit.name)
            left -= size
    return frozenset(taken)


def _join(joined: dict[_Node, _Node], one: _Node, other: _Node) -> None:
    joined[_root(joined, one)] = _root(joined, other)


def _root(joined: dict[_Node, _Node], node: _Node) -> _Node:
    while joined.get(node, node) != node:
        node = joined[node]
    return node
