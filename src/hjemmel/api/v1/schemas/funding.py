"""Shapes of the money per list and month, a practice's economy, and the same computed again."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from hjemmel.api.v1.schemas.common import PossibleDay, ReceiptOut, Words


class FundingQuery(Schema):
    """The months asked for."""

    first: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}$", description="The first month: 2024-01.")
    months: int = Field(12, ge=1, le=120, description="How many months.")


class AgainQuery(FundingQuery):
    """What is tried instead of the rules."""

    parameter: Words | None = Field(None, description="Id of the parameter to correct.")
    value: float | None = Field(None, ge=0, le=1e9, description="The value to try.")
    since: PossibleDay | None = Field(None, description="The day the value holds from.")
    until: PossibleDay | None = Field(None, description="The first day it does not hold.")
    law_of: PossibleDay | None = Field(
        None, description="Read every month's rules as on this day instead."
    )


class PracticeQuery(Schema):
    """A practice; costs are the user's own figures, kroner per year unless they say otherwise."""

    persons: int = Field(ge=0, le=100_000, description="Persons on the list.")
    on: PossibleDay = Field(description="The day the rates are read for.")
    form: Literal["self_employed", "salaried", "variant_8_2", "variant_8_2_keeps"] = Field(
        "self_employed", description="The form of the post."
    )
    fixed_cost: float = Field(0, ge=0, le=1e9, description="Fixed running costs.")
    cost_per_consultation: float = Field(0, ge=0, le=1e6, description="Cost per consultation.")
    other_per_consultation: float = Field(
        0, ge=0, le=1e6, description="Supplements and laboratory per consultation."
    )
    salary: float = Field(0, ge=0, le=1e9, description="Salary with social costs.")
    paid_to_municipality: float = Field(
        0, ge=0, le=1e9, description="What the GP pays the municipality for the office."
    )
    consultations_per_person: float | None = Field(
        None, ge=0, le=100, description="Per person and year; the planning figure when not given."
    )
    wanted: float = Field(0, ge=0, le=1e9, description="What the GP shall have left.")
    reduce_to: int | None = Field(
        None, ge=0, le=100_000, description="A shorter list, to see what it costs whom."
    )


class PartsOut(Schema):
    """Amounts by part, øre."""

    capitation: int = Field(description="Capitation paid to GPs.")
    base_grant: int = Field(description="Base grant of short lists.")
    guarantee: int = Field(description="The municipality's own income guarantee.")
    equalisation: int = Field(description="Equalisation grant of small municipalities.")
    rent_supplement: int = Field(description="Rent supplement.")
    kept_by_municipality: int = Field(description="Capitation of posts that do not get it.")
    guest_settlement: int = Field(description="Estimate of what other municipalities owe.")


class MissingMonthOut(Schema):
    """A month that cannot be computed."""

    month: str = Field(description="The month: 2024-07.")
    detail: str = Field(description="What is not known.")
    where: str = Field(description="The parameter and the day.")
    remedy: str = Field(description="Which file to fill in.")


class MonthPaidOut(Schema):
    """What all lists are paid in a month."""

    month: str = Field(description="The month: 2024-07.")
    paid_oere: int | None = Field(description="Øre; null where it cannot be computed.")


class ListMonthOut(Schema):
    """A list in a month."""

    month: str = Field(description="The month: 2024-07.")
    length: int = Field(description="Persons on the first of the month.")
    form: str = Field(description="The form of the post.")
    paid_oere: int = Field(description="What the list is paid, øre.")
    is_estimate: bool = Field(description="Whether the national average rate stands in.")


class ListFundingOut(Schema):
    """What a list is paid."""

    key: str = Field(description="The register's key.")
    name: str = Field(description="The number that the state's register has for it.")
    paid_oere: int = Field(description="What it is paid in all, øre.")
    parts_oere: PartsOut = Field(description="By part.")
    months: list[ListMonthOut] = Field(description="By month.")


