"""Shifts that change hands: swapped, given away, and open ones that whoever may can take.

A doctor acts for herself, a planner for anybody. Nothing changes before the offer is accepted; then
the roster is locked, looked at as it is, and either all is done or nothing.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import is_herself, own_doctors, unknown
from hjemmel.apps.duty.hindrances import require_unhindered
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster, DutyShift, ShiftOffer
from hjemmel.apps.duty.offer_standing import LAPSED, offers_in_full, seen, staff_of, why_lapsed
from hjemmel.apps.duty.services.assigning import Changed, apply_changes, lock_people
from hjemmel.apps.duty.services.lapsing import hold_offers, hold_own_offers, lapse
from hjemmel.apps.duty.services.offer_terms import (
    ORIGIN_OF,
    hands_of,
    judged,
    record_offer,
    require_kind,
    require_one_district,
    shifts_in,
    short_words,
    tell_of_offer,
)
from hjemmel.apps.duty.services.publishing import send_out_changes
from hjemmel.apps.duty.unlawful import broken_shifts
from hjemmel.kernel.errors import ConflictError, HjemmelError, InputError
from hjemmel.kernel.text import Text

_ENDED = {
    "accepted": Text("Vakten er tatt av en annen.", "Somebody else has taken the shift."),
    "refused": Text("Tilbudet er avslått.", "The offer was refused."),
    "withdrawn": Text("Tilbudet er trukket.", "The offer was withdrawn."),
    "lapsed": Text("Tilbudet gjelder ikke lenger.", "The offer no longer stands."),
}
_LOOK_AGAIN = Text("Se hvilke vakter som er ledige nå.", "See which shifts are open now.")


@transaction.atomic
def make_offer(
    *,
    roster: int,
    shift: str,
    kind: str,
    by: Actor,
    now: datetime,
    given_by: int | None = None,
    offered_to: int | None = None,
    wanted_shift: str = "",
    wanted_roster: int | None = None,
    reason: str = "",
) -> int:
    """Offer a shift of a published roster; return the key of the offer.

    Args:
        roster: Key of the roster.
        shift: Key of the shift in it.
        kind: ``swap``, ``give_away``, or ``open``: whoever may can take it.
        by: Who offers: ``given_by`` herself with ``OWN_DUTY``, or who has ``PLAN_ROSTERS``.
        now: When; the shift must not have started.
        given_by: Key of the duty doctor who gives it; ``None``: nobody is on it, for ``open`` only.
        offered_to: Key of the duty doctor whom it is offered to, for ``swap`` and ``give_away``.
        wanted_shift: Key of her shift that is wanted in return, for ``swap``.
        wanted_roster: Key of the roster that it is in, published and of the same district; ``None``: the
            same roster.
        reason: What she writes to whoever is asked.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such roster, shift or doctor.
        InputError: The kind is not known, something that it needs is missing, or the rosters are of
            different districts.
        ConflictError: A roster is not published, the shift has started or is offered already, a doctor
            is not on the shift, no doctor is lacking, or the change would break law or agreement.
    """
    require_kind(kind, given_by, offered_to, wanted_shift, wanted_roster)
    rosters = _locked_rosters(roster, wanted_roster or roster)
    row, other = rosters[roster], rosters[wanted_roster or roster]
    require_one_district(row, other)
    giver = None if given_by is None else _doctor(given_by, row)
    _require_acting(giver, row, by)
    taker = None if offered_to is None else _doctor(offered_to, row)
    offered = _shift(shift, row)
    wanted = _shift(wanted_shift, other) if wanted_shift else None
    offer = ShiftOffer(
        shift=offered,
        given_by=giver,
        offered_to=taker,
        wanted_shift=wanted,
        kind=kind,
        reason=short_words(reason),
        of_version=row.version,
        seen=seen(offered, wanted),
        offered_by=by.name,
    )
    _require_possible(offer, now)
    if taker is not None:
        require_unhindered(judged(hands_of(offer, taker))[1], row, by)
    offer.save()
    record_offer(by, "duty.make_offer", row, offer)
    if taker is not None:
        tell_of_offer(taker, Text("Tilbud om vakt", "Offer of a shift"), offer)
    return offer.pk


def accept_offer(*, offer: int, by: Actor, now: datetime, taker: int | None = None) -> Changed:
    """Accept an offer, or take an open shift: who is on the shift changes, and both are told.

    Args:
        offer: Key of the offer.
        by: Who accepts: whoever takes it with ``OWN_DUTY``, or who has ``PLAN_ROSTERS``.
        now: When; the shift must not have started.
        taker: Key of the duty doctor who takes an open shift; ``None``: ``by`` herself.

    Returns:
        The roster's version after it; of a swap between two rosters that of both.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such offer or doctor.
        InputError: Nobody is named for an open shift.
        ConflictError: Somebody else took it, it was withdrawn or refused, the roster has changed so that
            it no longer stands, or it would now break law or agreement.
    """
    changed, stopped = _accept(offer, by, now, taker)
    if changed is None:
        raise _why(*stopped)
    return changed


@transaction.atomic
def refuse_offer(*, offer: int, by: Actor, now: datetime, answer: str = "") -> None:
    """Say no to an offer; as ``accept_offer``. An open shift is nobody's to refuse.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such offer.
        InputError: It is an open shift.
        ConflictError: It was answered already, or no longer stands.
    """
    row, roster = _locked(offer)
    if row.offered_to is None:
        raise InputError(
            Text("En ledig vakt kan ikke avslås.", "An open shift cannot be refused."),
            where="offer",
            remedy=Text("La den stå til noen tar den.", "Leave it until somebody takes it."),
        )
    _require_acting(row.offered_to, roster, by)
    _end(row, roster, "refused", by, now, answer)
    if row.given_by is not None:
        tell_of_offer(row.given_by, Text("Avslag på vaktbytte", "Offer of a shift refused"), row)


@transaction.atomic
def withdraw_offer(*, offer: int, by: Actor, now: datetime, answer: str = "") -> None:
    """Take an offer back: whoever gives the shift, or a planner.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such offer.
        ConflictError: It was answered already, or no longer stands.
    """
    row, roster = _locked(offer)
    _require_acting(row.given_by if row.by_choice else None, roster, by)
    _end(row, roster, "withdrawn", by, now, answer)


def open_up(
    *, roster: DutyRoster, doctor: DutyDoctor, shifts: list[DutyShift], by: Actor, reason: str = ""
) -> tuple[int, ...]:
    """Open shifts that a doctor cannot keep to whoever may; return the keys of the offers.

    She stays on each until somebody takes it, so the roster shows what is wrong. What she had offered
    to one is withdrawn. The roster is locked and the permission was asked for.
    """
    hold_own_offers(doctor)
    made = []
    for shift in shifts:
        mine = ShiftOffer.objects.filter(shift=shift, given_by=doctor, state="open")
        there = mine.filter(kind="open").first()
        if there is not None:  # what she gave of her own choice she must give up now
            there.by_choice = False
            there.save(update_fields=["by_choice"])
            made.append(there.pk)
            continue
        mine.update(state="withdrawn", answered_by=by.name, answered_at=timezone.now())
        offer = ShiftOffer.objects.create(
            shift=shift,
            given_by=doctor,
            kind="open",
            reason=reason,
            of_version=roster.version,
            seen=seen(shift, None),
            by_choice=False,
            offered_by=by.name,
        )
        record_offer(by, "duty.open_shift", roster, offer)
        made.append(offer.pk)
    return tuple(made)


def close_up(*, doctor: DutyDoctor, by: Actor, now: datetime) -> tuple[str, ...]:
    """Take back the openings of shifts that a doctor had to give up and may keep after all.

    The rosters are locked and the permission was asked for.

    Returns:
        Keys of the shifts that are hers again.
    """
    offers = list(
        ShiftOffer.objects.select_related("shift__roster__district__host", "wanted_shift")
        .filter(given_by=doctor, state="open", kind="open", by_choice=False)
        .order_by("shift__starts", "pk")
    )
    if not offers:
        return ()
    broken = {one.shift.pk for one in broken_shifts(doctor, now)}
    hers = [one for one in offers if one.shift_id not in broken]
    for offer in hers:
        offer.state, offer.answered_by, offer.answered_at = "withdrawn", by.name, now
        offer.save(update_fields=["state", "answered_by", "answered_at"])
        record_offer(by, "duty.withdraw_offer", offer.shift.roster, offer)
    return tuple(one.shift.key for one in hers)


@transaction.atomic
def _accept(
    key: int, by: Actor, now: datetime, taker: int | None
) -> tuple[Changed | None, tuple[ShiftOffer, int | None]]:
    """Accept an offer; what has lapsed is noted as that, which an error would undo."""
    offer, roster = _locked(key)
    taker = taker or _herself(roster, by)
    if offer.offered_to is None and taker is None:
        _require_acting(None, roster, by)
        raise InputError(
            Text("Det mangler hvem som tar vakten.", "It does not say who takes the shift."),
            where="taker",
            remedy=Text("Velg legen som tar den.", "Choose the doctor who takes it."),
        )
    who = offer.offered_to or _doctor(taker or 0, roster)
    _require_acting(who, roster, by)
    if offer.state != "open":
        return None, (offer, who.pk)
    why = why_lapsed(offer, staff_of(shifts_in(offer)), now)
    if why:
        lapse(offer, why, now)
        return None, (offer, who.pk)
    if offer.given_by_id == who.pk:
        raise ConflictError(
            Text("Legen har vakten selv.", "The doctor has the shift herself."),
            where="taker",
            remedy=Text(
                "Trekk tilbudet for å beholde vakten.", "Withdraw the offer to keep the shift."
            ),
        )
    lock_people(key_of(one.pk) for one in (who, offer.given_by) if one)
    hands = hands_of(offer, who)
    arounds, found = judged(hands)
    require_unhindered(found, roster, by)
    hold_offers(shifts_in(offer))
    offer.state, offer.taken_by = "accepted", who
    offer.answered_by, offer.answered_at = by.name, now
    offer.save(update_fields=["state", "taken_by", "answered_by", "answered_at"])
    changed = [
        apply_changes(
            roster=one.roster,
            put=one.put,
            off=one.off,
            by=by,
            origin=ORIGIN_OF[offer.kind],
            end_reason=ORIGIN_OF[offer.kind],
            around=around,
        )
        for one, around in zip(hands, arounds, strict=True)
    ]
    record_offer(by, "duty.accept_offer", roster, offer)
    for one in hands:
        send_out_changes(roster=one.roster, put=one.put, off=one.off, by=by)
    return _together(changed), (offer, who.pk)


def _together(changed: list[Changed]) -> Changed:
    """Return what was done in one roster, or in two."""
    first, *rest = changed
    return Changed(
        version=first.version,
        findings=tuple(finding for one in changed for finding in one.findings),
        wanted_version=rest[0].version if rest else None,
    )


def _herself(roster: DutyRoster, by: Actor) -> int | None:
    """Return the key of the duty doctor in a roster's district who is ``by``; ``None``: there is none."""
    mine = DutyDoctor.objects.filter(district=roster.district_id, doctor__in=own_doctors(by))
    return mine.order_by("-member_from").values_list("pk", flat=True).first()


