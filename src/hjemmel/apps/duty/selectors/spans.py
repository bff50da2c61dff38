"""How evenly a roster spreads a burden, what no roster is below, and what prevents it from the target."""

from __future__ import annotations

from dataclasses import replace

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of
from hjemmel.apps.duty.selectors.rosters import seen_roster
from hjemmel.engines.rostering.as_it_stands import roster_as_it_stands
from hjemmel.engines.rostering.bounds import least_span
from hjemmel.engines.rostering.ledger import Category
from hjemmel.engines.rostering.prevention import prevented_by
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.results import Span
from hjemmel.engines.rostering.terms import Effort


def spans_of(roster: int, category: Category, *, by: Actor) -> tuple[Span, ...]:
    """Return how even a roster is in a category as it stands, one for each group that is compared.

    What prevents the target is named where the bound shows it; no search is made for it.

    Raises:
        UnknownIdError: There is no such roster, or it is a draft that is not for ``by`` to see.
        NotAllowedError: The roles do not open it.
    """
    row = seen_roster(roster, by)
    inputs = inputs_of(row)
    problem = Problem.of(inputs)
    stands = roster_as_it_stands(inputs, assignments_of(row))
    found = []
    for group, span in zip(problem.groups, stands.spans, strict=True):
        if group.category is not category:
            continue
        least = least_span(problem, group)
        if least.span > span.target:
            names = prevented_by(problem, group, least, span.value, Effort())
            span = replace(span, prevented_by=names)
        found.append(span)
    return tuple(found)
