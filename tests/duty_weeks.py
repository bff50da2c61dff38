"""Two published weeks of a district that follow each other, and swaps between them; see ``duty_people``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hjemmel.apps.duty.services.moving import move_shift
from hjemmel.apps.duty.services.offers import make_offer
from tests.duty_district import BY, District, days_after
from tests.duty_people import FIRST, NOW, gp, published, version

SECOND = days_after(FIRST, 7)
# Eight doctors in turn on 16 shifts: the same shifts of each week.
EARLY, LATE = "evening:2026-10-19", "evening:2026-10-28"  # of the doctors 0 and 4
LAST_NIGHT = "night:2026-10-25"  # of doctor 7, until Monday 08:00
MONDAY, FRIDAY = "evening:2026-10-26", "evening:2026-10-30"  # of doctor 0
THURSDAY_NIGHT = "night:2026-10-22"  # of doctor 7


def two_weeks(district: District) -> tuple[int, int]:
    """Publish two weeks that follow each other."""
    return published(district), published(district, first=SECOND, name="Uke 44")


def offered(
    district: District,
    weeks: tuple[int, int],
    given: tuple[str, int],
    wanted: tuple[str, int],
    **more: Any,
) -> int:
    """Offer a shift of the first roster for one of the second; each shift with the place of its doctor."""
    return make_offer(
        roster=weeks[0],
        shift=given[0],
        kind="swap",
        given_by=district.doctors[given[1]],
        offered_to=district.doctors[wanted[1]],
        wanted_shift=wanted[0],
        wanted_roster=weeks[1],
        by=more.pop("by", gp(district, given[1])),
        now=NOW,
        **more,
    )


def moved(weeks: tuple[int, int], clock: str) -> None:
    """Let the first shift of the second week start earlier on its Monday."""
    move_shift(
        roster=weeks[1],
        shift=MONDAY,
        starts=datetime.fromisoformat(f"2026-10-26T{clock}"),
        ends=datetime.fromisoformat("2026-10-26T23:00"),
        version=version(weeks[1]),
        by=BY,
        reason="Prøve",
    )
