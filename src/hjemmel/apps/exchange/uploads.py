"""Files that wait to be loaded: kept for a time under names that nobody can guess, then deleted."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone

from hjemmel.apps.exchange.running import is_held
from hjemmel.apps.exchange.synthetic_files import pack
from hjemmel.apps.location import data_folder
from hjemmel.cases.synthetic.write import MANIFEST
from hjemmel.kernel.errors import DataFileError, UnavailableError
from hjemmel.kernel.text import Text

KEPT_FOR = timedelta(days=7)
"""How long a file that was not loaded waits; chosen 26 November 2026, told in the privacy page."""
_BESIDE = (".lock", ".progress", ".stop", ".part")


def take_in(*, stream: BinaryIO, name: str) -> Path:
    """Keep an uploaded file until it is loaded, under a name that nobody can guess.

    Raises:
        UnavailableError: The disk is full; nothing is left of it.
    """
    sweep_uploads()
    folder = _folder()
    target = folder / f"{uuid.uuid4().hex}{Path(name).suffix.lower()[:6]}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            shutil.copyfileobj(stream, opened, 1 << 20)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise UnavailableError(
            Text(
                f"Filen kunne ikke lagres: {error.strerror}.",
                f"The file could not be kept: {error.strerror}.",
            ),
            where=name,
            remedy=Text("Kontroller disken, og prøv igjen.", "Check the disk, and try again."),
        ) from error
    return target


def take_in_folder(*, folder: Path) -> Path:
    """Keep the files of a folder, as ``hjemmel synth`` writes it, as one archive until it is loaded.

    Raises:
        DataFileError: It is not such a folder.
        UnavailableError: The disk is full; nothing is left of it.
    """
    if not (folder / MANIFEST).is_file():
        raise DataFileError(
            Text(
                "Mappen er ikke en syntetisk kommune: manifest.json mangler.",
                "The folder is not a synthetic municipality: manifest.json is missing.",
            ),
            where=str(folder),
            remedy=Text(
                "Gi én fil, eller mappen som «hjemmel synth» skrev.",
                "Give one file, or the folder that “hjemmel synth” wrote.",
            ),
        )
    with tempfile.TemporaryDirectory() as place:
        archive = Path(place) / "folder.zip"
        pack(folder, archive)
        with archive.open("rb") as stream:
            return take_in(stream=stream, name=f"{folder.name}.zip")


def discard(file: Path) -> None:
    """Delete a file that is loaded, or is not to be."""
    file.unlink(missing_ok=True)


def sweep_uploads() -> int:
    """Delete files that have waited too long, and return how many; one that is being loaded stays."""
    latest = (timezone.now() - KEPT_FOR).timestamp()
    swept = 0
    for file in _folder().glob("*"):
        try:
            if file.stat().st_mtime >= latest or not file.is_file():
                continue
            if file.suffix not in _BESIDE and is_held(file):
                continue
            file.unlink()
        except FileNotFoundError:  # another process sweeps too
            continue
        swept += file.suffix not in _BESIDE
    return swept


def _folder() -> Path:
    return data_folder() / "uploads"
