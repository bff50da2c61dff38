"""Oversikt, a district, Behov and Datakvalitet on the register, for each user within her role."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.coverage.services import take_snapshot
from hjemmel.apps.registry.models import District, Municipality, RegionCode
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality, picture
from tests.web.web_page import Page

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_ROLES = (
    "administrator",
    "leder",
    "planlegger",
    "saksbehandler",
    "senterleder",
    "fastlege",
    "leser",
)
PAGES = ("", "behov/", "datakvalitet/", "bydeler/460103/")


@pytest.fixture
def as_user(client: Client, small_register: SyntheticMunicipality) -> Any:
    """Sign in as one of the demo's users, and read pages."""

    def sign_in(name: str) -> Any:
        client.force_login(User.objects.get(username=name), _BACKEND)

        def read(url: str, *, status: int = 200) -> Page:
            response = client.get(url)
            assert response.status_code == status, f"{url}: {response.status_code}"
            return Page(response)

        return read

    return sign_in


@pytest.mark.parametrize("role", _ROLES)
def test_every_role_sees_the_figures_of_its_municipality(as_user: Any, role: str) -> None:
    read = as_user(role)
    for page in PAGES:
        assert "Syntetiske data." in read(f"/nb/4601/{page}").text


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_asked_to(
    client: Client, small_register: SyntheticMunicipality, page: str
) -> None:
    response = client.get(f"/nb/4601/{page}")
    assert response.status_code == 302
    assert response["Location"].startswith("/konto/inn/?next=") or "login" in response["Location"]


@pytest.mark.parametrize("page", PAGES)
def test_who_has_no_role_there_is_refused(as_user: Any, page: str) -> None:
    user = User.objects.get(username="leser")
    user.grants.all().delete()
    page_ = as_user("leser")(f"/nb/4601/{page}", status=403)
    assert "Rollene dine" in page_.text


def test_the_overview_says_what_the_generator_made(
    as_user: Any, small_register: SyntheticMunicipality
) -> None:
    made = picture(small_register)
    page = as_user("leser")("/nb/4601/")
    shown = page.text.replace("\xa0", " ")
    for district in made.districts:
        assert district.name in shown
    places = made.figures["list_places"].value
    assert f"{places:,}".replace(",", " ") in shown


def test_every_figure_that_is_a_link_leads_to_its_rows(as_user: Any) -> None:
    read = as_user("leser")
    page = read("/nb/4601/")
    links = {a["href"] for a in page.all("a") if a["href"].startswith("/nb/4601/lister/")}
    assert any("bydel=" in link and "ledig=ja" in link for link in links)
    for link in sorted(links):
        read(link)


def test_a_figure_and_the_rows_behind_it_agree(
    as_user: Any, small_register: SyntheticMunicipality
) -> None:
    read = as_user("leser")
    full = next(li for li in read("/nb/4601/").all("li") if "har nådd taket" in li.text)
    rows = read("/nb/4601/lister/?ledig=nei").one("tbody")
    assert full.text.split()[0] == str(len([t for t in rows.pieces if t.strip() == "full"]))


def test_a_district_answers_first_and_lists_its_centres(as_user: Any) -> None:
    page = as_user("leser")("/nb/4601/bydeler/460103/")
    name = District.objects.get(number="460103").name
    assert page.one("h1").text == name
    lead = page.all("p", class_="ds-paragraph lead")[0].text
    assert lead.startswith(f"{name} har ")
    assert "venter på en liste her" in lead
    assert "Syntetisk legesenter" in page.text


def test_an_unknown_district_is_told_of_with_the_nearest(as_user: Any) -> None:
    assert "460103" in as_user("leser")("/nb/4601/bydeler/460113/", status=404).text


def test_the_map_is_drawn_with_borders_where_they_are_known(as_user: Any) -> None:
    read = as_user("leser")
    assert "Plasseringen er omtrentlig" in read("/nb/4601/").text
    for i, row in enumerate(District.objects.order_by("number")):
        ring = [[5 + i, 60], [5.9 + i, 60], [5.9 + i, 61], [5 + i, 61], [5 + i, 60]]
        row.border = {"type": "Polygon", "coordinates": [ring]}
        row.save()
    mark_changed(Municipality.objects.get(number="4601").pk, people=False)
    page = read("/nb/4601/")
    assert "Plasseringen er omtrentlig" not in page.text
    assert page.all("svg", class_="chart map")
    assert read("/nb/4601/bydeler/460103/").all("svg", class_="chart map")


