"""The pages of imports: a preview, what was loaded, what failed, statistics among them."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.exchange.models import ImportRun
from hjemmel.apps.exchange.services import load_run
from hjemmel.apps.registry.models import Doctor, Municipality
from hjemmel.config.logs import WithoutValues

DOCTORS = "HPR-nummer;Lege;Kjønn\n9911111;Syntetisk lege A;k\nfeil;Syntetisk lege B;m\n"


@pytest.fixture
def worker(client: Client, small_register: Any) -> Client:
    """A case worker who is signed in."""
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.get(username="saksbehandler")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def upload(worker: Client, content: str, name: str = "leger.csv") -> Any:
    file = SimpleUploadedFile(name, content.encode())
    given = {"file": file, "as_of": "2024-01-01", "partial": "1"}
    return worker.post("/nb/4601/import/", given, follow=True)


def text(response: Any) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


@pytest.mark.django_db
def test_preview_page_tells_what_the_file_holds_in_both_languages(worker: Client) -> None:
    page = upload(worker, DOCTORS)
    assert page.status_code == 200
    assert "Forhåndsvist, ikke lastet inn" in text(page)
    assert "1 rader i karantene" in text(page)
    assert not Doctor.objects.filter(hpr_number="9911111").exists()
    run = ImportRun.objects.get()
    english = worker.get(f"/en/4601/import/{run.pk}/")
    assert "Previewed, not loaded" in text(english)


@pytest.mark.django_db
def test_page_of_a_loaded_file_shows_before_and_after(worker: Client) -> None:
    upload(worker, DOCTORS)
    run = ImportRun.objects.get()
    load_run(run=run.pk, by=system("test"))
    page = worker.get(f"/nb/4601/import/{run.pk}/")
    assert page.status_code == 200
    assert "Registeret før og etter" in text(page)
    assert 'value="load"' not in text(page)
    again = worker.post(f"/nb/4601/import/{run.pk}/", {"what": "load"})
    assert again.status_code == 422
    assert "Filen er lastet inn" in text(again)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "counts", "words"),
    [
        ("failed", {}, "Mislyktes"),
        ("running", {}, "Avbrutt; ingenting er lagret"),
        (
            "loaded",
            {"read": {"ssb-population": 3}, "accepted": {"ssb-population": 3}, "quarantined": 0},
            "Lastet inn",
        ),
    ],
)
def test_pages_of_statistics_open_too(
    worker: Client, status: str, counts: dict[str, Any], words: str
) -> None:
    run = ImportRun.objects.create(
        municipality=Municipality.objects.get(number="4601"),
        kind="ssb-population",
        file="07459.json",
        digest="0" * 64,
        status=status,
        counts=counts,
        asked_by="test",
    )
    assert "07459.json" in text(worker.get("/nb/4601/import/"))
    page = worker.get(f"/nb/4601/import/{run.pk}/")
    assert page.status_code == 200
    assert words in text(page)


@pytest.mark.django_db
def test_previewed_file_can_be_discarded_from_its_page(worker: Client) -> None:
    upload(worker, DOCTORS)
    run = ImportRun.objects.get()
    assert 'value="discard"' in text(worker.get(f"/nb/4601/import/{run.pk}/"))
    page = worker.post(f"/nb/4601/import/{run.pk}/", {"what": "discard"}, follow=True)
    assert page.status_code == 200
    assert 'value="load"' not in text(page)
    assert not Path(run.stored_as).exists()


@pytest.mark.django_db
def test_stopping_what_is_not_loaded_is_refused(worker: Client) -> None:
    upload(worker, DOCTORS)
    run = ImportRun.objects.get()
    page = worker.post(f"/nb/4601/import/{run.pk}/", {"what": "stop"})
    assert page.status_code == 422
    assert "lastes ikke inn nå" in text(page)


def test_log_of_an_error_of_ours_names_no_value() -> None:
    number, name = "12345678901", "Syntetisk navn"
    try:
        try:
            raise ValueError(number)
        except ValueError as error:
            raise RuntimeError(name) from error
    except RuntimeError:
        told = logging.makeLogRecord({"msg": "feil", "exc_info": sys.exc_info()})
    written = WithoutValues().format(told)
    assert "RuntimeError" in written
    assert "ValueError" in written
    assert number not in written
    assert name not in written
