"""Lets offers of shifts lapse that no longer stand: somebody else is on them, they were moved, they began."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from django.db.models import Q
from django.utils import timezone

from hjemmel.apps.duty.models import DutyDoctor, ShiftOffer
from hjemmel.apps.duty.offer_standing import staff_of, why_lapsed

_BEFORE_ALL = datetime(1900, 1, 1, tzinfo=UTC)


def lapse_changed(shifts: Collection[int]) -> int:
    """Let open offers of shifts lapse that no longer stand, whatever the clock; return how many."""
    return _lapse(hold_offers(shifts), asked_at=_BEFORE_ALL)


def hold_offers(shifts: Collection[int]) -> list[ShiftOffer]:
    """Lock the open offers of shifts, by key, until the transaction ends, and return them.

    A swap between two rosters is reached from either, so its offer is locked after roster and doctors.
    """
    return _held(Q(shift__in=shifts) | Q(wanted_shift__in=shifts))


def hold_own_offers(doctor: DutyDoctor) -> list[ShiftOffer]:
    """Lock the open offers that a doctor made; as ``hold_offers``."""
    return _held(Q(given_by=doctor))


def lapse_past(district: int, now: datetime) -> int:
    """Let open offers of shifts that have started lapse; return how many."""
    begun = Q(shift__starts__lte=now) | Q(wanted_shift__starts__lte=now)
    return _lapse(_held(begun & Q(shift__roster__district=district)), asked_at=now)


def lapse(offer: ShiftOffer, why: str, now: datetime) -> None:
    """Let an offer lapse for a reason."""
    offer.state, offer.lapsed_because, offer.answered_at = "lapsed", why, now
    offer.save(update_fields=["state", "lapsed_because", "answered_at"])


def _held(which: Q) -> list[ShiftOffer]:
    rows = ShiftOffer.objects.select_related("shift__roster", "wanted_shift__roster")
    rows = rows.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(which, state="open").order_by("pk"))


def _lapse(offers: list[ShiftOffer], *, asked_at: datetime) -> int:
    if not offers:
        return 0
    on = staff_of(
        {key for one in offers for key in (one.shift_id, one.wanted_shift_id) if key is not None}
    )
    lapsed = 0
    for offer in offers:
        why = why_lapsed(offer, on, asked_at)
        if why:
            lapse(offer, why, timezone.now())
            lapsed += 1
    return lapsed
