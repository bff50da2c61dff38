"""A doctor's calendar, the exception's clocks and report, and moved shifts through the API."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.models import CalendarFeed, DutyAssignment
from tests.api.conftest import Keyed, checked
from tests.api.test_api_duty import DUTY, MINE, PLAN, as_doctor
from tests.duty_district import District, made_district
from tests.duty_people import published, version


@pytest.fixture
def district(keyed: Keyed, settings: Any) -> District:
    settings.API_RATE = ""
    return made_district(number="4601", unqualified=[7])


def test_a_doctor_makes_a_calendar_address_that_is_read_until_it_is_revoked(
    keyed: Keyed, district: District
) -> None:
    published(district, first=_monday(), doctors=6)
    mine, other = district.doctors[:2]
    doctor = as_doctor(keyed, district, mine)
    at = f"{DUTY}/doctors/{mine}/feeds"
    checked(keyed.post(at), 403)
    checked(doctor.post(f"{DUTY}/doctors/{other}/feeds", None, *MINE), 403)
    checked(doctor.post(at, None, Permission.SEE_ROSTERS), 403)
    made = doctor.post(at, None, *MINE)
    assert made.status_code == 201
    read = keyed.client.get(made.json()["address"])
    assert read.headers["Content-Type"] == "text/calendar; charset=utf-8"
    hers = DutyAssignment.objects.filter(duty_doctor=mine).count()
    assert read.content.count(b"BEGIN:VEVENT") == hers > 0
    (shown,) = doctor.get(at, *MINE).json()
    assert shown["revoked_at"] is None
    assert set(shown) == {"key", "made_at", "last_read_at", "revoked_at"}
    checked(as_doctor(keyed, district, other).get(at, *MINE), 403)
    revoked = doctor.post(f"{DUTY}/feeds/{shown['key']}/revocation", None, *MINE)
    assert revoked.status_code == 204
    assert keyed.client.get(made.json()["address"]).status_code == 404
    assert CalendarFeed.objects.get().secret_digest not in made.json()["address"]


def test_a_shift_is_moved_by_version_and_the_law_is_kept(keyed: Keyed, district: District) -> None:
    monday = _monday()
    key = published(district, first=monday, doctors=6)
    at = f"{DUTY}/rosters/{key}/moves"
    move: dict[str, Any] = {
        "version": version(key),
        "shift": f"evening:{monday}",
        "starts": f"{monday}T15:00",
        "ends": f"{monday}T22:30",
    }
    done = keyed.post(at, move, *PLAN).json()
    assert (done["version"], done["findings"]) == (move["version"] + 1, [])
    checked(keyed.post(at, move, *PLAN), 409)
    move["version"] = done["version"]
    checked(keyed.post(at, {**move, "ends": f"{monday}T14:00"}, *PLAN), 422)
    checked(keyed.post(at, {**move, "starts": f"{monday - timedelta(days=9)}T15:00"}, *PLAN), 422)
    for wrong in ("9999-12-31T23:00", "0001-01-01T00:00Z", f"{monday + timedelta(days=32)}T16:00"):
        checked(keyed.post(at, {**move, "ends": wrong}, *PLAN), 422)
    checked(keyed.post(at, {**move, "shift": "noon"}, *PLAN), 404)
    over = {**move, "ends": f"{monday + timedelta(days=6)}T23:00"}
    assert "loven" in checked(keyed.post(at, over, *PLAN), 409)["detail"]
    checked(keyed.post(at, {**over, "reason": "Ingen andre."}, *PLAN), 403)
    assert version(key) == move["version"]
    led = keyed.post(at, {**over, "reason": "Ingen andre."}, *PLAN, Permission.DECIDE_DUTY)
    assert led.status_code == 200
    shown = keyed.get(f"{DUTY}/rosters/{key}/findings").json()
    assert {one["override"] for one in shown if one["level"] == "law"} == {"Ingen andre."}


def test_clocks_and_report_of_who_lacks_the_specialisation(
    keyed: Keyed, district: District
) -> None:
    at = f"{DUTY}/districts/{district.key}"
    (clock,) = keyed.get(f"{at}/competence-clocks", **{"Accept-Language": "en"}).json()
    assert (clock["doctor"], clock["days_in_all"]) == (district.doctors[7], 0)
    assert clock["planned_outcome"] in ("met", "not_met", "needs_judgement")
    year = timezone.localdate().year - 1
    report = f"{at}/governor-reports/{year}"
    assert keyed.get(report).json()["sent_on"] is None
    sent = {"sent_on": str(date(year + 1, 1, 15))}
    checked(keyed.post(f"{report}/sending", sent, *PLAN), 403)
    checked(keyed.post(f"{report}/sending", {"sent_on": str(date(year - 1, 1, 1))}), 422)
    assert keyed.post(f"{report}/sending", sent).status_code == 204
    assert keyed.get(report).json()["sent_on"] == sent["sent_on"]


def _monday() -> date:
    """Return a Monday in some weeks."""
    today = timezone.localdate()
    return today + timedelta(days=28 - today.weekday())


@pytest.mark.parametrize("end", ["0001-01-01T00:00Z", "9999-12-31T23:59", "9999-12-31T23:59-12:00"])
def test_times_beyond_the_calendar_are_refused_in_words(
    keyed: Keyed, district: District, end: str
) -> None:
    start = str(timezone.localdate() + timedelta(days=9))
    at = f"{DUTY}/doctors/{district.doctors[0]}"
    for times in ({"starts": start, "ends": end}, {"starts": end, "ends": start}):
        for what in ("absences", "illness"):
            answer = checked(keyed.post(f"{at}/{what}", times), 422)
            assert "registeret" in answer["detail"]
