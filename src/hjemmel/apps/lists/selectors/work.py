"""The work list: what waits for somebody in a municipality, what takes effect first on top."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.findings import told
from hjemmel.apps.lists.models import (
    AllocationRound,
    ChangeRequest,
    Move,
    PopulationEvent,
    Reduction,
)
from hjemmel.apps.lists.selectors.persons import persons_shown
from hjemmel.apps.registry.models import Resident
from hjemmel.apps.registry.selectors.people import ResidentRow
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.residents import open_to
from hjemmel.domain.population_event import REASONS, EventKind
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text
from hjemmel.law.finding import Outcome


class WorkKind(Enum):
    """What kind of work it is."""

    REQUEST = "request"
    EVENT = "event"
    CUT_OVER = "cut_over"
    ROUND = "round"
    DRAW = "draw"
    FULL = "full"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LABELS[self]


_LABELS = {
    WorkKind.REQUEST: Text("Ønske som må vurderes", "Wish that needs judgement"),
    WorkKind.EVENT: Text("Hendelse i folkeregisteret", "Event of the population"),
    WorkKind.CUT_OVER: Text("Månedsskifte", "Cut-over"),
    WorkKind.ROUND: Text("Forslag til fordeling", "Proposed allocation"),
    WorkKind.DRAW: Text("Listereduksjon", "List reduction"),
    WorkKind.FULL: Text("Full liste, ikke satt i kø", "Full list, not queued"),
}
CEILING_UNKNOWN = Text(
    "Listetaket er ukjent den dagen, så reglene kan ikke si om det er plass.",
    "The ceiling is unknown on that day, so the rules cannot tell whether there is a place.",
)
_URGENCY = {kind: place for place, kind in enumerate(WorkKind)}


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something that waits for somebody.

    Args:
        kind: What it is.
        key: Key of the wish, event, round or reduction; 0 for a cut-over.
        due: The day it takes effect; of an event, the day it happened.
        said: What it is about, and what is to be done.
        resident: Key of the person that it is about.
        patient_list: Key of the list that it is about.
        external_id: Its number.
        person: The person, when there is a purpose to show her.
    """

    kind: WorkKind
    key: int
    due: date
    said: Text
    resident: int | None = None
    patient_list: int | None = None
    external_id: str = ""
    person: ResidentRow | None = None


@dataclass(frozen=True, slots=True)
class WorkList:
    """Some of what waits.

    Args:
        total: How much fits what was asked for.
        counts: How much there is of each kind, whatever is asked for.
        items: That asked for, what takes effect first on top.
        leaves_out: Whether work about persons with a protected address is left out.
    """

    total: int
    counts: dict[WorkKind, int]
    items: tuple[WorkItem, ...]
    leaves_out: bool


