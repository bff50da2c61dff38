"""``hjemmel funding``: on files, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

HEAD = "Liste;Måned;Personer;Listetak;Form;Gjester;Avtale fra;Rapportert beløp"
LISTS = f"""{HEAD}
A;2022-07;1200;1300;;30;2019-01;
A;08.2022;1 190;1300;;30;2019-01;
B;2022-07;300;900;;0;2022-06;
B;01.08.2022;320;900;;0;2022-06;
C;2022-07;900;900;fastlønn;0;;
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    made = tmp_path / "lister.csv"
    made.write_text(LISTS, "utf-8")
    return str(made)


def test_the_lists_of_a_file_are_paid_by_the_rules_of_each_month(run: Run, file: str) -> None:
    outcome = run("funding", "run", file, "--json")
    assert outcome.code == 0
    rows = {row["name"]: row for row in outcome.json["rows"]}
    assert rows["A"]["paid_oere"] == 6_531_667 + 6_486_333
    assert rows["B"]["parts_oere"]["base_grant"] == 2 * 2_812_500
    assert rows["C"]["paid_oere"] == 0
    assert rows["C"]["parts_oere"]["kept_by_municipality"] == 5_062_500
    assert outcome.json["paid_oere"] == sum(row["paid_oere"] for row in rows.values())
    assert [one["month"] for one in rows["C"]["months"]] == ["2022-07"]
    assert "kr\xa0186\xa0430 til 3 lister på 2 måneder." in run("funding", "run", file).out


def test_a_month_without_a_rate_ends_with_code_1_and_names_the_file(
    run: Run, tmp_path: Path
) -> None:
    later = tmp_path / "lister.csv"
    later.write_text("Liste;Måned;Personer\nA;2024-06;1000\nA;2024-07;1000\n", "utf-8")
    outcome = run("funding", "run", str(later), "--json")
    assert outcome.code == 1
    (missing,) = outcome.json["months_missing"]
    assert missing["month"] == "2024-07"
    assert "capitation/national_average_rate.toml" in missing["remedy"]
    assert outcome.json["months_estimated"] == ["2024-06"]
    assert "2024-07: Ingen har oppgitt" in run("funding", "run", str(later)).out


def test_a_small_municipality_gets_the_equalisation_grant(run: Run, tmp_path: Path) -> None:
    small = tmp_path / "lister.csv"
    small.write_text("Liste;Måned;Personer\nA;2023-07;1000\n", "utf-8")
    asked = ["funding", "run", str(small), "--inhabitants", "4000", "--positions", "4", "--json"]
    assert run(*asked).json["parts_oere"]["equalisation"] == 1_403_000


def test_a_corrected_rate_says_what_changes_for_whom(run: Run, file: str) -> None:
    change = ["--parameter", "capitation.rate_up_to_knee", "--value", "700"]
    outcome = run("funding", "compare", file, *change, "--since", "2022-08-01", "--json")
    assert outcome.code == 0
    assert outcome.json["to_gps_oere"] == 208_334 + 104_167
    assert outcome.json["by_month"][0]["change_oere"] == 0
    assert [row["name"] for row in outcome.json["rows"]] == ["A", "B"]
    said = run("funding", "compare", file, "--law-of", "2023-07-01")
    assert said.code == 0
    assert "Endring, kr" in said.out


def test_a_practice_breaks_even_and_a_shorter_list_is_told(run: Run) -> None:
    asked = ["funding", "practice", "--persons", "1100", "--date", "2022-09-01"]
    outcome = run(*asked, "--fixed-cost", "600 000", "--reduce-to", "900", "--json")
    assert outcome.code == 0
    assert outcome.json["net_oere"]["gp"] == 62_990_000
    assert outcome.json["breaks_even_at"] == 531
    assert outcome.json["reduction"]["change_oere"] == {
        "gp": -21_290_000,
        "municipality": 12_190_000,
        "state": 780_000,
        "patients": 8_320_000,
        "suppliers": 0,
    }
    assert "har legen kr\xa0629\xa0900 igjen" in run(*asked, "--fixed-cost", "600000").out


def test_the_ages_on_the_list_give_the_visits(run: Run) -> None:
    asked = ["funding", "practice", "--persons", "1000", "--date", "2022-09-01"]
    assert run(*asked, "--ages", "80-89=1", "--json").json["consultations"] == 4_800
    wrong = run(*asked, "--ages", "80-99=1", "--json")
    assert (wrong.code, wrong.problem["where"]) == (2, "composition")
    assert run(*asked, "--ages", "80-89", "--json").problem["where"] == "--ages"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A;2022-13;1200", "Rad 2, Måned: «2022-13» er ikke en måned."),
        ("A;2022-07;mange", "Rad 2, Personer: «mange» er ikke et heltall."),
        ("A;2022-07;-3", "Rad 2, Personer: -3 er under 0."),
        (";2022-07;3", "Rad 2, Liste: Listen mangler."),
        ("A;2022-07;3;900;kontrakt", "Rad 2, Form: «kontrakt» er ikke"),
        ("A;2022-07;3;900;;4", "Rad 2, Gjester: Flere gjester enn personer."),
        ("A;2022-07;3;900;;0;;x", "Rad 2, Rapportert beløp: «x» er ikke et tall."),
    ],
)
def test_a_wrong_row_is_told_of(run: Run, tmp_path: Path, row: str, said: str) -> None:
    wrong = tmp_path / "lister.csv"
    full = row + ";" * (HEAD.count(";") - row.count(";"))
    wrong.write_text(f"{HEAD}\n{full}\n", "utf-8")
    outcome = run("funding", "run", str(wrong), "--json")
    assert outcome.code == 5
    assert said in outcome.problem["detail"]


def test_what_is_asked_must_be_whole(run: Run, file: str, tmp_path: Path) -> None:
    assert run("funding", "run").code == 2
    assert run("funding", "run", "-m", "4601").code == 2
    assert run("funding", "compare", file).code == 2
    lacking = run("funding", "compare", file, "--parameter", "capitation.knee", "--json")
    assert lacking.problem["where"] == "--value"
    unknown = ["--parameter", "capitation.kne", "--value", "1", "--since", "2022-07-01"]
    assert run("funding", "compare", file, *unknown).code == 3
    assert run("funding", "practice", "--persons", "1000", "--date", "2025-01-01").code == 4
    twice = tmp_path / "to.csv"
    twice.write_text("Liste;Måned;Personer\nA;2022-07;1\nA;2022-07;2\n", "utf-8")
    assert "står to ganger" in run("funding", "run", str(twice)).err
    short = tmp_path / "kort.csv"
    short.write_text("Liste;Listetak\nA;900\n", "utf-8")
    assert "mangler kolonner: Måned, Personer" in run("funding", "run", str(short)).err
