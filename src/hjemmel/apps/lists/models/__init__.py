"""What daily operation keeps, one noun per file."""

from hjemmel.apps.lists.models.contracts import ContractFile, ContractRow
from hjemmel.apps.lists.models.cutovers import CutOver
from hjemmel.apps.lists.models.daily import DailyRun
from hjemmel.apps.lists.models.events import PopulationEvent
from hjemmel.apps.lists.models.letters import Letter, LetterHead, LetterTemplate
from hjemmel.apps.lists.models.moves import Move
from hjemmel.apps.lists.models.policy import ListPolicy
from hjemmel.apps.lists.models.reductions import Reduction, ReductionTicket
from hjemmel.apps.lists.models.requests import ChangeRequest
from hjemmel.apps.lists.models.rounds import AllocationRound, RoundPlace
from hjemmel.apps.lists.models.struck import StruckOff

__all__ = [
    "AllocationRound",
    "ChangeRequest",
    "ContractFile",
    "ContractRow",
    "CutOver",
    "DailyRun",
    "Letter",
    "LetterHead",
    "LetterTemplate",
    "ListPolicy",
    "Move",
    "PopulationEvent",
    "Reduction",
    "ReductionTicket",
    "RoundPlace",
    "StruckOff",
]
