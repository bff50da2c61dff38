"""Letters about the list: what each says, to whom it goes, and that it is the same when asked for again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from lists_letters_made import NEXT, TODAY, WORKER, bergen, change, granted, leader, read, reduced

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.letters.sources import LetterSource
from hjemmel.apps.lists.models import Letter, LetterTemplate
from hjemmel.apps.lists.selectors.differences import preview_cut_over
from hjemmel.apps.lists.selectors.letters import (
    letter_pdf,
    letters_for,
    template_of,
)
from hjemmel.apps.lists.services.cut_over import run_cut_over
from hjemmel.apps.lists.services.letter_templates import edit_template
from hjemmel.apps.lists.services.letters import LettersMade, make_letter, make_letters_for
from hjemmel.apps.lists.services.reductions import (
    withdraw_reduction,
)
from hjemmel.apps.registry.models import (
    Doctor,
    Membership,
    PatientList,
    WaitingEntry,
)
from hjemmel.apps.registry.services.lists import change_holder, receive_notice
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import (
    ConflictError,
    UnknownIdError,
)


@pytest.fixture(autouse=True)
def _register(small_register: SyntheticMunicipality) -> None:
    """Twelve lists and 6 000 residents."""


def test_letter_of_a_change_says_who_from_when_why_and_how_to_complain() -> None:
    letter = change(granted("Kari Nordmann"))
    text = read(letter)
    for said in (
        "Kari Nordmann",
        "Fra 01.04.2024 er Syntetisk lege",
        "Du har bedt om å få denne fastlegen",
        "pasient- og brukerrettighetsloven § 7-2",
        "Ta kontakt med Bergen kommune",
        f"Brev {letter.pk}",
    ):
        assert said in text
    assert letter.facts["hjemmel"] in text
    assert "§" in letter.facts["hjemmel"]
    assert "{" not in text


def test_letter_of_a_place_in_the_queue_says_the_place_and_why() -> None:
    entry = WaitingEntry.objects.filter(left_on__isnull=True, wanted_list__isnull=False).order_by(
        "queued_on", "pk"
    )[0]
    letter = make_letter(kind=LetterKind.PLACE_IN_QUEUE, about=entry.pk, made_on=TODAY, by=WORKER)
    text = read(letter)
    assert f"Du er nummer {letter.facts['plass']} på ventelisten" in text
    assert "for lite historikk til å anslå ventetiden" in text
    later = make_letter(kind=LetterKind.PLACE_IN_QUEUE, about=entry.pk, made_on=NEXT, by=WORKER)
    assert later.pk != letter.pk
    WaitingEntry.objects.filter(pk=entry.pk).update(left_on=TODAY)
    with pytest.raises(ConflictError, match="not in the queue"):
        make_letter(
            kind=LetterKind.PLACE_IN_QUEUE, about=entry.pk, made_on=date(2024, 5, 1), by=WORKER
        )


def ends(row: PatientList) -> None:
    receive_notice(
        agreement=row.agreement_id, received_on=TODAY, ends_on=date(2024, 9, 13), by=WORKER
    )


def test_letter_to_all_on_a_list_tells_that_the_gp_ends_and_what_happens() -> None:
    row = PatientList.objects.order_by("pk")[3]
    with pytest.raises(ConflictError, match="no end"):
        make_letters_for(source=LetterSource.LIST, key=row.pk, made_on=TODAY, by=WORKER)
    ends(row)
    made = make_letters_for(source=LetterSource.LIST, key=row.pk, made_on=TODAY, by=WORKER)
    members = Membership.objects.on(TODAY).filter(patient_list=row)
    assert made == LettersMade(members.count(), 0, 0)
    one = members[0]
    assert (
        make_letter(kind=LetterKind.GP_ENDS, about=one.pk, made_on=TODAY, by=WORKER).resident_id
        == one.resident_id
    )
    assert Letter.objects.count() == members.count()
    text = read(Letter.objects.order_by("pk")[0])
    assert "slutter 12.09.2024" in text
    assert "Det er ikke klart hvem som overtar" in text


def test_letter_names_the_doctor_who_takes_over() -> None:
    row = PatientList.objects.order_by("pk")[3]
    ends(row)
    new = Doctor.objects.create(
        hpr_number="990000999", name="Nina Ny", sex="female", competence="specialist"
    )
    change_holder(
        agreement=row.agreement_id,
        holder=new.pk,
        locum=None,
        valid_from=date(2024, 9, 13),
        by=WORKER,
    )
    one = Membership.objects.on(TODAY).filter(patient_list=row)[0]
    letter = make_letter(kind=LetterKind.GP_ENDS, about=one.pk, made_on=TODAY, by=WORKER)
    assert "Nina Ny overtar listen fra 13.09.2024. Du blir stående på listen" in read(letter)


def test_letters_of_a_reduction_go_to_those_drawn_once_each_also_after_an_interruption() -> None:
    key, moves = reduced()
    made_on = date(2024, 6, 10)
    first = make_letter(
        kind=LetterKind.MOVED_BY_REDUCTION, about=moves[0].pk, made_on=made_on, by=WORKER
    )
    made = make_letters_for(source=LetterSource.REDUCTION, key=key, made_on=made_on, by=WORKER)
    assert made == LettersMade(29, 1, 0)
    again = make_letters_for(source=LetterSource.REDUCTION, key=key, made_on=made_on, by=WORKER)
    assert again == LettersMade(0, 30, 0)
    assert sorted(Letter.objects.values_list("resident_id", flat=True)) == sorted(
        move.resident_id for move in moves
    )
    text = read(first)
    assert "Fra 01.08.2024 står du ikke lenger på listen" in text
    assert "frøet var 4-8-15" in text
    assert "fastlegeforskriften" in text
    event = AuditEvent.objects.filter(action="lists.make_letters").order_by("pk")[0]
    assert (event.subject, event.details) == (
        f"reduction {key}",
        {"made": 29, "before": 1, "left_out": 0},
    )


def test_withdrawn_reduction_and_cancelled_move_give_no_letter() -> None:
    key, moves = reduced()
    withdraw_reduction(reduction=key, by=WORKER)
    with pytest.raises(ConflictError, match="not decided"):
        make_letters_for(source=LetterSource.REDUCTION, key=key, made_on=TODAY, by=WORKER)
    with pytest.raises(UnknownIdError):
        make_letter(kind=LetterKind.MOVED_BY_REDUCTION, about=moves[0].pk, made_on=TODAY, by=WORKER)


def test_cut_over_gives_letters_to_those_it_moved() -> None:
    move = granted()
    shown = preview_cut_over(bergen().key, NEXT, by=WORKER)
    run = run_cut_over(
        municipality=bergen().key, effective_on=NEXT, digest=shown.digest, by=WORKER, today=NEXT
    )
    assert run is not None
    made = make_letters_for(source=LetterSource.CUT_OVER, key=run.pk, made_on=NEXT, by=WORKER)
    assert made == LettersMade(1, 0, 0)
    [row] = letters_for(LetterSource.CUT_OVER, run.pk, bergen(), by=WORKER)
    assert Letter.objects.get(pk=row.key).move_id == move.pk


def test_letter_asked_for_again_is_the_same_letter_and_the_same_bytes() -> None:
    move = granted("Kari Nordmann")
    letter = change(move)
    assert change(move).pk == letter.pk
    first = letter_pdf(letter.pk, bergen(), by=WORKER, purpose="question")
    assert letter_pdf(letter.pk, bergen(), by=WORKER, purpose="question") == first


def test_letter_keeps_the_text_it_was_made_from() -> None:
    move = granted()
    letter = change(move)
    before = letter_pdf(letter.pk, bergen(), by=WORKER, purpose="question")
    shown = template_of(bergen(), LetterKind.CHANGE_CONFIRMED, "nb", by=WORKER)
    assert (shown.version, shown.is_shipped) == (1, True)
    made = edit_template(
        municipality=bergen().key,
        kind=LetterKind.CHANGE_CONFIRMED,
        language="nb",
        subject="Ny lege: {fastlege}",
        body="Fra {gjelder_fra}, etter {hjemmel}.",
        version=shown.version,
        by=WORKER,
    )
    assert (made.version, made.is_shipped) == (2, False)
    assert letter_pdf(letter.pk, bergen(), by=WORKER, purpose="question") == before
    assert change(granted()).template_id == made.pk
    event = AuditEvent.objects.order_by("-pk").filter(action="lists.edit_template")[0]
    assert event.details == {"kind": "change_confirmed", "language": "nb", "version": 2}


def test_two_who_edit_the_same_version_give_one_text_and_one_clear_message() -> None:
    given: dict[str, Any] = {
        "municipality": bergen().key,
        "kind": LetterKind.GP_ENDS,
        "language": "nb",
        "subject": "{fastlege} slutter",
        "body": "{slutter}, etter {hjemmel}.",
        "version": 0,
    }
    edit_template(**given, by=WORKER)
    with pytest.raises(ConflictError, match="changed since the page was shown"):
        edit_template(**given, by=leader())
    assert LetterTemplate.objects.count() == 1
