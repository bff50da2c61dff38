"""The need: worked figures, sensitivity, wrong inputs and what a link repeats."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hjemmel.cases.published import load_case
from hjemmel.domain.population import AGE_BANDS, AgeSexCounts
from hjemmel.engines.coverage import (
    NeedInputs,
    NeedResult,
    check,
    demand,
    explain,
    hours,
    run,
    run_coverage,
)
from hjemmel.engines.coverage.assumptions import assume, national_growth
from hjemmel.engines.coverage.sensitivity import FACTORS, band, draw_factors
from hjemmel.kernel.errors import InputError, MissingDataError
from hjemmel.law import LawAt, Outcome, load_law


def bergen_law() -> LawAt:
    return LawAt(date(2023, 12, 31), "4601", book=load_law())


def bergen(**changes: object) -> NeedResult:
    law = bergen_law()
    return run(assume(load_case("bergen-2023"), law, changes), law)


def inputs(**changes: object) -> NeedInputs:
    values: dict[str, object] = {
        "municipality": "4601",
        "name": "Prøve",
        "population_today": 100_000,
        "population_target": 105_000,
        "target_year": 2028,
        "guests": 0,
        "mean_list": 1_000,
        "gps_today": 100,
        "gps_as_of": date(2023, 12, 31),
        "years": 5,
        "leavers_per_year": 4,
    }
    return NeedInputs(**{**values, **changes})  # type: ignore[arg-type]


def test_bergen_needs_280_with_reserve_294_or_295_and_recruits_88() -> None:
    result = bergen()
    assert result.need == 280.0
    assert (result.target, result.target_by_capacity_share) == (294, 295)
    assert result.recruits == 88
    assert round(result.free_share_of_capacity, 4) == 0.0476


def test_the_number_beside_it_in_the_document_gives_85_recruits() -> None:
    assert bergen(gps_today=259).recruits == 85


def test_the_reserve_of_the_capacity_becomes_the_target_when_asked_for() -> None:
    result = bergen(reserve_of="capacity")
    assert result.target == 295
    assert result.recruits == 89


def test_a_normal_week_takes_411_doctors_and_432_with_reserve() -> None:
    method = bergen().methods[1]
    assert method.need is not None
    assert round(method.need, 2) == 410.67
    assert method.target == 432


def test_the_demand_is_unknown_without_age_and_sex_and_computed_with_an_index() -> None:
    unknown = bergen().methods[2]
    assert unknown.need is None
    assert unknown.remedy is not None
    known = bergen(demand_index=1.1).methods[2]
    assert known.need == pytest.approx(308.0)


def test_the_nation_has_demand_index_one() -> None:
    law = bergen_law()
    reference = demand.reference_population(law.table("planning.national_population"))
    groups = AgeSexCounts(
        male=tuple(int(n) for n in reference[0]), female=tuple(int(n) for n in reference[1])
    )
    result = run(inputs(groups=groups), law)
    assert result.demand is not None
    assert result.demand.index == pytest.approx(1.0)


def test_older_residents_and_women_need_more() -> None:
    law = bergen_law()
    rates = demand.rates_by_age_and_sex(
        law.table("planning.consultation_rates"), law.table("planning.consultation_rates_by_sex")
    )
    assert rates.shape == (2, len(AGE_BANDS))
    assert (rates[1] > rates[0]).all()
    young = [0] * 9
    old = [0] * 9
    young[1], old[7] = 1_000, 1_000
    reference = demand.reference_population(law.table("planning.national_population"))
    indices = [
        demand.run_demand(np.array([row, row], dtype=float), reference, rates).index
        for row in (young, old)
    ]
    assert indices[0] < 1 < indices[1]


def test_the_corrected_list_length_follows_statistics_norway() -> None:
    result = run(inputs(listed=100_000, municipal_fte=10, lists=102, vacant_lists=2), bergen_law())
    assert result.corrected_list_length == pytest.approx(1_150.0)


def test_wisn_is_one_when_the_doctors_are_as_many_as_the_hours_need() -> None:
    ratio, difference = hours.wisn(300, 300)
    assert (ratio, difference) == (1.0, 0.0)
    assert hours.category_factor(0.2) == pytest.approx(1.25)


def test_the_path_reaches_the_headline_in_the_last_plan_year() -> None:
    result = bergen(horizon=25)
    assert len(result.path) == 26
    assert result.path[5].year == 2028
    assert result.path[5].gps == pytest.approx(294.0)
    assert sum(year.recruits for year in result.path[1:6]) == pytest.approx(88.0)


def test_a_district_with_more_doctors_than_it_needs_recruits_fewer() -> None:
    result = bergen()
    by_name = {path.name: path for path in result.district_paths}
    assert len(by_name) == 8
    recruits = {name: path.years[1].recruits for name, path in by_name.items()}
    assert recruits["Bergenhus"] == 0
    assert recruits["Laksevåg"] > recruits["Arna"]


def test_the_population_of_the_districts_adds_up_to_the_whole() -> None:
    result = bergen()
    for step, year in enumerate(result.path):
        parts = sum(path.years[step].population for path in result.district_paths)
        assert parts == pytest.approx(year.population)


def test_every_check_holds_for_the_published_case() -> None:
    assert {finding.outcome for finding in check(bergen())} == {Outcome.MET}


def test_the_steps_put_the_numbers_in() -> None:
    formulas = [step.formula.nb.replace("\u00a0", " ") for step in explain(bergen())]
    assert formulas == [
        "(298 000 + 10 000) ÷ 1 100",
        "280 × 1,05",
        "280 ÷ 0,95",
        "294 − 256 + 10 × 5",
    ]


def test_the_same_inputs_give_the_same_receipt_and_another_seed_another() -> None:
    assert bergen().receipt.id == bergen().receipt.id
    assert bergen(seed=1).receipt.id != bergen().receipt.id
    assert bergen(guests=9_999).receipt.id != bergen().receipt.id


def test_the_draws_keep_the_half_width_at_80_per_cent() -> None:
    widths = dict.fromkeys(FACTORS, 0.1)
    factors = draw_factors(widths, 4_096, seed=7)
    for values in factors.values():
        found = band(values)
        assert found.low == pytest.approx(0.9, abs=0.004)
        assert found.high == pytest.approx(1.1, abs=0.004)


def test_a_wider_assumption_matters_more() -> None:
    influences = bergen().influences
    assert [i.factor for i in influences] == ["mean_list", "population", "guests"]
    spans = [i.span for i in influences]
    assert spans == sorted(spans, reverse=True)


@settings(deadline=None, max_examples=60)
@given(
    population=st.integers(2_000, 700_000),
    guests=st.integers(-1_000, 20_000),
    mean_list=st.integers(300, 2_500),
    gps=st.integers(1, 600),
    reserve=st.floats(0, 0.3),
    years=st.integers(1, 12),
    leavers=st.floats(0, 1),
)
def test_every_check_holds_whatever_the_inputs(
    population: int,
    guests: int,
    mean_list: int,
    gps: int,
    reserve: float,
    years: int,
    leavers: float,
) -> None:
    given_inputs = inputs(
        population_today=population,
        population_target=population,
        guests=guests,
        mean_list=mean_list,
        gps_today=gps,
        reserve_share=reserve,
        years=years,
        horizon=12,
        leavers_per_year=leavers,
        draws=8,
    )
    result = run(given_inputs, bergen_law())
    held = {finding.reason: finding.is_met for finding in check(result)}
    needs_fewer = result.target < gps
    if needs_fewer:  # nobody is dismissed: the path may stay above the target
        held.pop("path_reaches_target")
    assert all(held.values()), held


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("population_target", 0),
        ("population_target", -5),
        ("population_today", 0),
        ("mean_list", -1_100),
        ("mean_list", 0),
        ("mean_list", 1.1),
        ("gps_today", 0),
        ("reserve_share", 0.9),
        ("reserve_share", -0.1),
        ("years", 0),
        ("years", 26),
        ("horizon", 26),
        ("draws", 0),
        ("leavers_per_year", -1),
        ("target_year", 2010),
        ("guests", -200_000),
        ("mean_list", float("nan")),
        ("population_target", float("nan")),
    ],
)
def test_a_value_outside_what_is_possible_names_its_field(field: str, value: float) -> None:
    with pytest.raises(InputError) as caught:
        inputs(**{field: value})
    assert caught.value.where == field


def test_a_list_above_the_ceiling_cites_the_regulation_of_the_day() -> None:
    with pytest.raises(InputError, match="§ 34"):
        bergen(mean_list=3_000)
    later = LawAt(date(2026, 6, 1), "4601", book=load_law())
    with pytest.raises(InputError, match="§ 10"):
        run(inputs(mean_list=2_501), later)


def test_leavers_are_asked_for_when_neither_number_nor_ages_are_known() -> None:
    with pytest.raises(InputError) as caught:
        run(inputs(leavers_per_year=None), bergen_law())
    assert caught.value.where == "leavers_per_year"


def test_a_municipality_without_a_target_must_give_one() -> None:
    nowhere = LawAt(date(2023, 12, 31), "0301", book=load_law())
    with pytest.raises(MissingDataError, match="free_capacity_target"):
        run(inputs(), nowhere)
    assert run(inputs(reserve_share=0.0), nowhere).target == 105


def test_trondheim_counts_15_000_places_and_says_what_the_other_methods_lack() -> None:
    law = LawAt(date(2024, 1, 1), "5001", book=load_law())
    picture = load_case("trondheim-2024")
    with pytest.raises(MissingDataError):
        assume(picture, law)
    result = run(assume(picture, law, {"population_target": 220_000}), law)
    assert result.waiting_reserve is not None
    assert result.waiting_reserve.places == 15_000
    assert (result.waiting_reserve.agreements_low, result.waiting_reserve.agreements_high) == (
        13,
        14,
    )


def test_growth_between_two_projected_years_is_a_straight_line() -> None:
    law = bergen_law()
    assert national_growth(law, 2024, 2024) == 1
    assert national_growth(law, 2024, 2030) == pytest.approx(5_749_712 / 5_550_203)


def test_a_municipality_without_residents_cannot_be_measured() -> None:
    picture = load_case("bergen-2023")
    empty = replace(picture, districts=tuple(replace(d, population=0) for d in picture.districts))
    with pytest.raises(MissingDataError, match="no residents"):
        run_coverage(empty, bergen_law())


def test_what_is_not_published_is_unknown_and_never_zero() -> None:
    result = run_coverage(load_case("bergen-2023"), bergen_law())
    assert result.total.free_places == 494
    assert all(row.free_places is None for row in result.districts)
    statuses = {promise.id: promise.status for promise in result.promises}
    assert statuses == {
        "gp_for_all": "kept",
        "free_place_everywhere": "unknown",
        "free_capacity": "broken",
        "gps_per_1000": "broken",
    }


def test_a_given_index_is_said_to_be_given() -> None:
    why = bergen(demand_index=1.2).methods[2].why
    assert "oppgitt" in why.nb
    assert "given" in why.en


def test_the_whole_path_recruits_like_one_district_of_its_size() -> None:
    whole = bergen()
    alone = run(
        replace(whole.inputs, districts=()),
        bergen_law(),
    )
    for one, other in zip(whole.path, alone.path, strict=True):
        assert one.gps == pytest.approx(other.gps)
        assert one.recruits == pytest.approx(other.recruits)


def test_a_capacity_just_short_of_its_target_lacks_at_least_one_place() -> None:
    picture = load_case("bergen-2023")
    figures = {
        **picture.figures,
        "list_places": replace(picture.figures["list_places"], value=333),
        "free_places": replace(picture.figures["free_places"], value=16),
    }
    result = run_coverage(replace(picture, figures=figures), bergen_law())
    promise = next(p for p in result.promises if p.id == "free_capacity")
    assert promise.status == "broken"
    assert "mangler 1" in promise.detail.nb


def test_the_measure_per_1000_cites_where_it_comes_from() -> None:
    result = run_coverage(load_case("bergen-2023"), bergen_law())
    finding = result.promises[3].finding
    assert finding is not None
    assert finding.citations
    assert finding.readings[0].parameter == "planning.norm_gps_per_1000"


def test_a_target_year_after_the_plan_is_reached_early() -> None:
    assert len(bergen(target_year=2040, population_target=330_000, horizon=3).path) == 4
    shorter = bergen(target_year=2040, population_target=330_000, horizon=10)
    assert shorter.path[5].gps == pytest.approx(shorter.need * 1.05)
    result = bergen(target_year=2040, population_target=330_000, horizon=20)
    assert result.path[5].gps == pytest.approx(result.need * 1.05)
    assert result.path[17].target == pytest.approx(result.need * 1.05)
    assert {finding.outcome for finding in check(result)} == {Outcome.MET}
