"""What a change of a roster would break, before anybody makes it; who else could take a shift, and why
somebody has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import roster_for, unknown
from hjemmel.apps.duty.findings import DutyFinding, told
from hjemmel.apps.duty.judging import new_breaches, overrides_of, part_of
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of
from hjemmel.apps.duty.models import DutyRoster
from hjemmel.apps.duty.selectors.rosters import RosterPage, ShiftCell, roster_page
from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering import RosterInputs
from hjemmel.engines.rostering.candidates import Standing
from hjemmel.engines.rostering.ledger import Category

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A change that can be made in one go, and what it would break that is not broken now.

    Args:
        shift: The shift.
        put_on: Who is put on it; ``None``: nobody.
        take_off: Who is taken off it; ``None``: nobody.
        findings: What it would break.
    """

    shift: ShiftCell
    put_on: int | None
    take_off: int | None
    findings: tuple[DutyFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """A doctor's day in a roster.

    Args:
        doctor: Her key in the district.
        day: The day.
        page: The day of the roster.
        on: Her shifts that start on it, with what taking her off would break.
        options: Shifts that she could take, those with a free place first.
    """

    doctor: int
    day: date
    page: RosterPage
    on: tuple[Option, ...]
    options: tuple[Option, ...]

    @property
    def name(self) -> str:
        """Her name."""
        return self.page.names[self.doctor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """A doctor who could take a shift.

    Args:
        doctor: Her key in the district.
        name: Her name.
        findings: What she would break with it that is not broken now.
        balances: What she carries before it, in the categories that the shift counts in, thousandths.
        points: What the roster's price changes by; below 0: it gets better.
    """

    doctor: int
    name: str
    findings: tuple[DutyFinding, ...]
    balances: tuple[tuple[Category, int], ...]
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftView:
    """A shift of a roster with who is on it and who could be.

    Args:
        shift: The shift.
        page: Its day of the roster.
        on: Who is on it, with what taking her off would break.
        takers: Everybody else, the best first.
        replaces: Whom a taker would replace, where the shift lacks nobody.
    """

    shift: ShiftCell
    page: RosterPage
    replaces: int | None
    on: tuple[Option, ...]
    takers: tuple[Taker, ...]


def cell_view(roster: int, doctor: int, day: date, *, by: Actor) -> CellView:
    """Return what can be done with a doctor on a day, and what each would break.

    Raises:
        UnknownIdError: There is no such roster, doctor or day in it.
        NotAllowedError: The roles do not let ``by`` plan rosters there.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS)
    page = roster_page(roster, by=by, first=day, last=day + _DAY)
    if doctor not in page.names or not page.days:
        raise unknown("duty doctor" if page.days else "day")
    changes: list[tuple[ShiftCell, int | None, int | None]] = []
    for shift in page.shifts:
        there = [one.doctor for one in shift.on]
        if doctor in there:
            changes.append((shift, None, doctor))
        elif shift.lacks > 0:
            changes.append((shift, doctor, None))
        else:
            changes += [(shift, doctor, other) for other in there]
    options = _judged(row, changes, assignments_of(row))
    return CellView(
        doctor=doctor,
        day=day,
        page=page,
        on=tuple(one for one in options if one.put_on is None),
        options=tuple(
            sorted(
                (one for one in options if one.put_on is not None),
                key=lambda one: (one.take_off is not None, len(one.findings)),
            )
        ),
    )


def shift_view(roster: int, shift: str, *, by: Actor) -> ShiftView:
    """Return who is on a shift and who could be; raises as ``cell_view``."""
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS)
    day = row.shifts.filter(key=shift).values_list("day", flat=True).first()
    if day is None:
        raise unknown("shift")
    page = roster_page(roster, by=by, first=day, last=day + _DAY)
    shown = next(one for one in page.shifts if one.key == shift)
    inputs = inputs_of(row)
    before = assignments_of(row)
    standing = Standing(inputs, before)
    overrides = overrides_of(row)
    replaces = shown.on[0].doctor if shown.on and shown.lacks <= 0 else None
    instead_of = None if replaces is None else key_of(replaces)
    takers = tuple(
        Taker(
            doctor=int(one.doctor),
            name=inputs.name(one.doctor),
            findings=told(one.breaches, overrides),
            balances=one.balances,
            points=one.points,
        )
        for one in standing.candidates(shift, instead_of=instead_of)
    )
    on = _judged(row, [(shown, None, one.doctor) for one in shown.on], before, inputs)
    return ShiftView(shift=shown, page=page, replaces=replaces, on=on, takers=takers)


def _judged(
    row: DutyRoster,
    changes: Iterable[tuple[ShiftCell, int | None, int | None]],
    before: frozenset[Assignment],
    inputs: RosterInputs | None = None,
) -> tuple[Option, ...]:
    """Return changes with what each would break; what they need of the roster is read once."""
    pairs = []
    touched: set[Assignment] = set()
    for shift, put_on, take_off in changes:
        put = {Assignment(shift.key, key_of(one)) for one in (put_on,) if one is not None}
        off = {Assignment(shift.key, key_of(one)) for one in (take_off,) if one is not None}
        touched |= put | off
        pairs.append((shift, put_on, take_off, (before - off) | put))
    if inputs is None:
        inputs = inputs_of(row, part=part_of(row, before, before ^ touched))
    overrides = overrides_of(row)
    return tuple(
        Option(
            shift=shift,
            put_on=put_on,
            take_off=take_off,
            findings=told(new_breaches(inputs, before, after), overrides),
        )
        for shift, put_on, take_off, after in pairs
    )
