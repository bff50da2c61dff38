"""Released documents on the public page of free places: read by everybody, and nothing else with them."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from web_page import Page

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.accounts.services import DEMO_USERS
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.documents.choices import DocumentChoice
from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.models import PlanDocument
from hjemmel.apps.documents.services.documents import make_document, release_document
from hjemmel.apps.plan.models import Plan
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.web.documents import public_views
from tests.municipal_plan import TODAY, made_plan

PLACES = "/nb/4601/ledige-plasser/"
FILES = "/nb/4601/offentlige-dokumenter/"


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> None:
    cache.clear()


@pytest.fixture
def leader(small_register: SyntheticMunicipality) -> Actor:
    return actor_named(DEMO_USERS[Role.LEADER])


@pytest.fixture
def made(leader: Actor) -> tuple[int, int]:
    """Return a council case that is released, and a data annex that is not, of one plan."""
    plan = made_plan("4601").key
    Plan.objects.filter(pk=plan).update(title="Plan for prøven")
    released, kept = (
        make_document(plan=plan, choice=DocumentChoice(kind=kind), made_on=TODAY, by=leader)
        for kind in (DocumentKind.COUNCIL_CASE, DocumentKind.DATA_ANNEX)
    )
    release_document(document=released, by=leader)
    return released, kept


def test_released_documents_stand_on_the_public_page_and_the_others_do_not(
    client: Client, made: tuple[int, int]
) -> None:
    released, kept = made
    page = Page(client.get(PLACES))
    assert page.one("table", id="t-documents").text.count("Saksframlegg: Plan for prøven") == 4
    links = [a["href"] for a in page.all("a") if FILES in a.attributes.get("href", "")]
    assert links == [f"{FILES}{released}.{form}" for form in ("docx", "pdf", "html")]
    assert "Datavedlegg" not in page.text
    assert f"{kept}." not in "".join(links)
    english = Page(client.get(PLACES.replace("/nb/", "/en/")))
    assert english.one("th", scope="row", lang="nb").text == "Saksframlegg: Plan for prøven"


def test_a_municipality_without_released_documents_shows_no_list(
    client: Client, leader: Actor
) -> None:
    assert "t-documents" not in client.get(PLACES).content.decode()


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doc")])
def test_anybody_fetches_a_released_document_and_no_name_stands_in_it(
    client: Client, made: tuple[int, int], leader: Actor, form: str, start: bytes
) -> None:
    before = AuditEvent.objects.count()
    response = client.get(f"{FILES}{made[0]}.{form}")
    assert response.status_code == 200
    assert response.content.startswith(start)
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "max-age=600" in response.headers["Cache-Control"]
    assert leader.name.encode() not in response.content
    assert leader.name not in client.get(PLACES).content.decode()
    assert AuditEvent.objects.count() == before


def test_nothing_but_what_is_released_can_be_fetched_and_nobody_is_told_why(
    client: Client, made: tuple[int, int]
) -> None:
    released, kept = made
    answers = [
        client.get(address)
        for address in (
            f"{FILES}{kept}.pdf",
            f"{FILES}{kept + 1000}.pdf",
            f"/nb/5001/offentlige-dokumenter/{released}.pdf",
        )
    ]
    assert [one.status_code for one in answers] == [404, 404, 404]
    assert len({Page(one).one("main").text for one in answers}) == 1
    assert "Cache-Control" not in answers[0].headers or "public" not in answers[0]["Cache-Control"]
    for address in (f"/nb/4601/dokumenter/{released}/", f"/nb/4601/dokumenter/{released}.pdf"):
        assert client.get(address).status_code == 302
    assert client.post(f"{FILES}{released}.pdf").status_code == 405
    assert client.get(f"{FILES}{released}.pdf?alt=ja").status_code == 422
    assert PlanDocument.objects.get(pk=kept).released_at is None


def test_an_address_that_asks_too_often_is_told_to_wait_and_another_is_not(
    client: Client, made: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_views, "FILES_A_MINUTE", 2)
    address = f"{FILES}{made[0]}.html"
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get(address)
    assert refused.headers["Retry-After"] == "60"
    assert "Vent et minutt" in Page(refused).text
    assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get(PLACES).status_code == 200
