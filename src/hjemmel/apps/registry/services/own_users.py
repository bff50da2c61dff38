"""Ties a user to the resident that she is."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission, Role
from hjemmel.apps.accounts.services import grant_role
from hjemmel.apps.registry.models import Resident
from hjemmel.apps.registry.selectors.residents import open_to
from hjemmel.apps.registry.services.person import unknown
from hjemmel.kernel.identifiers import NationalId
from hjemmel.law import law_on


@transaction.atomic
def tie_to_resident(*, user: int, national_id: str, municipality: int, by: Actor) -> None:
    """Give a user the role of the resident that she is; the number is not kept anywhere else.

    Args:
        user: Key of the user.
        national_id: Eleven digits, as typed.
        municipality: Key of the municipality where the resident lives.
        by: Who does it; needs ``MANAGE_USERS`` there, and ``SEE_PROTECTED`` for somebody with a
            protected address, who otherwise is as one who does not live there.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The number is not a national id.
        UnknownIdError: Nobody who lives there and may be known of has it, or there is no such user.
        ConflictError: The user or the resident is tied to another already.
    """
    by.require(Permission.MANAGE_USERS, municipality=municipality)
    valid = law_on(timezone.localdate()).items("identifiers.national_id_k1_remainders")
    number = NationalId("".join(national_id.split()), k1_remainders=[int(str(r)) for r in valid])
    row = (
        Resident.objects.filter(open_to(municipality, by), municipality=municipality)
        .filter(national_id=number.value, died_on=None)
        .first()
    )
    if row is None:
        raise unknown("resident")
    grant_role(user=user, role=Role.RESIDENT, municipality=municipality, resident=row.pk, by=by)
