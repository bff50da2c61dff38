"""Findings as they are stored: plain data in both languages, so that a decision stays as it was told."""

from __future__ import annotations

from collections.abc import Iterable

from hjemmel.law.finding import Finding
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
