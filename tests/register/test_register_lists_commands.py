"""Lists in daily operation on the command line: done once, by who may, and made again from files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer.main

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.accounts.services import DEMO_USERS, create_user, grant_role
from hjemmel.apps.audit.models import AuditEvent, ReadEvent
from hjemmel.apps.lists.models import ChangeRequest, CutOver, Move, Reduction
from hjemmel.apps.registry.models import (
    ListCeiling,
    Membership,
    Municipality,
    PatientList,
    Resident,
)
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cli import server
from hjemmel.cli.commands.lists import app as lists_app
from hjemmel.cli.main import main
from hjemmel.kernel.numbers import format_number
from tests.daily_operation import of_daily_operation

P = Permission
TODAY = date(2024, 1, 1)
NEXT = date(2024, 2, 1)
WORKER = "saksbehandler"
WITHOUT_A_ROLE = {"free", "verify-draw"}
IN_A_TABLE_OF_ITS_OWN = "letters"  # test_register_letters_commands.py


@pytest.fixture(autouse=True)
def _in_this_process(
    monkeypatch: pytest.MonkeyPatch, small_register: SyntheticMunicipality
) -> None:
    """The commands meet the test's own database, which is open already."""
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)


@pytest.fixture
def wanted() -> PatientList:
    """A list with thirty places free; the others are full, and twenty persons have no GP."""
    Municipality.objects.update(data_as_of=TODAY)
    leaving = Membership.objects.on(TODAY).filter(patient_list__isnull=False).order_by("pk")
    for member in leaving.select_related("resident")[200:220]:
        end_from(Membership, {"resident": member.resident}, TODAY)
    rows = list(PatientList.objects.order_by("pk"))
    for at, row in enumerate(rows):
        members = Membership.objects.on(NEXT).filter(patient_list=row).count()
        change_ceiling(
            patient_list=row.pk,
            ceiling=members + (30 if at == 0 else 0),
            valid_from=TODAY,
            agreed_with_municipality=True,
            by=system("test"),
        )
    return rows[0]


@pytest.fixture
def person(wanted: PatientList) -> Resident:
    """A grown-up on another list."""
    others = Membership.objects.on(TODAY).exclude(patient_list=wanted)
    return Resident.objects.filter(
        pk__in=others.values("resident"),
        born__year__lt=1990,
        municipality__number="4601",
        waiting__isnull=True,
        protection="none",
    ).order_by("pk")[0]


def run(*arguments: str, user: str | None = WORKER, place: str | None = "4601") -> int:
    given = ["lists", *arguments]
    given += ["--municipality", place] if place else []
    given += ["--as", user] if user else []
    return main(given)


def answer(capsys: Any, *arguments: str, **more: Any) -> Any:
    """Run with ``--json`` and return the answer."""
    capsys.readouterr()
    code = run(*arguments, "--json", **more)
    said = capsys.readouterr()
    assert code == 0, said.err
    return json.loads(said.out)


# --- who may -------------------------------------------------------------------------------------


def _commands(keys: dict[str, int], folder: Path) -> dict[str, tuple[tuple[str, ...], Permission]]:
    """Return a call of each command that has a role, and what it needs; most meet a conflict."""
    one = str(PatientList.objects.order_by("pk")[1].pk)
    request, made = str(keys["request"]), str(keys["round"])
    cut, done = str(keys["reduction"]), str(keys["cut_over"])
    resident = str(Resident.objects.order_by("pk")[0].pk)
    reduce = ("reduce", one, "--ceiling", "600", "--effective", "2024-02-01")
    judged = ("--version", "9", "--reason", "Nei.")
    return {
        "request": (("request", "--resident", resident, "--list", one), P.EDIT_RESIDENTS),
        "requests": (("requests", "--purpose", "queue"), P.SEE_RESIDENTS),
        "decide": (("decide", request, *judged, "--refuse"), P.EDIT_RESIDENTS),
        "withdraw": (("withdraw", request, "--version", "9"), P.EDIT_RESIDENTS),
        "queue": (("queue", "--purpose", "queue"), P.SEE_RESIDENTS),
        "round": (("round", "--seed", "7"), P.RUN_LISTS),
        "distribute": (("distribute",), P.RUN_LISTS),
        "adopt": (("adopt", made), P.RUN_LISTS),
        "discard": (("discard", made), P.RUN_LISTS),
        "reduce": (reduce, P.RUN_LISTS),
        "announce": (("announce", "999999"), P.RUN_LISTS),
        "draw": (("draw", cut, "--seed", "7"), P.RUN_LISTS),
        "withdraw-reduction": (("withdraw-reduction", "999999"), P.RUN_LISTS),
        "cutover": (("cutover",), P.RUN_LISTS),
        "reverse": (("reverse", "999999"), P.RUN_LISTS),
        "ages": (("ages", "--since", "2024-01-01"), P.RUN_LISTS),
        "daily": (("daily",), P.RUN_LISTS),
        "reconcile": (("reconcile",), P.SEE_LISTS),
        "handover": (("handover", "cutover", done, str(folder / "ut.csv")), P.RUN_LISTS),
    }


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_let_in_where_it_may_and_told_so_where_not(
    role: Role, tmp_path: Path, capsys: Any
) -> None:
    place = Municipality.objects.get(number="4601").pk
    keys = of_daily_operation(place, PatientList.objects.order_by("pk")[0].pk)
    commands = _commands(keys, tmp_path)
    before = AuditEvent.objects.count()
    wrong = []
    for name, (arguments, needed) in commands.items():
        code = run(*arguments, user=DEMO_USERS[role])
        said = capsys.readouterr().err
        may = needed in OPENS[role]
        if (code == 7) == may or code >= 70:
            wrong.append((name, code, said))
    assert wrong == []
    if not OPENS[role] & {P.RUN_LISTS, P.EDIT_RESIDENTS}:
        assert AuditEvent.objects.count() == before
        assert not list(tmp_path.iterdir())
    command: Any = typer.main.get_command(lists_app)
    assert set(command.commands) - {IN_A_TABLE_OF_ITS_OWN} == commands.keys() | WITHOUT_A_ROLE


