"""A round of allocation: the order, the places, the second round, and what it costs."""

from __future__ import annotations

import hashlib
from datetime import date

import numpy as np

from hjemmel import __version__
from hjemmel.engines.allocation.fallback import place_anywhere
from hjemmel.engines.allocation.inputs import Applicants, RoundInputs, Small
from hjemmel.engines.allocation.most_placed import place_most
from hjemmel.engines.allocation.order import draw_numbers, serving_order
from hjemmel.engines.allocation.results import Account, Mode, RoundResult
from hjemmel.engines.allocation.stable import count_passed_over, deferred_acceptance
from hjemmel.law import Finding, LawAt, Receipt
from hjemmel.rules.waiting_order import GP_HERE, WITHOUT_GP, comes_before


def run(
    inputs: RoundInputs,
    law: LawAt,
    *,
    seed: int,
    mode: Mode = Mode.STABLE,
    compare: bool = True,
) -> RoundResult:
    """Give the open places to those who want one.

    Args:
        inputs: Lists with places, and applicants.
        law: The law on the day of the round.
        seed: Published seed of the draw between those who have waited equally long.
        mode: ``STABLE``: nobody with a better claim is passed over; ``MOST_PLACED``: as many as
            possible get one of their choices.
        compare: Whether to work out the other way too, to show what each costs.

    Returns:
        Who gets which list; the same inputs, law and seed give the same.
    """
    applicants = inputs.applicants
    order, rank = serving_order(applicants, law, seed)
    choices = inputs.open_choices()
    choice = _give(mode, inputs, choices, order, rank)
    given, account = _settle(inputs, choices, order, rank, choice)
    other = None
    if compare:
        way = Mode.MOST_PLACED if mode is Mode.STABLE else Mode.STABLE
        got = _give(way, inputs, choices, order, rank)
        _, other = _settle(inputs, choices, order, rank, got)
    return RoundResult(
        inputs=inputs,
        mode=mode,
        seed=seed,
        order=order,
        rank=rank,
        draws=draw_numbers(applicants.keys, seed),
        choice=choice,
        given=given,
        account=account,
        other=other,
        findings=_rules_of_order(law),
        receipt=Receipt.issue(
            {"round": input_digest(inputs), "mode": mode.value},
            law,
            code_version=__version__,
            seed=seed,
        ),
    )


def input_digest(inputs: RoundInputs) -> str:
    """Return the SHA-256 of the round's inputs as hexadecimal text: names, kinds and bytes of all columns."""
    lists, applicants = inputs.lists, inputs.applicants
    made = hashlib.sha256()
    for part in (lists, applicants):
        for name in part.__slots__:
            column = np.ascontiguousarray(getattr(part, name))
            if name == "never" and not column.size:
                continue  # as before there was such a column
            little = column.astype(column.dtype.newbyteorder("<"), copy=False)
            made.update(
                f"{name}:{column.dtype.kind}{column.dtype.itemsize}:{column.shape};".encode()
            )
            made.update(little.tobytes())
    return made.hexdigest()


def _give(mode: Mode, inputs: RoundInputs, choices: Small, order: Small, rank: Small) -> Small:
    places = inputs.lists.places
    if mode is Mode.STABLE:
        precedence = inputs.applicants.precedence
        return deferred_acceptance(order, rank, choices, precedence, places)
    return place_most(order, choices, places)


def _settle(
    inputs: RoundInputs, choices: Small, order: Small, rank: Small, choice: Small
) -> tuple[Small, Account]:
    """Add the second round; return the list of each, and the account."""
    applicants = inputs.applicants
    passed = count_passed_over(choice, rank, choices, applicants.precedence, inputs.lists.places)
    given = place_anywhere(inputs, order, choice)
    by_fallback = int((given >= 0).sum())
    placed = np.flatnonzero(choice >= 0)
    given[placed] = applicants.choices[placed, choice[placed]]
    return given, Account(
        placed=int(placed.size),
        choice_sum=int(choice[placed].sum()),
        first_choice=int((choice == 0).sum()),
        passed_over=int((passed > 0).sum()),
        blocking_pairs=int(passed.sum()),
        by_fallback=by_fallback,
        without=len(applicants) - int(placed.size) - by_fallback,
    )


def _rules_of_order(law: LawAt) -> tuple[Finding, ...]:
    """Return what the rules say of the two questions of order, on the day of the round."""
    early, late = date.fromordinal(law.as_of.toordinal() - 1), law.as_of
    return (
        comes_before(WITHOUT_GP, late, GP_HERE, early, law=law),
        comes_before(GP_HERE, early, GP_HERE, late, law=law),
    )


def place_of(applicants: Applicants, person: int) -> int | None:
    """Return the position of a person's key among the applicants; ``None`` when she is not there."""
    at = int(np.searchsorted(applicants.keys, person))
    found = at < len(applicants) and int(applicants.keys[at]) == person
    return at if found else None
