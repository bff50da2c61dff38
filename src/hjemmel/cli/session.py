"""What all commands share: the language chosen."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from hjemmel.kernel.text import Language


@dataclass
class Session:
    """One run of the command line.

    Args:
        language: Language of texts and numbers for people.
        traceback: Show where in the code an unforeseen fault happened.
    """

    language: Language = "nb"
    traceback: bool = False


def language_of(context: typer.Context) -> Language:
    """Return the language that was chosen."""
    session = context.find_object(Session)
    return "nb" if session is None else session.language
