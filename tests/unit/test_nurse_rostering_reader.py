"""Files of public nurse-rostering instances are read as they are meant, and broken ones say where."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench_rostering import run
from benchmarks.nurse_rostering.__main__ import line
from benchmarks.nurse_rostering.checker import judge
from benchmarks.nurse_rostering.measure import Measured, best_known, gap, instances, middle
from benchmarks.nurse_rostering.reader import read_file, read_folder, read_text
from hjemmel.kernel.errors import DataFileError

FILE = """\
# a comment
SECTION_HORIZON
7

SECTION_SHIFTS
# ShiftID, Length in mins, Shifts which cannot follow this shift | separated
E,480,
L,600,E

SECTION_STAFF
# ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, ...
A,E=7|L=0,2400,480,5,2,3,1
B,E=2|L=7,2400,0,4,1,1,0

SECTION_DAYS_OFF
A,3,4

SECTION_SHIFT_ON_REQUESTS
A,0,E,2
SECTION_SHIFT_OFF_REQUESTS
B,1,L,3

SECTION_COVER
0,E,1,100,1
1,L,2,50,4
"""


def test_a_file_is_read_as_it_is_meant() -> None:
    problem = read_text(FILE)
    early, late = problem.kinds
    assert (early.name, early.minutes, early.not_next) == ("E", 480, frozenset())
    assert (late.name, late.minutes, late.not_next) == ("L", 600, frozenset({1}))
    first, second = problem.workers
    assert first.most_of_kind == (7, 0)
    assert (first.most_minutes, first.least_minutes) == (2400, 480)
    assert (first.longest_run, first.shortest_run, first.shortest_rest) == (5, 2, 3)
    assert (first.most_weekends, first.days_off) == (1, {3, 4})
    assert (second.most_of_kind, second.days_off) == ((2, 7), frozenset())
    assert problem.days == 7
    assert problem.wish_cost[0, 0].tolist() == [2, 0, 2]
    assert problem.wish_cost[1, 1].tolist() == [0, 0, 3]
    assert problem.wish_cost.sum() == 7
    assert problem.required[:2].tolist() == [[1, 0], [0, 2]]
    assert (problem.under[1, 1], problem.over[1, 1]) == (50, 4)
    assert [problem.weekend_day(day) for day in range(7)] == [0, 0, 0, 0, 0, 1, 2]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "Instance1.txt"
    path.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())
    assert read_file(path).workers == read_text(FILE).workers


def test_a_folder_is_read_by_the_numbers_in_its_names(tmp_path: Path) -> None:
    for name in ("Instance10.txt", "Instance9.txt", "README.md"):
        (tmp_path / name).write_text(FILE, "utf-8")
    assert list(read_folder(tmp_path)) == ["9", "10"]
    assert list(instances(tmp_path)) == ["9", "10"]
    assert list(instances(tmp_path, {"10": None})) == ["10"]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("E,480,", "E,long,", "line 7"),
        ("E,480,", "E,0,", "line 7"),
        ("L,600,E", "L,600,N", "line 8"),
        ("L,600,E", "E,600,", "line 8"),
        ("A,E=7|L=0,2400", "A,E7|L=0,2400", "line 12"),
        ("2400,480,5,2,3,1", "2400,480,5,2,3", "line 12"),
        ("2400,480,5", "400,480,5", "line 12"),
        ("A,3,4", "A,3,7", "line 16"),
        ("A,3,4", "C,3,4", "line 16"),
        ("A,0,E,2", "A,0,E,-2", "line 19"),
        ("B,1,L,3", "B,1,X,3", "line 21"),
        ("1,L,2,50,4", "0,E,2,50,4", "line 25"),
        ("1,L,2,50,4", "1,L,2,50", "line 25"),
        ("SECTION_COVER", "SECTION_UNKNOWN", "line 23"),
        ("SECTION_COVER", "SECTION_SHIFTS", "line 23"),
        ("# a comment", "stray,1", "line 1"),
        ("\n7\n", "\n0\n", "instance"),
        ("\n7\n", "\n", "instance"),
    ],
)
def test_a_broken_file_says_where_and_what_to_do(old: str, new: str, where: str) -> None:
    with pytest.raises(DataFileError) as broken:
        read_text(FILE.replace(old, new, 1))
    assert where in broken.value.where
    assert broken.value.remedy.nb
    assert broken.value.what.nb != broken.value.what.en


def test_a_missing_section_is_named() -> None:
    with pytest.raises(DataFileError, match="SECTION_STAFF"):
        read_text(FILE.replace("SECTION_STAFF", "#"))


def test_what_is_no_text_or_no_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Instance1.txt"
    path.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(DataFileError, match=r"Instance1\.txt"):
        read_file(path)
    with pytest.raises(DataFileError, match="no instances"):
        read_folder(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("roster", "broken"),
    [
        ([[1, 1, 0, 0, 0, 0, 0], [0, 2, 0, 0, 0, 0, 0]], []),
        ([[1, 2, 0, 0, 0, 0, 0], [0] * 7], ["A: more than 0 of L"]),
        ([[1, 1, 0, 0, 0, 1, 1], [0, 0, 0, 0, 0, 0, 2]], ["B: 1 weekends, more than 0"]),
        ([[1, 1, 0, 1, 1, 0, 0], [0] * 7], ["A: works on day 3", "A: works on day 4", "A: 1 days"]),
        ([[1, 1, 0, 0, 0, 0, 0], [2, 1, 1, 1, 0, 0, 0]], ["B: E on day 1", "B: more than 2 of E"]),
        ([[0] * 7, [2, 2, 2, 2, 2, 0, 0]], ["A: 0 minutes", "B: 3000 minutes", "B: 5 shifts"]),
        ([[0, 0, 1, 0, 0, 0, 0], [0] * 7], ["A: 1 shifts in a row from day 2"]),
    ],
)
def test_the_checker_names_each_broken_rule(roster: list[list[int]], broken: list[str]) -> None:
    found = judge(read_text(FILE), roster).violations
    assert len(found) == len(broken)
    assert all(any(text in one for one in found) for text in broken)


def test_the_checker_counts_wishes_and_cover() -> None:
    verdict = judge(read_text(FILE), [[0] * 7, [0, 2, 0, 0, 0, 0, 1]])
    assert (verdict.wishes, verdict.cover) == (2 + 3, 100 + 50)
    assert judge(read_text(FILE), [[0] * 7]).violations != ()


def test_best_known_is_read_from_the_readme_of_the_folder_or_above(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    table = (
        "# Cases\n| # | size | best known | other |\n|--|--|--|--|\n| 2 | 14×14×2 | 828 | 923 |\n"
    )
    (tmp_path / "README.md").write_text(
        table + "| 24 | a | 42 463 | – |\n\n| 7 | not | 1 | this |\n", "utf-8"
    )
    assert best_known(folder) == {"2": 828, "24": 42463}
    (folder / "README.md").write_text("nothing here", "utf-8")
    assert best_known(folder)["2"] == 828
    assert best_known(tmp_path / "files" / "deeper") == {}


def test_the_median_run_is_shown_with_its_gap() -> None:
    runs = [Measured(value, 0, 90, 300.0, 200.0) for value in (120, None, 105)]
    assert middle(runs).objective == 120
    assert gap(105, 100) == pytest.approx(0.05)
    assert "| 105 | 90 | 300 | 100 | 5.0% | 0 | 200 |" in line("2", "14×14×2", runs[2], 100)
    assert "| none |" in line("2", "14×14×2", runs[1], None)


def test_the_benchmark_reads_its_folder_and_measures_in_its_own_process(tmp_path: Path) -> None:
    assert run() == []
    (tmp_path / "Instance3.txt").write_text(FILE, "utf-8")
    (tmp_path / "README.md").write_text(
        "| # | size | best known |\n|--|--|--|\n| 3 | 7×2×2 | 53 |\n", "utf-8"
    )
    (row,) = run(tmp_path, seconds=3)
    assert (row.value, row.peer_value, row.ratio) == (53.0, 53, 1.0)
    assert "0 rules broken" in row.name
