"""A shift with its history: swap it, give it away, open it; for the doctor herself and for who plans."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.duty.selectors.offers import offers_of
from hjemmel.apps.duty.selectors.own import own_key
from hjemmel.apps.duty.selectors.rosters import RosterView, ShiftCell, roster_page
from hjemmel.apps.duty.selectors.shift_history import history_of_shift
from hjemmel.apps.duty.selectors.swaps import swap_partners
from hjemmel.apps.duty.selectors.takers import TakerView, takers_of
from hjemmel.apps.duty.services.moving import move_shift
from hjemmel.apps.duty.services.offers import (
    accept_offer,
    make_offer,
    refuse_offer,
    withdraw_offer,
)
from hjemmel.kernel.errors import HjemmelError, InputError, UnknownIdError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.duty.asked import DutyAsked, asked_of_duty, key_in_address, roster_of
from hjemmel.web.work.forms import key_in, unknown_action

_MOST = 10
_STATES = ("open", "accepted", "refused", "withdrawn", "lapsed")


@never_cache
def shift(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a shift, whom it can go to by law and what it does to the ledger of both, and its history."""
    asked = asked_of_duty(request, case, ("vakt", "lege", "tilbud"))
    roster = roster_of(asked, key)
    shown, names = _shift(request, asked, roster)
    doctor = key_in_address(request, "lege")
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return _act(request, asked, roster, shown.key, doctor)
        except HjemmelError as error:
            problem = error
    herself = own_key(roster.district, by=asked.actor)
    context: dict[str, Any] = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "roster": roster,
        "shift": shown,
        "names": names,
        "doctor": doctor,
        "offer": key_in_address(request, "tilbud"),
        "doctor_name": names.get(doctor or 0, ""),
        "local_starts": f"{shown.starts:%Y-%m-%dT%H:%M}",
        "local_ends": f"{shown.ends:%Y-%m-%dT%H:%M}",
        "is_herself": doctor is not None and doctor == herself,
        "problem": problem,
        "history": history_of_shift(key, shown.key, by=asked.actor)
        if roster.may_plan or herself in [one.doctor for one in shown.on]
        else (),
        **_ways_out(asked, roster, shown, doctor, herself),
    }
    status = status_of(problem) if problem else 200
    return render(request, "duty/shift.html", context, status=status)


def _shift(
    request: HttpRequest, asked: DutyAsked, roster: RosterView
) -> tuple[ShiftCell, dict[int, str]]:
    wanted = (request.GET.get("vakt") or "")[:60]
    page = roster_page(roster.key, by=asked.actor)
    found = next((one for one in page.shifts if one.key == wanted), None)
    if found is None:
        raise UnknownIdError(
            Text("Vakten finnes ikke i planen.", "The shift is not in the roster."),
            where="vakt",
            remedy=Text("Gå tilbake til planen.", "Go back to the roster."),
        )
    return found, dict(page.names)


def _ways_out(
    asked: DutyAsked,
    roster: RosterView,
    shown: ShiftCell,
    doctor: int | None,
    herself: int | None,
) -> dict[str, Any]:
    """Return whom a shift may go to, where who asks may give it."""
    now = timezone.now()
    may_give = roster.may_plan or (doctor is not None and doctor == herself)
    is_on = doctor is not None and any(one.doctor == doctor for one in shown.on)
    if roster.state != "published" or shown.starts <= now or not may_give:
        return {"may_give": False, "has_started": shown.starts <= now}
    if not is_on and (doctor is not None or shown.lacks <= 0):
        return {"may_give": False}
    takers: tuple[TakerView, ...] = takers_of(
        roster.key, shown.key, by=asked.actor, given_by=doctor
    )
    partners: tuple[TakerView, ...] = ()
    if doctor is not None:
        partners = swap_partners(roster.key, shown.key, given_by=doctor, by=asked.actor, now=now)
    return {
        "may_give": True,
        "takers": takers[:_MOST],
        "takers_count": len(takers),
        "swaps": _by_roster(partners),
    }


def _by_roster(partners: tuple[TakerView, ...]) -> list[dict[str, Any]]:
    """Return swaps by the roster of the shift in return, the shift's own first, the best of each."""
    found: dict[int | None, list[TakerView]] = {None: []}
    for one in partners:
        found.setdefault(one.wanted_roster, []).append(one)
    return [
        {
            "id": "swaps" if key is None else f"swaps-{key}",
            "roster": key,
            "name": those[0].wanted_roster_name if those else "",
            "shown": those[:_MOST],
            "count": len(those),
        }
        for key, those in found.items()
    ]


