"""The register through the API: what is read is the register's, and what is changed is changed there."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hjemmel.api.v1.lists import SORTS
from hjemmel.api.v1.schemas.lists import Sort
from hjemmel.api.v1.schemas.residents import Purpose
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.models import AuditEvent, ReadEvent
from hjemmel.apps.exchange.models import ImportRun
from hjemmel.apps.registry.models import Centre, Doctor, Membership, Resident, WaitingEntry
from hjemmel.apps.registry.selectors import list_choice
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.web.residents.purposes import PURPOSES
from tests.api.api_examples import FOR
from tests.api.conftest import EVERYTHING, PLACE, Keyed, checked
from tests.api.example import DOCTORS
from tests.tables import environment, lay_tables

pytestmark = pytest.mark.django_db
FROM = "2024-05-01"


def ok(response: Any, status: int = 200) -> Any:
    """Return the body of an answer."""
    assert response.status_code == status, response.content
    return response.json() if response.content else None


@pytest.fixture
def rows(keyed: Keyed) -> tuple[ListOnDay, ...]:
    place = get_municipality("4601", by=keyed.actor)
    return lists_on(place, place.usual_day(date(2030, 1, 1)), by=keyed.actor).rows


@pytest.fixture
def resident(db: None, small_register: object) -> Resident:
    """A resident on a list, who does not wait, with an address that is not protected."""
    members = Membership.objects.known().filter(patient_list__isnull=False).values("resident")
    rows = Resident.objects.filter(pk__in=members, waiting__isnull=True, protection="none")
    return rows.filter(municipality__number="4601", born__year__lt=2000).order_by("pk")[0]


# --- reading -------------------------------------------------------------------------------------


def test_lists_are_chosen_and_sorted_as_on_the_page(
    keyed: Keyed, rows: tuple[ListOnDay, ...]
) -> None:
    def keys(query: str) -> list[int]:
        return [row["key"] for row in ok(keyed.get(f"{PLACE}/lists?{query}"))["lists"]]

    assert set(get_args(Sort)) == set(SORTS)
    assert set(SORTS.values()) == set(list_choice.SORTS)
    centre = rows[0].centre
    assert set(keys(f"centre={centre}")) == {r.key for r in rows if r.centre == centre}
    assert set(keys("vacant=true")) == {r.key for r in rows if r.status != "held"}
    assert set(keys("form=salaried")) == {r.key for r in rows if r.form == "salaried"}
    assert set(keys("free=false")) == {r.key for r in rows if r.is_full}
    lengths = {r.key: r.length or 0 for r in rows}
    longest_first = [lengths[key] for key in keys("sort=length")]
    assert longest_first == sorted(lengths.values(), reverse=True)
    checked(keyed.get(f"{PLACE}/lists?sort=lengde"), 422)


def test_a_list_has_its_terms_members_reports_and_vacancies(
    keyed: Keyed, rows: tuple[ListOnDay, ...]
) -> None:
    row = next(r for r in rows if r.holder)
    shown = ok(keyed.get(f"{PLACE}/lists/{row.key}"))
    assert shown["row"]["free"] == row.free
    assert shown["terms"][0]["holder"] == row.holder_name
    counted = sum((g["male"] or 0) + (g["female"] or 0) for g in shown["members"])
    assert counted == row.length
    narrow = ok(keyed.get(f"{PLACE}/lists/{row.key}", Permission.SEE_LISTS))
    few = [g for g in shown["members"] if 0 < g["male"] < 5]
    hidden = {g["band"]: g["male"] for g in narrow["members"]}
    assert few
    assert all(hidden[g["band"]] is None for g in few)


def test_the_register_is_a_case_with_its_own_data_quality(keyed: Keyed) -> None:
    case = ok(keyed.get("/api/v1/cases/4601"))
    assert (case["kind"], case["municipality"]) == ("register", "4601")
    quality = ok(keyed.get("/api/v1/data-quality/4601"))
    assert quality["notes"] == []
    for found in quality["shortcomings"]:
        rows = ok(keyed.get(f"{PLACE}/shortcomings/{found['id']}"))
        assert {name: rows[name] for name in found} == found
        assert len(rows["rows"]) in (0, found["count"])


def test_what_is_another_municipalitys_is_not_here(keyed: Keyed) -> None:
    checked(keyed.get("/api/v1/municipalities/5001/centres"), 404)
    for what in ("lists", "centres", "doctors"):
        assert checked(keyed.get(f"{PLACE}/{what}/999999"), 404)["code"] == "not-found"


def test_a_day_that_no_register_tells_of_is_refused(keyed: Keyed) -> None:
    for what in ("lists", "indicators", "doctors", "centres"):
        checked(keyed.get(f"{PLACE}/{what}?as_of=0001-01-01"), 422)
    checked(keyed.get(f"{PLACE}/lists?q=%00"), 422)


# --- residents -----------------------------------------------------------------------------------


def test_the_purposes_are_those_of_the_page() -> None:
    assert set(get_args(get_args(Purpose)[0])) == set(PURPOSES)


def test_a_look_at_a_resident_has_a_purpose_and_is_logged(keyed: Keyed, resident: Resident) -> None:
    address = f"{PLACE}/residents/{resident.pk}"
    assert checked(keyed.get(address), 422)["where"] == "Purpose"
    checked(keyed.get(address, Purpose="curious"), 422)
    assert not ReadEvent.objects.exists()
    shown = ok(keyed.get(address, **FOR))
    assert shown["row"]["name"] == resident.name
    assert resident.national_id is not None
    assert not shown["national_id"].endswith(resident.national_id[-5:])
    whole = ok(keyed.get(f"{address}?whole_number=true", **FOR))
    assert whole["national_id"] == resident.national_id
    seen = ReadEvent.objects.order_by("pk").values_list("by", "resident", "purpose", "what")
    assert list(seen) == [
        ("alt", resident.pk, "question", "resident"),
        ("alt", resident.pk, "question", "national_id"),
    ]


def test_a_search_takes_a_body_and_logs_those_found(keyed: Keyed, resident: Resident) -> None:
    address = f"{PLACE}/residents/search"
    found = ok(keyed.post(address, {"national_id": resident.national_id}, **FOR))
    assert [one["key"] for one in found] == [resident.pk]
    assert list(ReadEvent.objects.values_list("resident", "what")) == [(resident.pk, "search")]
    by_birth = ok(keyed.post(address, {"born": resident.born.isoformat()}, **FOR))
    assert resident.pk in {one["key"] for one in by_birth}
    checked(keyed.post(address, {}, **FOR), 422)
    asked = checked(keyed.post(address, {"fnr": resident.national_id}, **FOR), 422)
    assert str(resident.national_id) not in str(asked)
    in_address = keyed.post(f"{address}?name=Ola", {"born": "2000-01-01"}, **FOR)
    assert checked(in_address, 422)["where"] == "name"


def test_who_has_a_protected_address_is_unknown_to_who_may_not_see_it(
    keyed: Keyed, resident: Resident
) -> None:
    Resident.objects.filter(pk=resident.pk).update(protection="confidential")
    address = f"{PLACE}/residents/{resident.pk}"
    may = EVERYTHING - {Permission.SEE_PROTECTED}
    checked(keyed.get(address, *may, **FOR), 404)
    checked(keyed.post(f"{address}/queue", {"waiting_class": "change_within"}, *may), 404)
    assert ok(keyed.get(address, **FOR))["row"]["is_protected"] is True


def test_a_resident_waits_gets_a_place_and_is_logged_in_the_queue(
    keyed: Keyed, resident: Resident, rows: tuple[ListOnDay, ...]
) -> None:
    wanted = rows[-1].key
    address = f"{PLACE}/residents/{resident.pk}"
    asked = {"waiting_class": "change_within", "wanted_list": wanted}
    ok(keyed.post(f"{address}/queue", asked), 204)
    assert WaitingEntry.objects.get(resident=resident).wanted_list_id == wanted
    assert checked(keyed.post(f"{address}/queue", asked), 409)["code"] == "conflict"
    today = date.today().isoformat()  # noqa: DTZ011
    waiting = ok(keyed.get(f"{PLACE}/waiting?as_of={today}&wanted_list={wanted}", **FOR))
    assert resident.pk in {one["person"]["key"] for one in waiting["rows"]}
    assert waiting["total"] == len(waiting["rows"])
    assert ReadEvent.objects.filter(resident=resident.pk, what="queue").count() == 1
    ok(keyed.post(f"{address}/queue/leave"), 204)
    assert WaitingEntry.objects.get(resident=resident).left_on is not None
    place = {"patient_list": wanted, "valid_from": FROM, "exception": "family"}
    ok(keyed.post(f"{address}/list", place), 204)
    now = Membership.objects.on(date(2024, 6, 1)).get(resident=resident)
    assert now.patient_list_id == wanted
    assert AuditEvent.objects.filter(action="registry.put_on_list", by="alt").exists()


def test_a_full_list_is_a_conflict(
    keyed: Keyed, resident: Resident, rows: tuple[ListOnDay, ...]
) -> None:
    own = Membership.objects.known().get(resident=resident).patient_list_id
    full = next(row for row in rows if row.is_full and row.key != own)
    place = {"patient_list": full.key, "valid_from": FROM}
    answer = keyed.post(f"{PLACE}/residents/{resident.pk}/list", place)
    assert checked(answer, 409)["where"] == "list"
    now = Membership.objects.on(date(2024, 6, 1)).get(resident=resident)
    assert now.patient_list_id == own


# --- changes -------------------------------------------------------------------------------------


def test_a_ceiling_is_changed_and_noted(keyed: Keyed, rows: tuple[ListOnDay, ...]) -> None:
    key = rows[0].key
    answer = ok(keyed.post(f"{PLACE}/lists/{key}/ceiling", {"ceiling": 1234, "valid_from": FROM}))
    assert {one["outcome"] for one in answer["findings"]} == {"met"}
    after = ok(keyed.get(f"{PLACE}/lists/{key}?as_of=2024-06-01"))
    assert after["row"]["ceiling"] == 1234
    event = AuditEvent.objects.get(action="registry.change_ceiling")
    assert (event.by, event.municipality, event.details["ceiling"]) == ("alt", "4601", 1234)


def test_a_ceiling_that_the_law_does_not_allow_is_refused(
    keyed: Keyed, rows: tuple[ListOnDay, ...]
) -> None:
    address = f"{PLACE}/lists/{rows[0].key}/ceiling"
    body = checked(keyed.post(address, {"ceiling": 9999, "valid_from": FROM}), 422)
    assert body["where"] == "ceiling"
    assert not AuditEvent.objects.filter(action="registry.change_ceiling").exists()


def test_a_post_is_opened_at_a_new_centre(keyed: Keyed, rows: tuple[ListOnDay, ...]) -> None:
    made = ok(keyed.post(f"{PLACE}/centres", {"name": "Nytt", "district": rows[0].district}), 201)
    post = {"centre": made["key"], "form": "salaried", "ceiling": 900, "valid_from": FROM}
    key = ok(keyed.post(f"{PLACE}/lists", post), 201)["key"]
    one = f"{PLACE}/lists/{key}"
    as_of = "?as_of=2024-05-02"
    assert ok(keyed.get(one + as_of))["row"]["status"] == "without_doctor"


def test_a_doctor_is_appointed_and_gives_notice(keyed: Keyed, rows: tuple[ListOnDay, ...]) -> None:
    row = next(r for r in rows if r.status != "held")
    one = f"{PLACE}/lists/{row.key}"
    told = {"published_on": "2024-02-01", "deadline": "2024-03-01"}
    ok(keyed.post(f"{one}/advertisements", told), 204)
    checked(keyed.post(f"{one}/advertisements", told), 409)
    late = {"published_on": "2024-02-01", "deadline": "2024-01-01"}
    assert checked(keyed.post(f"{one}/advertisements", late), 422)["where"] == "deadline"
    new = {"hpr_number": "991234", "name": "Syntetisk lege", "valid_from": FROM}
    ok(keyed.post(f"{one}/appointment", new), 204)
    after = ok(keyed.get(f"{one}?as_of=2024-06-01"))
    assert (after["row"]["status"], after["row"]["holder_name"]) == ("held", "Syntetisk lege")
    assert {"published_on": "2024-02-01", "deadline": "2024-03-01"} in [
        advertisement for v in after["vacancies"] for advertisement in v["advertisements"]
    ]
    noticed = ok(keyed.post(f"{one}/notice", {"received_on": "2024-06-01"}))
    assert noticed["ends_on"] > "2024-06-01"
    terms = {"valid_from": "2024-06-02", "opening_hours": "37,5"}
    ok(keyed.post(f"{one}/terms", terms), 204)
    assert ok(keyed.get(f"{one}?as_of=2024-06-03"))["terms"][0]["opening_hours"] == 37.5


def test_a_centre_and_a_doctor_are_corrected(keyed: Keyed, rows: tuple[ListOnDay, ...]) -> None:
    row = next(r for r in rows if r.holder)
    name = Centre.objects.get(pk=row.centre).name
    ok(keyed.post(f"{PLACE}/centres/{row.centre}", {"leader": "Syntetisk leder"}), 204)
    centre = Centre.objects.get(pk=row.centre)
    assert (centre.leader, centre.name) == ("Syntetisk leder", name)
    ok(keyed.post(f"{PLACE}/doctors/{row.holder}", {"languages": ["norsk", "polsk"]}), 204)
    assert Doctor.objects.get(pk=row.holder or 0).languages == ["norsk", "polsk"]
    for body in ({"leader": None}, {"leder": "x"}, {"organisation_number": "1"}, {"name": ""}):
        checked(keyed.post(f"{PLACE}/centres/{row.centre}", body), 422)
    assert Centre.objects.get(pk=row.centre).leader == "Syntetisk leder"


def test_what_cannot_be_read_changes_nothing(keyed: Keyed, rows: tuple[ListOnDay, ...]) -> None:
    address = f"{PLACE}/lists/{rows[0].key}/ceiling"
    headers = {"Authorization": f"Bearer {keyed.key()}"}
    broken = keyed.client.post(address, "{", content_type="application/json", headers=headers)
    assert checked(broken, 400)["where"] == "body"
    for body in (
        {"ceiling": "many", "valid_from": FROM},
        {"ceiling": 1200},
        {"ceiling": 1200, "valid_from": "1066-01-01"},
    ):
        assert checked(keyed.post(address, body), 422)["errors"]
    assert not AuditEvent.objects.filter(action="registry.change_ceiling").exists()


# --- imports -------------------------------------------------------------------------------------


def send(keyed: Keyed, content: bytes, name: str = "leger.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    headers = {"Authorization": f"Bearer {keyed.key()}"}
    given = {"file": file, "as_of": "2024-01-01", "complete": "false"}
    return keyed.client.post(f"{PLACE}/imports", given, headers=headers)


def test_a_file_is_previewed_and_what_does_not_fit_is_told(keyed: Keyed) -> None:
    run = ok(send(keyed, DOCTORS.encode()), 201)
    assert (run["status"], run["quarantined"], run["may_load"]) == ("previewed", 1, True)
    assert not Doctor.objects.filter(hpr_number="9911111").exists()
    (bad,) = ok(keyed.get(f"{PLACE}/imports/{run['key']}/quarantine"))
    assert (bad["row"], bad["reason"] != "") == (3, True)
    assert ok(keyed.get(f"{PLACE}/imports/{run['key']}/quarantine?skip=1")) == []
    assert [one["key"] for one in ok(keyed.get(f"{PLACE}/imports"))] == [run["key"]]
    checked(keyed.post(f"{PLACE}/imports/{run['key']}/stop"), 409)
    gone = ok(keyed.post(f"{PLACE}/imports/{run['key']}/discard"))
    assert (gone["status"], gone["may_load"]) == ("cancelled", False)
    checked(keyed.post(f"{PLACE}/imports/{run['key']}/load"), 404)


def test_a_file_of_something_else_is_refused_and_not_kept(keyed: Keyed, settings: Any) -> None:
    from hjemmel.apps.location import data_folder

    checked(send(keyed, b"\x00\x01\x02", "bilde.png"), 422)
    assert not ImportRun.objects.exists()
    assert list((data_folder() / "uploads").glob("*.png")) == []
    checked(keyed.post(f"{PLACE}/imports", {"file": "x"}), 422)


def test_a_file_that_was_previewed_is_loaded_once(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/register.sqlite3"
    lay_tables(database)
    run = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "loading_alone.py"), DOCTORS],
        env=environment(database, tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == [201, 202, ["loaded", 1, 409]]


# --- the log and users ---------------------------------------------------------------------------


def test_the_log_tells_what_the_api_did(keyed: Keyed, rows: tuple[ListOnDay, ...]) -> None:
    ok(keyed.post(f"{PLACE}/lists/{rows[0].key}/ceiling", {"ceiling": 1234, "valid_from": FROM}))
    log = ok(keyed.get("/api/v1/log?user=alt&action=registry.&most=1"))
    assert log["total"] == 1
    assert log["events"][0]["action"] == "registry.change_ceiling"
    assert ok(keyed.get("/api/v1/log/looks"))["looks"] == []


def test_users_are_shown_with_their_roles_and_nothing_secret(keyed: Keyed) -> None:
    users = {user["username"]: user for user in ok(keyed.get("/api/v1/users"))}
    assert {grant["role"] for grant in users["alt"]["grants"]} == {
        "administrator",
        "leader",
        "case_worker",
    }
    assert "password" not in str(users)
    key = users["leser"]["key"]
    assert ok(keyed.get(f"/api/v1/users/{key}")) == users["leser"]
    assert [u["username"] for u in ok(keyed.get("/api/v1/users?role=gp"))] == ["fastlege"]


def test_a_month_is_stored_once(keyed: Keyed) -> None:
    first = ok(keyed.post(f"{PLACE}/snapshots", {"as_of": "2024-01-01"}))
    again = ok(keyed.post(f"{PLACE}/snapshots", {"as_of": "2024-01-01"}))
    assert (first["is_new"], again["is_new"], again["is_as_then"]) == (True, False, True)
    assert ok(keyed.get(f"{PLACE}/snapshots"))["snapshots"] == ["2024-01-01"]
    checked(keyed.post(f"{PLACE}/snapshots", {"as_of": "2024-01-02"}), 422)
