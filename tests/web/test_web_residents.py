"""Residents on the web: searched for a purpose, shown with care, changed by forms, nothing in addresses."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from web_page import Page

from hjemmel.apps.accounts.models import User
from hjemmel.apps.audit.models import ReadEvent
from hjemmel.apps.registry.models import Membership, Resident, WaitingEntry
from hjemmel.cases.synthetic import SyntheticMunicipality

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SEARCH = "/nb/4601/innbyggere/"


def signed_in(user: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=user), _BACKEND)
    return client


@pytest.fixture
def worker(small_register: SyntheticMunicipality) -> Client:
    return signed_in("saksbehandler")


def member() -> Resident:
    rows = Membership.objects.filter(
        patient_list__isnull=False, resident__municipality__number="4601"
    )
    return rows.exclude(resident__waiting__isnull=False).order_by("pk")[0].resident


def opened(client: Client, row: Resident, query: str = "") -> str:
    """Give a purpose, and return the address of the resident's page."""
    address = f"{SEARCH}{row.pk}/{query}"
    answer = client.post(address, {"what": "open", "purpose": "change", "note": "sak 7"})
    assert answer.headers["Location"] == address
    return address


def test_search_without_a_purpose_shows_nobody(worker: Client) -> None:
    row = member()
    answer = worker.post(SEARCH, {"born": row.born.isoformat()})
    assert answer.status_code == 422
    assert "formål" in Page(answer).alert
    assert "funnet" not in Page(answer).text
    assert not ReadEvent.objects.exists()


def test_purpose_of_the_search_is_the_purpose_of_the_page(worker: Client) -> None:
    row = member()
    body = {"national_id": row.national_id, "purpose": "question", "note": "sak 9"}
    found = worker.post(SEARCH, body)
    assert row.national_id not in Page(found).text
    assert f"{SEARCH}{row.pk}/" in [a["href"] for a in Page(found).all("a")]
    page = Page(worker.get(f"{SEARCH}{row.pk}/"))
    assert "spørsmål fra innbyggeren: sak 9 (i et søk)" in page.text
    assert list(ReadEvent.objects.values_list("what", "purpose")) == [
        ("search", "question: sak 9"),
        ("resident", "question: sak 9"),
    ]


def test_whole_number_is_shown_only_when_asked_for(worker: Client) -> None:
    row = member()
    number = row.national_id or ""
    address = opened(worker, row)
    page = Page(worker.get(address))
    assert f"{number[:6]} •••••" in page.text
    assert number not in page.source
    assert "bosatt i Norge" in page.text
    asked = worker.post(address, {"what": "number"})
    assert number in Page(asked).text
    assert ReadEvent.objects.order_by("-id")[0].what == "national_id"
    assert number not in Page(worker.get(address)).source


def test_family_is_shown_but_for_the_protected(worker: Client) -> None:
    child, mother, father = Resident.objects.filter(municipality__number="4601").order_by("pk")[:3]
    Resident.objects.filter(pk=child.pk).update(mother=mother, father=father, household=None)
    Resident.objects.filter(pk=father.pk).update(protection="confidential")

    def linked(client: Client, row: Resident) -> set[str]:
        page = Page(client.get(opened(client, row)))
        return {a["href"] for a in page.all("a") if a["href"].startswith(SEARCH)}

    leader = signed_in("leder")
    for client, sees in ((worker, True), (leader, False)):
        family = linked(client, child)
        assert f"{SEARCH}{mother.pk}/" in family
        assert (f"{SEARCH}{father.pk}/" in family) is sees
    Resident.objects.filter(pk=child.pk).update(protection="strictly_confidential")
    assert f"{SEARCH}{child.pk}/" in linked(worker, mother)
    assert f"{SEARCH}{child.pk}/" not in linked(leader, mother)


