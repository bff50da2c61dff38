"""No small count stands on the public page of free places, nor can it be worked out of what does."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.lists.models import Move
from hjemmel.apps.lists.selectors.free_places import as_plain, free_places
from hjemmel.apps.lists.selectors.gp_choice import SORTS
from hjemmel.apps.lists.selectors.gp_directory import gp_directory
from hjemmel.apps.lists.selectors.open_counts import (
    OpenCount,
    OpenSum,
    open_count,
    open_counts,
    open_sum,
)
from hjemmel.apps.registry.models import Membership, Municipality, PatientList, Resident
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.time import Month

PAGE = "/nb/4601/ledige-plasser/"
OFFICE = system("test")
FEW = (1, 2, 3, 4)
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
counts = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 9) | st.integers(0, 2000)), max_size=12
)


# --- what is told, without a database ------------------------------------------------------------


def told_of(lists: list[tuple[int, int]]) -> tuple[list[OpenCount], dict[int, OpenSum], OpenSum]:
    """All that the page tells of lists in districts: each count, each district's sum, and the whole."""
    shown = [open_count(count) for _, count in lists]
    districts = {
        number: open_sum(
            one for one, (place, _) in zip(shown, lists, strict=True) if place == number
        )
        for number, _ in lists
    }
    return shown, districts, open_sum(shown)


@patient
@given(counts)
def test_any_small_counts_in_their_places_would_have_told_the_same(
    lists: list[tuple[int, int]],
) -> None:
    told = told_of(lists)
    for other in FEW:
        changed = [(place, other if count in FEW else count) for place, count in lists]
        assert told_of(changed) == told
    for at, (place, count) in enumerate(lists):
        if count in FEW:
            for other in FEW:
                assert told_of([*lists[:at], (place, other), *lists[at + 1 :]]) == told


@patient
@given(counts)
def test_what_is_told_is_true(lists: list[tuple[int, int]]) -> None:
    shown, districts, whole = told_of(lists)
    for one, (_, count) in zip(shown, lists, strict=True):
        assert one.at_least <= count
        assert one.number in (None, count)
        assert one.is_few == (count in FEW)
    for number, found in (*districts.items(), (None, whole)):
        true = sum(count for place, count in lists if number in (None, place))
        assert found.number == true if found.is_exact else found.number <= true


@patient
@given(st.dictionaries(st.integers(0, 20), st.integers(0, 30)))
def test_one_short_queue_alone_is_not_the_only_one_hidden(waiting: dict[int, int]) -> None:
    told = open_counts(waiting)
    few = [key for key, count in waiting.items() if count in FEW]
    for key, one in told.items():
        assert one.is_few == (key in few)
        assert one.number is None or one.number == waiting[key]
    hidden = sum(one.number is None for one in told.values())
    if len(few) == 1 and any(count >= 5 for count in waiting.values()):
        assert hidden == 2
    else:
        assert hidden == len(few)


def test_words_are_those_that_people_use() -> None:
    words = [
        open_count(0).words,
        open_count(4).words,
        open_count(1200).words,
        OpenCount(None).words,
        OpenSum(0).words,
        OpenSum(1200, is_exact=False).words,
    ]
    assert [text.nb.replace("\u00a0", " ") for text in words] == [
        "ingen", "under 5", "1 200", "skjult", "ingen", "minst 1 200",
    ]  # fmt: skip
    assert [text.en for text in words] == [
        "none", "fewer than 5", "1,200", "hidden", "none", "at least 1,200",
    ]  # fmt: skip


# --- the page, its files, the API and the command line -------------------------------------------


@pytest.fixture
def few(small_register: SyntheticMunicipality) -> PatientList:
    """A list with four places free; each other has none, but for one in its district, which has forty."""
    today = timezone.localdate()
    found = free_places("4601", today)
    by_district: dict[str, list[int]] = {}
    for one in found.lists:
        by_district.setdefault(one.district, []).append(one.key)
    first, second, *_ = next(keys for keys in by_district.values() if len(keys) > 1)
    for one in found.lists:
        members = Membership.objects.on(found.effective_on).filter(patient_list=one.key).count()
        change_ceiling(
            patient_list=one.key,
            ceiling=members + {first: 4, second: 40}.get(one.key, 0),
            valid_from=found.as_of,
            agreed_with_municipality=True,
            by=OFFICE,
        )
    return PatientList.objects.get(pk=first)


