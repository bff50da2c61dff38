"""Shapes of letters, and of the texts that they are made from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, Key, PageQuery, PossibleDay, Words

KindName = Literal["change_confirmed", "place_in_queue", "gp_ends", "moved_by_reduction"]
LanguageName = Literal["nb", "nn", "en"]
SourceName = Literal["round", "cut_over", "reduction", "list"]
LetterKey = Annotated[int, PathEx(description="The register's key of the letter.", ge=1, le=2**53)]
OfKind = Annotated[KindName, PathEx(description="What the letter tells.")]
InLanguage = Annotated[LanguageName, PathEx(description="The language of the letter.")]
OfSource = Annotated[SourceName, PathEx(description="What kind of thing the letters are about.")]
SourceKey = Annotated[int, PathEx(description="The register's key of that thing.", ge=1, le=2**53)]
TextVersion = Annotated[int, Field(ge=0, le=1_000_000)]


class LetterOut(Schema):
    """A letter that was made; whose it is, stands in the letter only."""

    key: int = Field(description="The register's key.")
    kind: KindName = Field(description="What it tells.")
    language: LanguageName = Field(description="Its language.")
    made_on: date = Field(description="The day on the letter.")
    made_by: str = Field(description="Who made it.")
    version: int = Field(description="The version of the text that it is made from.")


class LettersOut(Schema):
    """Letters, newest first."""

    total: int = Field(description="How many there are.")
    by_kind: dict[KindName, int] = Field(description="How many there are of each kind.")
    rows: list[LetterOut] = Field(description="Those asked for.")


class LettersQuery(PageQuery):
    """Which letters are asked for."""


class LetterBody(Body):
    """One letter."""

    kind: KindName = Field(description="What it tells.")
    about: Key = Field(
        description="Key of what it is about: of a decided move, of an entry in the queue "
        "(place_in_queue), or of the resident's membership of a list (gp_ends)."
    )
    made_on: PossibleDay | None = Field(None, description="The day on the letter; null: today.")
    language: LanguageName = Field("nb", description="The language of the letter.")


class BatchBody(Body):
    """The letters of a round, a cut-over, a reduction, or a list whose GP ends."""

    made_on: PossibleDay | None = Field(None, description="The day on the letters; null: today.")
    language: LanguageName = Field("nb", description="The language of the letters.")


class BatchMadeOut(Schema):
    """What making many letters came to."""

    made: int = Field(description="Letters made now.")
    before: int = Field(description="Letters that were there already.")
    left_out: int = Field(description="Persons with a protected address, who got none.")


class TextLanguagesOut(Schema):
    """A kind of letter, and the languages that it has a text in."""

    kind: KindName = Field(description="What the letter tells.")
    label: str = Field(description="The same in words.")
    languages: list[LanguageName] = Field(description="Languages that there is a text in.")


class FieldOut(Schema):
    """What can be filled into a text, written in braces: ``{fastlege}``."""

    name: str = Field(description="What stands in the braces.")
    becomes: str = Field(description="What it becomes.")
    required: bool = Field(description="Whether a text must have it.")


class TextOut(Schema):
    """The text that new letters are made from; empty where there is none in the language."""

    kind: KindName = Field(description="What the letter tells.")
    language: LanguageName = Field(description="Its language.")
    version: int = Field(description="The version; 0: none is stored yet. An edit names it.")
    subject: str = Field(description="One line.")
    body: str = Field(
        description="Paragraphs with empty lines between; ## before a heading, - before a point."
    )
    is_shipped: bool = Field(description="Whether it is the text that comes with hjemmel.")
    changed_by: str = Field(description="Who wrote it.")
    changed_at: datetime | None = Field(description="When.")
    fields: list[FieldOut] = Field(description="What can be filled into it.")


class DraftBody(Body):
    """A text that is tried."""

    subject: Words = Field(max_length=150, description="One line.")
    body: Words = Field(max_length=6000, description="The text.")


class TextBody(DraftBody):
    """A new version of a text."""

    version: TextVersion = Field(description="The version that was looked at.")


class HeadOut(Schema):
    """How one reaches the municipality, as its letters say it."""

    contact: str = Field(description="What stands for {kontakt}.")
    is_own: bool = Field(description="Whether the municipality has written it.")
    changed_by: str = Field(description="Who wrote it; empty: it comes with hjemmel.")
    changed_at: datetime | None = Field(description="When.")


class HeadBody(Body):
    """How one reaches the municipality."""

    contact: Words = Field(max_length=500, description="What is to stand for {kontakt}.")
