"""Plans through the API: what comes along and what is published needs no key; the rest does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from hjemmel.apps.plan.models import Plan, PlanMeasure
from hjemmel.apps.plan.services.adopting import adopt_plan
from hjemmel.apps.plan.services.plans import publish_plan
from tests.api.conftest import EVERYTHING, Keyed, checked
from tests.municipal_plan import BY, made_plan


def answered(answer: Any, status: int) -> Any:
    """Return what was answered, with the status that it should have."""
    if status >= 400:
        return checked(answer, status)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_plans_that_come_along_are_open_to_all(db: None) -> None:
    client = Client()
    listed = answered(client.get("/api/v1/plan-examples"), 200)
    assert [one["id"] for one in listed] == ["bergen-2024", "trondheim-2024"]
    plan = answered(client.get("/api/v1/plan-examples/trondheim-2024"), 200)
    assert len(plan["measures"]) == 26
    assert plan["sum"] == {"oere": 1_782_500_000, "kroner": 17_825_000}
    assert answered(client.get("/api/v1/plan-examples/oslo"), 404)["code"] == "not-found"
    indicators = answered(client.get("/api/v1/plan-indicators"), 200)
    assert [one["id"] for one in indicators][:2] == ["I01", "I02"]
    assert len(indicators) == 31


def test_a_published_plan_is_open_to_all_and_a_draft_is_not(db: None) -> None:
    plan, client = made_plan(), Client()
    address = "/api/v1/public-plans/5001/plan-2025"
    answered(client.get(address), 404)
    adopt_plan(plan=plan.key, on=date(2025, 2, 1), by=BY)
    publish_plan(plan=plan.key, by=BY)
    shown = answered(client.get(address), 200)
    assert shown["key"] is None
    assert [one["key"] for one in shown["measures"]] == [None, None]
    assert shown["measures"][1]["why_no_prediction"] == ""
    assert [one["expected"] for one in shown["predictions"]] == [2000]
    listed = answered(client.get("/api/v1/public-plans"), 200)
    assert [one["id"] for one in listed] == ["plan-2025"]


@pytest.mark.django_db
def test_a_goal_is_changed_once_with_a_key(keyed: Keyed) -> None:
    plan = made_plan("4601")
    bearer = {"Authorization": f"Bearer {keyed.key(*EVERYTHING)}"}

    def post(path: str, body: Any) -> Any:
        at = f"/api/v1/plans/{plan.key}{path}"
        return keyed.client.post(at, body, content_type="application/json", headers=bearer)

    keys = [
        answered(post("/goals", {"text": text, "carried_on": True}), 201)["key"]
        for text in ("Alle har fastlege", "Kort vei")
    ]
    version = Plan.objects.get(pk=plan.key).version
    body = {"text": "Kortere vei", "order": 1, "version": version}
    assert post(f"/goals/{keys[1]}", body).status_code == 204
    shown = answered(keyed.client.get(f"/api/v1/plans/{plan.key}", headers=bearer), 200)
    assert [(one["key"], one["text"], one["carried_on"]) for one in shown["goals"]] == [
        (str(keys[1]), "Kortere vei", True),
        (str(keys[0]), "Alle har fastlege", True),
    ]
    assert answered(post(f"/goals/{keys[1]}", body), 409)["code"] == "conflict"
    assert answered(post(f"/goals/{keys[1]}", {"text": "Nei", "order": 9}), 422)["where"] == "order"


@pytest.mark.django_db
def test_a_plan_is_written_adopted_and_scored_with_a_key(keyed: Keyed) -> None:
    plan = made_plan("4601")
    bearer = {"Authorization": f"Bearer {keyed.key(*EVERYTHING)}"}

    def post(path: str, body: Any, status: int) -> Any:
        answer = keyed.client.post(
            f"/api/v1{path}", body, content_type="application/json", headers=bearer
        )
        return answered(answer, status)

    measure = plan.measures[0]
    version = PlanMeasure.objects.get(pk=measure).version
    body = {"title": "Nye sentre", "cost_kind": "once", "cost_oere": 500, "cost_years": [2026]}
    assert post(f"/plan-measures/{measure}", {**body, "version": version}, 200) == {
        "version": version + 1
    }
    refused = post(f"/plan-measures/{measure}", {**body, "version": version}, 409)
    assert refused["code"] == "conflict"
    wrong = post(f"/plan-measures/{measure}", {**body, "cost_oere": None}, 422)
    assert wrong["code"] == "invalid-input"
    assert post(f"/plans/{plan.key}/adoption", {"on": "2025-02-01"}, 200) == {"predictions": 1}
    value = {"code": "I02", "as_of": "2025-04-30", "value": 3700, "source": "Helfo"}
    post(f"/plans/{plan.key}/values", value, 201)
    done = post(f"/plans/{plan.key}/evaluations", {"tertial": "2025-T1"}, 200)
    assert (done["scored"], done["is_new"]) == (1, True)
    shown = answered(keyed.client.get(f"/api/v1/plans/{plan.key}", headers=bearer), 200)
    assert [(one["tertial"], one["verdict"]) for one in shown["scores"]] == [
        ("2025-T1", "as_predicted")
    ]
    assert Plan.objects.get(pk=plan.key).status == "adopted"
