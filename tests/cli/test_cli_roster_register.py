"""Duty rosters of the register on the command line, as users with roles."""

from __future__ import annotations

import signal
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.accounts.services import create_user, grant_role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.models import DutyRoster, RosterRun
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.cli import server
from hjemmel.cli.search_progress import SearchProgress
from hjemmel.kernel.text import Text
from tests.cli.conftest import Run
from tests.duty_district import BY, District, days_after, made_district

FIRST = date(2026, 1, 5)
AS = ("--as", "vakt")


@pytest.fixture
def district(db: None, monkeypatch: pytest.MonkeyPatch) -> District:
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)
    monkeypatch.delenv("HJEMMEL_USER", raising=False)
    found = made_district()
    for name, role in (("vakt", Role.PLANNER), ("sak", Role.CASE_WORKER)):
        user = create_user(username=name, by=system("test"), municipality=found.host)
        grant_role(user=user, role=role, by=system("test"), municipality=found.host)
    return found


@pytest.fixture
def roster(district: District) -> str:
    key = make_roster(
        district=district.key, name="Uke 2–3", first=FIRST, last=days_after(FIRST, 14), by=BY
    )
    return str(key)


def solved(run: Run, roster: str) -> None:
    """Fill a roster by a search that is taken in."""
    outcome = run("roster", "solve", "--roster", roster, "--seconds", "5", "--take", *AS)
    assert outcome.code == 0, outcome.err


def test_rosters_are_listed_with_their_keys(run: Run, district: District, roster: str) -> None:
    (place,) = run("roster", "list", *AS, "--json").json
    assert (place["district"], place["rosters"][0]["key"]) == (district.key, int(roster))
    said = run("roster", "list", "--district", str(district.key), *AS).out
    assert f"  {roster}: Uke 2–3, fra 05.01.2026 til før 19.01.2026, utkast, versjon 1" in said


def test_a_search_is_kept_and_taken_in_when_asked(run: Run, roster: str) -> None:
    outcome = run("roster", "solve", "--roster", roster, "--seconds", "5", *AS)
    assert outcome.code == 0
    made = RosterRun.objects.get()
    assert f"hjemmel roster take {made.pk}" in outcome.out
    assert (made.asked_by, made.state) == ("vakt", "done")
    assert DutyRoster.objects.get().version == 1
    taken = run("roster", "take", str(made.pk), *AS, "--json").json
    assert taken == {"version": 2, "findings": []}
    again = run("roster", "take", str(made.pk), *AS)
    assert (again.code, "tatt inn fra før" in again.err) == (8, True)


@pytest.mark.parametrize(
    ("presses", "state", "ended_by"), [(1, "cancelled", "cancel"), (2, "failed", None)]
)
def test_ctrl_c_stops_a_search_and_twice_breaks_it_off(
    run: Run,
    roster: str,
    monkeypatch: pytest.MonkeyPatch,
    presses: int,
    state: str,
    ended_by: str | None,
) -> None:
    left = [signal.SIGINT] * presses

    def pressed(self: SearchProgress, label: Text, total: int) -> None:
        if left:
            signal.raise_signal(left.pop())

    monkeypatch.setattr(SearchProgress, "start", pressed)
    outcome = run("roster", "solve", "--roster", roster, "--seconds", "60", *AS)
    assert (outcome.code, left) == (130, [])
    made = RosterRun.objects.get()
    assert (made.state, made.outcome.get("receipt", {}).get("ended_by")) == (state, ended_by)
    assert "Stopper og tar vare på det beste" in outcome.err
    again = run("roster", "solve", "--roster", roster, "--seconds", "5", *AS)
    assert again.code == 0, "the next search is not kept waiting"


def test_a_roster_is_checked_explained_and_its_ledger_shown(
    run: Run, district: District, roster: str
) -> None:
    empty = run("roster", "check", "--roster", roster, *AS)
    assert (empty.code, "har ingen lege og trenger 1" in empty.out) == (1, True)
    solved(run, roster)
    assert run("roster", "check", "--roster", roster, *AS).code == 0
    asked = ("roster", "explain", "--roster", roster, "--shift", "night:2026-01-07", *AS)
    (why,) = run(*asked, "--json").json
    assert len(why["others"]) == 7
    assert "kunne hatt Natt 07.01.2026" in run(*asked).out
    rows = run("roster", "ledger", "--roster", roster, *AS, "--json").json["rows"]
    assert sum(row["amount"] for row in rows if row["category"] == "nights") == 14
    none = run("roster", "ledger", "--district", str(district.key), *AS)
    assert none.out == "Ingen vaktplan er publisert.\n"


