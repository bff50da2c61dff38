"""What is told of cases: in a list, and on a case's own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hjemmel.apps.grants.findings import ToldFinding
from hjemmel.apps.grants.models import (
    GrantAppeal,
    GrantPayment,
    GrantReport,
    GrantRevocation,
)
from hjemmel.domain.grant_scheme import (
    ApplicantKind,
    CaseState,
    DocumentNeeded,
    Fact,
    Frame,
    GrantScheme,
)
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChoice:
    """Which cases are asked for; empty is all.

    Args:
        states: In one of these states.
        scheme: Short name of the scheme.
        year: Calendar year of the scheme.
        applicant: Part of the applicant's name.
    """

    states: tuple[CaseState, ...] = ()
    scheme: str = ""
    year: int | None = None
    applicant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case in a list.

    Args:
        key: Its key.
        title: Name of the scheme.
        scheme_id: Short name of the scheme.
        year: Calendar year of the scheme.
        applicant: Name of the applicant.
        kind: Who applies.
        state: How far it has come.
        sought: What is sought; ``None``: not told yet.
        awarded: What was awarded; ``None``: not decided.
        submitted_on: When it came in.
        handler: Who works on it.
        is_appealed: Whether an appeal waits.
    """

    key: int
    title: Text
    scheme_id: str
    year: int
    applicant: str
    kind: ApplicantKind
    state: CaseState
    sought: Money | None
    awarded: Money | None
    submitted_on: date | None
    handler: str
    is_appealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file of a case, without its content."""

    key: int
    kind: str
    title: Text
    name: str
    media_type: str
    size: int
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision as it was made.

    Args:
        key: Its key.
        outcome: granted, partly or refused.
        amount: What was awarded.
        findings: What the rules found, with their places of law.
        citation: Those places in one text.
        reason: Why.
        decided_by: Who.
        decided_at: When.
        appeal_until: Last day of appeal.
    """

    key: int
    outcome: CaseState
    amount: Money
    findings: tuple[ToldFinding, ...]
    citation: str
    reason: str
    decided_by: str
    decided_at: datetime
    appeal_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One thing that was done with a case."""

    at: datetime
    by: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case.

    Args:
        row: What the list shows of it.
        municipality: Key of the municipality that handles it.
        number: Its number.
        scheme_key: Key of the scheme.
        scheme_year: Key of the scheme's year.
        scheme: What the scheme says.
        frame: The year's frame; ``None`` for an applicant, whom it does not concern.
        deadline: The year's deadline.
        purpose: What it is for.
        email: Where the applicant is reminded.
        facts: Each fact with what was typed.
        sought_typed: The amount as typed.
        problems: What keeps a draft from being submitted.
        findings: What the rules say: as decided, else as they say now.
        entitled: What may be granted; ``None``: it cannot be told, or is decided.
        unjudged: Why the rules could not be asked.
        files: Its files.
        missing: Documents that are required and not there.
        decision: The decision.
        earlier: Decisions before it.
        appeal: The appeal of the decision.
        payment: The payment.
        report: The report.
        revocation: The revocation.
        history: What was done, the newest first.
        precedence: The place that a person has given it among equals of a round.
        version: Grows with each change.
        is_own: Whether who asks is the applicant.
        may_write: Whether who asks may write the draft.
        may_handle: Whether who asks may take it into work.
        may_decide: Whether who asks may decide, pay and revoke.
    """

    row: CaseRow
    municipality: int
    number: str
    scheme_key: int
    scheme_year: int
    scheme: GrantScheme
    frame: Frame | None
    deadline: date
    purpose: str
    email: str
    facts: tuple[tuple[Fact, str], ...]
    sought_typed: str
    problems: tuple[HjemmelError, ...]
    findings: tuple[ToldFinding, ...]
    entitled: Money | None
    unjudged: HjemmelError | None
    files: tuple[FileView, ...]
    missing: tuple[DocumentNeeded, ...]
    decision: DecisionView | None
    earlier: tuple[DecisionView, ...]
    appeal: GrantAppeal | None
    payment: GrantPayment | None
    report: GrantReport | None
    revocation: GrantRevocation | None
    history: tuple[HistoryLine, ...]
    precedence: int | None
    version: int
    is_own: bool
    may_write: bool
    may_handle: bool
    may_decide: bool
