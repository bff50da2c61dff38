"""``hjemmel grants round``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter

from tests.cli.conftest import Run

HEAD = (
    "Kommunenummer;Navn;Innbyggere;Sentralitetsklasse;Kommuner i legevakten;Vurdering;Omsøkt beløp"
)
GOOD = f"{HEAD}\n1103;Vik;4 000;6;1;80;1 800 000\n1101;Nes;900;6;3;70;900000\n"


def write(folder: Path, text: str, name: str = "runde.csv") -> str:
    file = folder / name
    file.write_text(text, "utf-8")
    return str(file)


def test_the_example_gives_40_awards_and_51_with_the_extension(run: Run) -> None:
    outcome = run("grants", "round", "--example", "legevakt-2022", "--json")
    assert outcome.code == 0
    first, (extension,) = outcome.json["first"], outcome.json["extensions"]
    assert outcome.json["synthetic"] is True
    assert (outcome.json["applications"], outcome.json["sought"]) == (76, 117_562_671)
    assert (first["eligible"], first["awarded"], first["total"]) == (76, 40, 50_000_000)
    assert (extension["awarded"], extension["new"], extension["total"]) == (51, 11, 62_000_000)
    lines = outcome.json["lines"]
    assert sum(line["awarded_oere"] for line in lines) == extension["total_oere"]
    assert sum(line["cut_oere"] > 0 for line in lines) == extension["cut"]
    assert all(line["why"] and line["citations"] for line in lines)
    said = run("grants", "round", "--example", "legevakt-2022").out
    assert "15.12.2022: ramme kr\xa062\xa0000\xa0000. 51 tildelt (11 nye" in said


def test_a_file_of_ones_own_is_run_and_extended(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    asked = ["grants", "round", file, "--date", "2022-10-01", "--frame", "1 600 000"]
    outcome = run(*asked, "--extended-to", "3000000", "--json")
    assert [line["key"] for line in outcome.json["lines"]] == ["1103", "1101"]
    assert [line["awarded"] for line in outcome.json["lines"]] == [1_500_000, 900_000]
    assert [line["run"] for line in outcome.json["lines"]] == [1, 2]
    assert outcome.json["extensions"][0]["remaining"] == 600_000


def test_excel_and_json_say_the_same_as_csv(run: Run, tmp_path: Path) -> None:
    rows = [row.split(";") for row in GOOD.splitlines()]
    excel = tmp_path / "runde.xlsx"
    with xlsxwriter.Workbook(excel) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                whole = value.replace(" ", "")
                if place and column > 1:
                    sheet.write_number(place, column, int(whole))
                else:
                    sheet.write_string(place, column, value)
    names = ["municipality", "name", "inhabitants", "centrality_class", "municipalities"]
    names += ["assessment", "sought"]
    told = [
        {
            name: value if name in ("municipality", "name") else int(value.replace(" ", ""))
            for name, value in zip(names, row, strict=True)
        }
        for row in rows[1:]
    ]
    files = [
        write(tmp_path, GOOD),
        str(excel),
        write(tmp_path, json.dumps({"applications": told}), "runde.json"),
    ]
    answers = [run("grants", "round", one, "--date", "2022-10-01", "--json").json for one in files]
    assert answers[0]["lines"] == answers[1]["lines"] == answers[2]["lines"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("9999;Vik;4000;6;1;80;900000", "Rad 2, Kommunenummer: Ukjent kommunenummer 9999."),
        ("1103;Vik;4000;6;1;80;-900000", "Rad 2, Omsøkt: Omsøkt beløp -900000 er ikke over 0."),
        ("1103;Vik;4000;6;1;80;mye", "Rad 2, Omsøkt: «mye» er ikke et tall."),
        ("1103;Vik;;6;1;80;900000", "Rad 2, Innbyggere: Verdien mangler."),
        ("1103;Vik;4000;0;1;80;900000", "Rad 2, Sentralitetsklasse: 0 er under 1."),
    ],
)
def test_a_wrong_row_is_told_of_and_the_round_is_not_run(
    run: Run, tmp_path: Path, row: str, said: str
) -> None:
    file = write(tmp_path, f"{HEAD}\n{row}\n1101;Nes;900;6;3;70;900000\n")
    outcome = run("grants", "round", file, "--date", "2022-10-01", "--json")
    assert outcome.code == 5
    assert said in outcome.problem["detail"]
    assert outcome.problem["data"]["rows"][0]["row"] == 2


def test_columns_that_are_missing_are_named(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, "Kommunenummer;Navn;Innbyggere\n1103;Vik;4000\n")
    outcome = run("grants", "round", file, "--date", "2022-10-01", "--json")
    assert outcome.code == 5
    assert outcome.problem["data"]["columns"] == [
        "Omsøkt",
        "Sentralitetsklasse",
        "Kommuner i legevakten",
        "Vurdering",
    ]


def test_what_is_asked_must_be_one_thing_on_one_day(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    assert run("grants", "round").code == 2
    assert run("grants", "round", file).code == 2
    assert run("grants", "round", file, "--example", "legevakt-2022").code == 2
    assert run("grants", "round", "--example", "legevakt-2022", "--frame", "5").code == 2
    assert run("grants", "round", "--example", "legevakt-1999").code == 3
    assert run("grants", "round", str(tmp_path / "nei.csv"), "--date", "2022-10-01").code == 3


def test_equals_at_the_end_of_the_frame_end_with_code_1(run: Run, tmp_path: Path) -> None:
    rows = "1103;Vik;4000;6;1;80;900000\n1101;Nes;900;6;1;80;900000\n"
    file = write(tmp_path, f"{HEAD}\n{rows}")
    outcome = run("grants", "round", file, "--date", "2022-10-01", "--frame", "1000000", "--json")
    assert outcome.code == 1
    assert [line["standing"] for line in outcome.json["lines"]] == ["tied", "tied"]
