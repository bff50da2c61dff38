"""Shapes that several resources share."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, PathEx, Schema
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from hjemmel.kernel.time import read_day

Number = int | float


def _read_day(value: object) -> object:
    """Read a day as people write it: a number is not a day."""
    if isinstance(value, date):
        return value
    try:
        return read_day(str(value))
    except ValueError:
        raise PydanticCustomError("not_a_day", "The value is not a date, year-month-day") from None


Day = Annotated[date, BeforeValidator(_read_day)]
CaseId = Annotated[str, PathEx(description="Id of a picture, for example bergen-2023.")]
ParameterId = Annotated[str, PathEx(description="Id, for example gp_list.ceiling_max.")]


class SourceOut(Schema):
    """Where a figure was read."""

    document: str = Field(description="Document or register.")
    place: str = Field(description="Line, page or table in it.")
    text: str = Field(description="Both as one text.")


class CitationOut(Schema):
    """A place in an act, a regulation, an agreement or a plan."""

    act: str = Field(description="Id of the act.")
    title: str = Field(description="Its full title.")
    reference: str = Field(description="Its official reference.")
    paragraph: str = Field(description="§, point or page.")
    section: int | None = Field(description="Ledd, counted from 1.")
    sentence: int | None = Field(description="Punktum, counted from 1.")
    letter: str | None = Field(description="Bokstav.")
    text: str = Field(description="The citation as it is written.")


class FindingOut(Schema):
    """What a rule found."""

    outcome: Literal["met", "not_met", "calculated", "needs_judgement"] = Field(
        description="How the rule ended."
    )
    label: str = Field(description="The outcome in words.")
    reason: str = Field(description="Short code for programs.")
    sentence: str = Field(description="One sentence for people.")
    value: Number | None = Field(description="What was calculated, if anything.")
    sources: list[CitationOut] = Field(description="The places of law that the rule implements.")
    rests_on_unverified: bool = Field(description="Whether any value read is unverified.")


class ReceiptOut(Schema):
    """Everything that is needed to get the same result again."""

    id: str = Field(description="Twelve characters that name the calculation.")
    inputs_digest: str = Field(description="SHA-256 of the inputs.")
    as_of: date = Field(description="The day the law was read for.")
    municipality: str | None = Field(description="Whose local choices applied.")
    code_version: str = Field(description="Version of hjemmel.")
    seed: int | None = Field(description="Seed of the random draws.")
    solver: dict[str, Any] | None = Field(description="Status of a solver, when one ran.")
    parameters: list[dict[str, Any]] = Field(description="The parameter versions that were read.")


class PictureHead(Schema):
    """Which municipality an answer is about, and what kind of figures it rests on."""

    case: str = Field(description="Id of the picture.")
    municipality: str | None = Field(description="Four digits; null for a region or the nation.")
    name: str = Field(description="Name of the place.")
    kind: Literal["published", "synthetic", "register"] = Field(description="Kind of figures.")
    kind_name: str = Field(description="The kind in words.")
    source: SourceOut | None = Field(description="Where the figures were read.")
    as_of: date = Field(description="The day of the figures.")
