"""A process of its own with several connections on the duty of a district; see ``lists_clients.py``."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

_TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(_TESTS.parent), str(_TESTS / "hard_lists")]

from lists_clients import Verbs, main  # noqa: E402

FIRST = date(2026, 10, 19)
NOW = datetime(2026, 10, 1, 10, tzinfo=UTC)


def _load(doctors: int) -> list[Any]:
    """Set up a district with a published week, and one beside in which one doctor also takes duty.

    Two more weeks of the district follow each other.
    """
    from hjemmel.apps.duty.services.districts import add_doctor
    from tests.duty_district import BY, days_after, made_district, register_key
    from tests.duty_people import published

    district = made_district(doctors)
    roster = published(district)
    beside = made_district(8, number="5053")
    herself = add_doctor(
        district=beside.key,
        doctor=register_key(district.doctors[16]),
        municipality=beside.host,
        member_from=date(2024, 1, 1),
        by=BY,
    )
    weeks = [
        published(district, first=days_after(FIRST, days), name=name)
        for days, name in ((14, "Uke 45"), (21, "Uke 46"))
    ]
    return [roster, list(district.doctors), published(beside, name="Ved siden av"), herself, weeks]


def _open(roster: int, shift: str, giver: int) -> int:
    from hjemmel.apps.duty.services.offers import make_offer
    from tests.duty_district import BY

    return make_offer(roster=roster, shift=shift, kind="open", given_by=giver, by=BY, now=NOW)


def _offer(roster: int, shift: str, giver: int, to: int) -> int:
    from hjemmel.apps.duty.services.offers import make_offer
    from tests.duty_district import BY

    return make_offer(
        roster=roster,
        shift=shift,
        kind="give_away",
        given_by=giver,
        offered_to=to,
        by=BY,
        now=NOW,
    )


def _swap(rosters: list[int], shifts: list[str], doctors: list[int]) -> int:
    """Offer a shift of the first roster for one of the second."""
    from hjemmel.apps.duty.services.offers import make_offer
    from tests.duty_district import BY

    return make_offer(
        roster=rosters[0],
        shift=shifts[0],
        kind="swap",
        given_by=doctors[0],
        offered_to=doctors[1],
        wanted_shift=shifts[1],
        wanted_roster=rosters[1],
        by=BY,
        now=NOW,
    )


def _take(offer: int, doctor: int) -> list[int]:
    """Take an open shift as the doctor herself."""
    from hjemmel.apps.accounts.policies import Actor, Grant
    from hjemmel.apps.accounts.roles import Role
    from hjemmel.apps.duty.models import DutyDoctor
    from hjemmel.apps.duty.services.offers import accept_offer

    row = DutyDoctor.objects.select_related("district").get(pk=doctor)
    herself = Actor(
        f"doctor-{doctor}",
        (Grant(Role.GP, municipality=row.district.host_id, doctor=row.doctor_id),),
    )
    return [accept_offer(offer=offer, taker=doctor, by=herself, now=NOW).version]


def _withdraw(offer: int) -> str:
    from hjemmel.apps.duty.services.offers import withdraw_offer
    from tests.duty_district import BY

    withdraw_offer(offer=offer, by=BY, now=NOW)
    return "withdrawn"


def _replace(roster: int, shift: str, gone: int, new: int) -> list[int]:
    """Put another doctor on a shift as a planner, on the version that is there."""
    from hjemmel.apps.duty.services.assigning import change_shift
    from tests.duty_district import BY
    from tests.duty_people import version

    changed = change_shift(
        roster=roster,
        shift=shift,
        take_off=[gone],
        put_on=[new],
        version=version(roster),
        by=BY,
    )
    return [changed.version]


def _move(roster: int, shift: str, starts: str, ends: str) -> list[int]:
    """Move a shift as a planner, on the version that is there."""
    from hjemmel.apps.duty.services.moving import move_shift
    from tests.duty_district import BY
    from tests.duty_people import version

    moved = move_shift(
        roster=roster,
        shift=shift,
        starts=datetime.fromisoformat(starts),
        ends=datetime.fromisoformat(ends),
        version=version(roster),
        by=BY,
    )
    return [moved.version]


def _be_away(doctor: int, day: str, is_ill: bool) -> str:
    """Tell that a doctor is away on a day, or ill."""
    from hjemmel.apps.duty.services.absences import tell_absence
    from hjemmel.apps.duty.services.illness import report_illness
    from hjemmel.apps.duty.wall_clock import whole_days
    from tests.duty_district import BY, days_after

    first = date.fromisoformat(day)
    starts, ends = whole_days(first, days_after(first, 1))
    if is_ill:
        report_illness(duty_doctor=doctor, starts=starts, ends=ends, by=BY, now=NOW)
        return "ill"
    tell_absence(duty_doctor=doctor, starts=starts, ends=ends, by=BY, today=NOW.date())
    return "away"


def _breaks(roster: int) -> list[str]:
    """Return which rules of the law a roster breaks."""
    from hjemmel.apps.duty.selectors.rosters import roster_findings
    from tests.duty_district import BY

    return [one.constraint for one in roster_findings(roster, by=BY) if one.is_law]


VERBS: Verbs = {
    "load": _load,
    "open": _open,
    "offer": _offer,
    "swap": _swap,
    "take": _take,
    "withdraw": _withdraw,
    "replace": _replace,
    "move": _move,
    "be_away": _be_away,
    "breaks": _breaks,
}

if __name__ == "__main__":
    main(VERBS)
