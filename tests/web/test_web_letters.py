"""Brev: texts are written and previewed, letters are made and fetched, for a purpose and by role."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.test import Client

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.audit.models import ReadEvent
from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.models import Letter, LetterTemplate
from hjemmel.apps.lists.selectors.wait import wait_quality
from hjemmel.apps.registry.models import (
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.selectors.places import view_of
from hjemmel.apps.registry.services.lists import receive_notice
from hjemmel.apps.registry.services.queue_history import load_queue_history
from hjemmel.cases.synthetic import SyntheticMunicipality
from tests.apps.pdf_text import text_of

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LETTERS = "/nb/4601/brev/"
TEXT = f"{LETTERS}tekster/gp-ends/"


@pytest.fixture
def worker(small_register: SyntheticMunicipality) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="saksbehandler"), _BACKEND)
    return client


@pytest.fixture
def ending(worker: Client) -> PatientList:
    """A list whose GP ends."""
    row = PatientList.objects.order_by("pk")[3]
    receive_notice(
        agreement=row.agreement_id,
        received_on=date(2024, 1, 5),
        ends_on=date(2024, 9, 1),
        by=system("test"),
    )
    return row


def page(client: Client, address: str, **posted: str) -> Any:
    return client.post(address, posted) if posted else client.get(address)


def said(response: Any) -> str:
    return str(response.content.decode())


def make(client: Client, row: PatientList) -> str:
    address = f"{LETTERS}liste/{row.pk}/"
    response = page(client, address, made_on="2024-01-10", language="nb")
    assert response.status_code == 200
    return address


def test_letters_of_a_list_are_made_once_and_fetched_for_a_purpose(
    worker: Client, ending: PatientList
) -> None:
    members = Membership.objects.on(date(2024, 1, 10)).filter(patient_list=ending).count()
    address = make(worker, ending)
    assert Letter.objects.count() == members
    again = page(worker, address, made_on="2024-01-11", language="nb")
    assert "0 brev ble laget nå" in said(again)
    assert Letter.objects.count() == members
    file = f"{address[:-1]}.pdf"
    asks = page(worker, file)
    assert (asks.status_code, asks["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert not ReadEvent.objects.filter(what="letter").exists()
    assert page(worker, file, what="open", purpose="").status_code == 422
    assert page(worker, file, what="open", purpose="change").status_code == 302
    sent = page(worker, file)
    assert sent["Content-Type"] == "application/pdf"
    assert sent["Content-Disposition"] == (
        f'attachment; filename="hjemmel-brev-liste-{ending.pk}.pdf"'
    )
    assert text_of(sent.content).count("slutter som fastlege") == members
    assert ReadEvent.objects.filter(what="letter", purpose="change").count() == members
    packed = page(worker, f"{address[:-1]}.zip")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as files:
        assert len(files.namelist()) == members
    one = Letter.objects.order_by("pk")[0]
    own = page(worker, f"{LETTERS}{one.pk}.pdf")
    assert own["Content-Disposition"] == f'attachment; filename="hjemmel-brev-{one.pk}.pdf"'
    assert f"Brev {one.pk}" in text_of(own.content)


def test_pages_of_letters_name_nobody(worker: Client, ending: PatientList) -> None:
    members = Membership.objects.on(date(2024, 1, 10)).filter(patient_list=ending)
    Resident.objects.filter(pk__in=members.values("resident")).update(name="Kari Nordmann")
    address = make(worker, ending)
    Letter.objects.exclude(pk__in=list(Letter.objects.values_list("pk", flat=True)[:9])).delete()
    newest = Letter.objects.order_by("-pk")[0].pk
    for shown in (page(worker, LETTERS), page(worker, address)):
        assert shown.status_code == 200
        assert "Nordmann" not in said(shown)
        assert f"Brev {newest} (PDF)" in said(shown)


def test_text_is_written_as_a_new_version_and_a_stale_page_is_refused(worker: Client) -> None:
    shown = said(page(worker, TEXT))
    assert "Dette er teksten som følger med hjemmel" in shown
    assert "{hva_skjer}" in shown
    typed = {"subject": "{fastlege} slutter", "body": "Siste dag er {slutter}, etter {hjemmel}."}
    saved = page(worker, TEXT, what="save", version="0", **typed)
    assert saved.status_code == 302
    assert "Siste dag er {slutter}" in said(page(worker, TEXT))
    stale = page(worker, TEXT, what="save", version="0", **typed)
    assert stale.status_code == 422
    assert "Teksten er endret siden siden ble vist" in said(stale)
    assert LetterTemplate.objects.count() == 1


def test_wrong_text_is_explained_and_stays_in_the_form(worker: Client) -> None:
    typed = {"subject": "{fastlege}", "body": "{slutter} {hjemmel} {fodt} mitt utkast"}
    refused = page(worker, TEXT, what="save", version="0", **typed)
    assert refused.status_code == 422
    text = said(refused)
    assert "Ukjent felt i teksten: {fodt}" in text
    assert "mitt utkast" in text
    assert not LetterTemplate.objects.exists()


def test_draft_is_shown_as_pdf_and_not_stored(worker: Client) -> None:
    typed = {"subject": "{fastlege} #slutter", "body": "Siste dag: {slutter}, {hjemmel}."}
    draft = page(worker, TEXT, what="preview", version="0", **typed)
    assert draft["Content-Type"] == "application/pdf"
    assert "#slutter" in text_of(draft.content)
    assert not LetterTemplate.objects.exists()
    wrong = page(worker, TEXT, what="preview", version="0", subject="x", body="{nei}")
    assert wrong.status_code == 422


def test_another_language_is_empty_until_it_is_written(worker: Client) -> None:
    shown = page(worker, f"{TEXT}?sprak=nn")
    assert "Det finnes ingen tekst på dette språket ennå" in said(shown)
    assert page(worker, f"{TEXT}?sprak=se").status_code == 422
    assert page(worker, f"{LETTERS}tekster/finnes-ikke/").status_code == 404
    assert page(worker, f"{LETTERS}hva/1/").status_code == 404


def test_contact_is_written_on_the_page(worker: Client) -> None:
    assert page(worker, LETTERS, contact="Ring 5556 7000").status_code == 302
    assert "Ring 5556 7000" in said(page(worker, LETTERS))


def test_letter_that_is_not_there_is_not_found(worker: Client) -> None:
    page(worker, f"{LETTERS}1.pdf", what="open", purpose="change")
    assert page(worker, f"{LETTERS}1.pdf").status_code == 404
    assert page(worker, f"{LETTERS}runde/99.pdf").status_code == 404
    assert page(worker, f"{LETTERS}runde/99/", made_on="2024-01-10").status_code == 422
    wrong = page(worker, f"{LETTERS}runde/99/", made_on="i går")
    assert "Dagen på brevet er ikke en dato" in said(wrong)


def test_residents_page_tells_her_place_and_wait_and_makes_her_letter(worker: Client) -> None:
    entry = WaitingEntry.objects.filter(left_on__isnull=True, wanted_list__isnull=False)[0]
    address = f"/nb/4601/innbyggere/{entry.resident_id}/"
    page(worker, address, what="open", purpose="question")
    shown = said(page(worker, address))
    assert "i køen: de uten fastlege først" in shown
    assert "for lite historikk til å anslå ventetiden" in shown
    assert "Ingen brev er laget." in shown
    made = page(
        worker, address, what="letter", kind=LetterKind.PLACE_IN_QUEUE.value, about=str(entry.pk)
    )
    assert made.status_code == 302
    letter = Letter.objects.get()
    assert (letter.resident_id, letter.made_by) == (entry.resident_id, "saksbehandler")
    assert f"Brev {letter.pk} (PDF)" in said(page(worker, address))
    wrong = page(worker, address, what="letter", kind="nei", about=str(entry.pk))
    assert wrong.status_code == 422
    assert Letter.objects.count() == 1


def test_indicators_say_how_often_the_waits_held(
    worker: Client, small_register: SyntheticMunicipality
) -> None:
    assert "for lite historikk" in said(page(worker, "/nb/4601/nokkeltall/"))
    place = Municipality.objects.get(number="4601")
    load_queue_history(made=small_register, municipality=place.pk, by=system("test"))
    shown = page(worker, "/nb/4601/nokkeltall/")
    assert shown.status_code == 200
    quality = wait_quality(
        view_of(Municipality.objects.get(number="4601")), date(2023, 12, 31), by=system("t")
    )
    text = said(shown)
    assert quality.sentence.nb in text
    assert "Innenfor intervallet" in text
