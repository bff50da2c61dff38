"""Work and plans of a municipality, so that there is something behind each address."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.documents.choices import DocumentChoice
from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.services.documents import make_document
from hjemmel.apps.exchange.models import ImportRun
from hjemmel.apps.lists.models import AllocationRound, ChangeRequest, PopulationEvent, Reduction
from hjemmel.apps.plan.fields import PlanFields
from hjemmel.apps.plan.services.copying import make_from_example
from hjemmel.apps.registry.models import (
    Municipality,
    Resident,
)


def import_of(place: Municipality) -> ImportRun:
    """A file that was loaded, to open the pages of."""
    return ImportRun.objects.create(
        municipality=place,
        kind="register",
        file="x.csv",
        digest="0" * 64,
        status="loaded",
        asked_by="test",
        counts={
            "read": {}, "accepted": {}, "quarantined": 0, "reasons": [], "columns": {},
            "sheets": {}, "unused": [],
        },
    )  # fmt: skip


def event_of(place: Municipality, resident: Resident) -> PopulationEvent:
    """An event that somebody has to judge, to open the page of."""
    return PopulationEvent.objects.create(
        municipality=place,
        resident=resident,
        kind="turned_16",
        happened_on=date(2024, 3, 12),
        state="needs_judgement",
        source="test",
        told_by="test",
        told_at=timezone.now(),
    )


def plan_of(place: Municipality) -> int:
    """Let the municipality have a plan to open the pages of; return its key."""
    fields = PlanFields(
        name="prove", title="Prøveplan", first=date(2024, 1, 1), last=date(2028, 1, 1)
    )
    return make_from_example(
        municipality=place.pk, example="trondheim-2024", fields=fields, by=system("test")
    )


def document_of(plan: int) -> int:
    """Make a document of a plan to open the pages of; return its key."""
    choice = DocumentChoice(kind=DocumentKind.PLAN)
    return make_document(plan=plan, choice=choice, made_on=date(2024, 9, 10), by=system("test"))


def work_of(
    place: Municipality, resident: Resident, patient_list: int
) -> tuple[ChangeRequest, AllocationRound, Reduction]:
    """A wish, a round and a reduction to open the pages of."""
    now = timezone.now()
    wish = ChangeRequest.objects.create(
        key="1",
        resident=resident,
        municipality=place,
        wanted_list_id=patient_list,
        cause="own_wish",
        asked_by="self",
        asked_on=date(2024, 3, 12),
        effective_on=date(2024, 4, 1),
        state="refused",
        reason="test",
        made_by="test",
        made_at=now,
    )
    proposed = AllocationRound.objects.create(
        municipality=place,
        kind="round",
        as_of=date(2024, 3, 12),
        effective_on=date(2024, 4, 1),
        mode="stable",
        seed=1,
        inputs_digest="0" * 64,
        result={"lists": {}, "places": 0, "receipt": {"code_version": "0"}},
        made_by="test",
        made_at=now,
    )
    reduction = Reduction.objects.create(
        patient_list_id=patient_list,
        requested_on=date(2024, 1, 15),
        effective_on=date(2024, 8, 1),
        ceiling=500,
        made_by="test",
        made_at=now,
    )
    return wish, proposed, reduction
