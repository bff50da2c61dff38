"""What an offer of a shift needs, changes and tells; shared by the verbs of offers."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.mailing import shift_words, tell_doctor
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster, ShiftOffer
from hjemmel.domain.duty_roster import Assignment
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

ORIGIN_OF = {"swap": "swap", "give_away": "given", "open": "open_shift"}
"""Where an assignment comes from, by the kind of the offer."""
_WORDS = 200


@dataclass(frozen=True, slots=True)
class Hands:
    """What an accepted offer changes: who is put on which shift, and who is taken off."""

    put: frozenset[Assignment]
    off: frozenset[Assignment]


def hands_of(offer: ShiftOffer, taker: DutyDoctor) -> Hands:
    """Return what changes when a doctor accepts an offer."""
    new = key_of(taker.pk)
    put, off = {Assignment(offer.shift.key, new)}, set()
    if offer.given_by_id is not None:
        old = key_of(offer.given_by_id)
        off.add(Assignment(offer.shift.key, old))
        if offer.wanted_shift is not None:
            put.add(Assignment(offer.wanted_shift.key, old))
            off.add(Assignment(offer.wanted_shift.key, new))
    return Hands(frozenset(put), frozenset(off))


def require_kind(
    kind: str, given_by: int | None, offered_to: int | None, wanted_shift: str
) -> None:
    """Raise ``InputError`` unless an offer has what its kind needs, and no more."""
    needs = {
        "swap": (True, True, True),
        "give_away": (True, True, False),
        "open": (given_by is not None, False, False),
    }
    given = (given_by is not None, offered_to is not None, bool(wanted_shift))
    if needs.get(kind) == given and (given_by is None or given_by != offered_to):
        return
    raise InputError(
        Text(
            "Tilbudet mangler noe: et bytte trenger begge leger og begge vakter, en gave den som gir og "
            "den som får, og en ledig vakt ingen mottaker.",
            "The offer lacks something: a swap needs both doctors and both shifts, a gift who gives and "
            "who gets, and an open shift nobody to get it.",
        ),
        where="kind",
        remedy=Text("Fyll ut det som mangler.", "Fill in what is missing."),
    )


def shifts_in(offer: ShiftOffer) -> list[int]:
    """Return the keys of the shifts of an offer."""
    return [key for key in (offer.shift_id, offer.wanted_shift_id) if key is not None]


def short_words(text: str) -> str:
    """Return words without space about them; raise ``InputError`` when they are too many."""
    words = text.strip()
    if len(words) > _WORDS:
        raise InputError(
            Text("Teksten er lengre enn 200 tegn.", "The text is longer than 200 characters."),
            where="reason",
            remedy=Text("Skriv kortere.", "Write less."),
        )
    return words


def tell_of_offer(doctor: DutyDoctor, subject: Text, offer: ShiftOffer) -> None:
    """Tell a doctor of an offer by e-mail."""
    about = shift_words(offer.shift)
    words = Text(f"{subject.nb}: {about.nb}", f"{subject.en}: {about.en}")
    if offer.wanted_shift is not None:
        wanted = shift_words(offer.wanted_shift)
        words = Text(
            f"{words.nb}\ni bytte mot {wanted.nb}", f"{words.en}\nin return for {wanted.en}"
        )
    tell_doctor(doctor, subject, words)


def record_offer(by: Actor, action: str, roster: DutyRoster, offer: ShiftOffer) -> None:
    """Record what was done with an offer."""
    record(
        by=by.name,
        action=action,
        subject=f"roster {roster.pk}",
        municipality=roster.district.host.number,
        details={
            "offer": offer.pk,
            "kind": offer.kind,
            "shift": offer.shift.key,
            "given_by": offer.given_by_id,
            "offered_to": offer.offered_to_id,
            "taken_by": offer.taken_by_id,
            "wanted_shift": offer.wanted_shift.key if offer.wanted_shift else "",
            "version": roster.version,
        },
    )
