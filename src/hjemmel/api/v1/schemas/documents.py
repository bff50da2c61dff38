"""Shapes of documents of plans, and of the texts that they are made from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, Key, PossibleDay, Words

DocumentKindName = Literal["plan", "tertial", "case", "data"]
WrittenName = Literal["nb", "nn", "en"]
FormName = Literal["docx", "pdf", "html"]
DocumentKey = Annotated[
    int, PathEx(description="The register's key of the document.", ge=1, le=2**53)
]
OfForm = Annotated[FormName, PathEx(description="What kind of file is wanted.")]
OfDocumentKind = Annotated[DocumentKindName, PathEx(description="What the document is for.")]
InWritten = Annotated[WrittenName, PathEx(description="The language of the document.")]


class DocumentsQuery(Schema):
    """Which documents are asked for."""

    plan: Key | None = Field(None, description="Only those of this plan, by key.")


class DocumentOut(Schema):
    """A document that was made."""

    key: int = Field(description="The register's key.")
    plan: int | None = Field(description="Key of its plan; null: the draft is deleted.")
    plan_name: str = Field(description="Name of the plan.")
    kind: DocumentKindName = Field(description="What it is for.")
    language: WrittenName = Field(description="Its language.")
    tertial: str = Field(description="The tertial that it is about (2024-T2); empty: none.")
    number: int = Field(description="Which it is of its kind, language and tertial.")
    previous: int | None = Field(description="Key of the one before; null: it is the first.")
    title: str = Field(description="Its title.")
    as_of: date = Field(description="The day of its figures.")
    made_on: date = Field(description="The day it says it was made.")
    digest: str = Field(description="Its data hash: SHA-256 of all that it says.")
    made_by: str = Field(description="Who made it.")
    made_at: datetime = Field(description="When.")
    released_by: str = Field(description="Who released it; empty: nobody yet.")
    released_at: datetime | None = Field(description="When.")


class FrozenDocumentOut(DocumentOut):
    """A document with all that it says."""

    content: dict[str, Any] = Field(
        description="Title, days, status and blocks: headings, paragraphs, tables with their sums, "
        "charts with their figures. Amounts are in øre."
    )


class DocumentBody(Body):
    """A document that is wanted."""

    plan: Key = Field(description="Key of the plan.")
    kind: DocumentKindName = Field(description="What it is for.")
    language: WrittenName = Field("nb", description="Its language.")
    as_of: PossibleDay | None = Field(
        None, description="The day of its figures; null: the tertial's last day, or today."
    )
    tertial: Annotated[Words, Field(max_length=7)] | None = Field(
        None, description="The tertial of a report, 2024-T2; null: the latest that has ended."
    )
    case_number: Words = Field("", max_length=40, description="The number of the case.")
    assessment: Words = Field("", max_length=20_000, description="What stands for {vurdering}.")


class DocumentDifferenceOut(Schema):
    """One thing that a document says otherwise than the one before it."""

    kind: Literal["added", "removed", "changed"] = Field(description="What happened to it.")
    where: str = Field(description="The table with its row and column, the figure or the heading.")
    before: str = Field(description="What the older said; empty: nothing.")
    after: str = Field(description="What the newer says; empty: nothing.")


class PlaceOut(Schema):
    """What can be filled into a text, written in braces: ``{plan}``."""

    name: str = Field(description="What stands in the braces.")
    becomes: str = Field(description="What it becomes.")
    is_part: bool = Field(description="Whether it is a whole part, alone on its line.")
    required: bool = Field(description="Whether a text must have it.")


class DocumentTextOut(Schema):
    """The text that new documents are made from."""

    kind: DocumentKindName = Field(description="What the document is for.")
    language: WrittenName = Field(description="Its language.")
    version: int = Field(description="The version; 0: the one that comes with hjemmel.")
    title: str = Field(description="The title, with places.")
    body: str = Field(
        description="Sections: ## and ### before headings, - and 1. before points, places in braces."
    )
    changed_by: str = Field(description="Who wrote it.")
    changed_at: datetime | None = Field(description="When.")
    places: list[PlaceOut] = Field(description="What can be filled into it.")


class DocumentTextBody(Body):
    """A new version of a text."""

    title: Words = Field(max_length=150, description="One line.")
    body: Words = Field(max_length=20_000, description="The text.")
    version: int = Field(ge=0, le=1_000_000, description="The version that was looked at.")
