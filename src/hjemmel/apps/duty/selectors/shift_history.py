"""All that happened to a shift, and to a doctor's shifts: who was put on, taken off, offered and answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import duty_doctor_for, unknown
from hjemmel.apps.duty.models import DutyAssignment, DutyDoctor, DutyShift, ShiftOffer
from hjemmel.apps.duty.offer_standing import LAPSED, offers_in_full, other_roster
from hjemmel.apps.duty.selectors.offer_views import ShiftInOffer, shift_in_offer
from hjemmel.apps.duty.selectors.rosters import seen_roster
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One thing that happened to a shift.

    Args:
        at: When, in Norway.
        what: on, off, offered, accepted, refused, withdrawn or lapsed.
        shift: The shift.
        doctor: Key of the duty doctor it is about; ``None``: of none.
        name: Her name.
        by: Who did it, as in the log.
        origin: Where an assignment came from; empty for offers.
        offer: Key of the offer, where it is about one.
        sentence: What happened, for people.
    """

    at: datetime
    what: str
    shift: ShiftInOffer
    doctor: int | None
    name: str
    by: str
    origin: str
    offer: int | None
    sentence: Text


_ON = {
    "planner": Text("ble satt på av vaktplanleggeren", "was put on by the roster planner"),
    "solver": Text("fikk vakten da planen ble laget", "got the shift when the roster was made"),
    "import": Text("fikk vakten fra en fil", "got the shift from a file"),
    "swap": Text("byttet til seg vakten", "swapped for the shift"),
    "given": Text("fikk vakten av en kollega", "was given the shift by a colleague"),
    "open_shift": Text("tok den ledige vakten", "took the open shift"),
    "replan": Text(
        "fikk vakten da planen ble lagt om", "got the shift when the roster was changed"
    ),
    "reserve": Text("kom inn som reserve", "came in as reserve"),
}
_OFF = {
    "swap": Text("byttet bort vakten", "swapped the shift away"),
    "given": Text("ga bort vakten", "gave the shift away"),
    "open_shift": Text("ble avløst da vakten var ledig", "was relieved when the shift was open"),
    "replan": Text("gikk av da planen ble lagt om", "came off when the roster was changed"),
}
_OFFERED = {
    "swap": Text("ville bytte vakten", "wanted to swap the shift"),
    "give_away": Text("ville gi bort vakten", "wanted to give the shift away"),
    "open": Text("gjorde vakten ledig", "opened the shift"),
}
_ANSWERED = {
    "accepted": Text("sa ja til vakten", "accepted the shift"),
    "refused": Text("sa nei til vakten", "refused the shift"),
    "withdrawn": Text("trakk tilbudet", "withdrew the offer"),
    "lapsed": Text("hadde et tilbud som falt bort", "had an offer that lapsed"),
}


def history_of_shift(roster: int, shift: str, *, by: Actor) -> tuple[HistoryRow, ...]:
    """Return all that happened to a shift, the oldest first.

    Args:
        roster: Key of the roster.
        shift: Key of the shift in it.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality, or is or was on the shift.

    Raises:
        UnknownIdError: There is no such roster or shift.
        NotAllowedError: The roles do not open it.
    """
    row = seen_roster(roster, by)
    found = row.shifts.select_related("shift_type", "station").filter(key=shift).first()
    if found is None:
        raise unknown("shift")
    assignments = _assignments().filter(shift=found)
    offers = offers_in_full().filter(Q(shift=found) | Q(wanted_shift=found))
    if not _took_part(found, by):
        by.require(Permission.PLAN_ROSTERS, municipality=row.district.host_id)
    return _sorted([*_of_assignments(assignments), *_of_offers(offers)])


