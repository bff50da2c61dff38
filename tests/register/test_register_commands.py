"""Commands on the register run as a user: each as every role, allowed and denied."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer.main

from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.accounts.services import DEMO_USERS
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cli import server
from hjemmel.cli.main import app, main
from tests.servers.pxweb import CHANGES

P = Permission
COMMANDS: dict[str, tuple[tuple[str, ...], Permission]] = {
    "export lists": (("export", "lists", "{folder}/a.csv"), P.SEE_LISTS),
    "export centres": (("export", "centres", "{folder}/b.xlsx"), P.SEE_LISTS),
    "export doctors": (("export", "doctors", "{folder}/c.parquet"), P.SEE_LISTS),
    "export residents": (("export", "residents", "{folder}/d.csv"), P.SEE_RESIDENTS),
    "export agreements": (("export", "agreements", "{folder}/f.csv"), P.SEE_LISTS),
    "export ceilings": (("export", "ceilings", "{folder}/g.xlsx"), P.SEE_LISTS),
    "export reports": (("export", "reports", "{folder}/h.csv"), P.SEE_LISTS),
    "export memberships": (("export", "memberships", "{folder}/i.csv"), P.SEE_RESIDENTS),
    "export households": (("export", "households", "{folder}/j.parquet"), P.SEE_RESIDENTS),
    "export waiting": (("export", "waiting", "{folder}/e.csv"), P.SEE_RESIDENTS),
    "import": (("import", "{folder}/list.csv", "--preview"), P.IMPORT_REGISTER),
    "import statistics": (("import", "{folder}/codes.json"), P.IMPORT_STATISTICS),
    "fetch": (("fetch", "codes", "--file", "{folder}/codes.json"), P.IMPORT_STATISTICS),
    "indicators": (("indicators",), P.SEE_FIGURES),
    "coverage": (("coverage", "--case", "4601"), P.SEE_FIGURES),
    "need": (("need", "--case", "4601", "--as-of", "2024-02-01"), P.SEE_FIGURES),
    "snapshot": (("snapshot", "--month", "2024-02"), P.IMPORT_STATISTICS),
    "lists requests": (("lists", "requests", "--purpose", "queue"), P.SEE_RESIDENTS),
    "lists queue": (("lists", "queue", "--purpose", "queue"), P.SEE_RESIDENTS),
    "lists round": (("lists", "round", "--seed", "7"), P.RUN_LISTS),
    "lists cutover": (("lists", "cutover"), P.RUN_LISTS),
    "plan list": (("plan", "list"), P.SEE_PLANS),
    "funding run": (("funding", "run", "--from", "2024-01", "--months", "3"), P.SEE_GRANTS),
    "funding compare": (
        ("funding", "compare", "--from", "2024-01", "--months", "3", "--law-of", "2023-07-01"),
        P.SEE_GRANTS,
    ),
}
OF_ALL_MUNICIPALITIES = {"backup": ("backup", "{folder}/kopi.zip")}
"""What no role in one municipality opens. Who may, and restoring, is in ``test_register_backup``."""
OF_A_DISTRICT = {"roster"}
"""Asked of a district of duty: who runs what is in ``tests/cli/test_cli_roster_register``."""
AS_NOBODY = {
    "restore",  # as a user of the backup
    "setup",  # makes the first user: for whoever runs the server
    "serve",
    "synth",
    "law",
    "cases",
    "grants",
}


@pytest.fixture(autouse=True)
def _in_this_process(
    monkeypatch: pytest.MonkeyPatch, small_register: SyntheticMunicipality
) -> None:
    """The commands meet the test's own database, which is open already."""
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)


