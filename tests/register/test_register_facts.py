"""Every fact of the register that a municipality keeps elsewhere can come from a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from register_files import numbers, write_rows

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.exchange.models import ImportRun, QuarantinedRow
from hjemmel.apps.exchange.services import load_run, preview_file
from hjemmel.apps.registry.models import (
    AgreementTerms,
    Centre,
    Doctor,
    ListDoctor,
    PatientList,
    Resident,
    Vacancy,
)
from hjemmel.apps.registry.selectors.attention import needs_attention
from hjemmel.apps.registry.selectors.export import export_table
from hjemmel.apps.registry.selectors.people import resident_page
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.cases.synthetic import SyntheticMunicipality

BY = system("test")
DAY = date(2024, 1, 1)
LATER = date(2024, 3, 1)
MOTHER, FATHER, CHILD, OTHER = (n for n, _ in zip(numbers(), range(4), strict=False))
D_NUMBER, OTHER_D_NUMBER = (n for n, _ in zip(numbers("41"), range(2), strict=False))
CENTRE = {"Senternr": "1", "Legesenter": "Syntetisk senter", "Bydel": "460101"}
DOCTORS = [{"HPR-nr": f"990000{n}", "Lege": f"Syntetisk lege {n}"} for n in (1, 2, 3)]
AGREEMENT = {"Avtalenr": "A", "Senternr": "1", "Driftsform": "Næring", "HPR-nr": "9900001"}
LIST = {"Listenr": "L", "Avtalenr": "A", "Listetak": "1000"}
PERSON = {"Født": "01.01.1990", "Kjønn": "K"}


def take(rows: list[dict[str, str]], bergen: int, folder: Path, as_of: date = DAY) -> ImportRun:
    """Load rows as a file of which every row fits."""
    file = write_rows(rows, folder / "fil.csv")
    key = preview_file(
        file=file, name="fil.csv", municipality=bergen, as_of=as_of, complete=False, by=BY
    )
    load_run(run=key, by=BY)
    run = ImportRun.objects.get(pk=key)
    assert list(QuarantinedRow.objects.filter(run=run).values_list("field", "reason")) == []
    return run


def twice(rows: list[dict[str, str]], bergen: int, folder: Path, as_of: date = DAY) -> None:
    """Load rows, and see that the same file again changes nothing."""
    assert take(rows, bergen, folder, as_of).status == "loaded"
    assert take(rows, bergen, folder, as_of).status == "unchanged"


@pytest.fixture
def ready(bergen: int, tmp_path: Path) -> int:
    """A register with a centre, three doctors, an agreement that one has, and its list."""
    for rows in ([CENTRE], DOCTORS, [AGREEMENT], [LIST]):
        take(rows, bergen, tmp_path)
    return bergen


def facts(row: models.Model, names: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def test_facts_of_a_centre_come_from_a_file(ready: int, tmp_path: Path) -> None:
    row = {
        **CENTRE, "Lokaler": "Andre etasje", "Areal": "420", "Universell utforming": "Delvis",
        "Rullestoltilgang": "Ja", "Åpnet": "01.02.1999", "Nedlagt": "01.02.2030",
        "Breddegrad": "60,3913", "Lengdegrad": "5.3221", "Postnummer": "155",
    }  # fmt: skip
    twice([row], ready, tmp_path)
    wanted = {
        "premises": "Andre etasje", "premises_m2": 420, "universal_design": "partly",
        "wheelchair_access": True, "opened_on": date(1999, 2, 1), "closed_on": date(2030, 2, 1),
        "latitude": 60.3913, "longitude": 5.3221, "postcode": "0155",
    }  # fmt: skip
    assert facts(Centre.objects.get(), wanted) == wanted


@pytest.mark.parametrize(
    ("text", "degrees"), [("5.324", 5.324), ("5,324", 5.324), ("-5.32", -5.32), ("60", 60.0)]
)
def test_degrees_are_read_with_a_point_or_a_comma(
    ready: int, tmp_path: Path, text: str, degrees: float
) -> None:
    twice([{**CENTRE, "Breddegrad": "60", "Lengdegrad": text}], ready, tmp_path)
    assert Centre.objects.get().longitude == degrees


def test_facts_of_a_doctor_come_from_a_file(ready: int, tmp_path: Path) -> None:
    row = {
        **DOCTORS[0], "Født": "05.06.1970", "Kjønn": "K", "Kompetanse": "Spesialist",
        "Spesialist siden": "01.09.2010", "ALIS-trinn": "Ferdig", "Språk": "norsk, nordsamisk/øst",
    }  # fmt: skip
    twice([row], ready, tmp_path)
    wanted = {
        "born": date(1970, 6, 5), "sex": "female", "competence": "specialist",
        "specialist_since": date(2010, 9, 1), "training_stage": "Ferdig",
        "languages": ["norsk", "nordsamisk", "øst"],
    }  # fmt: skip
    assert facts(Doctor.objects.get(hpr_number="9900001"), wanted) == wanted


def test_facts_of_an_agreement_come_from_a_file(ready: int, tmp_path: Path) -> None:
    row = {
        **AGREEMENT, "Avtalt aldersgrense": "72", "Bistilling": "Sykehjem",
        "Oppsagt dato": "01.12.2023", "Sluttdato": "01.06.2024", "Årsak til opphør": "Flytter",
    }  # fmt: skip
    twice([row], ready, tmp_path)
    wanted = {
        "end_age": 72, "side_tasks": "Sykehjem", "notice_received_on": date(2023, 12, 1),
        "ends_on": date(2024, 6, 1), "end_reason": "Flytter",
    }  # fmt: skip
    assert facts(AgreementTerms.objects.on(DAY).get(), wanted) == wanted


def test_doctors_who_share_a_list_come_and_go_with_the_file(ready: int, tmp_path: Path) -> None:
    row = {**LIST, "Listetype": "Fellesliste", "Medleger": "9900002, 9900003"}
    twice([row], ready, tmp_path)
    assert PatientList.objects.get().kind == "shared"
    shared = ListDoctor.objects.on(DAY)
    assert set(shared.values_list("doctor__hpr_number", "part")) == {
        ("9900002", "shared"),
        ("9900003", "shared"),
    }
    twice([{**row, "Listetype": "Deleliste", "Medleger": "9900003"}], ready, tmp_path, LATER)
    now = ListDoctor.objects.on(LATER)
    assert list(now.values_list("doctor__hpr_number", "part")) == [("9900003", "part")]
    assert ListDoctor.objects.on(DAY).count() == 2


def test_unknown_doctor_of_a_list_keeps_the_list_behind(ready: int, tmp_path: Path) -> None:
    file = write_rows([{**LIST, "Medleger": "9900002 9900009"}], tmp_path / "fil.csv")
    key = preview_file(
        file=file, name="fil.csv", municipality=ready, as_of=DAY, complete=False, by=BY
    )
    found = QuarantinedRow.objects.filter(run=key).values_list("field", "reason", "value")
    assert list(found) == [("doctors", "no_such_doctor", "9900002, 9900009")]


def test_facts_of_residents_come_from_a_file(ready: int, tmp_path: Path) -> None:
    rows = [
        {**PERSON, "Fnr": MOTHER, "Husstand": "H", "Adresse": "Oppdiktet vei 1", "Postnr": "5003"},
        {**PERSON, "Fnr": FATHER, "Husstand": "H", "Dødsdato": "01.12.2023"},
        {
            **PERSON, "Fnr": CHILD, "Husstand": "H", "Mor": MOTHER, "Far": FATHER,
            "Innflyttet": "01.01.2000", "Utflyttet": "01.02.2024", "Utenfor ordningen fra":
            "01.03.2010",
        },
    ]  # fmt: skip
    twice(rows, ready, tmp_path)
    child = Resident.objects.select_related("mother", "father", "household").get(national_id=CHILD)
    assert child.mother is not None
    assert child.father is not None
    assert child.household is not None
    assert (child.mother.national_id, child.father.national_id) == (MOTHER, FATHER)
    assert child.father.died_on == date(2023, 12, 1)
    assert (child.household.address, child.household.postcode) == ("Oppdiktet vei 1", "5003")
    wanted = {
        "lived_here_from": date(2000, 1, 1), "lived_here_to": date(2024, 2, 1),
        "opted_out_on": date(2010, 3, 1),
    }  # fmt: skip
    assert facts(child, wanted) == wanted


def test_parents_of_an_earlier_file_are_found(ready: int, tmp_path: Path) -> None:
    take([{**PERSON, "Fnr": MOTHER}], ready, tmp_path)
    twice([{**PERSON, "Fnr": CHILD, "Mor": MOTHER, "Far": OTHER}], ready, tmp_path)
    child = Resident.objects.select_related("mother").get(national_id=CHILD)
    assert child.mother is not None
    assert child.mother.national_id == MOTHER
    assert child.father is None


def test_address_of_whom_it_is_protected_is_not_kept(ready: int, tmp_path: Path) -> None:
    person = {**PERSON, "Fnr": MOTHER, "Husstand": "H", "Adresse": "Oppdiktet vei 1"}
    take([person], ready, tmp_path)
    twice([{**person, "Adressegradering": "Fortrolig"}], ready, tmp_path)
    row = Resident.objects.select_related("household").get()
    assert row.household is not None
    assert (row.protection, row.household.address) == ("confidential", "")


def test_address_of_whom_it_was_protected_before_is_not_kept(ready: int, tmp_path: Path) -> None:
    take([{**PERSON, "Fnr": MOTHER, "Adressegradering": "Fortrolig"}], ready, tmp_path)
    person = {**PERSON, "Fnr": MOTHER, "Husstand": "H", "Adresse": "Oppdiktet vei 1"}
    take([person], ready, tmp_path)
    row = Resident.objects.select_related("household").get()
    assert row.household is not None
    assert (row.protection, row.household.address) == ("confidential", "")


def test_notice_of_a_holder_does_not_go_on_with_the_next(ready: int, tmp_path: Path) -> None:
    notice = {"Startdato": "01.01.2010", "Oppsagt dato": "01.06.2023", "Sluttdato": "01.02.2024"}
    take([{**AGREEMENT, **notice, "Åpningstid": "35"}], ready, tmp_path)
    twice([{**AGREEMENT, "HPR-nr": "9900002"}], ready, tmp_path, LATER)
    now = AgreementTerms.objects.on(LATER).get()
    assert (now.held_since, now.notice_received_on, now.ends_on) == (None, None, None)
    assert str(now.opening_hours) == "35.0"


def test_d_number_without_a_basis_is_no_residents(ready: int, tmp_path: Path) -> None:
    twice([{**PERSON, "Fnr": n} for n in (D_NUMBER, MOTHER)], ready, tmp_path)
    bases = dict(Resident.objects.values_list("national_id", "basis"))
    assert bases == {D_NUMBER: "other_d_number", MOTHER: "resident"}
    place = get_municipality("4601", by=BY)
    key = Resident.objects.get(national_id=D_NUMBER).pk
    right = resident_page(key, place, DAY, by=BY, purpose="test").right
    assert right.reason == "necessary_care_only"


def test_basis_that_a_file_gives_is_kept_when_another_has_none(ready: int, tmp_path: Path) -> None:
    given = [
        {**PERSON, "Fnr": D_NUMBER, "Grunnlag": "Asylsøker"},
        {**PERSON, "Fnr": OTHER_D_NUMBER, "Grunnlag": ""},
    ]
    twice(given, ready, tmp_path)
    take([{**PERSON, "Fnr": n} for n in (D_NUMBER, OTHER_D_NUMBER)], ready, tmp_path)
    bases = dict(Resident.objects.values_list("national_id", "basis"))
    assert bases == {D_NUMBER: "asylum_seeker", OTHER_D_NUMBER: "other_d_number"}


VACANT = {name: value for name, value in AGREEMENT.items() if name != "HPR-nr"} | {"HPR-nr": ""}


def vacancies() -> list[tuple[date, date | None]]:
    return list(Vacancy.objects.order_by("since").values_list("since", "filled_on"))


@pytest.mark.parametrize(
    ("told", "since"),
    [
        ({}, DAY),
        ({"Ledig siden": "01.10.2023"}, date(2023, 10, 1)),
        ({"Oppsagt dato": "01.05.2023", "Sluttdato": "01.11.2023"}, date(2023, 11, 1)),
        ({"Sluttdato": "01.11.2024"}, DAY),
        ({"HPR vikar": "9900002"}, DAY),
    ],
)
def test_post_without_a_holder_is_vacant_once_and_filled_when_one_comes(
    ready: int, tmp_path: Path, told: dict[str, str], since: date
) -> None:
    twice([{**VACANT, **told}], ready, tmp_path)
    assert vacancies() == [(since, None)]
    take([{**VACANT, **told}], ready, tmp_path, date(2024, 2, 1))
    assert vacancies() == [(since, None)]
    held = {**AGREEMENT, "HPR-nr": "9900003", "Startdato": "15.02.2024"}
    twice([held], ready, tmp_path, LATER)
    assert vacancies() == [(since, date(2024, 2, 15))]


def test_end_of_the_agreement_before_begins_the_vacancy(ready: int, tmp_path: Path) -> None:
    notice = {"Oppsagt dato": "01.06.2023", "Sluttdato": "01.02.2024"}
    take([{**AGREEMENT, **notice}], ready, tmp_path)
    assert vacancies() == []
    twice([{**VACANT, "Sluttdato": "", "Oppsagt dato": ""}], ready, tmp_path, LATER)
    assert vacancies() == [(date(2024, 2, 1), None)]


def test_older_file_opens_no_vacancy_of_today(ready: int, tmp_path: Path) -> None:
    twice([VACANT], ready, tmp_path, date(2023, 6, 1))
    assert vacancies() == [(date(2023, 6, 1), DAY)]
    assert AgreementTerms.objects.on(DAY).get().holder is not None


def test_advertisements_of_a_file_are_noted_once(ready: int, tmp_path: Path) -> None:
    row = {
        **VACANT, "Ledig siden": "01.10.2022", "Utlyst": "01.11.2022, 01.03.2023 og 2023-09-01",
        "Søknadsfrist": "01.10.2023", "Antall søkere": "3", "Kvalifiserte søkere": "1",
        "Antall utlysninger": "5",
    }  # fmt: skip
    twice([row], ready, tmp_path)
    vacancy = Vacancy.objects.get()
    found = vacancy.advertisements.values_list("published_on", "deadline", "applicants")
    assert list(found.order_by("published_on")) == [
        (date(2022, 11, 1), date(2022, 11, 1), None),
        (date(2023, 3, 1), date(2023, 3, 1), None),
        (date(2023, 9, 1), date(2023, 10, 1), 3),
    ]
    assert vacancy.note.startswith("Lyst ut 5 ganger")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("advertised", "due"),
    [("01.02.2021, 01.06.2021, 01.02.2022", {"reviews_due": 1}), ("01.02.2021, 01.06.2021", {})],
)
def test_review_of_a_vacancy_that_a_file_told_of_falls_due(
    tmp_path: Path, advertised: str, due: dict[str, int]
) -> None:
    key = set_up_municipality(number="5001", name="Trondheim", districts={}, by=BY)
    post = {**VACANT, "Ledig siden": "01.01.2021", "Utlyst": advertised}
    for row in ({**CENTRE, "Bydel": "500100"}, post, LIST):
        take([row], key, tmp_path)
    found = needs_attention(get_municipality("5001", by=BY), LATER, by=BY)
    assert {item.id: item.count for item in found if item.id == "reviews_due"} == due


@pytest.mark.parametrize("table", ["doctors", "residents", "waiting"])
def test_exported_table_comes_back_and_changes_nothing(
    small_register: SyntheticMunicipality, tmp_path: Path, table: str
) -> None:
    place = get_municipality("4601", by=BY)
    day = small_register.profile.as_of
    file = tmp_path / f"{table}.csv"
    frame = export_table(table, place, day, by=BY)
    frame.write_csv(file, separator=";", include_bom=True)
    key = preview_file(
        file=file, name=file.name, municipality=place.key, as_of=day, complete=False, by=BY
    )
    load_run(run=key, by=BY)
    run = ImportRun.objects.get(pk=key)
    assert run.counts["quarantined"] == 0
    assert run.counts["accepted"] == {table: frame.height}
    assert run.status == "unchanged"
