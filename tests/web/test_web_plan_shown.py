"""What the pages of a plan say: who is late, what the money comes to, and a promise beside what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hjemmel.domain.indicator_light import Light
from hjemmel.domain.measure import (
    Cost,
    CostKind,
    Measure,
    MeasureStatus,
    Payer,
    StatusChange,
)
from hjemmel.domain.plan import BudgetLine, FocusArea, Plan
from hjemmel.domain.plan_indicator import (
    Direction,
    FollowedIndicator,
    Frequency,
    IndicatorDefinition,
    IndicatorTarget,
    IndicatorUnit,
    IndicatorValue,
    ValueOrigin,
)
from hjemmel.domain.plan_sums import sums_of
from hjemmel.domain.prediction import Prediction, Verdict
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.web.plan.attention import calls_of
from hjemmel.web.plan.effects import effects_of
from hjemmel.web.plan.money import (
    heading_of,
    kinds_of,
    money_of_measure,
    set_aside_of,
    total,
    years_of,
)
from hjemmel.web.plan.shown import MeasureRow, answer_of, is_late, standing_of
from hjemmel.web.plan.tiles import chart_of, counts_of, target_words, tile_of
from hjemmel.web.plan.tiles import heading_of as heading_of_tiles

TODAY = date(2026, 1, 15)


def same(text: str) -> Text:
    return Text(text, text)


def measure(number: int, status: MeasureStatus | None = None, **given: object) -> Measure:
    changes = () if status is None else (StatusChange(status, date(2025, 1, 1), "Fordi."),)
    base = Measure(number=number, title=same(f"tiltak {number}"), owner="ELLS", statuses=changes)
    return replace(base, **given)  # type: ignore[arg-type]


MEASURES = (
    measure(1, MeasureStatus.DONE, deadline=date(2025, 6, 1)),
    measure(2, MeasureStatus.IN_PROGRESS, deadline=date(2026, 1, 14), focus_area="A"),
    measure(3, MeasureStatus.IN_PROGRESS, deadline=date(2026, 1, 15), focus_area="A"),
    measure(4, MeasureStatus.DELAYED),
    measure(5, owner=""),
    measure(6, MeasureStatus.STOPPED, deadline=date(2025, 6, 1)),
)
PLAN = Plan(
    id="prove-2025",
    municipality="5001",
    municipality_name="Prøve",
    title=same("Plan"),
    period=Period(date(2025, 1, 1), date(2027, 1, 1)),
    focus_areas=(FocusArea("A", same("Område A")),),
    measures=MEASURES,
    key="1",
)


def rows(plan: Plan) -> list[MeasureRow]:
    return [
        MeasureRow(m, same("A"), is_late(m, TODAY), m.is_late(TODAY), f"/{m.number}")
        for m in plan.measures
    ]


def indicator(
    *values: tuple[date, str | None], unit: IndicatorUnit = IndicatorUnit.SHARE
) -> FollowedIndicator:
    target = IndicatorTarget(Direction.AT_LEAST, Decimal("0.05"), Decimal("0.02"))
    definition = IndicatorDefinition(
        id="I01",
        title=Text("Ledige plasser", "Free places"),
        definition=same("d"),
        formula=same("f"),
        unit=unit,
        source=same("s"),
        target=target,
        frequency=Frequency.TERTIAL,
        origin=ValueOrigin.ENTERED,
    )
    found = tuple(
        IndicatorValue(
            as_of=day,
            value=None if value is None else Decimal(value),
            origin=ValueOrigin.ENTERED,
            source=same("prøve"),
        )
        for day, value in values
    )
    return FollowedIndicator(definition, found)


def test_each_measure_is_counted_once_and_the_deadline_itself_is_not_late() -> None:
    standing = standing_of(PLAN, TODAY)
    assert (standing.done, standing.under_way, standing.late) == (1, 1, 2)
    assert (standing.not_begun, standing.stopped, standing.all) == (1, 1, len(MEASURES))


def test_answer_says_done_and_late_in_words() -> None:
    answer = answer_of(PLAN, TODAY)
    assert answer.heading == Text(
        "1 av 6 tiltak er gjennomført, 2 er forsinket", "1 of 6 measures are done, 2 are late"
    )
    assert answer.measures.nb == (
        "Av tiltakene er 1 gjennomført, 1 i gang, 2 forsinket, 1 ikke startet, 1 stoppet."
    )
    assert answer.money.nb == "Ingen tiltak har et beløp."
    alone = replace(PLAN, measures=MEASURES[:1])
    assert answer_of(alone, TODAY).heading.nb == "Alle 1 tiltak er gjennomført"
    assert answer_of(replace(PLAN, measures=()), TODAY).heading.nb == "Planen har ingen tiltak ennå"


def test_what_is_late_comes_before_what_is_off_target_and_what_has_no_owner() -> None:
    red = tile_of(indicator((date(2025, 12, 31), "0.01")), TODAY, "/I01")
    calls = calls_of(PLAN, rows(PLAN), [red], TODAY)
    assert [(call.url, call.why.nb) for call in calls] == [
        ("/2", "skulle vært ferdig 14.01.2026."),
        ("/4", "er meldt forsinket."),
        ("/I01", "er ikke på mål."),
        ("/1", "har verken ventet virkning eller en begrunnelse for hvorfor ikke."),
        ("/5", "har ingen ansvarlig."),
    ]


def test_indicator_that_lacks_its_next_value_calls_for_attention() -> None:
    due = tile_of(indicator((date(2025, 8, 31), "0.06")), TODAY, "/I01")
    assert [call.why.nb for call in calls_of(PLAN, [], [due], TODAY)] == ["mangler en ny verdi."]
    fresh = tile_of(indicator((date(2025, 12, 31), "0.06")), TODAY, "/I01")
    assert calls_of(PLAN, [], [fresh], TODAY) == ()


def costed() -> Plan:
    kroner = Money.kroner
    return replace(
        PLAN,
        measures=(
            measure(1, cost=Cost(CostKind.ONCE, kroner(100_000), (2025,))),
            measure(2, cost=Cost(CostKind.YEARLY, kroner(50_000), (2025, 2026))),
            measure(3, cost=Cost(CostKind.YEARLY, kroner(30_000), (2026,)), payer=Payer.STATE),
            measure(4, cost=Cost(CostKind.STATED, kroner(7_000))),
            measure(5, cost=Cost(CostKind.WITHIN_BUDGET)),
        ),
        budget=(
            BudgetLine(2025, Payer.MUNICIPALITY, kroner(120_000), 2),
            BudgetLine(2026, Payer.STATE, kroner(30_000), 3),
        ),
    )


def test_years_and_payers_come_to_the_sum_of_the_plan() -> None:
    plan = costed()
    sums = sums_of(plan, TODAY)
    years, whole = years_of(plan, sums)
    kroner = Money.kroner
    assert [(y.year, y.by_payer, y.set_aside) for y in years] == [
        (2025, (kroner(150_000), Money(0)), kroner(120_000)),
        (2026, (kroner(50_000), kroner(30_000)), kroner(30_000)),
        (None, (kroner(7_000), Money(0)), Money(0)),
    ]
    assert whole.needed == sums.whole == kroner(237_000)
    assert whole.missing == total(year.missing for year in years) == kroner(87_000)
    assert total(kind.stated for kind in kinds_of(plan)) == sums.stated == kroner(187_000)
    assert heading_of(plan, sums).nb.replace("\xa0", " ") == "kr 87 000 av kr 237 000 mangler i budsjettet"  # fmt: skip


def test_what_is_set_aside_stands_by_year_and_payer() -> None:
    payers, lines, whole = set_aside_of(costed())
    kroner = Money.kroner
    assert payers == (Payer.MUNICIPALITY, Payer.STATE)
    assert [(line.year, line.by_payer) for line in lines] == [
        (2025, (kroner(120_000), Money(0))),
        (2026, (Money(0), kroner(30_000))),
    ]
    assert whole.set_aside == kroner(150_000)


def test_money_of_a_measure_stands_by_year_and_payer() -> None:
    plan = costed()
    lines, whole = money_of_measure(plan, plan.measures[1])
    assert [(line.year, line.needed.in_kroner, line.set_aside.in_kroner) for line in lines] == [
        (2025, 50_000, 120_000),
        (2026, 50_000, 0),
    ]
    assert whole is not None
    assert (whole.needed.in_kroner, whole.set_aside.in_kroner) == (100_000, 120_000)
    assert money_of_measure(plan, plan.measures[4]) == ((), None)


@pytest.mark.parametrize(
    ("aside", "said"),
    [
        (0, "kr 237 000 trengs, og ingenting er satt av"),
        (237_000, "Alt som trengs, er satt av"),
    ],
)
def test_heading_of_the_budget_says_what_is_missing(aside: int, said: str) -> None:
    lines = (BudgetLine(2025, Payer.MUNICIPALITY, Money.kroner(aside)),) if aside else ()
    plan = replace(costed(), budget=lines)
    assert heading_of(plan, sums_of(plan, TODAY)).nb.replace("\xa0", " ") == said


PROMISE = Prediction(
    measure=2,
    indicator="I01",
    baseline=Decimal("0.01"),
    from_day=date(2025, 1, 1),
    expected=Decimal("0.05"),
    by=date(2026, 8, 31),
    low=Decimal("0.04"),
    high=Decimal("0.06"),
)


def test_promise_stands_beside_what_happened_tertial_by_tertial() -> None:
    found = indicator((date(2025, 4, 30), "0.018"), (date(2025, 8, 31), "0.012"))
    plan = replace(PLAN, indicators=(found,), predictions=(PROMISE,))
    (effect,) = effects_of(plan, 2, TODAY, "nb")
    assert [str(line.tertial) for line in effect.lines] == [
        "2025-T1", "2025-T2", "2025-T3", "2026-T1", "2026-T2",
    ]  # fmt: skip
    assert [line.verdict for line in effect.lines] == [
        Verdict.AS_PREDICTED, Verdict.LESS, Verdict.UNKNOWN, None, None,
    ]  # fmt: skip
    assert [line.kind for line in effect.lines] == ["kept", "broken", "open", "open", "open"]
    assert effect.lines[-1].expected == Decimal("0.05")
    assert "Ventet: ledige plasser fra 1,0 % til 5,0 % innen 31.08.2026." in effect.sentence.nb.replace("\xa0", " ")  # fmt: skip
    assert 'aria-label="Ledige plasser: lovet og målt. 1. 2025: 1,8; 2. 2025: 1,2.' not in effect.chart  # fmt: skip
    assert "1. 2025: lovet 1,8, målt 1,8; 2. 2025: lovet 2,6, målt 1,2." in effect.chart
    assert effects_of(plan, 1, TODAY, "nb") == ()


def test_promise_that_cannot_be_measured_yet_says_when_it_will_be() -> None:
    plan = replace(PLAN, indicators=(indicator(),), predictions=(PROMISE,))
    (effect,) = effects_of(plan, 2, date(2025, 2, 1), "nb")
    assert "Måles første gang etter 1. tertial 2025." in effect.sentence.nb
    assert "Ingenting er målt ennå" in effect.chart


def test_tile_has_value_target_light_and_what_is_due() -> None:
    tile = tile_of(
        indicator((date(2025, 4, 30), "0.03"), (date(2025, 8, 31), "0.06")), TODAY, "/I01"
    )
    assert (tile.value, tile.day) == (Decimal("0.06"), date(2025, 8, 31))
    assert tile.reading.light is Light.GREEN
    assert tile.reading.overdue
    assert tile.series == (0.03, 0.06)
    assert target_words(tile.indicator).en == "Target: at least 5.0%."
    empty = tile_of(indicator(), TODAY, "/I01")
    assert (empty.value, empty.day, empty.reading.light) == (None, None, Light.UNKNOWN)
    heading, lead = heading_of_tiles([tile, empty])
    assert heading.nb == "1 av 1 indikatorer er på mål"
    assert lead.nb == "Planen følger 2. 1 har ingen verdi ennå, 2 venter på en ny."
    assert [(value, count) for value, _, count in counts_of([tile, empty])] == [
        ("", 2), ("green", 1), ("unknown", 1),
    ]  # fmt: skip


def test_history_is_drawn_from_the_second_value_on_and_in_per_cent() -> None:
    one = tile_of(indicator((date(2025, 4, 30), "0.03")), TODAY, "/")
    assert chart_of(one, "nb") is None
    two = tile_of(indicator((date(2025, 4, 30), "0.03"), (date(2025, 8, 31), "0.06")), TODAY, "/")
    chart = chart_of(two, "nb")
    assert chart is not None
    assert "Fra 3,0 (30.04.2025) til 6,0 (31.08.2025)." in chart
    assert "style=" not in chart
