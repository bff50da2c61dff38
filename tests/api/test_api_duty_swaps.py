"""A swap between two rosters through the API: offered, seen from both, accepted with the version of each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hjemmel.apps.duty.models import DutyShift
from hjemmel.apps.duty.selectors.swaps import swap_partners
from tests.api.conftest import Keyed, checked
from tests.duty_district import BY, District, days_after, made_district
from tests.duty_people import on, published, version

DUTY = "/api/v1/duty"


@pytest.fixture
def district(keyed: Keyed, settings: Any) -> District:
    settings.API_RATE = ""
    return made_district(number="4601")


@pytest.fixture
def weeks(district: District) -> tuple[int, int]:
    """Two published weeks that follow each other, a month ahead."""
    today = timezone.localdate()
    first = today + timedelta(days=35 - today.weekday())
    return (
        published(district, first=first, name="Denne"),
        published(district, first=days_after(first, 7), name="Neste"),
    )


def swap_of(district: District, weeks: tuple[int, int], now: datetime) -> dict[str, Any]:
    """Return the body of a lawful swap of the first doctor's first shift for one in the next roster."""
    shift = DutyShift.objects.filter(roster=weeks[0]).order_by("starts")[0].key
    giver = district.doctors[0]
    found = swap_partners(weeks[0], shift, given_by=giver, by=BY, now=now)
    best = next(one for one in found if one.wanted_roster == weeks[1])
    assert best.wanted is not None
    return {
        "kind": "swap",
        "shift": shift,
        "given_by": giver,
        "offered_to": best.doctor,
        "wanted_shift": best.wanted.key,
        "wanted_roster": weeks[1],
    }


def test_a_swap_between_two_rosters_is_offered_and_changes_both(
    keyed: Keyed, district: District, weeks: tuple[int, int]
) -> None:
    body = swap_of(district, weeks, timezone.now())
    made = keyed.post(f"{DUTY}/rosters/{weeks[0]}/offers", body)
    assert made.status_code == 201
    for roster in weeks:
        (shown,) = keyed.get(f"{DUTY}/rosters/{roster}/offers").json()
        assert (shown["roster"], shown["wanted_roster"]) == weeks
        assert (shown["roster_name"], shown["wanted_roster_name"]) == ("Denne", "Neste")
    changed = keyed.post(f"{DUTY}/offers/{made.json()['key']}/acceptance", {}).json()
    assert changed == {
        "version": version(weeks[0]),
        "wanted_version": version(weeks[1]),
        "findings": [],
    }
    assert on(weeks[0], body["shift"]) == [body["offered_to"]]
    assert on(weeks[1], body["wanted_shift"]) == [body["given_by"]]


def test_a_swap_within_a_roster_names_no_other(
    keyed: Keyed, district: District, weeks: tuple[int, int]
) -> None:
    body = swap_of(district, weeks, timezone.now())
    found = swap_partners(
        weeks[0], body["shift"], given_by=body["given_by"], by=BY, now=timezone.now()
    )
    assert found[0].wanted is not None
    within = {
        **body,
        "offered_to": found[0].doctor,
        "wanted_shift": found[0].wanted.key,
        "wanted_roster": None,
    }
    made = keyed.post(f"{DUTY}/rosters/{weeks[0]}/offers", within).json()
    shown = keyed.get(f"{DUTY}/offers/{made['key']}").json()
    assert (shown["wanted_roster"], shown["wanted_roster_name"]) == (None, "")
    assert (
        keyed.post(f"{DUTY}/offers/{made['key']}/acceptance", {}).json()["wanted_version"] is None
    )


def test_rosters_that_cannot_be_swapped_with_are_told(
    keyed: Keyed, district: District, weeks: tuple[int, int]
) -> None:
    body = swap_of(district, weeks, timezone.now())
    path = f"{DUTY}/rosters/{weeks[0]}/offers"
    beside = published(made_district(number="5053"), name="Ved siden av")
    told = checked(keyed.post(path, {**body, "wanted_roster": beside}), 422)
    assert told["where"] == "wanted_roster"
    checked(keyed.post(path, {**body, "wanted_roster": 999_999}), 404)
    checked(keyed.post(path, {**body, "wanted_roster": 0}), 422)
    checked(keyed.post(path, {**body, "kind": "open", "offered_to": None, "wanted_shift": ""}), 422)
    assert keyed.get(path).json() == []
