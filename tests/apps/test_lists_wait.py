"""The expected wait from the register: right as often as it says, from the past only, told in words."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from django.db.models import F
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.lists.selectors.wait import (
    ExpectedWait,
    expected_wait,
    expected_wait_of_list,
    history_of,
    wait_quality,
)
from hjemmel.apps.registry.models import Municipality, PatientList, Resident, WaitingEntry
from hjemmel.apps.registry.selectors.places import MunicipalityView, view_of
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.engines.allocation.wait import History, Wait, back_test, learn
from hjemmel.kernel.errors import NotAllowedError
from tests.twins.allocation_wait import queue_of_a_list

DAYS = 1_260
LAST = date(2024, 3, 12)
FIRST = LAST - timedelta(days=DAYS - 1)
BY = system("test")


def bergen() -> MunicipalityView:
    return view_of(Municipality.objects.get(number="4601"))


def store(seed: int) -> None:
    """Write the queues of a simulated register, each row a resident of her own."""
    WaitingEntry.objects.all().delete()
    place = bergen()
    rng = np.random.default_rng(seed)
    lists = list(PatientList.objects.order_by("pk").values_list("pk", flat=True))
    rows = sorted(
        (row for key in lists for row in queue_of_a_list(key, DAYS, rng)), key=lambda row: row[2]
    )
    people = Resident.objects.order_by("pk").values_list("pk", flat=True)[: len(rows)]
    assert len(people) == len(rows)
    now = timezone.now()
    WaitingEntry.objects.bulk_create(
        WaitingEntry(
            resident_id=person,
            municipality_id=place.key,
            wanted_list_id=queue,
            waiting_class="without_gp" if without_gp else "change_within",
            queued_on=FIRST + timedelta(days=joined),
            left_on=None if left is None else FIRST + timedelta(days=left),
            left_reason="" if left is None else "placed" if placed else "left",
            known_from=now,
        )
        for person, (queue, without_gp, joined, left, placed) in zip(people, rows, strict=True)
    )
    mark_changed(place.key)


@pytest.fixture
def queues(small_register: SyntheticMunicipality) -> MunicipalityView:
    """Three and a half years of twelve lists' queues."""
    store(3)
    return bergen()


def test_history_has_everybody_as_was_true_on_the_day(queues: MunicipalityView) -> None:
    until = LAST - timedelta(days=300)
    history = history_of(queues.key, until)
    rows = WaitingEntry.objects.filter(queued_on__lte=until)
    assert history.queued.size == rows.count() > 1_000
    assert int((history.left <= until.toordinal()).sum()) == rows.filter(left_on__lte=until).count()
    placed = rows.filter(left_on__lte=until, left_reason="placed")
    assert int(history.placed.sum()) == placed.count()
    assert int(history.without_gp.sum()) == rows.filter(waiting_class="without_gp").count()
    assert (np.diff(history.queued) >= 0).all()


def test_four_of_five_waits_lie_in_the_interval(small_register: SyntheticMunicipality) -> None:
    tried = inside = 0
    for seed in range(4):
        store(seed)
        tested = wait_quality(bergen(), LAST, by=BY).tested
        assert tested is not None
        tried, inside = tried + tested.tried, inside + tested.inside
    assert tried > 5_000
    assert 0.75 <= inside / tried <= 0.85


def test_nothing_after_the_day_is_used(queues: MunicipalityView) -> None:
    day = LAST - timedelta(days=200)
    entry = WaitingEntry.objects.filter(queued_on__lte=day, left_on__gt=day).order_by("pk")[0]
    key = entry.wanted_list_id
    assert key is not None
    told = (expected_wait(entry, day), expected_wait_of_list(key, queues, day, by=BY))
    quality = wait_quality(queues, day, by=BY)
    assert told[0].wait is not None
    WaitingEntry.objects.filter(queued_on__gt=day).delete()
    WaitingEntry.objects.filter(left_on__gt=day).update(
        left_on=F("left_on") + timedelta(days=30), left_reason="left"
    )
    mark_changed(queues.key)
    again = bergen()
    entry.refresh_from_db()
    assert (expected_wait(entry, day), expected_wait_of_list(key, again, day, by=BY)) == told
    assert wait_quality(again, day, by=BY) == quality


