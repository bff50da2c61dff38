"""Where the database and the key of a demo are kept; reads the environment and nothing else."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """Return the folder of the database and the key."""
    return Path(os.environ.get("HJEMMEL_DATA_FOLDER") or "var").resolve()


def database_file() -> Path:
    """Return the file of the database where no address is given."""
    return data_folder() / "hjemmel.sqlite3"


def database_address() -> str:
    """Return the database's address as it was given; empty: ``database_file`` is used."""
    return os.environ.get("HJEMMEL_DATABASE_URL") or ""
