"""A private calendar address of a plan's deadlines: made and shown once, read by a calendar, revoked."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import plan_for, unknown
from hjemmel.apps.plan.calendar_text import deadlines_text
from hjemmel.apps.plan.models import PlanFeed
from hjemmel.apps.plan.selectors.plans import picture_of
from hjemmel.apps.plan.services.plans import note
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text

_MOST_FEEDS = 5
_NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """A calendar address that was made; the secret is shown now and never again."""

    key: int
    secret: str


@transaction.atomic
def make_feed(*, plan: int, by: Actor) -> NewFeed:
    """Make one's own private calendar address of a plan's deadlines.

    Args:
        plan: Key of the plan.
        by: Who makes it; needs ``SEE_PLANS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan.
        ConflictError: She has five of it in use.
    """
    row = plan_for(plan, by=by, permission=Permission.SEE_PLANS, locked=True)
    if row.feeds.filter(made_by=by.name, revoked_at__isnull=True).count() >= _MOST_FEEDS:
        raise ConflictError(
            Text("Du har fem kalenderadresser i bruk.", "You have five calendar addresses in use."),
            where="feed",
            remedy=Text("Slett en du ikke bruker.", "Revoke one that you do not use."),
        )
    secret = secrets.token_urlsafe(32)
    made = PlanFeed.objects.create(plan=row, secret_digest=_digest(secret), made_by=by.name)
    note(by, "plan.make_feed", row, feed=made.pk)
    return NewFeed(key=made.pk, secret=secret)


@transaction.atomic
def revoke_feed(*, feed: int, by: Actor, now: datetime) -> None:
    """Revoke a calendar address: it shows nothing any more. Revoked before, nothing is done.

    Args:
        feed: Key of the feed.
        by: Who made it, or who has ``WRITE_PLANS`` there.
        now: When.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such feed.
    """
    found = PlanFeed.objects.select_for_update().filter(pk=feed).first()
    if found is None:
        raise unknown("feed")
    needed = Permission.SEE_PLANS if found.made_by == by.name else Permission.WRITE_PLANS
    row = plan_for(found.plan_id, by=by, permission=needed)
    if found.revoked_at is None:
        found.revoked_at = now
        found.save(update_fields=["revoked_at"])
        note(by, "plan.revoke_feed", row, feed=found.pk)


def feed_text(*, secret: str, now: datetime) -> str:
    """Return the calendar of whoever has the secret: the deadlines of one plan, and nothing else.

    Args:
        secret: What ``make_feed`` showed.
        now: When it is read.

    Raises:
        UnknownIdError: There is no such address, or it was revoked.
    """
    feed = (
        PlanFeed.objects.select_related("plan__municipality", "plan__previous")
        .filter(secret_digest=_digest(secret), revoked_at__isnull=True)
        .first()
    )
    if feed is None:
        raise unknown("feed")
    if feed.last_read_at is None or now - feed.last_read_at >= _NOTED_EVERY:
        PlanFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
    return deadlines_text(picture_of(feed.plan), at=now)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
