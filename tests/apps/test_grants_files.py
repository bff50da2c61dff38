"""Applications from a file, reminders, the calendar of deadlines, and the demo."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.archive.services import _lines, _to_database
from hjemmel.apps.grants.calendar_text import deadlines_text
from hjemmel.apps.grants.models import GrantApplication, GrantFile, GrantPayment
from hjemmel.apps.grants.selectors.deadlines import due_in
from hjemmel.apps.grants.selectors.imports import get_import
from hjemmel.apps.grants.services.cases import grant_application
from hjemmel.apps.grants.services.daily import remind_applicants
from hjemmel.apps.grants.services.demo import load_grants_demo
from hjemmel.apps.grants.services.imports import load_import, preview_import
from hjemmel.apps.grants.services.money import mark_paid
from hjemmel.apps.grants.services.schemes import add_scheme, open_year
from hjemmel.apps.registry.models import Municipality
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import ConflictError, DataFileError, NotAllowedError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from tests.grant_cases import BY, NOW, PDF, TODAY, GrantPlace, draft, made_place, submitted, version

pytestmark = pytest.mark.django_db
HEADS = "Søker;Navn;Søkt beløp;Innbyggere i kommunen;Sentralitetsklasse;Kommuner i legevaktsamarbeidet\n"


@pytest.fixture
def place() -> GrantPlace:
    return made_place()


def legevakt(place: GrantPlace) -> int:
    return place.year("legevakt", frame=Money.kroner(5_000_000))


def looked(place: GrantPlace, year: int, folder: Path, rows: str) -> int:
    file = folder / "soknader.csv"
    file.write_text(HEADS + rows, "utf-8")
    return preview_import(scheme_year=year, file=file, name=file.name, by=BY)


def actions(run: int) -> list[tuple[str, str]]:
    return [(one.action, one.reason.en) for one in get_import(run, by=BY).lines]


def test_file_is_shown_first_and_loaded_twice_it_changes_nothing(
    place: GrantPlace, tmp_path: Path
) -> None:
    year = legevakt(place)
    rows = "1511;Fjelldal;1 200 000;2 000;6;1\n1514;Sundøy;1 800 000;3000;6;2\n"
    run = looked(place, year, tmp_path, rows)
    assert actions(run) == [("new", ""), ("new", "")]
    assert not GrantApplication.objects.exists()
    early = date(2026, 3, 1)
    done = load_import(run=run, by=BY, today=early, now=NOW)
    assert done == {"submitted": 2, "drafts": 0, "left_out": 0}
    with pytest.raises(ConflictError, match="loaded already"):
        load_import(run=run, by=BY, today=early, now=NOW)
    again = looked(place, year, tmp_path, rows)
    assert actions(again) == [("same", ""), ("same", "")]
    load_import(run=again, by=BY, today=early, now=NOW)
    assert list(
        GrantApplication.objects.order_by("applicant").values_list(
            "applicant", "sought_oere", "state"
        )
    ) == [
        ("municipality:1511", 120_000_000, "submitted"),
        ("municipality:1514", 180_000_000, "submitted"),
    ]


def test_rows_that_do_not_fit_go_to_quarantine_with_the_reason(
    place: GrantPlace, tmp_path: Path
) -> None:
    year = legevakt(place)
    run = looked(place, year, tmp_path, "1511;Fjelldal;1 200 000;2 000;6;1\n")
    load_import(run=run, by=BY, today=date(2026, 3, 1), now=NOW)
    rows = (
        "1511;Fjelldal;1 000 000;2 000;6;1\n"
        "x;Ukjent;1;1;1;1\n"
        "1514;Sundøy;-5;1;6;1\n"
        "1515;Vassvik;900 000;;6;1\n"
        "1516;Lysfjord;900 000;900;6;1\n"
        "1516;Lysfjord;900 000;900;6;1\n"
    )
    assert actions(looked(place, year, tmp_path, rows)) == [
        ("quarantine", "The applicant has a case with other facts, which is submitted"),
        ("quarantine", "The applicant is not in the register"),
        ("quarantine", "The amount sought cannot be -5; it must be above 0."),
        ("quarantine", "“Inhabitants of the municipality” is missing."),
        ("new", ""),
        ("quarantine", "The applicant stands twice in the file"),
    ]


def test_what_comes_after_the_deadline_stays_a_draft(place: GrantPlace, tmp_path: Path) -> None:
    year = legevakt(place)  # 1 April
    run = looked(place, year, tmp_path, "1511;Fjelldal;1 200 000;2 000;6;1\n")
    assert load_import(run=run, by=BY, today=TODAY, now=NOW)["drafts"] == 1


def test_file_without_amounts_or_rights_is_refused(place: GrantPlace, tmp_path: Path) -> None:
    year = legevakt(place)
    file = tmp_path / "feil.csv"
    file.write_text("Søker;Navn\n1511;A\n", "utf-8")
    with pytest.raises(DataFileError, match="lacks the column"):
        preview_import(scheme_year=year, file=file, name="feil.csv", by=BY)
    with pytest.raises(NotAllowedError):
        preview_import(
            scheme_year=year, file=file, name="feil.csv", by=place.actor(Role.CENTRE_LEADER)
        )


OWN = """
[[scheme]]
id = "own_takeover"
owner = "5001"
title_nb = "Egen ordning"
title_en = "A scheme of our own"
purpose_nb = "Formål"
purpose_en = "Purpose"
applicants = ["centre"]
conditions = []
amount_rule = "local_grants.new_centre_grant"
act = "trondheim_plan_2024"
paragraph = "kap. 4.2.1.1"
deadline = [11, 1]
valid_from = 2026-01-01
documents = []
"""


def test_municipality_takes_a_scheme_of_its_own_into_use(place: GrantPlace, tmp_path: Path) -> None:
    file = tmp_path / "ordning.toml"
    file.write_text(OWN, "utf-8")
    [key] = add_scheme(municipality=place.key, file=file, by=BY)
    assert add_scheme(municipality=place.key, file=file, by=BY) == (key,)
    year = open_year(scheme=key, year=2026, frame=Money.kroner(600_000), source="Vedtak", by=BY)
    submitted(place, year, {"doctors": "2"}, "600000")
    with pytest.raises(ConflictError, match="has cases"):
        add_scheme(municipality=place.key, file=file, by=BY)


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        (("local_grants.new_centre_grant", "local_grants.nothing"), "Unknown rule"),
        (("local_grants.new_centre_grant", "list_limits.ceiling_is_allowed"), "cannot tell"),
        (("trondheim_plan_2024", "nowhere"), "Unknown act"),
        (('owner = "5001"', 'owner = "4601"'), "is owned by “4601”"),
        (("deadline = [11, 1]", "deadline = 5"), "wrong form"),
        (('applicants = ["centre"]', "applicants = []"), "lacks applicants"),
    ],
)
def test_scheme_that_rests_on_what_is_not_there_is_refused(
    place: GrantPlace, tmp_path: Path, instead: tuple[str, str], said: str
) -> None:
    file = tmp_path / "ordning.toml"
    file.write_text(OWN.replace(*instead), "utf-8")
    with pytest.raises(DataFileError, match=said):
        add_scheme(municipality=place.key, file=file, by=BY)


def test_applicants_are_reminded_once_of_drafts_and_reports(
    place: GrantPlace, django_capture_on_commit_callbacks: Any
) -> None:
    year = place.year("new_centre")
    draft(place, year, {"doctors": "3"}, "900000", email="senter@example.org")
    other = submitted(
        place,
        year,
        {"doctors": "1"},
        "300000",
        centre=place.another_centre("Annet"),
        email="annet@example.org",
    )
    grant_application(case=other, version=version(other), reason="Ja", by=BY, now=NOW)
    payment = GrantPayment.objects.get()
    mark_paid(payments=[payment.pk], paid_on=date(2025, 12, 10), by=BY)
    mail.outbox.clear()
    early, near = date(2026, 11, 1), date(2026, 11, 28)
    assert remind_applicants(municipality=place.key, by=BY, today=early) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_applicants(municipality=place.key, by=BY, today=near) == 2
        assert remind_applicants(municipality=place.key, by=BY, today=near) == 0
    assert sorted(message.to[0] for message in mail.outbox) == [
        "annet@example.org",
        "senter@example.org",
    ]
    assert "01.12.2026" in str(
        next(one.body for one in mail.outbox if one.to == ["senter@example.org"])
    )


def test_deadlines_are_whole_days_in_a_calendar(place: GrantPlace) -> None:
    place.year("new_centre")
    found = due_in(place.key, by=BY, today=date(2026, 11, 1))
    text = deadlines_text(Text("Tilskudd", "Grants"), found, at=NOW)
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20261201" in text
    assert "Ramme som ikke er søkt på" in text.replace("\r\n ", "")


def test_file_of_a_case_is_in_a_backup_and_comes_back_as_it_was(place: GrantPlace) -> None:
    draft(place, place.year("new_centre"), {"doctors": "3"}, "900000")
    line = json.loads(next(_lines(GrantFile)))
    fields = [field.attname for field in GrantFile._meta.concrete_fields]
    kept = dict(zip(fields, line, strict=True))["content"]
    field = GrantFile._meta.get_field("content")
    sent = _to_database(field, kept)
    assert bytes(getattr(sent, "obj", sent)) == PDF  # the driver of PostgreSQL wraps bytes


def test_demo_has_a_case_in_each_state_and_is_loaded_once(
    small_register: SyntheticMunicipality,
) -> None:
    bergen = Municipality.objects.get(number="4601")
    today = timezone.localdate()
    made = load_grants_demo(municipality=bergen.pk, today=today, by=BY)
    assert made == GrantApplication.objects.count() == 21
    states = set(GrantApplication.objects.values_list("state", flat=True))
    assert states == {
        "draft",
        "submitted",
        "in_work",
        "granted",
        "partly",
        "refused",
        "paid",
        "reported",
        "revoked",
        "withdrawn",
    }
    assert load_grants_demo(municipality=bergen.pk, today=today, by=BY) == 0


def test_demo_is_not_loaded_among_real_persons(place: GrantPlace) -> None:
    Municipality.objects.filter(pk=place.key).update(is_synthetic=False)
    with pytest.raises(ConflictError, match="not synthetic"):
        load_grants_demo(municipality=place.key, today=TODAY, by=BY)
