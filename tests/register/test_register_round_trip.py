"""What is taken out can be taken in again: the same rows, the same counts, the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.exchange.fields import tables
from hjemmel.apps.exchange.models import ImportRun
from hjemmel.apps.exchange.services import load_run, preview_file
from hjemmel.apps.registry import models
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
from hjemmel.apps.registry.selectors.export import TABLES, export_table
from hjemmel.apps.registry.selectors.export_frames import in_files
from hjemmel.apps.registry.selectors.places import MunicipalityView, get_municipality
from hjemmel.apps.registry.services.residents import leave_queue, put_on_list
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cli import server
from hjemmel.cli.main import main

DAY = date(2023, 12, 31)
BY = system("test")
TAKEN_IN = ("centres", "doctors", "agreements", "lists", "reports", "residents", "waiting")
_STORED = (
    WaitingEntry,
    Membership,
    Resident,
    Household,
    ListReport,
    ListDoctor,
    ListCeiling,
    PatientList,
    Advertisement,
    Vacancy,
    AgreementTerms,
    Agreement,
    Centre,
    Doctor,
)


@pytest.fixture
def place(small_register: SyntheticMunicipality) -> MunicipalityView:
    """A Bergen where every field that a file may have is known of somebody."""
    here = Municipality.objects.get(number="4601")
    fill_in(here)
    mark_changed(here.pk)
    return get_municipality("4601", by=BY)


def fill_in(here: Municipality) -> None:
    """Give some rows what the synthetic municipality does not have."""
    Centre.objects.filter(pk=Centre.objects.order_by("pk")[0].pk).update(
        organisation_number="974557746", postcode="0003", postal_place="Bergen",
        phone="0055 22 11", leader="Syntetisk leder", most_doctors=4, premises="To etasjer; heis",
        premises_m2=320, universal_design="partly", wheelchair_access=True, latitude=60.393,
        longitude=5.324, opened_on=date(1999, 1, 2), closed_on=date(2030, 1, 1),
    )  # fmt: skip
    doctor, other = Doctor.objects.order_by("pk")[:2]
    Doctor.objects.filter(pk=doctor.pk).update(
        competence="approved_gp", specialist_since=date(2010, 5, 6), training_stage="Del 2",
        languages=["norsk", "polsk"],
    )  # fmt: skip
    row = PatientList.objects.order_by("pk")[0]
    PatientList.objects.filter(pk=row.pk).update(kind="shared")
    ListDoctor.objects.create(
        patient_list=row, doctor=other, valid_from=date(2020, 1, 1), known_from=timezone.now()
    )
    ListReport.objects.create(
        patient_list=row, as_of=DAY, length=900, ceiling=1000, guests=3, base_amount_ore=1_234_507
    )
    _change_terms(here)
    mother, father, child = Resident.objects.filter(municipality=here).order_by("pk")[:3]
    home = Household.objects.create(
        municipality=here, external_id="h-1", address="Oppdiktet vei 1, «B»", postcode="0005"
    )
    Resident.objects.filter(pk=child.pk).update(
        mother=mother, father=father, household=home, name="Syntetisk; Øyvind",
        lived_here_from=date(2001, 2, 3), opted_out_on=date(2022, 1, 1), basis="asylum_seeker",
    )  # fmt: skip
    Resident.objects.filter(pk=mother.pk).update(protection="confidential")
    Membership.objects.filter(resident=father).delete()


def _change_terms(here: Municipality) -> None:
    rows = AgreementTerms.objects.filter(agreement__municipality=here, holder__isnull=False)
    old, end = rows.order_by("pk")[0], date(2024, 6, 1)
    facts = {
        field.attname: getattr(old, field.attname)
        for field in AgreementTerms._meta.concrete_fields
        if field.attname != "id"
    }
    old.delete()
    AgreementTerms.objects.create(
        **facts
        | {
            "form": "variant_8_2", "opening_hours": Decimal("37.5"), "side_tasks": "Sykehjem",
            "side_task_hours": Decimal("4.0"), "notice_received_on": date(2023, 12, 1),
            "ends_on": end, "end_reason": "notice", "end_age": 72,
        }
    )  # fmt: skip
    vacant = Vacancy.objects.filter(filled_on__isnull=True).order_by("pk")[0]
    for day, applicants in ((date(2023, 10, 1), None), (date(2023, 12, 1), 4)):
        Advertisement.objects.create(
            vacancy=vacant,
            published_on=day,
            deadline=day + timedelta(days=21 if applicants else 0),
            applicants=applicants,
            qualified_applicants=applicants and 2,
        )
    Vacancy.objects.filter(pk=vacant.pk).update(since=date(2023, 9, 1))


def taken_out(folder: Path, capsys: Any) -> dict[str, bytes]:
    """Take every table out on the command line, and return the files' bytes."""
    folder.mkdir()
    files = {}
    for name in TABLES:
        file = folder / f"{name}.csv"
        given = ["export", name, str(file), "--municipality", "4601", "--as-of", DAY.isoformat()]
        assert main([*given, "--as", "saksbehandler"]) == 0, capsys.readouterr().err
        files[name] = file.read_bytes()
    return files


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in _STORED}


