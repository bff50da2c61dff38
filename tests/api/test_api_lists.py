"""Lists in daily operation through the API: asked, decided, given, drawn and carried out once."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import polars as pl
import pytest

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.models import AuditEvent, ReadEvent
from hjemmel.apps.lists.models import AllocationRound, ChangeRequest, Move
from hjemmel.apps.registry.models import (
    ListCeiling,
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.engines.allocation.published_draw import read_draw, verify
from tests.api.api_examples import FOR
from tests.api.conftest import EVERYTHING, PLACE, Keyed, checked

pytestmark = pytest.mark.django_db
TODAY = date(2024, 1, 1)  # the usual day, as the municipality's data are of it
NEXT = date(2024, 2, 1)


def ok(response: Any, status: int = 200) -> Any:
    """Return the body of an answer."""
    assert response.status_code == status, response.content
    return response.json()


@pytest.fixture
def wanted(keyed: Keyed) -> PatientList:
    """A list with thirty places free; the others are full, and twenty have no GP."""
    Municipality.objects.update(data_as_of=TODAY)
    leaving = Membership.objects.on(TODAY).filter(patient_list__isnull=False).order_by("pk")
    for member in leaving.select_related("resident")[200:220]:
        end_from(Membership, {"resident": member.resident}, TODAY)
    rows = list(PatientList.objects.order_by("pk"))
    for at, row in enumerate(rows):
        members = Membership.objects.on(NEXT).filter(patient_list=row).count()
        change_ceiling(
            patient_list=row.pk,
            ceiling=members + (30 if at == 0 else 0),
            valid_from=TODAY,
            agreed_with_municipality=True,
            by=keyed.actor,
        )
    return rows[0]


@pytest.fixture
def person(wanted: PatientList) -> Resident:
    """A grown-up on another list."""
    others = Membership.objects.on(TODAY).exclude(patient_list=wanted)
    return Resident.objects.filter(
        pk__in=others.values("resident"),
        born__year__lt=1990,
        municipality__number="4601",
        protection="none",
        waiting__isnull=True,
    ).order_by("pk")[0]


def ask(keyed: Keyed, person: Resident, wanted: PatientList, key: str = "a", **more: Any) -> Any:
    body = {"key": key, "resident": person.pk, "wanted_list": wanted.pk, **more}
    return keyed.post(f"{PLACE}/requests", body)


# --- requests ------------------------------------------------------------------------------------


def test_request_is_granted_at_once_and_sent_twice_is_one(
    keyed: Keyed, person: Resident, wanted: PatientList
) -> None:
    made = ok(ask(keyed, person, wanted), 201)
    assert (made["state"], made["effective_on"], made["version"]) == ("granted", "2024-02-01", 1)
    assert all(one["sources"] and one["sentence"] for one in made["findings"])
    assert ok(ask(keyed, person, wanted), 201)["key"] == made["key"]
    assert ChangeRequest.objects.count() == 1
    [move] = ok(keyed.get(f"{PLACE}/moves?effective_on=2024-02-01", **FOR))["rows"]
    assert (move["resident"], move["to_list"]) == (person.pk, wanted.pk)
    seen = ReadEvent.objects.filter(resident=person.pk, what="move", purpose="question")
    assert seen.count() == 1


def test_child_welfare_services_ask_for_a_child_in_their_care(
    keyed: Keyed, person: Resident, wanted: PatientList
) -> None:
    Resident.objects.filter(pk=person.pk).update(born=date(2015, 6, 1))
    asks = {"asked_by": "child_welfare"}
    assert checked(ask(keyed, person, wanted, care="taken"), 422)["where"] == "care"
    checked(ask(keyed, person, wanted, **asks, care="nobody"), 422)
    made = ok(ask(keyed, person, wanted, **asks, care="taken"), 201)
    assert (made["state"], made["asked_by"]) == ("granted", "child_welfare")
    assert "child_welfare_chooses" in {one["reason"] for one in made["findings"]}


def test_request_for_any_list_is_a_place_in_the_queue(
    keyed: Keyed, person: Resident, wanted: PatientList
) -> None:
    body = {"key": "any", "resident": person.pk, "wanted_list": None}
    made = ok(keyed.post(f"{PLACE}/requests", body), 201)
    assert (made["state"], made["reason"], made["wanted_list"]) == ("queued", "may_join", None)
    assert (made["external_id"], made["findings"][-1]["reason"]) == ("", "may_join")
    assert ok(keyed.post(f"{PLACE}/requests", body), 201)["key"] == made["key"]
    [row] = ok(keyed.get(f"{PLACE}/queue?resident={person.pk}", **FOR))["rows"]
    assert (row["wanted_list"], row["since"]) == (None, "2024-01-01")
    assert any("som tar første ledige plass" in said for said in row["why"])
    again = checked(keyed.post(f"{PLACE}/requests", {**body, "key": "again"}), 409)
    assert again["where"] == "waiting"
    checked(keyed.post(f"{PLACE}/requests", {"key": "b", "resident": person.pk}), 422)
    Municipality.objects.create(number="4602", name="En annen", set_up_on=TODAY)
    Resident.objects.filter(pk=person.pk).update(
        municipality=Municipality.objects.get(number="4602")
    )
    elsewhere = checked(keyed.post(f"{PLACE}/requests", {**body, "key": "c"}), 409)
    assert elsewhere["where"] == "municipality"


def test_request_withdrawn_on_a_stale_version_is_a_conflict(
    keyed: Keyed, person: Resident, wanted: PatientList
) -> None:
    made = ok(ask(keyed, person, wanted), 201)
    address = f"{PLACE}/requests/{made['key']}"
    assert checked(keyed.post(f"{address}/withdrawal", {"version": 2}), 409)["where"] == "version"
    gone = ok(keyed.post(f"{address}/withdrawal", {"version": 1}))
    assert (gone["state"], gone["version"]) == ("withdrawn", 2)
    checked(keyed.post(f"{address}/withdrawal", {"version": 1}), 409)
    assert not Move.objects.filter(state="planned").exists()
    assert ok(keyed.get(address, **FOR))["decided_by"] == "alt"


def test_request_that_needs_judgement_is_decided_once_with_a_reason(
    keyed: Keyed, person: Resident, wanted: PatientList
) -> None:
    ListCeiling.objects.filter(patient_list=wanted, known_to__isnull=True).delete()
    made = ok(ask(keyed, person, wanted), 201)
    assert made["state"] == "needs_judgement"
    address = f"{PLACE}/requests/{made['key']}/decision"
    given = {"version": 1, "grant": True, "reason": " "}
    assert checked(keyed.post(address, given), 422)["where"] == "reason"
    decided = ok(keyed.post(address, {**given, "reason": "Avtalt med legen."}))
    assert (decided["state"], decided["note"]) == ("granted", "Avtalt med legen.")
    checked(keyed.post(address, {**given, "grant": False, "reason": "Nei."}), 409)


def test_wrong_requests_get_a_sentence_and_leave_nothing(
    keyed: Keyed, person: Resident, wanted: PatientList
) -> None:
    assert checked(ask(keyed, person, wanted, asked_on="2023-12-31"), 422)["where"] == "asked_on"
    assert checked(ask(keyed, person, wanted, asked_on="2024-01-02"), 422)["where"] == "asked_on"
    checked(ask(keyed, person, wanted, cause="hunch"), 422)
    checked(ask(keyed, person, wanted, key=""), 422)
    checked(ask(keyed, person, PatientList(pk=10**9)), 404)
    checked(ask(keyed, Resident(pk=10**9), wanted), 404)
    checked(keyed.get(f"{PLACE}/requests/1"), 422)  # no purpose
    checked(keyed.get(f"{PLACE}/requests/{10**9}", **FOR), 404)
    assert not ChangeRequest.objects.exists()


def test_requests_are_listed_by_state_and_hide_protected_persons(
    keyed: Keyed, person: Resident, wanted: PatientList
) -> None:
    made = ok(ask(keyed, person, wanted), 201)
    found = ok(keyed.get(f"{PLACE}/requests?state=granted", **FOR))
    assert [row["key"] for row in found["rows"]] == [made["key"]]
    assert found["by_state"]["granted"] == 1
    assert ok(keyed.get(f"{PLACE}/requests?state=refused", **FOR))["total"] == 0
    Resident.objects.filter(pk=person.pk).update(protection="confidential")
    may = EVERYTHING - {Permission.SEE_PROTECTED}
    hidden = ok(keyed.get(f"{PLACE}/requests", *may, **FOR))
    assert (hidden["rows"], hidden["leaves_out"]) == ([], True)
    address = f"{PLACE}/requests/{made['key']}"
    checked(keyed.get(address, *may, **FOR), 404)
    checked(keyed.post(f"{address}/withdrawal", {"version": 1}, *may), 404)


# --- queue and free places -----------------------------------------------------------------------


def test_queue_tells_each_where_she_stands_and_why(keyed: Keyed, wanted: PatientList) -> None:
    found = ok(keyed.get(f"{PLACE}/queue?most=1000", **FOR))
    assert found["total"] == len(found["rows"])
    assert found["rows"][0]["number"] == 1
    assert found["rows"][0]["why"][0].startswith("Nummer 1 av")
    assert all(rule["sources"] for rule in found["rules"])
    someone = found["rows"][-1]["resident"]
    alone = ok(keyed.get(f"{PLACE}/queue?resident={someone}", **FOR))
    assert alone["rows"] == [found["rows"][-1]]


def test_free_places_are_open_to_all_and_name_no_person(keyed: Keyed, wanted: PatientList) -> None:
    found = ok(keyed.client.get(f"{PLACE}/free-places"))
    assert (found["free"], found["as_of"], found["effective_on"]) == (
        30,
        "2024-01-01",
        "2024-02-01",
    )
    assert [one["external_id"] for one in found["lists"] if one["free"]] == [wanted.external_id]
    counts = {
        one.external_id: WaitingEntry.objects.filter(wanted_list=one, left_on=None).count()
        for one in PatientList.objects.all()
    }
    for one in found["lists"]:
        assert one["waiting"] in (None, counts[one["external_id"]])
        assert one["waiting"] is None or not 0 < one["waiting"] < 5
    checked(keyed.client.get("/api/v1/municipalities/0301/free-places"), 404)
    checked(keyed.client.get(f"{PLACE}/free-places?as_of=2020-01-01"), 422)


# --- rounds, cut-over ----------------------------------------------------------------------------


def test_round_is_proposed_adopted_cut_over_and_handed_over(
    keyed: Keyed, wanted: PatientList
) -> None:
    made = ok(keyed.post(f"{PLACE}/rounds", {"seed": 7, "mode": "stable"}), 201)
    address = f"{PLACE}/rounds/{made['row']['key']}"
    given = made["row"]["given"]
    assert 20 <= given <= 30
    assert made["result"]["account"]["passed_over"] == 0
    places = ok(keyed.get(f"{address}/places?most=5", **FOR))
    assert [row["number"] for row in places] == [1, 2, 3, 4, 5]
    assert ReadEvent.objects.filter(what="round").count() == 5
    checked(keyed.get(f"{address}/hand-over"), 409)
    assert ok(keyed.post(f"{address}/adoption"))["row"]["state"] == "adopted"
    checked(keyed.post(f"{address}/adoption"), 409)
    handed = keyed.get(f"{address}/hand-over?kind=xlsx")
    assert pl.read_excel(io.BytesIO(handed.content)).height == given
    assert handed.headers["Cache-Control"] == "private, no-store"

    shown = ok(keyed.get(f"{PLACE}/cut-overs/preview?effective_on=2024-02-01"))
    assert (shown["moves"], shown["by_cause"]) == (given, {"allocated": given})
    stale = {"effective_on": "2024-02-01", "digest": "0" * 64}
    assert checked(keyed.post(f"{PLACE}/cut-overs", stale), 409)["where"] == "cut_over"
    body = {**stale, "digest": shown["digest"]}
    done = ok(keyed.post(f"{PLACE}/cut-overs", body))["cut_over"]
    assert ok(keyed.post(f"{PLACE}/cut-overs", body)) == {"cut_over": None}
    assert (
        Membership.objects.on(NEXT).filter(patient_list=wanted).count()
        == shown["lists"][0]["after"]
    )
    file = keyed.get(f"{PLACE}/cut-overs/{done['key']}/hand-over")
    assert len(file.content.decode("utf-8-sig").splitlines()) == given + 1
    back = ok(keyed.post(f"{PLACE}/cut-overs/{done['key']}/reversal"))
    assert back["state"] == "reversed"
    checked(keyed.post(f"{PLACE}/cut-overs/{done['key']}/reversal"), 409)
    assert [row["state"] for row in ok(keyed.get(f"{PLACE}/cut-overs"))] == ["reversed"]


def test_distribution_is_a_round_that_can_be_discarded(keyed: Keyed, wanted: PatientList) -> None:
    made = ok(keyed.post(f"{PLACE}/distributions", {}), 201)
    assert (made["row"]["kind"], made["row"]["persons"]) == (
        "distribution",
        made["result"]["persons"],
    )
    assert made["nearness"] == "avstand i kilometer"
    assert made["formula"][0].startswith("Poeng per person: 2 per kilometer")
    assert "formula" not in made["result"]
    assert made["result"]["distance"]["given"]["unknown"] == 0
    discarded = ok(keyed.post(f"{PLACE}/rounds/{made['row']['key']}/discard"))
    assert discarded["row"]["state"] == "discarded"
    assert [row["kind"] for row in ok(keyed.get(f"{PLACE}/rounds"))] == ["distribution"]
    assert not Move.objects.exists()


def test_days_in_a_cut_over_that_cannot_be_are_refused(keyed: Keyed, wanted: PatientList) -> None:
    body = {"digest": "0" * 64}
    for day in ("2024-02-02", "2024-03-01"):
        answer = keyed.post(f"{PLACE}/cut-overs", {**body, "effective_on": day})
        assert checked(answer, 422)["where"] == "effective_on"


# --- reductions ----------------------------------------------------------------------------------


def test_reduction_is_announced_drawn_published_and_withdrawn(
    keyed: Keyed, wanted: PatientList
) -> None:
    length = Membership.objects.on(TODAY).filter(patient_list=wanted).count()
    body = {
        "patient_list": wanted.pk,
        "ceiling": length - 40,
        "requested_on": "2024-01-01",
        "effective_on": "2024-08-01",
    }
    short = {**body, "effective_on": "2024-03-01"}
    assert checked(keyed.post(f"{PLACE}/reductions", short), 422)["where"] == "reduction"
    made = ok(keyed.post(f"{PLACE}/reductions", body), 201)
    address = f"{PLACE}/reductions/{made['row']['key']}"
    checked(keyed.post(f"{PLACE}/reductions", body), 409)
    checked(keyed.post(f"{address}/draw", {"seed": "early"}), 409)
    announced = ok(keyed.post(f"{address}/announcement", {}))
    assert (announced["row"]["state"], len(announced["digest"])) == ("announced", 64)
    checked(keyed.get(f"{address}/tickets"), 409)
    drawn = ok(keyed.post(f"{address}/draw", {"seed": "20240605"}))
    assert (drawn["leave"], drawn["surplus"], drawn["digest"]) == (40, 40, announced["digest"])
    published = keyed.get(f"{address}/tickets")
    found = verify(read_draw(published.content, "tickets"))
    assert (found.is_right, found.digest) == (True, announced["digest"])
    assert AuditEvent.objects.filter(action="lists.publish_draw", by="alt").count() == 1
    assert ok(keyed.post(f"{address}/withdrawal"))["row"]["state"] == "withdrawn"
    assert [row["state"] for row in ok(keyed.get(f"{PLACE}/reductions"))] == ["withdrawn"]
    assert not Move.objects.filter(state="planned").exists()


def test_what_is_another_municipalitys_is_not_there(keyed: Keyed, wanted: PatientList) -> None:
    other = Municipality.objects.create(number="4602", name="En annen", set_up_on=TODAY)
    made = ok(keyed.post(f"{PLACE}/rounds", {"seed": 7}), 201)["row"]["key"]
    AllocationRound.objects.filter(pk=made).update(municipality=other)
    address = f"{PLACE}/rounds/{made}"
    checked(keyed.get(address), 404)
    checked(keyed.get(f"{address}/places", **FOR), 404)
    checked(keyed.get(f"{address}/hand-over"), 404)
    checked(keyed.post(f"{address}/adoption"), 404)
    for what in ("reductions/1", "cut-overs/1/hand-over"):
        checked(keyed.get(f"{PLACE}/{what}"), 404)
    checked(keyed.post(f"{PLACE}/cut-overs/1/reversal"), 404)
