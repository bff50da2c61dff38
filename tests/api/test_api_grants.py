"""A grant case through the API: errors that say which rule, what remains, and what stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.models import GrantApplication, SchemeYear
from hjemmel.kernel.money import Money
from tests.api.conftest import Keyed
from tests.grant_cases import GrantPlace, draft, made_place, submitted, version

AT = "/api/v1/grants"


def opened(place: GrantPlace, kroner: int) -> int:
    key = place.year("takeover", frame=Money.kroner(kroner))
    ends = timezone.localdate() + timedelta(days=30)
    SchemeYear.objects.filter(pk=key).update(opens_on=date(2026, 1, 1), deadline=ends)
    return key


def test_second_of_two_decisions_is_told_what_the_frame_has_left(keyed: Keyed) -> None:
    place = made_place("4601", "Bergen")
    year = opened(place, 300_000)
    for number, (status, left) in enumerate(((200, 10_000_000), (409, 10_000_000))):
        centre = place.another_centre(f"Senter {number}")
        case = submitted(place, year, {}, "200000", centre=centre)
        body = {"version": version(case), "reason": "Ja"}
        answer: Any = keyed.post(f"{AT}/cases/{case}/grant", body)
        assert answer.status_code == status
        told = answer.json() if status == 200 else answer.json()["data"]
        assert told["left_oere"] == left


def test_draft_that_is_refused_stays_and_its_problems_are_listed(keyed: Keyed) -> None:
    place = made_place("4601", "Bergen")
    case = draft(place, opened(place, 300_000), {}, "-5")
    answer: Any = keyed.post(f"{AT}/cases/{case}/submission", {"version": version(case)})
    assert (answer.status_code, answer.json()["where"]) == (422, "sought")
    assert GrantApplication.objects.get(pk=case).typed["sought"] == "-5"
    above: Any = keyed.post(
        f"{AT}/cases/{case}/draft", {"version": version(case), "facts": {}, "sought": "250000"}
    )
    assert above.status_code == 200
    answer = keyed.post(f"{AT}/cases/{case}/submission", {"version": version(case)})
    assert answer.status_code == 422
    assert answer.json()["data"]["highest_oere"] == 20_000_000
    [problem] = keyed.get(f"{AT}/cases/{case}").json()["problems"]
    assert "kap. 8.2.5" in problem


def test_key_that_only_sees_decides_nothing(keyed: Keyed) -> None:
    place = made_place("4601", "Bergen")
    case = submitted(place, opened(place, 300_000), {}, "200000")
    body = {"version": version(case), "reason": "Ja"}
    answer: Any = keyed.post(f"{AT}/cases/{case}/grant", body, Permission.SEE_GRANTS)
    assert answer.status_code == 403
    assert keyed.get(f"{AT}/cases/{case}", Permission.SEE_GRANTS).status_code == 200
