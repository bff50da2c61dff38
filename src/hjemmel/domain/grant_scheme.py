"""A grant scheme and its cases: who may apply, for what, how much, and what can happen to a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period


class ApplicantKind(Enum):
    """Who may apply."""

    CENTRE = "centre"
    GP = "gp"
    MUNICIPALITY = "municipality"

    @property
    def label(self) -> Text:
        """The word shown to people."""
        return _APPLICANTS[self]


_APPLICANTS = {
    ApplicantKind.CENTRE: Text("Legesenter", "Centre"),
    ApplicantKind.GP: Text("Fastlege", "GP"),
    ApplicantKind.MUNICIPALITY: Text("Kommune", "Municipality"),
}


class CaseState(Enum):
    """How far a case has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_WORK = "in_work"
    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    PAID = "paid"
    REPORTED = "reported"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _STATES[self]

    @property
    def is_open(self) -> bool:
        """Whether a decision is still to be made."""
        return self in (CaseState.SUBMITTED, CaseState.IN_WORK)

    @property
    def is_decided(self) -> bool:
        """Whether a decision has been made."""
        return self not in (
            CaseState.DRAFT,
            CaseState.SUBMITTED,
            CaseState.IN_WORK,
            CaseState.WITHDRAWN,
        )

    @property
    def holds_money(self) -> bool:
        """Whether its award counts on the frame."""
        return self in (CaseState.GRANTED, CaseState.PARTLY, CaseState.PAID, CaseState.REPORTED)


_STATES = {
    CaseState.DRAFT: Text("Utkast", "Draft"),
    CaseState.SUBMITTED: Text("Sendt inn", "Submitted"),
    CaseState.IN_WORK: Text("Under behandling", "In case work"),
    CaseState.GRANTED: Text("Innvilget", "Granted"),
    CaseState.PARTLY: Text("Delvis innvilget", "Granted in part"),
    CaseState.REFUSED: Text("Avslått", "Refused"),
    CaseState.PAID: Text("Utbetalt", "Paid"),
    CaseState.REPORTED: Text("Rapportert", "Reported"),
    CaseState.REVOKED: Text("Trukket tilbake", "Revoked"),
    CaseState.WITHDRAWN: Text("Trukket av søkeren", "Withdrawn"),
}


class FactKind(Enum):
    """How a fact is told."""

    WHOLE = "whole"
    KRONER = "kroner"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a scheme's rules ask about.

    Args:
        name: The rules' name of it.
        label: The question, for people.
        kind: How it is told.
        is_sought: Whether it is the amount sought itself, and so not asked for twice.
    """

    name: str
    label: Text
    kind: FactKind
    is_sought: bool = False


@dataclass(frozen=True, slots=True)
class DocumentNeeded:
    """A document that goes with an application."""

    key: str
    title: Text
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """Where a scheme stands: the id of an act or plan, and the place in it."""

    act: str
    paragraph: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantScheme:
    """A scheme as data.

    Args:
        id: Short name, also in addresses of files.
        title: Name.
        purpose: What it is for, in one sentence.
        owner: Number of the municipality that decided it; empty: a national scheme.
        applicants: Who may apply.
        conditions: Ids of the rules that must not end as not met.
        amount_rule: Id of the rule whose value is the highest amount, NOK.
        basis: Where the scheme stands.
        frame_parameter: Parameter with the frame of a year, NOK; empty: the owner sets it.
        cuts_above: Whether more than the rule gives may be sought, and is cut.
        documents: What goes with an application.
        deadline: Month and day of the yearly deadline.
        reporting_months: Months from payment to the report; 0: none.
        payment_days: Days from decision to payment.
        valid: When it may be applied for.
        priority_rule: Id of the rule that orders the applicants of a round; empty: no rounds.
    """

    id: str
    title: Text
    purpose: Text
    owner: str
    applicants: tuple[ApplicantKind, ...]
    conditions: tuple[str, ...]
    amount_rule: str
    basis: LegalBasis
    frame_parameter: str = ""
    cuts_above: bool = False
    documents: tuple[DocumentNeeded, ...] = ()
    deadline: tuple[int, int] = (12, 31)
    reporting_months: int = 0
    payment_days: int = 0
    valid: Period = field(default_factory=lambda: Period(date(1900, 1, 1)))
    priority_rule: str = ""

    def __post_init__(self) -> None:
        if not self.applicants or not self.amount_rule or not self.basis.act:
            raise InputError(
                Text(
                    f"Ordningen «{self.id}» mangler søker, beløpsregel eller hjemmel.",
                    f"The scheme “{self.id}” lacks applicants, an amount rule or a legal basis.",
                ),
                where=self.id,
                remedy=Text("Fyll ut ordningen.", "Complete the scheme."),
            )

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule that judges an application, the amount last, each once."""
        return tuple(dict.fromkeys((*self.conditions, self.amount_rule)))

    @property
    def asking(self) -> tuple[str, ...]:
        """Every rule that needs facts of an applicant: those that judge, and the one that orders."""
        ordering = (self.priority_rule,) if self.priority_rule else ()
        return tuple(dict.fromkeys((*self.rules, *ordering)))


@dataclass(frozen=True, slots=True)
class Frame:
    """A year's money of a scheme.

    Args:
        total: The frame.
        committed: What has been awarded of it and not revoked.
    """

    total: Money
    committed: Money

    @property
    def left(self) -> Money:
        """What can still be awarded."""
        return self.total - self.committed

    def covers(self, amount: Money) -> bool:
        """Tell whether an award fits in what is left."""
        return amount <= self.left


MAY_BECOME: Mapping[CaseState, frozenset[CaseState]] = {
    CaseState.DRAFT: frozenset({CaseState.SUBMITTED, CaseState.WITHDRAWN}),
    CaseState.SUBMITTED: frozenset(
        {
            CaseState.IN_WORK,
            CaseState.WITHDRAWN,
            CaseState.GRANTED,
            CaseState.PARTLY,
            CaseState.REFUSED,
        }
    ),
    CaseState.IN_WORK: frozenset(
        {CaseState.GRANTED, CaseState.PARTLY, CaseState.REFUSED, CaseState.WITHDRAWN}
    ),
    CaseState.GRANTED: frozenset({CaseState.PAID, CaseState.REVOKED}),
    CaseState.PARTLY: frozenset({CaseState.PAID, CaseState.REVOKED}),
    CaseState.REFUSED: frozenset({CaseState.IN_WORK}),
    CaseState.PAID: frozenset({CaseState.REPORTED, CaseState.REVOKED}),
    CaseState.REPORTED: frozenset({CaseState.REVOKED}),
    CaseState.REVOKED: frozenset(),
    CaseState.WITHDRAWN: frozenset(),
}
"""What a case may become. A refusal is opened again when an appeal is upheld."""