def history_of_doctor(
    duty_doctor: int, *, by: Actor, first: date | None = None, last: date | None = None
) -> tuple[HistoryRow, ...]:
    """Return all that happened to a doctor's shifts in rosters that were sent out, the oldest first.

    Args:
        duty_doctor: Her key in the district.
        by: Who asks: herself, or who has ``PLAN_ROSTERS``.
        first: Only of shifts from this day.
        last: Only of shifts before this day.

    Raises:
        UnknownIdError: There is no such doctor.
        NotAllowedError: The roles do not open it.
    """
    row = duty_doctor_for(duty_doctor, by=by)
    assignments = _assignments().filter(
        duty_doctor=row, shift__roster__state__in=("published", "closed")
    )
    offers = offers_in_full().filter(Q(given_by=row) | Q(offered_to=row) | Q(taken_by=row))
    days: dict[str, date] = {}
    if first is not None:
        days["day__gte"] = first
    if last is not None:
        days["day__lt"] = last
    assignments = assignments.filter(**{f"shift__{name}": day for name, day in days.items()})
    offers = offers.filter(
        Q(**{f"shift__{name}": day for name, day in days.items()})
        | Q(**{f"wanted_shift__{name}": day for name, day in days.items()})
    )
    return _sorted([*_of_assignments(assignments), *_of_offers(offers)])


def _took_part(shift: DutyShift, by: Actor) -> bool:
    own = [one.doctor for one in by.grants if one.doctor is not None]
    return shift.assignments.filter(duty_doctor__doctor__in=own).exists()


def _assignments() -> QuerySet[DutyAssignment]:
    return DutyAssignment.objects.select_related(
        "shift__shift_type", "shift__station", "duty_doctor__doctor"
    )


def _of_assignments(rows: Iterable[DutyAssignment]) -> Iterable[HistoryRow]:
    for row in rows:
        shift, doctor = shift_in_offer(row.shift), row.duty_doctor
        yield _row(row.began_at, "on", shift, doctor, row.began_by, _ON[row.origin], row.origin)
        if row.ended_at is not None:
            said = _OFF.get(row.end_reason) or Text("ble tatt av vakten", "was taken off the shift")
            yield _row(row.ended_at, "off", shift, doctor, row.ended_by, said, row.end_reason)


def _of_offers(rows: Iterable[ShiftOffer]) -> Iterable[HistoryRow]:
    """Yield what was offered, and what was answered."""
    for row in rows:
        shift = shift_in_offer(row.shift)
        asker = row.given_by
        said = _OFFERED[row.kind]
        if row.offered_to is not None:
            name = row.offered_to.doctor.name
            said = Text(f"{said.nb} til {name}", f"{said.en}, asking {name}")
            if row.wanted_shift is not None:
                wanted, other = row.wanted_shift, other_roster(row)
                name = wanted.shift_type.name
                said = Text(
                    f"{said.nb}, mot {name} {format_date(wanted.day)}",
                    f"{said.en}, for {name} on {format_date(wanted.day, 'en')}",
                )
                if other is not None:
                    said = Text(f"{said.nb} i {other.name}", f"{said.en} in {other.name}")
        yield _row(row.offered_at, "offered", shift, asker, row.offered_by, said, offer=row.pk)
        if row.answered_at is None or row.state == "open":
            continue
        who = {
            "accepted": row.taken_by,
            "refused": row.offered_to,
            "withdrawn": asker,
            "lapsed": asker,
        }[row.state]
        said = _ANSWERED[row.state]
        why = LAPSED.get(row.lapsed_because)
        if why is not None:
            said = Text(
                f"{said.nb}: {why.nb[0].lower()}{why.nb[1:-1]}", f"{said.en}: {why.en[:-1]}"
            )
        by = row.answered_by or row.offered_by
        yield _row(row.answered_at, row.state, shift, who, by, said, offer=row.pk)


def _row(
    at: datetime,
    what: str,
    shift: ShiftInOffer,
    doctor: DutyDoctor | None,
    by: str,
    said: Text,
    origin: str = "",
    offer: int | None = None,
) -> HistoryRow:
    name = "" if doctor is None else doctor.doctor.name
    who = Text(name or "Vaktplanleggeren", name or "The roster planner")
    return HistoryRow(
        at=at.astimezone(NORWAY),
        what=what,
        shift=shift,
        doctor=None if doctor is None else doctor.pk,
        name=name,
        by=by,
        origin=origin,
        offer=offer,
        sentence=Text(f"{who.nb} {said.nb}.", f"{who.en} {said.en}."),
    )


def _sorted(rows: Iterable[HistoryRow]) -> tuple[HistoryRow, ...]:
    order = ("offered", "accepted", "refused", "withdrawn", "lapsed", "off", "on")
    return tuple(sorted(rows, key=lambda row: (row.at, order.index(row.what))))
