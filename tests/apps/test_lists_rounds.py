"""Rounds and distributions: proposed by the rules' order, adopted once, and only while the places are there."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.lists.models import AllocationRound, ListPolicy, Move, RoundPlace
from hjemmel.apps.lists.selectors.applicants import without_gp
from hjemmel.apps.lists.selectors.open_lists import lists_with_places
from hjemmel.apps.lists.services.distributions import propose_distribution
from hjemmel.apps.lists.services.rounds import adopt_round, discard_round, propose_round
from hjemmel.apps.registry.models import (
    AgreementTerms,
    Centre,
    District,
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.position import Distance, Position, mean_of
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


def test_distribution_counts_kilometres_where_all_lists_are_somewhere(place: int) -> None:
    made = propose_distribution(municipality=place, as_of=TODAY, by=WORKER)
    assert made.result["weights"]["measure"] == "kilometres"
    assert made.result["formula"][0][0].startswith("Poeng per person: 2 per kilometer")
    read = {row["id"] for row in made.result["receipt"]["parameters"]}
    assert "planning.points_kilometre" in read
    assert "planning.points_distance" not in read
    distance, placed = made.result["distance"], made.places.filter(patient_list__isnull=False)
    metres = [metres_of(row) for row in placed]
    assert distance["given"]["persons"] == len(metres)
    assert distance["given"]["kilometres"] == pytest.approx(sum(metres) / len(metres) / 1_000)
    on_lists = Membership.objects.on(NEXT).filter(
        patient_list__in=[int(key) for key in made.result["lists"]]
    )
    before = [metres_of(row) for row in on_lists.exclude(resident__district=None)]
    assert distance["before"]["persons"] == len(before)
    assert distance["before"]["unknown"] == on_lists.filter(resident__district=None).count() > 0
    assert distance["before"]["kilometres"] == pytest.approx(sum(before) / len(before) / 1_000)
    after = [*before, *metres]
    assert distance["after"]["kilometres"] == pytest.approx(sum(after) / len(after) / 1_000)
    first = placed.select_related("resident", "patient_list")[0]
    told = Distance(metres_of(first)).words.nb
    assert first.why[0][0].endswith(f"regnet fra midten av egen bydel: {told}.")


def metres_of(row: RoundPlace | Membership) -> int:
    """From the middle of the resident's district to the centre of the list, worked out here."""
    resident, list_ = row.resident, row.patient_list
    assert resident.district is not None
    assert list_ is not None
    centres = Centre.objects.filter(district=resident.district)
    home = mean_of([Position(one.longitude or 0, one.latitude or 0) for one in centres])
    there = AgreementTerms.objects.on(NEXT).get(agreement=list_.agreement_id).centre
    assert home is not None
    return home.metres_to(Position(there.longitude or 0, there.latitude or 0))


def test_distribution_counts_the_district_where_a_list_is_nowhere_known(place: int) -> None:
    receiver = PatientList.objects.order_by("pk")[5]
    centre = AgreementTerms.objects.on(NEXT).get(agreement=receiver.agreement_id).centre
    Centre.objects.filter(district=centre.district_id).update(longitude=None, latitude=None)
    mark_changed(place, people=False)
    made = propose_distribution(municipality=place, as_of=TODAY, by=WORKER)
    assert made.result["weights"]["measure"] == "district"
    assert "10 på en liste i en annen bydel" in made.result["formula"][0][0]
    why = {row.why[0][0] for row in made.places.filter(patient_list__isnull=False)}
    assert why <= {"Listen er i egen bydel.", "Ingen bedre plass i egen bydel."}
    distance = made.result["distance"]["given"]
    assert distance["unknown"] > 0


def test_distribution_says_where_a_centre_is_taken_to_be_in_the_middle_of_its_district(
    place: int,
) -> None:
    receiver = PatientList.objects.order_by("pk")[0]
    centre = AgreementTerms.objects.on(NEXT).get(agreement=receiver.agreement_id).centre
    square = [[5.4, 60.4], [5.5, 60.4], [5.5, 60.5], [5.4, 60.5], [5.4, 60.4]]
    border = {"type": "Polygon", "coordinates": [square]}
    District.objects.filter(pk=centre.district_id).update(border=border)
    Centre.objects.filter(pk=centre.pk).update(longitude=None, latitude=None)
    mark_changed(place, people=False)
    made = propose_distribution(municipality=place, as_of=TODAY, by=WORKER)
    assert made.result["weights"]["measure"] == "kilometres"
    here = {row.why[0][0] for row in made.places.filter(patient_list=receiver)}
    assert here
    assert all(said.endswith("(til midten av bydelen).") for said in here)
    others = made.places.exclude(patient_list=receiver).filter(patient_list__isnull=False)
    assert not any("til midten" in row.why[0][0] for row in others)


def test_those_of_an_unknown_district_are_placed_too(place: int) -> None:
    someone = without_gp(place, NEXT).filter(household=None).order_by("pk").first()
    someone = someone or without_gp(place, NEXT).order_by("pk")[0]
    Resident.objects.filter(pk=someone.pk).update(district=None)
    made = propose_distribution(municipality=place, as_of=TODAY, by=WORKER)
    assert made.result["weights"]["measure"] == "kilometres"
    said = made.places.get(resident=someone).why[0][0]
    assert said == "Det er ikke kjent hvor bydelen er, så nærhet teller ikke."


def test_reader_may_not_propose(place: int) -> None:
    reader = Actor("reader", (Grant(Role.READER, municipality=place),))
    with pytest.raises(NotAllowedError):
        propose_round(municipality=place, as_of=TODAY, mode=Mode.STABLE, seed=1, by=reader)
    with pytest.raises(NotAllowedError):
        propose_distribution(municipality=place, as_of=TODAY, by=reader)
    assert not AllocationRound.objects.exists()
