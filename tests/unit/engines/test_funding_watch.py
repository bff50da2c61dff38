"""What must be looked after in the money of the lists."""

from __future__ import annotations

from datetime import date

from hjemmel.engines.funding import run
from hjemmel.engines.funding.watch import Watch, Watched, watch
from hjemmel.kernel.money import Money
from hjemmel.kernel.time import Month
from hjemmel.law import law_on
from tests.twins.funding import lists

LAW = law_on(date(2022, 9, 1))


def watched(first: Month, as_of: date, months: int, **row: int) -> tuple[Watched, ...]:
    inputs = lists(first, row, months=months)
    return watch(run(inputs, LAW.fresh(), missing="leave"), LAW, as_of=as_of)


def test_a_base_grant_that_ends_with_month_24_is_told_with_what_is_lost() -> None:
    row = {"length": 300, "ceiling": 900, "agreement_month": 23}
    (found,) = watched(Month(2022, 7), date(2022, 7, 1), 4, **row)
    assert (found.kind, found.by, found.name) == (Watch.LAPSES, date(2022, 9, 1), "Liste 0")
    assert found.amount == Money(2_812_500 - 1_687_500)


def test_a_short_list_without_a_known_start_may_have_money_unclaimed() -> None:
    (found,) = watched(Month(2022, 7), date(2022, 7, 1), 3, length=300, ceiling=900)
    assert (found.kind, found.by) == (Watch.UNCLAIMED, date(2022, 7, 1))
    assert found.amount == Money(2_812_500 - 1_687_500)
    assert watched(Month(2022, 7), date(2022, 7, 1), 3, length=300, ceiling=400) == ()


def test_reports_are_missing_only_of_months_that_have_begun() -> None:
    found = watched(Month(2024, 1), date(2024, 2, 15), 3, length=1000)
    assert [(one.kind, one.by.month) for one in found] == [
        (Watch.REPORT_MISSING, 1),
        (Watch.REPORT_MISSING, 2),
    ]
    assert watched(Month(2024, 1), date(2024, 2, 15), 3, length=1000, reported=7_000_000) == ()


def test_a_rate_that_is_missing_is_told_once_with_its_file() -> None:
    found = watched(Month(2024, 7), date(2024, 1, 1), 6, length=1000)
    assert [one.kind for one in found] == [Watch.RATE_MISSING]
    assert "capitation/national_average_rate.toml" in found[0].sentence.nb
