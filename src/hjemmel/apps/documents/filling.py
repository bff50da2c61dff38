"""A document's text: its sections with places in them, and the document that they are filled to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.filled_text import (
    PLACE,
    fill,
    parts_of,
    require_known_places,
    require_needed_places,
    visible,
    wrong_text,
)
from hjemmel.domain.document import (
    Block,
    Emphasis,
    Heading,
    Paragraph,
    PointList,
    Span,
    Words,
)
from hjemmel.kernel.text import Text, WrittenLanguage

LONGEST_TITLE, LONGEST_BODY, LONGEST_ASSESSMENT = 150, 20_000, 20_000
_MARKS = {"## ": "heading", "### ": "subheading", "- ": "list", "1. ": "numbered"}
_LEVELS = {"heading": 1, "subheading": 2}
_INLINE = re.compile(
    r"\*\*(?P<strong>[^*\n]+)\*\*|\*(?P<stressed>[^*\n]+)\*"
    r"|\[(?P<link>[^\]\n]+)\]\((?P<address>(?:https?://|mailto:)[^\s()]+)\)"
)


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in the places of a text.

    Args:
        words: Words, by the name of their place.
        parts: Whole parts, by the name of their place.
        languages: The language of words that are in another than the document, by the name of their place.
    """

    words: Mapping[str, str]
    parts: Mapping[str, tuple[Block, ...]]
    languages: Mapping[str, WrittenLanguage] = field(default_factory=dict)


def require_possible_text(kind: DocumentKind, title: str, body: str) -> None:
    """Raise ``InputError`` unless a text can be filled for its kind of document.

    Raises:
        InputError: It is empty or too long, does not begin with a heading, has a place that the
            kind does not know, has a whole part within a line, or leaves out what it must have.
    """
    if not title.strip() or not body.strip():
        raise wrong_text(
            "Dokumentet må ha tittel og tekst.", "The document needs a title and a text."
        )
    if len(title) > LONGEST_TITLE or "\n" in title.strip() or len(body) > LONGEST_BODY:
        raise wrong_text(
            f"Tittelen kan ha {LONGEST_TITLE} tegn på én linje, teksten {LONGEST_BODY}.",
            f"The title may have {LONGEST_TITLE} characters on one line, the text {LONGEST_BODY}.",
        )
    whole = f"{title}\n{body}"
    require_known_places(whole, kind.places)
    require_needed_places(
        whole,
        kind.required,
        Text(
            "Dokumentet må si hvilken plan det gjelder, og det som hører til.",
            "The document must say which plan it is about, and what belongs to it.",
        ),
    )
    if not body.strip().startswith("## "):
        raise wrong_text(
            "Teksten må begynne med en overskrift.",
            "The text must begin with a heading.",
            Text("Skriv «## » foran den første linjen.", "Write “## ” before the first line."),
        )
    _require_parts_alone(kind, title, body)


def _require_parts_alone(kind: DocumentKind, title: str, body: str) -> None:
    for line in (title, *body.split("\n")):
        for name in PLACE.findall(line):
            if name in kind.parts and line.strip() != f"{{{name}}}":
                raise wrong_text(
                    f"{{{name}}} er en hel del av dokumentet og må stå alene på linjen.",
                    f"{{{name}}} is a whole part of the document and must stand alone on its line.",
                    Text("Gi den en egen linje.", "Give it a line of its own."),
                )


def title_of(title: str, filling: Filling) -> str:
    """Return the title with the words in their places."""
    return fill(title.strip(), filling.words)


def blocks_of(body: str, filling: Filling) -> tuple[Block, ...]:
    """Return what a text says with everything in its places.

    A text for which ``require_possible_text`` holds; a whole part that has nothing to say leaves
    nothing.
    """
    blocks: list[Block] = []
    level = 1
    for kind, lines in parts_of(_parts_apart(body, filling), _MARKS):
        name = lines[0].strip("{}")
        if kind == "paragraph" and name in filling.parts and lines[0] == f"{{{name}}}":
            blocks += (_below(block, level) for block in filling.parts[name])
        elif kind in _LEVELS:
            level = _LEVELS[kind]
            blocks.append(Heading(level, fill(lines[0], filling.words)))
        elif kind == "paragraph":
            blocks.append(Paragraph(_words(" ".join(lines), filling)))
        else:
            points = tuple(_words(line, filling) for line in lines)
            blocks.append(PointList(points, is_numbered=kind == "numbered"))
    return tuple(blocks)


def _below(block: Block, level: int) -> Block:
    """Return a block of a part; its headings stand one level below the heading it stands under."""
    return Heading(level + 1, block.text) if isinstance(block, Heading) else block


def typed_blocks(text: str) -> tuple[Block, ...]:
    """Return what somebody typed in the same marks, as a part of the document.

    Raises:
        InputError: It is too long.
    """
    if len(text) > LONGEST_ASSESSMENT:
        raise wrong_text(
            f"Vurderingen kan ha {LONGEST_ASSESSMENT} tegn.",
            f"The assessment may have {LONGEST_ASSESSMENT} characters.",
        )
    return blocks_of(text, Filling({}, {}))


def _parts_apart(body: str, filling: Filling) -> str:
    """Put empty lines around the lines of whole parts, so that each is a paragraph of its own."""
    return "\n".join(
        f"\n{line.strip()}\n" if line.strip().strip("{}") in filling.parts else line
        for line in body.replace("\r\n", "\n").split("\n")
    )


def _words(line: str, filling: Filling) -> Words:
    """Read the marks of a line, and only then fill its places: what is filled in is text."""
    spans: list[Span] = []
    done = 0
    for found in _INLINE.finditer(line):
        spans += _filled(line[done : found.start()], filling)
        done = found.end()
        if found["strong"]:
            spans += _filled(found["strong"], filling, Emphasis.STRONG)
        elif found["stressed"]:
            spans += _filled(found["stressed"], filling, Emphasis.STRESSED)
        else:
            spans += _filled(found["link"], filling, address=found["address"])
    spans += _filled(line[done:], filling)
    return tuple(span for span in spans if span.text) or (Span(visible(line)),)


def _filled(
    text: str, filling: Filling, emphasis: Emphasis = Emphasis.PLAIN, address: str = ""
) -> list[Span]:
    """Fill the places of some words; what is in another language is a span of its own."""
    spans: list[Span] = []
    done = 0
    for place in PLACE.finditer(text):
        language = filling.languages.get(place[1])
        if language is not None:
            before = fill(text[done : place.start()], filling.words)
            spans.append(Span(before, emphasis, address))
            spans.append(Span(fill(place[0], filling.words), emphasis, address, language))
            done = place.end()
    spans.append(Span(fill(text[done:], filling.words), emphasis, address))
    return spans
