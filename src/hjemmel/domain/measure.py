"""A measure of a plan: what shall be done, by whom, by when, for how much, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text


class CostKind(Enum):
    """How a plan speaks of what a measure costs."""

    ONCE = "once"
    YEARLY = "yearly"
    STATED = "stated"
    WITHIN_BUDGET = "within_budget"
    TO_BE_STUDIED = "to_be_studied"
    UNSTATED = "unstated"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _COST_KINDS[self]

    @property
    def has_amount(self) -> bool:
        """Whether an amount belongs to it."""
        return self in (CostKind.ONCE, CostKind.YEARLY, CostKind.STATED)


_COST_KINDS = {
    CostKind.ONCE: Text("engangskostnad", "one-off"),
    CostKind.YEARLY: Text("årlig", "yearly"),
    CostKind.STATED: Text("anslått", "estimated"),
    CostKind.WITHIN_BUDGET: Text("innenfor budsjett", "within budget"),
    CostKind.TO_BE_STUDIED: Text("må utredes", "to be studied"),
    CostKind.UNSTATED: Text("ikke oppgitt", "not stated"),
}


class Payer(Enum):
    """Who pays."""

    MUNICIPALITY = "municipality"
    STATE = "state"
    COUNTY = "county"
    REGION = "region"
    PRACTICE = "practice"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _PAYERS[self]


_PAYERS = {
    Payer.MUNICIPALITY: Text("kommunen", "the municipality"),
    Payer.STATE: Text("staten", "the state"),
    Payer.COUNTY: Text("fylkeskommunen", "the county"),
    Payer.REGION: Text("helseforetaket", "the health trust"),
    Payer.PRACTICE: Text("legekontoret", "the practice"),
    Payer.OTHER: Text("andre", "others"),
}


class Priority(Enum):
    """When a measure's turn comes."""

    FIRST = "first"
    ORDINARY = "ordinary"
    LATER = "later"
    UNSTATED = "unstated"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _PRIORITIES[self]


_PRIORITIES = {
    Priority.FIRST: Text("innføres først", "to be introduced first"),
    Priority.ORDINARY: Text("vanlig", "ordinary"),
    Priority.LATER: Text("senere", "later"),
    Priority.UNSTATED: Text("ikke oppgitt", "not stated"),
}


class MeasureStatus(Enum):
    """How a measure stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DELAYED = "delayed"
    DONE = "done"
    STOPPED = "stopped"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _STATUSES[self]

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be done."""
        return self in (MeasureStatus.DONE, MeasureStatus.STOPPED)


