"""What a plan comes to: by focus area, by year, by payer; and how many measures have a price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hjemmel.domain.measure import CostKind, Measure, MeasureStatus, Payer
from hjemmel.domain.plan import BudgetLine, Plan
from hjemmel.kernel.money import Money


@dataclass(frozen=True, slots=True)
class AreaSum:
    """The measures of one focus area.

    Args:
        code: The focus area; empty: measures without one.
        measures: How many.
        costed: How many have an amount.
        stated: Øre; each amount once, as a plan prints it, whatever years it falls in.
        whole: Øre; yearly amounts once for each of their years.
    """

    code: str
    measures: int
    costed: int
    stated: Money
    whole: Money


@dataclass(frozen=True, slots=True)
class YearSum:
    """One calendar year.

    Args:
        year: The year.
        needed: Øre that the measures say falls in it.
        set_aside: Øre that the budget's lines set aside.
    """

    year: int
    needed: Money
    set_aside: Money

    @property
    def missing(self) -> Money:
        """What is needed beyond what is set aside; negative: more is set aside."""
        return self.needed - self.set_aside


@dataclass(frozen=True, slots=True)
class PayerSum:
    """One payer: what the measures ask of it, and what the budget's lines set aside."""

    payer: Payer
    stated: Money
    whole: Money
    set_aside: Money


@dataclass(frozen=True, slots=True)
class PlanSums:
    """What a plan comes to.

    Args:
        measures: How many measures.
        costed: How many have an amount.
        within_budget: How many are within budget.
        to_be_studied: How many are to be studied.
        unstated: How many say nothing of cost.
        stated: Øre; each amount once, as a plan prints it.
        whole: Øre; yearly amounts once for each of their years.
        without_year: Øre of amounts that no year is given for; they stand in no year's sum.
        set_aside: Øre in the budget's lines.
        by_area: In the plan's order; measures without a focus area last.
        by_year: Every year of the plan, and those beyond it that money falls in.
        by_payer: Those that pay something, in the order of ``Payer``.
        by_status: How many measures stand at each status.
        late: How many are past their deadline.
    """

    measures: int
    costed: int
    within_budget: int
    to_be_studied: int
    unstated: int
    stated: Money
    whole: Money
    without_year: Money
    set_aside: Money
    by_area: tuple[AreaSum, ...]
    by_year: tuple[YearSum, ...]
    by_payer: tuple[PayerSum, ...]
    by_status: tuple[tuple[MeasureStatus, int], ...]
    late: int


def sums_of(plan: Plan, day: date) -> PlanSums:
    """Return what a plan comes to, as its measures stand on a day.

    Args:
        plan: The plan.
        day: The day that deadlines and statuses are held against.
    """
    kinds = Counter(measure.cost.kind for measure in plan.measures)
    stands = Counter(measure.status_on(day) for measure in plan.measures)
    return PlanSums(
        measures=len(plan.measures),
        costed=sum(count for kind, count in kinds.items() if kind.has_amount),
        within_budget=kinds[CostKind.WITHIN_BUDGET],
        to_be_studied=kinds[CostKind.TO_BE_STUDIED],
        unstated=kinds[CostKind.UNSTATED],
        stated=_stated(plan.measures),
        whole=_whole(plan.measures),
        without_year=_stated(m for m in plan.measures if not m.cost.years),
        set_aside=_set_aside(plan.budget),
        by_area=_by_area(plan),
        by_year=_by_year(plan),
        by_payer=_by_payer(plan),
        by_status=tuple((status, stands[status]) for status in MeasureStatus),
        late=sum(measure.is_late(day) for measure in plan.measures),
    )


def _stated(measures: Iterable[Measure]) -> Money:
    return Money(sum(m.cost.amount.oere for m in measures if m.cost.amount is not None))


def _whole(measures: Iterable[Measure]) -> Money:
    return Money(sum(measure.cost.whole.oere for measure in measures))


def _set_aside(lines: Iterable[BudgetLine]) -> Money:
    return Money(sum(line.amount.oere for line in lines))


def _by_area(plan: Plan) -> tuple[AreaSum, ...]:
    codes = [area.code for area in plan.focus_areas]
    if any(not measure.focus_area for measure in plan.measures):
        codes.append("")
    return tuple(
        _area_sum(code, [m for m in plan.measures if m.focus_area == code]) for code in codes
    )


def _area_sum(code: str, measures: Sequence[Measure]) -> AreaSum:
    return AreaSum(
        code=code,
        measures=len(measures),
        costed=sum(measure.cost.kind.has_amount for measure in measures),
        stated=_stated(measures),
        whole=_whole(measures),
    )


def _by_year(plan: Plan) -> tuple[YearSum, ...]:
    years = {*plan.years(), *(line.year for line in plan.budget)}
    years.update(year for measure in plan.measures for year in measure.cost.years)
    return tuple(
        YearSum(
            year=year,
            needed=_stated(m for m in plan.measures if year in m.cost.years),
            set_aside=_set_aside(line for line in plan.budget if line.year == year),
        )
        for year in sorted(years)
    )


def _by_payer(plan: Plan) -> tuple[PayerSum, ...]:
    paying = {m.payer for m in plan.measures if m.cost.kind.has_amount}
    paying.update(line.payer for line in plan.budget)
    return tuple(
        PayerSum(
            payer=payer,
            stated=_stated(m for m in plan.measures if m.payer is payer),
            whole=_whole(m for m in plan.measures if m.payer is payer),
            set_aside=_set_aside(line for line in plan.budget if line.payer is payer),
        )
        for payer in Payer
        if payer in paying
    )
