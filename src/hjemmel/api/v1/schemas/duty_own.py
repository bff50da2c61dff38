"""Shapes of a doctor's calendar addresses, the exception's clocks and its report, and moved shifts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, PossibleDay
from hjemmel.api.v1.schemas.duty_rosters import Reason, ShiftKey, Version

FeedKey = Annotated[int, PathEx(description="The key of the calendar address.", ge=1, le=2**53)]
Year = Annotated[int, PathEx(description="The calendar year.", ge=2000, le=2199)]


class FeedOut(Schema):
    """A calendar address; times in Norway."""

    key: int = Field(description="Its key.")
    made_at: datetime = Field(description="When it was made.")
    last_read_at: datetime | None = Field(description="When a calendar last read it.")
    revoked_at: datetime | None = Field(description="When it was revoked; null: it is in use.")


class NewFeedOut(Schema):
    """A calendar address that was made."""

    key: int = Field(description="Its key.")
    address: str = Field(description="Where a calendar reads it; told now and never again.")


class MoveBody(Body):
    """A shift at other times."""

    version: Version = Field(description="The roster's version that was looked at.")
    shift: ShiftKey = Field(description="Key of the shift in the roster; it keeps its key.")
    starts: datetime = Field(
        description="When it is to start; without a zone, by the clock on the wall in Norway."
    )
    ends: datetime = Field(description="When it is to end.")
    reason: Reason = Field(
        "",
        description="Why a rule of the law is set aside in a published roster; needs decide_duty.",
    )


class ClockOut(Schema):
    """Days on duty that count against the exception from the requirement of specialisation."""

    doctor: int = Field(description="Her key in the district.")
    name: str = Field(description="Her name.")
    days_in_all: int = Field(description="Days that count until today.")
    days_this_year: int = Field(description="Those of the calendar year.")
    planned_in_all: int = Field(description="With what is published to come.")
    planned_this_year: int = Field(description="Those of the calendar year.")
    on_duty: str = Field(description="Whether she is within it as one who only takes duty.")
    with_other_work: str = Field(description="Whether she is if she works there besides.")
    planned: str = Field(description="Whether she still is with what is published to come.")
    planned_outcome: str = Field(description="met, not_met or needs_judgement.")


class ReportRowOut(Schema):
    """A doctor whose duty used the exception in the year."""

    doctor: int = Field(description="Her key in the district.")
    name: str = Field(description="Her name.")
    days: int = Field(description="Days of the year.")
    days_in_all: int = Field(description="Days in all.")


class GovernorReportOut(Schema):
    """The yearly report to the county governor on the use of the exception."""

    year: int = Field(description="The year.")
    due: str | None = Field(description="Whether it is due, sent or late; null: none is required.")
    sent_on: date | None = Field(description="When it was sent; null: it was not.")
    rows: list[ReportRowOut] = Field(description="Who used the exception, by name.")
    text: str = Field(description="The report in words.")


class SentBody(Body):
    """That the report was sent."""

    sent_on: PossibleDay = Field(description="When.")