def _why(offer: ShiftOffer, who: int | None) -> HjemmelError:
    what = LAPSED.get(offer.lapsed_because) or _ENDED[offer.state]
    if offer.state == "accepted" and offer.taken_by_id == who:
        what = Text("Vakten er tatt av legen fra før.", "The doctor has taken the shift already.")
    return ConflictError(what, where="offer", remedy=_LOOK_AGAIN, state=offer.state)


def _require_acting(doctor: DutyDoctor | None, roster: DutyRoster, by: Actor) -> None:
    """Raise unless ``by`` is the doctor herself, or plans rosters there."""
    if doctor is None or not is_herself(doctor, by):
        by.require(Permission.PLAN_ROSTERS, municipality=roster.district.host_id)


def _require_possible(offer: ShiftOffer, now: datetime) -> None:
    """Raise when an offer does not stand as it is made, or the shift is offered already."""
    why = why_lapsed(offer, staff_of(shifts_in(offer)), now)
    if why:
        raise ConflictError(LAPSED[why], where="shift", remedy=_LOOK_AGAIN)
    others = ShiftOffer.objects.filter(shift=offer.shift, given_by=offer.given_by, state="open")
    most = 1
    if offer.given_by is None:
        most = offer.shift.doctors - len(staff_of([offer.shift.pk])[offer.shift.pk])
    if others.count() >= most:
        raise ConflictError(
            Text("Vakten er tilbudt fra før.", "The shift is offered already."),
            where="shift",
            remedy=Text("Trekk det tilbudet først.", "Withdraw that offer first."),
        )


