"""Letters through the API: previewed, made once, handed out as PDF, and written anew."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.models import AuditEvent, ReadEvent
from hjemmel.apps.lists.models import Letter, LetterTemplate, Move
from hjemmel.apps.registry.models import (
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from tests.api.api_examples import FOR
from tests.api.conftest import EVERYTHING, PLACE, Keyed, checked
from tests.apps.pdf_text import text_of

pytestmark = pytest.mark.django_db
TODAY = date(2024, 1, 1)
LETTERS, BATCHES, TEXTS = f"{PLACE}/letters", f"{PLACE}/letter-batches", f"{PLACE}/letter-texts"
BODY = "Du får {fastlege} fra {gjelder_fra}.\n\n{hjemmel}"


def ok(response: Any, status: int = 200) -> Any:
    """Return the body of an answer."""
    assert response.status_code == status, response.content
    return response.json()


def pdf(response: Any) -> str:
    """Return the text of a PDF."""
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"%PDF")
    return " ".join(text_of(response.content).split())


@pytest.fixture
def waits(keyed: Keyed) -> WaitingEntry:
    """Somebody with a name who waits for any list."""
    Municipality.objects.update(data_as_of=TODAY)
    row = Resident.objects.filter(
        municipality__number="4601", waiting=None, protection="none", born__year__lt=1990
    ).order_by("pk")[0]
    Resident.objects.filter(pk=row.pk).update(name="Kari Nordmann")
    return WaitingEntry.objects.create(
        resident=row,
        municipality=row.municipality,
        waiting_class="change_within",
        queued_on=date(2023, 12, 1),
        known_from="2023-12-01T10:00:00Z",
    )


def of_queue(waits: WaitingEntry, **more: Any) -> dict[str, Any]:
    return {"kind": "place_in_queue", "about": waits.pk, **more}


def test_letter_is_seen_before_it_is_made_and_made_once(keyed: Keyed, waits: WaitingEntry) -> None:
    said = pdf(keyed.post(f"{LETTERS}/preview", of_queue(waits), **FOR))
    assert "Kari Nordmann" in said
    assert "en fastlege med ledig plass" in said
    assert "Utkast" in said
    assert not Letter.objects.exists()
    assert not LetterTemplate.objects.exists()
    seen = ReadEvent.objects.filter(resident=waits.resident_id, what="letter", purpose="question")
    assert seen.count() == 1

    made = ok(keyed.post(LETTERS, of_queue(waits)), 201)
    assert (made["kind"], made["language"], made["made_on"], made["version"]) == (
        "place_in_queue", "nb", "2024-01-01", 1,
    )  # fmt: skip
    assert ok(keyed.post(LETTERS, of_queue(waits)), 201) == made
    assert AuditEvent.objects.filter(action="lists.make_letter", by="alt").count() == 1
    given = pdf(keyed.get(f"{LETTERS}/{made['key']}/pdf", **FOR))
    assert given == said.replace("Utkast", f"Brev {made['key']}")
    assert seen.count() == 2
    checked(keyed.get(f"{LETTERS}/{made['key']}/pdf"), 422)  # no purpose

    found = ok(keyed.get(LETTERS))
    assert (found["total"], found["by_kind"]["place_in_queue"]) == (1, 1)
    assert found["rows"] == [made]
    assert "Kari" not in str(found)
    assert ok(keyed.get(f"{LETTERS}?skip=1"))["rows"] == []


def test_preview_shows_no_name_to_whom_may_not_see_residents(
    keyed: Keyed, waits: WaitingEntry
) -> None:
    for missing in (Permission.SEE_RESIDENTS, Permission.EDIT_RESIDENTS):
        may = EVERYTHING - {missing}
        checked(keyed.post(f"{LETTERS}/preview", of_queue(waits), *may, **FOR), 403)
    Resident.objects.filter(pk=waits.resident_id).update(protection="confidential")
    may = EVERYTHING - {Permission.SEE_PROTECTED}
    checked(keyed.post(f"{LETTERS}/preview", of_queue(waits), *may, **FOR), 404)
    checked(keyed.post(LETTERS, of_queue(waits), *may), 404)
    assert not ReadEvent.objects.filter(what="letter").exists()
    made = ok(keyed.post(LETTERS, of_queue(waits)), 201)
    checked(keyed.get(f"{LETTERS}/{made['key']}/pdf", *may, **FOR), 404)
    assert ok(keyed.get(LETTERS, *may))["total"] == 0


def test_what_another_municipality_tells_of_is_not_there(keyed: Keyed, waits: WaitingEntry) -> None:
    other = Municipality.objects.create(number="4602", name="En annen", set_up_on=TODAY)
    made = ok(keyed.post(LETTERS, of_queue(waits)), 201)
    Letter.objects.update(municipality=other)
    checked(keyed.get(f"{LETTERS}/{made['key']}/pdf", **FOR), 404)
    WaitingEntry.objects.filter(pk=waits.pk).update(municipality=other)
    assert checked(keyed.post(LETTERS, of_queue(waits)), 404)["where"] == "waiting"
    checked(keyed.post(f"{LETTERS}/preview", of_queue(waits), **FOR), 404)
    one = PatientList.objects.order_by("pk")[0]
    PatientList.objects.filter(pk=one.pk).update(municipality=other)
    assert checked(keyed.post(f"{BATCHES}/list/{one.pk}", {}), 404)["where"] == "list"
    assert Letter.objects.count() == 1


def test_wrong_letters_get_a_sentence_and_leave_nothing(keyed: Keyed, waits: WaitingEntry) -> None:
    checked(keyed.post(LETTERS, of_queue(waits, kind="love_letter")), 422)
    checked(keyed.post(LETTERS, of_queue(waits, language="fr")), 422)
    checked(keyed.post(LETTERS, of_queue(waits, about=10**9)), 404)
    checked(keyed.post(f"{BATCHES}/wish/1", {}), 422)
    checked(keyed.post(f"{BATCHES}/round/{10**9}", {}), 404)
    nynorsk = checked(keyed.post(LETTERS, of_queue(waits, language="nn")), 422)
    assert nynorsk["where"] == "language"
    WaitingEntry.objects.filter(pk=waits.pk).update(left_on=TODAY)
    checked(keyed.post(LETTERS, of_queue(waits)), 409)
    checked(keyed.post(f"{LETTERS}/preview", of_queue(waits), **FOR), 409)
    assert not Letter.objects.exists()


def test_letters_of_a_round_are_made_once_and_taken_out_together(
    keyed: Keyed, waits: WaitingEntry
) -> None:
    leaving = Membership.objects.on(TODAY).filter(patient_list__isnull=False).order_by("pk")
    for member in leaving.select_related("resident")[200:210]:
        end_from(Membership, {"resident": member.resident}, TODAY)
    one = PatientList.objects.order_by("pk")[0]
    length = Membership.objects.on(date(2024, 2, 1)).filter(patient_list=one).count()
    change_ceiling(
        patient_list=one.pk,
        ceiling=length + 5,
        valid_from=TODAY,
        agreed_with_municipality=True,
        by=keyed.actor,
    )
    made = ok(keyed.post(f"{PLACE}/rounds", {"seed": 7}), 201)["row"]["key"]
    address = f"{BATCHES}/round/{made}"
    checked(keyed.post(address, {}), 409)
    ok(keyed.post(f"{PLACE}/rounds/{made}/adoption"))
    moves = Move.objects.filter(source=f"round {made}").count()
    assert moves > 1
    assert ok(keyed.post(address, {})) == {"made": moves, "before": 0, "left_out": 0}
    assert ok(keyed.post(address, {})) == {"made": 0, "before": moves, "left_out": 0}
    assert len(ok(keyed.get(address))) == moves
    keys = list(Letter.objects.order_by("pk").values_list("pk", flat=True))
    said = pdf(keyed.get(f"{address}/pdf", **FOR))
    assert all(f"Brev {key} " in said for key in keys)
    packed = keyed.get(f"{address}/zip", **FOR)
    assert packed.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(packed.content)) as files:
        assert files.namelist() == [f"brev-{key}.pdf" for key in keys]
    assert ReadEvent.objects.filter(what="letter").count() == 2 * moves


def test_text_is_shown_tried_written_and_guarded(keyed: Keyed) -> None:
    texts = ok(keyed.get(TEXTS))
    assert len(texts) == 4
    assert all(one["languages"] == ["nb"] for one in texts)
    address = f"{TEXTS}/change_confirmed/nn"
    before = ok(keyed.get(address))
    assert (before["version"], before["body"], before["is_shipped"]) == (0, "", True)
    needed = {one["name"] for one in before["fields"] if one["required"]}
    assert needed == {"fastlege", "gjelder_fra", "hjemmel"}
    text = {"subject": "Ny fastlege hjå oss", "body": BODY}
    said = pdf(keyed.post(f"{address}/preview", text))
    assert "Ny fastlege hjå oss" in said
    assert not LetterTemplate.objects.exists()
    wrong = checked(keyed.post(address, {**text, "body": "Hei {ukjent}", "version": 0}), 422)
    assert "{ukjent}" in wrong["detail"]
    written = ok(keyed.post(address, {**text, "version": 0}))
    assert (written["version"], written["subject"], written["changed_by"]) == (
        1, "Ny fastlege hjå oss", "alt",
    )  # fmt: skip
    assert checked(keyed.post(address, {**text, "version": 0}), 409)["where"] == "version"
    assert ok(keyed.get(TEXTS))[0]["languages"] == ["nb", "nn"]
    assert AuditEvent.objects.filter(action="lists.edit_template").count() == 1


def test_head_is_shown_and_written(keyed: Keyed, waits: WaitingEntry) -> None:
    address = f"{PLACE}/letter-head"
    before = ok(keyed.get(address))
    assert (before["is_own"], before["changed_by"]) == (False, "")
    after = ok(keyed.post(address, {"contact": "Ring 55 00 00 00."}))
    assert (after["contact"], after["is_own"], after["changed_by"]) == (
        "Ring 55 00 00 00.", True, "alt",
    )  # fmt: skip
    assert ok(keyed.get(address)) == after
    assert "Ring 55 00 00 00." in pdf(keyed.post(f"{LETTERS}/preview", of_queue(waits), **FOR))
    checked(keyed.post(address, {"contact": " "}), 422)
