"""Districts that others have described, ready to make a roster for: ``load_roster("lyngen")``."""

from __future__ import annotations

from hjemmel.cases.files import data_folder
from hjemmel.engines.rostering.roster_files import RosterFile, read_roster_file
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.law import LawBook, load_law

_FOLDER = "rosters"


def roster_examples() -> tuple[str, ...]:
    """Return the names of the examples."""
    files = (data_folder() / _FOLDER).iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files))


def load_roster(name: str, *, book: LawBook | None = None) -> RosterFile:
    """Return an example.

    Args:
        name: Its name, the place it is from.
        book: Acts and parameters; those that hjemmel ships with where none are given.

    Raises:
        UnknownIdError: There is none of that name.
    """
    known = roster_examples()
    if name not in known:
        raise UnknownIdError(
            Text(f"Eksempelet «{name}» finnes ikke.", f"There is no example “{name}”."),
            where="example",
            remedy=Text(f"Velg blant {', '.join(known)}.", f"Choose among {', '.join(known)}."),
        )
    return read_roster_file(data_folder() / _FOLDER / f"{name}.toml", book or load_law())