def promise_one(row: PatientList) -> None:
    """Promise somebody a place on a list: the ceiling stays as it is."""
    found = free_places("4601", timezone.localdate())
    taken = Move.objects.values("resident")
    resident = Resident.objects.exclude(pk__in=taken).exclude(memberships__patient_list=row)
    Move.objects.create(
        resident=resident.order_by("pk")[0],
        municipality_id=row.municipality_id,
        to_list=row,
        effective_on=found.effective_on,
        cause="allocated",
        source="test",
        decided_by="test",
        decided_at=timezone.now(),
    )
    mark_changed(row.municipality_id)


def everything_told() -> dict[str, Any]:
    """What an onlooker gets: the page as it may be sorted and cut, its files, and the API's answer."""
    client = Client()
    told: dict[str, Any] = {}
    for query in ("", "?sorter=navn", "?sorter=naer", "?bydel=460101"):
        page = client.get(f"{PAGE}{query}").content.decode()
        told[query] = page.split("<main")[1].split("</main>")[0]
    for table in ("t-districts", "t-places"):
        for form in ("csv", "xlsx"):
            answer = client.get(f"{PAGE}?tabell={table}&som={form}")
            assert answer.status_code == 200
            told[f"{table}.{form}"] = answer.content
    told["api"] = client.get("/api/v1/municipalities/4601/free-places").content
    told["cli"] = json.dumps(as_plain(free_places("4601", timezone.localdate())), default=str)
    return told


def test_nothing_that_is_told_changes_while_few_places_are_left(few: PatientList) -> None:
    told = [everything_told()]
    for _ in range(3):
        promise_one(few)
        told.append(everything_told())
    assert told[1] == told[0]
    assert told[2] == told[0]
    assert told[3] == told[0]
    promise_one(few)
    assert everything_told()["api"] != told[0]["api"]


def test_district_and_municipality_say_the_least_that_it_is(few: PatientList) -> None:
    page = everything_told()[""]
    cells = re.findall(r'<td class="num">([^<]*)</td>', page.split('id="t-places"')[1])
    assert sorted(cells[::2]) == sorted(["40", "under 5", *["ingen"] * (len(cells) // 2 - 2)])
    assert "<strong>Minst 41</strong>" in page
    districts = page.split('id="t-districts"')[1].split("</table>")[0]
    assert districts.count("minst 41") == 1
    answer = Client().get("/api/v1/municipalities/4601/free-places").json()
    assert (answer["free"], answer["is_exact"]) == (41, False)
    assert sorted((one["free"], one["is_exact"]) for one in answer["districts"] if one["free"]) == [
        (41, False)
    ]
    assert [one["free"] for one in answer["lists"] if one["free"] != 0].count(None) == 1


def test_sums_are_exact_where_no_count_in_them_is_small(few: PatientList) -> None:
    for _ in range(4):
        promise_one(few)
    found = free_places("4601", timezone.localdate())
    assert found.free == OpenSum(40)
    assert all(one.free.is_exact for one in found.districts)
    assert "<strong>40</strong>" in everything_told()[""]


def test_few_places_are_found_among_those_with_any_and_in_no_order_of_their_own(
    few: PatientList,
) -> None:
    today = timezone.localdate()
    lists = free_places("4601", today).lists
    other = next(one.key for one in lists if one.free.number == 0)
    members = Membership.objects.on(Month.of(date(2024, 1, 1)).first_day)
    change_ceiling(
        patient_list=other,
        ceiling=members.filter(patient_list=other).count() + 1,
        valid_from=Municipality.objects.get(number="4601").data_as_of or today,
        agreed_with_municipality=True,
        by=OFFICE,
    )
    entries = [one for one in gp_directory("4601", today).entries if one.places.free.is_few]
    ordered = sorted(entries, key=lambda one: SORTS["ledig"](one, ""))
    keys = [one.places.key for one in ordered]
    assert keys == sorted([few.pk, other])
