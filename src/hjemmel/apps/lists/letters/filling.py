"""A letter's text: its parts, the places in it, and the filled letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hjemmel.apps.filled_text import (
    fill,
    parts_of,
    require_known_places,
    require_needed_places,
    visible,
    wrong_text,
)
from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.kernel.text import Text

LONGEST_SUBJECT, LONGEST_BODY = 150, 6000


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a paragraph or a list, as lines of plain text."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilledLetter:
    """A letter with all its words.

    Args:
        language: Its language.
        recipient: Name and address, one line each; no address when it is protected.
        sender: The municipality, the day and the number of the letter.
        subject: What it is about.
        parts: What it says.
    """

    language: str
    recipient: tuple[str, ...]
    sender: tuple[str, ...]
    subject: str
    parts: tuple[Part, ...]


def require_possible_text(kind: LetterKind, subject: str, body: str) -> None:
    """Raise ``InputError`` unless a text can be filled for its kind of letter.

    Raises:
        InputError: It is empty or too long, has a place that the kind does not know or a brace
            that belongs to none, or leaves out what the letter must say.
    """
    if not subject.strip() or not body.strip():
        raise wrong_text(
            "Brevet må ha overskrift og tekst.", "The letter needs a subject and a text."
        )
    if len(subject) > LONGEST_SUBJECT or "\n" in subject.strip() or len(body) > LONGEST_BODY:
        raise wrong_text(
            f"Overskriften kan ha {LONGEST_SUBJECT} tegn på én linje, teksten {LONGEST_BODY}.",
            f"The subject may have {LONGEST_SUBJECT} characters on one line, the text {LONGEST_BODY}.",
        )
    whole = f"{subject}\n{body}"
    require_known_places(whole, kind.places)
    require_needed_places(
        whole,
        kind.required,
        Text(
            "Brevet må si hva som er bestemt, fra når og etter hvilken bestemmelse.",
            "The letter must say what is decided, from when and by which provision.",
        ),
    )


def filled(
    subject: str,
    body: str,
    facts: Mapping[str, str],
    *,
    language: str,
    recipient: tuple[str, ...],
    sender: tuple[str, ...],
) -> FilledLetter:
    """Return a letter with the facts in their places; they are text there, whatever they hold."""
    return FilledLetter(
        language=language,
        recipient=tuple(visible(line) for line in recipient),
        sender=tuple(visible(line) for line in sender),
        subject=fill(subject, facts),
        parts=tuple(
            Part(kind, tuple(fill(line, facts) for line in lines)) for kind, lines in parts_of(body)
        ),
    )
