"""Swaps between two rosters of a district: each judged with what changes in the other, both or neither."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core import mail

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.models import Publication, ShiftOffer
from hjemmel.apps.duty.selectors.handovers import handovers_of
from hjemmel.apps.duty.selectors.ledgers import roster_ledger
from hjemmel.apps.duty.selectors.offers import get_offer, offers_of
from hjemmel.apps.duty.selectors.rosters import preview_publication, roster_findings
from hjemmel.apps.duty.selectors.shift_history import history_of_doctor, history_of_shift
from hjemmel.apps.duty.selectors.swaps import swap_partners
from hjemmel.apps.duty.services.assigning import change_shift
from hjemmel.apps.duty.services.offers import (
    accept_offer,
    make_offer,
    refuse_offer,
    withdraw_offer,
)
from hjemmel.apps.duty.services.rosters import close_roster, make_roster
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from tests.duty_district import BY, District, days_after, made_district
from tests.duty_people import FIRST, NOW, gp, on, planner, published, version
from tests.duty_weeks import (
    EARLY,
    FRIDAY,
    LAST_NIGHT,
    LATE,
    MONDAY,
    SECOND,
    THURSDAY_NIGHT,
    moved,
    offered,
    two_weeks,
)


@pytest.fixture
def district(db: None) -> District:
    return made_district()


@pytest.fixture
def weeks(district: District) -> tuple[int, int]:
    return two_weeks(district)


@pytest.mark.parametrize("is_later_given", [False, True])
def test_swap_changes_both_rosters_and_both_are_sent_out(
    district: District,
    weeks: tuple[int, int],
    is_later_given: bool,
    django_capture_on_commit_callbacks: Any,
) -> None:
    first, second = district.doctors[0], district.doctors[4]
    if is_later_given:
        key = offered(district, (weeks[1], weeks[0]), (LATE, 4), (EARLY, 0))
        taker = gp(district, 0)
    else:
        key = offered(district, weeks, (EARLY, 0), (LATE, 4))
        taker = gp(district, 4)
    assert (on(weeks[0], EARLY), on(weeks[1], LATE)) == ([first], [second])
    before = [version(one) for one in weeks]
    with pytest.raises(NotAllowedError):
        accept_offer(offer=key, by=gp(district, 3), now=NOW)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        changed = accept_offer(offer=key, by=taker, now=NOW)
    assert (on(weeks[0], EARLY), on(weeks[1], LATE)) == ([second], [first])
    assert [version(one) for one in weeks] == [one + 1 for one in before]
    mine, other = reversed(weeks) if is_later_given else weeks
    assert (changed.version, changed.wanted_version) == (version(mine), version(other))
    for roster in weeks:
        assert roster_findings(roster, by=BY) == ()
        assert Publication.objects.filter(roster=roster).count() == 2
        sent = preview_publication(roster, by=BY)
        assert (sent.added, sent.removed) == ((), ())
    told = Counter((one.to[0], "Uke 44" in one.subject) for one in mail.outbox)
    addresses = ("lege0@example.org", "lege4@example.org")
    assert told == Counter((to, is_later) for to in addresses for is_later in (False, True))
    subjects = AuditEvent.objects.filter(action="duty.change_swap").values_list(
        "subject", flat=True
    )
    assert sorted(subjects) == sorted(f"roster {one}" for one in weeks)
    with pytest.raises(ConflictError, match="taken the shift already"):
        accept_offer(offer=key, by=taker, now=NOW)


def test_mail_and_history_and_offers_of_both_rosters_name_the_other(
    district: District, weeks: tuple[int, int], django_capture_on_commit_callbacks: Any
) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        key = offered(district, weeks, (EARLY, 0), (LATE, 4))
    [message] = mail.outbox
    assert message.to == ["lege4@example.org"]
    assert "(Uke 43)\ni bytte mot onsdag 28.10.2026" in message.body
    assert "(Uke 44)" in message.body
    for roster in weeks:
        for by in (planner(district), gp(district, 4)):
            [one] = offers_of(roster, by=by, now=NOW)
            assert (one.key, one.roster, one.wanted_roster) == (key, *weeks)
            assert (one.roster_name, one.wanted_roster_name) == ("Uke 43", "Uke 44")
    accept_offer(offer=key, by=gp(district, 4), now=NOW)
    early = {one.sentence.nb for one in history_of_shift(weeks[0], EARLY, by=planner(district))}
    late = {one.sentence.nb for one in history_of_shift(weeks[1], LATE, by=planner(district))}
    asked = "Lege 00 ville bytte vakten til Lege 04, mot Kveld 28.10.2026 i Uke 44."
    assert {asked, "Lege 04 byttet til seg vakten."} <= early
    assert {asked, "Lege 00 byttet til seg vakten.", "Lege 04 byttet bort vakten."} <= late
    mine = history_of_doctor(district.doctors[0], by=gp(district, 0), first=SECOND)
    assert asked in {one.sentence.nb for one in mine}
    accepted = AuditEvent.objects.get(action="duty.accept_offer")
    assert accepted.details["wanted_roster"] == weeks[1]


def test_hand_overs_are_counted_in_the_roster_of_each_shift(
    district: District, weeks: tuple[int, int]
) -> None:
    key = offered(district, weeks, (EARLY, 0), (LATE, 4))
    accept_offer(offer=key, by=gp(district, 4), now=NOW)
    for first, giver, taker in ((FIRST, 0, 4), (SECOND, 4, 0)):
        rows = handovers_of(district.key, by=BY, first=first, last=days_after(first, 7))
        found = {row.key: (row.given_away, row.taken_over) for row in rows}
        assert found[district.doctors[giver]] == (1, 0)
        assert found[district.doctors[taker]] == (0, 1)
    for roster, giver in zip(weeks, (0, 4), strict=True):
        given = {
            row.key: [
                line.amount
                for category, line in row.lines.items()
                if category.value == "given_away"
            ]
            for row in roster_ledger(roster, by=BY).rows
        }
        assert given[district.doctors[giver]] == [1_000]
        assert sum(amount for amounts in given.values() for amount in amounts) == 1_000


def test_rest_over_the_border_between_the_rosters_stops_a_swap(
    district: District, weeks: tuple[int, int]
) -> None:
    moved(weeks, "14:00")  # six hours after the night of the week before
    with pytest.raises(ConflictError, match=r"Natt 25\.10\.2026.* Kveld 26\.10\.2026") as stopped:
        offered(district, weeks, (LAST_NIGHT, 7), (FRIDAY, 0), by=planner(district))
    assert "rest|" in str(stopped.value.data["findings"])
    with pytest.raises(ConflictError, match="keeps the colleague"):
        offered(district, weeks, (LAST_NIGHT, 7), (FRIDAY, 0))
    with pytest.raises(ConflictError):  # asked for by the other
        offered(district, (weeks[1], weeks[0]), (FRIDAY, 0), (LAST_NIGHT, 7))
    assert not ShiftOffer.objects.exists()


def test_rest_in_a_roster_between_the_two_stops_a_swap(
    district: District, weeks: tuple[int, int]
) -> None:
    third = published(district, first=days_after(SECOND, 7), name="Uke 45")
    monday = "evening:2026-11-02"
    key = offered(district, (weeks[0], third), (LAST_NIGHT, 7), (monday, 0))
    withdraw_offer(offer=key, by=gp(district, 7), now=NOW)
    moved(weeks, "14:00")  # in the week between, six hours after the night
    with pytest.raises(ConflictError, match=r"Natt 25\.10\.2026.* Kveld 26\.10\.2026"):
        offered(district, (weeks[0], third), (LAST_NIGHT, 7), (monday, 0), by=planner(district))
    found = swap_partners(
        weeks[0], LAST_NIGHT, given_by=district.doctors[7], by=gp(district, 7), now=NOW
    )
    others = {one.doctor for one in found if one.wanted_roster == third}
    assert district.doctors[0] not in others
    assert others


@pytest.mark.parametrize("clock", ["14:00", "07:00"])
def test_shift_that_is_given_away_takes_no_rest_from_the_one_in_return(
    district: District, weeks: tuple[int, int], clock: str
) -> None:
    moved(weeks, clock)
    with pytest.raises(ConflictError):  # she would still have the night before
        offered(district, weeks, (THURSDAY_NIGHT, 7), (MONDAY, 0))
    key = offered(district, weeks, (LAST_NIGHT, 7), (MONDAY, 0))
    accept_offer(offer=key, by=gp(district, 0), now=NOW)
    assert (on(weeks[0], LAST_NIGHT), on(weeks[1], MONDAY)) == (
        [district.doctors[0]],
        [district.doctors[7]],
    )
    assert [roster_findings(one, by=BY) for one in weeks] == [(), ()]


def test_change_that_came_between_makes_it_unlawful_and_nothing_is_done(
    district: District, weeks: tuple[int, int]
) -> None:
    key = offered(district, weeks, (LAST_NIGHT, 7), (FRIDAY, 0))
    moved(weeks, "14:00")
    before = [version(one) for one in weeks]
    with pytest.raises(ConflictError, match="cannot change hands now"):
        accept_offer(offer=key, by=gp(district, 0), now=NOW)
    assert [version(one) for one in weeks] == before
    assert on(weeks[0], LAST_NIGHT) == [district.doctors[7]]
    assert get_offer(key, by=BY, now=NOW).state == "open"


@pytest.mark.parametrize(
    ("place", "shift", "gone", "code"),
    [(0, EARLY, 0, "giver_gone"), (1, LATE, 4, "partner_gone")],
)
def test_offer_lapses_when_somebody_else_is_on_a_shift_in_either_roster(
    district: District, weeks: tuple[int, int], place: int, shift: str, gone: int, code: str
) -> None:
    key = offered(district, weeks, (EARLY, 0), (LATE, 4))
    change_shift(
        roster=weeks[place],
        shift=shift,
        take_off=[district.doctors[gone]],
        put_on=[district.doctors[6 if place else 5]],
        version=version(weeks[place]),
        by=BY,
    )
    assert ShiftOffer.objects.get(pk=key).lapsed_because == code
    with pytest.raises(ConflictError):
        accept_offer(offer=key, by=gp(district, 4), now=NOW)


def test_offer_lapses_when_the_roster_of_its_wanted_shift_is_closed(
    district: District, weeks: tuple[int, int]
) -> None:
    key = offered(district, (weeks[1], weeks[0]), (LATE, 4), (EARLY, 0))
    close_roster(roster=weeks[0], version=version(weeks[0]), by=BY)
    with pytest.raises(ConflictError, match="not published, or it is closed"):
        accept_offer(offer=key, by=gp(district, 0), now=NOW)
    assert ShiftOffer.objects.get(pk=key).lapsed_because == "closed"
    assert on(weeks[1], LATE) == [district.doctors[4]]


def test_offer_lapses_when_the_wanted_shift_is_moved(
    district: District, weeks: tuple[int, int]
) -> None:
    key = offered(district, weeks, (LAST_NIGHT, 7), (MONDAY, 0))
    moved(weeks, "15:00")
    assert ShiftOffer.objects.get(pk=key).lapsed_because == "moved"


def test_swap_lets_other_offers_of_its_shifts_in_both_rosters_lapse(
    district: District, weeks: tuple[int, int]
) -> None:
    key = offered(district, weeks, (EARLY, 0), (LATE, 4))
    other = offered(district, (weeks[1], weeks[0]), (LATE, 4), (EARLY, 0))
    accept_offer(offer=key, by=gp(district, 4), now=NOW)
    assert ShiftOffer.objects.get(pk=other).state == "lapsed"


def test_offer_is_refused_and_withdrawn_as_any_other(
    district: District, weeks: tuple[int, int]
) -> None:
    key = offered(district, weeks, (EARLY, 0), (LATE, 4))
    refuse_offer(offer=key, by=gp(district, 4), now=NOW)
    withdraw_offer(
        offer=offered(district, weeks, (EARLY, 0), (LATE, 4)), by=gp(district, 0), now=NOW
    )
    assert [version(one) for one in weeks] == [2, 2]
    assert set(ShiftOffer.objects.values_list("state", flat=True)) == {"refused", "withdrawn"}


def test_other_district_draft_and_unknown_roster_are_refused(
    district: District, weeks: tuple[int, int]
) -> None:
    beside = published(made_district(number="5053"), first=SECOND, name="Ved siden av")
    with pytest.raises(InputError, match="different duty districts"):
        offered(district, (weeks[0], beside), (EARLY, 0), (LATE, 4))
    draft = make_roster(
        district=district.key,
        name="Uke 45",
        first=days_after(FIRST, 14),
        last=days_after(FIRST, 21),
        by=BY,
    )
    with pytest.raises(ConflictError, match="not published"):
        offered(district, (weeks[0], draft), (EARLY, 0), ("evening:2026-11-04", 4))
    with pytest.raises(UnknownIdError):
        offered(district, (weeks[0], 999_999), (EARLY, 0), (LATE, 4))
    with pytest.raises(UnknownIdError):  # it is in the other roster
        offered(district, (weeks[0], weeks[0]), (EARLY, 0), (LATE, 4))
    with pytest.raises(InputError, match="lacks something"):
        make_offer(
            roster=weeks[0],
            shift=EARLY,
            kind="give_away",
            given_by=district.doctors[0],
            offered_to=district.doctors[4],
            wanted_roster=weeks[1],
            by=BY,
            now=NOW,
        )
    found = swap_partners(
        weeks[0], EARLY, given_by=district.doctors[0], by=gp(district, 0), now=NOW
    )
    assert {one.wanted_roster for one in found} == {None, weeks[1]}
