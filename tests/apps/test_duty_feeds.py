"""The private calendar: her own shifts only, right over midnight and the clock changes, gone when revoked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.core import mail

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.models import CalendarFeed, ShiftOffer
from hjemmel.apps.duty.selectors.feeds import feeds_with
from hjemmel.apps.duty.selectors.rosters import roster_findings
from hjemmel.apps.duty.services.districts import add_doctor
from hjemmel.apps.duty.services.feeds import feed_text, make_feed, revoke_feed
from hjemmel.apps.duty.services.illness import report_illness
from hjemmel.apps.duty.services.moving import move_shift
from hjemmel.apps.duty.services.offers import accept_offer, make_offer
from hjemmel.apps.duty.wall_clock import whole_days
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from tests.duty_district import BY, District, made_district, register_key
from tests.duty_people import NOW, gp, leader, on, planner, published, version

EVENING = "evening:2026-10-19"


@pytest.fixture
def district(db: None) -> District:
    return made_district()


def secret_of(district: District, place: int) -> str:
    return make_feed(duty_doctor=district.doctors[place], by=gp(district, place)).secret


def events(secret: str) -> dict[str, icalendar.Event]:
    """The events of a calendar by start in Norway, read back from its text."""
    calendar = icalendar.Calendar.from_ical(feed_text(secret=secret, now=NOW))
    return {
        event["dtstart"].dt.astimezone(NORWAY).isoformat(timespec="minutes"): event
        for event in calendar.walk("VEVENT")
    }


def test_calendar_has_her_own_published_shifts_and_no_others(district: District) -> None:
    secret = secret_of(district, 0)
    assert events(secret) == {}
    published(district)
    found = events(secret)
    assert list(found) == ["2026-10-19T16:00+02:00", "2026-10-23T16:00+02:00"]
    event = found["2026-10-19T16:00+02:00"]
    assert str(event["summary"]) == "Kveld, Legevakta"
    assert str(event["location"]) == "Legevaktstasjonen"
    assert event["sequence"] == 0
    text = feed_text(secret=secret, now=NOW)
    assert "Lege 01" not in text
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert feed_text(secret=secret, now=NOW) == text  # the same until something changes


def test_shifts_over_midnight_and_both_clock_changes_last_as_long_as_they_do(
    district: District,
) -> None:
    published(district)
    published(district, first=date(2027, 3, 22), name="Uke 12")
    nights = {}
    for place in range(8):
        for event in events(secret_of(district, place)).values():
            if str(event["summary"]).startswith("Natt"):
                starts, ends = event["dtstart"].dt, event["dtend"].dt
                nights[starts.astimezone(NORWAY).date()] = (starts, ends)
    hours = {day: (ends - starts) / timedelta(hours=1) for day, (starts, ends) in nights.items()}
    assert hours[date(2026, 10, 23)] == 9
    assert hours[date(2026, 10, 24)] == 10  # the clock is set back
    assert hours[date(2027, 3, 27)] == 8  # and forward
    for starts, ends in nights.values():
        assert starts.tzinfo is not None
        assert starts.astimezone(NORWAY).hour == 23
        assert ends.astimezone(NORWAY).hour == 8
        assert ends.astimezone(NORWAY).date() == starts.astimezone(NORWAY).date() + timedelta(
            days=1
        )


def test_uid_stays_and_sequence_grows_when_a_shift_is_moved(
    district: District, django_capture_on_commit_callbacks: Any
) -> None:
    roster = published(district)
    secret = secret_of(district, 0)
    [before, _] = events(secret).values()
    offer = make_offer(
        roster=roster,
        shift=EVENING,
        kind="give_away",
        given_by=district.doctors[0],
        offered_to=district.doctors[6],
        by=gp(district, 0),
        now=NOW,
    )
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        move_shift(
            roster=roster,
            shift=EVENING,
            starts=datetime.fromisoformat("2026-10-19T17:00"),
            ends=datetime.fromisoformat("2026-10-19T22:00"),
            version=version(roster),
            by=planner(district),
        )
    after = events(secret)["2026-10-19T17:00+02:00"]
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["last-modified"].dt >= before["last-modified"].dt
    assert ShiftOffer.objects.get(pk=offer).lapsed_because == "moved"
    assert [one.to for one in mail.outbox] == [["lege0@example.org"]]
    assert "17.00–22.00" in mail.outbox[0].body


def test_shift_that_is_moved_keeps_the_law_and_the_roster(district: District) -> None:
    roster = published(district)
    given = {"roster": roster, "shift": EVENING, "by": planner(district)}
    with pytest.raises(InputError):
        move_shift(
            **given,
            starts=datetime.fromisoformat("2026-10-19T17:00"),
            ends=datetime.fromisoformat("2026-10-19T16:00"),
            version=version(roster),
        )
    with pytest.raises(InputError):
        move_shift(
            **given,
            starts=datetime.fromisoformat("2026-11-19T17:00"),
            ends=datetime.fromisoformat("2026-11-19T18:00"),
            version=version(roster),
        )
    # Doctor 0 has the evening of Friday too, and cannot be on two shifts at one time.
    times = {
        "starts": datetime.fromisoformat("2026-10-23T12:00"),
        "ends": datetime.fromisoformat("2026-10-23T17:00"),
        "version": version(roster),
    }
    with pytest.raises(ConflictError, match="break the law"):
        move_shift(**given, **times)
    with pytest.raises(NotAllowedError):
        move_shift(**given, **times, reason="Må til")
    assert roster_findings(roster, by=BY) == ()
    move_shift(**{**given, "by": leader(district)}, **times, reason="Ingen andre kan.")
    assert [one.override for one in roster_findings(roster, by=BY)] == ["Ingen andre kan."]


def test_shift_given_away_vanishes_and_appears_with_whoever_took_it(district: District) -> None:
    roster = published(district)
    mine, hers = secret_of(district, 0), secret_of(district, 6)
    offer = make_offer(
        roster=roster,
        shift=EVENING,
        kind="open",
        given_by=district.doctors[0],
        by=gp(district, 0),
        now=NOW,
    )
    gone = events(mine)["2026-10-19T16:00+02:00"]["uid"]
    accept_offer(offer=offer, taker=district.doctors[6], by=gp(district, 6), now=NOW)
    assert on(roster, EVENING) == [district.doctors[6]]
    assert "2026-10-19T16:00+02:00" not in events(mine)
    assert events(hers)["2026-10-19T16:00+02:00"]["uid"] != gone


def test_shift_she_is_too_ill_for_is_not_in_her_calendar(district: District) -> None:
    published(district)
    secret = secret_of(district, 0)
    starts, ends = whole_days(date(2026, 10, 19), date(2026, 10, 20))
    report_illness(
        duty_doctor=district.doctors[0], starts=starts, ends=ends, by=gp(district, 0), now=NOW
    )
    assert list(events(secret)) == ["2026-10-23T16:00+02:00"]


def test_secret_is_shown_once_and_only_its_digest_is_kept(district: District) -> None:
    made = make_feed(duty_doctor=district.doctors[0], by=gp(district, 0))
    row = CalendarFeed.objects.get()
    assert made.secret not in str(row.__dict__)
    assert len(made.secret) >= 43
    assert not AuditEvent.objects.filter(details__icontains=made.secret).exists()
    with pytest.raises(UnknownIdError):
        feed_text(secret=made.secret[:-1], now=NOW)
    with pytest.raises(UnknownIdError):
        feed_text(secret="", now=NOW)
    [shown] = feeds_with(district.doctors[0], by=gp(district, 0))
    assert (shown.is_in_use, shown.last_read_at) == (True, None)
    feed_text(secret=made.secret, now=NOW)
    feed_text(secret=made.secret, now=NOW + timedelta(minutes=59))
    assert CalendarFeed.objects.get().last_read_at == NOW


def test_only_the_doctor_makes_an_address_and_a_revoked_one_shows_nothing(
    district: District,
) -> None:
    with pytest.raises(NotAllowedError):
        make_feed(duty_doctor=district.doctors[0], by=planner(district))
    with pytest.raises(NotAllowedError):
        make_feed(duty_doctor=district.doctors[0], by=gp(district, 1))
    made = make_feed(duty_doctor=district.doctors[0], by=gp(district, 0))
    with pytest.raises(NotAllowedError):
        revoke_feed(feed=made.key, by=gp(district, 1), now=NOW)
    revoke_feed(feed=made.key, by=gp(district, 0), now=NOW)
    with pytest.raises(UnknownIdError):
        feed_text(secret=made.secret, now=NOW)
    revoke_feed(feed=made.key, by=planner(district), now=NOW + timedelta(days=1))
    assert CalendarFeed.objects.get().revoked_at == NOW
    for _ in range(5):
        secret_of(district, 0)
    with pytest.raises(ConflictError):
        secret_of(district, 0)


def test_calendar_has_her_shifts_of_all_districts(district: District) -> None:
    published(district)
    beside = made_district(8, number="5053")
    add_doctor(
        district=beside.key,
        doctor=register_key(district.doctors[0]),
        municipality=beside.host,
        member_from=date(2024, 1, 1),
        by=BY,
    )
    assert len(events(secret_of(district, 0))) == 2
    past = datetime(2027, 6, 1, tzinfo=UTC)
    secret = secret_of(district, 0)
    text = feed_text(secret=secret, now=past)
    assert "VEVENT" not in text  # long over
