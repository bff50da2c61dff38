"""A duty district through the API: set up from nothing, changed part by part, and never by two at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.models import (
    DutyAssignment,
    DutyDistrict,
    DutyDoctor,
    DutyShift,
    ShiftType,
    Station,
)
from hjemmel.apps.registry.models import Doctor
from tests.api.conftest import Keyed
from tests.duty_district import District, made_district
from tests.duty_people import published

DUTY = "/api/v1/duty"


@pytest.fixture
def district(keyed: Keyed, settings: Any) -> District:
    settings.API_RATE = ""
    return made_district(number="4601")


def whole(keyed: Keyed, district: int) -> dict[str, Any]:
    found: dict[str, Any] = keyed.get(f"{DUTY}/districts/{district}").json()
    return found


def test_a_district_is_set_up_from_nothing(keyed: Keyed) -> None:
    made = keyed.post(
        f"{DUTY}/districts",
        {"host": "4601", "name": "Legevakta", "short_name": "lv", "municipalities": ["4601"]},
    )
    assert made.status_code == 201
    key = made.json()["key"]
    at = f"{DUTY}/districts/{key}"
    doctor = Doctor.objects.order_by("pk")[0].pk
    station = keyed.post(f"{at}/stations", {"code": "main", "name": "Stasjonen"})
    kind = keyed.post(
        f"{at}/shift-types",
        {
            "code": "late", "name": "Sen", "station": "main", "starts": "18:00", "ends": "02:00",
            "weekdays": [4, 5], "role": "back_up", "pay_form": "standby", "skills": ["car"],
            "season_first": "06-01", "season_last": "08-31", "municipalities": ["4601"],
        },
    )  # fmt: skip
    member = keyed.post(
        f"{at}/doctors",
        {
            "doctor": doctor, "municipality": "4601", "member_from": "2026-01-01",
            "fraction": 0.5, "roles": ["doctor", "back_up"], "stations": ["main"],
        },
    )  # fmt: skip
    assert [one.status_code for one in (station, kind, member)] == [201, 201, 201]
    assert keyed.post(f"{at}/pay", {"duty_class": 3, "population": 5000}).status_code == 204
    found = whole(keyed, key)
    assert found["municipality_numbers"] == ["4601"]
    [late] = found["shift_types"]
    assert (late["station_code"], late["weekdays"], late["role"]) == ("main", [4, 5], "back_up")
    assert (late["season_first"], late["skills"]) == ("06-01", ["car"])
    [her] = found["members"]
    assert (float(her["fraction"]), her["roles"], her["stations"]) == (
        0.5,
        ["back_up", "doctor"],
        ["main"],
    )
    assert DutyDistrict.objects.get(pk=key).settings == {"duty_class": 3, "population": 5000}
    again = keyed.post(f"{at}/doctors", {"doctor": doctor, "municipality": "4601", "member_from": "2026-01-01"})  # fmt: skip
    assert again.status_code == 409


def test_only_what_is_sent_becomes_another_and_null_empties_what_can_be_empty(
    keyed: Keyed, district: District
) -> None:
    published(district)
    shifts = list(DutyShift.objects.order_by("pk").values())
    kind = ShiftType.objects.get(district=district.key, code="weekend")
    at = f"{DUTY}/shift-types/{kind.pk}"
    assert keyed.post(f"{at}/changes", {"name": "Dag", "on_red_days": None}).status_code == 204
    kind.refresh_from_db()
    assert (kind.name, kind.on_red_days, kind.weekdays) == ("Dag", None, [5, 6])
    assert (
        keyed.post(f"{at}/changes", {"name": None, "valid_from": "2026-01-01"}).status_code == 204
    )
    kind.refresh_from_db()
    assert (kind.name, str(kind.valid_from)) == ("Dag", "2026-01-01")
    assert keyed.post(f"{at}/ending", {"valid_to": "2030-01-01"}).status_code == 204
    refused = keyed.post(f"{at}/removal")
    assert (refused.status_code, refused.json()["where"]) == (409, "shift_type")
    assert list(DutyShift.objects.order_by("pk").values()) == shifts


@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        ("shift-types/{kind}/changes", {"starts": "16:00:00Z"}, "starts"),
        ("shift-types/{kind}/changes", {"season_first": "13-01", "season_last": "12-01"}, "season_first"),
        ("shift-types/{kind}/changes", {"municipalities": ["0301"]}, "municipalities"),
        ("stations/{station}/changes", {"name": "  "}, "name"),
        ("doctors/{doctor}/changes", {"fraction": 0.0001}, "fraction"),
        ("doctors/{doctor}/changes", {"email": "ingen"}, "email"),
        ("districts/{district}/limits", {"limits": [{"name": "rest_hours", "value": 9}]}, "rest_hours"),
    ],
)  # fmt: skip
def test_impossible_change_says_what_is_wrong_and_where(
    keyed: Keyed, district: District, path: str, body: dict[str, Any], where: str
) -> None:
    keys = {
        "kind": ShiftType.objects.get(district=district.key, code="night").pk,
        "station": Station.objects.get(district=district.key).pk,
        "doctor": district.doctors[0],
        "district": district.key,
    }
    refused = keyed.post(f"{DUTY}/{path.format(**keys)}", body)
    assert (refused.status_code, refused.json()["where"]) == (422, where)


def test_second_of_two_clients_is_told_that_somebody_came_before(
    keyed: Keyed, district: District
) -> None:
    seen = whole(keyed, district.key)
    [station] = seen["stations"]
    her, kind = seen["members"][0], seen["shift_types"][0]
    changes: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        (f"stations/{station['key']}", station, {"name": "Ny"}),
        (f"doctors/{her['key']}", her, {"fraction": 0.5}),
        (f"shift-types/{kind['key']}", kind, {"doctors": 2}),
        (f"districts/{district.key}", seen, {"name": "Ny legevakt"}),
    ]
    for path, was, change in changes:
        body = {**change, "version": was["version"]}
        assert keyed.post(f"{DUTY}/{path}/changes", body).status_code in (200, 204), path
        late = keyed.post(f"{DUTY}/{path}/changes", body)
        assert (late.status_code, late.json()["where"]) == (409, "version"), path


def test_doctor_loses_a_role_and_the_answer_has_the_shifts_that_were_opened(
    keyed: Keyed, district: District
) -> None:
    today = timezone.localdate()
    roster = published(district, first=today + timedelta(days=28 - today.weekday()))
    DutyShift.objects.filter(roster=roster).update(role="back_up")
    her = district.doctors[0]
    changed = keyed.post(f"{DUTY}/doctors/{her}/changes", {"roles": ["doctor"]})
    hers = DutyAssignment.objects.filter(shift__roster=roster, duty_doctor=her).count()
    assert (changed.status_code, len(changed.json())) == (200, hers)
    assert hers > 1
    for one in changed.json():
        assert (one["roster"], one["doctor"]) == (roster, her)
        assert one["why"]
        assert one["offer"]
    assert DutyDoctor.objects.get(pk=her).roles == ["doctor"]
    assert keyed.post(f"{DUTY}/doctors/{her}/removal").status_code == 409


def test_doctor_leaves_and_the_answer_has_the_shifts_that_were_opened(
    keyed: Keyed, district: District
) -> None:
    today = timezone.localdate()
    roster = published(district, first=today + timedelta(days=28 - today.weekday()))
    her = district.doctors[0]
    ending = f"{DUTY}/doctors/{her}/ending"
    hers = DutyAssignment.objects.filter(shift__roster=roster, duty_doctor=her).count()
    left = keyed.post(ending, {"member_to": str(today)})
    assert (left.status_code, len(left.json())) == (200, hers)
    assert keyed.post(ending, {"member_to": None}).json() == []
    assert DutyDoctor.objects.get(pk=her).member_to is None
    assert keyed.post(ending, {"member_to": "2000-01-01"}).status_code == 422


def test_limits_are_shown_with_what_holds_without_and_set(keyed: Keyed, district: District) -> None:
    at = f"{DUTY}/districts/{district.key}/limits"
    rest, *others = keyed.get(at).json()
    assert (rest["name"], rest["value"]) == ("rest_hours", None)
    assert [one["hours"] for one in rest["own"]] == [8]
    assert len(others) == 5
    sent = {"name": "rest_hours", "value": 11, "source": "Avtale", "employments": ["employed"]}
    assert keyed.post(at, {"limits": [sent]}).status_code == 204
    now = keyed.get(at).json()[0]
    assert {name: now[name] for name in sent} == sent
    emptied = {"limits": [{"name": "rest_hours", "value": None}]}
    assert keyed.post(at, emptied).status_code == 204
    assert keyed.get(at).json()[0]["value"] is None


def test_weights_are_shown_beside_the_usual_and_set(keyed: Keyed, district: District) -> None:
    at = f"{DUTY}/districts/{district.key}/weights"
    told = {one["name"]: (one["points"], one["usual"]) for one in keyed.get(at).json()}
    assert told == {
        "span": (None, 1000), "target": (None, 1), "wish": (None, 1), "change": (None, 200),
    }  # fmt: skip
    assert keyed.post(at, {"weights": [{"name": "wish", "points": 20}]}).status_code == 204
    assert {one["name"]: one["points"] for one in keyed.get(at).json()}["wish"] == 20
    wrong = keyed.post(at, {"weights": [{"name": "uncovered", "points": 0}]})
    assert wrong.status_code == 422


def test_reading_scopes_change_nothing(keyed: Keyed, district: District) -> None:
    at = f"{DUTY}/districts/{district.key}"
    for scopes in ((Permission.SEE_ROSTERS,), (Permission.SEE_ROSTERS, Permission.DECIDE_DUTY)):
        refused = keyed.post(f"{at}/changes", {"name": "Ny"}, *scopes)
        assert refused.status_code == 403
    assert DutyDistrict.objects.get(pk=district.key).name == "Legevakta"
    unknown = keyed.post(f"{at}/changes", {"municipalities": ["9999"]})
    assert unknown.status_code == 404
