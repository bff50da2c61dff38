"""Measures and values in and out of files, deadlines in calendars and e-mail."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import icalendar
import pytest
from django.core import mail

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.plan.fields import MeasureFields
from hjemmel.apps.plan.models import IndicatorReading, MeasureReminder
from hjemmel.apps.plan.selectors.deadlines import feeds_of, waiting_for
from hjemmel.apps.plan.selectors.plans import plan_picture
from hjemmel.apps.plan.services.adopting import adopt_plan
from hjemmel.apps.plan.services.copying import make_from_example
from hjemmel.apps.plan.services.daily import do_plan_day, do_plan_days
from hjemmel.apps.plan.services.feeds import feed_text, make_feed, revoke_feed
from hjemmel.apps.plan.services.measures import add_measure, change_measure, set_status
from hjemmel.apps.plan.services.sheets import (
    export_plan,
    import_measures,
    import_values,
    preview_measures,
    preview_values,
)
from hjemmel.domain.measure import CostKind, MeasureStatus, Payer
from hjemmel.domain.plan_indicator import ValueOrigin
from hjemmel.domain.plan_sums import sums_of
from hjemmel.kernel.errors import ConflictError, DataFileError, NotAllowedError, UnknownIdError
from hjemmel.kernel.money import Money
from tests.municipal_plan import BY, HEAD, NOW, TODAY, MadePlan, made_plan, municipality_key

ON = date(2025, 2, 1)


@pytest.fixture
def plan(db: None) -> MadePlan:
    return made_plan()


def written(folder: Path, text: str, name: str = "tiltak.csv") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_a_plan_taken_out_and_read_in_again_changes_nothing(db: None, tmp_path: Path) -> None:
    key = make_from_example(
        municipality=municipality_key(), example="trondheim-2024", fields=HEAD, by=BY
    )
    file = tmp_path / "plan.xlsx"
    file.write_bytes(export_plan(plan=key, day=TODAY, by=BY))
    assert file.read_bytes() == export_plan(plan=key, day=TODAY, by=BY)
    done = import_measures(plan=key, file=file, name="plan.xlsx", by=BY)
    assert (done.rows, done.unchanged, done.added, done.changed, done.bad) == (26, 26, (), (), ())
    assert not done.is_written


def test_a_preview_says_what_an_import_does_and_writes_nothing(
    plan: MadePlan, tmp_path: Path
) -> None:
    file = written(
        tmp_path,
        "Nr.;Tiltak;Satsingsområde;Frist;Kostnad;Beløp (kr);År;Betaler\n"
        "1;Nye sentre;RB;31.12.2026;årlig;400 000;2025–2027;kommunen\n"
        "2;Dialog;;;innenfor budsjett;;;\n"
        ";Vikarpool;RB;2026-06-30;engangskostnad;1500000;2026;staten\n"
        "4;Feil område;XX;;;;;\n"
        "5;;RB;;;;;\n"
        "6;Feil frist;RB;32.01.2026;;;;\n"
        "7;Feil beløp;RB;;årlig;mye;;\n"
        "8;Uten beløp;RB;;årlig;;;\n"
        "1;To ganger;RB;;;;;\n",
    )
    before = plan_picture(plan.key, by=BY)
    seen = preview_measures(plan=plan.key, file=file, name="tiltak.csv", by=BY)
    assert plan_picture(plan.key, by=BY) == before
    done = import_measures(
        plan=plan.key, file=file, name="tiltak.csv", by=BY, version=before.version
    )
    assert (seen.added, seen.changed, seen.unchanged) == (("3",), ("1",), 1)
    assert (done.added, done.changed, done.bad) == (seen.added, seen.changed, seen.bad)
    assert [(bad.row, bad.where) for bad in done.bad] == [
        (5, "area"),
        (6, "title"),
        (7, "deadline"),
        (8, "cost_amount"),
        (9, "cost"),
        (10, "number"),
    ]
    stored = plan_picture(plan.key, by=BY)
    first, third = stored.measure(1), stored.measure(3)
    assert first.cost.amount == Money.kroner(400_000)
    assert first.cost.years == (2025, 2026, 2027)
    assert first.owner == "Enhet for legetjenester"  # the file has no such column
    assert (third.title.nb, third.payer, third.cost.kind) == (
        "Vikarpool",
        Payer.STATE,
        CostKind.ONCE,
    )
    assert sums_of(stored, TODAY).whole == Money.kroner(2_700_000)
    again = import_measures(plan=plan.key, file=file, name="tiltak.csv", by=BY)
    assert (again.changed, again.unchanged) == ((), 2)
    with pytest.raises(ConflictError, match="Somebody else has changed"):
        import_measures(plan=plan.key, file=file, name="x", by=BY, version=before.version)


def test_a_file_without_measures_is_told(plan: MadePlan, tmp_path: Path) -> None:
    file = written(tmp_path, "Navn;Tall\na;1\n")
    with pytest.raises(DataFileError):
        preview_measures(plan=plan.key, file=file, name="feil.csv", by=BY)


def test_values_come_from_a_file_once(plan: MadePlan, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "Indikator;Dag;Verdi;Kilde;Merknad\n"
        "I11;30.04.2025;48,5 %;Telefonsystemet;\n"
        "I02;30.04.2025;3 900;Helfo;\n"
        "I02;31.12.2030;1;Helfo;\n"
        "I99;30.04.2025;1;Helfo;\n"
        "I18;30.04.2025;5;;\n",
        "verdier.csv",
    )
    given = {"plan": plan.key, "file": file, "name": "verdier.csv", "by": BY}
    seen = preview_values(**given, today=TODAY, now=NOW)  # type: ignore[arg-type]
    assert not IndicatorReading.objects.exists()
    done = import_values(**given, today=TODAY, now=NOW)  # type: ignore[arg-type]
    assert (done.added, done.bad) == (seen.added, seen.bad)
    assert done.added == ("I11 2025-04-30", "I02 2025-04-30")
    assert [(bad.row, bad.where) for bad in done.bad] == [(4, "as_of"), (5, "code"), (6, "source")]
    stored = {row.code: row for row in IndicatorReading.objects.all()}
    assert (stored["I11"].value, stored["I11"].origin) == (
        Decimal("0.485"),
        ValueOrigin.IMPORTED.value,
    )
    again = import_values(**given, today=TODAY, now=NOW)  # type: ignore[arg-type]
    assert (again.added, again.changed, again.unchanged) == ((), (), 2)


def test_deadlines_stand_in_a_calendar_until_the_address_is_revoked(plan: MadePlan) -> None:
    made = make_feed(plan=plan.key, by=plan.actor(Role.READER))
    calendar = icalendar.Calendar.from_ical(feed_text(secret=made.secret, now=NOW))
    events = [part for part in calendar.walk() if part.name == "VEVENT"]
    assert [(str(event["summary"]), event.decoded("dtstart")) for event in events] == [
        ("Frist: tiltak 1, Nye sentre", date(2025, 12, 1))
    ]
    assert feeds_of(plan.key, by=plan.actor(Role.READER))[0].last_read_at == NOW
    with pytest.raises(NotAllowedError):
        make_feed(plan=plan.key, by=plan.actor(Role.GP))
    revoke_feed(feed=made.key, by=plan.actor(Role.READER), now=NOW)
    with pytest.raises(UnknownIdError):
        feed_text(secret=made.secret, now=NOW)


def test_a_unit_is_reminded_once_before_and_once_after_its_deadline(
    plan: MadePlan, django_capture_on_commit_callbacks: object
) -> None:
    adopt_plan(plan=plan.key, on=ON, by=BY)
    change_measure(
        measure=plan.measures[1],
        fields=MeasureFields(
            title="Dialog", owner_email="enhet@kommune.example", deadline=date(2025, 12, 5)
        ),
        by=BY,
    )

    def day(at: datetime) -> int:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            return do_plan_day(plan=plan.key, by=BY, now=at).reminded

    before = datetime(2025, 11, 10, 8, tzinfo=UTC)
    assert day(before - timedelta(days=20)) == 0
    assert day(before) == 2
    assert day(before + timedelta(days=1)) == 0
    assert sorted(message.to[0] for message in mail.outbox) == [
        "enhet@kommune.example",
        "plan@kommune.example",
    ]
    assert "Tiltak 1 Nye sentre: frist 01.12.2025" in mail.outbox[1].body
    set_status(
        measure=plan.measures[1],
        status=MeasureStatus.DONE,
        on=date(2025, 12, 1),
        reason="",
        by=BY,
        today=date(2025, 12, 8),
    )
    assert day(datetime(2025, 12, 8, 8, tzinfo=UTC)) == 1
    assert "fristen var 01.12.2025" in mail.outbox[-1].body
    assert MeasureReminder.objects.count() == 3
    assert do_plan_days(by=BY, now=before) == 1


def test_a_draft_reminds_nobody(plan: MadePlan) -> None:
    done = do_plan_day(plan=plan.key, by=BY, now=datetime(2025, 11, 25, tzinfo=UTC))
    assert (done.reminded, done.computed, mail.outbox) == (0, 0, [])


def test_what_a_plan_waits_for_is_told(plan: MadePlan) -> None:
    add_measure(plan=plan.key, fields=MeasureFields(title="Ny"), by=BY)
    today = date(2025, 11, 15)
    found = waiting_for(plan.key, by=plan.actor(Role.READER), today=today)
    assert [one.number for one in found.soon] == [1]
    assert [one.number for one in found.without_prediction] == [3]
    assert [one.definition.id for one in found.overdue] == ["I02"]
    late = waiting_for(plan.key, by=BY, today=date(2025, 12, 2))
    assert [one.number for one in late.late] == [1]
