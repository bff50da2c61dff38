"""Times as people say them: by the clock on the wall in Norway, also on the nights when it is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text

_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def in_norway(moment: datetime, *, is_end: bool = False, where: str = "starts") -> datetime:
    """Return a moment in Norwegian time; one without a zone is read from the clock on the wall.

    The hour that comes twice in autumn is the first of them as a start and the second as an end, so
    that a period covers both. The hour that is left out in spring is refused.

    Args:
        moment: The moment, with a zone or without.
        is_end: Whether something ends then.
        where: The field, for the error.

    Raises:
        InputError: The clock never shows that time on that day, or it is in no year of the register.

    >>> in_norway(datetime(2026, 10, 25, 2, 30)).utcoffset()
    datetime.timedelta(seconds=7200)
    >>> in_norway(datetime(2026, 10, 25, 2, 30), is_end=True).utcoffset()
    datetime.timedelta(seconds=3600)
    """
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise InputError(
            Text(
                f"Året {moment.year} er utenfor registeret.",
                f"The year {moment.year} is outside the register.",
            ),
            where=where,
            remedy=Text(
                f"Gi et år fra {_FIRST_YEAR} til {_LAST_YEAR}.",
                f"Give a year from {_FIRST_YEAR} to {_LAST_YEAR}.",
            ),
        )
    if moment.tzinfo is not None:
        return moment.astimezone(NORWAY)
    read = moment.replace(tzinfo=NORWAY, fold=int(is_end))
    if read.astimezone(UTC).astimezone(NORWAY).replace(tzinfo=None) != moment.replace(fold=0):
        raise InputError(
            Text(
                f"Klokka {moment:%H.%M} finnes ikke {format_date(moment.date())}; da stilles den fram.",
                f"There is no {moment:%H:%M} on {format_date(moment.date(), 'en')}; the clock goes forward.",
            ),
            where=where,
            remedy=Text("Gi en tid før eller etter.", "Give a time before or after."),
        )
    return read


def whole_days(first: date, last: date) -> tuple[datetime, datetime]:
    """Return when days begin and end: 23, 24 or 25 hours each; ``last`` is the first day outside."""
    return datetime.combine(first, time(0), NORWAY), datetime.combine(last, time(0), NORWAY)