_STATUSES = {
    MeasureStatus.NOT_STARTED: Text("ikke startet", "not started"),
    MeasureStatus.IN_PROGRESS: Text("i gang", "in progress"),
    MeasureStatus.DELAYED: Text("forsinket", "delayed"),
    MeasureStatus.DONE: Text("gjennomført", "done"),
    MeasureStatus.STOPPED: Text("stoppet", "stopped"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a measure costs beyond what is already paid.

    Args:
        kind: How the plan speaks of it.
        amount: Øre, each time it falls; only where the kind has an amount.
        years: The calendar years it falls in, rising; empty: the plan does not say.

    Raises:
        InputError: Kind, amount and years do not go together.

    >>> Cost(CostKind.YEARLY, Money.kroner(300_000), (2025, 2026)).whole
    Money(oere=60000000)
    """

    kind: CostKind
    amount: Money | None = None
    years: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.kind.has_amount != (self.amount is not None):
            raise _refuse(
                f"Kostnaden er «{self.kind.label.nb}», og beløpet er {'satt' if self.amount else 'tomt'}.",
                f"The cost is “{self.kind.label.en}”, and the amount is "
                f"{'given' if self.amount else 'empty'}.",
                "cost",
                "Oppgi beløp for engangs, årlig eller anslått kostnad, og bare da.",
                "Give an amount for a one-off, yearly or estimated cost, and only then.",
            )
        if self.amount is not None and self.amount.oere < 0:
            raise _refuse(
                "Kostnaden er negativ.",
                "The cost is negative.",
                "cost",
                "Oppgi et beløp fra 0 og oppover.",
                "Give an amount of 0 or more.",
            )
        rising = all(earlier < later for earlier, later in pairwise(self.years))
        if not rising or (self.years and not self.kind.has_amount):
            raise _refuse(
                "Årene står ikke i stigende rekkefølge, eller hører ikke til noe beløp.",
                "The years do not rise, or belong to no amount.",
                "years",
                "Oppgi hvert år én gang, det tidligste først.",
                "Give each year once, the earliest first.",
            )
        if self.kind is CostKind.ONCE and len(self.years) > 1:
            raise _refuse(
                "En engangskostnad faller i ett år.",
                "A one-off cost falls in one year.",
                "years",
                "Velg ett år, eller gjør kostnaden årlig.",
                "Choose one year, or make the cost yearly.",
            )

    @property
    def whole(self) -> Money:
        """All that it comes to over its years; the amount once where no year is given."""
        if self.amount is None:
            return Money(0)
        return Money(self.amount.oere * max(1, len(self.years)))

    @property
    def words(self) -> Text:
        """The kind in words; doors write the amount beside it."""
        return self.kind.label


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One step of a measure's history.

    Args:
        status: What it became.
        on: The day it became so.
        reason: Why, in words.
    """

    status: MeasureStatus
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure.

    Args:
        number: Its number in the plan, 1 and up; a plan's own label beside it.
        label: What the plan calls it («8.1.1», «B11»); empty: its number.
        title: Short name.
        text: What shall be done, in the municipality's words.
        focus_area: Key of the focus area.
        owner: The unit or role that sees to it; never a person's name.
        deadline: The day it shall be done by.
        cost: What it costs.
        payer: Who pays.
        priority: When its turn comes.
        indicator: Id of the indicator that shows whether it works; empty: none.
        statuses: History, earliest first; empty: not started.
        place: Where in the source it stands.
        note: What a reader should know.
        why_no_prediction: The stated reason, when it is adopted without a predicted effect.
        adopted_on: The day it was adopted; ``None``: it is not.
        key: Where it is stored; empty in examples.
        version: Counts the changes, for whoever edits.

    Raises:
        InputError: Number or title is missing, or its history runs backwards.
    """

    number: int
    title: Text
    text: str = ""
    label: str = ""
    focus_area: str = ""
    owner: str = ""
    deadline: date | None = None
    cost: Cost = Cost(CostKind.UNSTATED)
    payer: Payer = Payer.MUNICIPALITY
    priority: Priority = Priority.UNSTATED
    indicator: str = ""
    statuses: tuple[StatusChange, ...] = ()
    place: str = ""
    note: Text | None = None
    why_no_prediction: str = ""
    adopted_on: date | None = None
    key: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        if self.number < 1 or not self.title.nb.strip():
            raise _refuse(
                "Et tiltak trenger et nummer fra 1 og oppover og en tittel.",
                "A measure needs a number of 1 or more, and a title.",
                "measure",
                "Oppgi begge.",
                "Give both.",
            )
        if any(later.on < earlier.on for earlier, later in pairwise(self.statuses)):
            raise _refuse(
                f"Statusene til tiltak {self.number} står ikke i tidsrekkefølge.",
                f"The statuses of measure {self.number} are not in order of time.",
                "status",
                "Oppgi en dag som ikke er før den forrige statusens.",
                "Give a day that is not before the previous status's.",
            )

    @property
    def shown_as(self) -> str:
        """What people call it: the plan's own label, or its number."""
        return self.label or str(self.number)

    @property
    def status(self) -> MeasureStatus:
        """How it stands after its last change."""
        return self.statuses[-1].status if self.statuses else MeasureStatus.NOT_STARTED

    def status_on(self, day: date) -> MeasureStatus:
        """Return how it stood at the end of a day."""
        until = [change for change in self.statuses if change.on <= day]
        return until[-1].status if until else MeasureStatus.NOT_STARTED

    def is_late(self, day: date) -> bool:
        """Tell whether its deadline has passed with something left to do."""
        return self.deadline is not None and self.deadline < day and not self.status.is_over


def _refuse(nb: str, en: str, where: str, remedy_nb: str, remedy_en: str) -> InputError:
    return InputError(Text(nb, en), where=where, remedy=Text(remedy_nb, remedy_en))
