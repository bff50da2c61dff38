"""The money of a plan as its pages show it: by year and payer, by kind of cost, and of one measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hjemmel.domain.measure import CostKind, Measure, Payer
from hjemmel.domain.plan import BudgetLine, Plan
from hjemmel.domain.plan_sums import PlanSums
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_kroner
from hjemmel.kernel.text import Text
from hjemmel.web.plan.shown import is_document

NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class YearLine:
    """What one year asks for, in øre.

    Args:
        year: Calendar year; ``None``: the plan does not say which, or the sum of all.
        by_payer: What each payer is asked for, in the order of the page.
        set_aside: What the budget's lines set aside.
    """

    year: int | None
    by_payer: tuple[Money, ...]
    set_aside: Money

    @property
    def needed(self) -> Money:
        """What all payers are asked for."""
        return total(self.by_payer)

    @property
    def missing(self) -> Money:
        """What is needed beyond what is set aside; negative: more is set aside."""
        return self.needed - self.set_aside


@dataclass(frozen=True, slots=True)
class KindLine:
    """The measures of one kind of cost, and what they come to, in øre."""

    kind: CostKind
    measures: int
    stated: Money


@dataclass(frozen=True, slots=True)
class MeasureMoney:
    """What one measure needs and gets from one payer in one year, in øre."""

    year: int | None
    payer: Payer
    needed: Money
    set_aside: Money


def total(amounts: Iterable[Money]) -> Money:
    """Return the sum of amounts."""
    return Money(sum(amount.oere for amount in amounts))


def payers_of(plan: Plan) -> tuple[Payer, ...]:
    """Return who is asked to pay something."""
    asked = {measure.payer for measure in plan.measures if measure.cost.kind.has_amount}
    return tuple(payer for payer in Payer if payer in asked)


def years_of(plan: Plan, sums: PlanSums) -> tuple[tuple[YearLine, ...], YearLine]:
    """Return a line for each year, one for amounts without a year where there are any, and their sum."""
    payers = payers_of(plan)
    aside = {line.year: line.set_aside for line in sums.by_year}
    lines = [_year(plan, year, payers, aside[year]) for year in aside]
    if sums.without_year.oere:
        lines.append(_year(plan, None, payers, NOTHING))
    columns = [total(line.by_payer[place] for line in lines) for place in range(len(payers))]
    return tuple(lines), YearLine(None, tuple(columns), total(line.set_aside for line in lines))


def _year(plan: Plan, year: int | None, payers: Sequence[Payer], set_aside: Money) -> YearLine:
    return YearLine(
        year,
        tuple(
            total(
                measure.cost.amount
                for measure in plan.measures
                if measure.payer is payer and measure.cost.amount and _falls_in(measure, year)
            )
            for payer in payers
        ),
        set_aside,
    )


def _falls_in(measure: Measure, year: int | None) -> bool:
    return year in measure.cost.years if year is not None else not measure.cost.years


def set_aside_of(plan: Plan) -> tuple[tuple[Payer, ...], tuple[YearLine, ...], YearLine]:
    """Return who pays of what is set aside, a line for each year of it, and their sum."""
    payers = tuple(payer for payer in Payer if any(line.payer is payer for line in plan.budget))
    years = sorted({line.year for line in plan.budget})
    lines = tuple(_year_set_aside(plan, year, payers) for year in years)
    columns = [total(line.by_payer[place] for line in lines) for place in range(len(payers))]
    whole = YearLine(None, tuple(columns), total(line.set_aside for line in lines))
    return payers, lines, whole


def _year_set_aside(plan: Plan, year: int, payers: Sequence[Payer]) -> YearLine:
    by_payer = tuple(_set_aside(plan.budget, year, payer) for payer in payers)
    return YearLine(year, by_payer, total(by_payer))


def kinds_of(plan: Plan) -> tuple[KindLine, ...]:
    """Return the kinds of cost that the plan's measures have."""
    lines = []
    for kind in CostKind:
        within = [measure for measure in plan.measures if measure.cost.kind is kind]
        if within:
            stated = total(m.cost.amount for m in within if m.cost.amount is not None)
            lines.append(KindLine(kind, len(within), stated))
    return tuple(lines)


def money_of_measure(
    plan: Plan, measure: Measure
) -> tuple[tuple[MeasureMoney, ...], MeasureMoney | None]:
    """Return what a measure needs and gets by year and payer, and the sum; nothing where it has none."""
    budget = [line for line in plan.budget if line.measure == measure.number]
    years: list[int | None] = [*measure.cost.years]
    if measure.cost.amount is not None and not years:
        years.append(None)
    keys = {(year, measure.payer) for year in years} | {(line.year, line.payer) for line in budget}
    order = list(Payer)
    lines = tuple(
        MeasureMoney(
            year,
            payer,
            measure.cost.amount
            if measure.cost.amount and payer is measure.payer and year in years
            else NOTHING,
            _set_aside(budget, year, payer),
        )
        for year, payer in sorted(keys, key=lambda key: (key[0] or 0, order.index(key[1])))
    )
    if not lines:
        return (), None
    needed = total(line.needed for line in lines)
    return lines, MeasureMoney(None, measure.payer, needed, total(line.set_aside for line in lines))


def _set_aside(lines: Sequence[BudgetLine], year: int | None, payer: Payer) -> Money:
    return total(line.amount for line in lines if (line.year, line.payer) == (year, payer))


def heading_of(plan: Plan, sums: PlanSums) -> Text:
    """Say in one line whether the money is there."""
    needed, aside = sums.whole, sums.set_aside
    if not needed.oere:
        return Text("Ingen tiltak har et beløp", "No measure has an amount")
    words = format_kroner(needed.in_kroner), format_kroner(needed.in_kroner, "en")
    if is_document(plan):
        return Text(f"{words[0]} i anslått merbehov", f"{words[1]} in estimated extra need")
    if not aside.oere:
        return Text(
            f"{words[0]} trengs, og ingenting er satt av",
            f"{words[1]} is needed, and nothing is set aside",
        )
    if aside >= needed:
        return Text("Alt som trengs, er satt av", "All that is needed is set aside")
    missing = (needed - aside).in_kroner
    return Text(
        f"{format_kroner(missing)} av {words[0]} mangler i budsjettet",
        f"{format_kroner(missing, 'en')} of {words[1]} is missing in the budget",
    )
