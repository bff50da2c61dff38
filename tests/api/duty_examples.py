"""One request to each operation of the API about duty, with what it answers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from hjemmel.apps.duty.mapping.exemptions import ExemptionFacts
from hjemmel.apps.duty.models import CalendarFeed, DutyDoctor, RosterRun
from hjemmel.apps.duty.selectors.rosters import roster_findings
from hjemmel.apps.duty.services.absences import tell_absence
from hjemmel.apps.duty.services.assigning import change_shift
from hjemmel.apps.duty.services.competences import note_competence
from hjemmel.apps.duty.services.exemptions import apply_for_exemption
from hjemmel.apps.duty.services.offers import make_offer
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.services.solving import queue_run
from hjemmel.apps.duty.services.wishes import tell_wish
from hjemmel.apps.registry.models import Doctor
from hjemmel.domain.duty_doctor import ExemptionGround
from hjemmel.domain.duty_roster import WishKind
from tests.api.duty_set_up_examples import set_up_examples
from tests.api.example import Example
from tests.duty_district import BY, District, made_district

FIRST = date(2026, 1, 5)
_DAYS = timedelta(days=7)
SHIFT = f"evening:{FIRST}"


def duty_examples() -> dict[str, Example]:
    """Return an example of each operation, by verb and path of the description."""
    district = made_district(number="4601")
    roster = _draft(district)
    queued = queue_run(roster=_draft(district, 4), by=BY)
    future = _published(district, _weeks_ahead())
    offer = make_offer(
        roster=future,
        shift=_evening(_weeks_ahead()),
        kind="give_away",
        given_by=district.doctors[0],
        offered_to=district.doctors[1],
        by=BY,
        now=timezone.now(),
    )
    Doctor.objects.filter(name__startswith="Lege").update(born=date(1980, 1, 1))
    case = apply_for_exemption(
        duty_doctor=district.doctors[5],
        ground=ExemptionGround.HEALTH,
        first=timezone.localdate(),
        facts=ExemptionFacts(health_reason=True),
        by=BY,
    )
    reads = _reads(district, roster, queued) | _reads_of_people(district, future, offer, case)
    changes = _changes(district, roster, queued)
    changes |= _changes_of_people(district, future, offer, case)
    reads |= _reads_of_the_exception(district)
    for part in ("limits", "weights"):
        reads[f"/districts/{{key}}/{part}"] = Example(
            f"/api/v1/duty/districts/{district.key}/{part}"
        )
    changes |= set_up_examples(district)
    changes |= _changes_of_feeds(district, future)
    return {
        **{f"GET /duty{path}": example for path, example in reads.items()},
        **{f"POST /duty{path}": example for path, example in changes.items()},
    }


def _reads(district: District, roster: int, queued: int) -> dict[str, Example]:
    at, of = f"/api/v1/duty/districts/{district.key}", f"/api/v1/duty/rosters/{roster}"
    days = "first=2026-01-05&last=2026-01-12"
    return {
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
        "/rosters/{key}/explanation": Example(f"{of}/explanation?shift={_evening(0)}"),
        "/rosters/{key}/publication": Example(f"{of}/publication"),
        "/rosters/{key}/workbook": Example(f"{of}/workbook"),
        "/rosters/{key}/searches": Example(f"{of}/searches"),
        "/searches/{key}": Example(f"/api/v1/duty/searches/{queued}"),
    }


def _changes(district: District, roster: int, queued: int) -> dict[str, Example]:
    at, of = f"/api/v1/duty/districts/{district.key}", f"/api/v1/duty/rosters/{roster}"
    search, doctor = "/api/v1/duty/searches", district.doctors[0]
    found = _found(roster, doctor)
    version: dict[str, Any] = {"version": 2}
    return {
        "/districts/{key}/rosters": Example(
            f"{at}/rosters", 201, {"name": "Vår", "first": "2025-01-06", "last": "2025-01-13"}
        ),
        "/rosters/{key}/discard": Example(f"{of}/discard", 204, version),
        "/rosters/{key}/closing": Example(f"{of}/closing", 409, version),
        "/rosters/{key}/changes": Example(
            f"{of}/changes", 200, {"shift": SHIFT, "put_on": [doctor], **version}
        ),
        "/rosters/{key}/locks": Example(
            f"{of}/locks",
            200,
            {"shift": _evening(0), "doctor": doctor, "is_fixed": True, **version},
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


def _reads_of_people(district: District, roster: int, offer: int, case: int) -> dict[str, Example]:
    at = f"/api/v1/duty/districts/{district.key}"
    of, with_doctor = (
        f"/api/v1/duty/rosters/{roster}",
        f"/api/v1/duty/doctors/{district.doctors[2]}",
    )
    shift = _evening(_weeks_ahead())
    return {
        "/districts/{key}/open-shifts": Example(
            f"/api/v1/duty/districts/{district.key}/open-shifts"
        ),
        "/doctors/{key}/absences": Example(f"{with_doctor}/absences"),
        "/doctors/{key}/wishes": Example(f"{with_doctor}/wishes"),
        "/offers/{key}": Example(f"/api/v1/duty/offers/{offer}"),
        "/rosters/{key}/offers": Example(f"{of}/offers?state=open"),
        "/rosters/{key}/replanning": Example(f"{of}/replanning"),
        "/rosters/{key}/takers": Example(f"{of}/takers?shift={shift}"),
        "/rosters/{key}/wishes": Example(f"{of}/wishes"),
        "/districts/{key}/competence": Example(f"{at}/competence"),
        "/districts/{key}/exemptions": Example(f"{at}/exemptions?state=applied"),
        "/doctors/{key}/competence": Example(f"{with_doctor}/competence"),
        "/exemptions/{key}": Example(f"/api/v1/duty/exemptions/{case}"),
        "/exemptions/{key}/effect": Example(f"/api/v1/duty/exemptions/{case}/effect"),
    }


def _changes_of_people(
    district: District, roster: int, offer: int, case: int
) -> dict[str, Example]:
    with_doctor = f"/api/v1/duty/doctors/{district.doctors[2]}"
    at = f"/api/v1/duty/offers/{offer}"
    today = timezone.localdate()
    first, last = today + timedelta(days=300), today + timedelta(days=301)
    wish = tell_wish(
        duty_doctor=district.doctors[3],
        kind=WishKind.OFF,
        first=first,
        last=last,
        by=BY,
        today=today,
    )
    starts, ends = (datetime.combine(day, time()) for day in (first, last))
    absence = tell_absence(
        duty_doctor=district.doctors[3], starts=starts, ends=ends, by=BY, today=today
    )
    open_shift = {"kind": "open", "shift": _evening(_weeks_ahead()).replace("evening", "night")}
    days = {"first": str(first), "last": str(last)}
    return {
        "/absences/{key}/withdrawal": Example(f"/api/v1/duty/absences/{absence}/withdrawal", 204),
        "/doctors/{key}/absences": Example(
            f"{with_doctor}/absences", 201, {"starts": f"{starts}", "ends": f"{ends}"}
        ),
        "/doctors/{key}/wishes": Example(f"{with_doctor}/wishes", 201, {"kind": "off", **days}),
        "/offers/{key}/acceptance": Example(f"{at}/acceptance", 200, {}),
        "/offers/{key}/refusal": Example(f"{at}/refusal", 204, {"answer": "Kan ikke."}),
        "/offers/{key}/withdrawal": Example(f"{at}/withdrawal", 204, {}),
        "/rosters/{key}/offers": Example(f"/api/v1/duty/rosters/{roster}/offers", 201, open_shift),
        "/wishes/{key}/withdrawal": Example(f"/api/v1/duty/wishes/{wish}/withdrawal", 204),
        **_changes_of_leaders(district, roster, case),
    }


def _changes_of_leaders(district: District, roster: int, case: int) -> dict[str, Example]:
    with_doctor = f"/api/v1/duty/doctors/{district.doctors[2]}"
    of, at = f"/api/v1/duty/rosters/{roster}", f"/api/v1/duty/exemptions/{case}"
    noted = note_competence(
        duty_doctor=district.doctors[4], kind="lis1_exemption", valid_from=FIRST, by=BY
    )
    today = timezone.localdate()
    decision = {"version": 1, "reason": "Etter legens erklæring."}
    ill = {"starts": f"{today}T08:00", "ends": f"{today + timedelta(days=2)}T08:00"}
    return {
        "/competence/{key}/ending": Example(
            f"/api/v1/duty/competence/{noted}/ending", 200, {"valid_to": f"{today}"}
        ),
        "/competence/{key}/taking-back": Example(f"/api/v1/duty/competence/{noted}/taking-back"),
        "/doctors/{key}/competence": Example(
            f"{with_doctor}/competence", 201, {"kind": "lis1_exemption", "valid_from": str(FIRST)}
        ),
        "/doctors/{key}/exemptions": Example(
            f"{with_doctor}/exemptions",
            201,
            {"ground": "social", "first": f"{today}", "facts": {"weighty_social_reason": True}},
        ),
        "/doctors/{key}/illness": Example(f"{with_doctor}/illness", 200, ill),
        "/exemptions/{key}/grant": Example(f"{at}/grant", 200, decision),
        "/exemptions/{key}/refusal": Example(f"{at}/refusal", 200, decision),
        "/exemptions/{key}/withdrawal": Example(f"{at}/withdrawal", 200, decision),
        "/rosters/{key}/replanning": Example(
            f"{of}/replanning", 409, {"version": 0, "put": [], "off": []}
        ),
        "/rosters/{key}/replanning/searches": Example(
            f"{of}/replanning/searches", 202, {"seconds": 1}
        ),
    }


def _reads_of_the_exception(district: District) -> dict[str, Example]:
    at = f"/api/v1/duty/districts/{district.key}"
    return {
        "/districts/{key}/competence-clocks": Example(f"{at}/competence-clocks"),
        "/districts/{key}/governor-reports/{year}": Example(f"{at}/governor-reports/2025"),
        "/doctors/{key}/feeds": Example(f"/api/v1/duty/doctors/{district.doctors[6]}/feeds"),
    }


def _changes_of_feeds(district: District, roster: int) -> dict[str, Example]:
    """Return requests of calendar addresses, which a doctor makes for none but herself; and of a move."""
    doctor, at = district.doctors[6], f"/api/v1/duty/districts/{district.key}"
    feed = CalendarFeed.objects.create(duty_doctor_id=doctor, secret_digest="0" * 64)
    day = FIRST + _weeks_ahead() * _DAYS
    return {
        "/districts/{key}/governor-reports/{year}/sending": Example(
            f"{at}/governor-reports/2025/sending", 204, {"sent_on": "2026-02-01"}
        ),
        "/doctors/{key}/feeds": Example(f"/api/v1/duty/doctors/{doctor}/feeds", 403),
        "/feeds/{key}/revocation": Example(f"/api/v1/duty/feeds/{feed.pk}/revocation", 204),
        "/rosters/{key}/moves": Example(
            f"/api/v1/duty/rosters/{roster}/moves",
            200,
            {
                "version": 2,
                "shift": f"night:{day}",
                "starts": f"{day}T22:30",
                "ends": f"{day + timedelta(days=1)}T08:00",
            },
        ),
    }


def _weeks_ahead() -> int:
    """Return how many weeks after the first roster there is one that lies ahead."""
    return (timezone.localdate() - FIRST).days // 7 + 5


def _evening(weeks: int) -> str:
    return f"evening:{FIRST + weeks * _DAYS + timedelta(days=1)}"


def _draft(district: District, weeks: int = 0) -> int:
    """Make a draft; in the first, one doctor is on one shift."""
    first = FIRST + weeks * _DAYS
    roster = make_roster(
        district=district.key, name=f"Uke {weeks}", first=first, last=first + _DAYS, by=BY
    )
    change_shift(
        roster=roster,
        shift=_evening(weeks),
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


def _published(district: District, weeks: int) -> int:
    """Return a roster that was sent out, with its rules of the law set aside."""
    roster = _draft(district, weeks)
    broken = [one.id for one in roster_findings(roster, by=BY) if one.is_law]
    publish_roster(
        roster=roster, version=2, overrides=dict.fromkeys(broken, "Prøve."), tell=False, by=BY
    )
    return roster
