"""All constraints, in the order in which people read them."""

from __future__ import annotations

from hjemmel.engines.rostering.constraints.definition import Constraint
from hjemmel.engines.rostering.constraints.demand import (
    coverage,
    fixed,
    published,
    spans,
    wish_off,
    wish_on,
)
from hjemmel.engines.rostering.constraints.eligibility import (
    absence,
    alone,
    cycle,
    exemption,
    membership,
    municipality,
    role,
    skills,
    station,
)
from hjemmel.engines.rostering.constraints.working_time import (
    mean_hours,
    nights_in_a_row,
    one_at_a_time,
    rest,
    week_hours,
    weekends_in_a_row,
    weekly_rest,
)
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text

ALL: tuple[Constraint, ...] = (
    coverage,
    fixed,
    exemption,
    absence,
    alone,
    role,
    skills,
    membership,
    municipality,
    station,
    cycle,
    one_at_a_time,
    rest,
    weekly_rest,
    week_hours,
    mean_hours,
    nights_in_a_row,
    weekends_in_a_row,
    published,
    wish_off,
    wish_on,
    spans,
)
_BY_KEY = {one.key: one for one in ALL}


def by_key(key: str) -> Constraint:
    """Return a constraint.

    Raises:
        UnknownIdError: There is none of that key.
    """
    try:
        return _BY_KEY[key]
    except KeyError:
        raise UnknownIdError(
            Text(f"Regelen «{key}» finnes ikke.", f"There is no constraint “{key}”."),
            where=key,
            remedy=Text(f"Velg blant {', '.join(_BY_KEY)}.", f"Choose among {', '.join(_BY_KEY)}."),
        ) from None
