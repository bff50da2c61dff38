"""Indicators of out-of-hours duty, from rosters that were sent out."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.mapping.history import OUT
from hjemmel.apps.duty.models import DutyAssignment, DutyDistrict
from hjemmel.apps.duty.selectors.ledgers import hours_of
from hjemmel.apps.plan.selectors.found import Found, Input, cannot_tell, share
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_months

_MONTHS = 4
_DAYS_A_WEEK, _MINUTES_AN_HOUR = 7, 60
_ROSTERS = Text("Vaktplanene i hjemmel", "The duty rosters in hjemmel")
_NO_DUTY = Text(
    "Kommunen har ingen vaktplan som gjaldt i de fire månedene.",
    "The municipality has no roster that held in the four months.",
)
_HANDED_OVER = ("given", "open_shift")


def own_shifts(place: MunicipalityView, day: date) -> Found:
    """Return the share of shifts in the last four months that nobody gave away or left open (I13).

    A swap is a shift for a shift, and counts as one's own.
    """
    first, last = _stretch(day)
    origins = Counter(
        DutyAssignment.objects.filter(
            shift__roster__district__in=_districts(place),
            shift__roster__state__in=OUT,
            shift__day__gte=first,
            shift__day__lt=last,
            ended_at__isnull=True,
        ).values_list("origin", flat=True)
    )
    total = origins.total()
    if not total:
        return cannot_tell("I13", day, _NO_DUTY)
    handed = sum(origins[origin] for origin in _HANDED_OVER)
    return share(
        "I13",
        day,
        Input(Text("vakter tatt som tildelt", "shifts taken as given"), Decimal(total - handed)),
        Input(Text("vakter", "shifts"), Decimal(total)),
        source=_ROSTERS,
        extra=(
            Input(Text("gitt bort", "given away"), Decimal(origins["given"])),
            Input(Text("tatt som ledige", "taken as open"), Decimal(origins["open_shift"])),
            Input(Text("byttet", "swapped"), Decimal(origins["swap"])),
        ),
    )


def load(place: MunicipalityView, day: date, by: Actor) -> Found:
    """Return duty hours per doctor and week in the last four months (I14), of those who had a shift.

    Raises:
        NotAllowedError: Rosters are not open to ``by``.
    """
    first, last = _stretch(day)
    rows = [
        row
        for district in _districts(place).values_list("pk", flat=True)
        for row in hours_of(district, by=by, first=first, last=last)
        if row.minutes
    ]
    if not rows:
        return cannot_tell("I14", day, _NO_DUTY)
    weeks = Decimal((last - first).days) / _DAYS_A_WEEK
    hours = Decimal(sum(row.minutes for row in rows)) / _MINUTES_AN_HOUR
    each = [Decimal(row.minutes) / _MINUTES_AN_HOUR / weeks for row in rows]
    return Found(
        code="I14",
        as_of=day,
        value=round(hours / len(rows) / weeks, 6),
        inputs=(
            Input(Text("vakttimer", "duty hours"), round(hours, 1)),
            Input(Text("leger med vakt", "doctors with a shift"), Decimal(len(rows))),
            Input(Text("uker", "weeks"), round(weeks, 2)),
            Input(Text("nattevakter", "night shifts"), Decimal(sum(row.nights for row in rows))),
            Input(Text("flest timer per uke", "most hours a week"), round(max(each), 1)),
            Input(Text("færrest timer per uke", "fewest hours a week"), round(min(each), 1)),
        ),
        source=_ROSTERS,
    )


def _stretch(day: date) -> tuple[date, date]:
    last = day + timedelta(days=1)
    return add_months(last, -_MONTHS), last


def _districts(place: MunicipalityView) -> QuerySet[DutyDistrict]:
    return DutyDistrict.objects.filter(municipalities=place.key)