def test_as_known_before_the_page_has_nothing_learned_later(worker: Client) -> None:
    row = member()
    address = opened(worker, row)
    here = Membership.objects.get(resident=row)
    other = Membership.objects.exclude(patient_list=here.patient_list_id)
    target = other.filter(patient_list__isnull=False).order_by("pk")[0].patient_list_id
    body = {
        "what": "place",
        "list": str(target),
        "valid_from": "2024-02-01",
        "exception": "child of a listed person",
    }
    assert worker.post(address, body).status_code == 302
    assert f"/lister/{target}/" in Page(worker.get(address)).source
    before = Page(worker.get(f"{address}?kjent=2020-01-01"))
    assert "Har ikke stått på noen liste" in before.text
    assert "erstattet" not in before.text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"what": "move_in", "district": "460199", "moved_on": "2024-02-01"}, "finnes ikke"),
        ({"what": "move_out", "moved_on": "x"}, "kan ikke leses"),
        ({"what": "death", "died_on": ""}, "kan ikke leses"),
        ({"what": "death", "died_on": "2199-01-01"}, "og i dag"),
        ({"what": "queue", "list": "999999", "class": "change_within"}, "finnes ikke"),
        ({"what": "queue", "list": "", "class": "x"}, "Årsaken mangler"),
        ({"what": "place", "list": "", "valid_from": "2024-02-01"}, "Listen mangler"),
        ({"what": "place", "list": "1", "valid_from": "0001-01-01"}, "utenfor"),
        ({"what": "nope"}, "Ukjent handling"),
    ],
)
def test_what_cannot_be_done_is_said(worker: Client, body: dict[str, str], words: str) -> None:
    row = member()
    answer = worker.post(opened(worker, row), body)
    assert answer.status_code == 422
    assert words in Page(answer).alert


def test_move_and_death_are_noted_by_forms(worker: Client) -> None:
    row = member()
    address = opened(worker, row)
    forms = (
        {"what": "move_out", "moved_on": "2024-02-01"},
        {"what": "move_in", "district": "460102", "moved_on": "2024-03-01"},
        {"what": "queue", "list": "", "class": "change_within"},
        {"what": "death", "died_on": "2024-04-01"},
    )
    for form in forms:
        assert worker.post(address, form).status_code == 302, form
    row.refresh_from_db()
    assert (row.lived_here_from, row.lived_here_to) == (date(2024, 3, 1), None)
    assert str(row.died_on) == "2024-04-01"
    assert WaitingEntry.objects.get(resident=row).left_reason == "died"
    page = Page(worker.get(address))
    assert "Død 01.04.2024" in page.text
    assert "Bor her fra 01.03.2024" in page.text
    assert page.all("input", value="no_death")
    assert worker.post(address, {"what": "no_death"}).status_code == 302
    assert "Død 01.04.2024" not in Page(worker.get(address)).text


def test_posting_after_opening_changes_nobody_who_may_not_be_seen(worker: Client) -> None:
    row = member()
    Resident.objects.filter(pk=row.pk).update(protection="confidential")
    leader = signed_in("leder")
    address = opened(leader, row)
    before = Membership.objects.count()
    for body in (
        {"what": "death", "died_on": "2024-02-01"},
        {"what": "place", "list": "1", "valid_from": "2024-02-01", "exception": "x"},
        {"what": "leave"},
        {"what": "number"},
    ):
        assert leader.post(address, body).status_code == 404
    assert Membership.objects.count() == before
    assert Resident.objects.get(pk=row.pk).died_on is None


def test_what_is_handed_out_has_a_purpose(worker: Client) -> None:
    row = member()
    address = f"{SEARCH}{row.pk}/innsyn.json"
    assert worker.post(address).status_code == 422
    assert not ReadEvent.objects.exists()
    data = worker.post(address, {"purpose": "insight", "note": "sak 3"}).json()
    assert data["resident"]["national_id"] == row.national_id
    assert [r["purpose"] for r in data["read_by"]] == ["insight: sak 3"]
    assert [e["action"] for e in data["done"]] == ["registry.export_person"]
    assert worker.get(address).status_code == 405
