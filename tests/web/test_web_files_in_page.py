"""Tables of answers to forms: their files lie in the page, for the answer has no address."""

from __future__ import annotations

import base64
import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from web_page import Page

from hjemmel.apps.accounts.models import User
from hjemmel.apps.registry.models import Resident
from hjemmel.cases.synthetic import SyntheticMunicipality

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SQUARE = [[5.3, 60.3], [5.4, 60.3], [5.4, 60.4], [5.3, 60.4], [5.3, 60.3]]


@pytest.fixture
def leader(small_register: SyntheticMunicipality) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="leder"), _BACKEND)
    return client


def file_of(page: Page, table: str, words: str) -> tuple[str, bytes]:
    """Return the name and the content of one of a table's files."""
    start = page.source.index(f'data-files-of="{table}"')
    part = page.source[start : page.source.index("</p>", start)]
    links = [a for a in page.all("a") if a.text == words and a["href"][:60] in part]
    (link,) = links
    media, _, content = link["href"].partition(";base64,")
    assert media.startswith("data:")
    return link["download"], base64.b64decode(content)


def rows_of(content: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


@pytest.mark.parametrize("language", ["nb", "en"])
def test_found_residents_go_out_as_they_are_shown(leader: Client, language: str) -> None:
    row = Resident.objects.filter(municipality__number="4601", protection="none").order_by("pk")[0]
    body = {"born": row.born.isoformat(), "purpose": "question"}
    page = Page(leader.post(f"/{language}/4601/innbyggere/", body))
    shown = [tr for tr in page.all("th", scope="row")]

    name, text = file_of(page, "t-found", "CSV")
    sent = rows_of(text, ";" if language == "nb" else ",")
    assert name == "hjemmel-innbyggere-4601.csv"
    assert len(sent) == len(shown) + 1
    assert str(row.pk) in {line[0] for line in sent}
    assert row.born.isoformat() in {line[2] for line in sent}
    assert str(row.national_id) not in text.decode()

    name, excel = file_of(page, "t-found", "Excel")
    sheet = load_workbook(io.BytesIO(excel)).worksheets[0]
    assert name == "hjemmel-innbyggere-4601.xlsx"
    assert sheet.max_row == len(sent)


def test_search_that_finds_nobody_has_no_files(leader: Client) -> None:
    page = Page(leader.post("/nb/4601/innbyggere/", {"born": "1850-01-01", "purpose": "question"}))
    assert "Ingen funnet" in page.text
    assert page.all("p", data_files_of="t-found") == []


def test_rows_of_a_statistics_file_that_did_not_fit_go_out(leader: Client) -> None:
    areas = [
        {
            "type": "Feature",
            "properties": {"bydelsnummer": number},
            "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
        }
        for number in ("460101", "999999")
    ]
    body = json.dumps({"type": "FeatureCollection", "features": areas}).encode()
    file = SimpleUploadedFile("bydeler.geojson", body)
    page = Page(leader.post("/nb/4601/statistikk/", {"file": file, "preview": "1"}))
    assert "Ikke hentet : 1" in page.text.replace("Ikke hentet:", "Ikke hentet :")

    _, text = file_of(page, "t-quarantine", "CSV")
    head, row = rows_of(text)
    assert head == ["Rad", "Kolonne", "Grunn", "Verdi"]
    assert row[:2] == ["2", "Egenskaper"]
    assert "999999" in row[3]
    assert load_workbook(io.BytesIO(file_of(page, "t-quarantine", "Excel")[1])).worksheets
