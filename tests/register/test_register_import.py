"""Files into the register: recognised, checked row by row, loaded whole or not at all."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from register_files import REPORT_HEADINGS, resident_rows, write_report, write_residents

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.exchange.checking import check_file
from hjemmel.apps.exchange.mappings import save_columns
from hjemmel.apps.exchange.models import ImportRun, QuarantinedRow
from hjemmel.apps.exchange.services import load_run, preview_file
from hjemmel.apps.registry.models import (
    AgreementTerms,
    ListCeiling,
    ListReport,
    Membership,
    PatientList,
    Resident,
)
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import ConflictError, DataFileError, InputError

BY = system("test")
DAY = date(2024, 1, 1)


def take(file: Path, bergen: int, **changes: Any) -> ImportRun:
    """Preview a copy of a file and load it."""
    run = preview(file, bergen, **changes)
    load_run(run=run.pk, by=BY)
    run.refresh_from_db()
    return run


def preview(file: Path, bergen: int, **changes: Any) -> ImportRun:
    kept = file.with_name(f"kept-{file.name}")
    shutil.copy(file, kept)
    given = {"complete": True, "as_of": DAY, **changes}
    key = preview_file(file=kept, name=file.name, municipality=bergen, by=BY, **given)
    return ImportRun.objects.get(pk=key)


def test_capitation_report_makes_centres_doctors_agreements_lists_and_lengths(
    bergen: int, small_municipality: SyntheticMunicipality, tmp_path: Path
) -> None:
    run = take(write_report(small_municipality, tmp_path / "rapport.xlsx"), bergen)
    lists = small_municipality.lists
    assert run.status == "loaded"
    assert run.counts["quarantined"] == 0
    assert PatientList.objects.count() == lists.height
    assert sum(ListReport.objects.values_list("length", flat=True)) == lists["length"].sum()
    assert sum(ListCeiling.objects.values_list("ceiling", flat=True)) == lists["ceiling"].sum()
    assert ListReport.objects.order_by("pk")[0].base_amount_ore == 1_234_550
    assert set(AgreementTerms.objects.values_list("form", flat=True)) <= {
        "self_employed",
        "salaried",
    }


def test_broken_rows_of_every_kind_stay_behind_with_their_reason(
    bergen: int, small_municipality: SyntheticMunicipality, tmp_path: Path
) -> None:
    take(write_report(small_municipality, tmp_path / "rapport.xlsx"), bergen)
    rows = resident_rows(small_municipality)
    rows[0][0] = "12345678901"
    rows[1][1] = "31.02.1990"
    rows[2][2] = "X"
    rows[3][4] = "999999"
    rows[4][6] = "no-such-list"
    rows[5][0] = rows[6][0]
    rows[7][1] = "01.01.2031"
    rows[8][0] = ""
    rows[9][3] = "abc"
    run = take(write_residents(rows, tmp_path / "innbyggere.csv"), bergen)
    found = {
        (row, field, reason)
        for row, field, reason in QuarantinedRow.objects.filter(run=run).values_list(
            "row", "field", "reason"
        )
    }
    assert found == {
        (2, "national_id", "national_id"),
        (3, "born", "not_a_day"),
        (4, "sex", "choice"),
        (5, "district", "district"),
        (6, "list", "no_such_list"),
        (7, "born", "born_and_id_differ"),
        (8, "national_id", "twice"),
        (9, "born", "in_the_future"),
        (10, "national_id", "missing"),
        (11, "municipality", "municipality"),
    }
    assert Resident.objects.count() == len(rows) - len(found)
    assert not QuarantinedRow.objects.exclude(value="").filter(field="national_id").exists()


@pytest.mark.parametrize(
    ("encoding", "separator", "headings"),
    [
        ("utf-8", ";", None),
        ("utf-8-sig", ",", None),
        ("cp1252", "\t", None),
        (
            "latin-1",
            ";",
            ("F.nr.", "FØDSELSDATO", "Kjønn", "Knr", "Bydelsnummer", "Husholdning", "Liste-id"),
        ),
    ],
)
def test_encodings_separators_and_spellings_give_the_same_register(
    bergen: int,
    small_municipality: SyntheticMunicipality,
    tmp_path: Path,
    encoding: str,
    separator: str,
    headings: tuple[str, ...] | None,
) -> None:
    take(write_report(small_municipality, tmp_path / "rapport.xlsx"), bergen)
    rows = resident_rows(small_municipality)
    extra = {} if headings is None else {"headings": headings}
    file = write_residents(
        rows, tmp_path / "innbyggere.csv", encoding=encoding, separator=separator, **extra
    )
    run = take(file, bergen)
    assert run.counts["quarantined"] == 0
    assert Resident.objects.count() == len(rows)
    assert Membership.objects.on(DAY).count() == sum(row[6] != "" for row in rows)


def test_same_file_again_changes_nothing_and_a_loaded_run_is_not_loaded_twice(
    bergen: int, small_municipality: SyntheticMunicipality, tmp_path: Path
) -> None:
    file = write_report(small_municipality, tmp_path / "rapport.xlsx")
    first = take(file, bergen)
    rows = AgreementTerms.objects.count()
    again = take(file, bergen)
    assert (first.status, again.status) == ("loaded", "unchanged")
    assert first.digest == again.digest
    assert AgreementTerms.objects.count() == rows
    with pytest.raises(ConflictError):
        load_run(run=again.pk, by=BY)


def test_preview_stores_nothing_of_the_register(
    bergen: int, small_municipality: SyntheticMunicipality, tmp_path: Path
) -> None:
    run = preview(write_report(small_municipality, tmp_path / "rapport.xlsx"), bergen)
    assert run.status == "previewed"
    assert run.counts["accepted"]["lists"] == small_municipality.lists.height
    assert not PatientList.objects.exists()


def test_broken_values_of_a_report_are_told_by_row(
    bergen: int, small_municipality: SyntheticMunicipality, tmp_path: Path
) -> None:
    changes = {
        (0, "Listetak"): 9999,
        (1, "HPR-nr"): "abc",
        (2, "Driftsform"): "noe annet",
        (3, "Antall på liste"): "mange",
        (4, "Basistilskudd"): "1.234",
    }
    run = take(write_report(small_municipality, tmp_path / "r.xlsx", changes), bergen)
    found = set(QuarantinedRow.objects.filter(run=run).values_list("row", "field", "reason"))
    assert {
        (4, "ceiling", "ceiling"),
        (5, "hpr_number", "hpr"),
        (6, "form", "choice"),
        (7, "length", "not_a_number"),
        (8, "base_amount_ore", "not_a_number"),
    } <= found


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "tom"),
        ("a.pdf", b"%PDF-1.7 x", "PDF"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "bilde"),
        ("a.html", b"<!DOCTYPE html><p>x", "nettside"),
        ("a.json", b'{"a": 1}', "JSON"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "gammel eller passordbeskyttet"),
        ("a.xlsx", b"PK\x03\x04 not a zip", "skadet"),
        ("a.csv", b"en;to;tre\n1;2;3\n", "overskrifter"),
        ("a.bin", b"abc\x00\x01\x02;", "ikke tekst"),
        ("a.csv", b"Listetak;Navn\n1;2\n", "ingen tabell"),
    ],
)
def test_file_of_another_kind_is_refused_with_the_reason(
    bergen: int, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(DataFileError) as caught:
        check_file(file, municipality=bergen, as_of=DAY)
    assert words.casefold() in caught.value.message("nb").casefold()
    assert not ImportRun.objects.exists()


def test_two_columns_for_one_field_are_refused_until_one_is_pointed_out(
    bergen: int, small_municipality: SyntheticMunicipality, tmp_path: Path
) -> None:
    rows = [[*row, row[6]] for row in resident_rows(small_municipality)[:5]]
    headings = ("Fnr", "Født", "Kjønn", "Kommune", "Bydel", "Husstand", "Listenr", "Liste-id")
    file = write_residents(rows, tmp_path / "a.csv", headings=headings)
    with pytest.raises(InputError, match="Listenr, Liste-id"):
        check_file(file, municipality=bergen, as_of=DAY)
    chosen = {"residents": {"list": "Listenr"}}
    checked = check_file(file, municipality=bergen, as_of=DAY, columns=chosen)
    assert checked.read == {"residents": 5}


def test_saved_columns_are_used_for_the_next_file(
    bergen: int, small_municipality: SyntheticMunicipality, tmp_path: Path
) -> None:
    headings = ("Pasientnummer", "Født", "Kjønn", "Kommune", "Bydel", "Husstand", "Listenr")
    rows = resident_rows(small_municipality)[:5]
    for row in rows:
        row[6] = ""
    file = write_residents(rows, tmp_path / "a.csv", headings=headings)
    with pytest.raises(DataFileError):
        preview(file, bergen)
    save_columns(
        municipality=bergen,
        name="vår fil",
        columns={"residents": {"national_id": "Pasientnummer"}},
        by=BY,
    )
    assert take(file, bergen).counts["accepted"] == {"residents": 5}


def test_report_without_lengths_is_not_taken_for_a_report(bergen: int, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("Ark 1")
    for column, heading in enumerate(h for h in REPORT_HEADINGS if h != "Antall på liste"):
        sheet.write(0, column, heading)
        sheet.write(1, column, "460101" if heading == "Bydel" else "1000")
    book.close()
    checked = check_file(file, municipality=bergen, as_of=DAY)
    assert "reports" not in checked.read
    assert "lists" in checked.read
