"""The pages of documents: of examples without signing in, of the register by role, texts and files."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from django.test import Client
from web_page import Page, Read

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.documents.models import DocumentText, PlanDocument
from hjemmel.apps.plan.fields import MeasureFields, PlanFields
from hjemmel.apps.plan.services.copying import make_from_example
from hjemmel.apps.plan.services.measures import add_measure
from hjemmel.apps.registry.models import Municipality

EXAMPLE = "/nb/trondheim-2024/plan/trondheim-2024/dokumenter/"
OF_PLAN = "/nb/5001/plan/prove/dokumenter/"
ALL = "/nb/5001/dokumenter/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STARTS = {"docx": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>"}


@pytest.fixture
def plan() -> int:
    """A plan of a municipality of the register."""
    place = Municipality.objects.create(number="5001", name="Trondheim", set_up_on=date(2024, 1, 1))
    fields = PlanFields(
        name="prove", title="Prøveplan", first=date(2024, 1, 1), last=date(2029, 1, 1)
    )
    return make_from_example(
        municipality=place.pk, example="trondheim-2024", fields=fields, by=system("test")
    )


def signed_in(role: Role) -> Client:
    user = User.objects.create(username=role.value)
    place = Municipality.objects.get(number="5001")
    RoleGrant.objects.create(user=user, role=role.value, municipality=place)
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def made(client: Client, **more: str) -> PlanDocument:
    form = {"what": "make", "slag": "case", "sprak": "nb", **more}
    response = client.post(OF_PLAN, form)
    assert response.status_code == 302, Page(response).text
    return PlanDocument.objects.order_by("-pk")[0]


# --- examples ------------------------------------------------------------------------------------


def test_documents_of_an_example_are_seen_without_signing_in(read: Read) -> None:
    page = read(EXAMPLE)
    links = [a["href"] for a in page.all("a") if "utkast/" in a.attributes.get("href", "")]

    assert len(links) == 4 * 3
    assert not page.all("form", method="post")


@pytest.mark.parametrize("kind", ["plan", "tertial", "case", "data"])
@pytest.mark.parametrize("written", ["nb", "nn", "en"])
def test_a_draft_stands_in_the_page_with_its_language_and_headings_in_order(
    read: Read, kind: str, written: str
) -> None:
    page = read(f"{EXAMPLE}utkast/", slag=kind, sprak=written)
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch("h[1-6]", e.tag)]

    assert page.one("article", class_="doc")["lang"] == written
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert not [e for e in page.elements if "style" in e.attributes]


@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
def test_a_draft_is_handed_out_as_a_file_the_same_each_time(client: Client, form: str) -> None:
    address = f"{EXAMPLE}utkast.{form}?slag=tertial&tertial=2024-T2"
    first, second = client.get(address), client.get(address)

    assert first.content.startswith(STARTS[form])
    assert first.content == second.content
    assert (
        first["Content-Disposition"]
        == f'attachment; filename="trondheim-2024-tertial-nb-utkast.{form}"'
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"slag": "brev"}, "Det finnes ikke noe slikt dokument"),
        ({"sprak": "se"}, "Dokumentene kan ikke skrives på det språket"),
        ({"slag": "tertial", "tertial": "2024-T4"}, "«2024-T4» er ikke et tertial"),
        ({"per": "i går"}, "«i går» er ikke en dato"),
        ({"per": "2999-01-01"}, "Tallene kan ikke gjelde 2999-01-01"),
        ({"kind": "plan"}, "som siden ikke kjenner"),
    ],
)
def test_a_draft_that_cannot_be_is_refused_in_words(
    client: Client, query: dict[str, str], said: str
) -> None:
    response = client.get(f"{EXAMPLE}utkast/", query)

    assert response.status_code == 422
    assert said in Page(response).text


def test_nobody_makes_a_document_of_an_example(client: Client) -> None:
    response = client.post(EXAMPLE, {"what": "make", "slag": "plan"})

    assert response.status_code == 422
    assert not PlanDocument.objects.exists()


# --- the register --------------------------------------------------------------------------------


def test_a_leader_makes_reads_and_releases_a_document(plan: int) -> None:
    client = signed_in(Role.LEADER)
    row = made(client, saksnummer="24/9", vurdering="Vi **anbefaler** planen.")
    address = f"{ALL}{row.pk}/"
    page = Page(client.get(address))

    assert "ikke frigitt" in page.one("h1").text
    assert "Saksnummer: 24/9" in page.text
    assert "anbefaler" in [e.text for e in page.all("strong")]
    assert row.digest in page.text
    assert client.post(address, {"what": "release"}).status_code == 302
    assert "versjon 1: frigitt" in Page(client.get(address)).one("h1").text


def test_the_draft_of_what_is_typed_leads_on_to_the_same_document(plan: int) -> None:
    client = signed_in(Role.PLANNER)
    typed = {"slag": "case", "sprak": "nn", "vurdering": "Vi rår til planen.", "saksnummer": "24/1"}
    page = Page(client.post(OF_PLAN, {"what": "preview", **typed}))

    assert "Vi rår til planen." in page.text
    assert not PlanDocument.objects.exists()
    again = {e["name"]: e["value"] for e in page.all("input", type="hidden") if e["name"] in typed}
    again["vurdering"] = page.one("textarea", name="vurdering").text
    assert again == typed


def test_a_new_version_tells_what_changed(plan: int) -> None:
    client = signed_in(Role.LEADER)
    made(client)
    add_measure(plan=plan, fields=MeasureFields(title="Vikarpool"), by=system("test"))
    row = made(client)
    page = Page(client.get(f"{ALL}{row.pk}/"))

    assert row.number == 2
    assert "Vikarpool" in page.one("table", id="t-changes").text
    assert Page(client.get(OF_PLAN)).one("h1").text == "2 dokumenter er laget"


@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
def test_a_made_document_is_handed_out_the_same_after_the_plan_has_changed(
    plan: int, form: str
) -> None:
    client = signed_in(Role.LEADER)
    row = made(client)
    before = client.get(f"{ALL}{row.pk}.{form}")
    add_measure(plan=plan, fields=MeasureFields(title="Vikarpool"), by=system("test"))

    assert before.content.startswith(STARTS[form])
    assert client.get(f"{ALL}{row.pk}.{form}").content == before.content
    assert f'filename="prove-case-nb-1.{form}"' in before["Content-Disposition"]


def test_a_reader_reads_but_finds_no_form(plan: int) -> None:
    row = made(signed_in(Role.LEADER))
    client = signed_in(Role.READER)

    assert client.get(f"{ALL}{row.pk}/").status_code == 200
    assert not Page(client.get(OF_PLAN)).all("select", id="d-kind")
    assert not Page(client.get(f"{ALL}{row.pk}/")).all("button", value="release")
    assert client.post(f"{ALL}{row.pk}/", {"what": "release"}).status_code == 403
    assert client.post(OF_PLAN, {"what": "make", "slag": "plan"}).status_code == 403
    assert client.get(f"{ALL}tekster/plan/").status_code == 403


def test_a_document_is_not_found_in_another_municipality(plan: int) -> None:
    leader = signed_in(Role.LEADER)
    row = made(leader)
    other = Municipality.objects.create(number="4601", name="Bergen", set_up_on=date(2024, 1, 1))
    user = User.objects.get(username=Role.LEADER.value)
    RoleGrant.objects.create(user=user, role="leader", municipality=other)

    assert leader.get(f"/nb/4601/dokumenter/{row.pk}/").status_code == 404
    assert leader.get(f"/nb/4601/dokumenter/{row.pk}.pdf").status_code == 404


def test_what_was_typed_stays_when_a_document_is_refused(plan: int) -> None:
    client = signed_in(Role.LEADER)
    response = client.post(
        OF_PLAN,
        {"what": "make", "slag": "case", "saksnummer": "9" * 41, "vurdering": "Mitt svar"},
    )
    page = Page(response)

    assert response.status_code == 422
    assert page.one("textarea", id="d-assessment").text == "Mitt svar"
    assert not PlanDocument.objects.exists()


# --- texts ---------------------------------------------------------------------------------------


def test_a_text_is_seen_filled_before_it_is_stored_and_used_afterwards(plan: int) -> None:
    client = signed_in(Role.PLANNER)
    address = f"{ALL}tekster/case/?sprak=nb"
    typed = {"title": "Sak: {plan}", "body": "## Kort\r\n\r\nI alt {sum_tiltak}.", "version": "0"}
    seen = Page(client.post(address, {**typed, "what": "preview"}))

    assert "Sak: Prøveplan" in seen.text
    assert "I alt kr 17 825 000." in seen.text.replace("\xa0", " ")
    assert not DocumentText.objects.exists()
    assert client.post(address, {**typed, "what": "save"}).status_code == 302
    assert made(client).title == "Sak: Prøveplan"
    assert "(egen)" in Page(client.get(ALL)).one("table", id="t-texts").text


def test_an_unknown_place_is_told_with_those_there_are_and_the_typed_text_stays(plan: int) -> None:
    client = signed_in(Role.PLANNER)
    body = "## Kort\n\n{sum_tiltaka}"
    response = client.post(
        f"{ALL}tekster/plan/", {"title": "{plan}", "body": body, "version": "0", "what": "save"}
    )
    page = Page(response)

    assert response.status_code == 422
    assert "Ukjent felt i teksten: {sum_tiltaka}." in page.text
    assert "{sum_tiltaka}" in page.one("textarea", id="f-body").text
    assert not DocumentText.objects.exists()


def test_a_text_written_by_somebody_else_meanwhile_is_told(plan: int) -> None:
    client = signed_in(Role.PLANNER)
    typed = {"title": "{plan}", "body": "## Kort", "version": "0", "what": "save"}
    client.post(f"{ALL}tekster/plan/", typed)

    assert client.post(f"{ALL}tekster/plan/", typed).status_code == 409
