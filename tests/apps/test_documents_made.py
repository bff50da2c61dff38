"""Documents of a plan on the register: frozen, the same bytes, told apart from the one before, by role."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from hjemmel.apps.accounts.policies import Actor, Grant
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.documents.choices import DocumentChoice, kind_named, language_named
from hjemmel.apps.documents.kinds import DocumentKind, shipped_text
from hjemmel.apps.documents.models import DocumentText, PlanDocument
from hjemmel.apps.documents.selectors.documents import (
    differences_from_previous,
    document_file,
    documents_in,
    get_document,
)
from hjemmel.apps.documents.selectors.preview import preview_document, preview_text
from hjemmel.apps.documents.selectors.texts import own_texts, text_of
from hjemmel.apps.documents.services.documents import make_document, release_document
from hjemmel.apps.documents.services.texts import edit_text
from hjemmel.apps.documents.writing import DocumentForm
from hjemmel.apps.plan.fields import MeasureFields, PlanFields
from hjemmel.apps.plan.models import Plan, PlanMeasure
from hjemmel.apps.plan.services.copying import make_from_example
from hjemmel.apps.plan.services.measures import add_measure, set_status
from hjemmel.apps.plan.services.plans import remove_plan
from hjemmel.apps.registry.models import Municipality
from hjemmel.domain.document_changes import DifferenceKind
from hjemmel.domain.document_plain import digest_of
from hjemmel.domain.measure import Cost, CostKind, MeasureStatus
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import (
    ConflictError,
    DataFileError,
    InputError,
    NotAllowedError,
    UnknownIdError,
)
from hjemmel.kernel.money import Money

TODAY = date(2024, 9, 10)
CASE = DocumentChoice(
    kind=DocumentKind.COUNCIL_CASE, case_number="24/7", assessment="Vi anbefaler planen."
)


pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> int:
    """A municipality with nobody in it."""
    return Municipality.objects.create(number="4601", name="Bergen", is_synthetic=True).pk


def as_role(role: Role, place: int) -> Actor:
    return Actor(role.value, (Grant(role, place),))


@pytest.fixture
def leader(place: int) -> Actor:
    return as_role(Role.LEADER, place)


@pytest.fixture
def plan(place: int, leader: Actor) -> int:
    fields = PlanFields(
        name="plan-2024", title="Prøveplan", first=date(2024, 1, 1), last=date(2029, 1, 1)
    )
    return make_from_example(municipality=place, example="trondheim-2024", fields=fields, by=leader)


def add(plan: int, by: Actor) -> None:
    add_measure(
        plan=plan,
        fields=MeasureFields(
            title="Ny vikarpool",
            area="RB",
            cost=Cost(CostKind.ONCE, Money.kroner(400_000), (2025,)),
        ),
        by=by,
    )


def test_a_made_document_says_what_the_plan_said_and_keeps_its_data_hash(
    plan: int, leader: Actor
) -> None:
    made = get_document(make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader), by=leader)

    assert made.row.title == "Saksframlegg: Prøveplan"
    assert (made.row.number, made.row.previous, made.row.is_released) == (1, None, False)
    assert made.row.digest == digest_of(made.document)
    table = next(one for one in made.document.tables if one.caption.startswith("Alle tiltak"))
    assert table.total[-1] == Money.kroner(17_825_000)
    assert set(made.pictures) == {"Anslått merbehov per satsingsområde"}


def test_what_changes_in_the_register_changes_nothing_in_a_made_document(
    plan: int, leader: Actor
) -> None:
    key = make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader)
    before = {form: document_file(key, form, by=leader) for form in DocumentForm}
    add(plan, leader)
    Plan.objects.filter(pk=plan).update(title="Noe helt annet")

    assert {form: document_file(key, form, by=leader) for form in DocumentForm} == before


_ELSEWHERE = """
import hashlib, json, sys
from hjemmel.apps.documents.writing import DocumentForm, write
from hjemmel.domain.document_plain import from_plain
kept = json.load(sys.stdin)
for form in DocumentForm:
    made = write(from_plain(kept["content"]), form, kept["pictures"])
    print(hashlib.sha256(made).hexdigest())
