"""Letters on the command line: made once, seen before, taken out, and written anew; by who may."""

from __future__ import annotations

import json
import stat
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer.main
from django.utils import timezone

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.accounts.services import DEMO_USERS
from hjemmel.apps.audit.models import AuditEvent, ReadEvent
from hjemmel.apps.lists.models import Letter, LetterHead, LetterTemplate
from hjemmel.apps.registry.models import (
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.services.lists import receive_notice
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cli import server
from hjemmel.cli.commands.lists import letters_app
from hjemmel.cli.main import main
from tests.apps.pdf_text import text_of

P = Permission
TODAY = date(2024, 1, 1)
WORKER = "saksbehandler"
TEXT = "Fastlegen {fastlege} slutter\n\nDet skjer {slutter}.\n\n{hjemmel}\n"


@pytest.fixture(autouse=True)
def _in_this_process(
    monkeypatch: pytest.MonkeyPatch, small_register: SyntheticMunicipality
) -> None:
    """The commands meet the test's own database, which is open already."""
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)
    Municipality.objects.update(data_as_of=TODAY)


@pytest.fixture
def waits() -> WaitingEntry:
    """Somebody with a name who waits for any list."""
    row = Resident.objects.filter(
        municipality__number="4601", waiting=None, protection="none", born__year__lt=1990
    ).order_by("pk")[0]
    Resident.objects.filter(pk=row.pk).update(name="Kari Nordmann")
    return WaitingEntry.objects.create(
        resident=row,
        municipality=row.municipality,
        waiting_class="change_within",
        queued_on=date(2023, 12, 1),
        known_from=timezone.now(),
    )


@pytest.fixture
def ends() -> PatientList:
    """A list whose agreement ends."""
    row = PatientList.objects.order_by("pk")[0]
    receive_notice(
        agreement=row.agreement_id,
        received_on=TODAY,
        ends_on=date(2024, 9, 1),
        by=system("test"),
    )
    return row


def run(*arguments: str, user: str = WORKER) -> int:
    return main(["lists", "letters", *arguments, "--municipality", "4601", "--as", user])


def answer(capsys: Any, *arguments: str) -> Any:
    """Run with ``--json`` and return the answer."""
    capsys.readouterr()
    code = run(*arguments, "--json")
    said = capsys.readouterr()
    assert code == 0, said.err
    return json.loads(said.out)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_let_in_where_it_may_and_told_so_where_not(
    role: Role, tmp_path: Path, capsys: Any, waits: WaitingEntry
) -> None:
    file = tmp_path / "tekst.txt"
    file.write_text(TEXT, "utf-8")
    queue, purpose = ("place_in_queue", str(waits.pk)), ("--purpose", "queue")
    commands: dict[str, tuple[tuple[str, ...], Permission]] = {
        "list": ((), P.SEE_RESIDENTS),
        "make": (queue, P.EDIT_RESIDENTS),
        "make-all": (("round", "999999"), P.RUN_LISTS),
        "preview": ((*queue, str(tmp_path / "a.pdf"), *purpose), P.EDIT_RESIDENTS),
        "pdf": (("999999", str(tmp_path / "b.pdf"), *purpose), P.SEE_RESIDENTS),
        "pdf-all": (("round", "9", str(tmp_path / "c.zip"), *purpose), P.RUN_LISTS),
        "texts": ((), P.RUN_LISTS),
        "text": (("gp_ends",), P.RUN_LISTS),
        "edit": (("gp_ends", str(file), "--version", "0", "--in", "en"), P.RUN_LISTS),
        "draft": (("gp_ends", str(file), str(tmp_path / "d.pdf")), P.RUN_LISTS),
        "head": (("--contact", "Ring oss."), P.RUN_LISTS),
    }
    before = AuditEvent.objects.count()
    wrong = []
    for name, (arguments, needed) in commands.items():
        code = run(name, *arguments, user=DEMO_USERS[role])
        said = capsys.readouterr().err
        if (code == 7) == (needed in OPENS[role]) or code >= 70:
            wrong.append((name, code, said))
    assert wrong == []
    if not OPENS[role] & {P.RUN_LISTS, P.EDIT_RESIDENTS}:
        assert AuditEvent.objects.count() == before
        assert not Letter.objects.exists()
        assert [one.name for one in tmp_path.iterdir()] == ["tekst.txt"]
    command: Any = typer.main.get_command(letters_app)
    assert set(command.commands) == commands.keys()


