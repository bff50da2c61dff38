"""Findings as they were told when something was decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from ninja import Field, Schema

from hjemmel.apps.lists.findings import ToldFinding
from hjemmel.kernel.text import Language


class ToldFindingOut(Schema):
    """What a rule said when something was decided; it stays as it was told."""

    outcome: Literal["met", "not_met", "calculated", "needs_judgement"] = Field(
        description="How the rule ended."
    )
    reason: str = Field(description="Short code for programs.")
    sentence: str = Field(description="One sentence for people.")
    sources: list[str] = Field(description="The provisions, as they are cited.")
    rests_on_unverified: bool = Field(description="Whether any value read is unverified.")


def told_out(told: Iterable[ToldFinding], language: Language) -> list[dict[str, Any]]:
    """Return findings as they were told, in a language."""
    return [
        {
            "outcome": one.outcome.value,
            "reason": one.reason,
            "sentence": one.sentence.in_language(language),
            "sources": [citation.in_language(language) for citation in one.citations],
            "rests_on_unverified": one.rests_on_unverified,
        }
        for one in told
    ]
