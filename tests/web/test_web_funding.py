"""The pages of money: by month and list, a practice, and the same computed again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from web_page import Page

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.accounts.services import DEMO_USERS
from hjemmel.apps.registry.models import Municipality, PatientList
from hjemmel.apps.registry.selectors.funding import own_centres
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.web.funding import year_lists
from hjemmel.web.page_tables import table_in

BASE = "/nb/4601/okonomi/"
Look = Callable[..., Page]


@pytest.fixture
def look(client: Client, small_register: SyntheticMunicipality) -> Look:
    """Open a page as a role; the status must be the one expected."""

    def page(url: str, role: Role = Role.LEADER, *, status: int = 200, **query: Any) -> Page:
        client.force_login(User.objects.get(username=DEMO_USERS[role]))
        response = client.get(BASE + url, query or None)
        assert response.status_code == status, response.status_code
        return Page(response)

    return page


def heading(page: Page) -> str:
    return page.one("h1").text


def table(page: Page, name: str) -> list[list[str]]:
    """Return the rows below the headings, with plain spaces."""
    found = table_in(page.source, name)
    assert found is not None
    return [[cell.replace("\u00a0", " ") for cell in row] for row in found.rows[found.heads :]]


def test_the_year_shows_months_lists_and_their_sums(look: Look) -> None:
    page = look("")
    assert heading(page).startswith("Tilskudd til fastlegene 2024: kr ")
    months, lists = table(page, "t-months"), table(page, "t-lists")
    assert [row[0] for row in months][:2] == ["januar 2024", "februar 2024"]
    assert [row[-1] for row in months][5:7] == ["anslag", "sats mangler"]
    assert months[-1][-2] == lists[-1][-1]
    assert f"kr {lists[-1][-1]}" in heading(page)
    assert "6 måneder kan ikke regnes ut." in page.text
    assert "law/data/capitation/national_average_rate.toml" in page.text


def test_lists_are_shown_a_page_at_a_time_with_the_sum_of_all(
    look: Look, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = table(look("", ar="2024"), "t-lists")
    monkeypatch.setattr(year_lists, "ROWS_ON_A_PAGE", 3)
    first, second = (look("", ar="2024", side=side) for side in ("1", "2"))
    assert table(first, "t-lists") == [*whole[:3], whole[-1]]
    assert table(second, "t-lists") == [*whole[3:6], whole[-1]]
    assert "?ar=2024&amp;side=2" in first.source
    assert heading(first) == heading(second)
    file = client.get(f"{BASE}lister.csv", {"ar": "2024"}).content.decode("utf-8-sig")
    named = [line.split(";")[0].strip('"') for line in file.splitlines()[1:]]
    assert named == [row[0] for row in whole[:-1]]


def test_lists_are_searched_sorted_and_summed(look: Look, client: Client) -> None:
    whole = table(look("", ar="2024"), "t-lists")
    wanted = whole[0][2]
    page = look("", ar="2024", sok=wanted.upper(), sorter="betalt")
    rows = table(page, "t-lists")
    fits, some, every = rows[:-2], rows[-2], rows[-1]
    assert {row[2] for row in fits} == {wanted}
    assert len(fits) < len(whole) - 1
    paid = [int(row[-1].replace(" ", "")) for row in fits]
    assert paid == sorted(paid, reverse=True)
    assert some[0] == "Sum av dem som passer"
    assert abs(int(some[-1].replace(" ", "")) - sum(paid)) <= len(paid) * 100
    assert every == whole[-1]
    file = client.get(f"{BASE}lister.csv", {"ar": "2024", "sok": wanted})
    assert len(file.content.decode("utf-8-sig").splitlines()) == len(fits) + 1
    assert "Velg blant liste, lege, senter" in look("", sorter="alder", status=422).text
    assert "Velg blant none, self_employed" in look("", form="annet", status=422).text


def test_a_list_shows_how_a_month_was_computed(look: Look) -> None:
    key = PatientList.objects.order_by("pk")[0].pk
    page = look(f"lister/{key}/", ar="2024", maned="3")
    assert "Slik er mars 2024 regnet" in page.text
    assert "statsavtalen basistilskudd" in page.text
    assert look(f"lister/{key}/", ar="2024", maned="7", status=422)
    assert look("lister/99999/", status=404)


def test_a_practice_is_computed_with_the_last_rates_that_are_known(look: Look) -> None:
    page = look("praksis/", personer="1100", faste="600 000", ned_til="900")
    assert heading(page) == "Legen har kr 629 900 igjen i året"
    assert "satser per 30.04.2023" in page.text
    assert "Det går i null med 531 personer." in page.text
    cut = {row[0]: row[1] for row in table(page, "t-cut")}
    assert cut == {
        "Legen": "−212 900",
        "Kommunen": "+121 900",
        "Staten": "+7 800",
        "Pasientene": "+83 200",
    }
    assert "Tillegg, prøver og laboratorium er ikke regnet med" in page.text


def test_a_practice_says_what_is_wrong_and_what_is_not_known(look: Look) -> None:
    assert "Skriv et tall" in look("praksis/", personer="mange").text
    assert "fees/day_consultation_fee.toml" in look("praksis/", dato="2023-09-01").text
    assert "Andelen må være 0–100 %." in look("praksis/", kveld="120").text
    own = look("praksis/", dato="2025-09-01", sats="900", honorar="200", egenandel="170")
    assert heading(own) == "Legen har kr 1 420 000 i året før driftskostnader"


def test_a_practice_can_start_from_a_list(look: Look) -> None:
    row = PatientList.objects.order_by("pk")[0]
    assert f"(liste {row.external_id})" in look("praksis/", liste=str(row.pk)).text


def test_another_rate_says_what_changes_for_whom(look: Look) -> None:
    asked = {"parameter": "capitation.national_average_rate", "fra": "2024-01-01"}
    assert heading(look("ny-beregning/")).startswith("Hva endres")
    page = look("ny-beregning/", verdi="900", til="2024-07-01", **asked)
    assert heading(page).startswith("Legene får +")
    changes = [row[1] for row in table(page, "t-months")]
    assert changes[6:] == ["sats mangler"] * 6
    assert all(one.startswith("+") for one in changes[:6])
    same = look("ny-beregning/", regler="2023-07-01")
    assert "Ingenting endres." in same.text
    assert "Skriv en verdi." in look("ny-beregning/", fra="2024-01-01").text


def test_a_gp_sees_the_lists_of_her_own_centre_alone(look: Look) -> None:
    page = look("mine/", Role.GP)
    actor = actor_named(DEMO_USERS[Role.GP])
    place = Municipality.objects.get(number="4601").pk
    centres = own_centres(place, actor)
    shown = {row[0] for row in table(page, "t-lists")[:-1]}
    ours = PatientList.objects.filter(
        agreement__terms__centre__in=centres, agreement__terms__known_to__isnull=True
    )
    assert shown == {one.external_id for one in ours}
    other = PatientList.objects.exclude(pk__in=ours.values("pk"))[0].pk
    assert look(f"mine/lister/{other}/", Role.GP, status=404)
    assert look("", Role.GP, status=403)
    assert look("mine/", Role.READER, status=403)


def test_a_year_without_lists_and_a_word_that_is_no_year_are_told(look: Look) -> None:
    assert "Registeret har ingen lister i perioden." in look("", ar="1990", status=422).text
    assert "er ikke et år" in look("", ar="i fjor", status=422).text
