"""Every error with its code, and the exit codes of the command line."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from markup import both, cell, code, table

from hjemmel.cli.exit_codes import EXIT_CODES
from hjemmel.kernel import errors
from hjemmel.kernel.errors import HjemmelError


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
            code(e.code),
            both(e.title),
            cell((inspect.getdoc(e) or "").split("\n\n")[0]),
            code(e.__name__),
        )
        for e in error_classes()
    )
    return table(("Code", "Title", "When", "In Python"), rows)


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
