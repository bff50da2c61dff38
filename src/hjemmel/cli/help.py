"""Help texts in two languages: written as «norsk ¦ English», shown in the one chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hjemmel.kernel.text import Language

SIGN = " ¦ "
_TEXTS = ("help", "short_help", "epilog")


def in_language(command: Any, language: Language) -> Any:
    """Return the command with the help of itself, its options and its commands in ``language``."""
    for thing in _things(command):
        for name in _TEXTS:
            text = getattr(thing, name, None)
            if isinstance(text, str) and SIGN in text:
                norwegian, english = text.split(SIGN, 1)
                setattr(thing, name, norwegian if language == "nb" else english)
    return command


def _things(command: Any) -> Iterator[Any]:
    yield command
    yield from command.params
    for sub_command in getattr(command, "commands", {}).values():
        yield from _things(sub_command)