def test_any_day_as_known_on_any_day_stands_in_the_bar_and_follows_the_links(
    as_user: Any, small_register: SyntheticMunicipality
) -> None:
    day = small_register.profile.as_of + timedelta(days=40)
    read = as_user("leser")
    tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011
    page = read(f"/nb/4601/?per={day}&kjent={tomorrow}")
    assert f"Per {day:%d.%m.%Y}, kjent {tomorrow:%d.%m.%Y}" in page.text
    assert page.one("input", id="bar-per")["value"] == day.isoformat()
    (district,) = [a for a in page.all("a") if a["href"].startswith("/nb/4601/bydeler/460103/")]
    assert district["href"].endswith(f"?per={day}&kjent={tomorrow}")
    read(district["href"])


def test_a_day_before_the_first_known_says_which_to_choose(as_user: Any) -> None:
    page = as_user("leser")("/nb/4601/?per=2020-01-01", status=422)
    assert "Registeret har ingen lister i Bergen per 01.01.2020" in page.text
    assert "Velg en senere dag" in page.text


def test_the_menu_of_days_has_the_usual_day_and_the_months_stored(as_user: Any) -> None:
    by = system("test")
    take_snapshot(municipality=get_municipality("4601", by=by), as_of=date(2024, 3, 1), by=by)
    page = as_user("leser")("/nb/4601/behov/")
    days = [a["href"] for a in page.all("a") if a["href"].startswith("/nb/4601/behov/?per=")]
    assert days == ["/nb/4601/behov/?per=2024-03-01", "/nb/4601/behov/?per=2023-12-31"]


def test_an_older_number_goes_to_todays(as_user: Any, client: Client) -> None:
    RegionCode.objects.create(
        municipality=Municipality.objects.get(number="4601"),
        number="1201",
        name="Bergen",
        valid_from=date(1838, 1, 1),
        valid_to=date(2020, 1, 1),
    )
    as_user("leser")
    response = client.get("/nb/1201/behov/?per=2023-12-31")
    assert response.status_code == 302
    assert response["Location"] == "/nb/4601/behov/?per=2023-12-31"


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    "file",
    [
        "bydeler.{}",
        "tabell/tall.{}",
        "tabell/venteliste.{}",
        "bydeler/460103/alder.{}",
        "bydeler/460103/legesentre.{}",
        "datakvalitet.{}",
        "datakvalitet/sentre-uten-organisasjonsnummer.{}",
    ],
)
def test_every_table_goes_out_as_excel_and_csv(
    as_user: Any, client: Client, file: str, language: str
) -> None:
    as_user("leser")
    excel = client.get(f"/{language}/4601/{file.format('xlsx')}")
    assert excel.status_code == 200
    assert excel.content[:2] == b"PK"
    text = client.get(f"/{language}/4601/{file.format('csv')}").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if language == "nb" else ","))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("file", ["tabell/annet.csv", "tabell/tall.pdf", "bydeler/460103/x.csv"])
def test_a_file_there_is_none_of_is_told_of(as_user: Any, file: str) -> None:
    as_user("leser")(f"/nb/4601/{file}", status=404)


def test_data_quality_counts_and_leads_to_the_rows(as_user: Any) -> None:
    read = as_user("saksbehandler")
    page = read("/nb/4601/datakvalitet/")
    link = next(a["href"] for a in page.all("a") if a.text == "Legesentre uten organisasjonsnummer")
    rows = read(link)
    assert rows.one("h1").text == "Legesentre uten organisasjonsnummer"
    centres = [a for a in rows.all("a") if a["href"].startswith("/nb/4601/legesentre/")]
    assert centres
    read(centres[0]["href"])
    read("/nb/4601/datakvalitet/finnes-ikke/", status=404)


def test_home_is_ones_own_municipality(as_user: Any, client: Client) -> None:
    as_user("leser")
    assert client.get("/")["Location"] == "/nb/4601/"
    assert client.get("/en/")["Location"] == "/en/4601/"


def test_behov_on_the_register_computes_and_keeps_the_day_in_its_link(as_user: Any) -> None:
    page = as_user("planlegger")("/nb/4601/behov/?per=2024-02-01&mean_list=1000")
    assert page.answer()
    links = [a["href"] for a in page.all("a") if "kvittering=" in a["href"]]
    assert links
    assert all("per=2024-02-01" in link for link in links)
