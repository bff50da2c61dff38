"""Statistikk and Nøkkeltall: what is there, fetching over real HTTP, uploading, files, roles."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hjemmel.apps.accounts.models import User
from hjemmel.cases.synthetic import SyntheticMunicipality
from tests.servers.pxweb import CHANGES, Served, pxweb

STATISTICS = "/nb/4601/statistikk/"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
INDICATORS = "/nb/4601/nokkeltall/"


@pytest.fixture
def served(settings: Any) -> Iterator[Served]:
    """A server on this machine, as the settings' source."""
    with pxweb() as running:
        settings.HJEMMEL_SSB_URL = settings.HJEMMEL_KLASS_URL = running.address
        yield running


@pytest.fixture
def as_user(client: Client, small_register: SyntheticMunicipality) -> Any:
    """Sign in as one of the demo's users."""

    def sign_in(name: str) -> Client:
        client.force_login(User.objects.get(username=name), _BACKEND)
        return client

    return sign_in


def words(response: Any) -> str:
    """Return a page's source with plain spaces."""
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_an_empty_page_says_what_to_begin_with(as_user: Any) -> None:
    page = words(as_user("leder").get(STATISTICS))
    assert "Ingenting er hentet ennå." in page
    assert "Begynn med kommunenumrene over tid" in page


def test_statistics_are_fetched_from_the_page(as_user: Any, served: Served) -> None:
    client = as_user("planlegger")
    asked = {"what": "population", "first": "2023", "last": "2024"}
    page = words(client.post(STATISTICS, asked))
    assert "424 av 424 rader hentet." in page
    assert "07459" in page
    assert "2023–2024" in page

    again = words(client.post(STATISTICS, asked))
    assert "0 nye, 0 endret, 424 som før." in again


def test_statistics_are_previewed_before_they_are_stored(as_user: Any, served: Served) -> None:
    client = as_user("planlegger")
    asked = {"what": "population", "first": "2023", "last": "2024", "preview": "1"}
    page = words(client.post(STATISTICS, asked))
    assert "Forhåndsvisning, ingenting er lagret. 424 av 424 rader passer. 424 nye" in page
    assert 'value="2023"' in page
    assert "Ingenting er hentet ennå." in page


def test_a_file_is_recognised_and_its_quarantine_shown(as_user: Any) -> None:
    file = SimpleUploadedFile("klass.json", json.dumps(CHANGES).encode())
    page = words(as_user("leder").post(STATISTICS, {"file": file}))
    assert "Kommunenummer over tid fra KLASS (131)" in page
    assert "2 nye" in page


@pytest.mark.parametrize(
    ("given", "status", "reason"),
    [
        ({"what": "weather"}, 422, "kan ikke hentes"),
        ({"what": "population", "first": "nå"}, 422, "Årene kan ikke leses"),
        ({"what": "population", "first": "1950"}, 422, "har årene 2010–2024"),
        ({}, 422, "Ingen fil er valgt"),
    ],
)
def test_what_cannot_be_fetched_is_told_of(
    as_user: Any, served: Served, given: dict[str, str], status: int, reason: str
) -> None:
    response = as_user("leder").post(STATISTICS, given)
    assert response.status_code == status
    assert reason in words(response)


def test_a_server_that_is_down_is_told_of_on_the_page(as_user: Any, served: Served) -> None:
    served.failures = [(503, {"Retry-After": "0"}, b"")] * 5
    response = as_user("leder").post(STATISTICS, {"what": "lists"})
    assert response.status_code == 503
    assert "SSB svarte med feil (svarkode 503)." in words(response)


@pytest.mark.parametrize("name", ["leser", "fastlege", "senterleder", "saksbehandler"])
def test_those_who_may_not_import_see_but_do_not_fetch(as_user: Any, name: str) -> None:
    client = as_user(name)
    page = client.get(STATISTICS)
    assert page.status_code == 200
    assert 'name="what"' not in page.content.decode()
    assert client.post(STATISTICS, {"what": "lists"}).status_code == 403


@pytest.mark.parametrize("address", [STATISTICS, INDICATORS])
def test_nobody_sees_them_without_signing_in(
    client: Client, small_register: SyntheticMunicipality, address: str
) -> None:
    assert client.get(address).status_code in (302, 401)


def test_indicators_stand_beside_what_was_published(as_user: Any, served: Served) -> None:
    client = as_user("leder")
    assert "ikke hentet ennå" in words(client.get(INDICATORS))
    client.post(STATISTICS, {"what": "lists"})

    page = words(client.get(INDICATORS))
    assert "Gjennomsnittlig listelengde" in page
    assert "256 (2023)" in page
    assert "Mangler: timer i uken på kommunale oppgaver" in page
    english = words(client.get("/en/4601/nokkeltall/"))
    assert "Does the register agree with the published indicators?" in english
    assert "Reserve capacity" in english


@pytest.mark.parametrize("name", ["nokkeltall", "statistikk"])
def test_tables_go_out_as_excel_and_csv(as_user: Any, served: Served, name: str) -> None:
    from openpyxl import load_workbook

    client = as_user("leder")
    client.post(STATISTICS, {"what": "lists"})
    csv = client.get(f"/nb/4601/{name}.csv").content.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(client.get(f"/nb/4601/{name}.xlsx").content)).worksheets[0]
    rows = [row.split(";") for row in csv.splitlines()]
    assert len(rows) == sheet.max_row
    assert [cell.value for cell in sheet[1]] == rows[0]


def test_the_address_may_not_say_what_the_page_ignores(as_user: Any) -> None:
    assert as_user("leder").get(INDICATORS, {"bydel": "460101"}).status_code == 422