@transaction.atomic
def work_list(
    municipality: MunicipalityView,
    kind: WorkKind | None = None,
    *,
    by: Actor,
    purpose: str = "",
    skip: int = 0,
    most: int | None = None,
) -> WorkList:
    """Return what waits for somebody in a municipality.

    Args:
        municipality: The municipality.
        kind: Only this kind; ``None`` is all but full lists, which nobody has to act on.
        by: Who asks; needs ``RUN_LISTS`` there.
        purpose: What persons are shown for; empty shows none.
        skip: How many to pass over.
        most: How many to return; ``None`` is all.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    everything = [
        *_requests(municipality, by),
        *_events(municipality, by),
        *_cut_overs(municipality),
        *_rounds(municipality),
        *_reductions(municipality),
    ]
    counts = {one: sum(item.kind is one for item in everything) for one in WorkKind}
    fits = [
        item
        for item in everything
        if (item.kind is not WorkKind.FULL if kind is None else item.kind is kind)
    ]
    fits.sort(key=lambda item: (item.due, _URGENCY[item.kind], item.key))
    shown = fits[skip : None if most is None else skip + most]
    keys = [item.resident for item in shown if item.resident is not None]
    persons = persons_shown(keys, municipality, by=by, purpose=purpose, what="work")
    return WorkList(
        total=len(fits),
        counts=counts,
        items=tuple(replace(item, person=persons.get(item.resident or 0)) for item in shown),
        leaves_out=not by.may(Permission.SEE_PROTECTED, municipality=municipality.key),
    )


def _requests(municipality: MunicipalityView, by: Actor) -> Iterable[WorkItem]:
    """Return wishes that need judgement, and those that met a full list and came to nothing since."""
    known = Resident.objects.filter(open_to(municipality.key, by), pk=OuterRef("resident"))
    rows: QuerySet[ChangeRequest] = (
        ChangeRequest.objects.filter(
            Exists(known), municipality=municipality.key, state__in=("needs_judgement", "list_full")
        )
        .exclude(
            Exists(
                ChangeRequest.objects.filter(resident=OuterRef("resident"), pk__gt=OuterRef("pk"))
            ),
            state="list_full",
        )
        .select_related("wanted_list")
    )
    for row in rows:
        yield WorkItem(
            kind=WorkKind.REQUEST if row.state == "needs_judgement" else WorkKind.FULL,
            key=row.pk,
            due=row.effective_on,
            said=_why_it_waits(row),
            resident=row.resident_id,
            patient_list=row.wanted_list_id,
            external_id=row.wanted_list.external_id if row.wanted_list else "",
        )


def _why_it_waits(row: ChangeRequest) -> Text:
    """Return what the decisive rule says; where none leaves it to a person, what they lacked to know."""
    judged = next((one for one in told(row.findings) if one.reason == row.reason), None)
    if judged is not None and (row.state == "list_full" or judged.outcome is not Outcome.MET):
        return judged.sentence
    return Text("", "") if row.wanted_list_id is None else CEILING_UNKNOWN


def _events(municipality: MunicipalityView, by: Actor) -> Iterable[WorkItem]:
    """Return what the population register told that a person must look into."""
    rows = PopulationEvent.objects.filter(
        open_to(municipality.key, by, "resident__"),
        municipality=municipality.key,
        state="needs_judgement",
    )
    for row in rows:
        label = EventKind(row.kind).label
        unsure = [one for one in told(row.findings) if one.outcome is Outcome.NEEDS_JUDGEMENT]
        why = unsure[0].sentence if unsure else REASONS.get(row.reason)
        yield WorkItem(
            kind=WorkKind.EVENT,
            key=row.pk,
            due=row.happened_on,
            said=label
            if why is None
            else Text(f"{label.nb}. {why.nb.rstrip('.')}.", f"{label.en}. {why.en.rstrip('.')}."),
            resident=row.resident_id,
        )


def _cut_overs(municipality: MunicipalityView) -> Iterable[WorkItem]:
    rows = (
        Move.objects.filter(municipality=municipality.key, state="planned")
        .values_list("effective_on")
        .annotate(n=Count("pk"))
        .order_by("effective_on")
    )
    for day, moves in rows:
        yield WorkItem(
            kind=WorkKind.CUT_OVER,
            key=0,
            due=day,
            said=Text(
                f"{n(moves)} flyttinger er planlagt.", f"{n(moves, 'en')} moves are planned."
            ),
        )


def _rounds(municipality: MunicipalityView) -> Iterable[WorkItem]:
    rows = AllocationRound.objects.filter(municipality=municipality.key, state="proposed").annotate(
        persons=Count("places"), given=Count("places__patient_list")
    )
    for row in rows:
        yield WorkItem(
            kind=WorkKind.ROUND,
            key=row.pk,
            due=row.effective_on,
            said=Text(
                f"{n(row.given)} av {n(row.persons)} får plass. Ta det i bruk eller forkast det.",
                f"{n(row.given, 'en')} of {n(row.persons, 'en')} get a place. Adopt or discard it.",
            ),
        )


_NEXT_STEP = {
    "requested": Text("Kunngjør trekningen.", "Announce the draw."),
    "announced": Text("Trekk med et frø.", "Draw with a seed."),
}


def _reductions(municipality: MunicipalityView) -> Iterable[WorkItem]:
    rows = Reduction.objects.filter(
        patient_list__municipality=municipality.key, state__in=tuple(_NEXT_STEP)
    ).select_related("patient_list")
    for row in rows:
        step = _NEXT_STEP[row.state]
        yield WorkItem(
            kind=WorkKind.DRAW,
            key=row.pk,
            due=row.effective_on,
            said=Text(
                f"Til {n(row.ceiling)} personer. {step.nb}",
                f"To {n(row.ceiling, 'en')} persons. {step.en}",
            ),
            patient_list=row.patient_list_id,
            external_id=row.patient_list.external_id,
        )
