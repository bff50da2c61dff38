"""Population events in order: told twice, from a file, day by day, and by whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from lists_events_told import (
    ADULT,
    DAY,
    NEWBORN,
    NEXT,
    TODAY,
    WORKER,
    K,
    born,
    grown_up,
    list_of,
    other_list,
    tell,
)

from hjemmel.apps.accounts.policies import Actor, Grant
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.models import Move, PopulationEvent
from hjemmel.apps.lists.services.ages import turn_ages
from hjemmel.apps.lists.services.event_files import ToldRow, load_events
from hjemmel.apps.lists.services.events import tell_event
from hjemmel.apps.registry.models import (
    Membership,
    Municipality,
    Resident,
)
from hjemmel.apps.registry.services.history import end_from
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.population_event import Told
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError


@pytest.fixture
def place(small_register: SyntheticMunicipality) -> int:
    """Twelve lists and 6 000 residents."""
    return Municipality.objects.get(number="4601").pk


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
