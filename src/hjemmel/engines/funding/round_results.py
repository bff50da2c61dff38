"""What a round of grants gives: a line for each application, and what each run used of the frame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from hjemmel.engines.funding.round_inputs import Application, RoundScheme
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.law import Citation, Finding, Outcome, Receipt


class Standing(Enum):
    """How an application ended."""

    AWARDED = "awarded"
    NOT_ELIGIBLE = "not_eligible"
    FRAME_IS_USED = "frame_is_used"
    TIED = "tied"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LABELS[self]


_LABELS = {
    Standing.AWARDED: Text("Tildelt", "Awarded"),
    Standing.NOT_ELIGIBLE: Text("Kan ikke få", "Not eligible"),
    Standing.FRAME_IS_USED: Text("Rammen er brukt", "The frame is used"),
    Standing.TIED: Text("Likt, krever skjønn", "Tied, needs judgement"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """One application, and how it ended.

    Args:
        application: The application.
        standing: How it ended.
        rank: Its place among the eligible, from 1; ``None`` when it is not eligible. Equals share one.
        tied_with: Keys of those with the same place.
        possible: What the rules would give it in a frame without end; 0 when it is not eligible.
        awarded: What it gets.
        run: The number of the run that gave it, from 1; ``None`` when it got nothing.
        findings: What the rules found: eligibility, order, award.
        sentence: Why, in one line.
    """

    application: Application
    standing: Standing
    rank: int | None
    tied_with: tuple[str, ...]
    possible: Money
    awarded: Money
    run: int | None
    findings: tuple[Finding, ...]
    sentence: Text

    @property
    def is_awarded(self) -> bool:
        """Whether it gets anything."""
        return self.standing is Standing.AWARDED

    @property
    def cut(self) -> Money:
        """What an award is less than the amount sought; 0 when nothing is awarded."""
        return self.application.sought - self.awarded if self.is_awarded else Money(0)

    @property
    def needs_judgement(self) -> bool:
        """Whether a person must look at it before it is decided."""
        asked = any(one.outcome is Outcome.NEEDS_JUDGEMENT for one in self.findings)
        return self.standing is Standing.TIED or (self.is_awarded and asked)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The places of law that decided, each once."""
        found = [citation for one in self.findings for citation in one.citations]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRun:
    """One run over a frame: the first, or an extension.

    Args:
        number: From 1.
        as_of: The day of the law.
        frame: The whole frame, that of earlier runs included.
        awarded: Applications with an award after this run.
        new: Applications that this run gave an award.
        cut: Awards, of all so far, that are less than was sought.
        total: Sum of all awards so far.
    """

    number: int
    as_of: date
    frame: Money
    awarded: int
    new: int
    cut: int
    total: Money

    @property
    def remaining(self) -> Money:
        """What is left of the frame; never below 0."""
        return self.frame - self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRound:
    """A round of grants.

    Args:
        scheme: The scheme.
        lines: Every application: the eligible by rank, then the others by key.
        runs: The first run and its extensions.
        receipt: What the last run was computed from.
    """

    scheme: RoundScheme
    lines: tuple[RoundLine, ...]
    runs: tuple[RoundRun, ...]
    receipt: Receipt

    @property
    def last(self) -> RoundRun:
        """The last run: how the round stands."""
        return self.runs[-1]

    @property
    def eligible(self) -> int:
        """Applications that may get something."""
        return sum(line.rank is not None for line in self.lines)

    @property
    def sought(self) -> Money:
        """Sum of all amounts sought."""
        return Money(sum(line.application.sought.oere for line in self.lines))

    def line(self, key: str) -> RoundLine:
        """Return the line of an applicant; ``KeyError`` when it is not in the round."""
        for line in self.lines:
            if line.application.key == key:
                return line
        raise KeyError(key)
