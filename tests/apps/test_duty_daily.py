"""The work of a day on duty: each is reminded once of what ends, and past offers lapse."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.mapping.exemptions import ExemptionFacts
from hjemmel.apps.duty.models import (
    Competence,
    DutyDistrict,
    DutyDoctor,
    DutyReminder,
    ShiftOffer,
)
from hjemmel.apps.duty.selectors.reminders import reminders
from hjemmel.apps.duty.services.competences import set_competence_end
from hjemmel.apps.duty.services.daily import do_duty_day, do_duty_days
from hjemmel.apps.duty.services.exemptions import apply_for_exemption, grant_exemption
from hjemmel.apps.duty.services.offers import make_offer
from hjemmel.domain.duty_doctor import ExemptionGround
from hjemmel.domain.qualification import Qualification
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.errors import NotAllowedError
from tests.duty_district import BY, District, made_district, register_key
from tests.duty_people import NOW, TODAY, gp, leader, planner, published

ENDS = TODAY + timedelta(days=30)
COURSE = Qualification.COURSE_EMERGENCY_MEDICINE.value


@pytest.fixture
def district(db: None) -> District:
    """A district where the exemption of one doctor and a course of another end in 30 days."""
    made = made_district()
    doctor = DutyDoctor.objects.get(pk=made.doctors[6]).doctor
    doctor.born = date(1980, 1, 1)
    doctor.save()
    exempt(made, TODAY, ENDS)
    course = Competence.objects.get(doctor=register_key(made.doctors[5]), kind=COURSE)
    set_competence_end(competence=course.pk, valid_to=ENDS, by=planner(made), now=NOW)
    mail.outbox.clear()
    return made


def exempt(district: District, first: date, last: date) -> None:
    case = apply_for_exemption(
        duty_doctor=district.doctors[6],
        ground=ExemptionGround.HEALTH,
        first=first,
        last=last,
        facts=ExemptionFacts(health_reason=True),
        by=gp(district, 6),
    )
    grant_exemption(case=case, version=1, reason="Vurdert.", by=leader(district), now=NOW)


def test_what_ends_soon_is_shown_to_those_who_plan_there(district: District) -> None:
    found = reminders(by=planner(district), today=TODAY)
    assert [(one.kind, one.doctor, one.due, one.days_left) for one in found] == [
        ("competence", district.doctors[5], ENDS, 30),
        ("competence", district.doctors[5], ENDS, 30),
        ("competence", district.doctors[5], ENDS, 30),
        ("exemption", district.doctors[6], ENDS, 30),
    ]
    assert found[3].sentence.nb == "Fritaket slutter 31.10.2026."
    assert [one.kind for one in reminders(by=planner(district), today=TODAY, days=10)] == [
        "competence"
    ] * 3
    assert reminders(by=gp(district, 6), today=TODAY) == ()
    assert reminders(by=planner(district), today=ENDS) == ()


def test_exemption_that_goes_on_is_not_reminded_of(district: District) -> None:
    exempt(district, ENDS, ENDS + timedelta(days=200))
    found = reminders(by=planner(district), today=TODAY)
    assert "exemption" not in {one.kind for one in found}


def test_each_doctor_is_reminded_once_by_one_mail(
    district: District, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        done = do_duty_day(district=district.key, by=planner(district), now=NOW)
    assert done.reminded == 4
    assert sorted(one.to[0] for one in mail.outbox) == ["lege5@example.org", "lege6@example.org"]
    course = next(one for one in mail.outbox if one.to == ["lege5@example.org"])
    assert "Kurs i akuttmedisin gjelder ikke lenger fra 31.10.2026." in course.body
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        again = do_duty_day(district=district.key, by=BY, now=NOW + timedelta(days=1))
    assert (again.reminded, mail.outbox) == (0, [])
    assert DutyReminder.objects.count() == 4
    assert AuditEvent.objects.filter(action="duty.do_day").count() == 1
    with pytest.raises(NotAllowedError):
        do_duty_day(district=district.key, by=gp(district, 0), now=NOW)


def test_offers_of_shifts_that_have_started_lapse(district: District) -> None:
    roster = published(district, doctors=5)
    make_offer(
        roster=roster,
        shift="evening:2026-10-19",
        kind="open",
        given_by=district.doctors[0],
        by=gp(district, 0),
        now=NOW,
    )
    before = datetime(2026, 10, 19, 15, 59, tzinfo=NORWAY)
    assert do_duty_day(district=district.key, by=BY, now=before).lapsed == 0
    after = before + timedelta(minutes=1)
    assert do_duty_day(district=district.key, by=BY, now=after).lapsed == 1
    row = ShiftOffer.objects.get()
    assert (row.state, row.lapsed_because) == ("lapsed", "started")


def test_made_up_districts_are_left_alone(district: District) -> None:
    assert do_duty_days(by=BY, now=NOW) == 0
    DutyDistrict.objects.update(is_synthetic=False)
    assert do_duty_days(by=BY, now=NOW) == 1
    assert do_duty_days(by=gp(district, 0), now=NOW) == 0
