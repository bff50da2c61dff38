"""Texts with places in braces that a municipality writes: what they may hold, and how they are filled."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

PLACE = re.compile(r"\{([^{}]*)\}")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def require_known_places(text: str, known: Collection[str]) -> None:
    """Raise ``InputError`` where a text has a place nobody knows, or a brace that belongs to none."""
    unknown = sorted({name for name in PLACE.findall(text) if name not in known})
    listed = ", ".join(f"{{{name}}}" for name in known)
    if unknown:
        named = ", ".join(f"{{{name[:30]}}}" for name in unknown)
        raise wrong_text(
            f"Ukjent felt i teksten: {named}.",
            f"Unknown place in the text: {named}.",
            Text(f"Bruk bare disse: {listed}.", f"Use only these: {listed}."),
        )
    if re.search(r"[{}]", PLACE.sub("", text)):
        raise wrong_text(
            "En krøllparentes i teksten hører ikke til noe felt.",
            "A brace in the text belongs to no place.",
            Text(f"Felt skrives slik: {listed}.", f"Places are written like this: {listed}."),
        )


def require_needed_places(text: str, needed: Collection[str], why: Text) -> None:
    """Raise ``InputError`` where a text leaves out a place that it must have."""
    found = PLACE.findall(text)
    missing = [f"{{{name}}}" for name in needed if name not in found]
    if missing:
        raise wrong_text(
            f"Teksten mangler {', '.join(missing)}.", f"The text lacks {', '.join(missing)}.", why
        )


MARKS: Mapping[str, str] = {"## ": "heading", "- ": "list"}
"""What a line begins with, and what it is then; any other line belongs to a paragraph."""


def parts_of(body: str, marks: Mapping[str, str] = MARKS) -> list[tuple[str, list[str]]]:
    """Split a text at empty lines, headings and lists, before it is filled.

    Returns the kind of each part (one of ``marks``, or ``paragraph``) and its lines.
    """
    parts: list[tuple[str, list[str]]] = []
    is_new = True
    for raw in body.replace("\r\n", "\n").split("\n"):
        line = raw.strip()
        kind = "paragraph"
        for mark, named in marks.items():
            if line.startswith(mark):
                kind, line = named, line[len(mark) :].strip()
                break
        if not line:
            is_new = True
            continue
        is_heading = kind.endswith("heading")
        if is_new or is_heading or parts[-1][0] != kind:
            parts.append((kind, []))
        parts[-1][1].append(line)
        is_new = is_heading
    return parts


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Return a text with the facts in their places; they are text there, whatever they hold."""
    return visible(PLACE.sub(lambda place: facts.get(place[1], place[0]), text))


def visible(text: str) -> str:
    """Return a text on one line, without characters that no reader sees."""
    return _INVISIBLE.sub("", text).replace("\n", " ")


def wrong_text(nb: str, en: str, remedy: Text | None = None) -> InputError:
    """Return the error of a text that cannot be filled."""
    return InputError(
        Text(nb, en),
        where="template",
        remedy=remedy or Text("Rett teksten.", "Correct the text."),
    )
