"""The texts of letters: what may stand in them, who may see them, and the document that they become."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from lists_letters_made import TODAY, WORKER, bergen, change, granted, leader, read, reduced

from hjemmel.apps.accounts.policies import Actor, Grant
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent, ReadEvent
from hjemmel.apps.lists.letters.filling import filled
from hjemmel.apps.lists.letters.kinds import LETTER_LANGUAGES, LetterKind, shipped_text
from hjemmel.apps.lists.letters.sources import LetterSource
from hjemmel.apps.lists.letters.typeset import as_pdf
from hjemmel.apps.lists.models import Letter, LetterTemplate
from hjemmel.apps.lists.selectors.letters import (
    letter_pdf,
    letters_for,
    letters_made,
    letters_pdf,
    letters_zip,
    own_letter,
    own_letters,
    preview_template,
)
from hjemmel.apps.lists.services.letter_templates import edit_letter_head, edit_template
from hjemmel.apps.lists.services.letters import LettersMade, make_letters_for
from hjemmel.apps.registry.models import (
    Household,
    Resident,
)
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import (
    InputError,
    MissingDataError,
    NotAllowedError,
    UnknownIdError,
)
from tests.apps.pdf_text import text_of

NASTY = 'Kari "Kåre" #panic("x") $x^2$ *b* _c_ `d` \\ <e> @f [g] // h /* i'


@pytest.fixture(autouse=True)
def _register(small_register: SyntheticMunicipality) -> None:
    """Twelve lists and 6 000 residents."""


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


def test_pdf_is_tagged_in_norwegian_and_says_that_it_keeps_both_standards() -> None:
    pdf = letter_pdf(change(granted()).pk, bergen(), by=WORKER, purpose="question")
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/Marked true" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang(nb)" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
