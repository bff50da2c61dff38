"""What a measure was predicted to do, and what it did: promised up front, scored afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

_WHOLE = Decimal(1)


class PredictionOrigin(Enum):
    """Where a prediction comes from."""

    ENTERED = "entered"
    SCENARIO = "scenario"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        if self is PredictionOrigin.ENTERED:
            return Text("anslått av fagfolk", "judged by professionals")
        return Text("regnet i et scenario", "computed in a scenario")


class Verdict(Enum):
    """How what happened stands against what was predicted by then."""

    BETTER = "better"
    AS_PREDICTED = "as_predicted"
    LESS = "less"
    NOTHING = "nothing"
    OPPOSITE = "opposite"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.BETTER: Text("bedre enn lovet", "better than promised"),
    Verdict.AS_PREDICTED: Text("som lovet", "as promised"),
    Verdict.LESS: Text("mindre enn lovet", "less than promised"),
    Verdict.NOTHING: Text("ingen endring", "no change"),
    Verdict.OPPOSITE: Text("motsatt vei", "the opposite way"),
    Verdict.UNKNOWN: Text("kan ikke sies", "cannot be told"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """The effect that a measure is predicted to have, kept from the day it was adopted.

    Args:
        measure: Number of the measure.
        indicator: Id of the indicator.
        baseline: Its value when the prediction was made, in the indicator's unit.
        from_day: The day the baseline is about.
        expected: The value predicted.
        by: The day it is predicted for.
        low: The lowest value that still counts as predicted, on the day ``by``.
        high: The highest.
        origin: Judged, or computed in a scenario.
        scenario: Which scenario; empty: none.
        assumption: What must hold for it.
        locked_on: The day from which it stands as a promise; ``None``: the measure is not adopted.
        key: Where it is stored; empty in examples.

    Raises:
        InputError: The expected value lies outside its own interval, equals the baseline, or the days do not rise.
    """

    measure: int
    indicator: str
    baseline: Decimal
    from_day: date
    expected: Decimal
    by: date
    low: Decimal
    high: Decimal
    origin: PredictionOrigin = PredictionOrigin.ENTERED
    scenario: str = ""
    assumption: str = ""
    locked_on: date | None = None
    key: str = ""

    def __post_init__(self) -> None:
        if not self.low <= self.expected <= self.high:
            raise _refuse(
                "Den ventede verdien ligger utenfor usikkerheten.",
                "The expected value lies outside its uncertainty.",
                "low, high",
                "Oppgi lav ≤ ventet ≤ høy.",
                "Give low ≤ expected ≤ high.",
            )
        if self.expected == self.baseline:
            raise _refuse(
                "Den ventede verdien er lik utgangspunktet, så det er ikke lovet noen virkning.",
                "The expected value equals the baseline, so no effect is promised.",
                "expected",
                "Oppgi en annen verdi, eller begrunn hvorfor tiltaket ikke har noen.",
                "Give another value, or state why the measure has none.",
            )
        if self.by <= self.from_day:
            raise _refuse(
                "Virkningen er ventet før eller samme dag som utgangspunktet.",
                "The effect is expected on or before the day of the baseline.",
                "by",
                "Oppgi en senere dag.",
                "Give a later day.",
            )

    @property
    def change(self) -> Decimal:
        """The change that is promised, with its sign."""
        return self.expected - self.baseline

    def share_of_time(self, day: date) -> Decimal:
        """Return how much of the time from the baseline to ``by`` has gone on a day, 0 to 1."""
        days = Decimal((day - self.from_day).days) / Decimal((self.by - self.from_day).days)
        return min(_WHOLE, max(Decimal(0), days))

    def expected_on(self, day: date) -> Decimal:
        """Return what is predicted for a day: a straight line from the baseline to ``expected``."""
        return self.baseline + self.change * self.share_of_time(day)

    def interval_on(self, day: date) -> tuple[Decimal, Decimal]:
        """Return the lowest and the highest value that count as predicted on a day.

        The interval opens from the baseline as a straight line does; the baseline itself is known.
        """
        share = self.share_of_time(day)
        return (
            self.baseline + (self.low - self.baseline) * share,
            self.baseline + (self.high - self.baseline) * share,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What happened by the end of a tertial, against what was predicted by then.

    Args:
        prediction: What was predicted.
        tertial: The tertial.
        expected: What was predicted for the day the value is about; its last day where there is no value.
        low: The lowest that counts as predicted then.
        high: The highest.
        happened: The value found; ``None``: there is none.
        happened_on: The day that value is about.
        achieved: Share of the whole promised change that has happened (1 = all; may be negative or above 1).
        achieved_of_expected: Share of the change predicted by then.
        verdict: In one word.
        text: As one sentence.
    """

    prediction: Prediction
    tertial: Tertial
    expected: Decimal
    low: Decimal
    high: Decimal
    happened: Decimal | None
    happened_on: date | None
    achieved: Decimal | None
    achieved_of_expected: Decimal | None
    verdict: Verdict
    text: Text


def _refuse(nb: str, en: str, where: str, remedy_nb: str, remedy_en: str) -> InputError:
    return InputError(Text(nb, en), where=where, remedy=Text(remedy_nb, remedy_en))
