"""Districts as files: those that hjemmel ships with solve, and a broken one says where it is broken."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from hjemmel.cases.rosters import load_roster, roster_examples
from hjemmel.domain.duty_doctor import Employment
from hjemmel.domain.shift import PayForm, Role
from hjemmel.engines.rostering import Roster, check, run
from hjemmel.engines.rostering.bounds import least_span
from hjemmel.engines.rostering.breach import sentence_of
from hjemmel.engines.rostering.ledger import Category
from hjemmel.engines.rostering.prevention import prevented_by
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.results import Status, minutes_by_pay_form
from hjemmel.engines.rostering.roster_files import RosterFile, read_roster_file
from hjemmel.engines.rostering.solvers.counts import contradict
from hjemmel.engines.rostering.terms import Effort
from hjemmel.kernel.errors import DataFileError, HjemmelError, InputError, UnknownIdError
from hjemmel.law import load_law

SMALL = """
name_nb = "Prøve"
name_en = "Trial"
first_day = 2026-03-02
last_day = 2026-03-08

[[shift_types]]
key = "night"
name_nb = "Natt"
name_en = "Night"
station = "a"
starts = 23:00:00
ends = 08:00:00

[[doctors]]
key = "lege"
count = 3
qualifications = ["specialist_general_practice", "course_emergency_medicine", "course_violence_and_abuse"]
"""


def read(text: str, folder: Path) -> RosterFile:
    file = folder / "district.toml"
    file.write_text(text, "utf-8")
    return read_roster_file(file, load_law())


def solved(name: str) -> Roster:
    roster = run(load_roster(name).inputs, effort=Effort(seconds=8.0, workers=2))
    assert roster.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert check(roster.inputs, roster.assignments) == ()
    return roster


def test_there_is_an_example_for_each_way_of_doing_it() -> None:
    assert roster_examples() == (
        "bergen",
        "intervall",
        "luster",
        "lyngen",
        "stor-elvdal",
        "trondheim",
    )
    with pytest.raises(UnknownIdError, match="no example “oslo”"):
        load_roster("oslo")


def test_lyngen_has_56_hours_a_week_on_average() -> None:
    roster = solved("lyngen")
    assert roster.status is Status.OPTIMAL
    weeks = 54
    for minutes in minutes_by_pay_form(roster).values():
        assert minutes == {PayForm.SALARY: 56 * 60 * weeks}
    for doctor in roster.inputs.picture.doctors:
        days = [shift.day for shift in roster.shifts_of(doctor.key)]
        first = days[0]
        assert {(day - first).days % 42 for day in days} == set(range(14))


def test_stor_elvdal_never_leaves_lis1_alone() -> None:
    roster = solved("stor-elvdal")
    mine = roster.shifts_of("lis1")
    assert mine
    for shift in mine:
        assert shift.role is Role.DOCTOR
        behind = [one for one in roster.inputs.picture.shifts if shift.key in one.backs_up]
        assert behind
        assert all(roster.doctors_on(one.key) for one in behind)


def test_stor_elvdal_cannot_have_shifts_nights_and_back_up_on_target_at_once() -> None:
    problem = Problem.of(load_roster("stor-elvdal").inputs)
    groups = {group.category: group for group in problem.groups}
    three = [groups[one] for one in (Category.SHIFTS, Category.NIGHTS, Category.BACK_UP)]
    limits = [(one, problem.rates(one)[2]) for one in three]
    assert contradict(problem, limits, Effort(), 20.0)
    assert not any(contradict(problem, some, Effort(), 20.0) for some in combinations(limits, 2))
    assert least_span(problem, three[0]).span < limits[0][1]
    names = prevented_by(problem, three[0], least_span(problem, three[0]), 1371, Effort())
    assert [one.nb for one in names] == [
        "Jevn fordeling av nattevakter",
        "Jevn fordeling av bakvakter",
    ]


def test_luster_is_off_while_the_locum_is_there() -> None:
    roster = solved("luster")
    assert roster.status is Status.OPTIMAL
    first = date(2026, 1, 2)
    for shift in roster.inputs.picture.shifts:
        is_block = (shift.day - first).days % 28 < 10
        assert (roster.doctors_on(shift.key) == ("vikar",)) is is_block
    assert first.strftime("%a") == "Fri"
    assert (first + timedelta(days=10)).strftime("%a") == "Mon"


def test_trondheim_splits_day_evening_and_night() -> None:
    roster = solved("trondheim")
    assert roster.status is Status.OPTIMAL
    doctors = {one.key: one for one in roster.inputs.picture.doctors}
    towns: Counter[str] = Counter()
    for pair in roster.assignments:
        shift, doctor = roster.shifts[pair.shift], doctors[pair.doctor]
        is_employed = doctor.employment is Employment.EMPLOYED
        assert is_employed is (shift.kind in ("day", "night"))
        assert shift.pay_form is {
            "day": PayForm.SALARY,
            "night": PayForm.HOURLY,
        }.get(shift.kind, PayForm.SELF_EMPLOYED)
        towns[doctor.municipality] += 1
        assert shift.kind != "day" or doctor.municipality == "5001"
    assert set(towns) == {"5001", "5028", "5031", "5027"}
    counted = [one for one in roster.spans if one.category is not Category.HOURS]
    assert all(one.is_on_target for one in counted)


def test_bergen_staffs_three_stations_with_their_own() -> None:
    roster = solved("bergen")
    for pair in roster.assignments:
        station = roster.shifts[pair.shift].station
        assert pair.doctor.startswith((station, "vestland"))
    opening = {(one.starts.hour, one.ends.hour) for one in roster.inputs.picture.shifts}
    assert opening == {(16, 22), (12, 18)}


def test_the_interval_rota_is_off_every_other_week() -> None:
    roster = solved("intervall")
    assert roster.status is Status.OPTIMAL
    for doctor in roster.inputs.picture.doctors:
        weeks = {(one.day - date(2026, 1, 5)).days // 7 % 2 for one in roster.shifts_of(doctor.key)}
        assert len(weeks) == 1


def test_law_sets_what_the_file_does_not_say(tmp_path: Path) -> None:
    inputs = read(SMALL, tmp_path).inputs
    assert {one.value for one in inputs.terms.rest.values()} == {8 * 60}
    assert len(inputs.picture.shifts) == 7
    assert [one.key for one in inputs.picture.doctors] == ["lege01", "lege02", "lege03"]
    assert inputs.name("lege02") == "lege 02"
    assert inputs.name("night:2026-03-02") == "Natt 02.03.2026"
    assert all(Role.BACK_UP in one.roles and one.alone for one in inputs.picture.doctors)


def test_everything_a_district_may_say_is_read(tmp_path: Path) -> None:
    more = """