# --- requests ------------------------------------------------------------------------------------


def test_request_is_asked_shown_and_withdrawn(
    person: Resident, wanted: PatientList, capsys: Any
) -> None:
    given = ("request", "--resident", str(person.pk), "--list", str(wanted.pk), "--key", "a")
    made = answer(capsys, *given)
    assert (made["state"], made["effective_on"]) == ("granted", "2024-02-01")
    assert answer(capsys, *given)["key"] == made["key"]
    assert ChangeRequest.objects.count() == 1
    assert run("requests", "--purpose", "question", "--state", "granted") == 0
    said = capsys.readouterr().out
    assert "Innvilget" in said
    assert person.national_id is not None
    assert person.national_id not in said
    assert ReadEvent.objects.filter(resident=person.pk, what="request").count() == 1
    assert run("withdraw", str(made["key"]), "--version", "2") == 8
    assert "Saken er endret" in capsys.readouterr().err
    assert run("withdraw", str(made["key"]), "--version", "1") == 0
    assert "Trukket" in capsys.readouterr().out
    assert not Move.objects.filter(state="planned").exists()


def test_child_welfare_services_ask_for_a_child_in_their_care(
    person: Resident, wanted: PatientList, capsys: Any
) -> None:
    Resident.objects.filter(pk=person.pk).update(born=date(2015, 6, 1))
    given = ("request", "--resident", str(person.pk), "--list", str(wanted.pk))
    assert run(*given, "--care", "taken") == 2
    assert "barneverntjenesten" in capsys.readouterr().err
    assert run(*given, "--child-welfare", "--parent") == 2
    assert run(*given, "--child-welfare", "--care", "x") == 2
    made = answer(capsys, *given, "--child-welfare", "--care", "taken")
    assert (made["state"], made["asked_by"]) == ("granted", "child_welfare")


def test_request_that_needs_judgement_is_decided(
    person: Resident, wanted: PatientList, capsys: Any
) -> None:
    ListCeiling.objects.filter(patient_list=wanted, known_to__isnull=True).delete()
    given = ("request", "--resident", str(person.pk), "--list", str(wanted.pk))
    made = answer(capsys, *given)
    decide = ("decide", str(made["key"]), "--version", "1", "--reason", "Avtalt med legen.")
    assert run(*decide) == 2
    assert "--grant eller --refuse" in capsys.readouterr().err
    assert run(*decide, "--grant") == 0
    assert "Innvilget" in capsys.readouterr().out


