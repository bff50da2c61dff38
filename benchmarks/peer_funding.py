"""The peer: OpenFisca's engine with the same formula: capitation with a knee, or the base grant of short lists.

A list is OpenFisca's person entity; the variables are monthly, as the engine's own examples have them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.entities import build_entity  # type: ignore[import-untyped]
from openfisca_core.parameters import ParameterNode  # type: ignore[import-untyped]
from openfisca_core.periods import MONTH  # type: ignore[import-untyped]
from openfisca_core.simulations import SimulationBuilder  # type: ignore[import-untyped]
from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # type: ignore[import-untyped]
from openfisca_core.variables import Variable  # type: ignore[import-untyped]

Rates = dict[str, dict[str, float]]


def simulation(
    length: NDArray[np.int32],
    ceiling: NDArray[np.int32],
    age: NDArray[np.int32],
    months: tuple[str, ...],
    rates: Rates,
) -> Callable[[], NDArray[np.float64]]:
    """Return work that gives the kroner of each list and month, shape (lists, months).

    Args:
        length: Persons, shape (lists, months).
        ceiling: Ceilings, the same shape.
        age: Month of the agreement, the same shape.
        months: The months: ``2020-05``.
        rates: Values by parameter and first day.
    """
    entity = build_entity(
        key="list", plural="lists", label="A GP list", is_person=True, doc="A GP list"
    )
    system = TaxBenefitSystem([entity])
    system.parameters = ParameterNode(
        "",
        data={
            name: {"values": {day: {"value": value} for day, value in by_day.items()}}
            for name, by_day in rates.items()
        },
    )
    system.add_variables(*_variables(entity))

    def work() -> NDArray[np.float64]:
        made = SimulationBuilder().build_default_simulation(system, count=length.shape[0])
        for column, month in enumerate(months):
            made.set_input("persons", month, length[:, column])
            made.set_input("ceiling", month, ceiling[:, column])
            made.set_input("agreement_month", month, age[:, column])
        return np.stack([made.calculate("paid", month) for month in months], axis=1)

    return work


def _variables(entity: Any) -> tuple[type[Variable], ...]:
    def whole(name: str) -> type[Variable]:
        return type(
            name,
            (Variable,),
            {"value_type": int, "entity": entity, "definition_period": MONTH, "label": name},
        )

    class capitation(Variable):  # type: ignore[misc]  # noqa: N801
        value_type = float
        definition_period = MONTH
        label = "Capitation of the month"

        def formula(self, period: Any, parameters: Any) -> Any:
            at = parameters(period)
            persons = self("persons", period)
            below = np.minimum(persons, at.knee) * at.up_to_knee
            above = np.maximum(persons - at.knee, 0) * at.above_knee
            return (below + above) / at.instalments

    class paid(Variable):  # type: ignore[misc]  # noqa: N801
        value_type = float
        definition_period = MONTH
        label = "Capitation, or the base grant of a short list"

        def formula(self, period: Any, parameters: Any) -> Any:
            at = parameters(period)
            entitled = (
                (self("persons", period) < at.floor)
                & (self("ceiling", period) > at.ceiling_above)
                & (self("agreement_month", period) <= at.most_months)
            )
            grant = at.floor * at.up_to_knee / at.instalments
            return np.where(entitled, grant, self("capitation", period))

    for one in (capitation, paid):
        one.entity = entity
    return (whole("persons"), whole("ceiling"), whole("agreement_month"), capitation, paid)
