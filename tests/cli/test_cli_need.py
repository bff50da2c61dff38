"""``hjemmel need``."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import typer.main

from hjemmel.api.v1.schemas.need import NeedQuery
from hjemmel.cli.main import app
from hjemmel.cli.values import option_name
from hjemmel.engines.coverage.questions import QUESTIONS
from tests.cli.conftest import POPULATION, Run


def test_bergen_needs_280_gps_and_recruits_88(run: Run) -> None:
    outcome = run("need", "--case", "bergen-2023", "--json")
    answer = outcome.json
    assert outcome.code == 0
    assert outcome.err == ""
    assert answer["need"] == 280
    assert isinstance(answer["need"], int)
    assert answer["target"] == 294
    assert answer["target_by_capacity_share"] == 295
    assert answer["recruits"] == 88
    assert answer["persons"] == 308_000
    assert answer["reserve_share"] == 0.05
    assert answer["leavers_per_year"] == 10
    assert answer["as_of"] == "2023-12-31"
    assert len(answer["receipt"]["id"]) == 12


def test_the_methods_stand_side_by_side(run: Run) -> None:
    methods = run("need", "--case", "bergen-2023", "--json").json["methods"]
    assert [m["method"] for m in methods] == ["list_length", "hours", "demand"]
    assert [m["status"] for m in methods] == ["computed", "computed", "unknown"]
    assert methods[0]["need"] == 280
    assert methods[0]["target"] == 294
    assert methods[0]["band"]["low"] < 294 < methods[0]["band"]["high"]
    assert methods[2] == {
        "method": "demand",
        "title": "Etterspørsel",
        "status": "unknown",
        "need": None,
        "target": None,
        "band": None,
        "why": "Befolkningen etter alder og kjønn står ikke i kilden.",
        "remedy": "Oppgi en behovsindeks (1 = som landet), eller velg en syntetisk kommune.",
    }


def test_the_path_starts_at_today_and_reaches_the_target(run: Run) -> None:
    answer = run("need", "--case", "bergen-2023", "--json").json
    assert [y["year"] for y in answer["path"]] == list(range(2023, 2034))
    assert answer["path"][0]["gps"] == 256
    assert answer["path"][5]["gps"] == 294
    assert [d["name"] for d in answer["districts"]][:2] == ["Arna", "Bergenhus"]


def test_every_assumption_says_where_it_comes_from(run: Run) -> None:
    answer = run("need", "--case", "bergen-2023", "--guests", "12 000", "--json").json
    origins = {a["name"]: (a["value"], a["origin"]) for a in answer["assumptions"]}
    assert origins["population"] == (298_000, "published")
    assert origins["guests"] == (12_000, "given")
    assert origins["reserve"] == (0.05, "law")
    published = next(a for a in answer["assumptions"] if a["name"] == "population")
    assert published["source"]["document"].startswith("Strategi for fastlegeordningen i Bergen")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--gps", "259"), {"recruits": 85}),
        (("--reserve-of", "capacity"), {"target": 295, "recruits": 89}),
        (("--reserve", "0"), {"target": 280, "recruits": 74}),
        (("--reserve", "5,0"), {"target": 294}),
        (("--mean-list", "1000"), {"need": 308}),
        (("--guests", "0"), {"persons": 298_000}),
        (("--population", "300 000"), {"persons": 310_000}),
        (("--leavers", "0"), {"recruits": 38}),
        (("--years", "10"), {"recruits": 138}),
    ],
)
def test_an_option_replaces_an_assumption(
    run: Run, options: tuple[str, ...], expected: dict[str, object]
) -> None:
    answer = run("need", "--case", "bergen-2023", *options, "--json").json
    assert {key: answer[key] for key in expected} == expected


def test_the_same_seed_gives_the_same_answer(run: Run) -> None:
    asked = ("need", "--case", "bergen-2023", "--draws", "64", "--seed", "7", "--json")
    assert run(*asked).json == run(*asked).json


def test_the_answer_comes_first_in_a_sentence(run: Run) -> None:
    outcome = run("need", "--case", "bergen-2023")
    assert outcome.out.startswith(
        "Bergen trenger 280 fastleger i 2027. Med 5\u00a0% reserve blir det 294 (av behovet) "
        "eller 295 (av kapasiteten). Fra 256 leger i dag til 294 må 88 rekrutteres på 5 år.\n"
    )
    assert "(298\u00a0000 + 10\u00a0000) ÷ 1\u00a0100" in outcome.out
    assert "leger per 31.12.2023 · Publiserte tall" in outcome.out


def test_english_is_an_option(run: Run) -> None:
    outcome = run("--language", "en", "need", "--case", "bergen-2023")
    assert outcome.out.startswith("Bergen needs 280 GPs in 2027.")
    assert "Published figures" in outcome.out


def test_trondheims_own_way_of_counting_is_there(run: Run) -> None:
    answer = run("need", "--case", "trondheim-2024", "--population", "215000", "--json").json
    assert answer["waiting_reserve"]["places"] == 15_000
    assert (
        answer["waiting_reserve"]["agreements_low"],
        answer["waiting_reserve"]["agreements_high"],
    ) == (13, 14)


def test_a_file_of_ones_own_can_be_used(run: Run, own_case: Callable[[str], str]) -> None:
    path = own_case(POPULATION % 10_000)
    answer = run("need", "--case", path, "--population", "11000", "--reserve", "10", "--json").json
    assert answer["need"] == 11
    assert answer["target"] == 13
    assert answer["kind_name"] == "Egne tall"


def test_a_missing_population_can_be_given(run: Run, own_case: Callable[[str], str]) -> None:
    path = own_case("")
    refused = run("need", "--case", path, "--reserve", "10")
    assert refused.code == 4
    assert "--population" in refused.err
    given = run("need", "--case", path, "--reserve", "10", "--population", "10000", "--json")
    assert given.json["need"] == 10


@pytest.mark.parametrize(
    ("language", "option", "text", "value"),
    [
        ("nb", "guests", "298 000", 298_000),
        ("en", "guests", "298 000", 298_000),
        ("nb", "guests", "10,000", 10),
        ("en", "guests", "10,000", 10_000),
        ("en", "mean_list", "1,100", 1_100),
        ("nb", "mean_list", "1100.5", 1_100.5),
        ("en", "mean_list", "1100.5", 1_100.5),
        ("nb", "mean_list", "1.100,5", 1_100.5),
        ("en", "population", "298,000", 298_000),
        ("nb", "reserve", "5 %", 0.05),
    ],
)
def test_a_number_is_read_as_the_language_writes_it(
    run: Run, language: str, option: str, text: str, value: float
) -> None:
    asked = ("--language", language, "need", "--case", "bergen-2023", "--json")
    answer = run(*asked, option_name(option), text).json
    assert next(a["value"] for a in answer["assumptions"] if a["name"] == option) == value


@pytest.mark.parametrize(
    ("language", "option", "text", "says"),
    [
        ("nb", "--mean-list", "1.100", "kan leses på to måter"),
        ("nb", "--mean-list", "1,100", "(--mean-list)"),  # 1,1 persons
        ("en", "--mean-list", "1.100", "(--mean-list)"),
        ("nb", "--guests", "10.000", "kan leses på to måter"),
        ("nb", "--population", "298.000", "kan leses på to måter"),
        ("nb", "--population", "1100.5", "er ikke et heltall"),
        ("en", "--population", "1100.5", "is not a whole number"),
        ("en", "--reserve", "5,5", "can be read in two ways"),
    ],
)
def test_a_number_that_could_be_two_is_refused(
    run: Run, language: str, option: str, text: str, says: str
) -> None:
    outcome = run("--language", language, "need", "--case", "bergen-2023", option, text)
    assert (outcome.code, outcome.out) == (2, "")
    assert says in outcome.err
    assert option in outcome.err


def test_questions_options_and_parameters_have_the_same_names() -> None:
    questions = {question.name for question in QUESTIONS}
    command = typer.main.get_command(app).commands["need"]
    options = {name for p in command.params for name in p.opts}
    assert options - {"--case", "--as-of", "--known-on", "--as", "--json", "--help"} == {
        *map(option_name, questions)
    }
    assert set(NeedQuery.model_fields) - {"as_of", "known_on"} == questions
