"""The need for GPs: three methods, their bands, and the path there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from hjemmel import __version__
from hjemmel.engines.coverage import demand, hours, list_length
from hjemmel.engines.coverage.inputs import NeedInputs
from hjemmel.engines.coverage.list_length import with_reserve
from hjemmel.engines.coverage.methods import side_by_side
from hjemmel.engines.coverage.path import (
    PathInputs,
    Paths,
    expected_leavers,
    recruit,
    simulate,
)
from hjemmel.engines.coverage.results import DistrictPath, NeedResult, PathYear
from hjemmel.engines.coverage.sensitivity import (
    FACTORS,
    Array,
    Band,
    Influence,
    band_edges,
    draw_factors,
    half_widths,
    one_at_a_time,
)
from hjemmel.engines.coverage.waiting_reserve import run_waiting_reserve
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import ceil_exact
from hjemmel.kernel.text import Text
from hjemmel.law import Finding, LawAt, Receipt
from hjemmel.rules.list_limits import ceiling_is_allowed

Factors = Mapping[str, Array]


def run(inputs: NeedInputs, law: LawAt) -> NeedResult:
    """Compute the need for GPs.

    Args:
        inputs: Assumptions of one municipality.
        law: The law on the day of the calculation, with the municipality's local choices.

    Raises:
        InputError: The planned mean list is above the highest ceiling that the regulation allows.
        MissingDataError: A parameter has no value on that day.
    """
    finding = _refuse_unlawful_list(inputs, law)
    reserve = reserve_share(inputs, law)
    leavers = leavers_by_year(inputs, law)
    leavers_per_year = float(leavers[: inputs.years].mean())
    widths = half_widths(law)
    factors = draw_factors(widths, inputs.draws, inputs.seed)

    need = list_length.need(float(inputs.population_target), float(inputs.guests), inputs.mean_list)
    by_need = list_length.target_by_need(need, reserve)
    by_capacity = list_length.target_by_capacity(need, reserve)
    target = ceil_exact(by_capacity if inputs.reserve_of == "capacity" else by_need)
    persons = inputs.population_target + inputs.guests
    hours_need = hours.run_hours(persons, inputs.gps_today, hours_assumptions(law))
    demand_need = _demand(inputs, law)
    path_inputs = _path_inputs(inputs, reserve, leavers)
    paths = simulate(path_inputs, _still(1))
    drawn = simulate(path_inputs, factors)

    return NeedResult(
        inputs=inputs,
        as_of=inputs.gps_as_of,
        persons=persons,
        need=need,
        target=target,
        target_by_need=ceil_exact(by_need),
        target_by_capacity_share=ceil_exact(by_capacity),
        free_share_of_capacity=1 - need / by_need,
        reserve_share=reserve,
        leavers_per_year=leavers_per_year,
        recruits=list_length.recruits(target, inputs.gps_today, leavers_per_year, inputs.years),
        methods=side_by_side(inputs, reserve, need, hours_need, demand_need, factors),
        hours=hours_need,
        demand=demand_need,
        corrected_list_length=_corrected(inputs, law),
        waiting_reserve=run_waiting_reserve(inputs.waiting_reserve)
        if inputs.waiting_reserve
        else None,
        influences=_influences(inputs, reserve, widths),
        path=_whole(inputs, path_inputs.aim, paths, drawn),
        district_paths=_per_district(inputs, paths, drawn),
        findings=(finding,),
        receipt=Receipt.issue(inputs, law, code_version=__version__, seed=inputs.seed),
    )


def _influences(
    inputs: NeedInputs, reserve: float, widths: Mapping[str, float]
) -> tuple[Influence, ...]:
    """What each assumption of the list-length method does alone to the target before rounding."""

    def answer(moved: Mapping[str, float]) -> float:
        need = list_length.need(
            inputs.population_target * moved["population"],
            inputs.guests * moved["guests"],
            inputs.mean_list * moved["mean_list"],
        )
        return with_reserve(need, reserve, inputs.reserve_of == "capacity")

    return one_at_a_time(answer, widths, ("population", "guests", "mean_list"))


def reserve_share(inputs: NeedInputs, law: LawAt) -> float:
    """Return the free capacity wanted: the planner's own, else the municipality's target."""
    if inputs.reserve_share is not None:
        return float(inputs.reserve_share)
    return float(law.number("gp_list.free_capacity_target"))


def leavers_by_year(inputs: NeedInputs, law: LawAt) -> Array:
    """Return expected leavers per year, shape (``span_years``,).

    Raises:
        InputError: Neither leavers per year nor the doctors' ages are given.
    """
    length = span_years(inputs)
    if inputs.leavers_per_year is not None:
        return np.full(length, float(inputs.leavers_per_year))
    if not inputs.doctor_ages:
        raise InputError(
            Text(
                "Avgang per år mangler, og legenes alder er ikke kjent.",
                "Leavers a year is missing, and the doctors' ages are not known.",
            ),
            where="leavers_per_year",
            remedy=Text("Oppgi avgang per år.", "Give the leavers a year."),
            field="leavers_per_year",
        )
    return expected_leavers(
        inputs.doctor_ages,
        law.table("planning.leaving_rates"),
        length,
        new_gp_age=law.integer("planning.new_gp_age"),
    )


def span_years(inputs: NeedInputs) -> int:
    """Return the years to simulate: the horizon shown, the plan, and the way to the target year."""
    return max(inputs.horizon, inputs.years, inputs.target_year - inputs.gps_as_of.year)


def hours_assumptions(law: LawAt) -> hours.HoursAssumptions:
    """Read how a GP's working time is used."""
    side_share = float(law.number("planning.side_task_share"))
    return hours.HoursAssumptions(
        normal_week_hours=float(law.number("planning.normal_week_hours")),
        normal_list=float(law.number("planning.normal_hours_list")),
        side_task_hours=side_share * float(law.number("side_tasks.max_hours_per_week")),
        legevakt_hours=float(law.number("planning.legevakt_hours_per_gp_week")),
        alis_share=float(law.number("planning.alis_share_of_gps")),
        training_share=float(law.number("planning.alis_training_share")),
        supervision_share=float(law.number("planning.supervision_share_per_alis")),
        working_weeks=float(law.number("planning.working_weeks_per_year")),
    )


