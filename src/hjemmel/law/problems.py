"""What breaks the format in a folder of law files: every file's first problem, not only the first file's."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable

from hjemmel.kernel.errors import DataFileError
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
    """Return the book, when the folder can be read, and what is wrong with it."""
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        return None, tuple(
            DataFileError(
                Text("Filen mangler.", "The file is missing."), where=name, remedy=_REMEDY
            )
            for name in missing
        )
    try:
        return read_book(folder), ()
    except DataFileError as error:
        return None, (error,)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        what = f"{type(error).__name__}: {error}"
        return None, (
            DataFileError(
                Text(f"En fil har feil form: {what}.", f"A file has the wrong shape: {what}."),
                where=str(folder),
                remedy=_REMEDY,
            ),
        )
