"""The shape of an error."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema


class Problem(Schema):
    """An error (RFC 9457): what is wrong, where, and what to do."""

    type: str = Field(description="Kind of problem, as a URN.")
    title: str = Field(description="Kind of problem, in words.")
    status: int = Field(description="HTTP status.")
    detail: str = Field(description="What is wrong.")
    instance: str = Field(description="Path of the request.")
    code: str = Field(description="Error code, the same on the command line.")
    where: str = Field(description="The field, id or place that it is about.")
    remedy: str = Field(description="What to do about it.")
    data: dict[str, Any] = Field(description="Facts about the case, for programs.")
    errors: list[dict[str, str]] | None = Field(
        None, description="Every parameter that could not be read: where, type and detail."
    )
