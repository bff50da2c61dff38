"""The page of the reconciliation: what differs, by kind, with the same rows as files."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import fastexcel
import pytest
from django.test import Client

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.lists.selectors.contract_pictures import ours_on
from hjemmel.apps.lists.services.contracts import Contract, store_contracts
from hjemmel.apps.registry.models import Municipality

MARCH = date(2024, 3, 1)
PAGE = "/nb/4601/avstemming/"


@pytest.fixture
def reader(client: Client, small_register: Any) -> Client:
    """A reader who is signed in."""
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.get(username="leser")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def loaded(small_register: Any) -> int:
    """A file in which one ceiling and one form differ, and one contract is unknown; its lists."""
    place = Municipality.objects.get(number="4601").pk
    ours = ours_on(place, MARCH)
    rows = [
        Contract(
            row=at,
            agreement=row.agreement,
            patient_list=row.patient_list,
            ceiling=2_222 if at == 0 else None,
            form="variant_8_2" if at == 1 else "",
        )
        for at, row in enumerate(ours)
    ]
    rows.append(Contract(row=99, agreement="=UKJENT", patient_list="X"))
    store_contracts(rows=rows, municipality=place, as_of=MARCH, digest="a" * 64, by=system("test"))
    return len(ours)


def text(response: Any) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_page_without_a_file_says_where_to_get_one(reader: Client) -> None:
    page = reader.get(PAGE)
    assert page.status_code == 200
    assert "Ingen avtaleutskrift" in text(page)
    assert reader.get("/nb/4601/avstemming.csv").status_code == 200


def test_page_tells_what_differs_in_both_languages(reader: Client, loaded: int) -> None:
    page = text(reader.get(PAGE))
    assert "3 lister er ulike på 3 punkter" in page
    assert f"har {loaded + 1} avtaler" in page
    assert "2 222" in page
    assert "8.2-avtale" in page
    assert "Ukjent her" in page
    english = text(reader.get("/en/4601/avstemming/"))
    assert "3 lists differ on 3 points" in english
    assert "No known reason" in english


def test_one_kind_and_one_file_can_be_chosen(reader: Client, loaded: int) -> None:
    page = text(reader.get(f"{PAGE}?fil=2024-03-01&hva=tak"))
    assert "2 222" in page
    assert "Ukjent her (" in page  # the choice itself
    assert "=UKJENT" not in page
    assert reader.get(f"{PAGE}?fil=2024-02-01").status_code == 404
    assert reader.get(f"{PAGE}?hva=alt-mulig").status_code == 422
    assert reader.get(f"{PAGE}?fil=i-dag").status_code == 422


def test_rows_come_as_files_and_no_cell_becomes_a_formula(reader: Client, loaded: int) -> None:
    csv = reader.get("/nb/4601/avstemming.csv").content.decode("utf-8-sig").splitlines()
    assert len(csv) == 4
    assert any(line.startswith("'=UKJENT;X;") for line in csv)
    excel = reader.get("/nb/4601/avstemming.xlsx?hva=tak").content
    sheet = fastexcel.read_excel(io.BytesIO(excel).read()).load_sheet(0).to_polars()
    assert sheet.height == 1