def test_a_roster_goes_out_to_excel_and_in_again(run: Run, roster: str, tmp_path: Path) -> None:
    solved(run, roster)
    file = tmp_path / "plan.xlsx"
    assert run("roster", "export", "--roster", roster, "--out", str(file), *AS).code == 0
    book = openpyxl.load_workbook(file)
    was = book["Matrise"]["C2"].value
    book["Matrise"]["C2"] = "Natt" if was != "Natt" else None
    book.save(file)
    looked = run("roster", "import", str(file), "--roster", roster, "--preview", *AS)
    assert (looked.code, "Forhåndsvist, ikke tatt inn." in looked.out) == (0, True)
    version = DutyRoster.objects.get().version
    done = run("roster", "import", str(file), "--roster", roster, "--version", str(version), *AS)
    assert (done.code, "Tatt inn." in done.out) == (0, True)
    assert "Natt 05.01.2026 har" in done.out, "the checker says what the sheet breaks"
    again = run("roster", "import", str(file), "--roster", roster, *AS)
    assert (again.code, "Ingenting var endret." in again.out) == (0, True)
    old = run("roster", "import", str(file), "--roster", roster, "--version", str(version), *AS)
    assert (old.code, "er endret siden" in old.err) == (8, True)
    assert AuditEvent.objects.filter(action="duty.export_roster", by="vakt").count() == 1


def test_rows_that_do_not_fit_are_named_and_the_rest_goes_in(
    run: Run, roster: str, tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text("Dag;Vakt;Lege\n2026-01-05;Kveld;Lege 00\n2026-01-06;Kveld;Lege 99\n", "utf-8")
    outcome = run("roster", "import", str(file), "--roster", roster, *AS)
    assert outcome.code == 1
    assert "2 rader lest: 1 plasser fylles, 0 tømmes. Versjon 2." in outcome.out
    assert "rad 3, Lege: 'Lege 99'. «Lege 99» er ikke blant legene" in outcome.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("solve", "--roster", "ROSTER"),
        ("check", "--roster", "ROSTER"),
        ("explain", "--roster", "ROSTER", "--shift", "night:2026-01-07"),
        ("ledger", "--roster", "ROSTER"),
        ("export", "--roster", "ROSTER", "--out", "OUT"),
        ("import", "FILE", "--roster", "ROSTER"),
    ],
)
def test_who_has_no_role_is_refused_and_nothing_is_written(
    run: Run, roster: str, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    file = tmp_path / "in.csv"
    file.write_text("Dag;Vakt;Lege\n2026-01-05;Kveld;Lege 00\n", "utf-8")
    places = {"ROSTER": roster, "OUT": str(tmp_path / "out.xlsx"), "FILE": str(file)}
    outcome = run("roster", *(places.get(one, one) for one in arguments), "--as", "sak")
    assert (outcome.code, outcome.out) == (7, "")
    assert {one.name for one in tmp_path.iterdir() if one.is_file()} == {"in.csv"}
    places["ROSTER"] = "999999"
    unknown = run("roster", *(places.get(one, one) for one in arguments), *AS)
    assert (unknown.code, unknown.out) == (3, "")


@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.LEADER, Role.PLANNER, Role.CASE_WORKER, Role.READER]
)
def test_only_a_role_that_plans_rosters_searches(
    run: Run, district: District, roster: str, role: Role
) -> None:
    user = create_user(username="en", by=system("test"), municipality=district.host)
    grant_role(user=user, role=role, by=system("test"), municipality=district.host)
    outcome = run("roster", "solve", "--roster", roster, "--seconds", "2", "--as", "en")
    may = Permission.PLAN_ROSTERS in OPENS[role]
    assert outcome.code == (0 if may else 7), outcome.err
    assert RosterRun.objects.count() == may
