"""One request to each operation of the API about duty, with what it answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hjemmel.apps.duty.models import DutyDoctor, RosterRun
from hjemmel.apps.duty.services.assigning import change_shift
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.services.solving import queue_run
from tests.api.example import Example
from tests.duty_district import BY, District, made_district

FIRST = date(2026, 1, 5)
_DAYS = timedelta(days=7)
SHIFT = f"evening:{FIRST}"


def duty_examples() -> dict[str, Example]:
    """Return an example of each operation, by verb and path of the description."""
    district = made_district(number="4601")
    roster, queued, found = _draft(district), 0, 0
    queued = queue_run(roster=_draft(district, 4), by=BY)
    found = _found(roster, district.doctors[0])
    published = _published(district)
    at, of, out = (
        f"/api/v1/duty/districts/{district.key}",
        f"/api/v1/duty/rosters/{roster}",
        f"/api/v1/duty/rosters/{published}",
    )
    search = "/api/v1/duty/searches"
    days = "first=2026-01-05&last=2026-01-12"
    doctor = district.doctors[0]
    on = f"evening:{FIRST + timedelta(days=1)}"
    reads = {
        "/districts": Example("/api/v1/duty/districts"),
        "/districts/{key}": Example(at),
        "/districts/{key}/ledger": Example(f"{at}/ledger?first=2025-01-01"),
        "/districts/{key}/hours": Example(f"{at}/hours?{days}"),
        "/districts/{key}/hand-overs": Example(f"{at}/hand-overs?{days}"),
        "/districts/{key}/rosters": Example(f"{at}/rosters"),
        "/rosters/{key}": Example(of),
        "/rosters/{key}/shifts": Example(f"{of}/shifts?{days}"),
        "/rosters/{key}/findings": Example(f"{of}/findings"),
        "/rosters/{key}/ledger": Example(f"{of}/ledger"),
        "/rosters/{key}/cost": Example(f"{of}/cost"),
        "/rosters/{key}/explanation": Example(f"{of}/explanation?shift={on}"),
        "/rosters/{key}/publication": Example(f"{out}/publication"),
        "/rosters/{key}/workbook": Example(f"{of}/workbook"),
        "/rosters/{key}/searches": Example(f"{of}/searches"),
        "/searches/{key}": Example(f"{search}/{queued}"),
    }
    version: dict[str, Any] = {"version": 2}
    changes = {
        "/districts/{key}/rosters": Example(
            f"{at}/rosters", 201, {"name": "Vår", "first": "2027-01-04", "last": "2027-01-11"}
        ),
        "/rosters/{key}/discard": Example(f"{of}/discard", 204, version),
        "/rosters/{key}/closing": Example(f"{of}/closing", 409, version),
        "/rosters/{key}/changes": Example(
            f"{of}/changes", 200, {"shift": SHIFT, "put_on": [doctor], **version}
        ),
        "/rosters/{key}/locks": Example(
            f"{of}/locks", 200, {"shift": on, "doctor": doctor, "is_fixed": True, **version}
        ),
        "/rosters/{key}/publication": Example(f"{of}/publication", 409, version),
        "/rosters/{key}/sheet": Example(
            f"{of}/sheet",
            200,
            {"preview": "false", "version": "2"},
            sheet="Dag;Vakt;Lege\n2026-01-05;Natt;Lege 03\n",
        ),
        "/rosters/{key}/searches": Example(f"{of}/searches", 202, {"seconds": 5}),
        "/searches/{key}/cancellation": Example(f"{search}/{queued}/cancellation", 202),
        "/searches/{key}/taking": Example(f"{search}/{found}/taking"),
    }
    return {
        **{f"GET /duty{path}": example for path, example in reads.items()},
        **{f"POST /duty{path}": example for path, example in changes.items()},
    }


def _draft(district: District, weeks: int = 0) -> int:
    """Make a draft; in the first, one doctor is on one shift."""
    first = FIRST + weeks * _DAYS
    roster = make_roster(
        district=district.key, name=f"Uke {weeks}", first=first, last=first + _DAYS, by=BY
    )
    change_shift(
        roster=roster,
        shift=f"evening:{first + timedelta(days=1)}",
        put_on=[district.doctors[0]],
        version=1,
        by=BY,
    )
    return roster


def _found(roster: int, doctor: int) -> int:
    """Return a search that found somebody for one shift."""
    assert DutyDoctor.objects.filter(pk=doctor).exists()
    run = RosterRun.objects.create(
        roster_id=roster, of_version=2, state="done", assignments=[[SHIFT, doctor]], asked_by="test"
    )
    return int(run.pk)


def _published(district: District) -> int:
    """Return a roster that was sent out, with its rules of the law set aside."""
    roster = _draft(district, 8)
    from hjemmel.apps.duty.selectors.rosters import roster_findings

    broken = [one.id for one in roster_findings(roster, by=BY) if one.is_law]
    publish_roster(
        roster=roster, version=2, overrides=dict.fromkeys(broken, "Prøve."), tell=False, by=BY
    )
    return roster
