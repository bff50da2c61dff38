"""Documents of plans through the API: made once, told apart, released, handed out as files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.documents.models import PlanDocument
from hjemmel.apps.plan.fields import MeasureFields, PlanFields
from hjemmel.apps.plan.services.copying import make_from_example
from hjemmel.apps.plan.services.measures import add_measure
from hjemmel.apps.registry.models import Municipality
from tests.api.conftest import PLACE, Keyed

pytestmark = pytest.mark.django_db
DOCUMENTS = f"{PLACE}/documents"
TEXT = f"{PLACE}/document-texts/case/nb"


def ok(response: Any, status: int = 200) -> Any:
    """Return the body of an answer."""
    assert response.status_code == status, response.content
    return response.json()


@pytest.fixture
def plan(keyed: Keyed) -> int:
    """A plan of the municipality whose key comes along."""
    fields = PlanFields(
        name="prove", title="Prøveplan", first=date(2024, 1, 1), last=date(2029, 1, 1)
    )
    place = Municipality.objects.get(number="4601").pk
    return make_from_example(
        municipality=place, example="trondheim-2024", fields=fields, by=system("test")
    )


def case(plan: int, **more: Any) -> dict[str, Any]:
    return {"plan": plan, "kind": "case", **more}


def test_a_document_is_made_once_read_and_released(keyed: Keyed, plan: int) -> None:
    made = ok(keyed.post(DOCUMENTS, case(plan, case_number="24/9")), 201)
    assert ok(keyed.post(DOCUMENTS, case(plan, case_number="24/9")), 201)["key"] == made["key"]
    assert (made["number"], made["released_at"], len(made["digest"])) == (1, None, 64)

    found = ok(keyed.get(f"{DOCUMENTS}/{made['key']}"))
    tables = [one for one in found["content"]["blocks"] if one["is"] == "table"]
    (measures,) = [one for one in tables if one["caption"].startswith("Alle tiltak")]
    assert measures["total"][-1] == {"oere": 1_782_500_000}
    assert ok(keyed.post(f"{DOCUMENTS}/{made['key']}/release"))["released_by"] != ""
    assert [row["key"] for row in ok(keyed.get(f"{DOCUMENTS}?plan={plan}"))] == [made["key"]]


def test_what_is_new_is_told_and_a_file_stays_the_same(keyed: Keyed, plan: int) -> None:
    first = ok(keyed.post(DOCUMENTS, case(plan)), 201)["key"]
    before = keyed.get(f"{DOCUMENTS}/{first}/files/pdf")
    add_measure(plan=plan, fields=MeasureFields(title="Vikarpool"), by=system("test"))
    second = ok(keyed.post(DOCUMENTS, case(plan)), 201)["key"]
    told = ok(keyed.get(f"{DOCUMENTS}/{second}/differences"))

    assert ok(keyed.get(f"{DOCUMENTS}/{first}/differences")) == []
    assert {"kind": "changed", "where": "Tiltak", "before": "26", "after": "27"} in told
    assert before.content.startswith(b"%PDF")
    assert keyed.get(f"{DOCUMENTS}/{first}/files/pdf").content == before.content
    assert before.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"kind": "letter"}, 422, "kind"),
        ({"tertial": "2024-T4", "kind": "tertial"}, 422, "2024-T4"),
        ({"as_of": "2199-01-01"}, 422, "2199-01-01"),
        ({"case_number": "9" * 41}, 422, "case_number"),
        ({"plan": 999_999}, 404, "plan"),
        ({"colour": "blue"}, 422, "colour"),
    ],
)
def test_a_wrong_document_gets_a_sentence_and_leaves_nothing(
    keyed: Keyed, plan: int, body: dict[str, Any], status: int, said: str
) -> None:
    response = keyed.post(DOCUMENTS, {**case(plan), **body})

    assert response.status_code == status
    assert said in response.content.decode()
    assert not PlanDocument.objects.exists()


def test_a_plan_of_another_municipality_is_not_found_here(keyed: Keyed) -> None:
    other = Municipality.objects.create(number="5001", name="Trondheim", set_up_on=date(2024, 1, 1))
    fields = PlanFields(name="annen", title="Annen", first=date(2024, 1, 1), last=date(2029, 1, 1))
    plan = make_from_example(
        municipality=other.pk, example="trondheim-2024", fields=fields, by=system("test")
    )

    assert keyed.post(DOCUMENTS, case(plan)).status_code in (403, 404)
    assert not PlanDocument.objects.exists()


def test_a_text_is_read_written_and_refused_with_its_unknown_place(keyed: Keyed, plan: int) -> None:
    shipped = ok(keyed.get(TEXT))
    assert shipped["version"] == 0
    assert {"name", "becomes", "is_part", "required"} == set(shipped["places"][0])
    wrong = keyed.post(TEXT, {"title": "{plan}", "body": "## A\n\n{x} {sum_tiltak}", "version": 0})
    assert wrong.status_code == 422
    assert "{x}" in wrong.content.decode()
    written = {"title": "Sak {plan}", "body": "## A\n\n{sum_tiltak}", "version": 0}
    assert ok(keyed.post(TEXT, written))["version"] == 1
    assert keyed.post(TEXT, written).status_code == 409
    assert ok(keyed.post(DOCUMENTS, case(plan)), 201)["title"] == "Sak Prøveplan"


def test_a_key_that_only_reads_makes_nothing(keyed: Keyed, plan: int) -> None:
    reading = Permission.SEE_PLANS

    assert keyed.get(DOCUMENTS, reading).status_code == 200
    assert keyed.post(DOCUMENTS, case(plan), reading).status_code == 403
    assert not PlanDocument.objects.exists()
