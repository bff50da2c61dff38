"""Who gets which open place, how residents are spread over lists, and how long the wait is.

Public face: ``run`` (a round), ``check`` and ``explain``; ``distribute``, ``draw`` and ``wait`` are rooms
of their own.
"""

from hjemmel.engines.allocation.check import check
from hjemmel.engines.allocation.explain import explain, explain_many
from hjemmel.engines.allocation.inputs import Applicants, OpenLists, RoundInputs
from hjemmel.engines.allocation.model import run
from hjemmel.engines.allocation.results import Account, Mode, RoundResult

__all__ = [
    "Account",
    "Applicants",
    "Mode",
    "OpenLists",
    "RoundInputs",
    "RoundResult",
    "check",
    "explain",
    "explain_many",
    "run",
]
