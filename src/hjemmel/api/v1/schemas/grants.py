"""Shapes of grants: schemes with their frames, cases, decisions, payments, rounds and deadlines."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, Key, PossibleDay, Words

GrantCaseKey = Annotated[
    int, PathEx(description="The register's key of the grant case.", ge=1, le=2**53)
]
SchemeKey = Annotated[int, PathEx(description="The register's key of the scheme.", ge=1, le=2**53)]
SchemeYearKey = Annotated[
    int, PathEx(description="The register's key of the year of a scheme.", ge=1, le=2**53)
]
RoundKey = Annotated[int, PathEx(description="The register's key of the round.", ge=1, le=2**53)]
State = Literal[
    "draft",
    "submitted",
    "in_work",
    "granted",
    "partly",
    "refused",
    "paid",
    "reported",
    "revoked",
    "withdrawn",
]
Oere = Annotated[int, Field(ge=0, le=10**14)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
Reason = Annotated[Words, Field(min_length=1, max_length=2000)]
Typed = Annotated[Words, Field(max_length=100)]


class GrantCasesQuery(Schema):
    """Which cases are asked for."""

    state: State | None = Field(None, description="Only those in this state.")
    scheme: str = Field("", max_length=40, description="Only those of the scheme of this name.")
    year: int | None = Field(None, ge=2000, le=2100, description="Only those of this year.")
    applicant: str = Field("", max_length=100, description="Part of the applicant's name.")


class PaymentsQuery(Schema):
    """Which payments are asked for."""

    until: PossibleDay | None = Field(None, description="Only those due on or before this day.")
    paid: bool = Field(False, description="Whether those that are paid are shown too.")


class SchemeYearOut(Schema):
    """A year of a scheme."""

    key: int = Field(description="The register's key.")
    year: int = Field(description="The calendar year.")
    frame_oere: int = Field(description="The frame, øre.")
    committed_oere: int = Field(description="What is awarded of it and stands, øre.")
    left_oere: int = Field(description="What may still be awarded, øre.")
    paid_oere: int = Field(description="What is paid, øre.")
    waiting: int = Field(description="Applications that wait for a decision.")
    sought_oere: int = Field(description="What those seek, øre.")
    opens_on: date = Field(description="First day of applications.")
    deadline: date = Field(description="Last day of applications.")
    source: str = Field(description="Where the frame was decided.")


class SchemeOut(Schema):
    """A scheme in use."""

    key: int = Field(description="The register's key.")
    id: str = Field(description="Its short name.")
    title: str = Field(description="Its name.")
    purpose: str = Field(description="What it is for.")
    basis: str = Field(description="Where it stands in law.")
    applicants: list[str] = Field(description="Who may apply: centre, gp, municipality.")
    rules: list[str] = Field(description="Ids of the rules that judge an application.")
    facts: list[str] = Field(description="Names of the facts that an application tells.")
    documents: list[str] = Field(description="Keys of the documents that go with it.")
    years: list[SchemeYearOut] = Field(description="Its years, the newest first.")


class GrantCaseRowOut(Schema):
    """A case in a list."""

    key: int = Field(description="The register's key.")
    scheme: str = Field(description="Short name of the scheme.")
    title: str = Field(description="Name of the scheme.")
    year: int = Field(description="The calendar year.")
    applicant: str = Field(description="Who applies.")
    kind: str = Field(description="centre, gp or municipality.")
    state: State = Field(description="How far it has come.")
    sought_oere: int | None = Field(description="What is sought, øre.")
    awarded_oere: int | None = Field(description="What was awarded, øre; null: not decided.")
    submitted_on: date | None = Field(description="When it came in.")
    handler: str = Field(description="Who works on it.")


class GrantFindingOut(Schema):
    """What a rule, or a term of the scheme, found."""

    rule: str = Field(description="Id of the rule, or scheme.… for a term of the scheme.")
    outcome: Literal["met", "not_met", "calculated", "needs_judgement"] = Field(
        description="How it ended."
    )
    reason: str = Field(description="Short code for programs.")
    sentence: str = Field(description="One sentence for people.")
    sources: list[str] = Field(description="The places of law.")
    rests_on_unverified: bool = Field(description="Whether a value behind it is unverified.")


class GrantDecisionOut(Schema):
    """A decision as it was made."""

    outcome: Literal["granted", "partly", "refused"] = Field(description="What was decided.")
    amount_oere: int = Field(description="What was awarded, øre.")
    citation: str = Field(description="The places of law.")
    reason: str = Field(description="Why.")
    decided_by: str = Field(description="Who decided.")
    decided_at: datetime = Field(description="When.")
    appeal_until: date = Field(description="Last day of appeal, counted from the decision.")


class GrantCaseOut(GrantCaseRowOut):
    """A case."""

    version: int = Field(description="The version to name in the next change.")
    deadline: date = Field(description="Last day of applications.")
    purpose: str = Field(description="What it is for.")
    facts: dict[str, str] = Field(description="The facts as typed.")
    problems: list[str] = Field(description="What keeps a draft from being submitted.")
    findings: list[GrantFindingOut] = Field(description="What the rules say, or said.")
    entitled_oere: int | None = Field(description="What may be granted, øre; null: cannot be told.")
    left_oere: int | None = Field(description="What the frame has left, øre; for who sees frames.")
    missing: list[str] = Field(description="Documents that are missing.")
    decision: GrantDecisionOut | None = Field(description="The decision.")


class DraftMadeOut(Schema):
    """A draft that was started."""

    key: int = Field(description="The register's key.")
    version: int = Field(description="The version to name in the next change.")


class CaseVersionOut(Schema):
    """The case's version after a change."""

    version: int = Field(description="The version to name in the next change.")


