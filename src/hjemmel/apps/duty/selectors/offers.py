"""Offers of shifts: the open ones that somebody may take, a roster's, and a doctor's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import duty_doctor_for, own_doctors, unknown
from hjemmel.apps.duty.findings import newly_broken
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.inputs import Part, assignments_of, inputs_of
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster, ShiftOffer
from hjemmel.apps.duty.offer_standing import offers_in_full
from hjemmel.apps.duty.selectors.offer_views import (
    OfferView,
    offer_view,
)
from hjemmel.apps.duty.selectors.rosters import seen_roster
from hjemmel.engines.rostering.candidates import are_lawful
from hjemmel.engines.rostering.check import check_doctor


def open_shifts(district: int, *, by: Actor, now: datetime) -> tuple[OfferView, ...]:
    """Return the open shifts of a district that have not started.

    A doctor is shown those that she may take by law and agreement, a planner all of them.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    rows = list(
        offers_in_full()
        .filter(
            shift__roster__district=district,
            shift__roster__state="published",
            kind="open",
            state="open",
            shift__starts__gt=now,
        )
        .order_by("shift__starts", "pk")
    )
    mine = DutyDoctor.objects.filter(district=district, doctor__in=own_doctors(by))
    herself = mine.order_by("-member_from").first()
    if herself is None:
        host = DutyRoster.objects.filter(district=district).values_list("district__host", flat=True)
        by.require(Permission.PLAN_ROSTERS, municipality=host.first())
    elif not by.may(Permission.PLAN_ROSTERS, municipality=herself.district.host_id):
        rows = [one for one in rows if one.given_by_id != herself.pk]
        lawful = _lawful_for(herself, rows)
        rows = [one for one in rows if one.pk in lawful]
    return tuple(offer_view(one, by, now) for one in rows)


def get_offer(key: int, *, by: Actor, now: datetime) -> OfferView:
    """Return an offer that is open, or that ``by`` is part of, or plans for.

    Raises:
        UnknownIdError: There is no such offer, or it is between others.
    """
    row = offers_in_full().filter(pk=key).first()
    if row is None or not _may_see(row, by):
        raise unknown("offer")
    return offer_view(row, by, now)


def offers_of(roster: int, *, by: Actor, now: datetime, state: str = "") -> tuple[OfferView, ...]:
    """Return a roster's offers, the newest first: all for a planner, her own for a doctor.

    A swap between two rosters is among the offers of both.

    Args:
        roster: Key of the roster.
        by: Who asks.
        now: When.
        state: Only those in this state; empty: all.

    Raises:
        UnknownIdError: There is no such roster.
        NotAllowedError: The roles do not open it.
    """
    row = seen_roster(roster, by)
    rows = offers_in_full().filter(Q(shift__roster=row) | Q(wanted_shift__roster=row))
    if state:
        rows = rows.filter(state=state)
    return tuple(offer_view(one, by, now) for one in rows if _may_see(one, by))


def offers_with(duty_doctor: int, *, by: Actor, now: datetime) -> tuple[OfferView, ...]:
    """Return the offers that a doctor made, got or took, the newest first.

    Raises:
        UnknownIdError: There is no such doctor.
        NotAllowedError: She is not ``by``, who does not plan rosters there.
    """
    row = duty_doctor_for(duty_doctor, by=by)
    rows = offers_in_full().filter(Q(given_by=row) | Q(offered_to=row) | Q(taken_by=row))
    return tuple(offer_view(one, by, now) for one in rows)


def _may_see(row: ShiftOffer, by: Actor) -> bool:
    host = row.shift.roster.district.host_id
    if by.may(Permission.PLAN_ROSTERS, municipality=host):
        return True
    own = own_doctors(by)
    part = [one.doctor_id for one in (row.given_by, row.offered_to, row.taken_by) if one]
    return bool(own & set(part)) or (
        row.kind == "open"
        and row.state == "open"
        and DutyDoctor.objects.filter(
            district=row.shift.roster.district_id, doctor__in=own
        ).exists()
    )


def _lawful_for(doctor: DutyDoctor, offers: Iterable[ShiftOffer]) -> set[int]:
    """Return the keys of the offers whose shifts a doctor may take by law and agreement."""
    found: set[int] = set()
    by_roster: dict[int, list[ShiftOffer]] = defaultdict(list)
    for one in offers:
        by_roster[one.shift.roster_id].append(one)
    key = key_of(doctor.pk)
    for rows in by_roster.values():
        roster = rows[0].shift.roster
        mine = {one.shift for one in assignments_of(roster) if one.doctor == key}
        offered = {one.shift.key for one in rows} - mine
        inputs = inputs_of(roster, part=Part(frozenset({key}), frozenset(mine | offered)))
        shifts = {shift.key: shift for shift in inputs.picture.shifts}
        picture = next((one for one in inputs.picture.doctors if one.key == key), None)
        if picture is None:
            continue  # she takes no duty in this roster
        has = [shifts[one] for one in mine]
        before = check_doctor(inputs, picture, has)
        for one in rows:
            if one.shift.key in offered:
                after = check_doctor(inputs, picture, [*has, shifts[one.shift.key]])
                if are_lawful(newly_broken(before, after)):
                    found.add(one.pk)
    return found
