"""What an offer of a shift needs, changes and tells; shared by the verbs of offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.findings import DutyFinding
from hjemmel.apps.duty.hindrances import hindrances
from hjemmel.apps.duty.judging import Around
from hjemmel.apps.duty.mailing import shift_words, tell_doctor
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.shifts import called, shift_of
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster, DutyShift, ShiftOffer
from hjemmel.apps.duty.offer_standing import other_roster
from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering.elsewhere import Elsewhere
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

ORIGIN_OF = {"swap": "swap", "give_away": "given", "open": "open_shift"}
"""Where an assignment comes from, by the kind of the offer."""
_WORDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What an accepted offer changes in a roster.

    Args:
        roster: The roster.
        put: Who is put on which shift.
        off: Who is taken off which shift.
        elsewhere: What it changes in another roster; ``None``: nothing.
    """

    roster: DutyRoster
    put: frozenset[Assignment]
    off: frozenset[Assignment]
    elsewhere: Elsewhere | None = None


def hands_of(offer: ShiftOffer, taker: DutyDoctor) -> tuple[Hands, ...]:
    """Return what changes when a doctor accepts an offer, in the roster of the offered shift first."""
    shift, wanted = offer.shift, offer.wanted_shift
    new = key_of(taker.pk)
    old = None if offer.given_by_id is None else key_of(offer.given_by_id)
    here = Hands(
        roster=shift.roster, put=frozenset({Assignment(shift.key, new)}), off=_pairs(shift, old)
    )
    if wanted is None or old is None:
        return (here,)
    put, off = frozenset({Assignment(wanted.key, old)}), _pairs(wanted, new)
    if other_roster(offer) is None:
        return (replace(here, put=here.put | put, off=here.off | off),)
    return (
        replace(here, elsewhere=_changed(wanted, put=old, off=new)),
        Hands(roster=wanted.roster, put=put, off=off, elsewhere=_changed(shift, put=new, off=old)),
    )


def judged(hands: Iterable[Hands]) -> tuple[list[Around], list[DutyFinding]]:
    """Return what is broken around each change, and what stands in the way of all of them.

    Raises:
        ConflictError: Somebody takes no duty in the period of a roster.
    """
    arounds: list[Around] = []
    findings: list[DutyFinding] = []
    for one in hands:
        around, found = hindrances(one.roster, one.put, one.off, elsewhere=one.elsewhere)
        arounds.append(around)
        findings += found
    return arounds, findings


def require_one_district(roster: DutyRoster, other: DutyRoster) -> None:
    """Raise ``InputError`` unless two rosters are of one district."""
    if roster.district_id != other.district_id:
        raise InputError(
            Text(
                "De to planene hører til hvert sitt vaktdistrikt.",
                "The two rosters belong to different duty districts.",
            ),
            where="wanted_roster",
            remedy=Text(
                "Bytt mot en vakt i en plan for samme distrikt.",
                "Swap for a shift in a roster of the same district.",
            ),
        )


def require_kind(
    kind: str,
    given_by: int | None,
    offered_to: int | None,
    wanted_shift: str,
    wanted_roster: int | None,
) -> None:
    """Raise ``InputError`` unless an offer has what its kind needs, and no more."""
    needs = {
        "swap": (True, True, True),
        "give_away": (True, True, False),
        "open": (given_by is not None, False, False),
    }
    given = (given_by is not None, offered_to is not None, bool(wanted_shift))
    is_whole = needs.get(kind) == given and (bool(wanted_shift) or wanted_roster is None)
    if is_whole and (given_by is None or given_by != offered_to):
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
        other = other_roster(offer)
        here, there = "", ""
        if other is not None:
            here, there = f" ({offer.shift.roster.name})", f" ({other.name})"
        words = Text(
            f"{words.nb}{here}\ni bytte mot {wanted.nb}{there}",
            f"{words.en}{here}\nin return for {wanted.en}{there}",
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
            "wanted_roster": offer.wanted_shift.roster_id if offer.wanted_shift else None,
            "version": roster.version,
        },
    )


def _pairs(shift: DutyShift, doctor: str | None) -> frozenset[Assignment]:
    return frozenset() if doctor is None else frozenset({Assignment(shift.key, doctor)})


def _changed(row: DutyShift, *, put: str, off: str) -> Elsewhere:
    """Return a shift that goes from one doctor to another, as another roster sees it."""
    shift = shift_of(row, row.shift_type.code, row.station.code)
    names = {row.key: called(row.shift_type.name, row.day)}
    return Elsewhere(put=((shift, put),), off=((shift, off),), names=names)