class GrantDecidedOut(Schema):
    """What came of a decision."""

    version: int = Field(description="The version to name in the next change.")
    amount_oere: int = Field(description="What was granted, øre.")
    left_oere: int = Field(description="What is left of the frame, øre.")
    appeal_until: date = Field(description="Last day of appeal, counted from the decision.")


class PaymentOut(Schema):
    """A payment."""

    key: int = Field(description="The register's key.")
    case: int = Field(description="Key of the case.")
    title: str = Field(description="Name of the scheme.")
    year: int = Field(description="The calendar year.")
    applicant: str = Field(description="Who gets it.")
    organisation: str = Field(description="The recipient's organisation number; empty: none.")
    amount_oere: int = Field(description="How much, øre.")
    due_on: date = Field(description="Last day.")
    paid_on: date | None = Field(description="When it was paid.")
    reference: str = Field(description="The bank's or the ledger's reference.")


class PaidOut(Schema):
    """Which payments were marked as paid."""

    paid: list[int] = Field(description="Keys of those that were not paid before.")


class DeadlineOut(Schema):
    """Something that must be done by a day."""

    due: Literal["draft", "report", "payment", "frame", "document"] = Field(description="What.")
    label: str = Field(description="What, in words.")
    on: date = Field(description="The last day.")
    title: str = Field(description="Name of the scheme.")
    year: int = Field(description="The calendar year.")
    case: int | None = Field(description="Key of the case; null: it is about the scheme.")
    applicant: str = Field(description="Who must do it; empty: the municipality, or not shown.")
    amount_oere: int | None = Field(description="The money it is about, øre.")


class RoundLineOut(Schema):
    """An application's line of a round."""

    case: int = Field(description="Key of the case.")
    applicant: str = Field(description="Who applies.")
    rank: int | None = Field(description="Its place; null: it may not get.")
    standing: Literal["awarded", "not_eligible", "frame_is_used", "tied"] = Field(
        description="How it ended."
    )
    sought_oere: int = Field(description="What is sought, øre.")
    awarded_oere: int = Field(description="What it gets, øre.")
    sentence: str = Field(description="Why, in one line.")


class GrantRoundOut(Schema):
    """A round of a year."""

    key: int = Field(description="The register's key.")
    number: int = Field(description="From 1 within the year; 2 and on are extensions.")
    is_awarded: bool = Field(description="Whether it is awarded.")
    frame_oere: int = Field(description="What there was to give, øre.")
    awarded_oere: int = Field(description="Sum of the awards, øre.")
    eligible: int = Field(description="How many may get.")
    awards: int = Field(description="How many get.")
    cut: int = Field(description="How many of those get less than sought.")
    lines: list[RoundLineOut] = Field(description="Each application.")


