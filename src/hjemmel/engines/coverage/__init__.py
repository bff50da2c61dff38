"""How many GPs there are, how many are needed, and the way there: per municipality, district and year.

Public face: ``run_coverage`` (where it stands), ``run`` (the need), ``check`` and ``explain``.
"""

from hjemmel.engines.coverage.check import check
from hjemmel.engines.coverage.coverage import run_coverage
from hjemmel.engines.coverage.explain import explain
from hjemmel.engines.coverage.inputs import NeedInputs
from hjemmel.engines.coverage.model import run
from hjemmel.engines.coverage.results import CoverageResult, NeedResult

__all__ = [
    "CoverageResult",
    "NeedInputs",
    "NeedResult",
    "check",
    "explain",
    "run",
    "run_coverage",
]
