"""What every solver of rosters is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hjemmel.engines.rostering.frame import Flags
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.terms import Effort

Found = Callable[[Flags, int], None]
Proven = Callable[[int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a solver found.

    Args:
        on: Who is on which shift, shape (doctors, shifts); ``None``: nothing was found.
        bound: A price that no roster is below, thousandths of points; ``None``: none is known.
        is_infeasible: Whether it is proven that there is no roster.
        is_out_of_seconds: Whether time that passes, and not a number of steps, ended the search.
    """

    on: Flags | None
    bound: int | None = None
    is_infeasible: bool = False
    is_out_of_seconds: bool = False


class Watch(Protocol):
    """What a solver tells while it works, and asks whether to go on."""

    def found(self, on: Flags, price: int) -> None:
        """A better roster was found."""

    def proven(self, bound: int) -> None:
        """No roster costs less than ``bound``."""

    def go_on(self) -> bool:
        """Tell whether to go on."""


class Solver(Protocol):
    """A way to search for a roster."""

    def solve(self, problem: Problem, effort: Effort, watch: Watch, start: Flags | None) -> Answer:
        """Search for the best roster, from ``start`` if there is one."""
