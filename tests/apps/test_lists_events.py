"""Events of the population: each has its effect once, in any order that can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.models import ChangeRequest, Move, PopulationEvent
from hjemmel.apps.lists.services.ages import turn_ages
from hjemmel.apps.lists.services.event_files import ToldRow, load_events
from hjemmel.apps.lists.services.events import settle_event, tell_event
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
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.population_event import EventKind, Told
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from hjemmel.kernel.identifiers import synthetic_check_digits

TODAY = date(2024, 3, 12)
DAY = date(2024, 3, 5)
NEXT = date(2024, 4, 1)
WORKER = system("test")
K = EventKind


@pytest.fixture
def place(small_register: SyntheticMunicipality) -> int:
    """Twelve lists and 6 000 residents."""
    return Municipality.objects.get(number="4601").pk


def ids(prefix: str) -> Iterator[str]:
    """National ids of nobody, from day, month with 80 added, and year."""
    for count in range(900, 1000):
        digits = synthetic_check_digits(f"{prefix}{count}")
        if digits is not None:
            yield f"{prefix}{count}{digits}"


NEWBORN = next(ids("058324"))
ADULT = next(ids("018390"))


def tell(
    place: int, kind: EventKind, who: str | Resident, day: date = DAY, **facts: str
) -> PopulationEvent:
    national_id = who if isinstance(who, str) else str(who.national_id)
    told = Told(kind=kind, happened_on=day, national_id=national_id, **facts)  # type: ignore[arg-type]
    return tell_event(municipality=place, told=told, by=WORKER, today=TODAY)


def born(place: int, mother: str = "") -> PopulationEvent:
    return tell(place, K.BIRTH, NEWBORN, sex="female", district="460102", mother=mother)


def grown_up(**more: object) -> Resident:
    """Somebody who lives here and is on a list."""
    placed = Membership.objects.on(DAY).filter(patient_list__isnull=False)
    rows = Resident.objects.filter(
        pk__in=placed.values("resident"),
        born__year__lt=1990,
        municipality__number="4601",
        lived_here_to__isnull=True,
        died_on__isnull=True,
        **more,
    )
    return rows.order_by("pk")[0]


def list_of(resident: Resident, day: date = TODAY) -> PatientList | None:
    row = Membership.objects.on(day).filter(resident=resident).first()
    return None if row is None else row.patient_list


def ask(resident: Resident, wanted: PatientList) -> ChangeRequest:
    return ask_for_gp(
        key="form",
        resident=resident.pk,
        wanted_list=wanted.pk,
        asked_on=TODAY,
        today=TODAY,
        by=WORKER,
    )


def ceiling(row: PatientList, free: int) -> None:
    members = Membership.objects.on(NEXT).filter(patient_list=row).count()
    change_ceiling(
        patient_list=row.pk,
        ceiling=members + free,
        valid_from=date(2024, 3, 1),
        agreed_with_municipality=True,
        by=WORKER,
    )


def other_list(row: PatientList | None) -> PatientList:
    found = PatientList.objects.exclude(pk=0 if row is None else row.pk).order_by("pk")[2]
    ceiling(found, 5)
    return found


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


def test_protected_address_hides_from_who_lacks_the_role(place: int) -> None:
    row = grown_up()
    tell(place, K.PROTECTED, row, protection="strictly_confidential")
    row.refresh_from_db()
    assert row.protection == "strictly_confidential"
    leader = Actor("leader", (Grant(Role.LEADER, place),))
    told = Told(kind=K.UNPROTECTED, happened_on=TODAY, national_id=str(row.national_id))
    with pytest.raises(UnknownIdError):
        tell_event(municipality=place, told=told, by=leader, today=TODAY)
    tell(place, K.UNPROTECTED, row, day=TODAY)
    row.refresh_from_db()
    assert row.protection == "none"


def test_events_that_cannot_be_in_that_order_say_why(place: int) -> None:
    row = grown_up()
    tell(place, K.MOVED_WITHIN, row, day=date(2024, 3, 8), district="460102")
    with pytest.raises(ConflictError) as older:
        tell(place, K.MOVED_WITHIN, row, day=DAY, district="460103")
    assert older.value.where == "later_known"
    tell(place, K.DEATH, row, day=date(2024, 3, 9))
    with pytest.raises(ConflictError) as dead:
        tell(place, K.MOVED_WITHIN, row, day=date(2024, 3, 10), district="460103")
    assert dead.value.where == "resident"
    with pytest.raises(InputError) as ahead:
        tell(place, K.DEATH, grown_up(), day=date(2024, 3, 13))
    assert ahead.value.where == "in_the_future"
    with pytest.raises(UnknownIdError):
        tell(place, K.DEATH, ADULT)


def test_death_before_a_move_that_the_register_has_is_refused(place: int) -> None:
    row = grown_up()
    tell(place, K.MOVED_OUT, row, day=date(2024, 2, 1))
    tell(place, K.MOVED_IN, row, district="460102")
    with pytest.raises(ConflictError) as told:
        tell(place, K.DEATH, row, day=date(2024, 3, 1))
    assert told.value.where == "moved_after"


def test_who_turns_16_no_longer_follows_a_parent(place: int) -> None:
    mother = grown_up(sex="female")
    child = Resident.objects.filter(municipality=place, born__year=2012).order_by("pk")[0]
    Resident.objects.filter(pk=child.pk).update(mother=mother, born=date(2008, 3, 6))
    end_from(Membership, {"resident": child}, date(2000, 1, 1))
    Membership.objects.create(
        resident=child,
        patient_list=list_of(mother),
        valid_from=date(2020, 1, 1),
        known_from=timezone.now(),
    )
    Move.objects.create(
        resident=child,
        municipality_id=place,
        to_list=other_list(list_of(mother)),
        effective_on=NEXT,
        cause="follows_parent",
        source="test",
        decided_by="test",
        decided_at=timezone.now(),
    )
    expected = Resident.objects.filter(
        municipality=place, born__gte=date(2008, 3, 1), born__lte=date(2008, 3, 12)
    ).count()
    since = date(2024, 3, 1)
    done = turn_ages(municipality=place, since=since, day=TODAY, by=WORKER, today=TODAY)
    assert done[K.TURNED_16] == expected > 0
    event = PopulationEvent.objects.get(resident=child)
    assert (event.kind, event.happened_on) == ("turned_16", date(2024, 3, 6))
    assert (event.state, event.reason) == ("needs_judgement", "chooses_alone")
    assert Move.objects.get(resident=child).state == "cancelled"
    again = turn_ages(municipality=place, since=since, day=TODAY, by=WORKER, today=TODAY)
    assert set(again.values()) == {0}


def test_sweep_finds_every_birthday_of_a_year_day_by_day(place: int) -> None:
    whole = {
        row.pk for row in Resident.objects.filter(municipality=place, born__year__in=(2005, 2006))
    }
    end = date(2023, 12, 31)
    counts = [
        turn_ages(
            municipality=place,
            since=date(2023, month, 1),
            day=date(2023, month, 28) if month < 12 else end,
            by=WORKER,
            today=TODAY,
        )[K.TURNED_18]
        for month in range(1, 13)
    ]
    turned = set(
        PopulationEvent.objects.filter(kind="turned_18").values_list("resident", flat=True)
    )
    assert sum(counts) == len(turned)
    born_2005 = Resident.objects.filter(pk__in=whole, born__year=2005)
    assert turned == {r.pk for r in born_2005 if r.born.day <= 28 or r.born.month == 12}


def test_who_may_not_tell_or_sweep_is_told_so(place: int) -> None:
    reader = Actor("reader", (Grant(Role.READER, place),))
    told = Told(kind=K.DEATH, happened_on=DAY, national_id=str(grown_up().national_id))
    with pytest.raises(NotAllowedError):
        tell_event(municipality=place, told=told, by=reader, today=TODAY)
    with pytest.raises(NotAllowedError):
        turn_ages(municipality=place, since=DAY, day=TODAY, by=reader, today=TODAY)
    with pytest.raises(NotAllowedError):
        load_events(rows=[], municipality=place, source="", by=reader, today=TODAY)


def test_file_applies_events_as_they_happened_and_twice_without_harm(place: int) -> None:
    row = grown_up()
    who = str(row.national_id)
    later = Told(kind=K.DEATH, happened_on=date(2024, 3, 9), national_id=who)
    first = Told(kind=K.MOVED_WITHIN, happened_on=DAY, national_id=who, district="460102")
    after = Told(kind=K.MOVED_OUT, happened_on=date(2024, 3, 10), national_id=who)
    nobody = Told(kind=K.DEATH, happened_on=DAY, national_id=ADULT)
    rows = [ToldRow(n, "", told) for n, told in enumerate((later, first, after, nobody), start=2)]
    given = {"municipality": place, "source": "digest", "by": WORKER, "today": TODAY}
    counts, refused = load_events(rows=rows, **given)  # type: ignore[arg-type]
    assert [(r.number, r.reason) for r in refused] == [
        (5, "no_such_resident"),
        (4, "dead_by_then"),
    ]
    assert (counts.tables["events"].added, counts.tables["events"].unchanged) == (2, 2)
    assert counts.after["residents"] == counts.before["residents"] - 1
    assert counts.after["memberships"] == counts.before["memberships"] - 1
    assert set(PopulationEvent.objects.values_list("kind", "state")) == {
        ("moved_within", "applied"),
        ("death", "applied"),
        ("moved_out", "refused"),
    }
    memberships = Membership.objects.count()
    again, refused = load_events(rows=rows, **given)  # type: ignore[arg-type]
    assert (again.changed_anything, len(refused)) == (False, 2)
    assert Membership.objects.count() == memberships


def test_audit_and_facts_name_no_person(place: int) -> None:
    mother = grown_up(sex="female")
    event = born(place, str(mother.national_id))
    told = str(list(AuditEvent.objects.values_list("subject", "details"))) + str(event.facts)
    assert NEWBORN not in told
    assert str(mother.national_id) not in told
