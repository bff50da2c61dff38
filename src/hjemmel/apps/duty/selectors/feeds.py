"""A doctor's calendar addresses: when each was made and last read; never the secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.access import duty_doctor_for
from hjemmel.domain.shift import NORWAY


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """A calendar address; times in Norway.

    Args:
        key: Its key.
        made_at: When it was made.
        last_read_at: When a calendar last read it, to the hour; ``None``: never.
        revoked_at: When it was revoked; ``None``: it is in use.
    """

    key: int
    made_at: datetime
    last_read_at: datetime | None
    revoked_at: datetime | None

    @property
    def is_in_use(self) -> bool:
        """Whether it shows her shifts."""
        return self.revoked_at is None


def feeds_with(duty_doctor: int, *, by: Actor) -> tuple[FeedView, ...]:
    """Return a doctor's calendar addresses, the newest first.

    Raises:
        UnknownIdError: There is no such doctor.
        NotAllowedError: She is not ``by``, who does not plan rosters there.
    """
    row = duty_doctor_for(duty_doctor, by=by)
    return tuple(
        FeedView(
            key=one.pk,
            made_at=one.made_at.astimezone(NORWAY),
            last_read_at=_in_norway(one.last_read_at),
            revoked_at=_in_norway(one.revoked_at),
        )
        for one in row.feeds.order_by("-made_at", "-pk")
    )


def _in_norway(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(NORWAY)
