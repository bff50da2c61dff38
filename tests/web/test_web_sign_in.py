"""Signing in: with a password, throttled; and with a real OpenID Connect provider on this machine."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.services import DEMO_PASSWORD
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.cases.synthetic import SyntheticMunicipality

SIGN_IN = "/konto/login/"


@pytest.fixture(autouse=True)
def _there(small_register: SyntheticMunicipality) -> None:
    """The register is loaded, with a user for each role."""


def sign_in(client: Client, user: str, password: str, **more: str) -> Any:
    return client.post(SIGN_IN, {"login": user, "password": password, **more})


def test_right_password_leads_on_and_only_to_our_own_pages(client: Client) -> None:
    assert sign_in(client, "leser", DEMO_PASSWORD, next="/nb/4601/")["Location"] == "/nb/4601/"
    other = Client()
    answer = sign_in(other, "LESER", DEMO_PASSWORD, next="https://example.org/")
    assert answer["Location"] == "/"


def test_wrong_password_and_unknown_user_get_the_same_answer(client: Client) -> None:
    answers = [sign_in(client, user, "feil passord") for user in ("leser", "finnes-ikke")]
    alerts = [re.search(r'role="alert">(.*?)</div>', a.content.decode(), re.S) for a in answers]
    assert {a.status_code for a in answers} == {200}
    assert alerts[0]
    assert alerts[1]
    assert alerts[0].group(1) == alerts[1].group(1)


def test_signing_in_and_out_and_being_refused_stand_in_the_log_without_what_was_typed(
    client: Client,
) -> None:
    sign_in(client, "Leser", "feil passord")
    sign_in(client, "01815099999", "feil passord")
    sign_in(client, "leser", DEMO_PASSWORD)
    client.post("/konto/logout/")
    rows = AuditEvent.objects.filter(action__startswith="accounts.sign").order_by("pk")
    assert [(row.by, row.action, row.subject) for row in rows] == [
        ("anonymous", "accounts.sign_in_refused", "leser"),
        ("anonymous", "accounts.sign_in_refused", "unknown user"),
        ("leser", "accounts.sign_in", "leser"),
        ("leser", "accounts.sign_out", "leser"),
    ]
    assert not [row for row in rows if row.details]
    assert [row.municipality for row in rows] == ["4601", "", "4601", "4601"]


def test_guessing_is_throttled_by_name_and_address(client: Client) -> None:
    for _ in range(5):
        answer = sign_in(client, "leser", "feil passord")
    assert answer.status_code == 429
    assert "Vent 15 minutter" in answer.content.decode()
    assert sign_in(client, "leser", DEMO_PASSWORD).status_code == 429
    assert sign_in(Client(), "leder", DEMO_PASSWORD).status_code == 302


def test_closed_user_cannot_sign_in(client: Client) -> None:
    User.objects.filter(username="leser").update(is_active=False)
    sign_in(client, "leser", DEMO_PASSWORD)
    assert client.get("/nb/profil/").status_code == 302


def test_new_password_ends_other_sessions(client: Client) -> None:
    other = Client()
    for one in (client, other):
        sign_in(one, "leser", DEMO_PASSWORD)
    answer = client.post(
        "/konto/password/change/",
        {
            "oldpassword": DEMO_PASSWORD,
            "password1": "et nytt og langt",
            "password2": "et nytt og langt",
        },
    )
    assert answer.status_code == 302
    assert client.get("/nb/profil/").status_code == 200
    assert other.get("/nb/profil/").status_code == 302


def test_nobody_signs_herself_up(client: Client) -> None:
    before = User.objects.count()
    page = client.post("/konto/signup/", {"username": "ny", "password1": "et langt passord"})
    assert "Ingen registrerer seg selv" in page.content.decode()
    assert User.objects.count() == before


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an OpenID Connect provider in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path_factory.mktemp("oidc") / "log.txt").open("w")
    process = subprocess.Popen(
        [str(Path(sys.executable).parent / "oidc-provider-mock"), "--port", str(port)],
        stdout=log,
        stderr=log,
    )
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            _ask(f"http://127.0.0.1:{port}/.well-known/openid-configuration")
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=20)
    log.close()


def _ask(address: str, method: str = "GET", body: str = "", kind: str = "") -> Any:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection.request(method, path, body, {"Content-Type": kind} if kind else {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.fixture
def with_provider(settings: Any, provider: str) -> str:
    settings.OIDC_ISSUER, settings.OIDC_NAME = provider, "Prøvetjenesten"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "Prøvetjenesten",
                    "client_id": "hjemmel",
                    "secret": "hemmelig",
                    "settings": {"server_url": provider},
                }
            ],
        }
    }
    return provider


def sign_in_at(client: Client, provider: str, claims: dict[str, object]) -> Any:
    """Go to the provider, sign in there as somebody with these claims, and come back."""
    sub = str(claims["sub"])
    _ask(f"{provider}/users/{sub}", "PUT", json.dumps(claims), "application/json")
    away = client.post("/konto/oidc/oidc/login/?" + urlencode({"next": "/nb/4601/"}))
    assert away.status_code == 302, away.content.decode()[:500]
    assert away["Location"].startswith(provider)
    form = "application/x-www-form-urlencoded"
    back = _ask(away["Location"], "POST", urlencode({"sub": sub}), form)
    assert back.status == 302
    query = parse_qs(urlsplit(str(back.getheader("Location"))).query)
    return client.get("/konto/oidc/oidc/login/callback/", {k: v[0] for k, v in query.items()})


def test_known_and_verified_address_signs_the_user_in(client: Client, with_provider: str) -> None:
    assert "Prøvetjenesten" in client.get(SIGN_IN).content.decode()
    User.objects.filter(username="leder").update(email="leder@example.org")
    claims = {"sub": "1", "email": "leder@example.org", "email_verified": True}
    answer = sign_in_at(client, with_provider, claims)
    assert answer.status_code == 302
    assert answer["Location"] == "/nb/4601/"
    assert client.get("/api/v1/me").json()["name"] == "leder"


def test_link_to_the_service_made_and_taken_away_stands_in_the_log(
    client: Client, with_provider: str
) -> None:
    User.objects.filter(username="leder").update(email="leder@example.org")
    claims = {"sub": "4", "email": "leder@example.org", "email_verified": True}
    sign_in_at(client, with_provider, claims)
    account = client.get("/konto/oidc/").context["form"].accounts.get()
    assert client.post("/konto/oidc/", {"account": account.pk}).status_code == 302
    rows = AuditEvent.objects.filter(action__startswith="accounts.service").order_by("pk")
    assert [(row.by, row.action, row.subject, row.municipality) for row in rows] == [
        ("leder", "accounts.service_linked", "leder", "4601"),
        ("leder", "accounts.service_unlinked", "leder", "4601"),
    ]
    assert {tuple(row.details.items()) for row in rows} == {(("service", "oidc"),)}


@pytest.mark.parametrize(
    ("email", "verified"),
    [("leder@example.org", False), ("ukjent@example.org", True)],
)
def test_unverified_or_unknown_address_makes_no_user(
    client: Client, with_provider: str, email: str, verified: bool
) -> None:
    User.objects.filter(username="leder").update(email="leder@example.org")
    before = User.objects.count()
    claims = {"sub": f"2-{verified}", "email": email, "email_verified": verified}
    answer = sign_in_at(client, with_provider, claims)
    assert answer.status_code == 403
    assert "Du er ikke bruker av hjemmel" in answer.content.decode()
    assert User.objects.count() == before
    assert client.get("/nb/profil/").status_code == 302


def test_address_that_two_users_have_signs_in_neither(client: Client, with_provider: str) -> None:
    User.objects.filter(username__in=["leder", "leser"]).update(email="delt@example.org")
    claims = {"sub": "3", "email": "delt@example.org", "email_verified": True}
    assert sign_in_at(client, with_provider, claims).status_code == 403


def test_weak_first_password_is_refused_in_words_of_ours(client: Client) -> None:
    sign_in(client, "administrator", DEMO_PASSWORD)
    answer = client.post("/nb/brukere/", {"username": "kari", "password": "kort"})
    assert answer.status_code == 422
    assert "Passordet har under 12 tegn" in answer.content.decode()
    assert not User.objects.filter(username="kari").exists()
