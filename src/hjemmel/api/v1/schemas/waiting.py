"""Shapes of who waits for a list, and who has no GP."""

from __future__ import annotations

from datetime import date

from ninja import Field, Schema

from hjemmel.api.v1.schemas.common import DaysQuery, Key, PageQuery, Words
from hjemmel.api.v1.schemas.residents import ResidentRowOut, WaitingClassName


class UnplacedQuery(PageQuery, DaysQuery):
    """Which persons are asked for."""

    without_gp: bool = Field(
        False, description="Those who have no GP, instead of those who wait for a list."
    )
    waiting_class: WaitingClassName | None = Field(
        None, description="Only those who wait in this class."
    )
    wanted_list: Key | None = Field(None, description="Only those who wait for this list, by key.")
    district: Words = Field("", max_length=6, description="Only those who live here, six digits.")


class UnplacedRowOut(Schema):
    """Somebody who waits, or has no GP."""

    person: ResidentRowOut = Field(description="The resident in short.")
    waiting_class: WaitingClassName | None = Field(description="Why she waits; null: she does not.")
    queued_on: date | None = Field(description="First day in the queue.")
    wanted_list: int | None = Field(description="Key of the list waited for; null: any.")
    external_id: str = Field(description="The state register's number of that list.")


class UnplacedOut(Schema):
    """Who waits, longest first, or who has no GP."""

    municipality: str = Field(description="Four digits.")
    as_of: date = Field(description="The day.")
    total: int = Field(description="How many fit.")
    by_class: dict[WaitingClassName, int] = Field(
        description="How many wait in each class, whatever is asked for."
    )
    without_gp: int = Field(description="How many have no GP, whatever is asked for.")
    leaves_out: bool = Field(
        description="Whether persons with a protected address are left out of rows and counts."
    )
    rows: list[UnplacedRowOut] = Field(description="Those asked for.")
