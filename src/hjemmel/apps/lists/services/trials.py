"""What the rules would say of a wish for a GP: nothing is asked for, and no place is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.lists.selectors.causes import cause_of
from hjemmel.apps.lists.services.cases import case_of
from hjemmel.apps.registry.models import Membership, PatientList, Resident
from hjemmel.apps.registry.selectors.own import acts_as
from hjemmel.apps.registry.services.person import unknown
from hjemmel.domain.change import ChangeCause
from hjemmel.law import law_on
from hjemmel.rules.change_of_gp import Judgement, judge_change


@dataclass(frozen=True, slots=True)
class Trial:
    """A wish as it would be judged.

    Args:
        judgement: What the rules say.
        cause: Why, as the register has it.
        municipality: Number of the list's municipality.
        is_there_already: Whether she is on that list.
    """

    judgement: Judgement
    cause: ChangeCause
    municipality: str
    is_there_already: bool


def try_own_wish(*, resident: int, wanted_list: int, asked_on: date, by: Actor) -> Trial:
    """Return what the rules would say if ``by`` asked for a GP for herself or her child.

    Raises:
        UnknownIdError: There is no such list that can be chosen, or no such resident of hers.
    """
    row = Resident.objects.select_related("municipality").filter(pk=resident).first()
    asker = None if row is None else acts_as(row, by)
    if row is None or asker is None:
        raise unknown("resident")
    target = (
        PatientList.objects.select_related("municipality")
        .filter(pk=wanted_list, municipality__set_up_on__isnull=False)
        .exclude(closed_on__lte=asked_on)
        .first()
    )
    if target is None:
        raise unknown("list")
    cause = cause_of(row, asked_on)
    case = case_of(row, target.pk, asked_on=asked_on, cause=cause, asked_by=asker)
    there = Membership.objects.on(asked_on).filter(resident=row, patient_list=target)
    return Trial(
        judgement=judge_change(case, law_on(asked_on, target.municipality.number)),
        cause=cause,
        municipality=target.municipality.number,
        is_there_already=there.exists(),
    )