[[doctors]]
key = "ny"
fraction = 0.5
first_day = 2026-03-04
qualifications = ["course_emergency_medicine"]
exemptions = [{ first_day = 2026-03-05, last_day = 2026-03-06, ground = "pregnancy", only_nights = true }]
absences = [{ first_day = 2026-03-07, last_day = 2026-03-07, cause = "ferie" }]

[[wishes]]
doctor = "lege01"
kind = "off"
first_day = 2026-03-02
last_day = 2026-03-03
weight = 3

[[fixed]]
shift = "night:2026-03-04"
doctor = "lege02"

[limits]
nights_in_a_row = 2
week_hours = { value = 37.5, for = ["employed"] }
"""
    inputs = read(SMALL + more, tmp_path).inputs
    new = inputs.picture.doctors[-1]
    assert new.member is not None
    assert new.member.start == date(2026, 3, 4)
    assert new.alone == ()
    assert new.exemptions[0].only_nights
    assert (new.absences[0].ends - new.absences[0].starts) == timedelta(days=1)
    assert inputs.terms.week[Employment.EMPLOYED].value == 37.5 * 60
    assert Employment.LOCUM not in inputs.terms.week
    roster = run(inputs, effort=Effort(seconds=5.0, workers=1))
    assert check(inputs, roster.assignments) == ()
    assert roster.doctors_on("night:2026-03-04") == ("lege02",)
    assert roster.points == pytest.approx(run(inputs, effort=Effort(seconds=5.0, workers=1)).points)


@pytest.mark.parametrize(
    ("old", "new", "error", "message"),
    [
        ("last_day = 2026-03-08", "last_day = 2026-03-01", DataFileError, "has no days"),
        ("last_day = 2026-03-08", "last_day = 2036-03-08", DataFileError, "two years"),
        (
            "last_day = 2026-03-08",
            "last_day = 2026-03-08\nmunicipality = 5001",
            DataFileError,
            "str",
        ),
        ("count = 3", "count = 1000000000", DataFileError, "from 1 to 10000"),
        ("count = 3", 'count = 3\nskills = "x"', DataFileError, "list of texts"),
        ("[[doctors]]", "[prices]\nspan = -1\n[[doctors]]", DataFileError, "prices span"),
        ("first_day = 2026-03-02\n", "", DataFileError, "first_day"),
        ("starts = 23:00:00", "starts = 23", DataFileError, "shift_types night starts"),
        (
            'key = "lege"',
            'key = "lege"\nemployment = "boss"',
            DataFileError,
            "Choose among self_employed",
        ),
        ('key = "lege"', 'key = "lege"\nnope = 1', DataFileError, "nope"),
        ("count = 3", "count = 3\nfraction = 0", InputError, "must be above 0"),
        ('"specialist_general_practice"', '"wizard"', DataFileError, "Choose among"),
        ("[[doctors]]", "[limits]\nrest_hours = 4\n[[doctors]]", DataFileError, "needs a source"),
        ("ends = 08:00:00", "ends = 08:00:00\nweekdays = [9]", InputError, "no valid days"),
        (
            "[[doctors]]",
            '[[fixed]]\nshift = "x"\ndoctor = "lege01"\n[[doctors]]',
            InputError,
            "not in the roster: x",
        ),
    ],
)
def test_a_broken_file_says_what_is_wrong(
    old: str, new: str, error: type[HjemmelError], message: str, tmp_path: Path
) -> None:
    assert old in SMALL
    with pytest.raises(error, match=message):
        read(SMALL.replace(old, new, 1), tmp_path)


def test_hours_are_told_as_exactly_as_they_differ_from_the_limit() -> None:
    said = [sentence_of("mean_hours", load_roster("lyngen").inputs, "lege01", (), number=n, limit=3360, day=None)
            for n in (3387, 3390, 3420)]  # fmt: skip
    assert [one.nb.split()[3] for one in said] == ["56,45", "56,5", "57"]


def test_a_time_that_the_clock_skips_is_refused(tmp_path: Path) -> None:
    text = SMALL.replace("2026-03-02", "2026-03-25", 1).replace("2026-03-08", "2026-04-01", 1)
    with pytest.raises(InputError, match="There is no 02:30 on 2026-03-29") as caught:
        read(text.replace("starts = 23:00:00", "starts = 02:30:00", 1), tmp_path)
    assert caught.value.where == "district.toml shift night:2026-03-29"


@pytest.mark.parametrize(("content", "message"), [(b"", "empty"), (b'a = "\xf8"', "UTF-8")])
def test_a_file_that_is_no_text_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "district.toml"
    file.write_bytes(content)
    with pytest.raises(DataFileError, match=message) as caught:
        read_roster_file(file, load_law())
    assert "law check" not in caught.value.remedy.nb
