"""The case that the rules judge, put together from the register."""

from __future__ import annotations

from datetime import date

from hjemmel.apps.lists.models import StruckOff
from hjemmel.apps.lists.selectors.changes import counted_changes
from hjemmel.apps.lists.selectors.places import places_on
from hjemmel.apps.registry.models import Membership, Resident
from hjemmel.apps.registry.selectors.people import STAYS_AS
from hjemmel.domain.change import Asker, Care, ChangeCase, ChangeCause, Return, WantedList
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month, age_on


def case_of(
    resident: Resident,
    wanted: int | None,
    *,
    asked_on: date,
    cause: ChangeCause,
    asked_by: Asker,
    parent_consents: bool = False,
    care: Care = Care.PARENTS,
    moved_out: date | None = None,
) -> ChangeCase:
    """Return a wish for a list as the rules judge it.

    Args:
        resident: Who is to get the GP.
        wanted: Key of the list; ``None`` is any.
        asked_on: The day.
        cause: Why.
        asked_by: On whose behalf.
        parent_consents: Whether a parent agrees with a child who asks.
        care: Who has the care of a child, when the child welfare services ask.
        moved_out: The day she moved out, when she claims her place back.

    Raises:
        InputError: A child's care is said to be with others than her parents, though the child welfare
            services do not ask.
    """
    _require_asker(asked_by, care)
    return ChangeCase(
        asked_on=asked_on,
        age=age_on(resident.born, asked_on),
        stays_as=STAYS_AS[resident.basis],
        has_gp=Membership.objects.on(asked_on).filter(resident=resident).exists(),
        cause=cause,
        counted_this_year=counted_changes(resident.pk, asked_on.year),
        asked_by=asked_by,
        parent_consents=parent_consents,
        care=care,
        wanted=None if wanted is None else _wanted(resident, wanted, asked_on),
        came_back=None if wanted is None else _return(resident, wanted, moved_out),
    )


def _wanted(resident: Resident, wanted: int, day: date) -> WantedList:
    """Return a list as it is on the day that a change asked for on ``day`` takes effect."""
    places = places_on(wanted, Month.of(day).plus(1).first_day, without=resident.pk)
    return WantedList(
        length=places.taken,
        ceiling=places.ceiling,
        parent_is_listed=_parent_is_on(resident, wanted, day),
        struck_off=StruckOff.objects.filter(resident=resident, patient_list=wanted).exists(),
    )


def _require_asker(asked_by: Asker, care: Care) -> None:
    if care is not Care.PARENTS and asked_by is not Asker.CHILD_WELFARE:
        raise InputError(
            Text(
                "Omsorgen for barnet er hos andre, men det er ikke barneverntjenesten som ber.",
                "Others have the care of the child, but it is not the child welfare services who ask.",
            ),
            where="care",
            remedy=Text(
                "Velg barneverntjenesten som den som ber, eller rett hvem som har omsorgen.",
                "Choose the child welfare services as those who ask, or correct who has the care.",
            ),
        )


def _parent_is_on(resident: Resident, wanted: int, day: date) -> bool:
    parents = [key for key in (resident.mother_id, resident.father_id) if key is not None]
    return (
        bool(parents)
        and Membership.objects.on(day).filter(patient_list=wanted, resident__in=parents).exists()
    )


def _return(resident: Resident, wanted: int, moved_out: date | None) -> Return | None:
    """Return her move back, when she was on the wanted list before she left."""
    back = resident.lived_here_from
    if moved_out is None or back is None or back <= moved_out:
        return None
    was_there = Membership.objects.known().filter(
        resident=resident, patient_list=wanted, valid_from__lt=moved_out
    )
    return Return(moved_out=moved_out, moved_back=back) if was_there.exists() else None
