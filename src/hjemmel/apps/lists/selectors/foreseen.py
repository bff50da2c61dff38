"""Which events of a file the register would contradict: found before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Max, Q

from hjemmel.apps.lists.models import PopulationEvent
from hjemmel.apps.registry.models import Membership, Resident, WaitingEntry
from hjemmel.domain.population_event import BY_HAND, GRADINGS, MOVES, TAKEN_BACK, EventKind, Told

_AT_ONCE = 500
_Value = TypeVar("_Value", int, str)
_NEWCOMERS = (EventKind.BIRTH, EventKind.MOVED_IN)


@dataclass(slots=True)
class Known:
    """What the register, and the file's earlier events, tell of somebody."""

    is_here: bool = False
    belongs_here: bool = False
    born: date | None = None
    died_on: date | None = None
    arrived: date | None = None
    left: date | None = None
    last_move: date | None = None
    last_grading: date | None = None


def foreseen(rows: Sequence[Told], municipality: int, today: date) -> list[str]:
    """Return, for each event, the code of why it could not be applied; empty: it can.

    A few queries, however many events. What the rules say of a newborn's list is not foreseen: it
    refuses nothing.

    Args:
        rows: The events, in any order.
        municipality: Key of the municipality that they are told to.
        today: Today.
    """
    known = _known({told.national_id for told in rows}, municipality)
    before = _told_before(rows)
    reasons = [""] * len(rows)
    order = sorted(range(len(rows)), key=lambda at: rows[at].sort_key(at))
    for at in order:
        told = rows[at]
        facts = before.get((told.national_id, told.kind.value, told.happened_on))
        if facts == TAKEN_BACK:
            reasons[at] = TAKEN_BACK
            continue
        if facts is not None:
            reasons[at] = "" if facts == told.facts else "told_otherwise"
            continue
        person = known.get(told.national_id)
        reasons[at] = _reason(told, person, today)
        if not reasons[at]:
            before[(told.national_id, told.kind.value, told.happened_on)] = told.facts
            known[told.national_id] = _after(told, person or Known())
    return reasons


def _reason(told: Told, person: Known | None, today: date) -> str:
    kind, day = told.kind, told.happened_on
    if day > today:
        return "in_the_future"
    if kind in (*_NEWCOMERS, EventKind.MOVED_WITHIN) and not told.district:
        return "district"
    if person is None:
        if kind not in _NEWCOMERS:
            return "no_such_resident"
        born = day if kind is EventKind.BIRTH else told.born
        return "facts_missing" if born is None or not told.sex else ""
    if kind not in _NEWCOMERS and not person.belongs_here:
        return "no_such_resident"
    if kind is EventKind.DEATH:
        return _of_death(day, person)
    if person.died_on is not None and person.died_on <= day:
        return "dead_by_then"
    last = person.last_move if kind in MOVES else person.last_grading
    if kind in (*MOVES, *GRADINGS) and last is not None and last > day:
        return "later_known"
    return _of_move(kind, day, person)


def _of_death(day: date, person: Known) -> str:
    if person.died_on not in (None, day):
        return "told_otherwise"
    if person.arrived is not None and person.arrived > day:
        return "moved_after"
    return "died_before_birth" if person.born is not None and day < person.born else ""


def _of_move(kind: EventKind, day: date, person: Known) -> str:
    if kind in (EventKind.MOVED_OUT, EventKind.MOVED_WITHIN) and not person.is_here:
        return "lives_elsewhere"
    first = person.arrived or person.born or day
    if kind is EventKind.MOVED_OUT and day <= first:
        return "moved_before_arrival"
    if kind in (EventKind.MOVED_IN, EventKind.MOVED_WITHIN) and day < (person.left or first):
        return "moved_before_arrival"
    return ""


def _after(told: Told, person: Known) -> Known:
    """Return what is known of somebody when an event has been applied."""
    day = told.happened_on
    if told.kind in _NEWCOMERS or told.kind is EventKind.MOVED_WITHIN:
        if person.born is None:
            person.born = day if told.kind is EventKind.BIRTH else told.born
        if not person.is_here or person.left is not None or person.arrived is None:
            person.arrived, person.left = day, None
        person.is_here = person.belongs_here = True
    if told.kind is EventKind.MOVED_OUT:
        person.left = day
    if told.kind is EventKind.DEATH:
        person.died_on = day
    if told.kind in MOVES:
        person.last_move = day
    if told.kind in GRADINGS:
        person.last_grading = day
    return person


def _known(ids: set[str], municipality: int) -> dict[str, Known]:
    members = Membership.objects.known().filter(patient_list__municipality=municipality)
    waiting = WaitingEntry.objects.filter(municipality=municipality)
    found: dict[str, Known] = {}
    keys: dict[int, str] = {}
    for some in _parts(sorted(ids)):
        rows = Resident.objects.filter(national_id__in=some)
        for row in rows:
            keys[row.pk] = row.national_id or ""
            is_here = row.municipality_id == municipality
            found[row.national_id or ""] = Known(
                is_here=is_here,
                belongs_here=is_here,
                born=row.born,
                died_on=row.died_on,
                arrived=row.lived_here_from,
                left=row.lived_here_to,
            )
        belong = {
            *members.filter(resident__in=rows).values_list("resident_id", flat=True),
            *waiting.filter(resident__in=rows).values_list("resident_id", flat=True),
        }
        for key in belong:
            found[keys[key]].belongs_here = True
    for key, kind, last in _last_events(keys):
        person = found[keys[key]]
        if EventKind(kind) in MOVES:
            person.last_move = max(last, person.last_move or last)
        else:
            person.last_grading = max(last, person.last_grading or last)
    return found


def _last_events(keys: Iterable[int]) -> Iterator[tuple[int, str, date]]:
    kinds = [kind.value for kind in (*MOVES, *GRADINGS)]
    for some in _parts(sorted(keys)):
        yield from (
            PopulationEvent.objects.filter(
                resident__in=some, kind__in=kinds, state__in=("applied", "needs_judgement")
            )
            .values_list("resident_id", "kind")
            .annotate(last=Max("happened_on"))
            .order_by()
        )


def _told_before(rows: Sequence[Told]) -> dict[tuple[str, str, date], object]:
    """Return the facts of the events that were told before and are not refused.

    Of one that was taken back by hand: ``TAKEN_BACK``. Of one noted by hand, whatever the file tells:
    the register may tell more of it.
    """
    here = {(told.national_id, told.kind.value, told.happened_on): told.facts for told in rows}
    found: dict[tuple[str, str, date], object] = {}
    for some in _parts(sorted({told.national_id for told in rows})):
        stored = PopulationEvent.objects.filter(resident__national_id__in=some)
        held = stored.exclude(~Q(reason=TAKEN_BACK), state="refused")
        for who, kind, day, facts, source, reason in held.values_list(
            "resident__national_id", "kind", "happened_on", "facts", "source", "reason"
        ):
            key = (who or "", kind, day)
            if reason == TAKEN_BACK:
                found[key] = TAKEN_BACK
            else:
                found[key] = here.get(key, facts) if source == BY_HAND else facts
    return found


def _parts(values: list[_Value]) -> Iterator[list[_Value]]:
    """Yield values some at a time: a query takes only so many."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
