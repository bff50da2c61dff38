"""Shapes of the log and of users."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import PageQuery, PossibleDay, Words
from hjemmel.api.v1.schemas.residents import LookOut

UserKey = Annotated[int, PathEx(description="The register's key of the user.", ge=1, le=2**53)]


class LooksQuery(PageQuery):
    """Which looks at residents are asked for."""

    user: Words = Field("", max_length=100, description="Who did it.")
    first: PossibleDay | None = Field(None, description="First day.")
    last: PossibleDay | None = Field(None, description="Last day.")


class LogQuery(LooksQuery):
    """What of the log is asked for."""

    action: Words = Field("", max_length=100, description="Beginning of the action's code.")


class EventOut(Schema):
    """One thing that was done."""

    at: datetime = Field(description="When.")
    by: str = Field(description="Who.")
    action: str = Field(description="Code of what was done.")
    subject: str = Field(description="With what.")
    municipality: str = Field(description="Four digits; empty: none.")
    details: dict[str, Any] = Field(description="Counts, digests and keys.")


class LogOut(Schema):
    """Some of what was done, newest first."""

    total: int = Field(description="How many fit.")
    events: list[EventOut] = Field(description="Those asked for.")


class LooksOut(Schema):
    """Some looks at residents, newest first."""

    total: int = Field(description="How many fit.")
    looks: list[LookOut] = Field(description="Those asked for.")


class UsersQuery(Schema):
    """Which users are asked for."""

    q: Words = Field("", max_length=100, description="Part of a name or an address.")
    role: (
        Literal[
            "administrator", "leader", "planner", "case_worker", "centre_leader", "gp", "reader"
        ]
        | None
    ) = Field(None, description="A role that they hold.")


class GrantOut(Schema):
    """A role that a user holds."""

    role: str = Field(description="The role.")
    municipality: str | None = Field(description="Name of where; null: everywhere.")
    centre: str | None = Field(description="Name of the centre it is bound to.")


class UserOut(Schema):
    """A user."""

    key: int = Field(description="The register's key.")
    username: str = Field(description="Name to sign in with.")
    full_name: str = Field(description="Name.")
    email: str = Field(description="Address.")
    is_active: bool = Field(description="Whether she can sign in.")
    is_demo: bool = Field(description="Whether she is of the demo.")
    language: str = Field(description="nb or en.")
    last_login: datetime | None = Field(description="When she last signed in.")
    grants: list[GrantOut] = Field(description="Her roles.")
