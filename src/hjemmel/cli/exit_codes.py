"""What a command returns to the shell: one table, from which the documentation is made."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.kernel.errors import (
    CancelledError,
    ConflictError,
    DataFileError,
    HjemmelError,
    InputError,
    MissingDataError,
    NotAllowedError,
    OutdatedLinkError,
    SignInNeededError,
    UnavailableError,
    UnknownIdError,
)
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class ExitCode:
    """One way for a command to end.

    Args:
        number: What the shell sees.
        meaning: When it is returned.
        errors: The errors that end a command this way.
    """

    number: int
    meaning: Text
    errors: tuple[type[HjemmelError], ...] = ()


OK = 0
CHECK_FAILED = 1
WRONG_USAGE = 2
UNFORESEEN = 70
INTERRUPTED = 130
NOBODY_READS = 141

EXIT_CODES: tuple[ExitCode, ...] = (
    ExitCode(OK, Text("Gikk bra.", "All went well.")),
    ExitCode(
        CHECK_FAILED,
        Text(
            "En kontroll fant avvik, for eksempel et tall som ikke er som registrert.",
            "A check found a difference, for example a figure that is not as recorded.",
        ),
        (HjemmelError,),
    ),
    ExitCode(
        WRONG_USAGE,
        Text(
            "Feil bruk: ukjent kommando eller valg, eller en verdi utenfor det mulige.",
            "Wrong usage: an unknown command or option, or a value outside what is possible.",
        ),
        (InputError,),
    ),
    ExitCode(
        3,
        Text("Id-en eller filen finnes ikke.", "The id or the file does not exist."),
        (UnknownIdError,),
    ),
    ExitCode(
        4,
        Text(
            "Et tall som trengs, er ikke oppgitt, eller dagen har ingen tall.",
            "A figure that is needed is not given, or the day has no figures.",
        ),
        (MissingDataError,),
    ),
    ExitCode(
        5,
        Text("En datafil holder ikke formatet.", "A data file does not keep to its format."),
        (DataFileError,),
    ),
    ExitCode(
        6,
        Text(
            "Lenken er laget av en versjon som regnet annerledes.",
            "The link was made by a version that computed differently.",
        ),
        (OutdatedLinkError,),
    ),
    ExitCode(
        7,
        Text(
            "Brukeren mangler, eller rollene gir ikke adgang.",
            "The user is missing, or the roles do not open it.",
        ),
        (NotAllowedError, SignInNeededError),
    ),
    ExitCode(
        8,
        Text(
            "Det som skulle skrives, går ikke sammen med det som er lagret.",
            "What should be written does not go with what is stored.",
        ),
        (ConflictError,),
    ),
    ExitCode(
        9,
        Text(
            "Databasen, disken eller en statistikktjener svarer ikke nå; prøv igjen.",
            "The database, the disk or a statistics server does not answer now; try again.",
        ),
        (UnavailableError,),
    ),
    ExitCode(
        UNFORESEEN,
        Text("En feil i hjemmel selv; meld fra.", "A fault in hjemmel itself; please report it."),
    ),
    ExitCode(
        INTERRUPTED,
        Text("Avbrutt, for eksempel med Ctrl-C.", "Cancelled, for example with Ctrl-C."),
        (CancelledError,),
    ),
    ExitCode(
        NOBODY_READS,
        Text(
            "Programmet som leste svaret, sluttet å lese (som «head» gjør).",
            "The program that read the answer stopped reading (as “head” does).",
        ),
    ),
)


def code_of(error: HjemmelError) -> int:
    """Return the exit code of an error: that of its own class, else of the nearest base."""
    by_class = {kind: code.number for code in EXIT_CODES for kind in code.errors}
    return next(by_class[kind] for kind in type(error).__mro__ if kind in by_class)