def empty_register() -> None:
    for model in _STORED:
        model.objects.all().delete()
    for here in Municipality.objects.all():
        mark_changed(here.pk)


def take_in(file: Path, municipality: int) -> ImportRun:
    kept = file.with_name(f"kept-{file.name}")
    kept.write_bytes(file.read_bytes())
    key = preview_file(
        file=kept, name=file.name, municipality=municipality, as_of=DAY, complete=True, by=BY
    )
    load_run(run=key, by=BY)
    return ImportRun.objects.get(pk=key)


def test_everything_taken_out_and_in_again_is_the_same(
    place: MunicipalityView, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)
    before, stored = taken_out(tmp_path / "first", capsys), counts()
    empty_register()
    assert set(counts().values()) == {0}
    for name in TAKEN_IN:
        run = take_in(tmp_path / "first" / f"{name}.csv", place.key)
        assert run.status == "loaded", name
        assert run.counts["quarantined"] == 0, (name, run.counts["reasons"])
    after = taken_out(tmp_path / "second", capsys)
    assert counts() == stored
    for name in TABLES:
        if name != "ceilings":
            assert after[name] == before[name], name
    # Files have no field for when a ceiling was agreed.
    first, second = (
        pl.read_csv(tmp_path / part / "ceilings.csv", separator=";", infer_schema=False)
        for part in ("first", "second")
    )
    same = ["external_id", "agreement", "ceiling"]
    assert first.select(same).equals(second.select(same))
    assert first["valid_from"].is_not_null().all()


