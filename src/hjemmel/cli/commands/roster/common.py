"""What the commands on duty rosters share: where the roster is, and how its keys are given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hjemmel.cli.commands.lists.common import require_there
from hjemmel.cli.values import whole
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.text import Text

if TYPE_CHECKING:
    from hjemmel.engines.rostering import Roster
    from hjemmel.engines.rostering.roster_files import RosterFile
    from hjemmel.engines.rostering.sheets import BadRow

Source = Annotated[
    str | None,
    typer.Argument(
        metavar="DISTRICT",
        help="Vaktdistriktet som TOML-fil, eller navnet på et eksempel (se «hjemmel roster examples»); "
        "uten: en vaktplan i registeret, med --roster. "
        "¦ The duty district as a TOML file, or the name of an example (see “hjemmel roster "
        "examples”); without: a roster of the register, with --roster.",
    ),
]
Sheet = Annotated[
    Path | None,
    typer.Argument(
        metavar="SHEET",
        help="Hvem som har hvilken vakt: Excel eller CSV, som «solve --out» skriver. "
        "¦ Who is on which shift: Excel or CSV, as “solve --out” writes.",
    ),
]
RosterKey = Annotated[
    int | None,
    typer.Option(
        "--roster",
        parser=str,
        callback=whole("--roster"),
        metavar="KEY",
        help="En vaktplan i registeret, etter nøkkel. ¦ A roster of the register, by key.",
    ),
]
ThisRoster = Annotated[
    int,
    typer.Option(
        "--roster",
        parser=str,
        callback=whole("--roster"),
        metavar="KEY",
        help="Vaktplanen i registeret, etter nøkkel. ¦ The roster of the register, by key.",
    ),
]
DistrictKey = Annotated[
    int | None,
    typer.Option(
        "--district",
        parser=str,
        callback=whole("--district"),
        metavar="KEY",
        help="Et vaktdistrikt i registeret, etter nøkkel. "
        "¦ A duty district of the register, by key.",
    ),
]


@dataclass(frozen=True, slots=True)
class OnFiles:
    """A roster on files.

    Args:
        file: The district.
        roster: The roster as its sheet has it.
        bad: Rows of the sheet that were put aside.
    """

    file: RosterFile
    roster: Roster
    bad: tuple[BadRow, ...]


def read_district(source: str) -> RosterFile:
    """Return a district from a file, or the example of that name.

    Raises:
        UnknownIdError: There is no such file or example.
        DataFileError: The file does not keep to its format.
        InputError: A value in it is outside what is possible.
    """
    from hjemmel.cases.rosters import load_roster
    from hjemmel.engines.rostering.roster_files import read_roster_file
    from hjemmel.law import load_law

    file = Path(source)
    if file.suffix or "/" in source or "\\" in source:
        return read_roster_file(_a_file(file), load_law())
    return load_roster(source)


def read_on_files(source: str, sheet: Path | None) -> OnFiles:
    """Return a roster from a district's file and the sheet of who is on which shift.

    Raises:
        InputError: The sheet is not given, or the district's file is wrong in itself.
        UnknownIdError: There is no such file or example.
        DataFileError: A file does not keep to its format.
    """
    if sheet is None:
        raise InputError(
            Text("Hvem har hvilken vakt?", "Who is on which shift?"),
            where="SHEET",
            remedy=Text(
                "Gi også filen som «hjemmel roster solve --out FIL» skriver.",
                "Give the file that “hjemmel roster solve --out FILE” writes, too.",
            ),
        )
    from hjemmel.apps.duty.sheet_files import read_roster_sheet
    from hjemmel.engines.rostering.as_it_stands import roster_as_it_stands

    file = read_district(source)
    read = read_roster_sheet(_a_file(sheet), file.inputs)
    return OnFiles(file, roster_as_it_stands(file.inputs, read.on), read.bad)


def require_one(source: str | None, **keys: int | None) -> None:
    """Raise ``InputError`` unless a roster is given in exactly one way.

    Args:
        source: The district's file.
        keys: The keys of the register, by the name of the option.
    """
    given = [f"--{name}" for name, key in keys.items() if key is not None]
    if source is not None:
        given.append(source)
    if len(given) == 1:
        return
    options = [f"--{name}" for name in keys]
    nb, en = " eller ".join(options), " or ".join(options)
    what = Text("Hvilken vaktplan?", "Which roster?")
    if given:
        what = Text("Vaktplanen er gitt på to måter.", "The roster is given in two ways.")
    raise InputError(
        what,
        where=", ".join(given) or "DISTRICT",
        remedy=Text(
            f"Gi enten filen til et vaktdistrikt, et eksempel, eller {nb}.",
            f"Give the file of a duty district, an example, or {en}.",
        ),
    )


def refuse_options(where: str, **given: object) -> None:
    """Raise ``InputError`` when an option is given that does not go with the roster.

    Args:
        where: What it does not go with.
        given: The options by name; what is ``None`` or ``False`` is not given.
    """
    for name, value in given.items():
        if value is not None and value is not False:
            raise InputError(
                Text(
                    f"--{name} går ikke sammen med {where}.",
                    f"--{name} does not go with {where}.",
                ),
                where=f"--{name}",
                remedy=Text(f"Utelat --{name}.", f"Leave out --{name}."),
            )


def _a_file(file: Path) -> Path:
    if require_there(file).is_dir():
        raise UnknownIdError(
            Text("Dette er en mappe.", "This is a folder."),
            where=str(file),
            remedy=Text("Gi en fil.", "Give a file."),
        )
    return file
