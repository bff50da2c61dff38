"""One odd cell costs one row: each condition of the database is met by a row in quarantine."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from register_files import numbers, write_rows

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.exchange.models import ImportRun, QuarantinedRow
from hjemmel.apps.exchange.municipalities import known_numbers
from hjemmel.apps.exchange.services import load_run, preview_file
from hjemmel.apps.registry.loading.refusals import WORDS, refused
from hjemmel.apps.registry.models import (
    Advertisement,
    Agreement,
    AgreementTerms,
    Centre,
    Doctor,
    Household,
    ListCeiling,
    ListDoctor,
    ListReport,
    Membership,
    Municipality,
    PatientList,
    Resident,
    Vacancy,
    WaitingEntry,
)
from hjemmel.apps.registry.truth import names
from hjemmel.kernel.errors import DataFileError
from hjemmel.law import law_on

BY = system("test")
DAY = date(2024, 1, 1)
LOADED: tuple[type[models.Model], ...] = (
    Centre, Doctor, Agreement, AgreementTerms, Vacancy, Advertisement, PatientList, ListCeiling,
    ListDoctor, ListReport, Household, Resident, Membership, WaitingEntry,
)  # fmt: skip


ID, OTHER = (number for number, _ in zip(numbers(), range(2), strict=False))
CENTRE = {"Senternr": "1", "Legesenter": "Syntetisk senter", "Bydel": "460101"}
DOCTOR = {"HPR-nr": "9900001", "Lege": "Syntetisk lege"}
AGREEMENT = {"Avtalenr": "A", "Senternr": "1", "Driftsform": "Næring", "HPR-nr": "9900001"}
LIST = {"Listenr": "L", "Avtalenr": "A", "Listetak": "1000"}
REPORT = {"Listenr": "L", "Antall på liste": "900"}
RESIDENT = {"Fnr": ID, "Født": "01.01.1990", "Kjønn": "K"}
WAITING = {"Fnr": ID, "Venteklasse": "bytte", "Ventedato": "01.12.2023"}
KEYS = {"Senternr": "2", "Avtalenr": "B", "Listenr": "M", "HPR-nr": "9900002", "Fnr": OTHER}


def good(of: dict[str, str]) -> dict[str, str]:
    """Return another row of the same table, that fits."""
    key = next(name for name in of if name in KEYS)
    return {**of, key: KEYS[key]}


def take(
    rows: list[dict[str, str]], bergen: int, folder: Path, name: str = "fil.csv"
) -> tuple[ImportRun, set[tuple[str, str]]]:
    """Load rows as a file, and return the run with field and reason of what stayed behind."""
    file = write_rows(rows, folder / name)
    key = preview_file(file=file, name=name, municipality=bergen, as_of=DAY, complete=False, by=BY)
    load_run(run=key, by=BY)
    run = ImportRun.objects.get(pk=key)
    return run, set(QuarantinedRow.objects.filter(run=run).values_list("field", "reason"))


@pytest.fixture
def ready(bergen: int, tmp_path: Path) -> int:
    """A register with two centres, two doctors, two agreements, two lists and two residents."""
    for row in (CENTRE, DOCTOR, AGREEMENT, LIST, RESIDENT):
        _, bad = take([row, good(row)], bergen, tmp_path)
        assert bad == set()
    return bergen


BROKEN: dict[str, tuple[dict[str, str], dict[str, str], tuple[str, str]]] = {
    "centre_named": (CENTRE, {"Legesenter": " "}, ("name", "missing")),
    "centre_organisation_9_digits": (
        CENTRE, {"Orgnr": "12345678"}, ("organisation_number", "organisation"),
    ),
    "centre_ownership_known": (CENTRE, {"Eierform": "stiftelse"}, ("ownership", "choice")),
    "centre_place_is_a_pair": (
        CENTRE,
        {"Breddegrad": "95", "Lengdegrad": "5,3"},
        ("latitude", "centre_place_is_a_pair"),
    ),
    "doctor_named": (DOCTOR, {"Lege": ""}, ("name", "missing")),
    "doctor_hpr_digits": (DOCTOR, {"HPR-nr": "12a"}, ("hpr_number", "hpr")),
    "doctor_competence_known": (DOCTOR, {"Kompetanse": "kirurg"}, ("competence", "choice")),
    "terms_form_known": (AGREEMENT, {"Driftsform": "leid"}, ("form", "choice")),
    "terms_status_fits_doctors": (
        AGREEMENT, {"Status": "vikar"}, ("status", "terms_status_fits_doctors"),
    ),
    "terms_opening_hours_in_a_week": (
        AGREEMENT, {"Åpningstid": "200"}, ("opening_hours", "terms_opening_hours_in_a_week"),
    ),
    "terms_side_task_hours_in_a_week": (
        AGREEMENT,
        {"Andre oppgaver timer": "-1"},
        ("side_task_hours", "terms_side_task_hours_in_a_week"),
    ),
    "terms_notice_has_an_end": (
        AGREEMENT,
        {"Oppsagt dato": "01.12.2023"},
        ("notice_received_on", "terms_notice_has_an_end"),
    ),
    "advertisement_deadline_after": (
        AGREEMENT,
        {"Utlyst": "01.12.2023", "Søknadsfrist": "01.11.2023"},
        ("deadline", "advertisement_deadline_after"),
    ),
    "advertisement_qualified_within": (
        AGREEMENT,
        {"Antall søkere": "1", "Kvalifiserte søkere": "2"},
        ("qualified_applicants", "advertisement_qualified_within"),
    ),
    "list_kind_known": (LIST, {"Listetype": "reserve"}, ("kind", "choice")),
    "ceiling_at_least_one": (LIST, {"Listetak": "0"}, ("ceiling", "ceiling")),
    "resident_id_11_digits_or_erased": (
        RESIDENT, {"Fnr": "1234567890"}, ("national_id", "national_id"),
    ),
    "resident_sex_known": (RESIDENT, {"Kjønn": "x"}, ("sex", "choice")),
    "resident_protection_known": (
        RESIDENT, {"Adressegradering": "hemmelig"}, ("protection", "choice"),
    ),
    "resident_basis_known": (RESIDENT, {"Grunnlag": "turist"}, ("basis", "choice")),
    "resident_died_after_birth": (
        RESIDENT, {"Dødsdato": "31.12.1989"}, ("died_on", "resident_died_after_birth"),
    ),
    "resident_left_after_arrival": (
        RESIDENT,
        {"Innflyttet": "01.05.2020", "Utflyttet": "01.05.2020"},
        ("lived_here_to", "resident_left_after_arrival"),
    ),
    "waiting_class_known": (WAITING, {"Venteklasse": "haster"}, ("waiting_class", "choice")),
}  # fmt: skip
"""For each condition: a row that fits, what breaks it, and why it stays in quarantine."""

NO_FILE_SAYS_IT = {
    # closing days, left_on and filled_on are the load's own, and written in order
    "agreement_closed_after_created", "vacancy_filled_after_start", "waiting_left_after_queued",
    # a membership is either the list that the row names or elsewhere
    "membership_here_or_elsewhere",
    # the load lays periods from the file's day on, and stamps them itself
    *(f"{table}_{rule}" for table in ("terms", "ceiling", "list_doctor", "membership")
      for rule in ("ends_after_start", "known_in_order")),
}  # fmt: skip


def test_every_condition_of_a_loaded_table_is_tried_here() -> None:
    conditions = {
        constraint.name
        for model in LOADED
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    }
    assert conditions == BROKEN.keys() | NO_FILE_SAYS_IT


def test_everything_that_the_database_refuses_of_a_file_has_words() -> None:
    constraints = {c.name for model in LOADED for c in model._meta.constraints}
    assert constraints | set(names()) == WORDS.keys()


@pytest.mark.parametrize("condition", BROKEN)
def test_row_that_would_break_a_condition_stays_behind_and_the_rest_loads(
    ready: int, tmp_path: Path, condition: str
) -> None:
    row, change, why = BROKEN[condition]
    run, bad = take([{**row, **change}, good(row)], ready, tmp_path)
    assert bad == {why}
    assert run.status in ("loaded", "unchanged")
    assert set(run.counts["accepted"].values()) == {1}
    assert run.counts["tables"]


BEYOND = [
    (CENTRE, {"Postnr": "50031"}, ("postcode", "postcode")),
    (CENTRE, {"Legesenter": "x" * 151}, ("name", "too_long")),
    (CENTRE, {"Senternr": "x" * 41}, ("external_id", "too_long")),
    (CENTRE, {"Telefon": "5" * 21}, ("phone", "too_long")),
    (CENTRE, {"Daglig leder": "x" * 151}, ("leader", "too_long")),
    (CENTRE, {"Plass til leger": "40000"}, ("most_doctors", "out_of_range")),
    (CENTRE, {"Areal": "-5"}, ("premises_m2", "out_of_range")),
    (CENTRE, {"Breddegrad": "60,4"}, ("latitude", "centre_place_is_a_pair")),
    (CENTRE, {"Åpnet": "01.01.0202"}, ("opened_on", "not_a_day")),
    (DOCTOR, {"Lege": "x" * 151}, ("name", "too_long")),
    (DOCTOR, {"ALIS-trinn": "x" * 61}, ("training_stage", "too_long")),
    (AGREEMENT, {"Bistilling": "x" * 201}, ("side_tasks", "too_long")),
    (AGREEMENT, {"Åpningstid": "0,04"}, ("opening_hours", "terms_opening_hours_in_a_week")),
    (AGREEMENT, {"Åpningstid": "12345"}, ("opening_hours", "out_of_range")),
    (AGREEMENT, {"Avtalt aldersgrense": "-70"}, ("end_age", "out_of_range")),
    (LIST, {"Listenr": "x" * 41}, ("external_id", "too_long")),
    (LIST, {"Listetak": "10,5"}, ("ceiling", "not_a_number")),
    (REPORT, {"Antall på liste": "-5"}, ("length", "out_of_range")),
    (REPORT, {"Gjester": "3000000000"}, ("guests", "out_of_range")),
    (RESIDENT, {"Navn": "x" * 151}, ("name", "too_long")),
    (RESIDENT, {"Husstand": "x" * 41}, ("household", "too_long")),
    (RESIDENT, {"Adresse": "x" * 201}, ("household_address", "too_long")),
    (RESIDENT, {"Mor": ID}, ("mother", "own_parent")),
]  # fmt: skip


@pytest.mark.parametrize(("row", "change", "why"), BEYOND, ids=[str(i) for i in range(len(BEYOND))])
def test_value_that_the_column_does_not_hold_stays_behind_and_the_rest_loads(
    ready: int, tmp_path: Path, row: dict[str, str], change: dict[str, str], why: tuple[str, str]
) -> None:
    run, bad = take([{**row, **change}, good(row)], ready, tmp_path)
    assert bad == {why}
    assert run.status in ("loaded", "unchanged")


@pytest.mark.parametrize(
    ("row", "heading", "model", "fact", "kept"),
    [
        (CENTRE, "Eierform", Centre, "ownership", "private"),
        (CENTRE, "Universell utforming", Centre, "universal_design", ""),
        (DOCTOR, "Kompetanse", Doctor, "competence", "unknown"),
        (LIST, "Listetype", PatientList, "kind", "ordinary"),
        (RESIDENT, "Adressegradering", Resident, "protection", "none"),
        (RESIDENT, "Grunnlag", Resident, "basis", "resident"),
    ],
)
def test_blank_cell_is_what_the_register_writes_when_nothing_is_said(
    ready: int,
    tmp_path: Path,
    row: dict[str, str],
    heading: str,
    model: type[models.Model],
    fact: str,
    kept: str,
) -> None:
    run, bad = take([{**row, heading: ""}, {**good(row), heading: ""}], ready, tmp_path)
    assert bad == set()
    assert run.status in ("loaded", "unchanged")
    assert set(model._default_manager.values_list(fact, flat=True)) == {kept}


def test_same_organisation_number_twice_keeps_the_second_centre_behind(
    ready: int, tmp_path: Path
) -> None:
    number = {"Orgnr": "123456785"}
    _, bad = take([{**CENTRE, **number}, {**good(CENTRE), **number}], ready, tmp_path)
    assert bad == {("organisation_number", "centre_organisation_once")}
    assert Centre.objects.get(organisation_number="123456785").external_id == "1"
    _, bad = take([{**good(CENTRE), **number}], ready, tmp_path)
    assert bad == {("organisation_number", "centre_organisation_once")}


def test_end_that_is_stored_lets_a_notice_through(ready: int, tmp_path: Path) -> None:
    _, bad = take([{**AGREEMENT, "Sluttdato": "01.06.2024"}], ready, tmp_path)
    assert bad == set()
    notice = {"Oppsagt dato": "01.12.2023"}
    _, bad = take([{**AGREEMENT, **notice}, {**good(AGREEMENT), **notice}], ready, tmp_path)
    assert bad == {("notice_received_on", "terms_notice_has_an_end")}
    now = AgreementTerms.objects.on(DAY).get(agreement__external_id="A")
    assert (now.notice_received_on, now.ends_on) == (date(2023, 12, 1), date(2024, 6, 1))


def test_file_that_names_no_doctor_leaves_who_has_the_post(ready: int, tmp_path: Path) -> None:
    row = {name: value for name, value in AGREEMENT.items() if name != "HPR-nr"}
    _, bad = take([{**row, "Åpningstid": "37,5"}], ready, tmp_path)
    assert bad == set()
    now = AgreementTerms.objects.on(DAY).select_related("holder").get(agreement__external_id="A")
    assert now.holder is not None
    assert (now.holder.hpr_number, now.status) == ("9900001", "held")
    assert str(now.opening_hours) == "37.5"


def test_database_that_refuses_a_value_is_told_in_plain_words_without_the_value(
    bergen: int, tmp_path: Path
) -> None:
    with connection.cursor() as cursor:  # a rule that no check of ours knows
        cursor.execute("CREATE UNIQUE INDEX one_of_each ON registry_resident (name)")
    people = f"Fnr;Navn;Født;Kjønn\n{ID};Syntetisk;01.01.1990;K\n{OTHER};Syntetisk;01.01.1990;K\n"
    file = tmp_path / "fil.csv"
    file.write_text(people, "utf-8")
    key = preview_file(
        file=file, name="fil.csv", municipality=bergen, as_of=DAY, complete=False, by=BY
    )
    with pytest.raises(DataFileError) as caught:
        load_run(run=key, by=BY)
    told = caught.value
    assert told.where in ("one_of_each", "registry_resident.name")
    assert "Databasen tok ikke imot filen; ingenting er lagret" in told.message("nb")
    assert "Rett filen" in told.message("nb")
    run = ImportRun.objects.get(pk=key)
    assert run.status == "failed"
    assert not Resident.objects.exists()
    assert not any(value in str(run.problem) for value in (ID, OTHER, "Syntetisk"))


def test_constraint_that_refused_is_named(ready: int) -> None:
    agreement = Agreement.objects.get(external_id="A")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Advertisement.objects.create(
            vacancy=Vacancy.objects.create(agreement=agreement, since=DAY),
            published_on=DAY,
            deadline=date(2023, 1, 1),
        )
    told: Any = refused(caught.value)
    assert told.where == "advertisement_deadline_after"
    assert "Søknadsfristen er før utlysningen" in told.message("nb")


@pytest.mark.parametrize("number", ["4600", "1999", "2111", "5699", "101"])
def test_number_that_no_municipality_has_stays_behind_and_makes_none(
    ready: int, tmp_path: Path, number: str
) -> None:
    before = Municipality.objects.count()
    rows = [{**RESIDENT, "Knr": number}, {**good(RESIDENT), "Knr": "301"}]
    _, bad = take(rows, ready, tmp_path)
    known = number == "101"
    assert bad == (set() if known else {("municipality", "municipality")})
    made = set(Municipality.objects.values_list("number", flat=True)) - {"4601"}
    assert made == ({"0101", "0301"} if known else {"0301"})
    assert Municipality.objects.count() == before + len(made)


def test_numbers_of_the_laws_own_table_are_municipalities() -> None:
    table = law_on(DAY, "4601").table("identifiers.municipality_numbers")
    assert {str(row["number"]) for row in table} <= known_numbers()
    assert len([number for number in known_numbers() if number < "2100"]) == 442
