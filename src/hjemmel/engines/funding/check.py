"""A result judged list by list and month by month with the rules themselves, without arrays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hjemmel.engines.funding.explain import one_list
from hjemmel.engines.funding.regimes import law_of
from hjemmel.engines.funding.results import FundingResult, Part
from hjemmel.kernel.numbers import format_kroner as kr
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.law import LawAt


def check(
    result: FundingResult, law: LawAt, *, every: int = 1, as_law_of: date | None = None
) -> tuple[Text, ...]:
    """Return where a result differs from the rules; empty when it does not.

    Args:
        result: The result.
        law: The law it was computed with.
        every: Look at each list and month (1), or at every n-th of them.
        as_law_of: The day that all rates were read on, when that was asked for.
    """
    return tuple(_differences(result, law, every, as_law_of))


def _differences(
    result: FundingResult, law: LawAt, every: int, as_law_of: date | None
) -> Iterator[Text]:
    inputs = result.inputs
    columns = len(inputs.months)
    for cell in range(0, len(inputs) * columns, every):
        row, column = divmod(cell, columns)
        if column in result.missing:
            continue
        month = inputs.months[column] if as_law_of is None else Month.of(as_law_of)
        added = {
            step.part: step.amount.oere
            for step in one_list(inputs, row, column, law_of(month, law))
            if step.part is not None
        }
        for part in Part:
            ours, wanted = int(result.parts[part][row, column]), added.get(part, 0)
            if ours != wanted:
                where = f"{inputs.names[row]}, {inputs.months[column]}"
                yield Text(
                    f"{where}: {part.label.nb} er {kr(ours / 100)}, reglene gir {kr(wanted / 100)}.",
                    f"{where}: {part.label.en} is {kr(ours / 100, 'en')}, the rules give "
                    f"{kr(wanted / 100, 'en')}.",
                )
