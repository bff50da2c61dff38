"""What the GP scheme is paid: capitation and grants per list, rounds of grants, and a practice's economy.

Public face: ``run`` (the money per list and month), ``check`` and ``explain``; ``rerun`` (with a rate
corrected, or by another date's law); ``economy``, ``break_even`` and ``reduction`` (a practice);
``watch`` (what lapses or is missing); ``run_round``, ``extend_round`` and ``check_round`` (a round of grants).
"""

from hjemmel.engines.funding.check import check
from hjemmel.engines.funding.compare import Comparison, Correction, compare, rerun
from hjemmel.engines.funding.explain import Step, explain
from hjemmel.engines.funding.grant_round import extend_round, run_round
from hjemmel.engines.funding.inputs import Form, FundingInputs
from hjemmel.engines.funding.known_rates import last_day_with_rates
from hjemmel.engines.funding.model import run
from hjemmel.engines.funding.practice import (
    Economy,
    Party,
    break_even,
    economy,
    reduction,
)
from hjemmel.engines.funding.practice_inputs import PracticeInputs
from hjemmel.engines.funding.results import FundingResult, Part
from hjemmel.engines.funding.round_check import check_round
from hjemmel.engines.funding.round_inputs import Application, Criterion, RoundScheme, WhenShort
from hjemmel.engines.funding.round_results import GrantRound, RoundLine, RoundRun, Standing
from hjemmel.engines.funding.watch import Watched, watch

__all__ = [
    "Application",
    "Comparison",
    "Correction",
    "Criterion",
    "Economy",
    "Form",
    "FundingInputs",
    "FundingResult",
    "GrantRound",
    "Part",
    "Party",
    "PracticeInputs",
    "RoundLine",
    "RoundRun",
    "RoundScheme",
    "Standing",
    "Step",
    "Watched",
    "WhenShort",
    "break_even",
    "check",
    "check_round",
    "compare",
    "economy",
    "explain",
    "extend_round",
    "last_day_with_rates",
    "reduction",
    "rerun",
    "run",
    "run_round",
    "watch",
]
