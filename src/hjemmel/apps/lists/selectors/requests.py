"""Wishes for a GP as a case worker sees them: one, and all of one resident's."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.findings import ToldFinding, told
from hjemmel.apps.lists.models import ChangeRequest, Move
from hjemmel.apps.lists.selectors.changes import counted_changes
from hjemmel.apps.lists.selectors.open_lists import ListPlaces, lists_with_places
from hjemmel.apps.lists.selectors.persons import persons_shown
from hjemmel.apps.lists.selectors.places import Places, places_on
from hjemmel.apps.lists.selectors.wait import ExpectedWait, expected_wait_if
from hjemmel.apps.lists.selectors.waiting_class import waiting_class_of
from hjemmel.apps.registry.models import Resident
from hjemmel.apps.registry.selectors.people import ResidentRow
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.residents import known_in, open_to
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.apps.registry.services.person import unknown
from hjemmel.domain.change import Asker, ChangeCause
from hjemmel.kernel.time import Month
from hjemmel.law import law_on


@dataclass(frozen=True, slots=True)
class RequestView:
    """A wish for a GP; without a list, for any. ``version`` goes with the form that decides it."""

    key: int
    version: int
    resident: int
    wanted_list: int | None
    external_id: str
    cause: ChangeCause
    asked_by: Asker
    asked_on: date
    effective_on: date
    state: str
    counts: bool
    note: str
    findings: tuple[ToldFinding, ...]
    made_by: str
    made_at: datetime
    decided_by: str
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it can still be withdrawn."""
        return self.state in ("granted", "needs_judgement")


@dataclass(frozen=True, slots=True)
class RequestCase:
    """A wish with what it takes to decide it.

    Args:
        request: The wish.
        person: Whose it is, only when there is a purpose.
        places: The places of the list; ``None``: any list is wanted.
        queue: Where she would stand in the queue for any list; ``None``: a list is wanted.
    """

    request: RequestView
    person: ResidentRow | None
    places: Places | None
    queue: ExpectedWait | None


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A decided move that has not taken effect; no list is none, or one elsewhere."""

    from_list: str
    to_list: str
    effective_on: date
    cause: str


@dataclass(frozen=True, slots=True)
class ResidentWishes:
    """A resident's wishes, newest first.

    Args:
        requests: All of them.
        planned: Her decided move.
        used: Changes of this calendar year that count.
        most: Changes that the law gives in a calendar year.
        open_request: The wish that stands in the way of another, if any.
    """

    requests: tuple[RequestView, ...]
    planned: PlannedMove | None
    used: int
    most: int
    open_request: RequestView | None

    @property
    def left(self) -> int:
        """Changes left this calendar year."""
        return max(0, self.most - self.used)


@transaction.atomic
def request_case(
    key: int, municipality: MunicipalityView, *, by: Actor, purpose: str = ""
) -> RequestCase:
    """Return a wish; the person is shown, and logged as seen, when there is a purpose.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such wish in the municipality, or not for ``by`` to know of.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    known = Resident.objects.filter(open_to(municipality.key, by), pk=OuterRef("resident"))
    row = (
        ChangeRequest.objects.filter(Exists(known), pk=key, municipality=municipality.key)
        .select_related("wanted_list")
        .first()
    )
    if row is None:
        raise not_there("request")
    persons = persons_shown([row.resident_id], municipality, by=by, purpose=purpose, what="work")
    wanted = row.wanted_list_id
    return RequestCase(
        request=_view(row),
        person=persons.get(row.resident_id),
        places=None
        if wanted is None
        else places_on(wanted, row.effective_on, without=row.resident_id),
        queue=_queue_of(row) if wanted is None else None,
    )


def wishes_of(
    resident: int, municipality: MunicipalityView, today: date, *, by: Actor
) -> ResidentWishes:
    """Return a resident's wishes; her page logs the look.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident, or not for ``by`` to see.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    if not Resident.objects.filter(known_in(municipality.key, by), pk=resident).exists():
        raise unknown("resident")
    rows = ChangeRequest.objects.filter(resident=resident).select_related("wanted_list")
    requests = tuple(_view(row) for row in rows)
    move = (
        Move.objects.filter(resident=resident, state="planned")
        .select_related("from_list", "to_list")
        .first()
    )
    law = law_on(today, municipality.number)
    return ResidentWishes(
        requests=requests,
        planned=None
        if move is None
        else PlannedMove(
            from_list=move.from_list.external_id if move.from_list else "",
            to_list=move.to_list.external_id if move.to_list else "",
            effective_on=move.effective_on,
            cause=move.cause,
        ),
        used=counted_changes(resident, today.year),
        most=law.integer("switching.max_per_calendar_year"),
        open_request=next((one for one in requests if one.is_open), None),
    )


def lists_to_choose(
    municipality: MunicipalityView, today: date, *, by: Actor
) -> tuple[ListPlaces, ...]:
    """Return the lists that somebody can ask for, with the places free when a wish takes effect.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    return lists_with_places(municipality.key, Month.of(today).plus(1).first_day)


def promised_places(
    patient_list: int, municipality: MunicipalityView, today: date, *, by: Actor
) -> Places:
    """Return a list's places on the first of the next month, counted with those promised.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    return _kept_places(patient_list, municipality, Month.of(today).plus(1).first_day)


@functools.lru_cache(maxsize=2_048)
def _kept_places(patient_list: int, municipality: MunicipalityView, day: date) -> Places:
    """Return a list's places; kept until the municipality's revision changes."""
    return places_on(patient_list, day)


def _queue_of(row: ChangeRequest) -> ExpectedWait:
    waiting_class = waiting_class_of(row.resident_id, row.municipality_id, row.asked_on)
    return expected_wait_if(row.municipality_id, None, waiting_class, row.asked_on)


def _view(row: ChangeRequest) -> RequestView:
    return RequestView(
        key=row.pk,
        version=row.version,
        resident=row.resident_id,
        wanted_list=row.wanted_list_id,
        external_id=row.wanted_list.external_id if row.wanted_list else "",
        cause=ChangeCause(row.cause),
        asked_by=Asker(row.asked_by),
        asked_on=row.asked_on,
        effective_on=row.effective_on,
        state=row.state,
        counts=row.counts,
        note=row.note,
        findings=told(row.findings),
        made_by=row.made_by,
        made_at=row.made_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