"""


def test_another_process_writes_the_same_bytes_from_what_was_frozen(
    plan: int, leader: Actor
) -> None:
    import json

    key = make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader)
    row = PlanDocument.objects.get(pk=key)
    kept = json.dumps({"content": row.content, "pictures": row.pictures})
    elsewhere = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE], input=kept, capture_output=True, text=True, check=True
    )

    here = [
        hashlib.sha256(document_file(key, form, by=leader)).hexdigest() for form in DocumentForm
    ]
    assert elsewhere.stdout.split() == here


def test_the_same_document_asked_for_again_is_the_same_one(plan: int, leader: Actor) -> None:
    first = make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader)

    assert make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader) == first
    assert PlanDocument.objects.count() == 1


def test_a_new_version_is_a_new_document_with_the_differences_told(
    plan: int, place: int, leader: Actor
) -> None:
    first = make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader)
    add(plan, leader)
    second = make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader)
    told = {one.where: one for one in differences_from_previous(second, by=leader)}

    assert differences_from_previous(first, by=leader) == ()
    assert [(row.key, row.number, row.previous) for row in documents_in(place, by=leader)] == [
        (second, 2, first),
        (first, 1, None),
    ]
    assert (told["Tiltak"].before, told["Tiltak"].after) == ("26", "27")
    assert told["Alle tiltak og anslått merbehov: 27"].kind is DifferenceKind.ADDED
    total = told["Alle tiltak og anslått merbehov: Sum, Anslått merbehov\xa0(kr)"]
    assert (total.before, total.after) == ("17\xa0825\xa0000", "18\xa0225\xa0000")


def test_each_language_and_each_tertial_counts_its_own_documents(
    plan: int, place: int, leader: Actor
) -> None:
    for language, tertial in (("nb", 1), ("nb", 2), ("nn", 1), ("nb", 1)):
        choice = DocumentChoice(
            kind=DocumentKind.TERTIAL_REPORT,
            language=language_named(language),
            tertial=Tertial(2024, tertial),
        )
        make_document(plan=plan, choice=choice, made_on=TODAY, by=leader)

    found = [(row.language, row.tertial, row.number) for row in documents_in(place, by=leader)]
    assert found == [("nn", "2024-T1", 1), ("nb", "2024-T2", 1), ("nb", "2024-T1", 1)]


def test_a_tertial_report_is_about_the_last_tertial_that_has_ended(
    plan: int, leader: Actor
) -> None:
    measure = PlanMeasure.objects.get(plan=plan, number=1)
    set_status(
        measure=measure.pk,
        status=MeasureStatus.IN_PROGRESS,
        on=date(2024, 8, 1),
        reason="Vedtatt.",
        by=leader,
        today=TODAY,
    )
    choice = DocumentChoice(kind=DocumentKind.TERTIAL_REPORT)
    made = get_document(
        make_document(plan=plan, choice=choice, made_on=TODAY, by=leader), by=leader
    )

    assert (made.row.tertial, made.row.as_of) == ("2024-T2", date(2024, 8, 31))
    changes = next(
        one for one in made.document.tables if one.caption == "Endringer i 2. tertial 2024"
    )
    assert changes.rows[0][2:] == (date(2024, 8, 1), "i gang", "Vedtatt.")


def test_a_released_document_says_who_released_it_and_stays_the_same(
    plan: int, leader: Actor
) -> None:
    key = make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader)
    before = document_file(key, DocumentForm.PDF, by=leader)
    release_document(document=key, by=leader)
    release_document(document=key, by=leader)

    row = get_document(key, by=leader).row
    assert (row.released_by, row.is_released) == ("leader", True)
    assert document_file(key, DocumentForm.PDF, by=leader) == before
    actions = AuditEvent.objects.filter(action__startswith="documents.").order_by("pk")
    assert [one.action for one in actions] == ["documents.make", "documents.release"]
    assert actions[0].details["digest"] == row.digest


def test_the_documents_of_a_draft_outlive_it(plan: int, place: int, leader: Actor) -> None:
    key = make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader)
    remove_plan(plan=plan, by=leader)

    (row,) = documents_in(place, by=leader)
    assert (row.key, row.plan, row.plan_name) == (key, None, "plan-2024")
    assert document_file(key, DocumentForm.HTML, by=leader).startswith(b"<!doctype html>")


def test_a_document_that_was_changed_in_the_database_is_not_handed_out(
    plan: int, leader: Actor
) -> None:
    key = make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader)
    row = PlanDocument.objects.get(pk=key)
    row.content["title"] = "Forfalsket"
    row.save(update_fields=["content"])

    with pytest.raises(DataFileError):
        document_file(key, DocumentForm.PDF, by=leader)


def test_figures_of_a_later_day_than_the_document_are_refused(plan: int, leader: Actor) -> None:
    choice = DocumentChoice(kind=DocumentKind.PLAN, as_of=date(2024, 9, 11))

    with pytest.raises(InputError) as refused:
        make_document(plan=plan, choice=choice, made_on=TODAY, by=leader)
    assert refused.value.where == "as_of"
    assert not PlanDocument.objects.exists()


def test_names_of_kinds_and_languages_are_read_or_refused() -> None:
    assert kind_named("case") is DocumentKind.COUNCIL_CASE
    for read, where in (
        (lambda: kind_named("letter"), "kind"),
        (lambda: language_named("se"), "language"),
    ):
        with pytest.raises(InputError) as refused:
            read()
        assert refused.value.where == where
    with pytest.raises(InputError):
        DocumentChoice(kind=DocumentKind.COUNCIL_CASE, case_number="1" * 41)


# --- roles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees", "makes", "releases"),
    [
        (Role.LEADER, True, True, True),
        (Role.PLANNER, True, True, False),
        (Role.CASE_WORKER, True, False, False),
        (Role.READER, True, False, False),
        (Role.GP, False, False, False),
        (Role.CENTRE_LEADER, False, False, False),
    ],
)
def test_each_role_does_what_it_may(
    plan: int, place: int, leader: Actor, role: Role, sees: bool, makes: bool, releases: bool
) -> None:
    key = make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader)
    actor = as_role(role, place)
    title, body = shipped_text(DocumentKind.COUNCIL_CASE, "nb")
    plain = DocumentChoice(kind=DocumentKind.PLAN)
    tried = {
        "sees": (
            lambda: documents_in(place, by=actor),
            lambda: get_document(key, by=actor),
            lambda: document_file(key, DocumentForm.HTML, by=actor),
            lambda: differences_from_previous(key, by=actor),
            lambda: text_of(place, DocumentKind.PLAN, "nb", by=actor),
            lambda: own_texts(place, by=actor),
        ),
        "makes": (
            lambda: preview_document(plan, plain, made_on=TODAY, by=actor),
            lambda: preview_text(plan, plain, title=title, body=body, made_on=TODAY, by=actor),
            lambda: make_document(plan=plan, choice=plain, made_on=TODAY, by=actor),
            lambda: edit_text(
                municipality=place,
                kind=DocumentKind.COUNCIL_CASE,
                language="nb",
                title=title,
                body=body,
                version=0,
                by=actor,
            ),
        ),
        "releases": (lambda: release_document(document=key, by=actor),),
    }

    for name, is_open in (("sees", sees), ("makes", makes), ("releases", releases)):
        for act in tried[name]:
            if is_open:
                act()
            else:
                with pytest.raises(NotAllowedError):
                    act()


def test_a_document_that_is_none_is_told(leader: Actor) -> None:
    with pytest.raises(UnknownIdError):
        get_document(0, by=leader)


# --- texts ---------------------------------------------------------------------------------------


def test_a_text_of_the_municipality_is_used_by_new_documents_only(
    plan: int, place: int, leader: Actor
) -> None:
    old = make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader)
    version = edit_text(
        municipality=place,
        kind=DocumentKind.COUNCIL_CASE,
        language="nb",
        title="Sak: {plan}",
        body="## Økonomi\r\n\r\nI alt {sum_tiltak}.\r\n\r\n{tiltakstabell}",
        version=0,
        by=leader,
    )
    new = make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader)

    assert version == 1
    assert get_document(old, by=leader).row.title == "Saksframlegg: Prøveplan"
    assert get_document(new, by=leader).row.title == "Sak: Prøveplan"
    assert PlanDocument.objects.get(pk=new).text_version == 1
    assert own_texts(place, by=leader) == {("case", "nb")}
    assert text_of(place, DocumentKind.COUNCIL_CASE, "nb", by=leader).changed_by == "leader"
    assert text_of(place, DocumentKind.COUNCIL_CASE, "nn", by=leader).is_shipped


def test_a_text_with_an_unknown_place_is_refused_and_nothing_is_stored(
    place: int, leader: Actor
) -> None:
    with pytest.raises(InputError) as refused:
        edit_text(
            municipality=place,
            kind=DocumentKind.PLAN,
            language="nb",
            title="{plan}",
            body="## Mål\n\n{maal}",
            version=0,
            by=leader,
        )

    assert refused.value.what.nb == "Ukjent felt i teksten: {maal}."
    assert "{mål}" in refused.value.remedy.nb
    assert not DocumentText.objects.exists()


def test_of_two_who_write_a_text_at_once_the_second_is_told(place: int, leader: Actor) -> None:
    def write(title: str) -> None:
        edit_text(
            municipality=place,
            kind=DocumentKind.PLAN,
            language="nb",
            title=title,
            body="## Mål",
            version=0,
            by=leader,
        )

    write("{plan}")
    with pytest.raises(ConflictError):
        write("Annen {plan}")
    assert DocumentText.objects.get().title == "{plan}"


# --- the database holds ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "letter"},
        {"language": "se"},
        {"digest": "x"},
        {"released_by": "leader"},
    ],
    ids=["an unknown kind", "an unknown language", "no digest", "half a release"],
)
def test_the_database_refuses_what_no_document_is(
    plan: int, leader: Actor, change: dict[str, str]
) -> None:
    key = make_document(plan=plan, choice=CASE, made_on=TODAY, by=leader)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanDocument.objects.filter(pk=key).update(**change)
