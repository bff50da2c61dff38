"""Values as people write them: 31.12.2023 or 2023-12-31, 300 000, and 5,5 or, in English, 5.5."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import typer

from hjemmel.cli.session import language_of
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import read_number, read_whole
from hjemmel.kernel.text import Language, Text
from hjemmel.kernel.time import read_day

Value = TypeVar("Value")


def option_name(name: str) -> str:
    """Return the option that gives a value.

    >>> option_name("mean_list")
    '--mean-list'
    """
    return f"--{name.replace('_', '-')}"


def day(option: str) -> Callable[[str], date]:
    """Return a parser of days for ``option``."""

    def parse(text: str | date) -> date:
        if isinstance(text, date):
            return text
        try:
            return read_day(text.strip())
        except ValueError:
            raise _refuse(
                option,
                Text(f"«{text}» er ikke en dato.", f"“{text}” is not a date."),
                Text(
                    "Skriv dagen som år-måned-dag: 2023-12-31.",
                    "Write the day as year-month-day: 2023-12-31.",
                ),
            ) from None

    return parse


def whole(option: str) -> Callable[[typer.Context, str | None], int | None]:
    """Return a reader of whole numbers for ``option``, in the language chosen."""
    return _reader(
        option,
        read_whole,
        Text("er ikke et heltall", "is not a whole number"),
        Text("Skriv bare sifre: 300000.", "Write digits only: 300000."),
    )


def number(option: str) -> Callable[[typer.Context, str | None], float | None]:
    """Return a reader of numbers for ``option``, in the language chosen; a per cent sign may follow."""
    return _reader(
        option,
        lambda text, language: read_number(text.removesuffix("%"), language),
        Text("er ikke et tall", "is not a number"),
        Text(
            "Skriv uten tusenskille og med desimalkomma: 1100 eller 5,5.",
            "Write without thousands separators and with a decimal point: 1100 or 5.5.",
        ),
    )


def _reader(
    option: str, read: Callable[[str, Language], Value], what: Text, remedy: Text
) -> Callable[[typer.Context, str | None], Value | None]:
    def take(context: typer.Context, text: str | None) -> Value | None:
        if text is None:
            return None
        try:
            return read(text, language_of(context))
        except ValueError:
            raise _refuse(
                option,
                Text(
                    f"«{text}» {what.nb}, eller det kan leses på to måter.",
                    f"“{text}” {what.en}, or it can be read in two ways.",
                ),
                remedy,
            ) from None

    return take


def _refuse(option: str, what: Text, remedy: Text) -> InputError:
    return InputError(what, where=option, remedy=remedy, option=option)