def _act(
    request: HttpRequest, asked: DutyAsked, roster: RosterView, shift: str, doctor: int | None
) -> HttpResponse:
    """Offer the shift, give an open one to somebody, or move it in time, as the form says."""
    kind = request.POST.get("kind")
    kwargs = {"language": language_of(request), "case": asked.number, "key": roster.key}
    if kind == "taken":
        accept_offer(
            offer=key_in(request, "offer"),
            taker=_key(request.POST.get("pair") or ""),
            by=asked.actor,
            now=timezone.now(),
        )
        return HttpResponseRedirect(reverse("duty-offers", kwargs=kwargs))
    if kind == "move":
        move_shift(
            roster=roster.key,
            shift=shift,
            starts=_moment(request, "starts"),
            ends=_moment(request, "ends"),
            version=key_in(request, "version"),
            reason=request.POST.get("reason") or "",
            by=asked.actor,
        )
        return HttpResponseRedirect(request.get_full_path())
    return _offer(request, asked, roster, shift, doctor)


def _moment(request: HttpRequest, name: str) -> datetime:
    """Return a day and a time by the clock on the wall, as a form has it."""
    given = (request.POST.get(name) or "").strip()
    try:
        return datetime.fromisoformat(given).replace(tzinfo=None)
    except ValueError:
        raise InputError(
            Text(
                f"«{given[:20]}» er ikke dag og klokkeslett.", f"“{given[:20]}” is no day and time."
            ),
            where=name,
            remedy=Text("Skriv det som 2027-01-31 16:00.", "Write it as 2027-01-31 16:00."),
        ) from None


def _offer(
    request: HttpRequest, asked: DutyAsked, roster: RosterView, shift: str, doctor: int | None
) -> HttpResponse:
    given = request.POST
    kind = given.get("kind") or ""
    now = timezone.now()
    taker, _, wanted = (given.get("pair") or "").partition(" ")
    other = given.get("wanted_roster") or ""
    offer = make_offer(
        roster=roster.key,
        shift=shift,
        kind=kind,
        given_by=doctor,
        offered_to=_key(taker) if taker else None,
        wanted_shift=wanted[:60],
        wanted_roster=_key(other) if other else None,
        reason=given.get("reason") or "",
        by=asked.actor,
        now=now,
    )
    if roster.may_plan and kind != "open":  # who plans acts for both
        accept_offer(offer=offer, by=asked.actor, now=now)
    kwargs = {"language": language_of(request), "case": asked.number, "key": roster.key}
    if roster.may_plan:
        return HttpResponseRedirect(reverse("duty-offers", kwargs=kwargs))
    return HttpResponseRedirect(reverse("my-duty", kwargs={"language": language_of(request)}))


def _key(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 12:
        raise InputError(
            Text("Skjemaet er ikke fylt ut.", "The form is not filled in."),
            where="pair",
            remedy=Text("Bruk knappene på siden.", "Use the buttons of the page."),
        )
    return int(text)


@never_cache
def offers(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a roster's offers and open shifts; who plans answers for others."""
    asked = asked_of_duty(request, case, ("status",))
    roster = roster_of(asked, key)
    state = request.GET.get("status") or ""
    if state and state not in _STATES:
        raise InputError(
            Text(f"Ukjent verdi «{state[:40]}».", f"Unknown value “{state[:40]}”."),
            where="status",
            remedy=Text(f"Velg blant {', '.join(_STATES)}.", f"Choose among {', '.join(_STATES)}."),
        )
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            answer(request, asked.actor)
            return HttpResponseRedirect(request.get_full_path())
        except HjemmelError as error:
            problem = error
    found = offers_of(key, by=asked.actor, now=timezone.now(), state=state)
    page = roster_page(key, by=asked.actor, first=roster.first, last=roster.first)
    context = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "roster": roster,
        "problem": problem,
        "offers": found,
        "waiting": sum(one.state == "open" for one in found),
        "names": sorted(page.names.items(), key=lambda one: one[1]),
        "states": _STATES,
        "state": state,
    }
    status = status_of(problem) if problem else 200
    return render(request, "duty/offers.html", context, status=status)


def answer(request: HttpRequest, by: Any) -> None:
    """Accept, refuse or withdraw an offer as the form says.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    what, offer, now = request.POST.get("what"), key_in(request, "offer"), timezone.now()
    words = request.POST.get("answer") or ""
    if what == "accept":
        taker = key_in(request, "taker") if request.POST.get("taker") else None
        accept_offer(offer=offer, by=by, now=now, taker=taker)
    elif what == "refuse":
        refuse_offer(offer=offer, by=by, now=now, answer=words)
    elif what == "withdraw":
        withdraw_offer(offer=offer, by=by, now=now, answer=words)
    else:
        raise unknown_action()
