"""Findings as they are stored: plain data in both languages, so that a decision stays as it was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hjemmel.kernel.text import Text
from hjemmel.law.finding import Finding, Outcome
from hjemmel.law.plain import Plain


def stored(findings: Iterable[Finding]) -> list[Plain]:
    """Return findings as plain data, each with its sentence and provisions in both languages."""
    return [
        {
            "outcome": finding.outcome.value,
            "reason": finding.reason,
            "nb": finding.sentence.nb,
            "en": finding.sentence.en,
            "citations_nb": [citation.text("nb") for citation in finding.citations],
            "citations_en": [citation.text("en") for citation in finding.citations],
            "unverified": finding.rests_on_unverified,
        }
        for finding in findings
    ]


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding as it was told when a decision was made.

    Args:
        outcome: Met, not met, calculated or needs judgement.
        reason: Code for programs.
        sentence: One sentence for people.
        citations: The provisions.
        rests_on_unverified: Whether a value behind it was not verified.
    """

    outcome: Outcome
    reason: str
    sentence: Text
    citations: tuple[Text, ...]
    rests_on_unverified: bool


def told(findings: Iterable[Any]) -> tuple[ToldFinding, ...]:
    """Return stored findings as they were told."""
    return tuple(
        ToldFinding(
            outcome=Outcome(one["outcome"]),
            reason=one["reason"],
            sentence=Text(one["nb"], one["en"]),
            citations=tuple(
                Text(nb, en)
                for nb, en in zip(one["citations_nb"], one["citations_en"], strict=True)
            ),
            rests_on_unverified=bool(one["unverified"]),
        )
        for one in findings
    )