@pytest.mark.parametrize("name", ["memberships", "households", "ceilings"])
def test_a_part_of_a_table_changes_nothing_when_it_is_taken_in(
    place: MunicipalityView, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.csv"
    export_table(name, place, DAY, by=BY).write_csv(file)
    before = counts()
    kept = preview_file(
        file=file, name=file.name, municipality=place.key, as_of=DAY, complete=False, by=BY
    )
    load_run(run=kept, by=BY)
    run = ImportRun.objects.get(pk=kept)
    assert (run.status, run.counts["quarantined"]) == ("unchanged", 0)
    assert counts() == before


def test_every_column_is_a_field_of_a_file_or_known_not_to_be(place: MunicipalityView) -> None:
    beside = {
        "lists": {
            "district", "district_name", "centre_name", "holder_name", "locum_name", "form",
            "status", "held_since", "ends_on", "length", "guests", "waiting", "free",
        },
        "residents": {"elsewhere"},
    }  # fmt: skip
    for name in TAKEN_IN:
        headings = {h for f in tables()[name].fields for h in (f.name, *f.headings)}
        columns = set(export_table(name, place, DAY, by=BY).columns)
        assert columns - headings == beside.get(name, set()), name


@pytest.mark.parametrize("table", ["centres", "doctors", "agreements", "lists", "residents"])
def test_every_code_is_written_as_a_word_that_files_are_read_by(table: str) -> None:
    stored = {"agreements": "AgreementTerms", "lists": "PatientList"}
    model = getattr(models, stored.get(table, table.capitalize()[:-1]))
    for field in tables()[table].fields:
        if field.kind != "choice" or field.name == "gp":
            continue
        for code, _ in model._meta.get_field(field.name).choices:
            assert field.choices.get(in_files(code)) == code, (table, field.name, code)


def test_who_has_no_gp_and_who_is_elsewhere_are_among_the_residents(
    place: MunicipalityView,
) -> None:
    frame = export_table("residents", place, DAY, by=BY)
    assert set(frame["gp"].unique()) == {"here", "elsewhere", "none"}
    assert frame.filter(gp="here")["list"].null_count() == 0
    assert frame.filter(pl.col("gp") != "here")["list"].is_null().all()
    lived = Resident.objects.filter(municipality=place.key).count()
    assert frame.filter(municipality="4601").height == lived
    guests = frame.filter(pl.col("municipality") != "4601")
    assert guests.height > 0
    assert guests["district"].is_null().all()


def test_tables_are_as_of_the_day_and_as_known_then(place: MunicipalityView) -> None:
    worker, before = actor_named("saksbehandler"), timezone.now()
    entry = WaitingEntry.objects.filter(left_on=None, queued_on__lt=DAY).order_by("pk")[0]
    leave_queue(resident=entry.resident_id, left_on=DAY + timedelta(days=5), by=worker)

    def waits(day: date, known: Any = None) -> bool:
        rows = export_table("waiting", place, day, known, by=BY)
        return entry.resident.national_id in rows["national_id"]

    assert waits(DAY)
    assert not waits(DAY + timedelta(days=5))
    assert not waits(entry.queued_on - timedelta(days=1))
    assert not waits(DAY, before.replace(year=2000))
    moved = Membership.objects.filter(patient_list__isnull=False).order_by("-pk")[0]
    target = PatientList.objects.exclude(pk=moved.patient_list_id).order_by("pk")[0]
    put_on_list(
        resident=moved.resident_id, patient_list=target.pk, valid_from=DAY, exception="x", by=worker
    )
    of_her = pl.col("national_id") == moved.resident.national_id

    def on_list(known: Any = None) -> str:
        rows = export_table("residents", place, DAY, known, by=BY).filter(of_her)
        return str(rows["list"].item())

    assert on_list() == target.external_id
    assert moved.patient_list is not None
    assert on_list(before) == moved.patient_list.external_id
    centre = AgreementTerms.objects.order_by("pk")[0].centre
    used = AgreementTerms.objects.filter(centre=centre)
    closed = Centre.objects.exclude(pk__in=AgreementTerms.objects.values("centre"))
    assert used.exists()
    Centre.objects.filter(pk=centre.pk).update(closed_on=DAY)
    empty = Centre.objects.create(
        municipality=centre.municipality, district=centre.district, external_id="empty",
        name="Syntetisk senter", closed_on=DAY,
    )  # fmt: skip
    assert empty in closed
    centres: Callable[[date], list[str]] = lambda day: (  # noqa: E731
        export_table("centres", place, day, by=BY)["external_id"].to_list()
    )
    assert centre.external_id in centres(DAY)
    assert "empty" not in centres(DAY)
    assert "empty" in centres(DAY - timedelta(days=1))
    assert export_table("doctors", place, date(1950, 1, 1), by=BY).height == 0


def test_what_a_role_may_not_see_is_left_out(place: MunicipalityView) -> None:
    leader, reader = actor_named("leder"), Actor("reader", (Grant(Role.READER, place.key),))
    hidden = Resident.objects.get(protection="confidential")
    number = hidden.national_id or ""
    for name in ("residents", "memberships", "households"):
        frame = export_table(name, place, DAY, by=leader)
        assert number not in frame.write_csv(), name
    assert number in export_table("residents", place, DAY, by=BY)["mother"]
    for name in ("agreements", "lists", "doctors"):
        frame = export_table(name, place, DAY, by=reader)
        numbers = {"holder_hpr", "locum_hpr", "doctors"} & set(frame.columns)
        assert numbers == set()
        assert "hpr_number" not in frame.columns or frame["hpr_number"].is_null().all()
