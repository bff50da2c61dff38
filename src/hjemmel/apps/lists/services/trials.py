"""What the rules would say of a wish for a GP: nothing is asked for, and no place is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.lists.models.requests import OPEN
from hjemmel.apps.lists.selectors.any_queue import unqueued_ahead
from hjemmel.apps.lists.selectors.causes import cause_of
from hjemmel.apps.lists.selectors.wait import ExpectedWait, expected_wait_if
from hjemmel.apps.lists.selectors.waiting_class import waiting_class_of
from hjemmel.apps.lists.services.cases import case_of
from hjemmel.apps.registry.models import Membership, PatientList, Resident
from hjemmel.apps.registry.selectors.own import acts_as
from hjemmel.apps.registry.services.person import unknown
from hjemmel.domain.change import Asker, ChangeCause
from hjemmel.domain.waiting_list import WaitingClass
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


@dataclass(frozen=True, slots=True)
class QueueTrial:
    """A wish for the first free place, as it would be judged.

    Args:
        judgement: What the rules say.
        cause: Why, as the register has it.
        waiting_class: Why she would wait, as the register has it.
        expected: Where she would stand, and how long she might wait.
        unqueued: How many without a GP get a place before her without being in the queue.
        on_list: Key of the list that she is on, which she is not given; ``None``: none here.
        waits_already: Whether she is in that queue.
        gives_up: Whether she would give up a place in another queue.
        has_open: Whether another wish of hers is open.
    """

    judgement: Judgement
    cause: ChangeCause
    waiting_class: WaitingClass
    expected: ExpectedWait
    unqueued: int
    on_list: int | None
    waits_already: bool
    gives_up: bool
    has_open: bool


def try_own_queue(*, resident: int, asked_on: date, by: Actor) -> QueueTrial:
    """Return what the rules would say if ``by`` asked for any GP for herself or her child.

    Raises:
        UnknownIdError: There is no such resident of hers.
    """
    row, asker = _hers(resident, by)
    place = row.municipality
    cause = cause_of(row, asked_on)
    case = case_of(row, None, asked_on=asked_on, cause=cause, asked_by=asker)
    waiting_class = waiting_class_of(row.pk, place.pk, asked_on)
    entry = row.waiting.filter(left_on__isnull=True).first()
    waits = entry is not None and (entry.wanted_list_id, entry.municipality_id) == (None, place.pk)
    return QueueTrial(
        judgement=judge_change(case, law_on(asked_on, place.number)),
        cause=cause,
        waiting_class=waiting_class,
        expected=expected_wait_if(place.pk, None, waiting_class, asked_on),
        unqueued=unqueued_ahead(
            place.pk,
            row.pk,
            asked_on,
            without_gp=waiting_class is WaitingClass.WITHOUT_GP,
            since=asked_on,
        ),
        on_list=Membership.objects.on(asked_on)
        .filter(resident=row)
        .values_list("patient_list", flat=True)
        .first(),
        waits_already=waits,
        gives_up=entry is not None and not waits,
        has_open=row.change_requests.filter(state__in=OPEN).exists(),
    )


def try_own_wish(*, resident: int, wanted_list: int, asked_on: date, by: Actor) -> Trial:
    """Return what the rules would say if ``by`` asked for a GP for herself or her child.

    Raises:
        UnknownIdError: There is no such list that can be chosen, or no such resident of hers.
    """
    row, asker = _hers(resident, by)
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


def _hers(resident: int, by: Actor) -> tuple[Resident, Asker]:
    row = Resident.objects.select_related("municipality").filter(pk=resident).first()
    asker = None if row is None else acts_as(row, by)
    if row is None or asker is None:
        raise unknown("resident")
    return row, asker
