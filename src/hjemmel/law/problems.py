"""What breaks the format in a folder of law files: the first problem of every file."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable

from hjemmel.kernel.errors import DataFileError, HjemmelError
from hjemmel.kernel.text import Text
from hjemmel.law.loader import LawBook, read_book

_NEEDED = ("acts.toml", "units.toml")
_REMEDY = Text(
    "Rett filen og kjør «hjemmel law check».", "Correct the file and run “hjemmel law check”."
)


def shipped_folder() -> Traversable:
    """Return the folder that hjemmel ships with."""
    return resources.files("hjemmel.law") / "data"


def find_problems(folder: Traversable) -> tuple[LawBook | None, tuple[DataFileError, ...]]:
    """Return the book without the broken files, and what is wrong with those.

    Where acts and units cannot be read, nothing else can, and there is no book.
    """
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        text = Text("Filen mangler.", "The file is missing.")
        return None, tuple(DataFileError(text, where=name, remedy=_REMEDY) for name in missing)
    problems: list[DataFileError] = []
    try:
        book = read_book(folder, problems.append)
    except DataFileError as error:
        return None, (*problems, error)
    except (HjemmelError, TypeError, ValueError, KeyError, AttributeError) as error:
        what = f"{type(error).__name__}: {error}"
        where = " / ".join((*_NEEDED, "coverage.toml"))
        text = Text(f"Feil form ({what}).", f"Wrong shape ({what}).")
        return None, (*problems, DataFileError(text, where=where, remedy=_REMEDY))
    return book, tuple(problems)
