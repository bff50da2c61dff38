"""Deaths and moves noted by hand are events too: one a day, corrected by hand, and told again by a file."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.lists.models import PopulationEvent
from hjemmel.apps.lists.selectors.foreseen import foreseen
from hjemmel.apps.lists.selectors.work import WorkKind, work_list
from hjemmel.apps.lists.services.by_hand import (
    note_death,
    note_move_in,
    note_move_out,
    take_back_death,
)
from hjemmel.apps.lists.services.event_files import ToldRow, load_events
from hjemmel.apps.registry.loading.frames import TableCounts
from hjemmel.apps.registry.models import Membership, Municipality, Resident, WaitingEntry
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.population_event import EventKind, Told
from hjemmel.kernel.errors import ConflictError, NotAllowedError, UnknownIdError

TODAY = date(2024, 3, 12)
DAY = date(2024, 3, 5)
BEFORE = date(2024, 3, 4)
WORKER = system("test")
K = EventKind


@pytest.fixture
def place(small_register: SyntheticMunicipality) -> int:
    return Municipality.objects.get(number="4601").pk


@pytest.fixture
def person(place: int) -> Resident:
    """A grown-up who lives here, is on a list and does not wait."""
    placed = Membership.objects.on(DAY).filter(patient_list__municipality=place)
    return Resident.objects.filter(
        pk__in=placed.values("resident"),
        municipality=place,
        born__year__lt=1990,
        lived_here_to__isnull=True,
        died_on__isnull=True,
        waiting__isnull=True,
    ).order_by("pk")[0]


def told(person: Resident) -> list[tuple[str, str, str]]:
    """Kind, state and reason of her events, by day."""
    rows = PopulationEvent.objects.filter(resident=person).order_by("happened_on", "pk")
    return list(rows.values_list("kind", "state", "reason"))


def load(place: int, *events: Told) -> tuple[TableCounts, list[str]]:
    """Load a file, after having foreseen what comes of it."""
    expected = foreseen(events, place, TODAY)
    rows = [ToldRow(number, "", one) for number, one in enumerate(events)]
    counts, refused = load_events(
        rows=rows, municipality=place, source="f" * 64, by=WORKER, today=TODAY
    )
    reasons = {row.number: row.reason for row in refused}
    assert [reasons.get(number, "") for number in range(len(rows))] == expected
    return counts.tables["events"], expected


def as_told(person: Resident, kind: EventKind, day: date, **facts: str) -> Told:
    who = str(person.national_id)
    return Told(kind=kind, happened_on=day, national_id=who, **facts)  # type: ignore[arg-type]


def test_death_moves_out_and_in_are_kept_as_events(place: int, person: Resident) -> None:
    note_move_out(resident=person.pk, moved_on=date(2024, 2, 1), by=WORKER)
    note_move_in(resident=person.pk, district="460102", moved_on=date(2024, 3, 1), by=WORKER)
    note_move_in(resident=person.pk, district="460103", moved_on=date(2024, 3, 4), by=WORKER)
    event = note_death(resident=person.pk, died_on=DAY, by=WORKER, today=TODAY)
    assert told(person) == [
        ("moved_out", "applied", "keeps_list"),
        ("moved_in", "applied", "change_not_counted"),
        ("moved_within", "applied", "change_not_counted"),
        ("death", "applied", ""),
    ]
    rows = PopulationEvent.objects.filter(resident=person)
    assert set(rows.values_list("municipality", "source", "told_by")) == {
        (place, "case worker", WORKER.name)
    }
    assert rows.get(kind="moved_within").facts == {"district": "460103"}
    assert event.effects == {"moves": 0, "requests": 0}
    person.refresh_from_db()
    assert (person.died_on, person.lived_here_from) == (DAY, date(2024, 3, 1))


def test_move_out_of_the_queue_for_any_list_comes_to_the_work_list(
    place: int, person: Resident
) -> None:
    WaitingEntry.objects.create(
        resident=person,
        municipality_id=place,
        waiting_class="change_within",
        queued_on=date(2024, 1, 2),
        known_from=timezone.now(),
    )
    note_move_out(resident=person.pk, moved_on=DAY, by=WORKER)
    assert told(person) == [("moved_out", "needs_judgement", "waits_here_still")]
    found = work_list(get_municipality("4601", by=WORKER), WorkKind.EVENT, by=WORKER)
    assert [item.resident for item in found.items] == [person.pk]


def test_file_that_tells_the_same_has_no_effect_again(place: int, person: Resident) -> None:
    note_death(resident=person.pk, died_on=DAY, by=WORKER, today=TODAY)
    memberships = Membership.objects.count()
    counts, reasons = load(place, as_told(person, K.DEATH, DAY))
    assert ((counts.added, counts.unchanged), reasons) == ((0, 1), [""])
    assert Membership.objects.count() == memberships
    assert PopulationEvent.objects.get().source == "case worker"


def test_file_that_tells_more_of_a_move_is_taken_in(place: int, person: Resident) -> None:
    note_move_in(resident=person.pk, district="460102", moved_on=DAY, by=WORKER)
    more = as_told(person, K.MOVED_WITHIN, DAY, district="460103", household="H-9")
    counts, reasons = load(place, more)
    assert ((counts.changed, counts.unchanged), reasons) == ((1, 0), [""])
    person.refresh_from_db()
    assert person.district is not None
    assert person.household is not None
    assert (person.district.number, person.household.external_id) == ("460103", "H-9")
    assert load(place, more)[0].unchanged == 1


def test_hand_corrects_what_a_file_told_and_the_file_does_not_undo_it(
    place: int, person: Resident
) -> None:
    moved = as_told(person, K.MOVED_WITHIN, DAY, district="460102")
    load(place, moved)
    note_move_in(resident=person.pk, district="460103", moved_on=DAY, by=WORKER)
    assert load(place, moved)[0].unchanged == 1
    person.refresh_from_db()
    assert person.district is not None
    assert person.district.number == "460103"
    assert len(told(person)) == 1


def test_another_day_by_hand_is_a_correction(place: int, person: Resident) -> None:
    note_move_out(resident=person.pk, moved_on=DAY, by=WORKER)
    note_move_out(resident=person.pk, moved_on=BEFORE, by=WORKER)
    note_death(resident=person.pk, died_on=DAY, by=WORKER, today=TODAY)
    note_death(resident=person.pk, died_on=BEFORE, by=WORKER, today=TODAY)
    held = PopulationEvent.objects.filter(resident=person).exclude(state="refused")
    assert sorted(held.values_list("kind", "happened_on")) == [
        ("death", BEFORE),
        ("moved_out", BEFORE),
    ]
    corrected = PopulationEvent.objects.filter(resident=person, state="refused")
    assert sorted(corrected.values_list("kind", "reason")) == [
        ("death", "corrected"),
        ("moved_out", "corrected"),
    ]
    person.refresh_from_db()
    assert (person.died_on, person.lived_here_to) == (BEFORE, BEFORE)


def test_moves_with_a_move_in_between_are_two(place: int, person: Resident) -> None:
    for out, back in ((date(2024, 1, 10), date(2024, 1, 20)), (date(2024, 2, 10), None)):
        note_move_out(resident=person.pk, moved_on=out, by=WORKER)
        if back is not None:
            note_move_in(resident=person.pk, district="460102", moved_on=back, by=WORKER)
    assert [kind for kind, state, _ in told(person) if state == "applied"] == [
        "moved_out",
        "moved_in",
        "moved_out",
    ]


def test_death_taken_back_is_not_told_again_by_a_file_but_by_hand(
    place: int, person: Resident
) -> None:
    death = as_told(person, K.DEATH, DAY)
    load(place, death)
    take_back_death(resident=person.pk, by=WORKER)
    assert told(person) == [("death", "refused", "taken_back")]
    assert load(place, death)[1] == ["taken_back"]
    person.refresh_from_db()
    assert person.died_on is None
    assert told(person) == [("death", "refused", "taken_back")]
    note_death(resident=person.pk, died_on=DAY, by=WORKER, today=TODAY)
    assert told(person) == [("death", "applied", "")]
    assert load(place, death)[0].unchanged == 1


def test_what_cannot_be_done_leaves_no_event(place: int, person: Resident) -> None:
    reader = Actor("reader", (Grant(Role.READER, place),))
    with pytest.raises(NotAllowedError):
        note_death(resident=person.pk, died_on=DAY, by=reader, today=TODAY)
    with pytest.raises(NotAllowedError):
        note_move_out(resident=person.pk, moved_on=DAY, by=reader)
    with pytest.raises(NotAllowedError):
        note_move_in(resident=person.pk, district="460102", moved_on=DAY, by=reader)
    with pytest.raises(UnknownIdError):
        note_move_in(resident=person.pk, district="460199", moved_on=DAY, by=WORKER)
    note_death(resident=person.pk, died_on=BEFORE, by=WORKER, today=TODAY)
    with pytest.raises(ConflictError):
        note_move_in(resident=person.pk, district="460102", moved_on=DAY, by=WORKER)
    assert told(person) == [("death", "applied", "")]


def test_leader_of_the_place_she_moves_from_cannot_move_her_into_another(
    place: int, person: Resident
) -> None:
    from hjemmel.apps.registry.services.places import set_up_municipality

    set_up_municipality(number="5001", name="Trondheim", districts={"500101": "Øst"}, by=WORKER)
    leader = Actor("leader", (Grant(Role.LEADER, place),))
    Resident.objects.filter(pk=person.pk).update(protection="none")
    with pytest.raises(NotAllowedError):
        note_move_in(resident=person.pk, district="500101", moved_on=DAY, by=leader)
    assert told(person) == []
