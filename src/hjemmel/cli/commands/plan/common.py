"""What the commands on plans share: which plan, on whose behalf, on which day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from hjemmel.cli.commands.lists.common import at
from hjemmel.domain.plan import Plan

if TYPE_CHECKING:
    from hjemmel.apps.accounts.policies import Actor

PlanId = Annotated[
    str,
    typer.Argument(
        metavar="PLAN", help="For eksempel trondheim-2024. ¦ For example trondheim-2024."
    ),
]
MeasureNumber = Annotated[
    int, typer.Argument(metavar="NUMBER", help="Tiltakets nummer. ¦ The measure's number.")
]


@dataclass(frozen=True, slots=True)
class AskedPlan:
    """A plan of the register, and who asks.

    Args:
        key: The register's key.
        picture: The plan with everything in it.
        actor: Who asks.
        today: The day in its municipality.
    """

    key: int
    picture: Plan
    actor: Actor
    today: date


@contextmanager
def plan_at(name: str, municipality: str, user: str | None) -> Iterator[AskedPlan]:
    """Open a municipality's plan by its name as a user, while the block runs.

    Raises:
        SignInNeededError: No user is named, or no active user has that name.
        UnknownIdError: There is no such municipality or plan.
        NotAllowedError: It is not open to the user.
    """
    with at(municipality, user) as asked:
        from hjemmel.apps.plan.selectors.plans import plan_key, plan_picture

        key = plan_key(municipality=asked.place.key, name=name, by=asked.actor)
        picture = plan_picture(key, by=asked.actor)
        yield AskedPlan(key, picture, asked.actor, asked.today)
