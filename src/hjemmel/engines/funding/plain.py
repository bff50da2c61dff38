"""Results of funding as plain data for programs; amounts in whole øre."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from hjemmel.engines.funding.compare import Comparison
from hjemmel.engines.funding.explain import Step
from hjemmel.engines.funding.inputs import UNKNOWN, Form
from hjemmel.engines.funding.practice import Economy, Party, Reduction
from hjemmel.engines.funding.results import FundingResult, Part
from hjemmel.kernel.problem import as_problem
from hjemmel.kernel.text import Language
from hjemmel.kernel.time import Month


def month_word(month: Month) -> str:
    """Return a month as programs write it.

    >>> month_word(Month(2024, 3))
    '2024-03'
    """
    return f"{month.year}-{month.number:02d}"


def funding_as_plain(result: FundingResult, language: Language) -> dict[str, Any]:
    """Return the money: the sum, what is not known, and a row for each list with its months."""
    inputs = result.inputs
    months = inputs.months
    return {
        "first": month_word(months[0]),
        "months": len(months),
        "lists": len(inputs),
        "paid_oere": result.total().oere,
        "parts_oere": {part.value: result.total(part).oere for part in Part},
        "months_estimated": [
            month_word(month)
            for month, estimated in zip(months, result.estimated_months, strict=True)
            if estimated
        ],
        "months_missing": [
            {"month": month_word(months[place]), **as_problem(error, language)}
            for place, error in sorted(result.missing.items())
        ],
        "by_month": [
            {
                "month": month_word(month),
                "paid_oere": None if place in result.missing else int(paid),
            }
            for place, (month, paid) in enumerate(zip(months, result.by_month(), strict=True))
        ],
        "rows": [_row(result, row) for row in range(len(inputs))],
        "receipt": result.receipt.as_plain(),
    }


def _row(result: FundingResult, row: int) -> dict[str, Any]:
    inputs = result.inputs
    paid = result.paid[row]
    return {
        "key": inputs.keys[row],
        "name": inputs.names[row],
        "paid_oere": int(paid.sum()),
        "parts_oere": {part.value: int(result.parts[part][row].sum()) for part in Part},
        "months": [
            {
                "month": month_word(month),
                "length": int(inputs.length[row, place]),
                "form": Form(int(inputs.form[row, place])).name.lower(),
                "paid_oere": int(paid[place]),
                "is_estimate": bool(result.is_estimate[row, place]),
            }
            for place, month in enumerate(inputs.months)
            if int(inputs.length[row, place]) > UNKNOWN and place not in result.missing
        ],
    }


def steps_as_plain(steps: Sequence[Step], language: Language) -> list[dict[str, Any]]:
    """Return how a list's money of a month came about."""
    return [
        {
            "part": None if step.part is None else step.part.value,
            "amount_oere": step.amount.oere,
            "sentence": step.sentence.in_language(language),
            "citations": []
            if step.finding is None
            else [citation.text(language) for citation in step.finding.citations],
        }
        for step in steps
    ]


def comparison_as_plain(found: Comparison, language: Language) -> dict[str, Any]:
    """Return what changes, for whom."""
    inputs = found.before.inputs
    changed = np.flatnonzero(found.by_list).tolist()
    return {
        "before_oere": found.before.total().oere,
        "after_oere": found.after.total().oere,
        "to_gps_oere": found.to_gps.oere,
        "to_municipality_oere": found.to_municipality.oere,
        "parts_oere": {part.value: amount.oere for part, amount in found.by_part.items()},
        "lists_changed": found.lists_changed,
        "months_left_out": [month_word(month) for month in found.months_left_out],
        "by_month": [
            {"month": month_word(month), "change_oere": int(change)}
            for month, change in zip(inputs.months, found.by_month, strict=True)
        ],
        "rows": [
            {
                "key": inputs.keys[row],
                "name": inputs.names[row],
                "change_oere": int(found.by_list[row]),
            }
            for row in changed
        ],
        "receipts": [found.before.receipt.as_plain(), found.after.receipt.as_plain()],
    }


def economy_as_plain(
    result: Economy, language: Language, *, breaks_even_at: int | None = None
) -> dict[str, Any]:
    """Return a practice's economy at its own list length, and what each party has left at the others."""
    at = result.at(result.inputs.persons)
    return {
        "persons": result.inputs.persons,
        "form": result.inputs.form.name.lower(),
        "consultations": int(result.consultations[at]) / 10_000,
        "flows": [
            {
                "id": flow.id,
                "title": flow.title.in_language(language),
                "payer": flow.payer.value,
                "receiver": flow.receiver.value,
                "amount_oere": int(flow.amounts[at]),
            }
            for flow in result.flows
        ],
        "net_oere": {party.value: int(result.net(party)[at]) for party in Party},
        "breaks_even_at": breaks_even_at,
        "by_length": [
            {"persons": int(length), "gp_net_oere": int(net)}
            for length, net in zip(result.lengths, result.net(Party.GP), strict=True)
        ],
        "is_estimate": result.is_estimate,
        "assumptions": [one.in_language(language) for one in result.assumptions],
        "receipt": result.receipt.as_plain(),
    }


def reduction_as_plain(found: Reduction) -> dict[str, Any]:
    """Return what a shorter list costs whom."""
    follows = found.follows_persons
    return {
        "before": found.before,
        "after": found.after,
        "change_oere": {party.value: amount.oere for party, amount in found.change.items()},
        "follows_persons_oere": None if follows is None else follows.oere,
    }
