"""From what stands after ``--case`` to the picture of a municipality."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hjemmel.cases.published import load_case, load_case_file
from hjemmel.cli import database
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.kernel.errors import UnknownIdError


def find_picture(case: str, as_of: date | None) -> MunicipalityOnDay:
    """Return a published case, a file of one's own, or a stored synthetic municipality.

    Raises:
        UnknownIdError: There is no such case or file.
        MissingDataError: There are no figures on that day.
        DataFileError: The file breaks the format.
    """
    if case.endswith(".toml") or "/" in case or "\\" in case:
        return load_case_file(Path(case), as_of=as_of)
    try:
        return load_case(case, as_of=as_of)
    except UnknownIdError as error:
        stored = database.stored_picture(case, as_of)
        if stored is None:
            raise error
        return stored
