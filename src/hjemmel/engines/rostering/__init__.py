"""Duty rosters: lawful, covered, fair and explained.

Public face: ``run``, ``check``, ``explain``, ``RosterInputs`` and ``Roster``; ``replan`` is a
room of its own, for when somebody falls ill.
"""

from hjemmel.engines.rostering.check import check
from hjemmel.engines.rostering.explain import explain
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.model import run
from hjemmel.engines.rostering.results import Roster

__all__ = ["Roster", "RosterInputs", "check", "explain", "run"]
