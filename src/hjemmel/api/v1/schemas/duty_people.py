"""Shapes of exemptions from duty, illness with what is planned anew, and competence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, Key, PossibleDay, Words
from hjemmel.api.v1.schemas.duty_offers import OfferedShiftOut, TakerOut
from hjemmel.api.v1.schemas.duty_rosters import ShiftKey, Version

CaseKey = Annotated[
    int, PathEx(description="The register's key of the case of exemption.", ge=1, le=2**53)
]
CompetenceKey = Annotated[
    int, PathEx(description="The register's key of the competence.", ge=1, le=2**53)
]
Ground = Literal["age", "pregnancy", "breastfeeding", "health", "social", "promised", "new_gp"]
CaseState = Literal["applied", "granted", "refused", "withdrawn"]
Why = Annotated[Words, Field(min_length=1, max_length=2000)]


class CasesQuery(Schema):
    """Which cases are asked for."""

    state: CaseState | None = Field(None, description="Only those in this state.")


class FactsBody(Body):
    """What the rule needs to know of the ground; what does not concern it is left out."""

    due: PossibleDay | None = Field(None, description="When her child is due.")
    pregnancy_prevents_duty: bool = Field(False, description="Whether the pregnancy prevents duty.")
    child_born: PossibleDay | None = Field(
        None, description="When the child that she breastfeeds was born."
    )
    health_reason: bool = Field(False, description="Whether there is a reason of health.")
    weighty_social_reason: bool = Field(
        False, description="Whether there is a weighty social reason."
    )
    promised: bool = Field(False, description="Whether it was part of her recruitment.")
    both_agree_to_end: bool = Field(
        False, description="Whether both agree to end a promised exemption."
    )
    months: int | None = Field(None, ge=1, le=12, description="Months that a new GP applies for.")


class ApplicationBody(Body):
    """An application for exemption from duty."""

    ground: Ground = Field(description="Why.")
    first: PossibleDay = Field(description="The first day.")
    last: PossibleDay | None = Field(
        None, description="The first day after; null: as long as the ground lasts."
    )
    only_nights: bool = Field(False, description="Whether it is about nights only.")
    facts: FactsBody | None = Field(None, description="What the rule needs to know of the ground.")


class ExemptionDecisionBody(Body):
    """A decision, or what ends one."""

    version: Version = Field(description="The case's version that was looked at.")
    reason: Why = Field(description="Why; it stands in the letter.")


class EndingBody(ExemptionDecisionBody):
    """What takes an application back, or ends an exemption."""

    from_day: PossibleDay | None = Field(None, description="The first day without it; null: today.")


class RuleAnswerOut(Schema):
    """What the rule of the ground said."""

    outcome: Literal["met", "not_met", "calculated", "needs_judgement"] = Field(
        description="How it ended."
    )
    sentence: str = Field(description="What it said.")
    sources: list[str] = Field(description="Where it stands in law.")
    rests_on_unverified: bool = Field(description="Whether a value read is unverified.")


class ExemptionCaseOut(Schema):
    """A case of exemption from duty."""

    key: int = Field(description="The register's key.")
    district: int = Field(description="Key of the duty district.")
    doctor: int = Field(description="The doctor's key in it.")
    name: str = Field(description="Her name.")
    ground: Ground = Field(description="Why she applies.")
    first: date = Field(description="The first day.")
    last: date | None = Field(description="The first day after; null: as long as it lasts.")
    only_nights: bool = Field(description="Whether it is about nights only.")
    state: CaseState = Field(description="How it stands.")
    answer: RuleAnswerOut | None = Field(description="What the rule said.")
    facts: dict[str, Any] = Field(description="What was told; for whoever may decide, and her.")
    reason: str = Field(description="Why it was decided so.")
    letter: str = Field(description="The letter, in Norwegian; for whoever may decide, and her.")
    applied_at: datetime = Field(description="When it was applied for.")
    decided_by: str = Field(description="Who decided.")
    decided_at: datetime | None = Field(description="When.")
    version: int = Field(description="Grows with each change.")
    may_decide: bool = Field(description="Whether you may grant or refuse it.")
    may_withdraw: bool = Field(description="Whether you may take it back.")


class LoadOut(Schema):
    """A doctor's fair share of a period, in hours and nights, before and after."""

    doctor: int = Field(description="Her key in the district.")
    name: str = Field(description="Her name.")
    hours_before: float = Field(description="Hours without the exemption.")
    hours_after: float = Field(description="Hours with it.")
    nights_before: float = Field(description="Nights without it.")
    nights_after: float = Field(description="Nights with it.")