def test_letter_is_seen_before_made_once_and_taken_out(
    waits: WaitingEntry, tmp_path: Path, capsys: Any
) -> None:
    queue, purpose = ("place_in_queue", str(waits.pk)), ("--purpose", "queue")
    draft, taken = tmp_path / "utkast.pdf", tmp_path / "brev.pdf"
    assert run("preview", *queue, str(draft), *purpose) == 0
    assert "Kari Nordmann" in text_of(draft.read_bytes())
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    assert not Letter.objects.exists()
    made = answer(capsys, "make", *queue)
    assert (made["kind"], made["made_on"]) == ("place_in_queue", "2024-01-01")
    assert answer(capsys, "make", *queue) == made
    assert run("make", *queue) == 0
    assert f"Brev {made['key']}: Plass på ventelisten, 01.01.2024." in capsys.readouterr().out
    assert run("pdf", str(made["key"]), str(taken), *purpose) == 0
    assert f"Brev {made['key']}" in text_of(taken.read_bytes())
    assert run("pdf", str(made["key"]), str(taken), *purpose) == 8
    assert "Filen finnes." in capsys.readouterr().err
    assert ReadEvent.objects.filter(resident=waits.resident_id, what="letter").count() == 2
    assert run("list") == 0
    said = capsys.readouterr().out
    assert "Plass på ventelisten" in said
    assert "1 av 1 vist." in said
    assert "Kari" not in said


def test_letters_that_a_gp_ends_are_made_once_and_taken_out_together(
    ends: PatientList, tmp_path: Path, capsys: Any
) -> None:
    members = Membership.objects.on(TODAY).filter(patient_list=ends)
    Membership.objects.filter(pk__in=members.order_by("pk").values("pk")[3:]).delete()
    key = str(ends.pk)
    assert answer(capsys, "make-all", "list", key) == {"made": 3, "before": 0, "left_out": 0}
    assert run("make-all", "list", key) == 0
    assert "Laget 0 brev; 3 fantes." in capsys.readouterr().out
    assert answer(capsys, "list", "--of", "list", "--key", key)["total"] == 3
    packed, whole = tmp_path / "brev.zip", tmp_path / "brev.pdf"
    assert run("pdf-all", "list", key, str(packed), "--purpose", "question") == 0
    assert run("pdf-all", "list", key, str(whole), "--purpose", "question") == 0
    with zipfile.ZipFile(packed) as files:
        assert len(files.namelist()) == 3
    assert whole.read_bytes().startswith(b"%PDF")
    assert ReadEvent.objects.filter(what="letter").count() == 6
    assert run("pdf-all", "list", key, str(tmp_path / "brev.doc"), "--purpose", "question") == 2
    assert "Bruk .pdf eller .zip." in capsys.readouterr().err
    assert run("list", "--of", "list") == 2
    assert run("make-all", "wish", key) == 2


def test_text_is_shown_tried_written_and_guarded(tmp_path: Path, capsys: Any) -> None:
    file, out = tmp_path / "tekst.txt", tmp_path / "utkast.pdf"
    file.write_text(TEXT, "utf-8-sig")
    assert run("text", "gp_ends") == 0
    said = capsys.readouterr().out
    assert "{slutter}: dagen fastlegen slutter (må være med)" in said
    assert "Versjon 0, hjemmel." in said
    assert run("draft", "gp_ends", str(file), str(out)) == 0
    assert "Det skjer" in text_of(out.read_bytes())
    assert not LetterTemplate.objects.exists()
    edit = ("edit", "gp_ends", str(file), "--version", "0", "--in", "en")
    assert run(*edit) == 0
    assert "Lagret versjon 1." in capsys.readouterr().out
    made = LetterTemplate.objects.get()
    assert (made.language, made.subject, made.changed_by) == (
        "en", "Fastlegen {fastlege} slutter", WORKER,
    )  # fmt: skip
    assert run(*edit) == 8
    assert "Teksten er endret" in capsys.readouterr().err
    file.write_text("Slutt\n\nHei {ukjent}", "utf-8")
    assert run("edit", "gp_ends", str(file), "--version", "1", "--in", "en") == 2
    assert "{ukjent}" in capsys.readouterr().err
    file.write_bytes(b"\xff\xfe\x00")
    assert run("edit", "gp_ends", str(file), "--version", "1") == 5
    assert answer(capsys, "texts")["gp_ends"] == ["nb", "en"]
    assert run("text", "gp_ends", "--in", "fr") == 2
    assert run("text", "love_letter") == 2


def test_head_is_shown_and_written(capsys: Any) -> None:
    assert run("head") == 0
    assert "Ta kontakt med Bergen kommune" in capsys.readouterr().out
    assert not LetterHead.objects.exists()
    assert run("head", "--contact", "Ring 55 00 00 00.") == 0
    assert capsys.readouterr().out == "Ring 55 00 00 00.\n"
    assert answer(capsys, "head")["is_own"] is True
    assert run("head", "--contact", " ") == 2
