"""Rounds of allocation: proposed, looked at, adopted or discarded. Adopting plans the moves."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.findings import stored
from hjemmel.apps.lists.models import AllocationRound, Move, RoundPlace
from hjemmel.apps.lists.selectors.applicants import applicants_on, as_applicants
from hjemmel.apps.lists.selectors.open_lists import as_open_lists, lists_with_places
from hjemmel.apps.lists.selectors.places import days_of_change
from hjemmel.apps.lists.services.giving_way import give_way
from hjemmel.apps.lists.services.locking import lock_lists, lock_residents
from hjemmel.apps.registry.models import Membership, Municipality
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.engines.allocation import Mode, RoundInputs, RoundResult, check, explain_many, run
from hjemmel.engines.allocation.model import input_digest
from hjemmel.kernel.errors import ConflictError, MissingDataError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.law import LawAt, law_on


@transaction.atomic
def propose_round(
    *, municipality: int, as_of: date, mode: Mode, seed: int, by: Actor
) -> AllocationRound:
    """Propose who gets the open places, by the rules' order; nothing is given before it is adopted.

    Args:
        municipality: Key of the municipality.
        as_of: The day of the round; places are those of the first of the next month.
        mode: Nobody passed over, or most placed.
        seed: Published seed of the draw between those who have waited equally long.
        by: Who proposes; needs ``RUN_LISTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        MissingDataError: No list has a doctor and a ceiling.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality)
    place = Municipality.objects.get(pk=municipality)
    law = law_on(as_of, place.number).fresh()
    effective = Month.of(as_of).plus(1).first_day
    inputs = round_inputs(municipality, place.number, effective, law)
    result = run(inputs, law, seed=seed, mode=mode)
    row = AllocationRound.objects.create(
        municipality=place,
        kind="round",
        as_of=as_of,
        effective_on=effective,
        mode=mode.value,
        seed=seed,
        inputs_digest=input_digest(inputs),
        result=_as_plain(result, law),
        made_by=by.name,
        made_at=timezone.now(),
    )
    RoundPlace.objects.bulk_create(_places(row, result), batch_size=2_000)
    record_round(row, place.number, "lists.propose_round", by)
    return row


def round_inputs(municipality: int, number: str, day: date, law: LawAt) -> RoundInputs:
    """Return a round's inputs as the register has them.

    Raises:
        MissingDataError: No list has a doctor and a ceiling.
    """
    lists = lists_with_places(municipality, day)
    if not lists:
        raise MissingDataError(
            Text(
                "Ingen liste har både lege og listetak den dagen.",
                "No list has both a doctor and a ceiling on that day.",
            ),
            where="lists",
            remedy=Text(
                "Hent inn listene, eller sett tak på dem.",
                "Import the lists, or set their ceilings.",
            ),
        )
    opened = as_open_lists(lists, number, law)
    rows = applicants_on(municipality, day, law)
    return RoundInputs(lists=opened, applicants=as_applicants(rows, opened, number))


@transaction.atomic
def adopt_round(*, round: int, by: Actor) -> AllocationRound:
    """Adopt a proposal: each place it gives to one who lives becomes a planned move that holds it.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such round.
        ConflictError: It is settled already, or the places have been taken since.
    """
    row = _proposed(round, by)
    lock_residents(row.places.filter(patient_list__isnull=False).values("resident"))
    places = list(row.places.filter(patient_list__isnull=False, resident__died_on__isnull=True))
    _require_room(row, places)
    residents = [place.resident_id for place in places]
    if Move.objects.filter(resident__in=residents, state="planned", to_list__isnull=False).exists():
        raise _outdated()
    give_way(residents, f"round {row.pk}")
    now_on = dict(
        Membership.objects.on(row.effective_on)
        .filter(resident__in=residents)
        .values_list("resident_id", "patient_list_id")
    )
    now = timezone.now()
    cause = "distributed" if row.kind == "distribution" else "allocated"
    Move.objects.bulk_create(
        [
            Move(
                resident_id=place.resident_id,
                municipality_id=row.municipality_id,
                from_list_id=now_on.get(place.resident_id),
                to_list_id=place.patient_list_id,
                effective_on=row.effective_on,
                cause=cause,
                source=f"round {row.pk}",
                decided_by=by.name,
                decided_at=now,
            )
            for place in places
        ],
        batch_size=2_000,
    )
    return _settle(row, "adopted", by)


