"""The Excel files: the engine's numbers as numbers, sources beside, the same bytes each time."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client
from openpyxl.workbook import Workbook

from hjemmel.cases.published import load_case
from hjemmel.engines.coverage import run_coverage
from hjemmel.law import LawAt, load_law

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(client: Client, url: str) -> Workbook:
    """Return the workbook at an address."""
    response = client.get(url)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == XLSX
    name = url.split("?")[0].rsplit("/", 1)[-1].removesuffix(".xlsx")
    assert f'filename="hjemmel-{name}-' in response.headers["Content-Disposition"]
    return openpyxl.load_workbook(io.BytesIO(response.content))


def test_district_file_holds_the_engines_numbers(client: Client) -> None:
    sheet = workbook(client, "/nb/bergen-2023/bydeler.xlsx")["Bydeler"]
    picture = load_case("bergen-2023")
    result = run_coverage(picture, LawAt(picture.as_of, picture.number, book=load_law()))

    rows = list(sheet.iter_rows(min_row=2, max_row=10, values_only=True))
    assert [row[0] for row in rows[:-1]] == [district.name for district in picture.districts]
    for row, district in zip(rows, (*result.districts, result.total), strict=True):
        assert row[2:4] == (district.gps, district.population)
        assert row[5] == pytest.approx(district.gap)
    assert rows[-1][2:4] == (256, 289_073)


def test_unknown_figure_is_an_empty_cell(client: Client) -> None:
    sheet = workbook(client, "/nb/bergen-2023/bydeler.xlsx")["Bydeler"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, head.index("Ledige plasser") + 1).value is None


def test_need_file_holds_methods_path_and_receipt(client: Client) -> None:
    book = workbook(client, "/nb/bergen-2023/behov.xlsx")
    assert book.sheetnames == ["Beregning", "Metoder", "Vei", "Kvittering"]

    first_method = next(book["Metoder"].iter_rows(min_row=2, max_row=2, values_only=True))
    assert first_method[1:3] == (280, 294)
    years = [row[1] for row in book["Vei"].iter_rows(min_row=2, values_only=True) if not row[0]]
    assert years == list(range(2023, 2034))
    receipt = {row[0]: row[1] for row in book["Kvittering"].iter_rows(values_only=True)}
    assert "Kvittering" in receipt
    assert "gp_list.free_capacity_target" in receipt


def test_need_file_follows_the_assumptions_and_the_language(client: Client) -> None:
    book = workbook(client, "/en/bergen-2023/behov.xlsx?mean_list=1,000")
    assert book.sheetnames == ["Calculation", "Methods", "Path", "Receipt"]
    assert book["Methods"].cell(2, 3).value == 324


@pytest.mark.parametrize("case", ["bergen-2023", "bergen-synthetic-2024"])
@pytest.mark.parametrize("file", ["bydeler.xlsx", "behov.xlsx"])
def test_same_calculation_gives_the_same_bytes(client: Client, case: str, file: str) -> None:
    first, second = (client.get(f"/nb/{case}/{file}").content for _ in range(2))
    assert first == second


def test_no_cell_is_a_formula(client: Client) -> None:
    for file in ("bydeler.xlsx", "behov.xlsx"):
        for sheet in workbook(client, f"/nb/bergen-2023/{file}"):
            types = {cell.data_type for row in sheet.iter_rows() for cell in row}
            assert "f" not in types