def test_a_write_to_the_queue_changes_what_is_told(queues: MunicipalityView) -> None:
    key = PatientList.objects.order_by("pk")[0].pk
    before = expected_wait_of_list(key, queues, LAST, by=BY)
    last = WaitingEntry.objects.filter(wanted_list=key, left_on__isnull=True).order_by("-pk")[0]
    last.left_on, last.left_reason = LAST, "left"
    last.save()
    mark_changed(queues.key)
    after = expected_wait_of_list(key, bergen(), LAST, by=BY)
    assert (after.place, after.waiting) == (before.place - 1, before.waiting - 1)


def test_places_count_from_one_without_a_hole_those_without_a_gp_first(
    queues: MunicipalityView,
) -> None:
    key = PatientList.objects.order_by("pk")[1].pk
    waiting = WaitingEntry.objects.filter(wanted_list=key, left_on__isnull=True)
    late = waiting.order_by("-queued_on", "-pk").values_list("pk", flat=True)[:3]
    WaitingEntry.objects.filter(pk__in=list(late)).update(waiting_class="without_gp")
    ordered = sorted(
        waiting, key=lambda row: (row.waiting_class != "without_gp", row.queued_on, row.pk)
    )
    told = [expected_wait(row, LAST) for row in ordered]
    assert [one.place for one in told] == list(range(1, len(ordered) + 1))
    assert {one.waiting for one in told} == {len(ordered)}
    assert len({row.waiting_class for row in ordered}) == 2


def test_too_little_history_is_said_in_words(small_register: SyntheticMunicipality) -> None:
    place = bergen()
    entry = WaitingEntry.objects.filter(left_on__isnull=True)[0]
    told = expected_wait(entry, LAST)
    assert told.wait is None
    assert told.sentence.nb == "Det er for lite historikk til å anslå ventetiden."
    quality = wait_quality(place, LAST, by=BY)
    assert (quality.tested, quality.sentence) == (None, told.sentence)


def test_wait_is_told_in_days_weeks_and_months() -> None:
    def said(middle: float, low: float, high: float | None) -> str:
        return ExpectedWait(1, 1, Wait(middle=middle, low=low, high=high)).sentence.nb

    assert said(13, 1, 20).startswith(
        "Halvparten venter kortere enn 13 dager. Åtte av ti venter mellom 1 dag og 3 uker."
    )
    assert said(200, 70, 400).startswith(
        "Halvparten venter kortere enn 7 måneder. Åtte av ti venter mellom 10 uker og 13 måneder."
    )
    assert "for kort til å si" in said(200, 70, None)
    none = ExpectedWait(1, 1, Wait(middle=None, low=70, high=None))
    assert none.sentence.nb == "Det er for lite historikk til å anslå ventetiden."


def test_quality_says_how_often_it_was_right(queues: MunicipalityView) -> None:
    quality = wait_quality(queues, LAST, by=BY)
    history: History = history_of(queues.key, LAST)
    assert quality.tested == back_test(history, learnt_until=quality.learnt_until.toordinal())
    assert learn(history, as_of=LAST.toordinal()) is not None
    assert "Målet er 80" in quality.sentence.nb


def test_waits_are_open_to_those_who_see_lists(queues: MunicipalityView) -> None:
    key = PatientList.objects.order_by("pk")[0].pk
    reader = Actor("reader", (Grant(Role.READER, queues.key),))
    assert expected_wait_of_list(key, queues, LAST, by=reader).waiting > 0
    nobody = Actor("nobody")
    with pytest.raises(NotAllowedError):
        expected_wait_of_list(key, queues, LAST, by=nobody)
    with pytest.raises(NotAllowedError):
        wait_quality(queues, LAST, by=nobody)
