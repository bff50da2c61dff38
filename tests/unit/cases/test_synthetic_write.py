"""Files of a synthetic municipality: same bytes, all or nothing, and nobody else's folder."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hjemmel.cases.synthetic import SyntheticMunicipality, generate, read_profile, write
from hjemmel.kernel.errors import InputError


@pytest.fixture(scope="module")
def small() -> SyntheticMunicipality:
    return generate(read_profile("bergen").scaled(residents=10_000), seed=1)


def digests(folder: Path) -> dict[str, str]:
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.iterdir()}


def test_same_seed_gives_the_same_bytes(small: SyntheticMunicipality, tmp_path: Path) -> None:
    first = digests(write(small, tmp_path / "one"))
    again = generate(small.profile, seed=small.seed)
    assert digests(write(again, tmp_path / "two")) == first
    assert len(first) == 18


def test_fewer_formats_give_the_same_bytes(small: SyntheticMunicipality, tmp_path: Path) -> None:
    both = digests(write(small, tmp_path / "both"))
    parquet = digests(write(small, tmp_path / "parquet", formats=["parquet"]))
    assert set(both) > set(parquet)
    assert all(both[name] == digest for name, digest in parquet.items() if name != "manifest.json")


def test_another_seed_gives_other_bytes(small: SyntheticMunicipality, tmp_path: Path) -> None:
    one = digests(write(small, tmp_path / "one"))
    other = digests(write(generate(small.profile, seed=2), tmp_path / "two"))
    assert not {digest for name, digest in one.items()} & set(other.values())


def test_manifest_accounts_for_every_file(small: SyntheticMunicipality, tmp_path: Path) -> None:
    folder = write(small, tmp_path / "made")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["synthetic"] is True
    assert manifest["seed"] == 1
    assert manifest["profile"]["totals"]["residents"] == 10_000
    found = digests(folder)
    del found["manifest.json"]
    assert {name: file["sha256"] for name, file in manifest["files"].items()} == found
    assert manifest["files"]["residents.csv"]["rows"] == 10_000


def test_files_hold_the_tables(small: SyntheticMunicipality, tmp_path: Path) -> None:
    folder = write(small, tmp_path / "made")
    for name, table in small.tables.items():
        assert_frame_equal(pl.read_parquet(folder / f"{name}.parquet"), table)
        text = pl.read_csv(folder / f"{name}.csv", infer_schema=False)
        assert text.columns == table.columns
        assert text.height == table.height


def test_readme_says_that_nobody_is_real(small: SyntheticMunicipality, tmp_path: Path) -> None:
    text = (write(small, tmp_path / "made") / "README.md").read_text("utf-8")
    assert "No real persons" in text
    assert "Ingen virkelige personer" in text


def test_own_folder_is_replaced(small: SyntheticMunicipality, tmp_path: Path) -> None:
    write(small, tmp_path / "made")
    write(small, tmp_path / "made", formats=["csv"])
    assert not (tmp_path / "made" / "residents.parquet").exists()
    assert [entry.name for entry in tmp_path.iterdir()] == ["made"]


def test_empty_folder_is_used(small: SyntheticMunicipality, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert (write(small, tmp_path / "empty") / "manifest.json").exists()


@pytest.mark.parametrize("manifest", [None, "not json", "{}", '{"generator": "other"}'])
def test_foreign_folder_is_left_alone(
    small: SyntheticMunicipality, tmp_path: Path, manifest: str | None
) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest, "utf-8")
    with pytest.raises(InputError, match="not a folder with a synthetic municipality"):
        write(small, tmp_path)
    assert (tmp_path / "thesis.txt").read_text("utf-8") == "mine"


def test_folder_with_a_file_of_somebody_is_left_alone(
    small: SyntheticMunicipality, tmp_path: Path
) -> None:
    folder = write(small, tmp_path / "made")
    (folder / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError):
        write(small, folder)
    assert (folder / "notes.txt").exists()


def test_file_in_the_way_is_refused(small: SyntheticMunicipality, tmp_path: Path) -> None:
    (tmp_path / "made").write_text("mine", "utf-8")
    with pytest.raises(InputError):
        write(small, tmp_path / "made")


@pytest.mark.parametrize("formats", [[], ["xlsx"]])
def test_unknown_format_is_refused(
    small: SyntheticMunicipality, tmp_path: Path, formats: list[str]
) -> None:
    with pytest.raises(InputError, match="Unknown format"):
        write(small, tmp_path / "made", formats=formats)


def test_nothing_is_left_when_writing_fails(
    small: SyntheticMunicipality, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(pl.DataFrame, "write_csv", full_disk)
    with pytest.raises(OSError, match="disk full"):
        write(small, tmp_path / "made")
    assert list(tmp_path.iterdir()) == []
