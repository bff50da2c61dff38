"""What needs attention in a municipality of the register: list by list, then in its figures."""

from __future__ import annotations

from datetime import date, datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.attention import attention_of
from hjemmel.apps.coverage.register import register_picture
from hjemmel.apps.registry.selectors.attention import needs_attention
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.domain.attention import Attention


def attention_in_register(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None = None, *, by: Actor
) -> tuple[Attention, ...]:
    """Return what needs attention on a day, as known now or at a moment.

    Who may see figures but not lists is told of the figures only.

    Raises:
        NotAllowedError: The roles do not open it.
        MissingDataError: The register has no lists on that day.
    """
    picture = register_picture(municipality, as_of, known_at, by=by)
    if not by.may(Permission.SEE_LISTS, municipality=municipality.key):
        return attention_of(picture)
    return needs_attention(municipality, as_of, known_at, by=by) + attention_of(picture)
