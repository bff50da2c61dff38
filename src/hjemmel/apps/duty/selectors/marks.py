"""What stands in the way of a doctor day by day: away, exempt, wishes; for those who plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import roster_for
from hjemmel.apps.duty.models import DutyAbsence, DutyWish, ExemptionCase
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.text import Text

_DAY = timedelta(days=1)


class Mark(Enum):
    """What there is of a doctor on a day."""

    AWAY = "away"
    EXEMPT = "exempt"
    WISHES_OFF = "wishes_off"
    WISHES_ON = "wishes_on"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LABELS[self]


_LABELS = {
    Mark.AWAY: Text("borte", "away"),
    Mark.EXEMPT: Text("fritak", "exempt"),
    Mark.WISHES_OFF: Text("ønsker fri", "wishes to be off"),
    Mark.WISHES_ON: Text("ønsker vakt", "wishes to be on duty"),
}


def marks_of(
    roster: int, doctors: Iterable[int], first: date, last: date, *, by: Actor
) -> Mapping[tuple[int, date], tuple[Mark, ...]]:
    """Return the marks of doctors from ``first`` to before ``last``, by doctor and day.

    Raises:
        UnknownIdError: There is no such roster.
        NotAllowedError: The roles do not let ``by`` plan rosters there.
    """
    roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS)
    keys = list(doctors)
    found: dict[tuple[int, date], list[Mark]] = defaultdict(list)

    def note(doctor: int, mark: Mark, begins: date, ends: date) -> None:
        for day in _days(max(begins, first), min(ends, last)):
            if mark not in found[doctor, day]:
                found[doctor, day].append(mark)

    away = DutyAbsence.objects.filter(
        duty_doctor__in=keys, starts__date__lt=last, ends__date__gte=first
    )
    for doctor, starts, ends in away.values_list("duty_doctor", "starts", "ends"):
        last_moment = ends.astimezone(NORWAY) - timedelta(microseconds=1)
        note(doctor, Mark.AWAY, starts.astimezone(NORWAY).date(), last_moment.date() + _DAY)
    granted = ExemptionCase.objects.filter(
        duty_doctor__in=keys, state="granted", first__lt=last, only_nights=False
    )
    for doctor, begins, end in granted.values_list("duty_doctor", "first", "last"):
        note(doctor, Mark.EXEMPT, begins, end or last)
    wishes = DutyWish.objects.filter(duty_doctor__in=keys, first__lt=last, last__gt=first)
    for doctor, kind, begins, end in wishes.values_list("duty_doctor", "kind", "first", "last"):
        note(doctor, Mark.WISHES_ON if kind == "on" else Mark.WISHES_OFF, begins, end)
    return {place: tuple(marks) for place, marks in found.items()}


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day < last:
        yield day
        day += _DAY
