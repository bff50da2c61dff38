"""Rounds of allocation as pages show them: all of them, one, and the persons in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.findings import ToldFinding, told
from hjemmel.apps.lists.models import AllocationRound, RoundPlace
from hjemmel.apps.lists.selectors.persons import persons_shown
from hjemmel.apps.registry.selectors.people import ResidentRow
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.engines.allocation.distribution import Measure
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round: how many take part, and how many it gives a list."""

    key: int
    kind: str
    mode: str
    as_of: date
    effective_on: date
    state: str
    persons: int
    given: int
    made_by: str
    made_at: datetime
    settled_by: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class ListShare:
    """What a round does to a list: places before, and how many it gives."""

    key: int
    places: int
    given: int

    @property
    def left(self) -> int:
        """Places left after."""
        return self.places - self.given


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with what the engine told of it.

    Args:
        row: The round.
        seed: Seed of the draw between equals; ``None`` for a distribution.
        digest: Of what it was computed from.
        result: The engine's account, as stored.
        nearness: How nearness was measured in a distribution.
        formula: How the points of a distribution are counted, sentence by sentence.
        lists: What it does to each list that had a place.
        by_choice: Persons who get the list they wait for.
        otherwise: Persons who get another list.
        findings: The rules of the order.
        checks: What the independent check of the result says.
        receipt: What it was computed from, as stored.
    """

    row: RoundRow
    seed: int | None
    digest: str
    result: Mapping[str, Any]
    nearness: Text | None
    formula: tuple[Text, ...]
    lists: tuple[ListShare, ...]
    by_choice: int
    otherwise: int
    findings: tuple[ToldFinding, ...]
    checks: tuple[ToldFinding, ...]
    receipt: Mapping[str, Any]

    @property
    def without(self) -> int:
        """Persons who get no list this time."""
        return self.row.persons - self.row.given


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What somebody gets and why, by her number in the order; ``person`` only for a purpose."""

    number: int
    patient_list: int | None
    external_id: str
    by_choice: bool
    why: tuple[Text, ...]
    person: ResidentRow | None


def rounds_of(municipality: MunicipalityView, *, by: Actor) -> tuple[RoundRow, ...]:
    """Return the rounds of a municipality, newest first.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    rows = AllocationRound.objects.filter(municipality=municipality.key).defer("result")
    return tuple(_row(row) for row in rows.annotate(**_COUNTS))


def round_view(key: int, municipality: MunicipalityView, *, by: Actor) -> RoundView:
    """Return a round.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such round in the municipality.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    rows = AllocationRound.objects.filter(pk=key, municipality=municipality.key)
    row = rows.annotate(**_COUNTS).first()
    if row is None:
        raise not_there("round")
    chosen = row.places.filter(patient_list__isnull=False, by_choice=True).count()
    shown = _row(row)
    return RoundView(
        row=shown,
        seed=row.seed,
        digest=row.inputs_digest,
        result=row.result,
        nearness=_nearness(row.result),
        formula=tuple(Text(nb, en) for nb, en in row.result.get("formula", ())),
        lists=tuple(
            ListShare(int(one), places, given)
            for one, (places, given) in row.result["lists"].items()
            if places or given
        ),
        by_choice=chosen,
        otherwise=shown.given - chosen,
        findings=told(row.result.get("findings", ())),
        checks=told(row.result.get("checks", ())),
        receipt=row.result["receipt"],
    )


@transaction.atomic
def round_places(
    key: int,
    municipality: MunicipalityView,
    *,
    by: Actor,
    purpose: str = "",
    placed: bool | None = None,
    skip: int = 0,
    most: int | None = None,
) -> tuple[PlaceRow, ...]:
    """Return some of the persons in a round in the order they were served.

    Args:
        key: Key of the round.
        municipality: Its municipality.
        by: Who asks; needs ``RUN_LISTS`` there, and ``SEE_RESIDENTS`` with a purpose.
        purpose: What persons are shown for; empty shows none.
        placed: Only those who get a list, or only those who get none; ``None`` is all.
        skip: How many to pass over.
        most: How many to return; ``None`` is all.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    rows = RoundPlace.objects.filter(round=key, round__municipality=municipality.key)
    if placed is not None:
        rows = rows.filter(patient_list__isnull=not placed)
    ordered = rows.select_related("patient_list").order_by("number", "pk")
    shown = list(ordered[skip : None if most is None else skip + most])
    persons = persons_shown(
        [row.resident_id for row in shown], municipality, by=by, purpose=purpose, what="round"
    )
    return tuple(
        PlaceRow(
            number=row.number,
            patient_list=row.patient_list_id,
            external_id=row.patient_list.external_id if row.patient_list else "",
            by_choice=row.by_choice,
            why=tuple(Text(nb, en) for nb, en in row.why),
            person=persons.get(row.resident_id),
        )
        for row in shown
    )


def _nearness(result: Mapping[str, Any]) -> Text | None:
    """Return how nearness was measured; ``None`` for a round, and where it was not told."""
    measure = result.get("weights", {}).get("measure")
    return None if measure is None else Measure(measure).label


_COUNTS = {"persons": Count("places"), "given": Count("places__patient_list")}


def _row(row: Any) -> RoundRow:
    return RoundRow(
        key=row.pk,
        kind=row.kind,
        mode=row.mode,
        as_of=row.as_of,
        effective_on=row.effective_on,
        state=row.state,
        persons=row.persons,
        given=row.given,
        made_by=row.made_by,
        made_at=row.made_at,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
    )
