"""Lets offers of shifts lapse that no longer stand: somebody else is on them, they were moved, they began."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from django.db.models import Q
from django.utils import timezone

from hjemmel.apps.duty.models import ShiftOffer
from hjemmel.apps.duty.offer_standing import staff_of, why_lapsed

_BEFORE_ALL = datetime(1900, 1, 1, tzinfo=UTC)


def lapse_changed(shifts: Collection[int]) -> int:
    """Let open offers of shifts lapse that no longer stand, whatever the clock; return how many."""
    offers = list(
        ShiftOffer.objects.select_related("shift__roster", "wanted_shift")
        .filter(state="open")
        .filter(Q(shift__in=shifts) | Q(wanted_shift__in=shifts))
    )
    return _lapse(offers, asked_at=_BEFORE_ALL)


def lapse_past(district: int, now: datetime) -> int:
    """Let open offers of shifts that have started lapse; return how many."""
    offers = ShiftOffer.objects.select_related("shift__roster", "wanted_shift").filter(
        Q(shift__starts__lte=now) | Q(wanted_shift__starts__lte=now),
        state="open",
        shift__roster__district=district,
    )
    return _lapse(list(offers), asked_at=now)


def lapse(offer: ShiftOffer, why: str, now: datetime) -> None:
    """Let an offer lapse for a reason."""
    offer.state, offer.lapsed_because, offer.answered_at = "lapsed", why, now
    offer.save(update_fields=["state", "lapsed_because", "answered_at"])


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
