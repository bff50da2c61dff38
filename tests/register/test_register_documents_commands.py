"""Documents of plans on the command line: made once, taken out, told apart, released, and written anew."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.documents.models import DocumentText, PlanDocument
from hjemmel.apps.plan.fields import MeasureFields, PlanFields
from hjemmel.apps.plan.services.copying import make_from_example
from hjemmel.apps.plan.services.measures import add_measure
from hjemmel.apps.registry.models import Municipality
from hjemmel.cli import server
from hjemmel.cli.main import main

pytestmark = pytest.mark.django_db
HERE = ("--municipality", "5001")


@pytest.fixture(autouse=True)
def plan(monkeypatch: pytest.MonkeyPatch) -> int:
    """A plan, and somebody in each role; the commands meet the test's own database."""
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)
    place = Municipality.objects.create(number="5001", name="Trondheim", set_up_on=date(2024, 1, 1))
    for role in (Role.LEADER, Role.PLANNER, Role.READER):
        user = User.objects.create(username=role.value)
        RoleGrant.objects.create(user=user, role=role.value, municipality=place)
    fields = PlanFields(
        name="prove", title="Prøveplan", first=date(2024, 1, 1), last=date(2029, 1, 1)
    )
    return make_from_example(
        municipality=place.pk, example="trondheim-2024", fields=fields, by=system("test")
    )


def run(
    capsys: pytest.CaptureFixture[str], *arguments: str, role: Role = Role.LEADER, code: int = 0
) -> Any:
    """Run ``hjemmel plan documents`` and return the answer of ``--json``, or the error."""
    given = ("plan", "documents", *arguments, *HERE, "--as", role.value, "--json")
    assert main(given) == code
    said = capsys.readouterr()
    return json.loads(said.err if code else said.out)


def test_a_document_is_made_once_listed_taken_out_and_released(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    make = ("make", "prove", "--kind", "case", "--case-number", "24/9")
    (made,) = run(capsys, *make, role=Role.PLANNER)
    assert run(capsys, *make)[0]["key"] == made["key"]
    out = tmp_path / "sak.pdf"
    told = run(capsys, "file", str(made["key"]), "--out", str(out), role=Role.READER)

    assert out.read_bytes().startswith(b"%PDF")
    assert told["data_hash"] == made["digest"]
    assert [row["key"] for row in run(capsys, "list")] == [made["key"]]
    assert run(capsys, "release", str(made["key"]))[0]["released_by"] == "leader"


def test_what_is_new_in_a_version_is_told(capsys: pytest.CaptureFixture[str], plan: int) -> None:
    (first,) = run(capsys, "make", "prove", "--kind", "data", "--in", "nn")
    add_measure(plan=plan, fields=MeasureFields(title="Vikarpool"), by=system("test"))
    (second,) = run(capsys, "make", "prove", "--kind", "data", "--in", "nn")
    told = run(capsys, "differences", str(second["key"]))

    assert second["previous"] == first["key"]
    assert any("Vikarpool" in one["after"] for one in told)
    assert run(capsys, "differences", str(first["key"])) == []


def test_a_text_is_shown_written_and_used(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "mal.txt"
    file.write_text("Sak: {plan}\n\n## Økonomi\n\nI alt {sum_tiltak}.\n", "utf-8")
    assert run(capsys, "text", "--kind", "case")["version"] == 0
    edit = ("edit-text", str(file), "--kind", "case", "--version", "0")

    assert run(capsys, *edit)["version"] == 1
    assert run(capsys, *edit, code=8)["code"] == "conflict"
    assert run(capsys, "make", "prove", "--kind", "case")[0]["title"] == "Sak: Prøveplan"


def test_tables_for_people_are_in_the_language_chosen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(capsys, "make", "prove")
    assert main(("plan", "documents", "list", *HERE, "--as", "reader")) == 0
    said = capsys.readouterr().out
    assert "Kontrollsum" in said
    assert "Prøveplan" in said
    assert main(("plan", "documents", "text", *HERE, "--as", "reader")) == 0
    assert "{tiltakstabell}: alle tiltak i én tabell med sum" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "role"),
    [
        (("make", "prove"), Role.READER),
        (("release", "{made}"), Role.PLANNER),
        (("edit-text", "{file}", "--version", "0"), Role.READER),
    ],
)
def test_who_may_not_is_told_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: tuple[str, ...], role: Role
) -> None:
    (made,) = run(capsys, "make", "prove", "--kind", "case")
    file = tmp_path / "mal.txt"
    file.write_text("{plan}\n\n## Mål\n", "utf-8")
    given = [one.format(made=made["key"], file=file) for one in arguments]

    assert run(capsys, *given, role=role, code=7)["code"] == "not-allowed"
    assert PlanDocument.objects.get().released_at is None
    assert not DocumentText.objects.exists()


def test_a_document_of_another_municipality_is_not_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (made,) = run(capsys, "make", "prove")
    other = Municipality.objects.create(number="4601", name="Bergen", set_up_on=date(2024, 1, 1))
    user = User.objects.get(username="leader")
    RoleGrant.objects.create(user=user, role="leader", municipality=other)
    given = ("plan", "documents", "release", str(made["key"]), "-m", "4601", "--as", "leader")

    assert main((*given, "--json")) != 0
    assert json.loads(capsys.readouterr().err)["code"] == "not-found"
