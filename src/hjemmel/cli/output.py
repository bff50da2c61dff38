"""Answers on standard output, for people or as JSON; errors on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from hjemmel.cli.exit_codes import code_of
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.numbers import Number, format_number
from hjemmel.kernel.problem import as_problem
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from rich.console import Console

Column = tuple[Text, Literal["left", "right"]]
UNKNOWN = Text("ukjent", "unknown")
_WIDTH_OF_A_FILE = 160


def write_json(data: object) -> None:
    """Write an answer for programs."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def write(text: str = "") -> None:
    """Write a line for people."""
    sys.stdout.write(text + "\n")


def write_table(
    language: Language, title: Text | None, columns: Sequence[Column], rows: Iterable[Sequence[str]]
) -> None:
    """Write a table for people."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        title=None if title is None else title.in_language(language),
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
    )
    for name, side in columns:
        table.add_column(name.in_language(language), justify=side, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console = _console()
    console.print(table)


def shown(
    value: Number | None, language: Language, *, decimals: int = 0, signed: bool = False
) -> str:
    """Return a number for people; what nobody has published is unknown, never 0."""
    if value is None:
        return UNKNOWN.in_language(language)
    return format_number(value, language, decimals=decimals, signed=signed)


def write_error(
    error: HjemmelError, language: Language, *, as_json: bool, exit_code: int | None = None
) -> None:
    """Write what is wrong, where and what to do, on standard error."""
    if as_json:
        code = code_of(error) if exit_code is None else exit_code
        problem = {**as_problem(error, language), "exit_code": code}
        sys.stderr.write(json.dumps(problem, ensure_ascii=False) + "\n")
    else:
        word = Text("Feil", "Error").in_language(language)
        sys.stderr.write(f"{word}: {error.message(language)}\n")


def _console() -> Console:
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    width = None if sys.stdout.isatty() else _WIDTH_OF_A_FILE
    return Quiet(markup=False, highlight=False, emoji=False, width=width)
