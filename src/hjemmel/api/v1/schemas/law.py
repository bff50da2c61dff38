"""Shapes of parameters and rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Schema

from hjemmel.api.v1.schemas.common import CitationOut, Day, Number


class ParametersQuery(Schema):
    """Which parameters to list."""

    area: str | None = Field(None, description="One area only, for example gp_list.")


class ParameterQuery(Schema):
    """Which version to show."""

    on: Day | None = Field(None, description="The day asked about; today when left out.")
    municipality: str | None = Field(
        None,
        description="Four digits; applies the municipality's local choice.",
        json_schema_extra={"pattern": "^[0-9]{4}$"},
    )


class ParameterSummary(Schema):
    """What the list of parameters shows of one."""

    id: str = Field(description="Id, for example gp_list.ceiling_max.")
    title: str = Field(description="What it is.")
    area: str = Field(description="First part of the id.")
    unit: str = Field(description="Id of the unit.")
    unit_name: str = Field(description="The unit in words.")
    rank: str = Field(description="Rank of its source.")
    versions: int = Field(description="Number of national versions.")
    local_choice: bool = Field(description="Whether a municipality may choose its own value.")
    municipalities: list[str] = Field(description="Municipalities that have.")


class ParameterVersionOut(Schema):
    """One version of a parameter."""

    id: str = Field(description="Id of the parameter.")
    title: str = Field(description="What it is.")
    value: Any = Field(description="Number, yes or no, text or a list of such.")
    unit: str = Field(description="Id of the unit.")
    unit_name: str = Field(description="The unit in words.")
    rank: str = Field(description="Rank of its source.")
    municipality: str | None = Field(description="Whose local choice it is.")
    valid_from: date = Field(description="First day in force.")
    valid_until: date | None = Field(description="First day no longer in force.")
    source: CitationOut = Field(description="The place that sets it.")
    confidence: str = Field(description="verified or unverified.")
    reviewed_on: date = Field(description="The day it was last looked at.")
    reviewed_against: str = Field(description="What it was read in.")
    quote: str = Field(description="What the source says.")
    note: str | None = Field(description="What a reader should know.")
    case_number: str = Field(description="The council's case number, where known.")
    file: str = Field(description="The data file.")


class BoundsOut(Schema):
    """What a municipality may choose."""

    minimum: Number | None
    maximum: Number | None


class ParameterHistory(Schema):
    """Every version of a parameter: the national ones, then the local choices."""

    id: str = Field(description="Id of the parameter.")
    title: str = Field(description="What it is.")
    unit: str = Field(description="Id of the unit.")
    unit_name: str = Field(description="The unit in words.")
    rank: str = Field(description="Rank of its source.")
    local_choice: BoundsOut | None = Field(description="What a municipality may choose.")
    versions: list[ParameterVersionOut] = Field(description="The versions.")


class RuleOut(Schema):
    """A rule, and the places of law that it implements."""

    id: str = Field(description="Id of the rule.")
    title: str = Field(description="Short name.")
    summary: str = Field(description="What it does, in English.")
    sources: list[CitationOut] = Field(description="The places, oldest act first.")
    parameters: list[str] = Field(description="Ids of the parameters that it reads.")
