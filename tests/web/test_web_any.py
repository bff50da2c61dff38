"""The queue for any GP on a resident's page, on the case worker's pages, and what each is told."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.lists.models import ChangeRequest
from hjemmel.apps.registry.models import Resident
from hjemmel.apps.registry.selectors.own import own_day
from hjemmel.cases.synthetic import SyntheticMunicipality

HOME = "/nb/min-fastlege/"
QUEUE = f"{HOME}ko/"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _register(small_register: SyntheticMunicipality) -> None:
    """Twelve lists and 6 000 residents."""


@pytest.fixture
def herself() -> Resident:
    key = RoleGrant.objects.get(user__username="innbygger").resident_id
    row = Resident.objects.select_related("municipality").get(pk=key or 0)
    row.waiting.all().delete()
    return row


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), _BACKEND)
    return client


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.content)
    return re.sub(r"\s+", " ", response.content.decode())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found.group(1)


def form_of(page: str) -> dict[str, str]:
    return {name: hidden(page, name) for name in ("key", "person")}


def test_she_is_told_where_she_would_stand_and_why_before_she_joins(herself: Resident) -> None:
    client = client_of("innbygger")
    assert 'href="/nb/min-fastlege/ko/?hvem=0"' in read(client, HOME)
    assert 'href="/nb/min-fastlege/ko/?hvem=0"' in read(client, f"{HOME}finn/")
    page = read(client, QUEUE)
    assert "Du kan stille deg i kø" in page
    assert "Plassen du får i køen: <strong>1</strong>. I køen nå: 0." in page
    assert "Hvorfor du venter: Vil bytte fastlege i kommunen." in page
    assert "for lite historikk til å anslå ventetiden" in page
    assert "Personen kan settes på ventelisten." in page
    assert not ChangeRequest.objects.exists()
    assert not herself.waiting.exists()


def test_she_joins_once_sees_her_place_and_leaves(herself: Resident) -> None:
    client = client_of("innbygger")
    form = form_of(read(client, QUEUE))
    for _ in range(2):
        assert client.post(QUEUE, form).headers["Location"] == f"{HOME}kvittering/?hvem=0"
    assert herself.waiting.count() == ChangeRequest.objects.count() == 1
    receipt = read(client, f"{HOME}kvittering/?hvem=0")
    assert "Du står i kø" in receipt
    assert "hvilken som helst fastlege i kommunen" in receipt
    assert "Plass i køen: 1 av 1." in receipt
    page = read(client, HOME)
    assert "<strong>hvilken som helst fastlege i kommunen</strong>, siden" in page
    assert "Plass i køen: <strong>1</strong> av 1." in page
    mine = page.split('id="who-0"')[1].split("</section>")[0]
    assert "Still i kø for første ledige plass" not in mine
    assert "Gå ut av køen" in mine
    assert "Du står i denne køen fra før" in read(client, QUEUE)
    answer = client.post(QUEUE, {**form, "key": "another"})
    assert answer.status_code == 422
    assert "Plassen beholdes" in answer.content.decode()
    client.post(HOME, {"what": "leave", "person": str(herself.pk)})
    assert herself.waiting.get().left_on == own_day(herself)
    assert "Still i kø for første ledige plass" in read(client, HOME)


def test_form_of_one_person_is_not_sent_for_another(herself: Resident) -> None:
    client = client_of("innbygger")
    form = form_of(read(client, f"{QUEUE}?hvem=1"))
    answer = client.post(QUEUE, form)
    assert (answer.status_code, ChangeRequest.objects.count()) == (422, 0)
    assert client_of("saksbehandler").get(QUEUE).status_code == 403
    assert client.get(f"{QUEUE}?hvem=99").status_code == 404


def test_english_page_has_no_norwegian_of_its_own(herself: Resident) -> None:
    client = client_of("innbygger")
    page = read(client, QUEUE.replace("/nb/", "/en/"))
    assert "You can join the queue" in page
    assert "Why you wait: Wants another GP in the municipality." in page
    main = page.split("<main")[1].split("</main>")[0]
    assert not re.search(r"\b(ikke|eller|ledige|køen|plass)\b", main)


def test_case_worker_asks_for_any_list_and_decides_what_is_left_to_her(herself: Resident) -> None:
    client = client_of("saksbehandler")
    address = f"/nb/4601/innbyggere/{herself.pk}/"
    client.post(address, {"what": "open", "purpose": "change"})
    page = read(client, address)
    assert '<option value="any">' in page
    wish = {"what": "wish", "key": hidden(page, "key"), "list": "any", "cause": "own_wish",
            "asked_by": "self"}  # fmt: skip
    assert client.post(address, wish).status_code == 302
    made = ChangeRequest.objects.get()
    assert (made.state, made.wanted_list_id, made.made_by) == ("queued", None, "saksbehandler")
    page = read(client, address)
    assert "første ledige plass, satt i kø" in page
    assert "Hvilken som helst liste fra" in page

    herself.waiting.all().delete()
    ChangeRequest.objects.update(state="needs_judgement", asked_on=date(2023, 12, 1))
    assert "<td>første ledige plass</td>" in read(client, "/nb/4601/arbeid/")
    of_wish = f"/nb/4601/arbeid/onsker/{made.pk}/"
    page = read(client, of_wish)
    assert "Vil stå i køen for første ledige plass i kommunen. Plassen blir nummer 1" in page
    assert "Innvilg og sett i kø" in page
    assert "Plasser på listen da" not in page
    decision = {"what": "grant", "version": "1", "reason": "Ja."}
    assert client.post(of_wish, decision).status_code == 302
    assert herself.waiting.get().wanted_list_id is None
    assert "satt i kø" in read(client, of_wish)