def test_queue_is_told_with_its_provisions(wanted: PatientList, capsys: Any) -> None:
    assert run("queue", "--purpose", "queue", "--most", "3") == 0
    said = capsys.readouterr().out
    assert "Nummer 1 av" in said
    assert "uten fastlege" in said
    assert "3 av " in said
    assert ReadEvent.objects.filter(what="queue").count() == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("request", "--resident", "ola", "--list", "1"), 2),
        (("request", "--resident", "1", "--list", "999999"), 3),
        (("request", "--resident", "999999", "--list", "1"), 3),
        (("request", "--resident", "1", "--list", "1", "--cause", "lei"), 2),
        (("request", "--resident", "1", "--list", "1", "--asked-on", "31.02.2024"), 2),
        (("request", "--resident", "1", "--list", "1", "--asked-on", "2020-01-01"), 2),
        (("decide", "1", "--version", "1", "--reason", "x", "--grant"), 3),
        (("queue", "--purpose", "nysgjerrig"), 2),
        (("requests", "--purpose", "queue", "--state", "ferdig"), 2),
        (("round",), 2),
        (("round", "--seed", "sju"), 2),
        (("round", "--seed", "7", "--mode", "rettferdig"), 2),
        (("adopt", "999999"), 3),
        (("reduce", "999999", "--ceiling", "900", "--effective", "2024-08-01"), 3),
        (("reduce", "1", "--ceiling", "900", "--effective", "2024-08-02"), 2),
        (("announce", "999999"), 3),
        (("draw", "999999", "--seed", "7"), 3),
        (("draw", "1"), 2),
        (("draw", "1", "--publish", "trekning.pdf"), 2),
        (("cutover", "--all"), 2),
        (("cutover", "--effective", "2024-02-02", "--run"), 2),
        (("cutover", "--run", "--digest", "gammel"), 0),
        (("reverse", "999999"), 3),
        (("handover", "liste", "1", "a.csv"), 2),
        (("handover", "round", "1", "a.pdf"), 2),
        (("handover", "round", "999999", "a.csv"), 3),
    ],
)
def test_wrong_arguments_get_a_sentence(
    arguments: tuple[str, ...], code: int, capsys: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == code
    said = capsys.readouterr().err
    assert said.startswith("Feil: ") == (code != 0)
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())


# --- rounds and the cut-over ---------------------------------------------------------------------


