"""A general solver of personnel rosters with rules of sequence."""

from hjemmel.engines.rostering.solvers.personnel.model import solve
from hjemmel.engines.rostering.solvers.personnel.problem import (
    PersonnelAnswer,
    PersonnelProblem,
    ShiftKind,
    Worker,
)

__all__ = ["PersonnelAnswer", "PersonnelProblem", "ShiftKind", "Worker", "solve"]
