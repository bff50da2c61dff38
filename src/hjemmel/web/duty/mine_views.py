"""Mine vakter: a doctor's next shifts, her ledger, open shifts, offers, wishes and absences, on her phone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.selectors.away import absences_with, deadlines_of, wishes_with
from hjemmel.apps.duty.selectors.districts import shift_types_of
from hjemmel.apps.duty.selectors.exemptions import exemptions_with
from hjemmel.apps.duty.selectors.ledgers import LedgerPage, district_ledger
from hjemmel.apps.duty.selectors.offers import offers_with, open_shifts
from hjemmel.apps.duty.selectors.own import OwnPlace, own_places, own_shifts
from hjemmel.apps.duty.services.absences import tell_absence, withdraw_absence
from hjemmel.apps.duty.services.illness import report_illness
from hjemmel.apps.duty.services.wishes import tell_wish, withdraw_wish
from hjemmel.apps.duty.wall_clock import whole_days
from hjemmel.domain.duty_roster import WishKind
from hjemmel.domain.shift import NORWAY
from hjemmel.engines.rostering.ledger import UNIT, Category
from hjemmel.kernel.errors import HjemmelError, InputError, UnknownIdError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.actors import actor_for
from hjemmel.web.context import refuse_what_is_ignored
from hjemmel.web.duty.asked import key_in_address
from hjemmel.web.duty.shift_views import answer
from hjemmel.web.lists.fields import typed_day, typed_whole
from hjemmel.web.work.forms import key_in, unknown_action

_DAY = timedelta(days=1)
_MOST_SHIFTS = 20


@never_cache
def mine(request: HttpRequest, language: str) -> HttpResponse:
    """Show one's next shifts, what waits for an answer, open shifts, and one's ledger beside the average."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, ("sted",))
    now, today = timezone.now(), timezone.localdate()
    places = own_places(by=actor, on=today)
    place = chosen(request, places)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            answer(request, actor)
            return HttpResponseRedirect(request.get_full_path())
        except HjemmelError as error:
            problem = error
    shifts = own_shifts(by=actor, now=now)
    context: dict[str, Any] = {
        **about_place(places, place),
        "problem": problem,
        "shifts": shifts[:_MOST_SHIFTS],
        "more": max(0, len(shifts) - _MOST_SHIFTS),
        "next": shifts[0] if shifts else None,
        "today": today,
    }
    if place is not None:
        found = offers_with(place.key, by=actor, now=now)
        context |= {
            "waiting": [one for one in found if one.state == "open"],
            "open": open_shifts(place.district, by=actor, now=now),
            "ledger": _ledger(place, actor),
            "deadlines": deadlines_of(place.key, by=actor, today=today),
        }
    status = status_of(problem) if problem else 200
    return render(request, "duty/mine.html", context, status=status)


def chosen(request: HttpRequest, places: tuple[OwnPlace, ...]) -> OwnPlace | None:
    """Return the place that the page is about: the one in the address, else the first; none has none.

    Raises:
        UnknownIdError: She takes no duty there.
    """
    key = key_in_address(request, "sted")
    if key is None:
        return places[0] if places else None
    found = next((one for one in places if one.district == key), None)
    if found is None:
        raise UnknownIdError(
            Text("Du tar ikke vakt der.", "You take no duty there."),
            where="sted",
            remedy=Text("Gå tilbake til Mine vakter.", "Go back to My duty."),
        )
    return found


def about_place(places: tuple[OwnPlace, ...], place: OwnPlace | None) -> dict[str, Any]:
    """Return what each of one's own pages shows: where one takes duty, and the place it is about."""
    made_up = place is not None and place.is_synthetic
    return {"duty_places": places, "place": place, "made_up": made_up}


def _ledger(place: OwnPlace, actor: Actor) -> list[dict[str, Any]]:
    """Return what she carries beside the average of those who are compared, shifts or hours."""
    page: LedgerPage = district_ledger(place.district, by=actor)
    own = next((row for row in page.rows if row.key == place.key), None)
    if own is None or page.first is None:
        return []
    found = []
    for category in Category:
        line = own.lines[category]
        compared = [row.lines[category] for row in page.rows if row.lines[category].counts]
        if not line.counts and not (not category.is_shared and line.amount):
            continue
        taken = sum(one.amount for one in compared)
        found.append(
            {
                "category": category,
                "line": line,
                "mean": taken / len(compared) / UNIT if compared else None,
            }
        )
    return found


@never_cache
def wishes(request: HttpRequest, language: str) -> HttpResponse:
    """Show and tell wishes and absences, with their deadlines; say that one is ill."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, ("sted",))
    now, today = timezone.now(), timezone.localdate()
    places = own_places(by=actor, on=today)
    place = chosen(request, places)
    problem: HjemmelError | None = None
    if request.method == "POST" and place is not None:
        try:
            tell(request, actor, place.key)
            return HttpResponseRedirect(request.get_full_path())
        except HjemmelError as error:
            problem = error
    context: dict[str, Any] = {
        **about_place(places, place),
        "problem": problem,
        "typed": request.POST,
        "today": today,
        "kinds": list(WishKind),
    }
    if place is not None:
        context |= {
            "wishes": wishes_with(place.key, by=actor, today=today),
            "absences": absences_with(place.key, by=actor, now=now),
            "deadlines": deadlines_of(place.key, by=actor, today=today),
            "types": shift_types_of(place.district, by=actor),
            "cases": exemptions_with(place.key, by=actor),
        }
    status = status_of(problem) if problem else 200
    return render(request, "duty/wishes.html", context, status=status)


def tell(request: HttpRequest, by: Actor, duty_doctor: int) -> None:
    """Tell or take back a wish or an absence, or that somebody is ill, as the form says.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    given, today = request.POST, timezone.localdate()
    what = given.get("what")
    if what == "wish":
        tell_wish(
            duty_doctor=duty_doctor,
            kind=_kind(given.get("kind") or ""),
            first=typed_day(request, "first"),
            last=typed_day(request, "last") + _DAY,
            shift_type=given.get("shift_type") or "",
            weight=typed_whole(request, "weight"),
            by=by,
            today=today,
        )
    elif what == "absence":
        starts, ends = whole_days(typed_day(request, "first"), typed_day(request, "last") + _DAY)
        tell_absence(
            duty_doctor=duty_doctor,
            starts=starts,
            ends=ends,
            cause=(given.get("cause") or "").strip(),
            by=by,
            today=today,
        )
    elif what == "ill":
        now = timezone.now()
        first, last = typed_day(request, "first"), typed_day(request, "last")
        ends = datetime.combine(last + _DAY, time(0), NORWAY)
        report_illness(
            duty_doctor=duty_doctor, starts=_begins(first, now), ends=ends, by=by, now=now
        )
    elif what == "withdraw-wish":
        withdraw_wish(wish=key_in(request, "wish"), by=by, today=today)
    elif what == "withdraw-absence":
        withdraw_absence(absence=key_in(request, "absence"), by=by, today=today)
    else:
        raise unknown_action()


def _begins(first: date, now: datetime) -> datetime:
    """Return when somebody is ill from: now, where the day is today."""
    starts = datetime.combine(first, time(0), NORWAY)
    local = now.astimezone(NORWAY).replace(second=0, microsecond=0)
    return max(starts, local) if first == local.date() else starts


def _kind(value: str) -> WishKind:
    try:
        return WishKind(value)
    except ValueError:
        raise InputError(
            Text("Velg hva du ønsker.", "Choose what you wish."),
            where="kind",
            remedy=Text("Velg fra listen.", "Choose from the list."),
        ) from None
