"""A roster: who is on which shift, how good it is known to be, and what it was made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import PayForm, Shift
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.ledger import Category, Ledger
from hjemmel.kernel.text import Text


class Status(Enum):
    """How a search ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _STATUSES[self]


_STATUSES = {
    Status.OPTIMAL: Text("Bevist best", "Proven best"),
    Status.FEASIBLE: Text("Gyldig, med avstand til det beste", "Valid, with a gap to the best"),
    Status.INFEASIBLE: Text("Umulig", "Impossible"),
    Status.STOPPED: Text("Stoppet", "Stopped"),
}


class EndedBy(Enum):
    """What ended a search."""

    PROOF = "proof"
    STEPS = "steps"
    SECONDS = "seconds"
    CANCEL = "cancel"
    NO_SEARCH = "no_search"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _ENDS[self]


_ENDS = {
    EndedBy.PROOF: Text("beviset", "the proof"),
    EndedBy.STEPS: Text("antall steg", "the number of steps"),
    EndedBy.SECONDS: Text("tiden", "the time"),
    EndedBy.CANCEL: Text("den som avbrøt", "whoever cancelled"),
    EndedBy.NO_SEARCH: Text("ingen", "nobody"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReceipt:
    """What is needed to get the same roster again.

    Args:
        inputs_digest: SHA-256 of the inputs.
        seed: Seed of every draw.
        workers: Searches side by side.
        versions: Versions of hjemmel and of the libraries that searched.
        ended_by: What ended the search.
        is_repeatable: Whether the same inputs, seed, workers and versions give the same roster.
    """

    inputs_digest: str
    seed: int
    workers: int
    versions: tuple[tuple[str, str], ...]
    ended_by: EndedBy
    is_repeatable: bool

    @property
    def sentence(self) -> Text:
        """Whether the roster can be had again, and why not."""
        if self.is_repeatable:
            return Text(
                "Samme inndata, frø og antall søk gir samme vaktplan.",
                "The same inputs, seed and searches give the same roster.",
            )
        if self.ended_by is EndedBy.NO_SEARCH:
            return Text(
                "Vaktplanen er tatt som den er, uten søk.",
                "The roster is taken as it is, without a search.",
            )
        return Text(
            f"Søket ble avsluttet av {self.ended_by.label.nb}, så et nytt søk kan ende annerledes.",
            f"The search was ended by {self.ended_by.label.en}, so another may end differently.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The difference between the largest and the smallest balance of those who are compared.

    Args:
        category: What is compared.
        doctors: Keys of those who are.
        value: The span, thousandths.
        bound: A span that no roster is below, thousandths.
        target: The span aimed at: one shift, or the hours of the longest.
        prevented_by: Names of the constraints that keep it from its target, if that is known.
    """

    category: Category
    doctors: tuple[str, ...]
    value: int
    bound: int
    target: int
    prevented_by: tuple[Text, ...] = ()

    @property
    def is_on_target(self) -> bool:
        """Whether the target is reached."""
        return self.value <= self.target

    @property
    def is_proven(self) -> bool:
        """Whether no roster has a smaller span."""
        return self.value <= self.bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """Something to give up so that a roster can be had.

    Args:
        sentence: What it is, for people.
        constraint: Key of the constraint.
        points: Its price.
        shift: Key of the shift it is about; empty: of none.
        doctor: Key of the doctor it is about; empty: of none.
    """

    sentence: Text
    constraint: str
    points: float
    shift: str = ""
    doctor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Why no roster exists.

    Args:
        sentences: A set of demands that cannot all be kept, none of which can be left out.
        is_smallest: Whether leaving out any of them was seen to make the others possible.
        relaxations: The cheapest that can be given up instead, if that is known.
    """

    sentences: tuple[Text, ...]
    is_smallest: bool
    relaxations: tuple[Relaxation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Who is on which shift.

    Args:
        inputs: What it was made from.
        assignments: Who is on which shift, by shift and doctor.
        status: How good it is known to be.
        points: Its price; the best costs least.
        bound: A price that no roster is below.
        ledger: What each doctor carries after it.
        spans: How evenly the burden is spread, category by category.
        conflict: Why there is no roster; ``None`` where there is one.
        receipt: What is needed to get it again.
        seconds: How long the search took.
    """

    inputs: RosterInputs
    assignments: tuple[Assignment, ...]
    status: Status
    points: float
    bound: float
    ledger: Ledger
    spans: tuple[Span, ...]
    conflict: Conflict | None
    receipt: RosterReceipt
    seconds: float = 0.0

    @property
    def gap(self) -> float:
        """How far the price may be from the best, as a share of the price; 0 is proven best."""
        if self.points <= self.bound:
            return 0.0
        return (self.points - self.bound) / max(abs(self.points), 1e-9)

    @property
    def shifts(self) -> Mapping[str, Shift]:
        """The shifts by key."""
        return {shift.key: shift for shift in self.inputs.picture.shifts}

    def doctors_on(self, shift: str) -> tuple[str, ...]:
        """Return the keys of the doctors on a shift."""
        return tuple(one.doctor for one in self.assignments if one.shift == shift)

    def shifts_of(self, doctor: str) -> tuple[Shift, ...]:
        """Return a doctor's shifts by start."""
        shifts = self.shifts
        mine = [shifts[one.shift] for one in self.assignments if one.doctor == doctor]
        return tuple(sorted(mine, key=lambda shift: shift.starts.timestamp()))

    def uncovered(self) -> dict[str, int]:
        """Return how many doctors each shift lacks, where it lacks any."""
        taken: dict[str, int] = defaultdict(int)
        for one in self.assignments:
            taken[one.shift] += 1
        lacks = {s.key: s.doctors - taken[s.key] for s in self.inputs.picture.shifts}
        return {key: number for key, number in lacks.items() if number > 0}


def minutes_by_pay_form(
    roster: Roster, *, start: date | None = None, end: date | None = None
) -> dict[str, dict[PayForm, int]]:
    """Return the minutes of each doctor by how they are paid.

    Args:
        roster: The roster.
        start: The first day; ``None``: from the first shift.
        end: The first day outside; ``None``: to the last shift.
    """
    shifts = roster.shifts
    out: dict[str, dict[PayForm, int]] = {
        doctor.key: defaultdict(int) for doctor in roster.inputs.picture.doctors
    }
    for one in roster.assignments:
        shift = shifts[one.shift]
        if (start is None or shift.day >= start) and (end is None or shift.day < end):
            out[one.doctor][shift.pay_form] += shift.minutes
    return {doctor: dict(minutes) for doctor, minutes in out.items()}
