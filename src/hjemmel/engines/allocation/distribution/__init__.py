"""A proposal for spreading residents over lists: near, understood, whole households, even load.

Public face: ``distribute``, ``check``, ``explain``.
"""

from hjemmel.engines.allocation.distribution.check import check
from hjemmel.engines.allocation.distribution.explain import explain
from hjemmel.engines.allocation.distribution.geography import Geography, MeanDistance, Measure
from hjemmel.engines.allocation.distribution.inputs import (
    DistributionInputs,
    Households,
    ReceivingLists,
    Weights,
)
from hjemmel.engines.allocation.distribution.model import distribute
from hjemmel.engines.allocation.distribution.results import DistributionResult

__all__ = [
    "DistributionInputs",
    "DistributionResult",
    "Geography",
    "Households",
    "MeanDistance",
    "Measure",
    "ReceivingLists",
    "Weights",
    "check",
    "distribute",
    "explain",
]
