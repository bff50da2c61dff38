"""What in a municipality's register is missing or contradicts itself, each with the rows behind it."""

from __future__ import annotations

from datetime import date, datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.register_checks import CHECKS, RegisterOnDay
from hjemmel.apps.coverage.shortcoming import Shortcoming
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.law.loader import unknown_id


def shortcomings_of(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None = None, *, by: Actor
) -> tuple[Shortcoming, ...]:
    """Return what is missing or contradictory on a day; what there is none of is left out.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_FIGURES, municipality=municipality.key)
    asked = RegisterOnDay(
        municipality, as_of, known_at, lists_on(municipality, as_of, known_at, by=by)
    )
    found = [check(asked) for check in CHECKS]
    return tuple(item for item in found if item.count)


def shortcoming(
    name: str,
    municipality: MunicipalityView,
    as_of: date,
    known_at: datetime | None = None,
    *,
    by: Actor,
) -> Shortcoming:
    """Return one shortcoming by its id.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is none of that name on that day.
    """
    found = {item.id: item for item in shortcomings_of(municipality, as_of, known_at, by=by)}
    if name not in found:
        if not found:
            raise UnknownIdError(
                Text("Mangelen finnes ikke lenger.", "The shortcoming is no longer there."),
                where=name[:40],
                remedy=Text("Gå tilbake til Datakvalitet.", "Go back to Data quality."),
            )
        raise unknown_id("shortcoming", name, found)
    return found[name]