@transaction.atomic
def discard_round(*, round: int, by: Actor) -> AllocationRound:
    """Discard a proposal; it is kept for the record.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such round.
        ConflictError: It is settled already.
    """
    return _settle(_proposed(round, by), "discarded", by)


def _proposed(key: int, by: Actor) -> AllocationRound:
    found = AllocationRound.objects.filter(pk=key).first()
    if found is None:
        raise not_there("round")
    by.require(Permission.RUN_LISTS, municipality=found.municipality_id)
    row = AllocationRound.objects.select_for_update(no_key=True).get(pk=key)
    if row.state != "proposed":
        raise ConflictError(
            Text("Runden er avgjort fra før.", "The round is settled already."),
            where="round",
            remedy=Text("Lag en ny runde.", "Make a new round."),
        )
    return row


def _require_room(row: AllocationRound, places: list[RoundPlace]) -> None:
    """Raise ``ConflictError`` unless every list still has the places that the proposal gives."""
    wanted: dict[int, int] = {}
    for place in places:
        wanted[int(place.patient_list_id or 0)] = wanted.get(int(place.patient_list_id or 0), 0) + 1
    lock_lists(wanted)
    for day in days_of_change(wanted, row.effective_on):
        free = {entry.key: entry.free for entry in lists_with_places(row.municipality_id, day)}
        if any(free.get(key, 0) < count for key, count in wanted.items()):
            raise _outdated()


def _outdated() -> ConflictError:
    return ConflictError(
        Text(
            "Noen av plassene eller personene i forslaget er opptatt siden det ble laget.",
            "Some of the places or persons of the proposal have been taken since it was made.",
        ),
        where="round",
        remedy=Text(
            "Forkast forslaget og lag et nytt.", "Discard the proposal and make a new one."
        ),
    )


def _settle(row: AllocationRound, state: str, by: Actor) -> AllocationRound:
    row.state, row.settled_by, row.settled_at = state, by.name, timezone.now()
    row.save(update_fields=["state", "settled_by", "settled_at"])
    mark_changed(row.municipality_id, people=False)
    number = Municipality.objects.values_list("number", flat=True).get(pk=row.municipality_id)
    record_round(row, number, f"lists.{'adopt' if state == 'adopted' else 'discard'}_round", by)
    return row


def _places(row: AllocationRound, result: RoundResult) -> list[RoundPlace]:
    keys = result.inputs.applicants.keys
    lists = result.inputs.lists.keys
    order = result.order.tolist()
    told = explain_many(result, [int(keys[at]) for at in order])
    return [
        RoundPlace(
            round=row,
            resident_id=int(keys[at]),
            patient_list_id=None if result.given[at] < 0 else int(lists[result.given[at]]),
            number=int(result.rank[at]) + 1,
            by_choice=bool(result.choice[at] >= 0),
            why=[[text.nb, text.en] for text in why],
        )
        for at, why in zip(order, told, strict=True)
    ]


def _as_plain(result: RoundResult, law: LawAt) -> dict[str, Any]:
    lists = result.inputs.lists
    counts = np.bincount(result.given[result.given >= 0], minlength=len(lists))
    return {
        "account": asdict(result.account),
        "other": None if result.other is None else asdict(result.other),
        "applicants": len(result.inputs.applicants),
        "places": int(lists.places.sum()),
        "lists": {
            str(int(key)): [int(places), int(count)]
            for key, places, count in zip(lists.keys, lists.places, counts, strict=True)
        },
        "findings": stored(result.findings),
        "checks": stored(check(result, law)),
        "receipt": result.receipt.as_plain(),
    }


def record_round(row: AllocationRound, number: str, action: str, by: Actor) -> None:
    """Write the audit row of a verb on a round or a distribution."""
    record(
        by=by.name,
        action=action,
        subject=f"round {row.pk}",
        municipality=number,
        details={"kind": row.kind, "mode": row.mode, "digest": row.inputs_digest},
    )
