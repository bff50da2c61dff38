"""Wrong input: a message in the language, the right exit code, never a stack trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hjemmel.cli import exit_codes, main
from hjemmel.kernel import errors
from hjemmel.kernel.errors import HjemmelError
from tests.cli.conftest import POPULATION, Run

BERGEN = ("need", "--case", "bergen-2023")
WRONG: tuple[tuple[tuple[str, ...], int, str], ...] = (
    ((*BERGEN, "--as-of", "2020-01-01"), 4, "Velg en dag med tall: 31.12.2023."),
    (("coverage", "--case", "bergen-2023", "--as-of", "2020-01-01"), 4, "31.12.2023"),
    ((*BERGEN, "--as-of", "2023-13-01"), 2, "er ikke en dato"),
    ((*BERGEN, "--as-of", "yesterday"), 2, "er ikke en dato"),
    ((*BERGEN, "--as-of", "20231231"), 2, "er ikke en dato"),
    ((*BERGEN, "--as-of", "2023-W52-7"), 2, "er ikke en dato"),
    ((*BERGEN, "--mean-list", "3000"), 2, "fastlegeforskriften"),
    ((*BERGEN, "--mean-list", "-1000"), 2, "(--mean-list)"),
    ((*BERGEN, "--mean-list", "0"), 2, "(--mean-list)"),
    ((*BERGEN, "--mean-list", "1e-300"), 2, "--mean-list"),
    ((*BERGEN, "--gps", "0"), 2, "minst én lege"),
    ((*BERGEN, "--gps", "ten"), 2, "er ikke et heltall"),
    ((*BERGEN, "--population", "0"), 2, "(--population)"),
    ((*BERGEN, "--population", "9" * 400), 2, "(--population)"),
    ((*BERGEN, "--guests", "nan"), 2, "er ikke et tall"),
    ((*BERGEN, "--guests", "-400000"), 2, "0 eller mindre"),
    ((*BERGEN, "--reserve", "60"), 2, "Ledig kapasitet"),
    ((*BERGEN, "--leavers", "-1"), 2, "Avgang per år"),
    ((*BERGEN, "--municipal-fte", "-1"), 2, "(--municipal-fte)"),
    ((*BERGEN, "--years", "0"), 2, "Antall år"),
    ((*BERGEN, "--horizon", "99"), 2, "Horisonten"),
    ((*BERGEN, "--target-year", "1999"), 2, "Målåret"),
    ((*BERGEN, "--draws", "1000000"), 2, "Antall trekninger"),
    ((*BERGEN, "--seed", "-1"), 2, "(--seed)"),
    (("need", "--case", "bergen-2032"), 3, "Mente du bergen-2023"),
    (("need", "--case", "nowhere.toml"), 3, "Finner ikke filen"),
    (("need", "--case", "trondheim-2024"), 4, "--population"),
    (("coverage", "--case", "atlantis"), 3, "Ukjent datasett"),
    (("law", "show", "gp_list.ceiling_mox"), 3, "gp_list.ceiling_max"),
    (("law", "history", "nothing"), 3, "Ukjent parameter"),
    (("law", "show", "gp_list.ceiling_max", "--on", "1999-01-01"), 4, "Høyeste listetak"),
    (("law", "show", "gp_list.ceiling_max", "--municipality", "12"), 2, "4 siffer"),
    (("law", "list", "--area", "nothing"), 3, "Ukjent område"),
    (("law", "check", "nowhere"), 3, "Finner ikke mappen"),
    (("cases", "show", "atlantis"), 3, "Ukjent datasett"),
    (("synth", "atlantis", "--out", "x"), 3, "Ukjent profil"),
    (("synth", "--residents", "0", "--out", "x"), 2, "minst én innbygger"),
    (("synth", "--format", "xls", "--out", "x"), 2, "Ukjent format"),
    (("serve", "--port", "0"), 2, "--port"),
    (("serve", "--workers", "0"), 2, "--workers"),
)


@pytest.mark.parametrize(("arguments", "code", "text"), WRONG)
def test_wrong_input_gives_a_message_and_an_exit_code(
    run: Run, arguments: tuple[str, ...], code: int, text: str
) -> None:
    outcome = run(*arguments)
    assert outcome.code == code
    assert outcome.err.startswith("Feil: ")
    assert text in outcome.err
    assert outcome.out == ""
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(a, code) for a, code, _ in WRONG if a[0] not in ("serve",)],
)
def test_programs_get_one_problem_object(run: Run, arguments: tuple[str, ...], code: int) -> None:
    outcome = run(*arguments, "--json")
    problem = outcome.problem
    assert outcome.code == code == problem["exit_code"]
    assert problem["type"] == f"urn:problem-type:hjemmel:{problem['code']}"
    assert {"title", "detail", "where", "remedy", "data"} <= set(problem)
    assert outcome.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("need",),
        ("need", "--case", "bergen-2023", "--unknown", "1"),
        ("need", "--case", "bergen-2023", "--reserve-of", "money"),
        ("--language", "fr", "law", "list"),
        ("law", "nothing"),
    ],
)
def test_wrong_usage_is_2_with_a_hint(run: Run, arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2
    assert "--help" in outcome.err
    assert "Traceback" not in outcome.err
    as_json = run(*arguments, "--json")
    assert as_json.code == 2
    assert as_json.problem["code"] == "invalid-input"


def test_the_message_is_in_the_language_asked_for(run: Run) -> None:
    outcome = run("--language", "en", *BERGEN, "--mean-list", "3000")
    assert outcome.err.startswith("Error: The ceiling 3,000 is above the highest allowed, 2,500.")


@pytest.mark.parametrize(
    ("more", "code", "text"),
    [
        ("", 4, "--population"),
        (POPULATION % 0, 2, "må være minst 1"),
        (POPULATION % -5, 5, "negativt antall"),
        (POPULATION % '"many"', 5, "er ikke et tall"),
        ('colour = "red"', 5, "Ukjent nøkkel"),
        ("[figures", 5, "Ikke gyldig TOML"),
    ],
)
def test_a_broken_file_of_ones_own_is_explained(
    run: Run, own_case: Callable[[str], str], more: str, code: int, text: str
) -> None:
    outcome = run("need", "--case", own_case(more), "--reserve", "10")
    assert outcome.code == code
    assert text in outcome.err
    assert "Traceback" not in outcome.err


def test_a_folder_that_cannot_be_written_is_explained(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    outcome = run("synth", "--residents", "2000", "--out", str(tmp_path / "file" / "folder"))
    assert outcome.code == 2
    assert outcome.err.startswith("Feil: ")


def test_an_unforeseen_fault_is_70_and_shows_no_code(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("hjemmel.cli.commands.law.load_law", fail)
    outcome = run("law", "list")
    assert outcome.code == exit_codes.UNFORESEEN
    assert "secret" not in outcome.err
    assert "Traceback" not in outcome.err
    assert "Traceback" in run("--traceback", "law", "list").err


@pytest.mark.parametrize(
    ("raised", "code"), [(KeyboardInterrupt, 130), (errors.CancelledError, 130)]
)
def test_cancelling_is_130(
    run: Run, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], code: int
) -> None:
    def stop(*_: object) -> None:
        if issubclass(raised, HjemmelError):
            text = errors.Text("Stoppet.", "Stopped.")
            raise raised(text, where="", remedy=text)
        raise raised

    monkeypatch.setattr("hjemmel.cli.commands.law.load_law", stop)
    outcome = run("law", "list")
    assert outcome.code == code
    assert "Traceback" not in outcome.err


def test_every_error_class_has_its_exit_code() -> None:
    classes = [
        e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, HjemmelError)
    ]
    text = errors.Text("", "")
    codes = {e.__name__: exit_codes.code_of(e(text, where="", remedy=text)) for e in classes}
    assert codes == {
        "HjemmelError": 1,
        "InputError": 2,
        "UnknownIdError": 3,
        "MissingDataError": 4,
        "DataFileError": 5,
        "OutdatedLinkError": 6,
        "SignInNeededError": 7,
        "NotAllowedError": 7,
        "ConflictError": 8,
        "UnavailableError": 9,
        "TooManyRequestsError": 1,
        "CancelledError": 130,
    }


def test_nobody_reading_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("hjemmel.cli.commands.law.load_law", stop)
    monkeypatch.setattr(main, "_leave_quietly", lambda: None)
    outcome = run("law", "list")
    assert (outcome.code, outcome.out, outcome.err) == (141, "", "")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--population", "-5"),
        ("--reserve", "60"),
        ("--gps", "0"),
        ("--leavers", "-1"),
        ("--mean-list", "3000"),
        ("--seed", "-1"),
    ],
)
def test_an_error_names_the_option(run: Run, option: str, value: str) -> None:
    problem = run(*BERGEN, option, value, "--json").problem
    assert (problem["where"], problem["data"]["field"]) == (option, option)


def test_a_missing_figure_names_the_option(run: Run) -> None:
    problem = run("need", "--case", "trondheim-2024", "--json").problem
    assert (problem["where"], problem["data"]["figure"]) == ("--population", "--population")