def _end(
    offer: ShiftOffer, roster: DutyRoster, state: str, by: Actor, now: datetime, answer: str
) -> None:
    if offer.state != "open":
        raise _why(offer, None)
    offer.state, offer.answer = state, short_words(answer)
    offer.answered_by, offer.answered_at = by.name, now
    offer.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    record_offer(by, f"duty.{'refuse' if state == 'refused' else 'withdraw'}_offer", roster, offer)


def _locked(key: int) -> tuple[ShiftOffer, DutyRoster]:
    """Return an offer as it is when the rosters of its shifts are locked, and that of the offered one."""
    found = ShiftOffer.objects.filter(pk=key).values_list("shift__roster", "wanted_shift__roster")
    here, there = found.first() or (None, None)
    if here is None:
        raise unknown("offer")
    rosters = _locked_rosters(here, there or here)
    offer = offers_in_full().get(pk=key)
    for shift in (offer.shift, offer.wanted_shift):
        if shift is not None:
            shift.roster = rosters[shift.roster_id]
    return offer, rosters[here]


def _locked_rosters(*keys: int) -> dict[int, DutyRoster]:
    """Return rosters by key, locked in that order."""
    rows = DutyRoster.objects.select_related("district__host")
    rows = rows.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    if set(keys) - found.keys():
        raise unknown("roster")
    return found


def _doctor(key: int, roster: DutyRoster) -> DutyDoctor:
    row = DutyDoctor.objects.select_related("doctor").filter(pk=key).first()
    if row is None or row.district_id != roster.district_id:
        raise unknown("duty doctor")
    return row


def _shift(key: str, roster: DutyRoster) -> DutyShift:
    row = roster.shifts.select_related("shift_type", "station").filter(key=key).first()
    if row is None:
        raise unknown("shift")
    row.roster = roster
    return row
