"""Reductions as pages show them: all of them, one with its tickets, and who was drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.findings import ToldFinding, told
from hjemmel.apps.lists.models import Move, Reduction
from hjemmel.apps.lists.selectors.persons import persons_shown
from hjemmel.apps.lists.selectors.places import places_on
from hjemmel.apps.registry.models import Membership
from hjemmel.apps.registry.selectors.people import ResidentRow
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.kernel.time import Month, add_months
from hjemmel.law import law_on


@dataclass(frozen=True, slots=True)
class ReductionRow:
    """A reduction."""

    key: int
    patient_list: int
    external_id: str
    requested_on: date
    effective_on: date
    ceiling: int
    state: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A unit in the draw: its number in the order, name, members, ticket, and whether it leaves.

    ``left_out`` of the members had died or left the list by the draw.
    """

    number: int
    unit: int
    size: int
    ticket: str
    is_drawn: bool
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ReductionView:
    """A reduction with all that anyone needs to make the draw again.

    Args:
        row: The reduction.
        asked_by_municipality: Whether the municipality asked, not the GP.
        findings: What the rules said when it was noted.
        length: Persons on the list now.
        ceiling_then: The list's ceiling when the reduction takes effect; ``None`` when not known.
        digest: SHA-256 of the units, published before the seed.
        drawn_as_of: The day that those in the draw were on the list.
        seed: The published seed.
        surplus: Persons who had to leave.
        leave: Persons drawn.
        left_out: Persons left out of the draw, as they had died or left the list by then.
        tickets: All units in the order of the draw.
        without_offer: Of those drawn, persons who are not on their way to another list.
        drawn_by: Who drew.
        drawn_at: When.
    """

    row: ReductionRow
    asked_by_municipality: bool
    findings: tuple[ToldFinding, ...]
    length: int
    ceiling_then: int | None
    digest: str
    drawn_as_of: date | None
    seed: str
    surplus: int | None
    leave: int
    left_out: int
    tickets: tuple[TicketRow, ...]
    without_offer: int
    drawn_by: str
    drawn_at: datetime | None

    @property
    def gives_places_back(self) -> bool:
        """Whether the list's own ceiling lets others in where somebody was drawn out."""
        return (
            self.row.state == "drawn"
            and self.ceiling_then is not None
            and self.ceiling_then > self.row.ceiling
        )


def reductions_of(municipality: MunicipalityView, *, by: Actor) -> tuple[ReductionRow, ...]:
    """Return the reductions of a municipality's lists, newest first.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    rows = Reduction.objects.filter(patient_list__municipality=municipality.key)
    return tuple(_row(row) for row in rows.select_related("patient_list"))


def moves_of_reduction(reduction: int) -> QuerySet[Move]:
    """Return the moves that a reduction decided, whatever became of them; by an index of their own."""
    return Move.objects.filter(source=f"reduction {reduction}", cause="list_reduced")


def open_reduction(
    patient_list: int, municipality: MunicipalityView, *, by: Actor
) -> ReductionRow | None:
    """Return the reduction of a list that is under way, or drawn and not in effect yet, if any.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    under_way = Q(state__in=("requested", "announced"))
    to_come = Q(state="drawn", effective_on__gt=timezone.localdate())
    rows = Reduction.objects.filter(
        under_way | to_come,
        patient_list=patient_list,
        patient_list__municipality=municipality.key,
    )
    row = rows.select_related("patient_list").first()
    return None if row is None else _row(row)


def earliest_reduction(requested_on: date, municipality: MunicipalityView) -> date:
    """Return the first of a month that a reduction can hold from with the law's notice."""
    law = law_on(requested_on, municipality.number)
    notice = add_months(requested_on, law.integer("list_reduction.notice_months"))
    return notice if notice.day == 1 else Month.of(notice).plus(1).first_day


def reduction_view(
    key: int, municipality: MunicipalityView, today: date, *, by: Actor
) -> ReductionView:
    """Return a reduction.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such reduction in the municipality.
    """
    row = _find(key, municipality, by)
    tickets = tuple(
        TicketRow(
            one.number, one.unit, len(one.members), one.ticket, one.is_drawn, len(one.left_out)
        )
        for one in row.tickets.all()
    )
    on_their_way = moves_of_reduction(row.pk).filter(state="planned", to_list__isnull=True)
    return ReductionView(
        row=_row(row),
        asked_by_municipality=row.asked_by_municipality,
        findings=told(row.findings),
        length=Membership.objects.on(today).filter(patient_list=row.patient_list_id).count(),
        ceiling_then=places_on(row.patient_list_id, row.effective_on).ceiling,
        digest=row.digest,
        drawn_as_of=row.drawn_as_of,
        seed=row.seed,
        surplus=row.surplus,
        leave=sum(one.size - one.left_out for one in tickets if one.is_drawn),
        left_out=sum(one.left_out for one in tickets),
        tickets=tickets,
        without_offer=on_their_way.count(),
        drawn_by=row.drawn_by,
        drawn_at=row.drawn_at,
    )


@transaction.atomic
def persons_drawn(
    key: int, municipality: MunicipalityView, *, by: Actor, purpose: str
) -> tuple[ResidentRow, ...]:
    """Return those drawn whom ``by`` may know of; each is logged as seen. No purpose: nobody.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such reduction in the municipality.
    """
    row = _find(key, municipality, by)
    keys = [
        member
        for ticket in row.tickets.filter(is_drawn=True)
        for member in ticket.members
        if member not in ticket.left_out
    ]
    shown = persons_shown(keys, municipality, by=by, purpose=purpose, what="reduction")
    return tuple(shown.values())


def _find(key: int, municipality: MunicipalityView, by: Actor) -> Reduction:
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    row = (
        Reduction.objects.filter(pk=key, patient_list__municipality=municipality.key)
        .select_related("patient_list")
        .first()
    )
    if row is None:
        raise not_there("reduction")
    return row


def _row(row: Reduction) -> ReductionRow:
    return ReductionRow(
        key=row.pk,
        patient_list=row.patient_list_id,
        external_id=row.patient_list.external_id,
        requested_on=row.requested_on,
        effective_on=row.effective_on,
        ceiling=row.ceiling,
        state=row.state,
        made_by=row.made_by,
        made_at=row.made_at,
    )
