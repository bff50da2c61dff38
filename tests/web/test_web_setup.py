"""Oppsett: a new municipality from the web, how long data are kept, and what is typed wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.services import appoint_administrator, create_user
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.registry.models import District, Municipality

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def administrator(client: Client, small_register: Any) -> Client:
    """An administrator who is signed in."""
    client.force_login(get_user_model().objects.get(username="administrator"), _BACKEND)
    return client


def test_administrator_decides_how_long_data_are_kept(administrator: Client) -> None:
    assert "Kommunen har ikke bestemt det" in administrator.get("/nb/oppsett/").content.decode()
    given = {"what": "retention", "number": "4601", "years": "10"}
    answer = administrator.post("/nb/oppsett/", given, follow=True)
    assert Municipality.objects.get(number="4601").retention_years == 10
    assert "10 år etter at hun flyttet" in answer.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("years", ["", "ti", "-3", "101"])
def test_what_is_not_years_is_refused(administrator: Client, years: str) -> None:
    given = {"what": "retention", "number": "4601", "years": years}
    answer = administrator.post("/nb/oppsett/", given)
    assert answer.status_code == 422
    assert "helt tall fra 0 til 100" in answer.content.decode()
    assert Municipality.objects.get(number="4601").retention_years is None


DISTRICTS = "500101 Midtbyen\n500102 Østbyen\n"


@pytest.fixture
def governor(client: Client, small_register: Any) -> Client:
    """An administrator of all municipalities who is signed in."""
    by = system("test")
    place = Municipality.objects.get(number="4601")
    key = create_user(username="sjef", municipality=None, by=by)
    assert appoint_administrator(user=key, municipality=place.pk, by=by)
    client.force_login(User.objects.get(pk=key), _BACKEND)
    return client


def test_municipality_with_districts_and_first_users_is_made_from_the_web(
    governor: Client,
) -> None:
    given = {"number": "5001", "name": "Trondheim", "districts": DISTRICTS}
    page = governor.post("/nb/oppsett/", given, follow=True).content.decode()
    assert "5001 Trondheim" in page
    assert 'href="/nb/brukere/"' in page
    place = Municipality.objects.get(number="5001")
    assert list(District.objects.filter(municipality=place).values_list("number", "name")) == [
        ("500101", "Midtbyen"),
        ("500102", "Østbyen"),
    ]

    made = governor.post("/nb/brukere/", {"username": "kari", "password": "et langt passord nr 1"})
    kari = User.objects.get(username="kari")
    assert made["Location"] == f"/nb/brukere/{kari.pk}/"
    role = {"what": "grant", "role": "administrator", "municipality": str(place.pk)}
    assert governor.post(made["Location"], role).status_code == 302

    own = Client()
    own.post("/konto/login/", {"login": "kari", "password": "et langt passord nr 1"})
    assert [m["number"] for m in own.get("/api/v1/municipalities").json()] == ["5001"]
    page = own.get("/nb/oppsett/").content.decode()
    assert "5001 Trondheim" in page
    assert "4601 Bergen" not in page
    done = AuditEvent.objects.filter(municipality="5001").values_list("by", "action")
    assert ("sjef", "registry.set_up_municipality") in done
    assert ("sjef", "accounts.grant_role") in done


def test_municipal_administrator_sets_up_no_other_municipality(administrator: Client) -> None:
    page = administrator.get("/nb/oppsett/").content.decode()
    assert 'name="districts"' not in page
    answer = administrator.post("/nb/oppsett/", {"number": "5001", "name": "Trondheim"})
    assert answer.status_code == 422
    assert "Rollene dine gir ikke adgang til å sette opp en kommune" in answer.content.decode()
    assert not Municipality.objects.filter(number="5001").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"number": "50", "name": "Trondheim"}, "50"),
        ({"number": "5001", "name": " "}, "mangler navn"),
        ({"number": "5001", "name": "Trondheim", "districts": "460101 Arna"}, "hører ikke til"),
        ({"number": "5001", "name": "Trondheim", "districts": "Midtbyen"}, "er ikke en bydel"),
        ({"number": "4601", "name": "Bergen"}, "som syntetisk kommune"),
    ],
)
def test_what_is_typed_wrong_is_told_and_kept_in_the_form(
    governor: Client, given: dict[str, str], said: str
) -> None:
    before = list(Municipality.objects.values())
    answer = governor.post("/nb/oppsett/", given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert f'name="number" inputmode="numeric" value="{given["number"]}"' in page
    assert list(Municipality.objects.values()) == before


def test_only_the_first_administrator_is_one_for_all_unless_it_is_said(governor: Client) -> None:
    by = system("test")
    place = Municipality.objects.get(number="4601").pk
    second = create_user(username="to", municipality=None, by=by)
    assert not appoint_administrator(user=second, municipality=place, by=by)
    assert not appoint_administrator(user=second, municipality=place, by=by)
    held = RoleGrant.objects.filter(user=second)
    assert [grant.municipality_id for grant in held] == [place]
    assert appoint_administrator(user=second, municipality=place, everywhere=True, by=by)
    assert sorted(held.values_list("municipality", flat=True), key=str) == [place, None]
