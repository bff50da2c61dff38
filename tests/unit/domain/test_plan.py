"""Plans, measures and their sums."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.domain.measure import Cost, CostKind, Measure, MeasureStatus, Payer, StatusChange
from hjemmel.domain.plan import BudgetLine, FocusArea, Plan
from hjemmel.domain.plan_sums import sums_of
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period

DAY = date(2025, 6, 1)
YEARS = Period(date(2024, 1, 1), date(2027, 1, 1))


def measure(number: int, cost: Cost, **more: object) -> Measure:
    return Measure(number=number, title=Text("Tiltak", "Measure"), cost=cost, **more)  # type: ignore[arg-type]


def plan(*measures: Measure, budget: tuple[BudgetLine, ...] = ()) -> Plan:
    areas = (FocusArea("A", Text("En", "One")), FocusArea("B", Text("To", "Two")))
    return Plan(
        id="plan-2024",
        municipality="9999",
        municipality_name="Prøve",
        title=Text("Plan", "Plan"),
        period=YEARS,
        focus_areas=areas,
        measures=measures,
        budget=budget,
    )


def test_a_yearly_amount_is_stated_once_and_falls_in_each_of_its_years() -> None:
    yearly = Cost(CostKind.YEARLY, Money.kroner(100), (2024, 2025))
    once = Cost(CostKind.ONCE, Money.kroner(50), (2025,))
    stated = Cost(CostKind.STATED, Money.kroner(7))
    sums = sums_of(
        plan(
            measure(1, yearly, focus_area="A"),
            measure(2, once, focus_area="B", payer=Payer.STATE),
            measure(3, stated, focus_area="B"),
            measure(4, Cost(CostKind.WITHIN_BUDGET)),
            measure(5, Cost(CostKind.TO_BE_STUDIED)),
        ),
        DAY,
    )
    assert (sums.measures, sums.costed, sums.within_budget, sums.to_be_studied) == (5, 3, 1, 1)
    assert (sums.stated, sums.whole) == (Money.kroner(157), Money.kroner(257))
    assert sums.without_year == Money.kroner(7)
    assert [(y.year, y.needed) for y in sums.by_year] == [
        (2024, Money.kroner(100)),
        (2025, Money.kroner(150)),
        (2026, Money(0)),
    ]
    assert [(a.code, a.measures, a.stated) for a in sums.by_area] == [
        ("A", 1, Money.kroner(100)),
        ("B", 2, Money.kroner(57)),
        ("", 2, Money(0)),
    ]
    assert [(p.payer, p.stated) for p in sums.by_payer] == [
        (Payer.MUNICIPALITY, Money.kroner(107)),
        (Payer.STATE, Money.kroner(50)),
    ]


def test_what_is_missing_is_what_is_needed_beyond_what_is_set_aside() -> None:
    once = Cost(CostKind.ONCE, Money.kroner(500), (2025,))
    line = BudgetLine(2025, Payer.MUNICIPALITY, Money.kroner(200), measure=1)
    year = sums_of(plan(measure(1, once), budget=(line,)), DAY).by_year[1]
    assert (year.year, year.missing) == (2025, Money.kroner(300))


@pytest.mark.parametrize(
    ("kind", "amount", "years"),
    [
        (CostKind.ONCE, None, ()),
        (CostKind.WITHIN_BUDGET, Money(1), ()),
        (CostKind.ONCE, Money(-1), ()),
        (CostKind.YEARLY, Money(1), (2025, 2024)),
        (CostKind.YEARLY, Money(1), (2025, 2025)),
        (CostKind.ONCE, Money(1), (2024, 2025)),
        (CostKind.TO_BE_STUDIED, None, (2024,)),
    ],
)
def test_kind_amount_and_years_of_a_cost_go_together(
    kind: CostKind, amount: Money | None, years: tuple[int, ...]
) -> None:
    with pytest.raises(InputError):
        Cost(kind, amount, years)


def test_a_measure_stands_as_its_last_change_says_and_is_late_only_while_open() -> None:
    history = (
        StatusChange(MeasureStatus.IN_PROGRESS, date(2024, 3, 1)),
        StatusChange(MeasureStatus.DONE, date(2025, 3, 1)),
    )
    one = measure(1, Cost(CostKind.UNSTATED), deadline=date(2024, 12, 31), statuses=history)
    assert one.status is MeasureStatus.DONE
    assert one.status_on(date(2025, 2, 28)) is MeasureStatus.IN_PROGRESS
    assert one.status_on(date(2024, 2, 1)) is MeasureStatus.NOT_STARTED
    assert not one.is_late(DAY)
    assert measure(2, Cost(CostKind.UNSTATED), deadline=date(2024, 12, 31)).is_late(DAY)


def test_a_history_that_runs_backwards_is_refused() -> None:
    history = (
        StatusChange(MeasureStatus.DONE, date(2025, 3, 1)),
        StatusChange(MeasureStatus.IN_PROGRESS, date(2024, 3, 1)),
    )
    with pytest.raises(InputError, match="not in order of time"):
        measure(1, Cost(CostKind.UNSTATED), statuses=history)


def test_a_plan_holds_each_number_once_and_names_only_what_it_has() -> None:
    cost = Cost(CostKind.UNSTATED)
    with pytest.raises(InputError, match="stands twice"):
        plan(measure(1, cost), measure(1, cost))
    with pytest.raises(InputError, match="“X” is not in the plan"):
        plan(measure(1, cost, focus_area="X"))
    with pytest.raises(InputError, match="“9” is not in the plan"):
        plan(
            measure(1, cost),
            budget=(BudgetLine(2025, Payer.STATE, Money(1), measure=9),),
        )


def test_a_plan_knows_its_years() -> None:
    assert plan().years() == (2024, 2025, 2026)


def test_tertials_follow_each_other_over_the_turn_of_the_year() -> None:
    assert Tertial(2025, 1).before == Tertial(2024, 3)
    assert Tertial(2024, 1).last_day == date(2024, 4, 30)
    assert Tertial.ended_by(date(2025, 8, 31)) == Tertial(2025, 2)
    assert [str(Tertial.of(date(2025, month, 1))) for month in (4, 5, 12)] == [
        "2025-T1",
        "2025-T2",
        "2025-T3",
    ]
    with pytest.raises(InputError):
        Tertial.read("2025-T4")
