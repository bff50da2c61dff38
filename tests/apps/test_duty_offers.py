"""Swaps, gifts and open shifts: only lawful ones, exactly once, and never over what has changed since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.models import DutyAbsence, DutyAssignment, DutyShift, Publication, ShiftOffer
from hjemmel.apps.duty.selectors.handovers import handovers_of
from hjemmel.apps.duty.selectors.ledgers import roster_ledger
from hjemmel.apps.duty.selectors.offers import get_offer, offers_of, offers_with, open_shifts
from hjemmel.apps.duty.selectors.rosters import preview_publication, roster_findings
from hjemmel.apps.duty.selectors.shift_history import history_of_doctor, history_of_shift
from hjemmel.apps.duty.selectors.swaps import swap_partners
from hjemmel.apps.duty.selectors.takers import takers_of
from hjemmel.apps.duty.services.assigning import change_shift
from hjemmel.apps.duty.services.offers import (
    accept_offer,
    make_offer,
    refuse_offer,
    withdraw_offer,
)
from hjemmel.engines.rostering.ledger import Category
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from tests.duty_district import BY, District, days_after, made_district
from tests.duty_people import FIRST, NOW, gp, leader, on, planner, published, version

# By start: evening and night of Monday to Friday, then day, evening and night of the weekend.
EVENING, NIGHT = "evening:2026-10-19", "night:2026-10-19"  # of the doctors 0 and 1
FRIDAY_EVENING = "evening:2026-10-23"  # of doctor 0 too


@pytest.fixture
def district(db: None) -> District:
    return made_district()


@pytest.fixture
def roster(district: District) -> int:
    return published(district)


def gift(district: District, roster: int, shift: str, giver: int, to: int, **more: Any) -> int:
    return make_offer(
        roster=roster,
        shift=shift,
        kind="give_away",
        given_by=district.doctors[giver],
        offered_to=district.doctors[to],
        by=more.pop("by", gp(district, giver)),
        now=more.pop("now", NOW),
        **more,
    )


def opened(district: District, roster: int, shift: str, giver: int) -> int:
    return make_offer(
        roster=roster,
        shift=shift,
        kind="open",
        given_by=district.doctors[giver],
        by=gp(district, giver),
        now=NOW,
    )


def test_only_lawful_takers_are_shown_with_what_both_carry(district: District, roster: int) -> None:
    giver, taker = district.doctors[0], district.doctors[6]
    found = takers_of(roster, EVENING, given_by=giver, by=gp(district, 0))
    names = {one.doctor for one in found}
    assert all(one.is_lawful for one in found)
    assert district.doctors[1] not in names  # on the night that begins when the evening ends
    assert giver not in names
    assert taker in names
    one = next(one for one in found if one.doctor == taker)
    shifts = {e.category: e.after - e.before for e in one.taker}
    assert shifts[Category.SHIFTS] == 1_000
    assert shifts[Category.HOURS] == 7_000
    assert {e.category: e.after - e.before for e in one.giver}[Category.HOURS] == -7_000
    assert one.cost_after is None  # what it costs is for those who plan
    with pytest.raises(NotAllowedError):
        takers_of(roster, EVENING, given_by=giver, by=gp(district, 3))
    everybody = takers_of(roster, EVENING, given_by=giver, by=planner(district), everybody=True)
    assert len(everybody) == 7
    unlawful = next(one for one in everybody if one.doctor == district.doctors[1])
    assert [f.constraint for f in unlawful.findings] == ["rest"]
    assert everybody.index(unlawful) == len(everybody) - 1 or not everybody[-1].is_lawful


def test_gift_changes_hands_when_it_is_accepted_and_both_are_told(
    district: District, roster: int, django_capture_on_commit_callbacks: Any
) -> None:
    key = gift(district, roster, EVENING, 0, 6)
    assert on(roster, EVENING) == [district.doctors[0]]
    with pytest.raises(NotAllowedError):
        accept_offer(offer=key, by=gp(district, 3), now=NOW)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        changed = accept_offer(offer=key, by=gp(district, 6), now=NOW)
    assert on(roster, EVENING) == [district.doctors[6]]
    assert changed.version == version(roster)
    assert sorted(one.to[0] for one in mail.outbox) == ["lege0@example.org", "lege6@example.org"]
    row = DutyAssignment.objects.get(shift__key=EVENING, ended_at__isnull=True)
    assert row.origin == "given"
    assert roster_findings(roster, by=BY) == ()
    sent = preview_publication(roster, by=BY)
    assert (sent.added, sent.removed) == ((), ())  # it was sent out by itself, and is not again
    assert Publication.objects.filter(roster=roster).count() == 2
    actions = AuditEvent.objects.filter(action__startswith="duty.").values_list("action", flat=True)
    assert {"duty.make_offer", "duty.accept_offer", "duty.change_given"} <= set(actions)


def test_swap_is_lawful_for_both_and_moves_both_shifts(district: District, roster: int) -> None:
    giver = district.doctors[0]
    found = swap_partners(roster, EVENING, given_by=giver, by=gp(district, 0), now=NOW)
    assert found
    assert all(one.wanted is not None and one.is_lawful for one in found)
    assert not any(one.wanted and one.wanted.key == NIGHT for one in found if one.doctor == giver)
    best = found[0]
    assert best.wanted is not None
    key = make_offer(
        roster=roster,
        shift=EVENING,
        kind="swap",
        given_by=giver,
        offered_to=best.doctor,
        wanted_shift=best.wanted.key,
        by=gp(district, 0),
        now=NOW,
    )
    accept_offer(offer=key, by=planner(district), now=NOW)  # the planner acts for others
    assert on(roster, EVENING) == [best.doctor]
    assert on(roster, best.wanted.key) == [giver]
    assert roster_findings(roster, by=BY) == ()


def test_every_partner_shown_can_be_swapped_with(district: District, roster: int) -> None:
    giver = district.doctors[0]
    for one in swap_partners(roster, EVENING, given_by=giver, by=gp(district, 0), now=NOW):
        assert one.wanted is not None
        offer = make_offer(
            roster=roster,
            shift=EVENING,
            kind="swap",
            given_by=giver,
            offered_to=one.doctor,
            wanted_shift=one.wanted.key,
            by=gp(district, 0),
            now=NOW,
        )
        withdraw_offer(offer=offer, by=gp(district, 0), now=NOW)


def test_offer_that_would_break_the_law_is_not_made(district: District, roster: int) -> None:
    with pytest.raises(ConflictError, match="Law or agreement keeps the colleague"):
        gift(district, roster, EVENING, 0, 1)
    with pytest.raises(ConflictError, match="Lege 01"):
        gift(district, roster, EVENING, 0, 1, by=planner(district))
    assert not ShiftOffer.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "lend"},
        {"kind": "swap"},
        {"kind": "open", "offered_to": 1},
        {"kind": "give_away", "given_by": None},
    ],
)
def test_offer_that_lacks_something_is_refused(
    district: District, roster: int, wrong: dict[str, Any]
) -> None:
    given = {
        "kind": "give_away",
        "given_by": 0,
        "offered_to": 6 if "offered_to" not in wrong else 1,
    }
    if wrong["kind"] == "open":
        given |= {"given_by": 0}
    given |= wrong
    for name in ("given_by", "offered_to"):
        place = given.get(name)
        given[name] = None if place is None else district.doctors[place]
    with pytest.raises(InputError):
        make_offer(roster=roster, shift=EVENING, by=planner(district), now=NOW, **given)


def test_doctor_acts_for_herself_only(district: District, roster: int) -> None:
    with pytest.raises(NotAllowedError):
        gift(district, roster, EVENING, 0, 6, by=gp(district, 3))
    key = opened(district, roster, EVENING, 0)
    with pytest.raises(NotAllowedError):
        accept_offer(offer=key, taker=district.doctors[6], by=gp(district, 5), now=NOW)
    with pytest.raises(NotAllowedError):
        withdraw_offer(offer=key, by=gp(district, 5), now=NOW)
    with pytest.raises(NotAllowedError):
        make_offer(roster=roster, shift=EVENING, kind="open", by=gp(district, 0), now=NOW)


def test_offer_from_who_is_not_on_the_shift_or_of_one_that_began_is_refused(
    district: District, roster: int
) -> None:
    with pytest.raises(ConflictError, match="no longer on it"):
        gift(district, roster, EVENING, 3, 6)
    began = DutyShift.objects.get(key=EVENING).starts
    with pytest.raises(ConflictError, match="has started"):
        gift(district, roster, EVENING, 0, 6, now=began)
    with pytest.raises(UnknownIdError):
        gift(district, roster, "lunch:2026-10-19", 0, 6)
    gift(district, roster, EVENING, 0, 6)
    with pytest.raises(ConflictError, match="offered already"):
        gift(district, roster, EVENING, 0, 5)


def test_open_shift_is_shown_to_those_who_may_take_it_and_taken_once(
    district: District, roster: int
) -> None:
    key = opened(district, roster, EVENING, 0)
    shown = open_shifts(district.key, by=gp(district, 6), now=NOW)
    assert [(one.key, one.may_answer) for one in shown] == [(key, True)]
    assert open_shifts(district.key, by=gp(district, 1), now=NOW) == ()  # the law forbids it
    assert open_shifts(district.key, by=gp(district, 0), now=NOW) == ()  # her own
    assert len(open_shifts(district.key, by=planner(district), now=NOW)) == 1
    accept_offer(offer=key, by=gp(district, 6), now=NOW)
    with pytest.raises(ConflictError, match="Somebody else has taken"):
        accept_offer(offer=key, taker=district.doctors[5], by=gp(district, 5), now=NOW)
    with pytest.raises(ConflictError, match="has taken the shift already"):
        accept_offer(offer=key, taker=district.doctors[6], by=gp(district, 6), now=NOW)
    assert on(roster, EVENING) == [district.doctors[6]]
    assert open_shifts(district.key, by=gp(district, 5), now=NOW) == ()


def test_swap_accepted_after_somebody_else_came_on_the_shift_is_refused_with_the_reason(
    district: District, roster: int
) -> None:
    key = gift(district, roster, EVENING, 0, 6)
    change_shift(
        roster=roster,
        shift=EVENING,
        take_off=[district.doctors[0]],
        put_on=[district.doctors[5]],
        version=version(roster),
        by=BY,
    )
    shown = get_offer(key, by=gp(district, 6), now=NOW)
    assert shown.state == "lapsed"
    assert shown.lapsed is not None
    assert "står ikke lenger" in shown.lapsed.nb
    with pytest.raises(ConflictError, match="no longer on it"):
        accept_offer(offer=key, by=gp(district, 6), now=NOW)
    assert on(roster, EVENING) == [district.doctors[5]]


def test_offer_of_a_shift_that_was_moved_lapses(district: District, roster: int) -> None:
    key = gift(district, roster, EVENING, 0, 6)
    shift = DutyShift.objects.get(key=EVENING)
    shift.starts += timedelta(hours=1)
    shift.save()
    with pytest.raises(ConflictError, match="was moved"):
        accept_offer(offer=key, by=gp(district, 6), now=NOW)
    assert ShiftOffer.objects.get(pk=key).lapsed_because == "moved"
    assert on(roster, EVENING) == [district.doctors[0]]


def test_offer_that_would_break_the_law_by_now_is_refused_with_the_reason(
    district: District, roster: int
) -> None:
    key = gift(district, roster, EVENING, 0, 6)
    DutyAbsence.objects.create(
        duty_doctor_id=district.doctors[6],
        starts=datetime(2026, 10, 19, tzinfo=UTC),
        ends=datetime(2026, 10, 20, tzinfo=UTC),
        told_by="test",
    )
    before = version(roster)
    with pytest.raises(ConflictError, match=r"cannot change hands now\. Lege 06"):
        accept_offer(offer=key, by=gp(district, 6), now=NOW)
    assert on(roster, EVENING) == [district.doctors[0]]
    assert version(roster) == before
    assert ShiftOffer.objects.get(pk=key).state == "open"


def test_refused_and_withdrawn_offers_change_nothing_and_end(
    district: District, roster: int
) -> None:
    refused = gift(district, roster, EVENING, 0, 6)
    with pytest.raises(NotAllowedError):
        refuse_offer(offer=refused, by=gp(district, 0), now=NOW)
    refuse_offer(offer=refused, by=gp(district, 6), now=NOW, answer="Er bortreist.")
    withdrawn = gift(district, roster, EVENING, 0, 5)
    withdraw_offer(offer=withdrawn, by=gp(district, 0), now=NOW)
    for key, words in ((refused, "was refused"), (withdrawn, "was withdrawn")):
        with pytest.raises(ConflictError, match=words):
            accept_offer(offer=key, by=planner(district), now=NOW)
    assert on(roster, EVENING) == [district.doctors[0]]
    assert get_offer(refused, by=gp(district, 0), now=NOW).answer == "Er bortreist."
    with pytest.raises(UnknownIdError):
        get_offer(refused, by=gp(district, 3), now=NOW)
    with pytest.raises(InputError):
        refuse_offer(offer=opened(district, roster, EVENING, 0), by=planner(district), now=NOW)


def test_shift_that_lacks_a_doctor_is_opened_by_the_planner(
    district: District, roster: int
) -> None:
    change_shift(
        roster=roster,
        shift=EVENING,
        take_off=[district.doctors[0]],
        version=version(roster),
        by=leader(district),
        reason="Legen har sluttet.",
    )
    given = {"roster": roster, "shift": EVENING, "kind": "open", "now": NOW}
    key = make_offer(**given, by=planner(district))
    with pytest.raises(ConflictError, match="offered already"):
        make_offer(**given, by=planner(district))
    with pytest.raises(InputError, match="does not say who"):
        accept_offer(offer=key, by=planner(district), now=NOW)
    accept_offer(offer=key, taker=district.doctors[6], by=gp(district, 6), now=NOW)
    with pytest.raises(ConflictError, match="doctors that it needs"):
        make_offer(**given, by=planner(district))
    rows = {
        r.key: r for r in handovers_of(district.key, by=BY, first=FIRST, last=days_after(FIRST, 7))
    }
    assert (rows[district.doctors[6]].taken_over, rows[district.doctors[0]].given_away) == (1, 0)


def test_who_keeps_and_who_gives_away_is_counted_with_swaps_both_ways(
    district: District, roster: int
) -> None:
    accept_offer(offer=gift(district, roster, EVENING, 0, 6), by=gp(district, 6), now=NOW)
    best = swap_partners(
        roster, FRIDAY_EVENING, given_by=district.doctors[0], by=gp(district, 0), now=NOW
    )[0]
    assert best.wanted is not None
    swap = make_offer(
        roster=roster,
        shift=FRIDAY_EVENING,
        kind="swap",
        given_by=district.doctors[0],
        offered_to=best.doctor,
        wanted_shift=best.wanted.key,
        by=gp(district, 0),
        now=NOW,
    )
    accept_offer(offer=swap, by=planner(district), now=NOW)
    rows = {
        r.key: r for r in handovers_of(district.key, by=BY, first=FIRST, last=days_after(FIRST, 7))
    }
    first = rows[district.doctors[0]]
    assert (first.kept, first.given_away, first.taken_over) == (0, 2, 1)
    assert first.share_kept == 0
    other = rows[best.doctor]
    assert (other.given_away, other.kept) == (1, 1)
    assert sum(row.given_away for row in rows.values()) == 3
    assert sum(row.taken_over for row in rows.values()) == 3
    ledger = {row.key: row.lines for row in roster_ledger(roster, by=BY).rows}
    assert ledger[district.doctors[0]][Category.GIVEN_AWAY].amount == 2_000
    assert ledger[district.doctors[0]][Category.TAKEN_OVER].amount == 1_000


def test_history_of_shift_and_doctor_tells_all_that_was_done(
    district: District, roster: int
) -> None:
    refused = gift(district, roster, EVENING, 0, 6)
    refuse_offer(offer=refused, by=gp(district, 6), now=NOW)
    accept_offer(offer=gift(district, roster, EVENING, 0, 5), by=gp(district, 5), now=NOW)
    told = history_of_shift(roster, EVENING, by=planner(district))
    assert sorted(row.what for row in told) == [
        "accepted",
        "off",
        "offered",
        "offered",
        "on",
        "on",
        "refused",
    ]
    sentences = {row.sentence.nb for row in told}
    assert "Lege 06 sa nei til vakten." in sentences
    assert "Lege 05 fikk vakten av en kollega." in sentences
    assert "Lege 00 ga bort vakten." in sentences
    assert history_of_shift(roster, EVENING, by=gp(district, 0)) == told
    with pytest.raises(NotAllowedError):
        history_of_shift(roster, EVENING, by=gp(district, 3))
    mine = history_of_doctor(district.doctors[5], by=gp(district, 5))
    assert "accepted" in {row.what for row in mine}
    with pytest.raises(NotAllowedError):
        history_of_doctor(district.doctors[5], by=gp(district, 3))
    assert len(offers_of(roster, by=planner(district), now=NOW)) == 2
    assert len(offers_of(roster, by=gp(district, 6), now=NOW)) == 1
    assert len(offers_with(district.doctors[0], by=gp(district, 0), now=NOW)) == 2