def _refuse_unlawful_list(inputs: NeedInputs, law: LawAt) -> Finding:
    finding = ceiling_is_allowed(math.ceil(inputs.mean_list), law=law)
    if not finding.is_met:
        place = finding.citations[0].as_text()
        raise InputError(
            finding.sentence,
            where="mean_list",
            remedy=Text(
                f"Velg en kortere liste; grensen står i {place.nb}.",
                f"Choose a shorter list; the limit stands in {place.en}.",
            ),
            field="mean_list",
        )
    return finding


def _demand(inputs: NeedInputs, law: LawAt) -> demand.DemandNeed | None:
    if inputs.groups is None:
        return None
    rates = demand.rates_by_age_and_sex(
        law.table("planning.consultation_rates"), law.table("planning.consultation_rates_by_sex")
    )
    reference = demand.reference_population(law.table("planning.national_population"))
    return demand.run_demand(demand.as_array(inputs.groups), reference, rates)


def _corrected(inputs: NeedInputs, law: LawAt) -> float | None:
    if inputs.listed is None or inputs.municipal_fte is None or inputs.vacant_lists is None:
        return None
    return hours.corrected_list_length(
        inputs.listed,
        inputs.municipal_fte,
        inputs.lists or inputs.gps_today,
        inputs.vacant_lists,
        persons_per_fte=float(law.number("planning.persons_per_fte")),
    )


def _still(draws: int) -> dict[str, Array]:
    return {name: np.ones(draws) for name in FACTORS}


def _path_inputs(inputs: NeedInputs, reserve: float, leavers: Array) -> PathInputs:
    if inputs.districts:
        population = np.array([d.population for d in inputs.districts], dtype=np.float64)
        gps = np.array([d.gps for d in inputs.districts], dtype=np.float64)
        population *= inputs.population_today / population.sum()
        gps *= inputs.gps_today / max(gps.sum(), 1.0)
    else:
        population = np.array([float(inputs.population_today)])
        gps = np.array([float(inputs.gps_today)])
    return PathInputs(
        population_today=population,
        population_target=float(inputs.population_target),
        years_to_target=inputs.target_year - inputs.gps_as_of.year,
        years=inputs.years,
        horizon=span_years(inputs),
        guests=float(inputs.guests),
        mean_list_today=inputs.mean_list_today or inputs.mean_list,
        mean_list=inputs.mean_list,
        reserve_share=reserve,
        reserve_of_capacity=inputs.reserve_of == "capacity",
        gps=gps,
        leavers=leavers,
    )


def _whole(inputs: NeedInputs, aim: int, paths: Paths, drawn: Paths) -> tuple[PathYear, ...]:
    """The whole as the sum of the districts, but with doctors free to go where they are needed."""
    whole = Paths(*(getattr(paths, name).sum(axis=1, keepdims=True) for name in _PATH_FIELDS))
    start = np.array([float(inputs.gps_today)])
    gps, recruits = recruit(start, whole.target, whole.leavers, years=inputs.years, aim=aim)
    free = replace(whole, gps=gps, recruits=recruits)
    low, high = band_edges(drawn.target.sum(axis=1))
    return tuple(
        _year(inputs, free, 0, step, Band(float(low[step]), float(high[step])))
        for step in range(inputs.horizon + 1)
    )


_PATH_FIELDS = ("population", "target", "gps", "recruits", "leavers")


def _year(
    inputs: NeedInputs,
    paths: Paths,
    district: int,
    step: int,
    edges: Band,
) -> PathYear:
    return PathYear(
        year=inputs.gps_as_of.year + step,
        population=float(paths.population[0, district, step]),
        target=float(paths.target[0, district, step]),
        target_band=edges,
        gps=float(paths.gps[0, district, step]),
        recruits=float(paths.recruits[0, district, step]),
        leavers=float(paths.leavers[0, district, step]),
    )


def _per_district(inputs: NeedInputs, paths: Paths, drawn: Paths) -> tuple[DistrictPath, ...]:
    low, high = band_edges(drawn.target)
    return tuple(
        DistrictPath(
            number=district.number,
            name=district.name,
            years=tuple(
                _year(
                    inputs,
                    paths,
                    index,
                    step,
                    Band(float(low[index, step]), float(high[index, step])),
                )
                for step in range(inputs.horizon + 1)
            ),
        )
        for index, district in enumerate(inputs.districts)
    )
