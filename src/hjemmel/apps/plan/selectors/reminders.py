"""Where reminders of deadlines go: the unit's address of a plan, and that of one measure."""

from __future__ import annotations

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import measure_for, plan_for


def reminders_of_plan(plan: int, *, by: Actor) -> str:
    """Return the address for measures that have none of their own; empty: nobody is reminded.

    Raises:
        UnknownIdError: There is no such plan.
        NotAllowedError: The roles do not open it; it needs ``WRITE_PLANS``.
    """
    return plan_for(plan, by=by, permission=Permission.WRITE_PLANS).reminders_to


def reminders_of_measure(measure: int, *, by: Actor) -> str:
    """Return the address of whoever sees to a measure; empty: that of the plan is used.

    Raises:
        UnknownIdError: There is no such measure.
        NotAllowedError: The roles do not open it; it needs ``WRITE_PLANS``.
    """
    return measure_for(measure, by=by, permission=Permission.WRITE_PLANS).owner_email
