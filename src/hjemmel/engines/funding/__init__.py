"""What the GP scheme is paid: capitation and grants per list, rounds of grants, and a practice's economy.

Public face so far: ``run_round``, ``extend_round`` and ``check_round``.
"""

from hjemmel.engines.funding.grant_round import extend_round, run_round
from hjemmel.engines.funding.round_check import check_round
from hjemmel.engines.funding.round_inputs import Application, Criterion, RoundScheme, WhenShort
from hjemmel.engines.funding.round_results import GrantRound, RoundLine, RoundRun, Standing

__all__ = [
    "Application",
    "Criterion",
    "GrantRound",
    "RoundLine",
    "RoundRun",
    "RoundScheme",
    "Standing",
    "WhenShort",
    "check_round",
    "extend_round",
    "run_round",
]
