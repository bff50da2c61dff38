"""Rosters: made for a period with the shifts of the district's types, and taken away again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.access import district_for, roster_for
from hjemmel.apps.duty.mapping.inputs import terms_of
from hjemmel.apps.duty.mapping.shifts import shift_rows, shift_type_of
from hjemmel.apps.duty.models import DutyDistrict, DutyRoster, DutyShift
from hjemmel.domain.shift import Shift
from hjemmel.engines.rostering.legal_terms import red_days_between
from hjemmel.engines.rostering.shift_types import shifts_from
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law import law_on

MOST_DAYS = 2 * 366
_LONGEST_NAME = 100
_BATCH = 1_000


@transaction.atomic
def make_roster(
    *,
    district: int,
    name: str,
    first: date,
    last: date,
    by: Actor,
    wishes_until: date | None = None,
) -> int:
    """Make a draft of a roster with the shifts of a period; return its key.

    Args:
        district: Key of the district.
        name: What people call it.
        first: The first day.
        last: The first day after.
        by: Who makes it; needs ``PLAN_ROSTERS`` in the host municipality.
        wishes_until: The last day on which the doctors may tell wishes.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such district.
        InputError: The period has no days or too many, the name is empty, or no shift type is held.
        ConflictError: The district has a roster of some of the days.
    """
    place = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    _require_possible(name, first, last)
    DutyDistrict.objects.select_for_update(no_key=True).get(pk=place.pk)
    _require_alone(place, first, last)
    law = law_on(first, place.host.number).fresh()
    red_days = red_days_between(first, last, law)
    shifts = _shifts(place, Period(first, last), red_days)
    roster = DutyRoster.objects.create(
        district=place,
        name=name.strip(),
        first=first,
        last=last,
        wishes_until=wishes_until,
        made_by=by.name,
    )
    rows = shift_rows(shifts, roster, place, terms_of(place, law), red_days)
    DutyShift.objects.bulk_create(rows, batch_size=_BATCH)
    _record(by, "duty.make_roster", roster, shifts=len(rows))
    return roster.pk


@transaction.atomic
def discard_roster(*, roster: int, version: int, by: Actor) -> None:
    """Take away a draft that nobody was sent.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such roster.
        ConflictError: It was sent out, or has changed since ``version``.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_version(row, version)
    if row.state != "draft":
        raise ConflictError(
            Text("Planen er publisert.", "The roster is published."),
            where="roster",
            remedy=Text("Endre den i stedet.", "Change it instead."),
        )
    _record(by, "duty.discard_roster", row)
    row.delete()


@transaction.atomic
def close_roster(*, roster: int, version: int, by: Actor) -> None:
    """Close a published roster: nothing more is changed in it.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such roster.
        ConflictError: It is not published, or has changed since ``version``.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_version(row, version)
    if row.state != "published":
        raise ConflictError(
            Text("Bare en publisert plan kan avsluttes.", "Only a published roster can be closed."),
            where="roster",
            remedy=Text("Publiser den først.", "Publish it first."),
        )
    row.state = "closed"
    row.save(update_fields=["state"])
    _record(by, "duty.close_roster", row)


def require_version(roster: DutyRoster, version: int) -> None:
    """Raise ``ConflictError`` when a roster has changed since somebody looked at it."""
    if roster.version != version:
        raise ConflictError(
            Text(
                "Planen er endret siden siden din ble åpnet.",
                "The roster has changed since your page was opened.",
            ),
            where="version",
            remedy=Text(
                "Åpne siden på nytt, og gjør endringen der.",
                "Open the page again, and make the change there.",
            ),
            version=roster.version,
        )


def _require_possible(name: str, first: date, last: date) -> None:
    if not 0 < len(name.strip()) <= _LONGEST_NAME:
        raise InputError(
            Text(
                "Planen har ikke navn, eller navnet er for langt.",
                "The roster has no name, or the name is too long.",
            ),
            where="name",
            remedy=Text("Gi den et kort navn, som «Vår 2027».", "Name it shortly: “Spring 2027”."),
        )
    days = (last - first).days
    if days < 1:
        raise InputError(
            Text("Perioden har ingen dager.", "The period has no days."),
            where="last",
            remedy=Text(
                "La perioden slutte etter at den starter.", "Let the period end after it starts."
            ),
        )
    if days > MOST_DAYS:
        raise InputError(
            Text("Perioden er lengre enn to år.", "The period is longer than two years."),
            where="last",
            remedy=Text("Del den i flere planer.", "Divide it into several rosters."),
        )


def _require_alone(district: DutyDistrict, first: date, last: date) -> None:
    other = district.rosters.filter(first__lt=last, last__gt=first).first()
    if other is not None:
        raise ConflictError(
            Text(
                f"Planen «{other.name}» har noen av dagene; den starter {format_date(other.first)}.",
                f"The roster “{other.name}” has some of the days; it starts on "
                f"{format_date(other.first, 'en')}.",
            ),
            where="first",
            remedy=Text("Velg andre dager.", "Choose other days."),
        )


def _shifts(district: DutyDistrict, period: Period, red_days: frozenset[date]) -> tuple[Shift, ...]:
    types = [
        shift_type_of(row, row.station.code)
        for row in district.shift_types.select_related("station").order_by("starts", "pk")
    ]
    return shifts_from(types, period, red_days)


def _record(by: Actor, action: str, roster: DutyRoster, **details: object) -> None:
    record(
        by=by.name,
        action=action,
        subject=f"roster {roster.pk}",
        municipality=roster.district.host.number,
        details={"version": roster.version, "state": roster.state, **details},
    )
