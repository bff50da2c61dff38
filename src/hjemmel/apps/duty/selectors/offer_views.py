"""Offers of shifts as people are shown them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import is_herself
from hjemmel.apps.duty.models import DutyDoctor, DutyShift, ShiftOffer
from hjemmel.apps.duty.offer_standing import LAPSED, other_roster
from hjemmel.domain.shift import NORWAY, Role
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftInOffer:
    """A shift that is offered or wanted; times in Norway."""

    key: str
    name: str
    station: str
    day: date
    starts: datetime
    ends: datetime
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """An offer of a shift.

    Args:
        key: Its key.
        roster: Key of the roster.
        roster_name: Its name.
        kind: swap, give_away or open.
        state: open, accepted, refused, withdrawn or lapsed.
        shift: The shift that is offered.
        wanted: The shift that is wanted in return.
        wanted_roster: Key of its roster, where it is another; ``None``: the same, or nothing is wanted.
        wanted_roster_name: Name of that roster.
        given_by: Key of the duty doctor who gives it; ``None``: a doctor is lacking.
        given_by_name: Her name; empty for others than planners when she had to give it up.
        offered_to: Key of the duty doctor whom it is offered to; ``None``: whoever may.
        offered_to_name: Her name.
        taken_by: Key of the duty doctor who took it.
        taken_by_name: Her name.
        by_choice: Whether she gave it of her own choice.
        reason: What was written to whoever is asked.
        answer: What was answered.
        lapsed: Why it lapsed; ``None``: it has not.
        offered_at: When it was made.
        answered_at: When it was answered or lapsed.
        may_answer: Whether who asked may accept it.
        may_refuse: Whether who asked may say no to it.
        may_withdraw: Whether who asked may take it back.
    """

    key: int
    roster: int
    roster_name: str
    kind: str
    state: str
    shift: ShiftInOffer
    wanted: ShiftInOffer | None
    wanted_roster: int | None
    wanted_roster_name: str
    given_by: int | None
    given_by_name: str
    offered_to: int | None
    offered_to_name: str
    taken_by: int | None
    taken_by_name: str
    by_choice: bool
    reason: str
    answer: str
    lapsed: Text | None
    offered_at: datetime
    answered_at: datetime | None
    may_answer: bool
    may_refuse: bool
    may_withdraw: bool


def shift_in_offer(row: DutyShift) -> ShiftInOffer:
    """Return a shift as it is shown; its type and station are at hand."""
    return ShiftInOffer(
        key=row.key,
        name=row.shift_type.name,
        station=row.station.name,
        day=row.day,
        starts=row.starts.astimezone(NORWAY),
        ends=row.ends.astimezone(NORWAY),
        role=Role(row.role),
    )


def offer_view(row: ShiftOffer, by: Actor, now: datetime) -> OfferView:
    """Return an offer as it is shown to somebody; shifts, roster and doctors are at hand."""
    plans = by.may(Permission.PLAN_ROSTERS, municipality=row.shift.roster.district.host_id)
    shifts = [one for one in (row.shift, row.wanted_shift) if one is not None]
    is_open = row.state == "open" and all(one.starts > now for one in shifts)
    named = row.by_choice or plans
    giver, asked, taker = row.given_by, row.offered_to, row.taken_by
    acts_for_asked = plans or (asked is not None and is_herself(asked, by))
    gives = giver is not None and is_herself(giver, by)
    other = other_roster(row)
    return OfferView(
        key=row.pk,
        roster=row.shift.roster_id,
        roster_name=row.shift.roster.name,
        kind=row.kind,
        state=row.state,
        shift=shift_in_offer(row.shift),
        wanted=None if row.wanted_shift is None else shift_in_offer(row.wanted_shift),
        wanted_roster=None if other is None else other.pk,
        wanted_roster_name="" if other is None else other.name,
        given_by=row.given_by_id if named or gives else None,
        given_by_name=_name(giver) if named or gives else "",
        offered_to=row.offered_to_id,
        offered_to_name=_name(asked),
        taken_by=row.taken_by_id,
        taken_by_name=_name(taker),
        by_choice=row.by_choice,
        reason=row.reason,
        answer=row.answer,
        lapsed=LAPSED.get(row.lapsed_because),
        offered_at=row.offered_at.astimezone(NORWAY),
        answered_at=None if row.answered_at is None else row.answered_at.astimezone(NORWAY),
        may_answer=is_open and (acts_for_asked or (asked is None and not gives)),
        may_refuse=is_open and asked is not None and acts_for_asked,
        may_withdraw=is_open and (plans or (gives and row.by_choice)),
    )


def _name(doctor: DutyDoctor | None) -> str:
    return "" if doctor is None else doctor.doctor.name
