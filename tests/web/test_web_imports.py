"""The pages of imports: a preview, what was loaded, what failed, statistics among them."""

from __future__ import annotations

import io
import logging
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook
from web_page import Page

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.exchange.mappings import forget_columns
from hjemmel.apps.exchange.models import ColumnMapping, ImportRun
from hjemmel.apps.exchange.services import load_run
from hjemmel.apps.registry.models import Doctor, Municipality
from hjemmel.config.logs import WithoutValues
from hjemmel.kernel.errors import DataFileError, NotAllowedError

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
    assert "1 av 2 rader passer; 1 er i karantene." in text(page).replace("<strong>", "").replace(
        "</strong>", ""
    )
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


def workbook() -> bytes:
    """A file as a municipality may have it: own headings, a title above, notes, a row that is wrong."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Kontorer"
    sheet.append(["Rapport, 1. januar 2024"])
    sheet.append(["Senter-id", "Navn på legesenter", "Bydel", "Orgnr", "Farge"])
    sheet.append(["NY-1", "Nye Fana legekontor", "460104", "", "blå"])
    sheet.append(["NY-2", "Nye Arna legekontor", "469999", "", "rød"])
    notes = book.create_sheet("Notater")
    notes.append(["Ring kommunen"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "en"])
def test_quarantine_names_the_columns_as_the_file_does(worker: Client, language: str) -> None:
    file = SimpleUploadedFile("rapport.xlsx", workbook())
    given = {"file": file, "as_of": "2024-01-01", "partial": "1"}
    page = Page(worker.post(f"/{language}/4601/import/", given, follow=True))
    table = page.one("table", id="t-quarantine").text
    assert "Kontorer 4 Bydel" in table
    assert "469999" in table
    assert "district" not in table.replace("Unknown district", "")
    sent = worker.get(page.response.request["PATH_INFO"] + "karantene.csv").content.decode()
    assert "district" not in sent.replace("Unknown district", "")


@pytest.mark.django_db
def test_sheet_that_nothing_is_read_from_is_named(worker: Client) -> None:
    file = SimpleUploadedFile("rapport.xlsx", workbook())
    given = {"file": file, "as_of": "2024-01-01", "partial": "1"}
    page = Page(worker.post("/nb/4601/import/", given, follow=True))
    assert "Ingenting er lest fra: Notater." in page.text
    assert "Nye" not in page.one("table", id="t-tables").text, "nothing is loaded yet"


@pytest.mark.django_db
def test_columns_are_remembered_shown_and_forgotten(worker: Client) -> None:
    upload(worker, "HPR-nummer;Lege;Kjønn;Født i\n9911111;Syntetisk lege A;k;Bergen\n")
    run = ImportRun.objects.get()
    answer = worker.post(f"/nb/4601/import/{run.pk}/kolonner/", follow=True)
    page = Page(answer)
    table = page.one("table", id="t-saved").text
    assert "leger.csv" in table
    assert "HPR-nummer: «HPR-nummer»" in table
    assert "saksbehandler" in table
    (mapping,) = [e["value"] for e in page.all("input", name="mapping")]

    gone = worker.post("/nb/4601/import/", {"what": "forget", "mapping": mapping}, follow=True)
    assert gone.status_code == 200
    assert Page(gone).all("table", id="t-saved") == []
    assert not ColumnMapping.objects.exists()
    event = AuditEvent.objects.get(action="exchange.forget_columns")
    assert (event.by, event.subject, event.municipality) == ("saksbehandler", "leger.csv", "4601")
    again = worker.post("/nb/4601/import/", {"what": "forget", "mapping": mapping})
    assert again.status_code == 404 or "ikke husket" in text(again)


@pytest.mark.django_db
def test_nobody_forgets_columns_of_another_municipality(worker: Client) -> None:
    other = Municipality.objects.create(number="5001", name="Trondheim")
    kept = ColumnMapping.objects.create(
        municipality=other, kind="register", name="x.csv", columns={}, saved_by="x"
    )
    page = worker.post("/nb/4601/import/", {"what": "forget", "mapping": str(kept.pk)})
    assert "ikke husket" in text(page)
    assert ColumnMapping.objects.filter(pk=kept.pk).exists()
    with pytest.raises(NotAllowedError):
        forget_columns(mapping=kept.pk, municipality=other.pk, by=actor_named("saksbehandler"))


@pytest.mark.django_db
def test_load_that_failed_is_told_of_in_the_language_of_the_page(worker: Client) -> None:
    upload(worker, DOCTORS)
    run = ImportRun.objects.get()
    Path(run.stored_as).write_text("%PDF-1.7", "utf-8")
    with pytest.raises(DataFileError):
        load_run(run=run.pk, by=system("test"))
    assert "et PDF-dokument" in text(worker.get(f"/nb/4601/import/{run.pk}/"))
    english = text(worker.get(f"/en/4601/import/{run.pk}/"))
    assert "a PDF document" in english
    assert "dokument." not in english
