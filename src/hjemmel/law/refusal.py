"""How a data file is refused: what is wrong, which file, and whether reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hjemmel.kernel.errors import DataFileError, HjemmelError
from hjemmel.kernel.text import Text

Report = Callable[[DataFileError], None]


def refuse(file: str, nb: str, en: str) -> DataFileError:
    """Return the error for a file that breaks the format."""
    return DataFileError(
        Text(nb, en),
        where=file,
        remedy=Text(
            "Rett filen og kjør «hjemmel law check».",
            "Correct the file and run “hjemmel law check”.",
        ),
    )


@contextmanager
def reading(path: str, report: Report | None) -> Iterator[None]:
    """Turn whatever a misshapen file leads to into a refusal of that file, raised or reported."""
    try:
        yield
    except (HjemmelError, TypeError, ValueError, KeyError, AttributeError) as error:
        if isinstance(error, DataFileError):
            refusal = error
        elif isinstance(error, HjemmelError):
            refusal = refuse(path, error.what.nb, error.what.en)
        else:
            what = f"{type(error).__name__}: {error}"
            refusal = refuse(path, f"Feil form ({what}).", f"Wrong shape ({what}).")
        if report is None:
            raise refusal from error
        report(refusal)