class EffectOut(Schema):
    """What an exemption does to the load of colleagues."""

    first: date = Field(description="The first day that is counted.")
    last: date | None = Field(description="The first day that is not.")
    loads: list[LoadOut] = Field(description="Each doctor by name.")
    to_be_filled: list[OfferedShiftOut] = Field(
        description="Published shifts that somebody else has to take."
    )


class OpenedOut(Schema):
    """A published shift that was opened to whoever may take it."""

    roster: int = Field(description="Key of the roster.")
    shift: str = Field(description="Key of the shift in it.")
    offer: int | None = Field(description="Key of the offer; null: not in a district of yours.")


class DecidedOut(Schema):
    """What came of a decision."""

    version: int = Field(description="The case's version.")
    letter: str = Field(description="The letter, in Norwegian.")
    opened: list[OpenedOut] = Field(description="Her published shifts, open to whoever may.")


class EndedOut(Schema):
    """The case's version after it was ended."""

    version: int = Field(description="The case's version.")


class IllnessBody(Body):
    """When a doctor is ill."""

    starts: datetime = Field(
        description="From when; without a zone it is the clock on the wall in Norway."
    )
    ends: datetime = Field(description="Until when.")


class IllnessOut(Schema):
    """What was done when a doctor fell ill."""

    absences: list[int] = Field(description="Keys of her absences, one in each district.")
    opened: list[OpenedOut] = Field(description="Her published shifts, open to whoever may.")


class Hand(Body):
    """A doctor on a shift."""

    shift: ShiftKey = Field(description="Key of the shift.")
    doctor: Key = Field(description="The doctor's key in the district.")


class ReplanBody(Body):
    """Changes to be taken as a whole."""

    version: Version = Field(description="The roster's version that was looked at.")
    put: list[Hand] = Field(max_length=1000, description="Who is put on which shift.")
    off: list[Hand] = Field(max_length=1000, description="Who is taken off which shift.")


class VacantOut(Schema):
    """A shift that somebody has to leave or that lacks a doctor."""

    shift: OfferedShiftOut = Field(description="The shift.")
    takers: list[TakerOut] = Field(description="Who may take it, the best first.")


class CompetenceBody(Body):
    """A competence that a doctor has."""

    kind: Annotated[Words, Field(min_length=1, max_length=60)] = Field(
        description="What: a qualification of the rules, or a skill that a shift type asks for."
    )
    valid_from: PossibleDay = Field(description="The first day.")
    valid_to: PossibleDay | None = Field(
        None, description="The first day without it; null: no end."
    )
    evidence: Annotated[Words, Field(max_length=200)] = Field("", description="What shows it.")


class CompetenceEndBody(Body):
    """When a competence ends."""

    valid_to: PossibleDay | None = Field(description="The first day without it; null: no end.")


class CompetenceOut(Schema):
    """Something that a doctor has."""

    key: int | None = Field(description="Its key; null: it is changed in the register of doctors.")
    kind: str = Field(description="What it is.")
    label: str = Field(description="In words.")
    valid_from: date | None = Field(description="The first day; null: as long as is known.")
    valid_to: date | None = Field(description="The first day without it; null: no end.")
    evidence: str = Field(description="What shows it.")


class RoleStateOut(Schema):
    """Whether a doctor may have a role today."""

    role: Literal["alone", "back_up"] = Field(description="The role.")
    label: str = Field(description="In words.")
    is_met: bool = Field(description="Whether she may.")
    sentence: str = Field(description="What the rule says.")
    until: date | None = Field(description="The first day on which it is another.")


class LapseOut(Schema):
    """Something that ends soon, or is due."""

    what: str = Field(description="What ends.")
    sentence: str = Field(description="In words.")
    on: date = Field(description="The day.")
    days_left: int = Field(description="Days until then.")


class DoctorCompetenceOut(Schema):
    """A doctor's competence today."""

    doctor: int = Field(description="Her key in the district.")
    name: str = Field(description="Her name.")
    held: list[CompetenceOut] = Field(description="What she has and will have.")
    states: list[RoleStateOut] = Field(description="What she may do today.")
    lapses: list[LapseOut] = Field(description="What ends soon, the first first.")


class UnlawfulShiftOut(OpenedOut):
    """A published shift that a doctor may not take any more."""

    day: date = Field(description="The day on which it starts.")
    doctor: int = Field(description="Her key in the district.")
    why: list[str] = Field(description="Why she may not.")
