"""How evenly a roster spreads a burden, what no roster is below, and what prevents it from the target."""

from __future__ import annotations

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of, shares_of
from hjemmel.apps.duty.selectors.ledgers import LedgerPage, page_of_roster
from hjemmel.apps.duty.selectors.rosters import seen_roster
from hjemmel.engines.rostering.as_it_stands import spans_as_they_stand
from hjemmel.engines.rostering.ledger import Category
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.results import Span


def ledger_and_spans(
    roster: int, category: Category, *, by: Actor
) -> tuple[LedgerPage, tuple[Span, ...]]:
    """Return the ledger of a roster as it stands, and how even it is in a category, group by group.

    What prevents the target is named where the bound shows it; no search is made for it.

    Raises:
        UnknownIdError: There is no such roster, or it is a draft that is not for ``by`` to see.
        NotAllowedError: The roles do not open it.
    """
    row = seen_roster(roster, by)
    problem = Problem.of(inputs_of(row))
    page = page_of_roster(row, shares_of(problem) if row.state == "draft" else row.shares)
    return page, spans_as_they_stand(problem, assignments_of(row), category)