def test_round_is_published_run_again_adopted_cut_over_and_handed_over(
    wanted: PatientList, capsys: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "runde"
    made = answer(capsys, "round", "--seed", "7", "--publish", str(folder))
    key, given = str(made["row"]["key"]), made["row"]["given"]
    assert {file.name for file in folder.iterdir()} == {
        "lists.csv", "applicants.csv", "round.json", "places.csv",
    }  # fmt: skip
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert run("round", "--files", str(folder), user=None, place=None) == 0
    assert "de samme bytene" in capsys.readouterr().out
    assert run("round", "--seed", "7", "--publish", str(folder)) == 8

    assert run("handover", "round", key, str(tmp_path / "a.csv")) == 8
    assert run("adopt", key) == 0
    assert run("adopt", key) == 8
    file = tmp_path / "runde.csv"
    assert run("handover", "round", key, str(file)) == 0
    assert pl.read_csv(file, separator=";").height == given
    assert file.stat().st_mode & 0o777 == 0o600

    capsys.readouterr()
    assert run("cutover") == 0
    assert f"{given} flyttinger fra 01.02.2024" in capsys.readouterr().out
    assert not CutOver.objects.exists()
    assert run("cutover", "--run", "--digest", "0" * 64) == 8
    done = answer(capsys, "cutover", "--run")
    assert done["cut_over"] == CutOver.objects.get().pk
    assert run("cutover", "--run") == 0
    assert "ingenting å gjøre" in capsys.readouterr().out
    file = tmp_path / "skifte.xlsx"
    assert run("handover", "cutover", str(done["cut_over"]), str(file)) == 0
    assert pl.read_excel(file).height == given
    assert run("reverse", str(done["cut_over"])) == 0
    assert run("reverse", str(done["cut_over"])) == 8


def test_changed_file_of_a_round_is_found(wanted: PatientList, capsys: Any, tmp_path: Path) -> None:
    folder = tmp_path / "runde"
    assert run("round", "--seed", "7", "--publish", str(folder)) == 0
    places = folder / "places.csv"
    places.write_bytes(places.read_bytes().replace(b",1,", b",2,", 1))
    assert run("round", "--files", str(folder), user=None, place=None) == 1
    places.unlink()
    assert run("round", "--files", str(folder), user=None, place=None) == 0
    assert places.exists()
    applicants = folder / "applicants.csv"
    applicants.write_text("\n".join(applicants.read_text().splitlines()[:-1]) + "\n")
    assert run("round", "--files", str(folder), user=None, place=None) == 1
    assert "Inndata er endret" in capsys.readouterr().out
    applicants.unlink()
    assert run("round", "--files", str(folder), user=None, place=None) == 3


def test_distribution_is_proposed_and_discarded(wanted: PatientList, capsys: Any) -> None:
    made = answer(capsys, "distribute")
    assert made["row"]["kind"] == "distribution"
    assert run("discard", str(made["row"]["key"])) == 0
    said = capsys.readouterr().out
    assert "forkastet" in said
    km = format_number(made["result"]["distance"]["given"]["kilometres"], decimals=2)
    assert f"Snitt til listen: {km} km." in said
    assert "Poeng per person: 2 per kilometer" in said


def test_month_of_all_municipalities_goes_on_where_it_stopped(
    wanted: PatientList, capsys: Any
) -> None:
    key = answer(capsys, "round", "--seed", "7")["row"]["key"]
    assert run("adopt", str(key)) == 0
    other = Municipality.objects.create(number="4602", name="En annen", set_up_on=TODAY)
    list_of_other = PatientList.objects.order_by("pk")[1]
    someone = Membership.objects.on(TODAY).filter(patient_list=list_of_other).order_by("pk")[0]
    Move.objects.create(  # above the ceiling, without a rule that lets it
        resident_id=someone.resident_id,
        municipality=other,
        from_list=list_of_other,
        to_list=PatientList.objects.order_by("pk")[2],
        effective_on=NEXT,
        cause="allocated",
        source="test",
        decided_by="test",
        decided_at="2024-01-01T10:00:00Z",
    )
    Municipality.objects.filter(pk=other.pk).update(is_synthetic=True, data_as_of=TODAY)
    user = create_user(username="nasjonal", by=system("test"), municipality=other.pk)
    for place in (other.pk, Municipality.objects.get(number="4601").pk):
        grant_role(user=user, role=Role.CASE_WORKER, by=system("test"), municipality=place)
    capsys.readouterr()
    assert main(["lists", "cutover", "--all", "--run", "--json", "--as", "nasjonal"]) == 1
    first = {row["municipality"]: row for row in json.loads(capsys.readouterr().out)}
    assert (first["4601"]["state"], first["4602"]["state"]) == ("done", "refused")
    Move.objects.filter(municipality=other).delete()
    assert main(["lists", "cutover", "--all", "--run", "--json", "--as", "nasjonal"]) == 0
    second = {row["municipality"]: row["state"] for row in json.loads(capsys.readouterr().out)}
    assert second == {"4601": "nothing", "4602": "nothing"}
    assert CutOver.objects.count() == 1
    assert main(["lists", "cutover", "--all", "--as", "leser"]) == 7


# --- reductions ----------------------------------------------------------------------------------


def test_draw_is_announced_drawn_published_and_verified_by_anyone(
    wanted: PatientList, capsys: Any, tmp_path: Path
) -> None:
    length = Membership.objects.on(TODAY).filter(patient_list=wanted).count()
    given = ("reduce", str(wanted.pk), "--ceiling", str(length - 40), "--effective")
    assert run(*given, "2024-03-01") == 2
    made = answer(capsys, *given, "2024-08-01")
    key = str(made["row"]["key"])
    digest = answer(capsys, "announce", key)["digest"]
    file = tmp_path / "trekning.json"
    assert run("draw", key, "--publish", str(file)) == 8
    drawn = answer(capsys, "draw", key, "--seed", "20240605", "--publish", str(file))
    assert (drawn["leave"], drawn["digest"]) == (40, digest)
    assert run("draw", key, "--publish", str(tmp_path / "trekning.csv")) == 0
    for name in ("trekning.json", "trekning.csv"):
        verify = ("verify-draw", str(tmp_path / name), "--digest", digest)
        assert run(*verify, user=None, place=None) == 0
        assert "Trekningen er riktig: 40" in capsys.readouterr().out
    assert run("verify-draw", str(file), "--digest", "0" * 64, user=None, place=None) == 1
    assert "ikke den som ble kunngjort" in capsys.readouterr().out
    file.write_text(file.read_text().replace("20240605", "20240606"))
    assert run("verify-draw", str(file), user=None, place=None) == 1
    assert "lodd er feil" in capsys.readouterr().out
    file.write_text("{}")
    assert run("verify-draw", str(file), user=None, place=None) == 5
    assert run("verify-draw", str(tmp_path / "nei.json"), user=None, place=None) == 3
    assert run("withdraw-reduction", key) == 0
    assert Reduction.objects.get().state == "withdrawn"


def test_free_places_need_no_user(wanted: PatientList, capsys: Any) -> None:
    assert run("free", user=None) == 0
    assert "30 ledige plasser fra 01.02.2024" in capsys.readouterr().out
    assert answer(capsys, "free", user=None)["free"] == 30
    assert run("free", user=None, place="0301") == 3
