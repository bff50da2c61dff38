"""An event of the population as a case worker sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.findings import ToldFinding, told
from hjemmel.apps.lists.models import PopulationEvent
from hjemmel.apps.lists.selectors.persons import persons_shown
from hjemmel.apps.registry.selectors.people import ResidentRow
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.residents import open_to
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.domain.population_event import REASONS, EventKind
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class EventView:
    """An event, why it is open or what became of it; ``person`` only when there is a purpose."""

    key: int
    kind: EventKind
    happened_on: date
    resident: int
    person: ResidentRow | None
    findings: tuple[ToldFinding, ...]
    why: Text | None
    is_open: bool
    told_by: str
    told_at: datetime
    note: str
    settled_by: str
    settled_at: datetime | None


@transaction.atomic
def event_view(
    key: int, municipality: MunicipalityView, *, by: Actor, purpose: str = ""
) -> EventView:
    """Return an event; the person is shown, and logged as seen, when there is a purpose.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such event in the municipality, or not for ``by`` to know of.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    row = PopulationEvent.objects.filter(
        open_to(municipality.key, by, "resident__"), pk=key, municipality=municipality.key
    ).first()
    if row is None:
        raise not_there("event")
    persons = persons_shown([row.resident_id], municipality, by=by, purpose=purpose, what="work")
    return EventView(
        key=row.pk,
        kind=EventKind(row.kind),
        happened_on=row.happened_on,
        resident=row.resident_id,
        person=persons.get(row.resident_id),
        findings=told(row.findings),
        why=REASONS.get(row.reason),
        is_open=row.state == "needs_judgement",
        told_by=row.told_by,
        told_at=row.told_at,
        note=row.note,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
    )
