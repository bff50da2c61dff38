"""What a server has made at its first start, for those that start after it in the same run."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.tables import alone, shared_folder


def keep_for_others(folder: Path) -> None:
    """Keep the data folder of a server that has ended."""
    with alone("first_start"):
        kept = shared_folder() / "first_start"
        if not kept.exists():
            shutil.copytree(folder, kept.with_suffix(".unfinished"))
            kept.with_suffix(".unfinished").rename(kept)


def take_from_another(folder: Path) -> None:
    """Fill a data folder with what another server has made; it stays empty where none has ended yet."""
    kept = shared_folder() / "first_start"
    if kept.exists():
        shutil.copytree(kept, folder, dirs_exist_ok=True)
