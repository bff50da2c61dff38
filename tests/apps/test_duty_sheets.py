"""Rosters in and out of real files: preview, what is put aside, and the same file twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.mapping.inputs import assignments_of
from hjemmel.apps.duty.models import DutyAssignment, DutyRoster
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.services.sheets import export_roster, import_sheet, preview_sheet
from hjemmel.apps.duty.services.solving import queue_run, solve_run, take_run
from hjemmel.apps.duty.sheet_files import list_of, workbook_of
from hjemmel.kernel.errors import (
    ConflictError,
    DataFileError,
    HjemmelError,
    InputError,
    NotAllowedError,
)
from tests.duty_district import BY, District, days_after, made_district

FIRST = date(2026, 1, 5)


@pytest.fixture
def district(db: None) -> District:
    return made_district()


@pytest.fixture
def roster(district: District) -> int:
    return make_roster(
        district=district.key, name="Uke 2–3", first=FIRST, last=days_after(FIRST, 14), by=BY
    )


def solved(roster: int) -> None:
    """Fill a roster by a search."""
    run = queue_run(roster=roster, by=BY, seconds=5)
    solve_run(run=run, by=BY)
    take_run(run=run, by=BY)


def typed(tmp_path: Path, text: str, name: str = "plan.csv", encoding: str = "utf-8") -> Path:
    """Write a file as somebody types it."""
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    return file


def on(roster: int) -> set[tuple[str, str]]:
    """Return who is on which shift now."""
    row = DutyRoster.objects.get(pk=roster)
    return {(one.shift, one.doctor) for one in assignments_of(row)}


def counts() -> tuple[int, int]:
    return DutyAssignment.objects.count(), AuditEvent.objects.count()


def test_the_workbook_has_its_five_sheets(roster: int, tmp_path: Path) -> None:
    solved(roster)
    file = tmp_path / "plan.xlsx"
    file.write_bytes(workbook_of(export_roster(roster=roster, by=BY), "nb"))
    book = openpyxl.load_workbook(file)
    names = ["Kalender", "Matrise", "Regnskap", "Funn", "Slik er det regnet"]
    assert book.sheetnames == names
    calendar, matrix, ledger, findings, how = (book[name] for name in names)
    assert (calendar.max_row, matrix.max_row) == (1 + 14, 1 + 8)
    assert calendar["A2"].value.date() == FIRST
    assert findings.max_row == 1, "a solved roster breaks nothing"
    said = {row[0].value: row[1].value for row in how.iter_rows(min_row=2)}
    assert said["Søk tatt inn"] in ("Bevist best", "Gyldig, med avstand til det beste")
    assert "Sum av inndata (SHA-256)" in said
    closing = [row[5].value for row in ledger.iter_rows(min_row=2) if row[1].value == "Vakter"]
    assert len(closing) == 8
    assert sum(closing) == pytest.approx(0, abs=0.01)
    assert AuditEvent.objects.filter(action="duty.export_roster").count() == 1


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_written_can_be_read_in_again_and_changes_nothing(
    roster: int, tmp_path: Path, kind: str
) -> None:
    solved(roster)
    out = export_roster(roster=roster, by=BY)
    file = tmp_path / f"plan.{kind}"
    file.write_bytes(
        workbook_of(out, "en") if kind == "xlsx" else list_of(out.inputs, out.assignments, "en")
    )
    before, rows = on(roster), DutyAssignment.objects.count()
    for _ in range(2):
        done = import_sheet(roster=roster, file=file, name=file.name, by=BY)
        assert (done.put, done.off, done.bad, done.is_written) == ((), (), (), False)
    assert on(roster) == before
    assert DutyAssignment.objects.count() == rows


def test_a_matrix_that_was_changed_in_excel_is_taken_in_once(
    roster: int, district: District, tmp_path: Path
) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(workbook_of(export_roster(roster=roster, by=BY), "nb"))
    book = openpyxl.load_workbook(file)
    book["Matrise"]["C2"] = "Kveld"
    book["Matrise"]["C3"] = "Natt"
    book["Matrise"]["D3"] = "Natt, Kveld"
    book.save(file)
    a, b = (str(key) for key in district.doctors[:2])
    wanted = {
        ("evening:2026-01-05", a),
        ("night:2026-01-05", b),
        ("night:2026-01-06", b),
        ("evening:2026-01-06", b),
    }
    before = counts()
    looked = preview_sheet(roster=roster, file=file, name="plan.xlsx", by=BY)
    assert {(one.shift, one.doctor) for one in looked.put} == wanted
    assert counts() == before, "a preview writes nothing"
    done = import_sheet(roster=roster, file=file, name="plan.xlsx", version=looked.version, by=BY)
    assert (done.is_written, done.version) == (True, looked.version + 1)
    assert on(roster) == wanted
    assert set(DutyAssignment.objects.values_list("origin", flat=True)) == {"import"}
    assert {one.constraint for one in done.findings} >= {"coverage", "rest"}, (
        "the checker judges it"
    )
    again = import_sheet(roster=roster, file=file, name="plan.xlsx", by=BY)
    assert (again.is_written, again.version) == (False, done.version)
    with pytest.raises(ConflictError):
        import_sheet(roster=roster, file=file, name="plan.xlsx", version=looked.version, by=BY)


def test_bad_rows_are_put_aside_and_the_rest_is_taken_in(
    roster: int, district: District, tmp_path: Path
) -> None:
    file = typed(
        tmp_path,
        "Dato;Vakt;Lege\n"
        "05.01.2026;Kveld;Lege 00\n"
        "05.01.2026;Kveld;Lege 00\n"
        "05.01.2026;Natt;Doktor Ukjent\n"
        "06.01.2026;Bakvakt;Lege 01\n"
        "07.01.2026;natt;lege 01\n",
    )
    done = import_sheet(roster=roster, file=file, name="plan.csv", by=BY)
    assert [(bad.row, bad.column) for bad in done.bad] == [(3, "Lege"), (4, "Lege"), (5, "Vakt")]
    assert on(roster) == {
        ("evening:2026-01-05", str(district.doctors[0])),
        ("night:2026-01-07", str(district.doctors[1])),
    }
    told = AuditEvent.objects.get(action="duty.import_sheet").details
    assert (told["rows"], told["put_on"], told["put_aside"]) == (5, 2, 3)


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("plan.xlsx", b"", DataFileError, "Filen er tom"),
        ("plan.xlsx", b"Lege;05.01.2026\n", DataFileError, "heter som en Excel-fil"),
        ("plan.xlsx", b"PK\x03\x04 something broken", DataFileError, "skadet"),
        ("plan.csv", "Dato;Vakt;Lege\n".encode("utf-16"), DataFileError, "ikke tekst"),
        ("plan.csv", b"%PDF-1.7 ...", DataFileError, "PDF"),
        ("plan.csv", b"Navn;Telefon\nA;1\n", DataFileError, "ingen vaktplan"),
        ("plan.csv", b"Lege;05.01.2026\n", InputError, "ingen rader"),
        ("plan.csv", b"Lege;Lege-id\nA;1\n", DataFileError, "ingen vaktplan"),
        ("plan.csv", b"Dato;Vakt;Lege\n05.01.2026;Kveld;Ukjent\n", InputError, "Rad 2"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_written(
    roster: int, tmp_path: Path, name: str, content: bytes, error: type[HjemmelError], words: str
) -> None:
    file = tmp_path / "stored-as"
    file.write_bytes(content)
    before = counts()
    with pytest.raises(error) as caught:
        import_sheet(roster=roster, file=file, name=name, by=BY)
    assert words in caught.value.message("nb")
    assert caught.value.where == name
    assert caught.value.remedy.nb
    assert counts() == before


def test_letters_of_older_excel_are_read(roster: int, tmp_path: Path) -> None:
    file = typed(tmp_path, "Dato;Vakt;Lege\n05.01.2026;Kveld;Lege æøå\n", encoding="cp1252")
    with pytest.raises(InputError, match="Lege æøå"):
        preview_sheet(roster=roster, file=file, name="plan.csv", by=BY)


def test_a_published_roster_keeps_the_law_when_a_sheet_comes_in(
    roster: int, tmp_path: Path
) -> None:
    solved(roster)
    version = DutyRoster.objects.get(pk=roster).version
    publish_roster(roster=roster, version=version, by=BY, tell=False)
    before = on(roster)
    shift, _ = min(before)
    file = typed(tmp_path, f"Vakt-id;Lege-id\n{shift};\n")
    with pytest.raises(ConflictError, match="would break the law"):
        import_sheet(roster=roster, file=file, name="plan.csv", by=BY)
    assert on(roster) == before


def test_only_planners_take_a_sheet_in(roster: int, district: District, tmp_path: Path) -> None:
    file = typed(tmp_path, "Dato;Vakt;Lege\n05.01.2026;Kveld;Lege 00\n")
    gp = district.actor(Role.GP, doctor=1)
    for service in (preview_sheet, import_sheet):
        with pytest.raises(NotAllowedError):
            service(roster=roster, file=file, name="plan.csv", by=gp)
    assert on(roster) == set()
