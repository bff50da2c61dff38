"""What a plan waits for: measures that are late or due soon, values that are wanted, calendar addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import plan_for
from hjemmel.apps.plan.selectors.plans import picture_of
from hjemmel.domain.measure import Measure
from hjemmel.domain.plan_indicator import FollowedIndicator

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a plan waits for on a day.

    Args:
        late: Measures past their deadline, the longest first.
        soon: Measures due within thirty days, by deadline.
        overdue: Indicators whose next value should have been there.
        without_prediction: Measures that keep a draft from being adopted, or that came later.
    """

    late: tuple[Measure, ...]
    soon: tuple[Measure, ...]
    overdue: tuple[FollowedIndicator, ...]
    without_prediction: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """A calendar address of a plan's deadlines; never its secret."""

    key: int
    made_by: str
    made_at: datetime
    last_read_at: datetime | None
    revoked_at: datetime | None


def waiting_for(plan: int, *, by: Actor, today: date) -> Waiting:
    """Return what a plan waits for.

    Args:
        plan: Key of the plan.
        by: Who asks; needs ``SEE_PLANS`` there.
        today: The day.

    Raises:
        UnknownIdError: There is no such plan.
        NotAllowedError: The roles do not open it.
    """
    whole = picture_of(plan_for(plan, by=by, permission=Permission.SEE_PLANS))
    promised = {one.measure for one in whole.predictions}
    due = sorted(
        (one for one in whole.measures if one.deadline is not None and not one.status.is_over),
        key=lambda one: (one.deadline or today, one.number),
    )
    return Waiting(
        late=tuple(one for one in due if one.is_late(today)),
        soon=tuple(one for one in due if one.deadline and today <= one.deadline <= today + SOON),
        overdue=tuple(one for one in whole.indicators if one.is_overdue(today)),
        without_prediction=tuple(
            one
            for one in whole.measures
            if one.number not in promised
            and not one.why_no_prediction
            and one.status.value != "stopped"
        ),
    )


def feeds_of(plan: int, *, by: Actor) -> tuple[FeedView, ...]:
    """Return the calendar addresses that ``by`` has made of a plan, the newest first.

    Raises:
        UnknownIdError: There is no such plan.
        NotAllowedError: The roles do not open it.
    """
    row = plan_for(plan, by=by, permission=Permission.SEE_PLANS)
    return tuple(
        FeedView(
            key=one.pk,
            made_by=one.made_by,
            made_at=one.made_at,
            last_read_at=one.last_read_at,
            revoked_at=one.revoked_at,
        )
        for one in row.feeds.filter(made_by=by.name).order_by("-made_at", "-pk")
    )
