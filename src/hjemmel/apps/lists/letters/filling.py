"""A letter's text: its parts, the places in it, and the filled letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

LONGEST_SUBJECT, LONGEST_BODY = 150, 6000
_PLACE = re.compile(r"\{([^{}]*)\}")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


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
        raise _wrong("Brevet må ha overskrift og tekst.", "The letter needs a subject and a text.")
    if len(subject) > LONGEST_SUBJECT or "\n" in subject.strip() or len(body) > LONGEST_BODY:
        raise _wrong(
            f"Overskriften kan ha {LONGEST_SUBJECT} tegn på én linje, teksten {LONGEST_BODY}.",
            f"The subject may have {LONGEST_SUBJECT} characters on one line, the text {LONGEST_BODY}.",
        )
    whole = f"{subject}\n{body}"
    found = _PLACE.findall(whole)
    unknown = sorted({name for name in found if name not in kind.places})
    listed = ", ".join(f"{{{name}}}" for name in kind.places)
    if unknown:
        named = ", ".join(f"{{{name[:30]}}}" for name in unknown)
        raise _wrong(
            f"Ukjent felt i teksten: {named}.",
            f"Unknown place in the text: {named}.",
            Text(f"Bruk bare disse: {listed}.", f"Use only these: {listed}."),
        )
    if re.search(r"[{}]", _PLACE.sub("", whole)):
        raise _wrong(
            "En krøllparentes i teksten hører ikke til noe felt.",
            "A brace in the text belongs to no place.",
            Text(f"Felt skrives slik: {listed}.", f"Places are written like this: {listed}."),
        )
    missing = [f"{{{name}}}" for name in kind.required if name not in found]
    if missing:
        raise _wrong(
            f"Teksten mangler {', '.join(missing)}.",
            f"The text lacks {', '.join(missing)}.",
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
        recipient=tuple(_visible(line) for line in recipient),
        sender=tuple(_visible(line) for line in sender),
        subject=_fill(subject, facts),
        parts=tuple(
            Part(kind, tuple(_fill(line, facts) for line in lines))
            for kind, lines in _parts_of(body)
        ),
    )


def _parts_of(body: str) -> list[tuple[str, list[str]]]:
    """Split a text at empty lines, headings (``## ``) and lists (``- ``), before it is filled."""
    parts: list[tuple[str, list[str]]] = []
    is_new = True
    for raw in body.replace("\r\n", "\n").split("\n"):
        line = raw.strip()
        kind = "paragraph"
        if line.startswith("## "):
            kind, line = "heading", line[3:].strip()
        elif line.startswith("- "):
            kind, line = "list", line[2:].strip()
        if not line:
            is_new = True
            continue
        if is_new or kind == "heading" or parts[-1][0] != kind:
            parts.append((kind, []))
        parts[-1][1].append(line)
        is_new = kind == "heading"
    return parts


def _fill(text: str, facts: Mapping[str, str]) -> str:
    return _visible(_PLACE.sub(lambda place: facts.get(place[1], place[0]), text))


def _visible(text: str) -> str:
    return _INVISIBLE.sub("", text).replace("\n", " ")


def _wrong(nb: str, en: str, remedy: Text | None = None) -> InputError:
    return InputError(
        Text(nb, en),
        where="template",
        remedy=remedy or Text("Rett teksten.", "Correct the text."),
    )
