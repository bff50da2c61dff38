"""Shapes of offers of shifts, wishes and absences."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, PathEx, Schema

from hjemmel.api.v1.schemas.common import Body, Key, PossibleDay, Words
from hjemmel.api.v1.schemas.duty_rosters import DutyFindingOut, ShiftChangedOut, ShiftKey

OfferKey = Annotated[int, PathEx(description="The register's key of the offer.", ge=1, le=2**53)]
WishKey = Annotated[int, PathEx(description="The register's key of the wish.", ge=1, le=2**53)]
AbsenceKey = Annotated[
    int, PathEx(description="The register's key of the absence.", ge=1, le=2**53)
]
MemberKey = Annotated[
    int, PathEx(description="The doctor's key in the duty district.", ge=1, le=2**53)
]
OfferKind = Literal["swap", "give_away", "open"]
OfferState = Literal["open", "accepted", "refused", "withdrawn", "lapsed"]
Said = Annotated[Words, Field(max_length=200)]


class OffersQuery(Schema):
    """Which offers are asked for."""

    state: OfferState | None = Field(None, description="Only those in this state.")


class TakersQuery(Schema):
    """Which shift is asked about."""

    shift: ShiftKey = Field(description="Key of the shift in the roster.")
    given_by: Key | None = Field(
        None, description="The doctor who gives it; a doctor is lacking when not given."
    )


class OfferBody(Body):
    """A shift to be offered."""

    kind: OfferKind = Field(description="In exchange, as a gift, or to whoever may.")
    shift: ShiftKey = Field(description="Key of the shift in the roster.")
    given_by: Key | None = Field(
        None, description="The doctor who gives it; null: a doctor is lacking, for open only."
    )
    offered_to: Key | None = Field(
        None, description="The doctor whom it is offered to; for swap and give_away."
    )
    wanted_shift: Annotated[Words, Field(max_length=60)] = Field(
        "", description="Key of the shift in return; for swap."
    )
    wanted_roster: Key | None = Field(
        None,
        description="The roster that it is in, published and of the same district; null: the same one.",
    )
    reason: Said = Field("", description="What is written to whoever is asked.")


class AcceptanceBody(Body):
    """Who takes an offered shift."""

    taker: Key | None = Field(None, description="The doctor who takes it; for an open shift.")


class OfferAcceptedOut(ShiftChangedOut):
    """What an accepted offer did."""

    wanted_version: int | None = Field(
        description="Version of the roster of the shift in return, where it is another."
    )


class AnswerBody(Body):
    """What is answered."""

    answer: Said = Field("", description="A word to the other.")


class OfferedShiftOut(Schema):
    """A shift that is offered or wanted; times in Norway."""

    key: str = Field(description="Its key in the roster.")
    name: str = Field(description="Name of its type.")
    station: str = Field(description="Its station.")
    day: date = Field(description="The day on which it starts.")
    starts: datetime = Field(description="When it starts.")
    ends: datetime = Field(description="When it ends.")


class OfferOut(Schema):
    """An offer of a shift."""

    key: int = Field(description="The register's key.")
    roster: int = Field(description="Key of the roster.")
    roster_name: str = Field(description="Name of the roster.")
    kind: OfferKind = Field(description="In exchange, as a gift, or to whoever may.")
    state: OfferState = Field(description="How it stands.")
    shift: OfferedShiftOut = Field(description="The shift that is offered.")
    wanted: OfferedShiftOut | None = Field(description="The shift that is wanted in return.")
    wanted_roster: int | None = Field(
        description="Key of the roster of that shift, where it is another than that of the offered one."
    )
    wanted_roster_name: str = Field(description="Name of that roster; empty: there is no other.")
    given_by: int | None = Field(description="Who gives it; null: a doctor is lacking.")
    given_by_name: str = Field(description="Her name.")
    offered_to: int | None = Field(description="Whom it is offered to; null: whoever may.")
    offered_to_name: str = Field(description="Her name.")
    taken_by: int | None = Field(description="Who took it.")
    taken_by_name: str = Field(description="Her name.")
    by_choice: bool = Field(description="Whether she gave it of her own choice.")
    reason: str = Field(description="What was written to whoever is asked.")
    answer: str = Field(description="What was answered.")
    lapsed: str | None = Field(description="Why it lapsed; null: it has not.")
    offered_at: datetime = Field(description="When it was made.")
    answered_at: datetime | None = Field(description="When it was answered or lapsed.")
    may_answer: bool = Field(description="Whether you may accept it.")
    may_refuse: bool = Field(description="Whether you may say no to it.")
    may_withdraw: bool = Field(description="Whether you may take it back.")


class LedgerEffectOut(Schema):
    """What a doctor carries of one kind before and after, in shifts or hours."""

    category: str = Field(description="What is counted.")
    before: float = Field(description="Her balance now.")
    after: float = Field(description="Her balance afterwards.")


class TakerOut(Schema):
    """A doctor who may take a shift."""

    doctor: int = Field(description="Her key in the district.")
    name: str = Field(description="Her name.")
    is_lawful: bool = Field(description="Whether nothing of law or agreement is broken.")
    findings: list[DutyFindingOut] = Field(description="What she would break.")
    taker: list[LedgerEffectOut] = Field(description="What the ledger says of her.")
    giver: list[LedgerEffectOut] = Field(description="What it says of whoever gives the shift.")
    points: float = Field(description="What the roster's price changes by; below 0: fairer.")
    oere_before: int | None = Field(description="Øre now; null: not known, or not for you.")
    oere_after: int | None = Field(description="Øre with her.")


class WishBody(Body):
    """What a doctor wishes."""

    kind: Literal["off", "on"] = Field(description="To be off, or on duty.")
    first: PossibleDay = Field(description="The first day.")
    last: PossibleDay = Field(description="The first day after.")
    shift_type: Annotated[Words, Field(max_length=30)] = Field(
        "", description="Code of the shift type; empty: any."
    )
    weight: int = Field(1, ge=1, le=10, description="How much it matters.")


class WishOut(Schema):
    """A wish."""

    key: int = Field(description="The register's key.")
    doctor: int = Field(description="The doctor's key in the district.")
    name: str = Field(description="Her name.")
    kind: Literal["off", "on"] = Field(description="To be off, or on duty.")
    first: date = Field(description="The first day.")
    last: date = Field(description="The first day after.")
    shift_type: str = Field(description="Code of the shift type; empty: any.")
    weight: int = Field(description="How much it matters.")
    told_by: str = Field(description="Who told it.")
    told_at: datetime = Field(description="When.")
    is_late: bool = Field(description="Whether only who plans can change it.")


class AbsenceBody(Body):
    """When a doctor is away."""

    starts: datetime = Field(
        description="From when; without a zone it is the clock on the wall in Norway."
    )
    ends: datetime = Field(description="Until when.")
    cause: Annotated[Words, Field(max_length=100)] = Field("", description="Why, in a word.")


class AbsenceOut(Schema):
    """An absence; times in Norway."""

    key: int = Field(description="The register's key.")
    doctor: int = Field(description="The doctor's key in the district.")
    name: str = Field(description="Her name.")
    starts: datetime = Field(description="From when.")
    ends: datetime = Field(description="Until when.")
    cause: str = Field(description="Why, in a word.")
    told_by: str = Field(description="Who told it.")
    told_at: datetime = Field(description="When.")
    is_late: bool = Field(description="Whether only who plans can change it.")