def run(*arguments: str, user: str | None) -> int:
    placed = "--case" in arguments or arguments[0] in OF_ALL_MUNICIPALITIES
    given = [*arguments, *(() if placed else ("--municipality", "4601"))]
    return main([*given, "--as", user] if user else given)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_runs_what_it_opens(role: Role, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "list.csv").write_text("Listenr;Avtalenr;Listetak\n1;1;1200\n", "utf-8")
    (tmp_path / "codes.json").write_text(json.dumps(CHANGES), "utf-8")
    wrong = []
    for name, (arguments, needed) in COMMANDS.items():
        given = [part.format(folder=tmp_path) for part in arguments]
        code = run(*given, user=DEMO_USERS[role])
        if code != (0 if needed in OPENS[role] else 7):
            wrong.append((name, code, capsys.readouterr().err))
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_no_role_in_one_municipality_runs_what_is_about_all(
    role: Role, tmp_path: Path, capsys: Any
) -> None:
    before = AuditEvent.objects.count()
    for arguments in OF_ALL_MUNICIPALITIES.values():
        given = [part.format(folder=tmp_path) for part in arguments]
        assert run(*given, user=DEMO_USERS[role]) == 7
        assert "Rollene dine gir ikke adgang" in capsys.readouterr().err
    assert (list(tmp_path.iterdir()), AuditEvent.objects.count()) == ([], before)


def test_every_command_stands_in_the_table() -> None:
    command: Any = typer.main.get_command(app)
    in_table = {arguments[0] for arguments, _ in COMMANDS.values()}
    assert (
        set(command.commands) == in_table | OF_ALL_MUNICIPALITIES.keys() | OF_A_DISTRICT | AS_NOBODY
    )


def test_command_without_a_user_says_how_to_give_one(tmp_path: Path, capsys: Any) -> None:
    for arguments in (*(row[0] for row in COMMANDS.values()), *OF_ALL_MUNICIPALITIES.values()):
        if "import" in arguments or "fetch" in arguments:
            continue  # the file is looked for first
        assert run(*(part.format(folder=tmp_path) for part in arguments), user=None) == 7
        assert "--as" in capsys.readouterr().err
    assert run("export", "lists", str(tmp_path / "a.csv"), user="finnes-ikke") == 7
    assert not list(tmp_path.iterdir())


def test_exported_table_is_whole_private_and_logged(
    tmp_path: Path, capsys: Any, small_register: SyntheticMunicipality
) -> None:
    file = tmp_path / "personer.csv"
    assert run("export", "residents", str(file), "--json", user="saksbehandler") == 0
    listed = small_register.residents.height + small_register.guests.height
    assert json.loads(capsys.readouterr().out)["rows"] == listed
    assert pl.read_csv(file, separator=";").height == listed
    assert file.stat().st_mode & 0o777 == 0o600
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, event.subject, event.by) == (
        "registry.export",
        "residents",
        "saksbehandler",
    )
    assert run("export", "residents", str(file), user="saksbehandler") == 8


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("export", "nope", "{folder}/a.csv"), 3),
        (("export", "lists", "{folder}/a.pdf"), 2),
        (("import", "{folder}/none.csv"), 3),
        (("import", "{folder}/list.csv", "--map", "x"), 2),
        (("import", "{folder}/list.csv", "--as-of", "31.02.2024"), 2),
    ],
)
def test_wrong_arguments_get_a_sentence(
    arguments: tuple[str, ...], code: int, tmp_path: Path, capsys: Any
) -> None:
    (tmp_path / "list.csv").write_text("Listenr;Avtalenr\n1;1\n", "utf-8")
    given = [part.format(folder=tmp_path) for part in arguments]
    assert run(*given, user="leder") == code
    said = capsys.readouterr().err
    assert said.startswith("Feil: ")
    assert "Traceback" not in said


def test_columns_pointed_out_are_remembered_for_the_next_file(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "leger.csv"
    file.write_text("Autorisasjon;Legens navn\n9911111;Syntetisk lege\n", "utf-8")
    given = ("import", str(file), "--preview", "--json")
    assert run(*given, user="leder") == 5
    mapped = (*given, "--map", "doctors.hpr_number=Autorisasjon")
    assert run(*mapped, "--save-columns", "legelisten", user="leder") == 0
    capsys.readouterr()
    assert run(*given, user="leder") == 0
    assert json.loads(capsys.readouterr().out)["accepted"] == {"doctors": 1}
    assert run(*mapped, "--save-columns", " ", user="leder") == 2


def test_command_leaves_no_copy_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HJEMMEL_DATA_FOLDER", str(tmp_path / "data"))
    file = tmp_path / "list.csv"
    file.write_text("Listenr;Avtalenr;Listetak\n1;1;1200\n", "utf-8")
    for preview in (("--preview",), ()):
        assert run("import", str(file), *preview, user="leder") == 0
        assert list((tmp_path / "data" / "uploads").iterdir()) == []
