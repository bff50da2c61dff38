"""The files of a synthetic municipality, packed in one archive, as tables of text."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from hjemmel.apps.registry.loading.synthetic import frames_of_tables
from hjemmel.cases.synthetic.write import MANIFEST, MARK
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text

_NEEDED = ("residents", "guests", "centres", "doctors", "agreements", "lists", "waiting")
_DAYS = ("born", "start", "queued")
_REMEDY = Text(
    "Lag mappen på nytt med «hjemmel synth», og pakk den hel.",
    "Make the folder again with “hjemmel synth”, and pack all of it.",
)


def pack(folder: Path, archive: Path) -> None:
    """Pack the files of a folder, so that it travels as one file; sub-folders are left out."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for file in sorted(folder.iterdir()):
            if file.is_file():
                packed.write(file, file.name)


def find_manifest(archive: zipfile.ZipFile) -> str | None:
    """Return the name of the manifest in an archive, at its top or in its only folder."""
    names = [n for n in archive.namelist() if PurePosixPath(n).name == MANIFEST]
    return min(names, key=len, default=None)


def read_synthetic(archive: zipfile.ZipFile, manifest: str, where: str) -> dict[str, pl.DataFrame]:
    """Return the register's tables, all columns as text and named as our fields.

    Args:
        archive: The open archive.
        manifest: The name of its manifest.
        where: The file's name, for errors.

    Raises:
        DataFileError: The manifest is not ours, or a table is missing or was changed after it.
    """
    try:
        told = json.loads(archive.read(manifest))
        if told["generator"] != MARK:
            raise ValueError
        number = str(told["profile"]["number"])
        districts = {str(d["number"]): str(d["name"]) for d in told["profile"]["districts"]}
        files: Mapping[str, Any] = dict(told["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise DataFileError(
            Text(
                "Arkivet er ikke en syntetisk kommune: manifest.json kan ikke leses.",
                "The archive is not a synthetic municipality: manifest.json cannot be read.",
            ),
            where=where,
            remedy=_REMEDY,
        ) from error
    folder = PurePosixPath(manifest).parent
    try:
        tables = {name: _table(archive, folder, name, files, where) for name in _NEEDED}
        frames = frames_of_tables(tables, number, districts).given
    except pl.exceptions.PolarsError as error:
        raise DataFileError(
            Text(
                "Tabellene i arkivet er ikke som generatoren skriver dem.",
                "The tables of the archive are not as the generator writes them.",
            ),
            where=where,
            remedy=_REMEDY,
        ) from error
    return {name: frame.with_columns(pl.all().cast(pl.String)) for name, frame in frames.items()}


def _table(
    archive: zipfile.ZipFile,
    folder: PurePosixPath,
    name: str,
    files: Mapping[str, Any],
    where: str,
) -> pl.DataFrame:
    """Return a table, from Parquet where there is, when its bytes are those of the manifest."""
    for ending in ("parquet", "csv"):
        file = f"{name}.{ending}"
        try:
            data = archive.read(str(folder / file))
        except (KeyError, zipfile.BadZipFile, zlib.error):
            continue
        if file not in files or hashlib.sha256(data).hexdigest() != files[file]["sha256"]:
            raise DataFileError(
                Text(
                    f"{file} er ikke lenger som manifest.json sier.",
                    f"{file} is no longer what manifest.json says.",
                ),
                where=where,
                remedy=_REMEDY,
            )
        if ending == "parquet":
            return pl.read_parquet(io.BytesIO(data))
        return pl.read_csv(
            io.BytesIO(data), schema_overrides={"national_id": pl.String, "district": pl.String}
        ).with_columns(
            pl.col(column).cast(pl.String).str.to_date() for column in _DAYS if _has(data, column)
        )
    raise DataFileError(
        Text(f"Tabellen {name} mangler i arkivet.", f"The table {name} is missing in the archive."),
        where=where,
        remedy=_REMEDY,
    )


def _has(data: bytes, column: str) -> bool:
    return column in data.partition(b"\n")[0].decode().strip().split(",")