class AwardedOut(Schema):
    """What came of awarding a round."""

    awards: int = Field(description="How many got an award.")


class AdoptionBody(Body):
    """A scheme that stands ready."""

    scheme: Words = Field(max_length=40, description="Its short name, for example takeover.")


class YearBody(Body):
    """A year of a scheme."""

    year: int = Field(ge=2000, le=2100, description="The calendar year.")
    frame_oere: Oere | None = Field(None, description="The frame, øre; null: the parameter's.")
    source: Words = Field("", max_length=200, description="Where the frame was decided.")
    opens_on: PossibleDay | None = Field(
        None, description="First day; null: the first of the year."
    )
    deadline: PossibleDay | None = Field(None, description="Last day; null: the usual.")


class FrameBody(Body):
    """A year's frame."""

    frame_oere: Oere = Field(description="The whole frame, øre.")
    source: Words = Field(min_length=1, max_length=200, description="Where it was decided.")


class ApplicantBody(Body):
    """Who applies, and what for."""

    kind: Literal["centre", "gp", "municipality"] = Field(description="Who applies.")
    centre: Key | None = Field(None, description="Key of the centre, or where the GP works.")
    doctor: Key | None = Field(None, description="Key of the GP.")
    number: Words = Field("", max_length=4, description="Number of the municipality that applies.")
    name: Words = Field("", max_length=150, description="Its name.")
    email: Words = Field("", max_length=200, description="Where the applicant is reminded.")


class GrantDraftBody(Body):
    """What a draft says; what is left out stays."""

    version: Version = Field(description="If the case has changed since, nothing happens.")
    facts: dict[str, Typed] = Field(default_factory=dict, description="What is told, by fact.")
    sought: Typed | None = Field(None, description="The amount in kroner, as written.")
    purpose: Words | None = Field(None, max_length=1000, description="What it is for.")


class CaseVersionBody(Body):
    """The version that was looked at."""

    version: Version = Field(description="If the case has changed since, nothing happens.")


class SubmissionBody(CaseVersionBody):
    """A draft that is to be submitted."""

    received_on: PossibleDay | None = Field(
        None, description="When an application on paper came in; for case workers."
    )


class GrantBody(CaseVersionBody):
    """A decision to grant."""

    reason: Reason = Field(description="Why, for the letter.")
    amount_oere: Oere | None = Field(None, description="How much, øre; null: what the rules give.")


class GrantReasonBody(CaseVersionBody):
    """A decision with its reason."""

    reason: Reason = Field(description="Why.")


class RevocationBody(GrantReasonBody):
    """A revocation."""

    reclaim_oere: Oere | None = Field(
        None, description="Claimed back, øre; null: all that is paid."
    )


class AppealBody(CaseVersionBody):
    """An appeal."""

    text: Reason = Field(description="What it says.")
    received_on: PossibleDay | None = Field(None, description="When it came in; null: today.")


class AppealOutcomeBody(GrantReasonBody):
    """What came of an appeal."""

    outcome: Literal["upheld", "sent_on", "dismissed"] = Field(description="The outcome.")


class ReportBody(CaseVersionBody):
    """A report on the use of a grant."""

    used_oere: Oere = Field(description="What was used of it, øre.")
    text: Reason = Field(description="What for.")


class PaidBody(Body):
    """Payments that were made."""

    payments: list[Key] = Field(min_length=1, max_length=500, description="Their keys.")
    paid_on: PossibleDay = Field(description="The day.")
    reference: Words = Field("", max_length=60, description="The bank's or the ledger's reference.")


class AwardBody(Body):
    """A round that is to be awarded."""

    reason: Annotated[Words, Field(min_length=1, max_length=1000)] = Field(
        description="Why, for the letters."
    )
    refuse_others: bool = Field(False, description="Whether those that may not get are refused.")
