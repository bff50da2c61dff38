"""Centres, lists and doctors: found, followed in two times, corrected, refused in words."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from web_page import Page

from hjemmel.apps.accounts.models import User
from hjemmel.apps.registry.models import Centre, Doctor, ListCeiling, PatientList
from hjemmel.cases.synthetic import SyntheticMunicipality

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def leader(small_register: SyntheticMunicipality) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="leder"), _BACKEND)
    return client


def rows(page: Page) -> list[str]:
    """Return the lists on a page, by number."""
    return [a.text for a in page.all("a") if "/lister/" in a["href"] and a.text.isdecimal()]


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("", lambda m: m.lists.height),
        ("?ledig=ja", lambda m: (m.lists["ceiling"] > m.lists["length"]).sum()),
        ("?ledig=nei", lambda m: (m.lists["ceiling"] <= m.lists["length"]).sum()),
        ("?status=ledig_hjemmel", lambda m: (m.agreements["status"] != "held").sum()),
        ("?form=salaried", lambda m: (m.agreements["form"] == "salaried").sum()),
        ("?bydel=460101", lambda m: (m.lists["district"] == "460101").sum()),
        ("?sok=finnes+ikke", lambda m: 0),
    ],
)
def test_choices_give_the_lists_that_fit(
    leader: Client, small_register: SyntheticMunicipality, query: str, fits: Any
) -> None:
    page = Page(leader.get(f"/nb/4601/lister/{query}"))
    assert len(rows(page)) == fits(small_register)
    answer = leader.get(f"/nb/4601/lister.csv{query}").content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(answer), delimiter=";"))
    assert len(table) - 1 == fits(small_register)


@pytest.mark.parametrize(
    "query", ["?status=x", "?sorter=x", "?ledig=kanskje", "?senter=x", "?nope=1", "?per=abc"]
)
def test_unknown_choice_is_refused(leader: Client, query: str) -> None:
    assert leader.get(f"/nb/4601/lister/{query}").status_code == 422


@pytest.mark.parametrize("page", ["lister", "legesentre", "leger"])
def test_what_does_not_exist_is_not_found(leader: Client, page: str) -> None:
    assert leader.get(f"/nb/4601/{page}/999999/").status_code == 404


def test_ceiling_is_seen_as_of_and_as_known_on_a_day(leader: Client) -> None:
    key = PatientList.objects.order_by("pk")[0].pk
    address = f"/nb/4601/lister/{key}/"
    old = ListCeiling.objects.get(patient_list=key).ceiling
    body = {"what": "ceiling", "ceiling": "1 250", "valid_from": "01.03.2024"}
    assert leader.post(address, body).headers["Location"] == f"{address}?per=2024-03-01"
    assert [c.ceiling for c in ListCeiling.objects.filter(patient_list=key, known_to=None)] == [
        old,
        1250,
    ]

    def ceiling_on(query: str) -> bool:
        return "1 250" in Page(leader.get(f"/nb/4601/lister/{query}")).text.replace("\xa0", " ")

    assert ceiling_on("?per=2024-03-01")
    assert not ceiling_on("?per=2024-02-29")
    assert not ceiling_on("?per=2024-03-01&kjent=2024-01-01")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"what": "ceiling", "ceiling": "2501", "valid_from": "2024-03-01"}, "over det høyeste"),
        ({"what": "ceiling", "ceiling": "400", "valid_from": "2024-03-01"}, "under 500"),
        ({"what": "ceiling", "ceiling": "mange", "valid_from": "2024-03-01"}, "helt tall"),
        ({"what": "ceiling", "ceiling": "1200", "valid_from": ""}, "Datoen mangler"),
        (
            {"what": "notice", "received_on": "2024-05-01", "ends_on": "2024-04-01"},
            "før oppsigelsen",
        ),
        (
            {"what": "advertise", "published_on": "2024-05-02", "deadline": "2024-05-01"},
            "før utlysningen",
        ),
        ({"what": "nope"}, "Ukjent handling"),
    ],
)
def test_what_cannot_be_done_is_said_beside_what_was_typed(
    leader: Client, body: dict[str, str], words: str
) -> None:
    key = PatientList.objects.order_by("pk")[0].pk
    before = ListCeiling.objects.count()
    page = leader.post(f"/nb/4601/lister/{key}/", body)
    assert page.status_code == 422
    assert words in Page(page).alert
    assert ListCeiling.objects.count() == before


def test_notice_ends_the_agreement_as_early_as_the_law_allows(leader: Client) -> None:
    key = PatientList.objects.order_by("pk")[0].pk
    leader.post(f"/nb/4601/lister/{key}/", {"what": "notice", "received_on": "2024-05-02"})
    page = Page(leader.get(f"/nb/4601/lister/{key}/?per=2024-06-01"))
    assert "02.11.2024" in page.text
    ending = Page(leader.get("/nb/4601/lister/?avtale=utloper&per=2024-06-01"))
    assert len(rows(ending)) == 1


def test_wrong_organisation_number_is_refused_and_a_right_one_kept(leader: Client) -> None:
    centre = Centre.objects.order_by("pk")[0]
    address = f"/nb/4601/legesentre/{centre.pk}/"
    wrong = leader.post(address, {"organisation_number": "123456789"})
    assert wrong.status_code == 422
    assert "Kontrollsifferet stemmer ikke" in Page(wrong).alert
    assert leader.post(address, {"organisation_number": "123456785"}).status_code == 302
    other = Centre.objects.order_by("pk")[1]
    taken = leader.post(f"/nb/4601/legesentre/{other.pk}/", {"organisation_number": "123456785"})
    assert taken.status_code == 422
    assert "Et annet senter" in Page(taken).alert


def test_centre_is_described_closed_and_opened_again_on_its_page(leader: Client) -> None:
    opened = leader.post(
        "/nb/4601/lister/ny/", {"what": "centre", "name": "Tomt senter", "district": "460101"}
    )
    address = opened.headers["Location"]
    body = {
        "name": "Tomt senter", "premises_m2": "1 250", "most_doctors": "", "opened_on": "2011-08-15",
        "latitude": "60,39", "longitude": "5.32", "wheelchair_access": "no", "premises": "",
        "universal_design": "met",
    }  # fmt: skip
    assert leader.post(address, body).status_code == 302
    page = Page(leader.get(address))
    shown = page.text.replace("\xa0", " ")
    for words in ("1 250 m²", "15.08.2011", "60,39000° nord, 5,32000° øst", "oppfylt", "nei"):
        assert words in shown, words
    assert page.one("input", id="f-premises_m2")["value"] == "1250"
    assert page.one("input", id="f-latitude")["value"] == "60,39"
    assert leader.post(address, {"what": "close", "closed_on": "2024-03-01"}).status_code == 302
    assert "Lagt ned fra 01.03.2024" in Page(leader.get(address)).text
    assert leader.post(address, {"what": "close", "closed_on": ""}).status_code == 302
    assert "Lagt ned" not in Page(leader.get(address)).text


@pytest.mark.parametrize(
    "body", [{"latitude": "nord"}, {"wheelchair_access": "x"}, {"opened_on": "i går"}]
)
def test_what_a_centre_cannot_be_stays_in_its_form(leader: Client, body: dict[str, str]) -> None:
    centre = Centre.objects.order_by("pk")[0].pk
    page = leader.post(f"/nb/4601/legesentre/{centre}/", body)
    assert page.status_code == 422
    assert Page(page).alert


def test_doctor_is_corrected_on_her_page_and_a_reader_sees_no_birth_date(leader: Client) -> None:
    key = Doctor.objects.filter(held_terms__isnull=False).order_by("pk")[0].pk
    address = f"/nb/4601/leger/{key}/"
    body = {
        "name": "Syntetisk lege", "born": "17.05.1975", "sex": "female",
        "specialist_since": "2010-01-01", "training_stage": "", "languages": "norsk, samisk",
    }  # fmt: skip
    assert leader.post(address, body).status_code == 302
    page = Page(leader.get(address))
    assert all(w in page.text for w in ("17.05.1975", "kvinne", "01.01.2010", "norsk, samisk"))
    reader = Client()
    reader.force_login(User.objects.get(username="leser"), _BACKEND)
    seen = Page(reader.get(address)).text
    assert "17.05.1975" not in seen
    assert "01.01.2010" in seen


def test_doctors_of_a_shared_list_come_and_go_on_its_page(leader: Client) -> None:
    key = PatientList.objects.order_by("pk")[0].pk
    address = f"/nb/4601/lister/{key}/"
    assert leader.post(address, {"what": "kind", "kind": "shared"}).status_code == 302
    body = {"what": "share", "hpr_number": "991111111", "name": "Syntetisk kollega",
            "part": "responsible", "valid_from": "2026-03-01"}  # fmt: skip
    assert leader.post(address, body).headers["Location"] == f"{address}?per=2026-03-01"
    page = Page(leader.get(f"{address}?per=2026-03-01"))
    assert "Syntetisk kollega ansvarlig lege 01.03.2026" in page.text
    assert "Felleslisten med 2 leger" in page.text
    doctor = Doctor.objects.get(hpr_number="991111111").pk
    out = {"what": "unshare", "doctor": str(doctor), "valid_from": "2026-06-01"}
    assert leader.post(address, out).status_code == 302
    assert "Listen er ikke delt" in Page(leader.get(f"{address}?per=2026-06-01")).text
    refused = leader.post(address, out)
    assert refused.status_code == 422
