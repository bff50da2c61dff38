"""Shapes that several resources share."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, PathEx, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from hjemmel.apps.registry.selectors.places import FIRST_DAY, LAST_DAY
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


def _possible(day: date) -> date:
    """Refuse a day that no register tells of."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise PydanticCustomError("impossible_day", "The day is not between 1900 and 2199")
    return day


def _words(text: str) -> str:
    """Refuse what a text on paper cannot have; a database may not take it either."""
    if not all(character.isprintable() or character in "\n\r\t" for character in text):
        raise PydanticCustomError("not_words", "The text has characters that cannot be written")
    return text


Day = Annotated[date, BeforeValidator(_read_day)]
PossibleDay = Annotated[Day, AfterValidator(_possible)]
Words = Annotated[str, AfterValidator(_words)]
Key = Annotated[int, Field(ge=1, le=2**53)]
CaseId = Annotated[
    str,
    PathEx(
        description="Id of a picture, for example bergen-2023, or a municipality's number: "
        "then it is of the register."
    ),
]
MunicipalityNumber = Annotated[
    Words, PathEx(description="The municipality's number, four digits, for example 4601.")
]
ParameterId = Annotated[str, PathEx(description="Id, for example gp_list.ceiling_max.")]


class Body(Schema):
    """What is sent to be written: a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        """Return the fields that were sent; null, where a field may be emptied by it, included."""
        return self.dict(exclude_unset=True)


class DayQuery(Schema):
    """The day of a question to the register."""

    as_of: Day | None = Field(None, description="The day asked about; today when not given.")


class DaysQuery(DayQuery):
    """The two days of a question to the register."""

    known_on: Day | None = Field(
        None, description="The day whose knowledge is used; now when not given."
    )


class PageQuery(Schema):
    """Which part of a long answer is asked for."""

    skip: int = Field(0, ge=0, le=10_000_000, description="How many to pass over.")
    most: int = Field(100, ge=1, le=1000, description="How many to answer with.")


class MadeOut(Schema):
    """What was made."""

    key: int = Field(description="The register's key.")


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
