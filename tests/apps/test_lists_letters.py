"""Letters: what they say, to whom, once each, and the same bytes when made again."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent, ReadEvent
from hjemmel.apps.lists.letters.filling import filled
from hjemmel.apps.lists.letters.kinds import LETTER_LANGUAGES, LetterKind, shipped_text
from hjemmel.apps.lists.letters.sources import LetterSource
from hjemmel.apps.lists.letters.typeset import as_pdf
from hjemmel.apps.lists.models import Letter, LetterTemplate, Move
from hjemmel.apps.lists.selectors.differences import preview_cut_over
from hjemmel.apps.lists.selectors.letters import (
    letter_pdf,
    letters_for,
    letters_made,
    letters_pdf,
    letters_zip,
    own_letter,
    own_letters,
    preview_template,
    template_of,
)
from hjemmel.apps.lists.services.cut_over import run_cut_over
from hjemmel.apps.lists.services.letter_templates import edit_letter_head, edit_template
from hjemmel.apps.lists.services.letters import LettersMade, make_letter, make_letters_for
from hjemmel.apps.lists.services.reductions import (
    announce_draw,
    draw_reduction,
    request_reduction,
    withdraw_reduction,
)
from hjemmel.apps.lists.services.requests import ask_for_gp
from hjemmel.apps.registry.models import (
    Doctor,
    Household,
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.selectors.places import MunicipalityView, view_of
from hjemmel.apps.registry.services.lists import change_ceiling, change_holder, receive_notice
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import (
    ConflictError,
    InputError,
    MissingDataError,
    NotAllowedError,
    UnknownIdError,
)
from tests.apps.pdf_text import text_of

TODAY = date(2024, 3, 12)
NEXT = date(2024, 4, 1)
WORKER = system("test")
NASTY = 'Kari "Kåre" #panic("x") $x^2$ *b* _c_ `d` \\ <e> @f [g] // h /* i'


@pytest.fixture(autouse=True)
def _register(small_register: SyntheticMunicipality) -> None:
    """Twelve lists and 6 000 residents."""


def bergen() -> MunicipalityView:
    return view_of(Municipality.objects.get(number="4601"))


def leader() -> Actor:
    return Actor("leader", (Grant(Role.LEADER, bergen().key),))


def granted(name: str = "") -> Move:
    """A move that a granted wish decided."""
    wanted = PatientList.objects.order_by("pk")[0]
    change_ceiling(
        patient_list=wanted.pk,
        ceiling=Membership.objects.on(NEXT).filter(patient_list=wanted).count() + 20,
        valid_from=date(2024, 3, 1),
        agreed_with_municipality=True,
        by=WORKER,
    )
    others = Membership.objects.on(TODAY).exclude(patient_list=wanted)
    person = Resident.objects.filter(
        pk__in=others.values("resident"),
        born__year__lt=1990,
        municipality__number="4601",
        change_requests__isnull=True,
    ).order_by("pk")[0]
    if name:
        Resident.objects.filter(pk=person.pk).update(name=name)
    ask_for_gp(
        key=f"wish {person.pk}",
        resident=person.pk,
        wanted_list=wanted.pk,
        asked_on=TODAY,
        today=TODAY,
        by=WORKER,
    )
    return Move.objects.get(resident=person)


def change(move: Move, **more: Any) -> Letter:
    given: dict[str, Any] = {"made_on": TODAY, "by": WORKER} | more
    return make_letter(kind=LetterKind.CHANGE_CONFIRMED, about=move.pk, **given)


def read(letter: Letter, by: Actor = WORKER) -> str:
    return text_of(letter_pdf(letter.pk, bergen(), by=by, purpose="question"))


# --- what a letter says --------------------------------------------------------------------------


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


def reduced() -> tuple[int, list[Move]]:
    row = PatientList.objects.order_by("pk")[2]
    length = Membership.objects.on(date(2024, 6, 1)).filter(patient_list=row).count()
    asked = request_reduction(
        patient_list=row.pk,
        ceiling=length - 30,
        requested_on=date(2024, 1, 15),
        effective_on=date(2024, 8, 1),
        asked_by_municipality=False,
        gp_consents=True,
        shorter_notice_agreed=False,
        by=WORKER,
    )
    with pytest.raises(ConflictError, match="not decided"):
        make_letters_for(source=LetterSource.REDUCTION, key=asked.pk, made_on=TODAY, by=WORKER)
    announce_draw(reduction=asked.pk, as_of=date(2024, 6, 1), by=WORKER)
    draw_reduction(reduction=asked.pk, seed="4-8-15", by=WORKER)
    return asked.pk, list(Move.objects.filter(source=f"reduction {asked.pk}").order_by("pk"))


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


# --- again, the same -----------------------------------------------------------------------------


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


# --- texts ---------------------------------------------------------------------------------------


def edit(body: str, subject: str = "{fastlege}", **more: Any) -> LetterTemplate:
    given: dict[str, Any] = {
        "municipality": bergen().key,
        "kind": LetterKind.CHANGE_CONFIRMED,
        "language": "nb",
        "version": 0,
        "by": WORKER,
    } | more
    return edit_template(subject=subject, body=body, **given)


def test_unknown_place_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InputError) as refused:
        edit("{gjelder_fra} {hjemmel} {fodselsnummer}")
    assert "{fodselsnummer}" in refused.value.message("nb")
    for name in LetterKind.CHANGE_CONFIRMED.places:
        assert f"{{{name}}}" in refused.value.remedy.nb
    assert not LetterTemplate.objects.exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{gjelder_fra} {hjemmel} }", "brace"),
        ("{gjelder_fra} {hjemmel} {", "brace"),
        ("{gjelder_fra}", r"lacks \{hjemmel\}"),
        ("   ", "needs a subject and a text"),
        ("{gjelder_fra} {hjemmel}" + "x" * 6_000, "6000"),
    ],
)
def test_text_that_cannot_be_filled_is_refused(body: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        edit(body)
    assert not LetterTemplate.objects.exists()


def test_text_in_another_language_than_the_three_is_refused() -> None:
    with pytest.raises(InputError, match="not in that language"):
        edit("{gjelder_fra} {hjemmel}", language="se")
    with pytest.raises(MissingDataError):
        change(granted(), language="nn")
    edit("Frå {gjelder_fra}, etter {hjemmel}.", language="nn")
    assert change(granted(), language="nn").template.language == "nn"


def test_shipped_texts_can_be_filled_and_say_how_to_complain_and_whom_to_ask() -> None:
    for kind in LetterKind:
        subject, body = shipped_text(kind, "nb")
        edit(body, subject, kind=kind)
        assert "statsforvalteren (pasient- og brukerrettighetsloven § 7-2)" in body
        assert "Fristen er fire uker" in body
        assert body.rstrip().endswith("{kontakt}")
    assert list(LETTER_LANGUAGES) == ["nb", "nn", "en"]


def test_contact_that_the_municipality_writes_stands_in_its_letters() -> None:
    letter = change(granted())
    edit_letter_head(municipality=bergen().key, contact="Ring  5556 7000\n#v(1cm)", by=WORKER)
    assert "Ring 5556 7000 #v(1cm)" in read(letter)
    with pytest.raises(InputError):
        edit_letter_head(municipality=bergen().key, contact=" ", by=WORKER)


def test_preview_shows_the_text_about_nobody_and_stores_nothing() -> None:
    pdf = preview_template(
        bergen(),
        LetterKind.CHANGE_CONFIRMED,
        "nb",
        subject="{fastlege}",
        body="Hei {navn}! Fra {gjelder_fra}, etter {hjemmel}.",
        made_on=TODAY,
        by=WORKER,
    )
    text = text_of(pdf)
    assert "Hei Kari Nordmann! Fra [første dag hos fastlegen]" in text
    assert not LetterTemplate.objects.exists()


# --- nothing can be run --------------------------------------------------------------------------


def test_names_addresses_and_texts_are_shown_as_they_are_written() -> None:
    move = granted(NASTY)
    home = Household.objects.create(
        municipality_id=bergen().key, external_id="nasty", address="#eval(1) $y$ 2", postcode="5003"
    )
    Resident.objects.filter(pk=move.resident_id).update(household=home)
    edit("{navn} #sys.inputs *fet* {gjelder_fra} \\ {hjemmel} $z$", "#{fastlege} $q$")
    text = read(change(move))
    assert NASTY in text
    assert "#eval(1) $y$ 2" in text
    assert f"{NASTY} #sys.inputs *fet* 01.04.2024 \\ " in text
    assert "#Syntetisk lege" in text


def test_place_in_a_name_is_not_filled_again() -> None:
    text = read(change(granted("{hjemmel} {kontakt}")))
    assert "Hei, {hjemmel} {kontakt}!" in text


def test_line_in_a_name_makes_no_heading_or_new_line() -> None:
    letter = filled(
        "Hei",
        "{navn}\n\n- {navn}",
        {"navn": "A\n## B\x00"},
        language="nb",
        recipient=("A\n## B",),
        sender=("Bergen",),
    )
    assert [part.kind for part in letter.parts] == ["paragraph", "list"]
    assert [part.lines for part in letter.parts] == [("A ## B",), ("A ## B",)]
    assert "A ## B" in text_of(as_pdf([letter], title="t", author="a", made_on=TODAY))


# --- who may see them ----------------------------------------------------------------------------


def test_protected_address_stands_in_no_letter_and_the_letter_is_hidden() -> None:
    move = granted("Kari Nordmann")
    home = Household.objects.create(
        municipality_id=bergen().key, external_id="hidden", address="Skjult vei 1", postcode="5003"
    )
    Resident.objects.filter(pk=move.resident_id).update(household=home)
    letter = change(move)
    assert "Skjult vei 1" in read(letter)
    Resident.objects.filter(pk=move.resident_id).update(protection="confidential")
    assert "Skjult vei 1" not in read(letter)
    with pytest.raises(UnknownIdError):
        read(letter, leader())
    assert letters_made(bergen(), by=leader()).total == 0
    assert letters_made(bergen(), by=WORKER).total == 1
    with pytest.raises(UnknownIdError):
        change(move, by=leader())


def test_batch_leaves_out_those_one_may_not_see_and_says_how_many() -> None:
    key, moves = reduced()
    Resident.objects.filter(pk=moves[0].resident_id).update(protection="strictly_confidential")
    given: dict[str, Any] = {"source": LetterSource.REDUCTION, "key": key, "made_on": TODAY}
    assert make_letters_for(**given, by=leader()) == LettersMade(29, 0, 1)
    assert make_letters_for(**given, by=WORKER) == LettersMade(1, 29, 0)
    assert len(letters_for(LetterSource.REDUCTION, key, bergen(), by=leader())) == 29


def test_each_letter_seen_is_logged_with_its_purpose_and_names_stand_nowhere_else() -> None:
    letter = change(granted("Kari Nordmann"))
    read(letter)
    seen = ReadEvent.objects.get(what="letter")
    assert (seen.resident, seen.purpose) == (letter.resident_id, "question")
    with pytest.raises(InputError):
        letter_pdf(letter.pk, bergen(), by=WORKER, purpose=" ")
    assert "Nordmann" not in json.dumps(letter.facts)
    assert "Nordmann" not in json.dumps(list(AuditEvent.objects.values_list("details", flat=True)))


@pytest.mark.parametrize("role", [Role.READER, Role.PLANNER, Role.ADMINISTRATOR])
def test_roles_that_do_not_run_lists_make_and_see_no_letter(role: Role) -> None:
    move = granted()
    letter = change(move)
    other = Actor("other", (Grant(role, bergen().key),))
    with pytest.raises(NotAllowedError):
        change(move, by=other)
    with pytest.raises(NotAllowedError):
        letter_pdf(letter.pk, bergen(), by=other, purpose="question")
    with pytest.raises(NotAllowedError):
        letters_made(bergen(), by=other)
    with pytest.raises(NotAllowedError):
        edit("{gjelder_fra} {hjemmel}", by=other)


def test_batch_comes_as_one_pdf_or_as_one_each_named_by_number() -> None:
    key, moves = reduced()
    make_letters_for(source=LetterSource.REDUCTION, key=key, made_on=TODAY, by=WORKER)
    given: dict[str, Any] = {"by": WORKER, "purpose": "change"}
    whole = letters_pdf(LetterSource.REDUCTION, key, bergen(), **given)
    assert text_of(whole).count("Du mister plassen på listen") == len(moves)
    packed = letters_zip(LetterSource.REDUCTION, key, bergen(), **given)
    assert letters_zip(LetterSource.REDUCTION, key, bergen(), **given) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        assert file.namelist() == [
            f"brev-{pk}.pdf" for pk in Letter.objects.order_by("pk").values_list("pk", flat=True)
        ]
    assert ReadEvent.objects.filter(what="letter").count() == 3 * len(moves)


def test_resident_finds_her_own_letters_and_nobody_elses() -> None:
    letter, other = change(granted()), change(granted())
    assert [row.key for row in own_letters(letter.resident_id)] == [letter.pk]
    assert "01.04.2024" in text_of(own_letter(letter.pk, letter.resident_id))
    with pytest.raises(UnknownIdError):
        own_letter(other.pk, letter.resident_id)


# --- kept by the database ------------------------------------------------------------------------


def test_database_refuses_two_letters_about_one_thing_and_a_version_twice() -> None:
    letter = change(granted())
    Letter.objects.filter(pk=letter.pk)
    letter.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.save(force_insert=True)
    template = letter.template
    template.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        template.save(force_insert=True)


# --- the document --------------------------------------------------------------------------------


def test_pdf_is_tagged_in_norwegian_and_says_that_it_keeps_both_standards() -> None:
    pdf = letter_pdf(change(granted()).pk, bergen(), by=WORKER, purpose="question")
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/Marked true" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang(nb)" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
