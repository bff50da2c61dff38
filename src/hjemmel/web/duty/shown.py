"""Which days of a roster a page shows, and how: ``?vis=matrise&fra=2027-01-04&uker=4``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest

from hjemmel.apps.duty.selectors.rosters import RosterView
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.web.context import day_asked_for

KEYS = ("vis", "fra", "uker")
VIEWS = ("matrise", "kalender")
WEEKS = (1, 4)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """Days of a roster.

    Args:
        view: ``matrise`` or ``kalender``.
        first: The first day, a Monday; it may be before the roster.
        weeks: How many weeks.
    """

    view: str
    first: date
    weeks: int

    @property
    def last(self) -> date:
        """The first day after."""
        return self.first + _WEEK * self.weeks

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.last - timedelta(days=1)

    @property
    def query(self) -> str:
        """The same as an address has it."""
        return urlencode({"vis": self.view, "fra": self.first.isoformat(), "uker": self.weeks})

    def other(self, *, view: str = "", first: date | None = None, weeks: int = 0) -> Shown:
        """Return other days, or another way to show them."""
        return Shown(view or self.view, first or self.first, weeks or self.weeks)


def shown_in(request: HttpRequest, roster: RosterView, today: date) -> Shown:
    """Return which days the address asks for: this week and the three after, if it says nothing.

    Raises:
        InputError: A value is not one of those there are.
    """
    view = request.GET.get("vis") or VIEWS[0]
    weeks = request.GET.get("uker") or str(WEEKS[-1])
    if view not in VIEWS or weeks not in map(str, WEEKS):
        where = "vis" if view not in VIEWS else "uker"
        raise InputError(
            Text("Adressen sier noe siden ikke kjenner.", "The address says what no page knows."),
            where=where,
            remedy=Text(
                "Velg matrise eller kalender, 1 eller 4 uker.",
                "Choose matrise or kalender, 1 or 4 weeks.",
            ),
        )
    usual = today if roster.first <= today < roster.last else roster.first
    asked = day_asked_for(request, "fra") or usual
    kept = min(max(asked, roster.first), roster.last_day)
    return Shown(view, kept - timedelta(days=kept.weekday()), int(weeks))


def ways(shown: Shown, roster: RosterView) -> dict[str, str]:
    """Return where the page leads: earlier, later, and the other ways to show the same days."""
    found = {
        "matrix": shown.other(view="matrise").query,
        "calendar": shown.other(view="kalender").query,
        "one": shown.other(weeks=1).query,
        "four": shown.other(weeks=4).query,
    }
    if shown.first > roster.first:
        found["earlier"] = shown.other(first=shown.first - _WEEK * shown.weeks).query
    if shown.last < roster.last:
        found["later"] = shown.other(first=shown.last).query
    return found
