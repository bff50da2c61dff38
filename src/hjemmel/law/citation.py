"""A typed reference to a place in an act, with one textual form."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.kernel.text import Language, Text
from hjemmel.law.acts import Act, Rank

_ORDINALS_NB = (
    "",
    "første",
    "andre",
    "tredje",
    "fjerde",
    "femte",
    "sjette",
    "sjuende",
    "åttende",
    "niende",
    "tiende",
    "ellevte",
    "tolvte",
)
_ORDINALS_EN = (
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in an act: § (or point, page), ledd, punktum, bokstav.

    Args:
        act: The act cited.
        paragraph: Number of the §, with letter if any: ``10``, ``3a``; for agreements and
            plans the point, chapter or page: ``pkt. 5.6``, ``kap. 4.1``.
        section: Ledd, counted from 1.
        sentence: Punktum, counted from 1.
        letter: Bokstav.
    """

    act: Act
    paragraph: str = ""
    section: int | None = None
    sentence: int | None = None
    letter: str | None = None

    def text(self, language: Language = "nb") -> str:
        """Return «fastlegeforskriften § 33 fjerde ledd bokstav a» or its English form."""
        norwegian = language == "nb"
        parts = [self.act.short.in_language(language)]
        if self.paragraph:
            is_section_sign = self.act.rank in (Rank.ACT, Rank.REGULATION)
            parts.append(f"§ {self.paragraph}" if is_section_sign else self.paragraph)
        if self.section is not None:
            word = _ORDINALS_NB[self.section] if norwegian else _ORDINALS_EN[self.section]
            parts.append(f"{word} ledd" if norwegian else f"{word} paragraph")
        if self.sentence is not None:
            word = _ORDINALS_NB[self.sentence] if norwegian else _ORDINALS_EN[self.sentence]
            parts.append(f"{word} punktum" if norwegian else f"{word} sentence")
        if self.letter is not None:
            parts.append(f"bokstav {self.letter}" if norwegian else f"letter {self.letter}")
        return " ".join(parts)

    def as_text(self) -> Text:
        """Return both textual forms."""
        return Text(self.text("nb"), self.text("en"))

    def __str__(self) -> str:
        return self.text("nb")
