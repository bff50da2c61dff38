"""What breaks the format in a folder of law files: the first problem of every file."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable

from hjemmel.kernel.errors import DataFileError
from hjemmel.law.loader import LawBook, read_book
from hjemmel.law.refusal import reading, refuse

_NEEDED = ("acts.toml", "units.toml")


def shipped_folder() -> Traversable:
    """Return the folder that hjemmel ships with."""
    return resources.files("hjemmel.law") / "data"


def find_problems(folder: Traversable) -> tuple[LawBook | None, tuple[DataFileError, ...]]:
    """Return the book without the broken files, and what is wrong with those.

    Where acts and units cannot be read, nothing else can, and there is no book.
    """
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        return None, tuple(
            refuse(name, "Filen mangler.", "The file is missing.") for name in missing
        )
    problems: list[DataFileError] = []
    try:
        with reading("acts.toml, units.toml, coverage.toml", None):
            return read_book(folder, problems.append), tuple(problems)
    except DataFileError as error:
        return None, (*problems, error)
