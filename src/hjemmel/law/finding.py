"""What a rule found: outcome, citation, inputs, what was read, a reason and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from hjemmel.kernel.text import Text
from hjemmel.law.citation import Citation
from hjemmel.law.parameters import Confidence
from hjemmel.law.trace import Reading


class Outcome(Enum):
    """The four ways a rule can end."""

    MET = "met"
    NOT_MET = "not_met"
    CALCULATED = "calculated"
    NEEDS_JUDGEMENT = "needs_judgement"

    @property
    def label(self) -> Text:
        """The word shown to people."""
        return _LABELS[self]


_LABELS = {
    Outcome.MET: Text("Oppfylt", "Met"),
    Outcome.NOT_MET: Text("Ikke oppfylt", "Not met"),
    Outcome.CALCULATED: Text("Beregnet", "Calculated"),
    Outcome.NEEDS_JUDGEMENT: Text("Krever skjønn", "Needs judgement"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one rule on one case.

    Args:
        outcome: Met, not met, calculated or needs judgement.
        reason: A short code for programs: ``above_ceiling``.
        sentence: One sentence for people, in both languages.
        value: What was calculated, if anything.
        citations: The places of law in force that the rule implements.
        inputs: The facts that were judged, by name (no personal data).
        readings: The parameter versions that were read.
    """

    outcome: Outcome
    reason: str
    sentence: Text
    value: Decimal | int | None = None
    citations: tuple[Citation, ...] = ()
    inputs: Mapping[str, object] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether the outcome is MET."""
        return self.outcome is Outcome.MET

    @property
    def rests_on_unverified(self) -> bool:
        """Whether any value read is unverified."""
        return any(reading.confidence is Confidence.UNVERIFIED for reading in self.readings)


def met(reason: str, nb: str, en: str, *, value: Decimal | int | None = None) -> Finding:
    """The rule is kept."""
    return Finding(Outcome.MET, reason, Text(nb, en), value)


def not_met(reason: str, nb: str, en: str, *, value: Decimal | int | None = None) -> Finding:
    """The rule is broken, or its condition is not fulfilled."""
    return Finding(Outcome.NOT_MET, reason, Text(nb, en), value)


def calculated(reason: str, nb: str, en: str, *, value: Decimal | int) -> Finding:
    """The rule gives a figure."""
    return Finding(Outcome.CALCULATED, reason, Text(nb, en), value)


def needs_judgement(
    reason: str, nb: str, en: str, *, value: Decimal | int | None = None
) -> Finding:
    """The rule leaves the answer to a person."""
    return Finding(Outcome.NEEDS_JUDGEMENT, reason, Text(nb, en), value)
