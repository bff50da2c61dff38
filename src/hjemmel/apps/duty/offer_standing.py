"""Whether an offer of a shift still stands as it was made, and why it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import QuerySet

from hjemmel.apps.duty.models import DutyAssignment, DutyRoster, DutyShift, ShiftOffer
from hjemmel.kernel.text import Text

LAPSED: Mapping[str, Text] = {
    "started": Text("Vakten har startet.", "The shift has started."),
    "moved": Text(
        "Vakten er flyttet siden tilbudet ble gitt.", "The shift was moved since it was offered."
    ),
    "giver_gone": Text(
        "Den som ga bort vakten, står ikke lenger på den.",
        "Whoever gave the shift away is no longer on it.",
    ),
    "filled": Text("Vakten har de legene den trenger.", "The shift has the doctors that it needs."),
    "taker_on_it": Text(
        "Den som fikk tilbudet, står på vakten fra før.",
        "Whoever was offered the shift is on it already.",
    ),
    "partner_gone": Text(
        "Den som skulle bytte, står ikke lenger på sin vakt.",
        "Whoever was to swap is no longer on her shift.",
    ),
    "giver_on_it": Text(
        "Den som ville bytte til seg vakten, står på den fra før.",
        "Whoever wanted the shift in return is on it already.",
    ),
    "closed": Text(
        "Planen er ikke publisert, eller den er avsluttet.",
        "The roster is not published, or it is closed.",
    ),
}
"""Why an offer lapsed, by the code that is kept."""


def seen(shift: DutyShift, wanted: DutyShift | None) -> dict[str, list[str]]:
    """Return when the shifts of an offer start and end, as it is kept."""
    found = {"shift": _times(shift)}
    if wanted is not None:
        found["wanted"] = _times(wanted)
    return found


def other_roster(offer: ShiftOffer) -> DutyRoster | None:
    """Return the roster of the shift in return, where it is another than that of the offered one.

    The shifts of the offer and their rosters are at hand.
    """
    wanted = offer.wanted_shift
    if wanted is None or wanted.roster_id == offer.shift.roster_id:
        return None
    return wanted.roster


def why_lapsed(offer: ShiftOffer, on: Mapping[int, Collection[int]], now: datetime) -> str:
    """Return the code of why an offer no longer stands; empty: it does.

    Args:
        offer: The offer with its shifts and their rosters.
        on: Keys of the duty doctors on each shift, by key of the shift.
        now: When it is asked.
    """
    shift, wanted = offer.shift, offer.wanted_shift
    staffed = on.get(shift.pk, ())
    if any(one.roster.state != "published" for one in (shift, wanted) if one is not None):
        return "closed"
    if shift.starts <= now or (wanted is not None and wanted.starts <= now):
        return "started"
    if offer.seen != seen(shift, wanted):
        return "moved"
    if offer.given_by_id is not None and offer.given_by_id not in staffed:
        return "giver_gone"
    if offer.given_by_id is None and len(staffed) >= shift.doctors:
        return "filled"
    if offer.offered_to_id in staffed:
        return "taker_on_it"
    if wanted is not None:
        there = on.get(wanted.pk, ())
        if offer.offered_to_id not in there:
            return "partner_gone"
        if offer.given_by_id in there:
            return "giver_on_it"
    return ""


def staff_of(shifts: Collection[int]) -> dict[int, set[int]]:
    """Return the keys of the duty doctors on shifts, by key of the shift."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = DutyAssignment.objects.filter(shift__in=shifts, ended_at__isnull=True)
    for shift, doctor in rows.values_list("shift", "duty_doctor"):
        found[shift].add(doctor)
    return found


def _times(shift: DutyShift) -> list[str]:
    return [str(int(shift.starts.timestamp())), str(int(shift.ends.timestamp()))]


def offers_in_full() -> QuerySet[ShiftOffer]:
    """Return all offers, each with its shifts, their rosters and its doctors at hand."""
    return ShiftOffer.objects.select_related(
        "shift__roster__district",
        "shift__shift_type",
        "shift__station",
        "wanted_shift__roster",
        "wanted_shift__shift_type",
        "wanted_shift__station",
        "given_by__doctor",
        "offered_to__doctor",
        "taken_by__doctor",
    )
