"""The bar: pages, municipalities, days and languages keep what the reader has chosen."""

from __future__ import annotations

import pytest
from django.test import Client
from web_page import Page, Read

from hjemmel.apps.accounts.models import User
from hjemmel.cases.synthetic import SyntheticMunicipality

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def nav(page: Page) -> list[str]:
    """Return where the six entries of the bar go."""
    start = page.elements.index(page.one("nav"))
    return [e["href"] for e in page.elements[start:] if e.tag == "a"][:6]


def summaries(page: Page) -> list[str]:
    """Return the words on the menus of the bar."""
    return [e.text for e in page.all("summary")][:2]


@pytest.mark.parametrize("page", ["", "behov/", "datakvalitet/"])
def test_bar_stays_with_the_municipality(read: Read, page: str) -> None:
    found = read(f"/nb/trondheim-2024/{page}")
    assert nav(found) == [
        "/nb/trondheim-2024/",
        "/nb/trondheim-2024/behov/",
        "/nb/trondheim-2024/plan/",
        "/nb/regelverk/?fra=trondheim-2024",
        "/nb/trondheim-2024/datakvalitet/",
        "/nb/om/?fra=trondheim-2024",
    ]
    assert summaries(found) == ["Trondheim", "Per 01.01.2024"]


def test_municipality_is_kept_on_the_way_through_the_rules(read: Read) -> None:
    found = read("/nb/regelverk/?fra=trondheim-2024")
    assert nav(found)[0] == "/nb/trondheim-2024/"


@pytest.mark.parametrize("url", ["/nb/nowhere-2024/", "/nb/regelverk/?fra=nowhere-2024"])
def test_bar_never_leads_to_a_municipality_that_is_not_there(read: Read, url: str) -> None:
    found = read(url, status=404 if "fra" not in url else 200)
    assert nav(found)[:2] == ["/nb/bergen-synthetic-2024/", "/nb/bergen-synthetic-2024/behov/"]


@pytest.mark.parametrize("page", ["", "behov/", "datakvalitet/"])
def test_menus_follow_to_another_day(read: Read, page: str) -> None:
    found = read(f"/nb/trondheim-2024/{page}", per="2018-12-31")
    assert summaries(found)[1] == "Per 31.12.2018"
    assert nav(found)[0] == "/nb/trondheim-2018/"


def test_current_page_is_marked(read: Read) -> None:
    for url, words in (("bergen-2023/behov/", "Behov"), ("regelverk/omfang/", "Regelverk")):
        page = read(f"/nb/{url}")
        assert [a.text for a in page.all("a", aria_current="page")] == [words]


def test_other_language_is_the_same_page(read: Read) -> None:
    page = read("/nb/regelverk/?sok=tak&per=2025-01-01")
    assert page.link("English") == "/en/regelverk/?sok=tak&per=2025-01-01"
    assert read("/en/trondheim-2018/").link("Norsk") == "/nb/trondheim-2018/"


@pytest.fixture
def leader(small_register: SyntheticMunicipality) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="leder"), _BACKEND)
    return client


@pytest.mark.parametrize(
    "url", ["/nb/profil/", "/nb/regelverk/", "/nb/regelverk/gp_list.ceiling_max/", "/nb/om/"]
)
def test_pages_of_the_register_stay_in_the_bar_of_who_is_signed_in(
    leader: Client, url: str
) -> None:
    found = Page(leader.get(url))
    start = found.elements.index(found.one("nav"))
    links = {e.text: e["href"] for e in found.elements[start:] if e.tag == "a"}
    assert links["Oversikt"] == "/nb/4601/"
    assert links["Legesentre og lister"] == "/nb/4601/lister/"
    assert links["Arbeid"] == "/nb/4601/arbeid/"
    assert summaries(found) == ["Bergen", "leder"], "no menu of days where no day is shown"


def test_days_of_the_log_are_no_municipality(small_register: SyntheticMunicipality) -> None:
    client = Client()
    client.force_login(User.objects.get(username="administrator"), _BACKEND)
    assert summaries(Page(client.get("/nb/logg/?fra=2024-01-01")))[0] == "Bergen"


def test_public_picture_keeps_its_own_bar_for_who_is_signed_in(leader: Client) -> None:
    found = Page(leader.get("/nb/trondheim-2024/"))
    assert nav(found)[0] == "/nb/trondheim-2024/"
    assert "Innbyggere" not in [e.text for e in found.all("a")]


def test_another_day_is_the_same_page_with_the_same_choices(leader: Client) -> None:
    asked = "/nb/4601/lister/?bydel=460103&ledig=ja&side=2&kjent=2030-01-01"
    found = Page(leader.get(asked))
    start = found.elements.index(found.all("summary")[1])
    days = [e["href"] for e in found.elements[start:] if e.tag == "a" and "per=" in e["href"]]
    assert days
    assert all(
        day.startswith("/nb/4601/lister/?bydel=460103&ledig=ja&kjent=2030-01-01&per=")
        for day in days[:3]
    )
    (form,) = found.all("form", class_="day-form")
    after = found.elements[found.elements.index(form) :]
    kept = [(e["name"], e["value"]) for e in after if e.attributes.get("type") == "hidden"]
    assert kept[:2] == [("bydel", "460103"), ("ledig", "ja")]


def test_foot_leads_to_what_hjemmel_is(read: Read) -> None:
    assert read("/nb/bergen-2023/").link("Om hjemmel") == "/nb/om/"
