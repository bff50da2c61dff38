"""The generator's files into the register: as they are, packed, and spoilt on the way."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.exchange.models import ImportRun
from hjemmel.apps.exchange.services import load_run, preview_file, take_in_folder
from hjemmel.apps.registry.models import AgreementTerms, Doctor, Membership, Resident, WaitingEntry
from hjemmel.cases.synthetic import SyntheticMunicipality, write
from hjemmel.kernel.errors import DataFileError

BY = system("test")


@pytest.fixture(params=["csv", "parquet"])
def folder(
    request: pytest.FixtureRequest, small_municipality: SyntheticMunicipality, tmp_path: Path
) -> Path:
    """The generator's folder in each of its formats."""
    return write(small_municipality, tmp_path / "kommune", formats=[request.param])


def preview(archive: Path, bergen: int, made: SyntheticMunicipality) -> ImportRun:
    key = preview_file(
        file=archive,
        name="kommune.zip",
        municipality=bergen,
        as_of=made.profile.as_of,
        complete=True,
        by=BY,
    )
    return ImportRun.objects.get(pk=key)


def test_the_folder_becomes_the_register_it_describes(
    bergen: int, small_municipality: SyntheticMunicipality, folder: Path
) -> None:
    made = small_municipality
    run = preview(take_in_folder(folder=folder), bergen, made)
    assert run.counts["quarantined"] == 0
    load_run(run=run.pk, by=BY)
    day = made.profile.as_of
    assert Resident.objects.count() == made.residents.height + made.guests.height
    elsewhere = made.residents.filter(made.residents["gp"] == "elsewhere").height
    assert Membership.objects.on(day).count() == made.lists["length"].sum() + elsewhere
    assert WaitingEntry.objects.count() == made.waiting.height
    assert AgreementTerms.objects.count() == made.agreements.height
    assert Doctor.objects.count() == made.doctors.height
    assert not Doctor.objects.filter(is_synthetic=False).exists()
    again = preview(take_in_folder(folder=folder), bergen, made)
    load_run(run=again.pk, by=BY)
    again.refresh_from_db()
    assert again.status == "unchanged"


def test_a_folder_inside_an_archive_is_found(
    bergen: int, small_municipality: SyntheticMunicipality, folder: Path, tmp_path: Path
) -> None:
    packed = Path(shutil.make_archive(str(tmp_path / "pakket"), "zip", folder.parent, folder.name))
    run = preview(packed, bergen, small_municipality)
    assert run.counts["read"]["lists"] == small_municipality.lists.height


@pytest.mark.parametrize("spoil", ["changed", "missing", "manifest", "cut", "stranger"])
def test_spoilt_files_are_refused_with_the_reason(
    bergen: int,
    small_municipality: SyntheticMunicipality,
    folder: Path,
    tmp_path: Path,
    spoil: str,
) -> None:
    table = next(folder.glob("lists.*"))
    if spoil == "changed":
        table.write_bytes(table.read_bytes()[:-1] + b"9")
    elif spoil == "missing":
        table.unlink()
    elif spoil == "manifest":
        (folder / "manifest.json").write_text("[]")
    elif spoil == "stranger":
        told = json.loads((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(json.dumps({**told, "generator": "other"}))
    archive = take_in_folder(folder=folder)
    if spoil == "cut":
        archive.write_bytes(archive.read_bytes()[:-2000])
    with pytest.raises(DataFileError) as refused:
        preview(archive, bergen, small_municipality)
    assert refused.value.where == "kommune.zip"
    assert not ImportRun.objects.exists()


def test_archive_of_something_else_is_refused(
    bergen: int, small_municipality: SyntheticMunicipality, tmp_path: Path
) -> None:
    archive = tmp_path / "annet.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("bilde.png", b"x")
    with pytest.raises(DataFileError, match="zip archive"):
        preview(archive, bergen, small_municipality)
