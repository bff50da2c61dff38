"""Writes a synthetic municipality to a folder: all tables, a manifest and a README, or nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path

import polars as pl

from hjemmel.cases.synthetic import tables
from hjemmel.cases.synthetic.generate import SyntheticMunicipality
from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.progress import NoProgress, Progress
from hjemmel.kernel.text import Text

FORMATS = ("parquet", "csv")
MANIFEST = "manifest.json"
README = "README.md"
MARK = "hjemmel-synthetic"
_FORMAT_VERSION = 1
_NOTICE = Text(
    "Syntetiske data. Ingen virkelige personer; fødselsnumrene har måned + 80 og tilhører ingen.",
    "Synthetic data. No real persons; the national ids have month + 80 and belong to nobody.",
)


def write(
    municipality: SyntheticMunicipality,
    folder: Path,
    *,
    formats: Collection[str] = FORMATS,
    progress: Progress | None = None,
) -> Path:
    """Write every table in every format, ``manifest.json`` and ``README.md``; return the folder.

    The same municipality gives the same bytes. The folder appears whole or not at all. A folder
    that this function wrote before is replaced; any other that holds something is left alone.

    Args:
        municipality: From ``generate``.
        folder: Where to; it and its parents are made.
        formats: ``parquet``, ``csv`` or both.
        progress: Is told of each file.

    Raises:
        InputError: An unknown format, or a folder that holds something else.
    """
    _check_formats(formats)
    _check_folder(folder)
    watch = progress or NoProgress()
    watch.start(Text("Skriver filer", "Writing files"), len(tables.NAMES) * len(formats))
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        part.chmod(0o755)
        files: dict[str, dict[str, object]] = {}
        for name, table in municipality.tables.items():
            for kind in FORMATS:
                if kind in formats:
                    file = part / f"{name}.{kind}"
                    _write_table(table, file)
                    files[file.name] = {"rows": table.height, **_fingerprint(file)}
                    watch.advance()
        readme = part / README
        readme.write_text(_readme(municipality), "utf-8")
        files[README] = _fingerprint(readme)
        manifest = json.dumps(_manifest(municipality, files), indent=2, ensure_ascii=False)
        (part / MANIFEST).write_text(manifest + "\n", "utf-8")
        _put_in_place(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _check_formats(formats: Collection[str]) -> None:
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown or not formats:
        named = ", ".join(unknown) or "–"
        raise InputError(
            Text(f"Ukjent format: {named}.", f"Unknown format: {named}."),
            where="formats",
            remedy=Text("Velg parquet, csv eller begge.", "Choose parquet, csv or both."),
        )


def _check_folder(folder: Path) -> None:
    """Refuse a path that holds anything this module did not write."""
    if not folder.exists():
        return
    if folder.is_dir():
        names = {entry.name for entry in folder.iterdir()}
        if not names or names <= _written_names(folder):
            return
    raise InputError(
        Text(
            f"{folder} finnes og er ikke en mappe med en syntetisk kommune.",
            f"{folder} exists and is not a folder with a synthetic municipality.",
        ),
        where="folder",
        remedy=Text("Velg en ny eller tom mappe.", "Choose a new or an empty folder."),
    )


def _written_names(folder: Path) -> set[str]:
    """Return the file names that the folder's manifest accounts for; none without our manifest."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        if manifest["generator"] == MARK:
            return {MANIFEST, *manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return set()


def _write_table(table: pl.DataFrame, file: Path) -> None:
    if file.suffix == ".csv":
        table.write_csv(file)
    else:
        table.write_parquet(
            file, compression="zstd", compression_level=3, statistics=True, row_group_size=500_000
        )


def _fingerprint(file: Path) -> dict[str, object]:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"bytes": file.stat().st_size, "sha256": digest}


def _manifest(
    municipality: SyntheticMunicipality, files: dict[str, dict[str, object]]
) -> dict[str, object]:
    return {
        "generator": MARK,
        "format": _FORMAT_VERSION,
        "synthetic": True,
        "notice": {"nb": _NOTICE.nb, "en": _NOTICE.en},
        "seed": municipality.seed,
        "as_of": municipality.profile.as_of.isoformat(),
        "profile": plain(municipality.profile),
        "files": files,
    }


def _readme(municipality: SyntheticMunicipality) -> str:
    profile = municipality.profile
    rows = "\n".join(
        f"| {key} | {given.value} | {given.status.label.nb} / {given.status.label.en} |"
        for key, given in profile.givens.items()
    )
    columns = (tables.__doc__ or "").partition("\n\n")[2].rstrip()
    return f"""# {profile.name}, {profile.as_of.isoformat()}: {MARK}

{_NOTICE.nb}

{_NOTICE.en}

Profil / profile: {profile.id} · frø / seed: {municipality.seed}

| | | |
|---|---:|---|
{rows}

```
{columns}
```
"""


def _put_in_place(part: Path, folder: Path) -> None:
    """Move the finished folder to its name; an old one steps aside first."""
    if not folder.exists():
        part.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    folder.rename(old / folder.name)
    try:
        part.rename(folder)
    except OSError:
        (old / folder.name).rename(folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
