"""Shifts that went from one doctor to another by an accepted offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.models import ShiftOffer


@dataclass(frozen=True, slots=True)
class Leg:
    """One shift that changed hands.

    Args:
        roster: Key of the shift's roster.
        day: The day on which it starts.
        giver: Key of who gave it away of her own choice; ``None``: nobody did.
        taker: Key of who took it over.
    """

    roster: int
    day: date
    giver: str | None
    taker: str


def legs_of(offers: Iterable[ShiftOffer]) -> Iterator[Leg]:
    """Yield the shifts that accepted offers moved, a swap in both directions; shifts are at hand.

    A shift that nobody was on, or that a doctor had to give up, is taken over and not given away.
    """
    for offer in offers:
        if offer.taken_by_id is None:
            continue
        taker = key_of(offer.taken_by_id)
        gave = offer.given_by_id if offer.by_choice else None
        giver = None if gave is None else key_of(gave)
        yield Leg(offer.shift.roster_id, offer.shift.day, giver, taker)
        if offer.wanted_shift is not None and giver is not None:
            wanted = offer.wanted_shift
            yield Leg(wanted.roster_id, wanted.day, taker, giver)
