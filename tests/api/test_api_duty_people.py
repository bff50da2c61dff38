"""Exemption, illness and competence through the API: what each does to a roster that is out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.models import RosterRun
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.services.solving import queue_run, solve_run, take_run
from hjemmel.apps.registry.models import Doctor
from tests.api.conftest import Keyed, checked
from tests.duty_district import BY, District, days_after, made_district

DUTY = "/api/v1/duty"
PLAN = (Permission.SEE_ROSTERS, Permission.PLAN_ROSTERS)


@pytest.fixture
def district(keyed: Keyed, settings: Any) -> District:
    settings.API_RATE = ""
    found = made_district(number="4601")
    Doctor.objects.filter(name__startswith="Lege").update(born=date(1985, 1, 1))
    return found


@pytest.fixture
def roster(district: District) -> str:
    """A roster of two weeks that begins in ten days, and was sent out."""
    first = timezone.localdate() + timedelta(days=10)
    key = make_roster(
        district=district.key, name="Neste", first=first, last=days_after(first, 14), by=BY
    )
    run = queue_run(roster=key, seconds=5, by=BY)
    solve_run(run=run, by=BY)
    version = take_run(run=run, by=BY).version
    publish_roster(roster=key, version=version, tell=False, by=BY)
    assert RosterRun.objects.get().outcome["status"] in ("optimal", "feasible")
    return f"{DUTY}/rosters/{key}"


def shifts_of(keyed: Keyed, roster: str, doctor: int) -> set[str]:
    shown = keyed.get(f"{roster}/shifts").json()
    return {one["key"] for one in shown if any(on["doctor"] == doctor for on in one["on"])}


def test_an_exemption_is_shown_with_its_effect_and_granted_by_a_leader(
    keyed: Keyed, district: District, roster: str
) -> None:
    doctor = district.doctors[0]
    application = {
        "ground": "health",
        "first": str(timezone.localdate()),
        "last": str(timezone.localdate() + timedelta(days=90)),
        "facts": {"health_reason": True},
    }
    made = keyed.post(f"{DUTY}/doctors/{doctor}/exemptions", application, *PLAN)
    assert made.status_code == 201
    at = f"{DUTY}/exemptions/{made.json()['key']}"
    case = keyed.get(at).json()
    assert (case["state"], case["answer"]["outcome"]) == ("applied", "needs_judgement")
    assert case["answer"]["sources"]
    effect = keyed.get(f"{at}/effect").json()
    mine = next(one for one in effect["loads"] if one["doctor"] == doctor)
    assert mine["hours_after"] < mine["hours_before"]
    others = [one for one in effect["loads"] if one["doctor"] != doctor]
    assert all(one["hours_after"] > one["hours_before"] for one in others)
    decision = {"version": case["version"], "reason": "Etter legens erklæring."}
    body = checked(keyed.post(f"{at}/grant", decision, *PLAN), 403)
    assert body["data"]["permission"] == "decide_duty"
    checked(keyed.post(f"{at}/grant", {**decision, "version": 99}), 409)
    had = shifts_of(keyed, roster, doctor)
    granted = keyed.post(f"{at}/grant", decision).json()
    assert {one["shift"] for one in granted["opened"]} == had
    assert "Etter legens erklæring." in granted["letter"]
    checked(keyed.post(f"{at}/grant", decision), 409)
    key = district.key
    opened = keyed.get(f"{DUTY}/districts/{key}/open-shifts").json()
    assert {one["shift"]["key"] for one in opened} == had


def test_who_falls_ill_is_replaced_with_the_least_change(
    keyed: Keyed, district: District, roster: str
) -> None:
    doctor = next(one for one in district.doctors if shifts_of(keyed, roster, one))
    had = shifts_of(keyed, roster, doctor)
    first = timezone.localdate()
    ill = {"starts": f"{first}T00:00", "ends": f"{first + timedelta(days=60)}T00:00"}
    told = keyed.post(f"{DUTY}/doctors/{doctor}/illness", ill, *PLAN).json()
    assert {one["shift"] for one in told["opened"]} == had
    assert shifts_of(keyed, roster, doctor) == had, "she stays until somebody has them"
    vacant = keyed.get(f"{roster}/replanning").json()
    assert {one["shift"]["key"] for one in vacant} == had
    assert all(one["takers"] for one in vacant)
    answer = keyed.post(f"{roster}/replanning/searches", {"seconds": 2})
    begun = answer.json()
    assert (answer.status_code, begun["is_replan"], begun["least"]) == (202, True, None)
    solve_run(run=begun["key"], by=BY)
    search = f"{DUTY}/searches/{begun['key']}"
    least = keyed.get(search).json()["least"]
    assert least["problem"] is None
    assert {one["shift"] for one in least["off"] if one["doctor"] == doctor} == had
    take = {"version": begun["of_version"], "put": least["put"], "off": least["off"]}
    checked(keyed.post(f"{roster}/replanning", {**take, "version": 1}), 409)
    assert keyed.post(f"{search}/taking").json()["findings"] == []
    checked(keyed.post(f"{roster}/replanning", take), 409)
    assert shifts_of(keyed, roster, doctor) == set()
    assert keyed.get(f"{roster}/findings").json() == []


def test_a_competence_that_ends_opens_the_shifts_that_rest_on_it(
    keyed: Keyed, district: District, roster: str
) -> None:
    doctor = next(one for one in district.doctors if shifts_of(keyed, roster, one))
    had = shifts_of(keyed, roster, doctor)
    shown = keyed.get(f"{DUTY}/doctors/{doctor}/competence").json()
    assert {state["role"]: state["is_met"] for state in shown["states"]} == {
        "alone": True,
        "back_up": True,
    }
    course = next(one for one in shown["held"] if one["kind"] == "course_emergency_medicine")
    end = {"valid_to": str(timezone.localdate())}
    found = keyed.post(f"{DUTY}/competence/{course['key']}/ending", end).json()
    assert {one["shift"] for one in found} == had
    assert all(one["why"] and one["offer"] for one in found)
    unknown = {"kind": "juggling", "valid_from": "2026-01-01"}
    checked(keyed.post(f"{DUTY}/doctors/{doctor}/competence", unknown), 422)
