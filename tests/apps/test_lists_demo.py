"""A demo has work to do: people without a GP, wishes, lists that end; and its own day is as published."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from hjemmel.apps.accounts.policies import Actor, system
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.models import ChangeRequest, Move, PopulationEvent, Reduction
from hjemmel.apps.lists.selectors.applicants import without_gp
from hjemmel.apps.lists.selectors.open_lists import lists_with_places
from hjemmel.apps.lists.selectors.work import WorkKind, work_list
from hjemmel.apps.lists.services.demo import liven_up
from hjemmel.apps.lists.services.distributions import propose_distribution
from hjemmel.apps.registry.models import AgreementTerms, Municipality, Resident, Vacancy
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.person_counts import counted_persons
from hjemmel.apps.registry.selectors.places import view_of
from hjemmel.apps.registry.services.demo import load_synthetic
from hjemmel.cases.synthetic import SyntheticMunicipality, generate, read_profile
from hjemmel.kernel.errors import ConflictError, NotAllowedError
from hjemmel.kernel.identifiers import NationalId

BY = system("test")
TODAY = date(2026, 11, 27)
NEXT, LATER = date(2026, 12, 1), date(2027, 1, 1)


@pytest.fixture(scope="module")
def made() -> SyntheticMunicipality:
    return generate(read_profile("bergen").scaled(residents=14_000, lists=20), seed=2024)


@pytest.fixture
def place(db: None, made: SyntheticMunicipality) -> Municipality:
    load_synthetic(made=made, by=BY)
    return Municipality.objects.get(number="4601")


@pytest.fixture
def lively(place: Municipality, made: SyntheticMunicipality) -> Municipality:
    liven_up(made=made, municipality=place.pk, today=TODAY, by=BY)
    place.refresh_from_db()
    return place


def test_own_day_stays_as_it_was_published_and_the_same_happens_each_time(
    place: Municipality, made: SyntheticMunicipality
) -> None:
    day = made.profile.as_of
    persons = counted_persons(place.pk, day)
    lists = lists_on(view_of(place), day, by=BY).rows

    def happen() -> list[tuple[object, ...]]:
        with transaction.atomic():
            liven_up(made=made, municipality=place.pk, today=TODAY, by=BY)
            now = view_of(Municipality.objects.get(pk=place.pk))
            assert now.usual_day(TODAY) == day
            assert counted_persons(place.pk, day) == persons
            assert lists_on(now, day, by=BY).rows == lists
            moves = Move.objects.order_by("pk").values_list(
                "resident__national_id", "to_list__external_id", "cause"
            )
            events = PopulationEvent.objects.order_by("pk").values_list(
                "resident__national_id", "kind", "happened_on"
            )
            told: list[tuple[object, ...]] = [*moves, *events]
            transaction.set_rollback(True)
        return told

    assert persons.without_gp == 0
    first = happen()
    assert len(first) > 100
    assert happen() == first


def test_each_sort_of_work_waits(lively: Municipality) -> None:
    counts = work_list(view_of(lively), by=BY).counts
    assert counts[WorkKind.REQUEST] == 3
    assert counts[WorkKind.EVENT] == 1
    assert counts[WorkKind.CUT_OVER] >= 1
    assert counts[WorkKind.DRAW] == 1
    assert counts[WorkKind.FULL] == 2
    assert counts[WorkKind.ROUND] == 0
    states = list(ChangeRequest.objects.values_list("state", flat=True))
    assert (states.count("granted"), states.count("queued")) == (8, 5)

    ending = AgreementTerms.objects.on(NEXT).filter(ends_on__isnull=False)
    assert [row.ends_on for row in ending] == [LATER] * 2
    after = AgreementTerms.objects.on(LATER).filter(agreement__in=ending.values("agreement"))
    assert sorted(row.status for row in after) == ["held", "without_doctor"]
    assert Vacancy.objects.get(since=LATER).advertisements.count() == 1

    asked, drawn = Reduction.objects.order_by("-state")
    assert (asked.state, drawn.state) == ("requested", "drawn")
    assert drawn.effective_on == NEXT < asked.effective_on
    assert Move.objects.filter(state="planned", cause="list_reduced").count() >= 40


def test_some_dozens_are_without_a_gp_and_a_spread_gives_each_a_list(lively: Municipality) -> None:
    rows = list(without_gp(lively.pk, NEXT))
    assert 60 <= len(rows) <= 150
    assert all(NationalId(row.national_id or "").is_synthetic for row in rows)
    assert len({row.household_id for row in rows}) < len(rows)
    spread = propose_distribution(municipality=lively.pk, as_of=TODAY, by=BY)
    given = spread.places.filter(patient_list__isnull=False).count()
    free = sum(row.free for row in lists_with_places(lively.pk, NEXT))
    assert given == min(free, len(rows)) >= 10


def test_things_happen_once_and_it_is_logged(
    lively: Municipality, made: SyntheticMunicipality
) -> None:
    assert AuditEvent.objects.get(action="lists.liven_up").details["requests"] == 18
    with pytest.raises(ConflictError):
        liven_up(made=made, municipality=lively.pk, today=TODAY, by=BY)


def test_nothing_is_made_up_in_a_real_municipality_or_by_who_may_not(
    place: Municipality, made: SyntheticMunicipality
) -> None:
    with pytest.raises(NotAllowedError):
        liven_up(made=made, municipality=place.pk, today=TODAY, by=Actor("nobody"))
    Municipality.objects.update(is_synthetic=False)
    residents = Resident.objects.count()
    with pytest.raises(ConflictError):
        liven_up(made=made, municipality=place.pk, today=TODAY, by=BY)
    assert Resident.objects.count() == residents
