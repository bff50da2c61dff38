"""Rounds and distributions: proposed by the rules' order, adopted once, and only while the places are there."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.lists.models import AllocationRound, ListPolicy, Move
from hjemmel.apps.lists.selectors.applicants import without_gp
from hjemmel.apps.lists.selectors.open_lists import lists_with_places
from hjemmel.apps.lists.services.distributions import propose_distribution
from hjemmel.apps.lists.services.rounds import adopt_round, discard_round, propose_round
from hjemmel.apps.registry.models import Membership, Municipality, PatientList, WaitingEntry
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.engines.allocation import Mode
from hjemmel.kernel.errors import ConflictError, NotAllowedError

TODAY = date(2024, 3, 12)
NEXT = date(2024, 4, 1)
WORKER = system("test")


@pytest.fixture
def place(small_register: SyntheticMunicipality) -> int:
    """The municipality; two lists have forty places free, the others none; sixty have no GP."""
    leaving = Membership.objects.on(TODAY).filter(patient_list__isnull=False).order_by("pk")
    for member in leaving.select_related("resident")[200:260]:
        end_from(Membership, {"resident": member.resident}, date(2024, 2, 1 + member.pk % 20))
    for at, row in enumerate(PatientList.objects.order_by("pk")):
        members = Membership.objects.on(NEXT).filter(patient_list=row).count()
        change_ceiling(
            patient_list=row.pk,
            ceiling=members + (40 if at in (0, 5) else 0),
            valid_from=date(2024, 3, 1),
            agreed_with_municipality=True,
            by=WORKER,
        )
    return Municipality.objects.get(number="4601").pk


def propose(place: int, seed: int = 7) -> AllocationRound:
    return propose_round(municipality=place, as_of=TODAY, mode=Mode.STABLE, seed=seed, by=WORKER)


def test_round_serves_those_without_a_gp_first_and_tells_each_why(place: int) -> None:
    made = propose(place)
    given = made.places.filter(patient_list__isnull=False)
    assert 60 <= given.count() <= 80
    without = set(without_gp(place, NEXT).values_list("pk", flat=True))
    left_out = set(
        made.places.filter(patient_list__isnull=True).values_list("resident_id", flat=True)
    )
    assert (
        not (without & left_out) or not set(given.values_list("resident_id", flat=True)) - without
    )
    assert all(row.why and row.why[0][0].startswith("Nummer ") for row in made.places.all())
    assert [c["outcome"] for c in made.result["checks"]] == ["met"] * len(made.result["checks"])
    assert made.result["receipt"]["seed"] == 7


def test_same_register_and_seed_give_the_same_round(place: int) -> None:
    first, second = propose(place), propose(place)
    assert first.inputs_digest == second.inputs_digest
    fields = ("resident_id", "patient_list_id", "number", "why")
    assert list(first.places.values_list(*fields)) == list(second.places.values_list(*fields))


def test_adopted_round_holds_its_places_and_is_adopted_once(place: int) -> None:
    made, other = propose(place), propose(place, seed=8)
    adopt_round(round=made.pk, by=WORKER)
    given = made.places.filter(patient_list__isnull=False).count()
    assert Move.objects.filter(state="planned", cause="allocated").count() == given
    assert all(row.taken <= row.ceiling for row in lists_with_places(place, NEXT))
    with pytest.raises(ConflictError):
        adopt_round(round=made.pk, by=WORKER)
    with pytest.raises(ConflictError):
        adopt_round(round=other.pk, by=WORKER)
    discard_round(round=other.pk, by=WORKER)
    assert Move.objects.filter(state="planned").count() == given


def test_those_with_a_decided_move_do_not_take_part_again(place: int) -> None:
    adopt_round(round=propose(place).pk, by=WORKER)
    moved = set(Move.objects.values_list("resident_id", flat=True))
    again = propose(place)
    assert not moved & set(again.places.values_list("resident_id", flat=True))


def test_municipality_that_allocates_by_hand_gets_only_its_queue(place: int) -> None:
    waiting = WaitingEntry.objects.filter(municipality=place, left_on__isnull=True)
    ListPolicy.objects.create(municipality_id=place, allocates_automatically=False)
    made = propose(place)
    queued = set(waiting.values_list("resident_id", flat=True))
    assert set(made.places.values_list("resident_id", flat=True)) <= queued


def test_distribution_keeps_households_and_ceilings_and_shows_its_proof(place: int) -> None:
    made = propose_distribution(municipality=place, as_of=TODAY, by=WORKER)
    by_household: dict[int, set[int | None]] = {}
    for row in made.places.select_related("resident"):
        if row.resident.household_id:
            by_household.setdefault(row.resident.household_id, set()).add(row.patient_list_id)
    assert all(len(lists) == 1 for lists in by_household.values())
    assert made.result["points"] >= made.result["bound"]
    assert made.result["persons"] == without_gp(place, NEXT).count()
    adopt_round(round=made.pk, by=WORKER)
    assert all(row.taken <= row.ceiling for row in lists_with_places(place, NEXT))
    assert set(Move.objects.values_list("cause", flat=True)) == {"distributed"}


def test_reader_may_not_propose(place: int) -> None:
    reader = Actor("reader", (Grant(Role.READER, municipality=place),))
    with pytest.raises(NotAllowedError):
        propose_round(municipality=place, as_of=TODAY, mode=Mode.STABLE, seed=1, by=reader)
    with pytest.raises(NotAllowedError):
        propose_distribution(municipality=place, as_of=TODAY, by=reader)
    assert not AllocationRound.objects.exists()
