"""Every error with its code, and the exit codes of the command line."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from markup import both, cell, code, table

from hjemmel.api.errors import status_of
from hjemmel.cli.exit_codes import EXIT_CODES, code_of
from hjemmel.kernel import errors
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.text import Text


def error_classes() -> Iterator[type[HjemmelError]]:
    """Yield the error root and its families."""
    yield HjemmelError
    for _, error in inspect.getmembers(errors, inspect.isclass):
        if issubclass(error, HjemmelError) and error is not HjemmelError:
            yield error


def error_codes() -> str:
    """Return all errors with their codes."""
    rows = (
        (
            code(error.code),
            both(error.title),
            cell((inspect.getdoc(error) or "").split("\n\n")[0]),
            code(status_of(_example(error))),
            code(code_of(_example(error))),
        )
        for error in error_classes()
    )
    return table(("Code", "Title", "When", "HTTP status", "Exit code"), rows)


def _example(error: type[HjemmelError]) -> HjemmelError:
    return error(Text("", ""), where="", remedy=Text("", ""))


def exit_codes() -> str:
    """Return what a command returns to the shell."""
    rows = (
        (
            code(exit_code.number),
            cell(exit_code.meaning.en),
            ", ".join(code(error.code) for error in exit_code.errors),
        )
        for exit_code in EXIT_CODES
    )
    return table(("Exit code", "When", "Errors"), rows)
