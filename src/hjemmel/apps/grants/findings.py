"""Findings of a case as they are stored and told: each with its rule, its sentence and its places of law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hjemmel.kernel.text import Text
from hjemmel.law.finding import Finding, Outcome
from hjemmel.law.plain import Plain

_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule, or a term of the scheme, and what it found.

    Args:
        rule: Id of the rule, or ``scheme.…`` for a term of the scheme.
        finding: What it found.
    """

    rule: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding as it is shown, or was told when a decision was made.

    Args:
        rule: Id of the rule, or ``scheme.…``.
        outcome: Met, not met, calculated or needs judgement.
        reason: Code for programs.
        sentence: One sentence for people.
        citations: The places of law.
        rests_on_unverified: Whether a value behind it was not verified.
    """

    rule: str
    outcome: Outcome
    reason: str
    sentence: Text
    citations: tuple[Text, ...]
    rests_on_unverified: bool


def stored(judged: Iterable[Judged]) -> list[Plain]:
    """Return findings as plain data, in both languages."""
    return [
        {
            "rule": one.rule,
            "outcome": one.finding.outcome.value,
            "reason": one.finding.reason,
            "nb": one.finding.sentence.nb,
            "en": one.finding.sentence.en,
            "citations_nb": [citation.text("nb") for citation in one.finding.citations],
            "citations_en": [citation.text("en") for citation in one.finding.citations],
            "unverified": one.finding.rests_on_unverified,
        }
        for one in judged
    ]


def told(findings: Iterable[Any]) -> tuple[ToldFinding, ...]:
    """Return stored findings as they were told."""
    return tuple(
        ToldFinding(
            rule=one["rule"],
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


def citation_text(judged: Iterable[Judged]) -> str:
    """Return every place of law that the findings cite, each once, in Norwegian."""
    places = [citation.text("nb") for one in judged for citation in one.finding.citations]
    return "; ".join(dict.fromkeys(places))[:_LONGEST]
