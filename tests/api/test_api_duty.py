"""Duty rosters through the API: made, searched for, changed by version, judged and sent out."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hjemmel.apps.accounts.models import RoleGrant
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import Permission, Role
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.accounts.services import create_user
from hjemmel.apps.duty.models import DutyAssignment, RosterRun
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.services.solving import queue_run, solve_run
from hjemmel.apps.registry.models import Centre
from tests.api.conftest import Keyed, checked
from tests.duty_district import BY, District, days_after, made_district, register_key

DUTY = "/api/v1/duty"
FIRST, LAST = "2026-01-05", "2026-01-19"
MINE = (Permission.SEE_ROSTERS, Permission.OWN_DUTY)
PLAN = (Permission.SEE_ROSTERS, Permission.PLAN_ROSTERS)


@pytest.fixture
def district(keyed: Keyed, settings: Any) -> District:
    settings.API_RATE = ""
    return made_district(number="4601")


@pytest.fixture
def roster(keyed: Keyed, district: District) -> str:
    body = {"name": "Uke 2–3", "first": FIRST, "last": LAST}
    made = keyed.post(f"{DUTY}/districts/{district.key}/rosters", body)
    assert made.status_code == 201
    return f"{DUTY}/rosters/{made.json()['key']}"


def solved(keyed: Keyed, roster: str) -> int:
    """Fill a roster by a search; return its version."""
    begun = keyed.post(f"{roster}/searches", {"seconds": 5})
    assert (begun.status_code, begun.json()["state"]) == (202, "queued")
    key = begun.json()["key"]
    solve_run(run=key, by=system("test"))
    found = keyed.get(f"{DUTY}/searches/{key}").json()
    assert found["can_be_taken"]
    assert found["outcome"]["status"] in ("optimal", "feasible")
    assert found["outcome"]["bound"] <= found["outcome"]["points"]
    taken = keyed.post(f"{DUTY}/searches/{key}/taking").json()
    assert taken["findings"] == []
    return int(taken["version"])


def test_a_district_is_shown_with_its_stations_types_and_doctors(
    keyed: Keyed, district: District
) -> None:
    (short,) = keyed.get(f"{DUTY}/districts").json()
    whole = keyed.get(f"{DUTY}/districts/{district.key}").json()
    assert short == {name: whole[name] for name in short}
    assert [one["code"] for one in whole["shift_types"]] == ["weekend", "evening", "night"]
    assert whole["stations"][0]["name"] == "Legevaktstasjonen"
    assert len(whole["members"]) == 8
    assert "email" not in whole["members"][0]


def test_a_period_of_no_days_is_refused(keyed: Keyed, district: District) -> None:
    path = f"{DUTY}/districts/{district.key}/rosters"
    body = checked(keyed.post(path, {"name": "Tom", "first": FIRST, "last": FIRST}), 422)
    assert "ingen dager" in body["detail"]
    checked(keyed.post(path, {"name": " ", "first": FIRST, "last": LAST}), 422)


def test_a_search_fills_the_roster_and_is_taken_in_once(keyed: Keyed, roster: str) -> None:
    version = solved(keyed, roster)
    shown = keyed.get(roster).json()
    assert (shown["version"], shown["state"]) == (version, "draft")
    shifts = keyed.get(f"{roster}/shifts?first=2026-01-05&last=2026-01-06").json()
    assert [one["key"] for one in shifts] == ["evening:2026-01-05", "night:2026-01-05"]
    assert [one["lacks"] for one in shifts] == [0, 0]
    assert shifts[0]["on"][0]["origin"] == "solver"
    assert keyed.get(f"{roster}/findings").json() == []
    run = RosterRun.objects.get().pk
    checked(keyed.post(f"{DUTY}/searches/{run}/taking"), 409)
    checked(keyed.post(f"{DUTY}/searches/{run}/cancellation"), 409)


def test_a_change_on_an_old_version_is_refused_and_nothing_is_written(
    keyed: Keyed, district: District, roster: str
) -> None:
    change = {"version": 1, "shift": "evening:2026-01-05", "put_on": [district.doctors[0]]}
    done = keyed.post(f"{roster}/changes", change).json()
    assert done["version"] == 2
    body = checked(keyed.post(f"{roster}/changes", {**change, "shift": "night:2026-01-05"}), 409)
    assert body["data"]["version"] == 2
    assert DutyAssignment.objects.count() == 1
    twice = {**change, "version": 2}
    assert "fra før" in checked(keyed.post(f"{roster}/changes", twice), 409)["detail"]
    checked(keyed.post(f"{roster}/changes", {**twice, "shift": "noon:2026-01-05"}), 404)
    checked(keyed.post(f"{roster}/changes", {**twice, "put_on": [999_999]}), 404)
    checked(keyed.post(f"{roster}/changes", {**twice, "nope": 1}), 422)


def test_what_a_change_breaks_is_answered_at_once(
    keyed: Keyed, district: District, roster: str
) -> None:
    doctor = district.doctors[0]
    for version, shift in enumerate(("evening:2026-01-05", "night:2026-01-05"), start=1):
        change = {"version": version, "shift": shift, "put_on": [doctor]}
        done = keyed.post(f"{roster}/changes", change, **{"Accept-Language": "en"}).json()
    assert [one["constraint"] for one in done["findings"]] == ["rest"]
    assert "hours off between" in done["findings"][0]["sentence"]


def test_a_roster_is_sent_out_only_with_its_law_kept_or_set_aside(
    keyed: Keyed, roster: str
) -> None:
    path = f"{roster}/publication"
    body = checked(keyed.post(path, {"version": 1}), 409)
    assert "bryt" in body["detail"] or "brutt" in body["detail"]
    version = solved(keyed, roster)
    preview = keyed.get(path).json()
    assert (preview["number"], len(preview["added"]), preview["findings"]) == (1, 32, [])
    sent = keyed.post(path, {"version": version, "tell": False}).json()
    assert (sent["number"], len(sent["added"]), sent["told"]) == (1, 32, 0)
    on = sent["added"][0]
    off = {"version": version, "shift": on["shift"], "take_off": [on["doctor"]]}
    checked(keyed.post(f"{roster}/changes", off), 409)
    refused = keyed.post(f"{roster}/changes", {**off, "reason": "Ferie."}, *PLAN)
    assert checked(refused, 403)["data"]["permission"] == "decide_duty"
    done = keyed.post(f"{roster}/changes", {**off, "reason": "Stengt den kvelden."}).json()
    assert done["findings"][0]["constraint"] == "coverage"
    told = keyed.get(f"{roster}/findings").json()
    assert [(one["override"], one["stops_publishing"]) for one in told] == [
        ("Stengt den kvelden.", False)
    ]


def test_ledger_hours_cost_and_why(keyed: Keyed, district: District, roster: str) -> None:
    solved(keyed, roster)
    ledger = keyed.get(f"{roster}/ledger").json()
    lines = [line for one in ledger["doctors"] for line in one["lines"]]
    nights = [line for line in lines if line["category"] == "nights"]
    assert sum(line["amount"] for line in nights) == 14
    assert ledger["spread"]["nights"] <= 1
    cost = keyed.get(f"{roster}/cost").json()
    assert (cost["oere"], bool(cost["missing"])) == (None, True)
    assert keyed.get(f"{DUTY}/districts/{district.key}/ledger").json()["rosters"] == []
    days = f"first={FIRST}&last={LAST}"
    hours = keyed.get(f"{DUTY}/districts/{district.key}/hours?{days}").json()
    assert {one["minutes"] for one in hours} == {0}, "only what was sent out counts"
    (why,) = keyed.get(f"{roster}/explanation?shift=night:2026-01-07").json()
    assert len(why["others"]) == 7


def test_a_workbook_goes_out_and_a_sheet_comes_in_once(keyed: Keyed, roster: str) -> None:
    out = keyed.get(f"{roster}/workbook")
    book = openpyxl.load_workbook(io.BytesIO(out.content))
    book["Matrise"]["C2"] = "Natt"
    book["Matrise"]["C3"] = "Lunsj"
    changed = io.BytesIO()
    book.save(changed)
    looked = send(keyed, roster, changed.getvalue(), preview="true")
    assert (looked["is_written"], len(looked["put"]), looked["version"]) == (False, 1, 1)
    assert [(one["row"], one["value"]) for one in looked["put_aside"]] == [(3, "Lunsj")]
    done = send(keyed, roster, changed.getvalue(), preview="false", version="1")
    assert (done["is_written"], done["version"]) == (True, 2)
    again = send(keyed, roster, changed.getvalue(), preview="false")
    assert (again["is_written"], again["version"]) == (False, 2)
    assert keyed.get(f"{roster}/shifts").json()[1]["on"][0]["origin"] == "import"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"hello"])
def test_a_sheet_that_cannot_be_read_is_refused(keyed: Keyed, roster: str, content: bytes) -> None:
    body = checked(sent(keyed, roster, content, preview="false"), 422)
    assert body["where"] == "plan.xlsx"
    assert DutyAssignment.objects.count() == 0


def send(keyed: Keyed, roster: str, content: bytes, **form: str) -> Any:
    answer = sent(keyed, roster, content, **form)
    assert answer.status_code == 200, answer.content
    return answer.json()


def sent(keyed: Keyed, roster: str, content: bytes, **form: str) -> Any:
    file = SimpleUploadedFile("plan.xlsx", content)
    headers = {"Authorization": f"Bearer {keyed.key(*PLAN)}"}
    return keyed.client.post(f"{roster}/sheet", {"file": file, **form}, headers=headers)


def test_a_doctor_gives_a_shift_away_and_a_colleague_takes_it_once(
    keyed: Keyed, district: District
) -> None:
    first = timezone.localdate() + timedelta(days=30)
    roster = make_roster(
        district=district.key, name="Neste", first=first, last=days_after(first, 7), by=BY
    )
    solve_run(run=queue_run(roster=roster, seconds=5, by=BY), by=BY)
    version = keyed.post(f"{DUTY}/searches/{RosterRun.objects.get().pk}/taking").json()["version"]
    path = f"{DUTY}/rosters/{roster}"
    (on, *_) = keyed.post(f"{path}/publication", {"version": version}).json()["added"]
    giver = as_doctor(keyed, district, on["doctor"])
    others = giver.get(f"{path}/takers?shift={on['shift']}&given_by={on['doctor']}", *MINE).json()
    best = others[0]
    assert best["is_lawful"]
    assert best["oere_after"] is None, "what it costs is for planners"
    assert {one["category"] for one in best["taker"]} >= {"shifts", "hours"}
    asked = f"{path}/explanation?shift={on['shift']}&doctor="
    (why,) = giver.get(f"{asked}{on['doctor']}", *MINE).json()
    assert why["sentences"]
    assert why["others"] == [], "what keeps others off a shift is not hers to know"
    checked(giver.get(f"{asked}{best['doctor']}", *MINE), 403)
    offer = {
        "kind": "give_away",
        "shift": on["shift"],
        "given_by": on["doctor"],
        "offered_to": best["doctor"],
    }
    made = giver.post(f"{path}/offers", offer, *MINE)
    assert made.status_code == 201
    at = f"{DUTY}/offers/{made.json()['key']}"
    checked(giver.post(f"{at}/acceptance", {}, *MINE), 403)
    taker = as_doctor(keyed, district, best["doctor"])
    assert taker.get(at, *MINE).json()["may_answer"]
    assert taker.post(f"{at}/acceptance", {}, *MINE).json()["findings"] == []
    checked(taker.post(f"{at}/acceptance", {}, *MINE), 409)
    (shown,) = keyed.get(f"{path}/offers").json()
    assert (shown["state"], shown["taken_by"]) == ("accepted", best["doctor"])


def test_a_doctor_tells_her_own_wishes_and_no_others(keyed: Keyed, district: District) -> None:
    mine, other = district.doctors[:2]
    doctor = as_doctor(keyed, district, mine)
    days = {
        "first": str(timezone.localdate() + timedelta(9)),
        "last": str(timezone.localdate() + timedelta(10)),
    }
    told = doctor.post(f"{DUTY}/doctors/{mine}/wishes", {"kind": "off", **days}, *MINE)
    assert told.status_code == 201
    (wish,) = doctor.get(f"{DUTY}/doctors/{mine}/wishes", *MINE).json()
    assert (wish["kind"], wish["first"]) == ("off", days["first"])
    checked(doctor.post(f"{DUTY}/doctors/{other}/wishes", {"kind": "off", **days}, *MINE), 403)
    withdrawn = doctor.post(f"{DUTY}/wishes/{wish['key']}/withdrawal", None, *MINE)
    assert withdrawn.status_code == 204
    away = {"starts": f"{days['last']}T08:00", "ends": f"{days['first']}T08:00"}
    checked(doctor.post(f"{DUTY}/doctors/{mine}/absences", away, *MINE), 422)


def as_doctor(keyed: Keyed, district: District, duty_doctor: int) -> Keyed:
    """Return the same client with keys of a doctor who takes duty."""
    name = f"lege-{duty_doctor}"
    user = create_user(username=name, by=BY, municipality=district.host)
    RoleGrant.objects.create(  # she has no list, so no page would give her the role
        user_id=user,
        role=Role.GP.value,
        municipality_id=district.host,
        centre=Centre.objects.filter(municipality=district.host)[0],
        doctor_id=register_key(duty_doctor),
    )
    return Keyed(actor_named(name), keyed.client)
