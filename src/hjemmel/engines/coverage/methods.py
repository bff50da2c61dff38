"""The three methods side by side, each with its band and the reason why it differs."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.engines.coverage.demand import DemandNeed
from hjemmel.engines.coverage.hours import HoursNeed
from hjemmel.engines.coverage.inputs import NeedInputs
from hjemmel.engines.coverage.list_length import with_reserve
from hjemmel.engines.coverage.results import MethodId, MethodResult
from hjemmel.engines.coverage.sensitivity import Array, band
from hjemmel.kernel.numbers import ceil_exact
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text

TITLES = {
    "list_length": Text("Listelengde", "List length"),
    "hours": Text("Timer", "Hours"),
    "demand": Text("Etterspørsel", "Demand"),
}


def side_by_side(
    inputs: NeedInputs,
    reserve: float,
    need: float,
    hours: HoursNeed,
    demand: DemandNeed | None,
    factors: Mapping[str, Array],
) -> tuple[MethodResult, ...]:
    """Return the three methods with the same reserve, so that they can be compared."""
    persons = inputs.population_target * factors["population"] + inputs.guests * factors["guests"]
    lists = persons / (inputs.mean_list * factors["mean_list"])
    work = persons / hours_list(hours, inputs) * factors["hours_per_person"]
    index = inputs.demand_index
    if index is None and demand is not None:
        index = demand.index
    weighed = None if index is None else lists * index * factors["consultation_rate"]
    of_capacity = inputs.reserve_of == "capacity"

    def result(method: MethodId, point: float, draws: Array, why: Text) -> MethodResult:
        return MethodResult(
            method=method,
            title=TITLES[method],
            need=point,
            target=ceil_exact(with_reserve(point, reserve, of_capacity)),
            band=band(with_reserve(draws, reserve, of_capacity)),
            why=why,
        )

    return (
        result(
            "list_length",
            need,
            lists,
            Text(
                f"Legger planlagt liste på {n(inputs.mean_list)} til grunn, uansett hvor mye arbeid den gir.",
                f"Takes the planned list of {n(inputs.mean_list, 'en')} as given, whatever work it brings.",
            ),
        ),
        result(
            "hours",
            hours.gps_for_lists,
            work,
            Text(
                f"En vanlig arbeidsuke rekker til {n(hours_list(hours, inputs))} på lista, ikke "
                f"{n(inputs.mean_list)}. Kommer andre oppgaver i tillegg, blir det {n(hours.gps_with_other_tasks)} leger.",
                f"A normal week is enough for a list of {n(hours_list(hours, inputs), 'en')}, not "
                f"{n(inputs.mean_list, 'en')}. With other tasks on top it takes {n(hours.gps_with_other_tasks, 'en')} GPs.",
            ),
        ),
        _unknown_demand()
        if index is None or weighed is None
        else result(
            "demand",
            need * index,
            weighed,
            _why_demand(index, given=inputs.demand_index is not None),
        ),
    )


def hours_list(hours: HoursNeed, inputs: NeedInputs) -> float:
    """Return the list that fills a normal week, persons."""
    return (inputs.population_target + inputs.guests) / hours.gps_for_lists


def _why_demand(index: float, *, given: bool) -> Text:
    if given:
        return Text(
            f"Behovsindeksen som er oppgitt, {n(index, decimals=2)}, er lagt til grunn.",
            f"The demand index given, {n(index, 'en', decimals=2)}, is taken as it is.",
        )
    percent = (index - 1) * 100
    more_nb, more_en = ("flere", "more") if percent >= 0 else ("færre", "fewer")
    return Text(
        f"Innbyggernes alder og kjønn gir {n(abs(percent), decimals=1)} % {more_nb} konsultasjoner enn landet.",
        f"The residents' age and sex give {n(abs(percent), 'en', decimals=1)}% {more_en} consultations than the nation's.",
    )


def _unknown_demand() -> MethodResult:
    return MethodResult(
        method="demand",
        title=TITLES["demand"],
        need=None,
        target=None,
        band=None,
        why=Text(
            "Befolkningen etter alder og kjønn står ikke i kilden.",
            "The source does not give the population by age and sex.",
        ),
        remedy=Text(
            "Oppgi en behovsindeks (1 = som landet), eller velg en syntetisk kommune.",
            "Give a demand index (1 = like the nation), or choose a synthetic municipality.",
        ),
    )
