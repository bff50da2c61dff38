"""The plans and indicators that come along."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.cases.plan_plain import plan_as_plain
from hjemmel.cases.plans import (
    indicator_definition,
    indicator_definitions,
    load_plan,
    plan_examples,
)
from hjemmel.domain.measure import CostKind, MeasureStatus
from hjemmel.domain.plan import DecisionPart
from hjemmel.domain.plan_indicator import ValueOrigin
from hjemmel.domain.plan_sums import sums_of
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.money import Money

DAY = date(2024, 6, 1)


def test_two_plans_come_along() -> None:
    assert plan_examples() == ("bergen-2024", "trondheim-2024")
    with pytest.raises(UnknownIdError, match="bergen-2024, trondheim-2024"):
        load_plan("oslo-2024")


def test_trondheims_plan_has_26_measures_and_its_printed_sums() -> None:
    plan = load_plan("trondheim-2024")
    sums = sums_of(plan, DAY)
    assert [measure.number for measure in plan.measures] == list(range(1, 27))
    assert (sums.costed, sums.within_budget, sums.to_be_studied, sums.unstated) == (13, 7, 6, 0)
    by_area = {area.code: area for area in sums.by_area}
    assert {
        code: (area.measures, int(area.stated.in_kroner)) for code, area in by_area.items()
    } == {
        "RB": (15, 9_850_000),
        "OS": (3, 0),
        "KK": (7, 7_975_000),
        "IU": (1, 0),
    }
    printed = dict(plan.printed_sums)
    assert sums.stated == printed[""] == Money.kroner(17_825_000)
    assert by_area["RB"].stated == printed["RB"]
    assert by_area["KK"].stated == printed["KK"]


def test_measure_22_stands_as_printed_and_says_what_it_could_be() -> None:
    plan = load_plan("trondheim-2024")
    measure = plan.measure(22)
    assert measure.cost.amount == Money.kroner(75_000)
    assert measure.note is not None
    assert "750 000" in measure.note.nb
    sums = sums_of(plan, DAY)
    assert sums.stated + Money.kroner(675_000) == Money.kroner(18_500_000)
    assert any("18 500 000" in note.nb for note in plan.notes)


def test_only_the_new_centre_is_a_one_off() -> None:
    plan = load_plan("trondheim-2024")
    once = [measure for measure in plan.measures if measure.cost.kind is CostKind.ONCE]
    assert [measure.number for measure in once] == [3]
    assert sums_of(plan, DAY).stated - once[0].cost.whole == Money.kroner(15_825_000)


def test_bergens_strategy_has_its_measures_under_its_headings() -> None:
    plan = load_plan("bergen-2024")
    labels = {area.code: [] for area in plan.focus_areas}  # type: dict[str, list[str]]
    for measure in plan.measures:
        labels[measure.focus_area].append(measure.label)
    assert {code: len(under) for code, under in labels.items()} == {
        "2.3": 10,
        "8.1": 4,
        "8.2": 5,
        "8.3": 1,
        "8.4": 3,
        "8.5": 2,
        "8.6": 1,
        "V": 1,
    }
    assert [measure.label for measure in plan.measures] == [f"B{n}" for n in range(1, 28)]
    assert plan.measure(1).status is MeasureStatus.IN_PROGRESS
    assert plan.measure(11).status is MeasureStatus.NOT_STARTED


def test_bergens_council_added_to_section_2_3_and_remarked_on_8_1_1() -> None:
    decision = load_plan("bergen-2024").decisions[-1]
    assert (decision.day, decision.case_number) == (date(2024, 5, 8), "149/24")
    assert [(line.part, line.concerns) for line in decision.lines] == [
        (DecisionPart.ADOPTION, ""),
        (DecisionPart.ADDITION, "2.3"),
        (DecisionPart.REMARK, "8.1.1"),
    ]


def test_every_measure_says_where_it_stands_and_names_an_indicator_there_is() -> None:
    known = {definition.id for definition in indicator_definitions()}
    for name in plan_examples():
        for measure in load_plan(name).measures:
            assert measure.place
            assert measure.text
            assert measure.indicator in known | {""}


def test_there_are_31_indicators_each_with_source_target_and_frequency() -> None:
    definitions = indicator_definitions()
    assert [one.id for one in definitions] == [f"I{number:02}" for number in range(1, 32)]
    for one in definitions:
        assert one.places
        assert one.target.words.nb
        assert one.target.words.en
        assert one.source.nb
    assert str(indicator_definition("I01").target.level) == "0.05"
    computed = [one.id for one in definitions if one.origin is ValueOrigin.COMPUTED]
    assert {"I01", "I02", "I03", "I04", "I05", "I07", "I09", "I13", "I14", "I21", "I31"} <= set(
        computed
    )
    with pytest.raises(UnknownIdError):
        indicator_definition("I32")


def test_a_plan_is_plain_data_in_either_language() -> None:
    plain = plan_as_plain(load_plan("trondheim-2024"), DAY, "en")
    assert plain["sum"] == {"oere": 1_782_500_000, "kroner": 17_825_000}
    assert plain["status_name"] == "adopted"
    measures = plain["measures"]
    assert isinstance(measures, list)
    assert measures[2]["cost"]["kind_name"] == "one-off"
