"""The case files: strict keys, errors that name file and key, and what is in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hjemmel.cases.published import list_cases, load_case, load_case_file, read_cases
from hjemmel.domain.municipality import PictureKind
from hjemmel.kernel.errors import DataFileError, MissingDataError, UnknownIdError
from hjemmel.kernel.identifiers import DistrictNumber

MINIMAL = """
id = "ostfold-2023"
number = ""
name = "Østfold"
title_nb = "Østfold i 2023"
title_en = "Østfold in 2023"
as_of = 2023-12-31
source = { document = "bergen" }
"""
FIGURE = """
[figures.gps]
value = 12
as_of = 2023-12-31
source = { document = "bergen", place = "linje 1" }
"""


def write(folder: Path, text: str) -> Path:
    (folder / "ostfold-2023.toml").write_text(text, "utf-8")
    return folder


def refusal(folder: Path, text: str) -> DataFileError:
    with pytest.raises(DataFileError) as caught:
        read_cases(write(folder, text))
    return caught.value


def test_all_published_cases_are_listed_in_order() -> None:
    assert [case.id for case in list_cases()] == [
        "bergen-2023",
        "legevakt-models",
        "norway-2023",
        "trondelag-2022",
        "trondheim-2018",
        "trondheim-2024",
    ]


def test_summary_tells_what_a_case_holds() -> None:
    bergen = next(case for case in list_cases() if case.id == "bergen-2023")

    assert (bergen.number, bergen.as_of, bergen.districts) == ("4601", date(2023, 12, 31), 8)
    assert bergen.has_need
    assert bergen.title.nb == "Bergen ved utgangen av 2023"


def test_case_is_read_once() -> None:
    assert load_case("bergen-2023") is load_case("bergen-2023")


def test_every_published_figure_has_day_and_place() -> None:
    for summary in list_cases():
        case = load_case(summary.id)
        assert case.kind is PictureKind.PUBLISHED
        for name, figure in case.figures.items():
            assert figure.source.place, f"{case.id} {name}"
        for name, points in case.trends.items():
            assert points, f"{case.id} {name}"


def test_bergen_has_the_figures_that_the_overview_shows() -> None:
    bergen = load_case("bergen-2023")
    values = {name: figure.value for name, figure in bergen.figures.items()}

    assert values["list_places"] == 295_987
    assert values["free_places"] == 494
    assert values["vacant_posts"] == 17
    assert values["population"] == sum(d.population for d in bergen.districts) == 289_073
    assert values["gps"] == sum(d.gps for d in bergen.districts) == 256
    assert bergen.figures["without_gp"].as_of == date(2024, 1, 31)


def test_bergen_free_share_has_only_the_point_that_has_a_day() -> None:
    points = load_case("bergen-2023").trends["free_share"]

    assert [(point.as_of, point.value) for point in points] == [
        (date(2023, 12, 31), Decimal("0.0017"))
    ]


def test_trondheim_districts_are_named_but_have_no_figures() -> None:
    trondheim = load_case("trondheim-2024")

    assert trondheim.districts == ()
    assert list(trondheim.district_names.values()) == [
        "Midtbyen",
        "Østbyen",
        "Lerkendal",
        "Heimdal",
    ]
    assert {DistrictNumber(n).municipality.value for n in trondheim.district_names} == {"5001"}


def test_class_of_waiting_list_that_is_not_published_is_unknown_not_zero() -> None:
    assert [count.persons for count in load_case("trondheim-2024").waiting] == [None, None, None]


def test_unknown_case_names_the_nearest() -> None:
    with pytest.raises(UnknownIdError) as caught:
        load_case("bergen-2024")

    assert caught.value.data["nearest"] == ["bergen-2023", "trondheim-2024"]
    assert "bergen-2023" in caught.value.message("nb")
    assert "datasett" in caught.value.message("nb")


def test_minimal_case_is_read(tmp_path: Path) -> None:
    _, case = read_cases(write(tmp_path, MINIMAL + FIGURE))["ostfold-2023"]

    assert case.figures["gps"].value == 12
    assert case.need is None


def test_unknown_key_is_refused_with_file_and_key(tmp_path: Path) -> None:
    error = refusal(tmp_path, MINIMAL + 'colour = "blue"\n')

    assert error.where == "ostfold-2023.toml"
    assert error.what.en == "Unknown key: colour."
    assert "Rett filen" in error.remedy.nb


def test_missing_key_is_refused_with_file_and_key(tmp_path: Path) -> None:
    error = refusal(tmp_path, MINIMAL.replace("as_of = 2023-12-31\n", ""))

    assert error.what.en == "Missing key: as_of."


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("value = 12", 'value = "12"', "figures.gps.value", "'12' is not a number."),
        ("value = 12", "value = true", "figures.gps.value", "True is not a number."),
        ("value = 12", "", "figures.gps", "Missing key: value."),
        ("value = 12", "value = 12\npage = 3", "figures.gps", "Unknown key: page."),
        (
            "value = 12\nas_of = 2023-12-31",
            'value = 12\nas_of = "2023"',
            "figures.gps.as_of",
            "'2023' is not a date.",
        ),
        (
            'document = "bergen", place',
            'document = "berlin", place',
            "figures.gps.source",
            "Unknown document “berlin”.",
        ),
        (
            "value = 12",
            'value = 12\nnote_nb = "Bare norsk."',
            "figures.gps",
            "The note is missing in one language.",
        ),
    ],
)
def test_broken_figure_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, where: str, what: str
) -> None:
    error = refusal(tmp_path, MINIMAL + FIGURE.replace(old, new))

    assert error.where == f"ostfold-2023.toml {where}"
    assert error.what.en == what


def test_case_is_refused_when_its_id_is_not_the_file_name(tmp_path: Path) -> None:
    error = refusal(tmp_path, MINIMAL.replace('id = "ostfold-2023"', 'id = "viken-2023"'))

    assert error.what.en == "The id must be ostfold-2023."


def test_district_of_another_municipality_is_refused(tmp_path: Path) -> None:
    text = MINIMAL.replace('number = ""', 'number = "4601"')
    error = refusal(tmp_path, text + '\n[district_names]\n500101 = "Midtbyen"\n')

    assert error.what.en == "District 500101 is not in municipality 4601."


DISTRICT = """
[[districts]]
number = "460101"
name = "Arna"
gps = 13
population = 13926
"""


def test_district_that_stands_twice_is_refused(tmp_path: Path) -> None:
    text = MINIMAL.replace('number = ""', 'number = "4601"')
    error = refusal(tmp_path, text + DISTRICT + DISTRICT.replace("Arna", "Fana"))

    assert error.where == "ostfold-2023.toml districts[1].number"
    assert error.what.en == "District 460101 stands twice."


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("gps = -1", "Arna has a negative number: gps."),
        ("population = -1", "Arna has a negative number: population."),
        ("guests_in = -5\nlists = -1", "Arna has a negative number: lists, guests_in."),
        (
            "list_places = 10\nfree_places = 11",
            "Arna has more free places (11) than list places (10).",
        ),
    ],
)
def test_district_with_counts_that_cannot_be_is_refused(
    tmp_path: Path, row: str, what: str
) -> None:
    text = MINIMAL.replace('number = ""', 'number = "4601"')
    key = row.split(" = ")[0]
    district = "\n".join(line for line in DISTRICT.split("\n") if not line.startswith(key))
    error = refusal(tmp_path, text + district + row)

    assert error.where == "ostfold-2023.toml districts[0]"
    assert error.what.en == what


@pytest.mark.parametrize(
    ("figures", "where", "what"),
    [
        ({"gps": -1}, "figures.gps", "-1 is a negative number."),
        ({"without_gp": -2}, "figures.without_gp", "-2 is a negative number."),
        (
            {"list_places": 100, "free_places": 101},
            "figures.free_places",
            "There are more free places (101) than list places (100).",
        ),
    ],
)
def test_counts_for_the_whole_that_cannot_be_are_refused(
    tmp_path: Path, figures: dict[str, int], where: str, what: str
) -> None:
    tables = [
        FIGURE.replace("figures.gps", f"figures.{name}").replace("value = 12", f"value = {value}")
        for name, value in figures.items()
    ]
    error = refusal(tmp_path, MINIMAL + "".join(tables))

    assert error.where == f"ostfold-2023.toml {where}"
    assert error.what.en == what


def test_negative_waiting_list_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, MINIMAL + "[waiting]\nwithout_gp = -3\n")

    assert error.where == "ostfold-2023.toml waiting.without_gp"


def test_a_figure_that_is_a_change_may_be_negative(tmp_path: Path) -> None:
    text = FIGURE.replace("figures.gps", "figures.guests").replace("value = 12", "value = -12")
    _, case = read_cases(write(tmp_path, MINIMAL + text))["ostfold-2023"]

    assert case.figures["guests"].value == -12


def test_namesakes_are_two_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, day in (("3419", "2023-12-31"), ("3114", "2022-12-31")):
        text = MINIMAL.replace("ostfold-2023", f"valer-{number}").replace("2023-12-31", day)
        text = text.replace('number = ""', f'number = "{number}"').replace("Østfold", "Våler")
        (tmp_path / f"valer-{number}.toml").write_text(text, "utf-8")
    cases = read_cases(tmp_path)
    monkeypatch.setattr("hjemmel.cases.published._all_cases", lambda: cases)

    with pytest.raises(MissingDataError) as caught:
        load_case("valer-3419", as_of=date(2022, 12, 31))
    assert caught.value.data["days"] == ["2023-12-31"]


def test_trend_out_of_order_is_refused(tmp_path: Path) -> None:
    point = '[[trends.gps]]\nvalue = 1\nas_of = {day}\nsource = {{ document = "bergen" }}\n'
    text = MINIMAL + point.format(day="2023-01-31") + point.format(day="2022-01-31")

    assert "not in order" in refusal(tmp_path, text).what.en


def test_a_data_set_of_ones_own_names_its_source_by_a_title(tmp_path: Path) -> None:
    own = MINIMAL.replace('source = { document = "bergen" }', 'source = { title = "Egen telling" }')
    assert own != MINIMAL
    file = tmp_path / "ostfold-2023.toml"
    file.write_text(own, "utf-8")
    case = load_case_file(file)
    assert case.source.document.nb == "Egen telling"
    assert case.source.document.en == "Egen telling"