class FundingOut(Schema):
    """The money per list and month."""

    first: str = Field(description="The first month.")
    months: int = Field(description="How many.")
    lists: int = Field(description="How many lists.")
    paid_oere: int = Field(description="What the municipality pays GPs, øre.")
    parts_oere: PartsOut = Field(description="By part.")
    months_estimated: list[str] = Field(description="Months that rest on the national average.")
    months_missing: list[MissingMonthOut] = Field(description="Months that cannot be computed.")
    by_month: list[MonthPaidOut] = Field(description="The sum of each month.")
    rows: list[ListFundingOut] = Field(description="The lists.")
    receipt: ReceiptOut = Field(description="What it was computed from.")


class FundingStepOut(Schema):
    """One step of the way to a list's money."""

    part: str | None = Field(description="What it adds to; null: it decides, and adds nothing.")
    amount_oere: int = Field(description="What it adds, øre.")
    sentence: str = Field(description="What was found.")
    citations: list[str] = Field(description="The places of law.")


class ListChangeOut(Schema):
    """What a list is paid more."""

    key: str = Field(description="The register's key.")
    name: str = Field(description="The number that the state's register has for it.")
    change_oere: int = Field(description="After less before, øre.")


class MonthChangeOut(Schema):
    """What all lists are paid more in a month."""

    month: str = Field(description="The month.")
    change_oere: int = Field(description="After less before, øre.")


class FundingComparisonOut(Schema):
    """The months computed twice."""

    before_oere: int = Field(description="What GPs are paid by the rules.")
    after_oere: int = Field(description="What they are paid with what is tried.")
    to_gps_oere: int = Field(description="What the GPs get more.")
    to_municipality_oere: int = Field(description="What the municipality has more left.")
    parts_oere: PartsOut = Field(description="What changes of each part.")
    lists_changed: int = Field(description="How many lists are paid something else.")
    months_left_out: list[str] = Field(description="Months not computed both times.")
    by_month: list[MonthChangeOut] = Field(description="By month.")
    rows: list[ListChangeOut] = Field(description="The lists that change.")
    receipts: list[ReceiptOut] = Field(description="Of both computations.")


class PracticeFlowOut(Schema):
    """Money from one party to another."""

    id: str = Field(description="Its id.")
    title: str = Field(description="What it is.")
    payer: str = Field(description="Who pays.")
    receiver: str = Field(description="Who gets.")
    amount_oere: int = Field(description="Øre a year.")


class PartiesOut(Schema):
    """What each party gets less what it pays, øre a year."""

    gp: int = Field(description="The GP.")
    municipality: int = Field(description="The municipality.")
    state: int = Field(description="The state.")
    patients: int = Field(description="The patients.")
    suppliers: int = Field(description="Running costs.")


class PracticeLengthOut(Schema):
    """What the GP has left at a list length."""

    persons: int = Field(description="Persons on the list.")
    gp_net_oere: int = Field(description="Øre a year.")


class PracticeReductionOut(Schema):
    """What a shorter list costs whom."""

    before: int = Field(description="Persons before.")
    after: int = Field(description="Persons after.")
    change_oere: PartiesOut = Field(description="What each has more left.")
    follows_persons_oere: int | None = Field(
        description="What the municipality pays for them elsewhere; null: not asked."
    )


class PracticeOut(Schema):
    """A practice's economy per year."""

    persons: int = Field(description="Persons on the list.")
    form: str = Field(description="The form of the post.")
    day: date = Field(description="The day of the rates.")
    consultations: float = Field(description="Consultations a year.")
    flows: list[PracticeFlowOut] = Field(description="Who pays whom what.")
    net_oere: PartiesOut = Field(description="What each has left.")
    breaks_even_at: int | None = Field(description="The shortest list that carries the costs.")
    by_length: list[PracticeLengthOut] = Field(description="At other list lengths.")
    is_estimate: bool = Field(description="Whether the national average rate stands in.")
    assumptions: list[str] = Field(description="What is assumed.")
    reduction: PracticeReductionOut | None = Field(description="A shorter list, when asked for.")
    receipt: ReceiptOut = Field(description="What it was computed from.")
