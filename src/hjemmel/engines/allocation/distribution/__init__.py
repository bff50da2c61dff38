"""A proposal for spreading residents over lists: near, understood, whole households, even load.

Public face: ``distribute``, ``check``.
"""

from hjemmel.engines.allocation.distribution.check import check
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
    "Households",
    "ReceivingLists",
    "Weights",
    "check",
    "distribute",
]
