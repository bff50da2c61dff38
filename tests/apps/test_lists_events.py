"""Births, deaths and moves from the population register, and what each does to the list."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from lists_events_told import (
    ADULT,
    DAY,
    NEXT,
    TODAY,
    WORKER,
    K,
    born,
    ceiling,
    grown_up,
    ids,
    list_of,
    other_list,
    tell,
)

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.models import ChangeRequest, Move, PopulationEvent
from hjemmel.apps.lists.services.events import settle_event
from hjemmel.apps.lists.services.letting_go import note_death
from hjemmel.apps.lists.services.requests import ask_for_gp
from hjemmel.apps.registry.models import (
    ListCeiling,
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.services.history import end_from
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import ConflictError, InputError


@pytest.fixture
def place(small_register: SyntheticMunicipality) -> int:
    """Twelve lists and 6 000 residents."""
    return Municipality.objects.get(number="4601").pk


def ask(resident: Resident, wanted: PatientList) -> ChangeRequest:
    return ask_for_gp(
        key="form",
        resident=resident.pk,
        wanted_list=wanted.pk,
        asked_on=TODAY,
        today=TODAY,
        by=WORKER,
    )


def test_newborn_is_put_on_the_mothers_list_even_when_it_is_full(place: int) -> None:
    mother = grown_up(sex="female")
    row = list_of(mother)
    assert row is not None
    ceiling(row, 0)
    event = born(place, str(mother.national_id))
    child = event.resident
    assert (event.state, event.reason) == ("applied", "on_mothers_list")
    assert event.effects == {
        "list": row.external_id,
        "above_ceiling": True,
        "follows_move": False,
    }
    assert (child.mother_id, child.born, list_of(child)) == (mother.pk, DAY, row)
    held = Membership.objects.get(resident=child)
    assert (held.valid_from, held.reason) == (DAY, "child_admitted")
    length = Membership.objects.on(TODAY).filter(patient_list=row).count()
    assert length == ListCeiling.objects.on(TODAY).get(patient_list=row).ceiling + 1
    assert [f["reason"] for f in event.findings] == ["mothers_gp", "child_admitted"]
    assert all(f["citations_nb"] for f in event.findings)


def test_newborn_goes_along_when_the_mothers_move_is_decided(place: int) -> None:
    mother = grown_up(sex="female")
    wanted = other_list(list_of(mother))
    assert ask(mother, wanted).state == "granted"
    child = born(place, str(mother.national_id)).resident
    move = Move.objects.get(resident=child)
    assert (move.to_list, move.cause, move.effective_on) == (wanted, "follows_parent", NEXT)


@pytest.mark.parametrize("mother", ["unknown", "without"])
def test_newborn_whose_mothers_gp_is_not_known_goes_to_the_work_list(
    place: int, mother: str
) -> None:
    row = grown_up(sex="female")
    end_from(Membership, {"resident": row}, date(2024, 2, 1))
    event = born(place, "" if mother == "unknown" else str(row.national_id))
    expected = {"unknown": "mother_unknown", "without": "mother_without_gp"}[mother]
    assert (event.state, event.reason) == ("needs_judgement", expected)
    assert list_of(event.resident) is None
    settle_event(event=event.pk, note="Valgt liste", by=WORKER)
    assert PopulationEvent.objects.get().state == "applied"
    with pytest.raises(ConflictError):
        settle_event(event=event.pk, note="", by=WORKER)


def test_death_ends_the_list_the_queue_and_what_was_decided(place: int) -> None:
    row = grown_up()
    request = ask(row, other_list(list_of(row)))
    row.waiting.all().delete()
    WaitingEntry.objects.create(
        resident=row,
        municipality_id=place,
        waiting_class="change_within",
        queued_on=DAY,
        known_from=timezone.now(),
    )
    event = tell(place, K.DEATH, row)
    assert event.effects == {"moves": 1, "requests": 1}
    assert list_of(row) is None
    assert not row.waiting.filter(left_on__isnull=True).exists()
    assert Move.objects.get(resident=row).state == "cancelled"
    request.refresh_from_db()
    assert (request.state, request.reason, request.counts) == ("withdrawn", "died", False)
    row.refresh_from_db()
    assert row.died_on == DAY


def test_death_noted_by_hand_lets_go_of_what_was_decided_too(place: int) -> None:
    row = grown_up()
    ask(row, other_list(list_of(row)))
    assert note_death(resident=row.pk, died_on=DAY, by=WORKER, today=TODAY) == {
        "moves": 1,
        "requests": 1,
    }
    assert not Move.objects.filter(state="planned").exists()


def test_same_event_told_twice_is_one(place: int) -> None:
    row = grown_up()
    first = tell(place, K.DEATH, row)
    rows = Membership.objects.count()
    logged = AuditEvent.objects.count()
    assert tell(place, K.DEATH, row).pk == first.pk
    assert (Membership.objects.count(), AuditEvent.objects.count()) == (rows, logged)


def test_same_event_told_with_other_facts_is_refused(place: int) -> None:
    row = grown_up()
    tell(place, K.MOVED_WITHIN, row, district="460102")
    with pytest.raises(ConflictError) as told:
        tell(place, K.MOVED_WITHIN, row, district="460103")
    assert told.value.where == "told_otherwise"
    tell(place, K.DEATH, row)
    with pytest.raises(ConflictError):
        tell(place, K.DEATH, row, day=date(2024, 3, 6))


def test_who_moves_within_keeps_the_list_and_may_change_without_its_being_counted(
    place: int,
) -> None:
    row = grown_up()
    before = list_of(row)
    event = tell(place, K.MOVED_WITHIN, row, district="460102", household="H-77")
    row.refresh_from_db()
    assert (event.reason, list_of(row)) == ("change_not_counted", before)
    assert row.district is not None
    assert row.household is not None
    assert (row.district.number, row.household.external_id) == ("460102", "H-77")
    assert event.findings[0]["reason"] == "not_counted"


def test_who_moves_out_and_in_again_is_the_same_resident(place: int) -> None:
    row = grown_up()
    assert tell(place, K.MOVED_OUT, row, day=date(2024, 2, 1)).reason == "keeps_list"
    row.refresh_from_db()
    assert row.lived_here_to == date(2024, 2, 1)
    tell(place, K.MOVED_IN, row, district="460102")
    row.refresh_from_db()
    assert row.lived_here_from == DAY
    assert row.lived_here_to is None


def test_who_moves_out_of_the_queue_for_any_list_goes_to_the_work_list(place: int) -> None:
    row = grown_up()
    row.waiting.all().delete()
    WaitingEntry.objects.create(
        resident=row,
        municipality_id=place,
        waiting_class="change_within",
        queued_on=date(2024, 1, 1),
        known_from=timezone.now(),
    )
    event = tell(place, K.MOVED_OUT, row)
    assert (event.state, event.reason) == ("needs_judgement", "waits_here_still")
    assert row.waiting.filter(left_on__isnull=True).exists()


def test_somebody_new_moves_in_without_a_gp(place: int) -> None:
    event = tell(
        place,
        K.MOVED_IN,
        ADULT,
        district="460102",
        sex="male",
        born=date(1990, 3, 1),  # type: ignore[arg-type]
    )
    assert (event.state, event.reason) == ("applied", "without_gp")
    assert event.resident.lived_here_from == DAY
    with pytest.raises(InputError) as told:
        tell(place, K.MOVED_IN, next(ids("018391")), district="460102")
    assert told.value.where == "facts_missing"
