"""The register of competence: told in sentences, warned of before it lapses, and nobody rostered without."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hjemmel.apps.duty.models import Competence, DutyAssignment, DutyDoctor
from hjemmel.apps.duty.selectors.competence_clocks import clocks_in, governor_report
from hjemmel.apps.duty.selectors.competences import (
    competence_with,
    competences_in,
    lapses_in,
)
from hjemmel.apps.duty.selectors.offers import open_shifts
from hjemmel.apps.duty.selectors.rosters import roster_findings
from hjemmel.apps.duty.services.competences import (
    note_competence,
    note_report_sent,
    set_competence_end,
    set_warning_days,
    take_back_competence,
)
from hjemmel.domain.qualification import Qualification
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from hjemmel.law.finding import Outcome
from tests.duty_district import BY, District, days_after, made_district, register_key
from tests.duty_people import FIRST, NOW, TODAY, gp, leader, planner, published

COURSE = Qualification.COURSE_EMERGENCY_MEDICINE.value


@pytest.fixture
def district(db: None) -> District:
    return made_district(9, unqualified=(8,))


def course_of(district: District, place: int) -> Competence:
    return Competence.objects.get(doctor=register_key(district.doctors[place]), kind=COURSE)


def noted(district: District, place: int, kind: str, **more: object) -> int:
    given = {"valid_from": date(2025, 1, 1), "by": planner(district), **more}
    return note_competence(duty_doctor=district.doctors[place], kind=kind, **given)  # type: ignore[arg-type]


def test_state_of_each_role_is_told_in_sentences_with_the_source(district: District) -> None:
    able, unable = (
        competence_with(district.doctors[place], by=gp(district, place), today=TODAY)
        for place in (0, 8)
    )
    assert [(one.role, one.finding.is_met, one.until) for one in able.states] == [
        ("alone", True, None),
        ("back_up", True, None),
    ]
    assert able.states[0].finding.sentence.nb.startswith("Kan ha vakt alene: spesialist")
    sources = [one.text("nb") for one in able.states[0].finding.citations]
    assert any(one.startswith("kompetanseforskriften § 3a") for one in sources)
    assert "Trenger bakvakt" in unable.states[0].finding.sentence.nb
    kinds = {(one.kind, one.key is None) for one in able.held}
    assert kinds == {
        (COURSE, False),
        (Qualification.COURSE_VIOLENCE_AND_ABUSE.value, False),
        (Qualification.SPECIALIST_GENERAL_PRACTICE.value, True),  # stands in the register
    }
    assert len(competences_in(district.key, by=planner(district), today=TODAY)) == 9
    with pytest.raises(NotAllowedError):
        competences_in(district.key, by=gp(district, 0), today=TODAY)
    with pytest.raises(NotAllowedError):
        competence_with(district.doctors[0], by=gp(district, 1), today=TODAY)


def test_lis1_with_both_courses_is_enough_to_be_alone_from_2026(district: District) -> None:
    for kind in (Qualification.LIS1.value, COURSE, Qualification.COURSE_VIOLENCE_AND_ABUSE.value):
        noted(district, 8, kind)
    found = competence_with(district.doctors[8], by=planner(district), today=TODAY)
    assert [one.finding.is_met for one in found.states] == [True, False]
    assert "LIS1" in found.states[0].finding.sentence.nb


def test_what_lapses_soon_is_warned_of_as_long_ahead_as_the_district_says(
    district: District,
) -> None:
    row = course_of(district, 0)
    ends = TODAY + timedelta(days=60)
    set_competence_end(competence=row.pk, valid_to=ends, by=planner(district), now=NOW)
    [found] = lapses_in(district.key, by=planner(district), today=TODAY)
    assert found.key == district.doctors[0]
    assert [(one.what, one.on, one.days_left) for one in found.lapses] == [
        ("alone", ends, 60),
        ("back_up", ends, 60),
        (COURSE, ends, 60),
    ]
    assert found.lapses[2].sentence.nb == "Kurs i akuttmedisin gjelder ikke lenger fra 30.11.2026."
    set_warning_days(district=district.key, days=30, by=planner(district))
    assert lapses_in(district.key, by=planner(district), today=TODAY) == ()
    assert lapses_in(district.key, by=planner(district), today=TODAY + timedelta(days=30)) != ()
    noted(district, 0, COURSE, valid_from=ends)  # taken again in time
    assert lapses_in(district.key, by=planner(district), today=TODAY + timedelta(days=30)) == ()
    with pytest.raises(InputError):
        set_warning_days(district=district.key, days=0, by=planner(district))


def test_nobody_is_left_rostered_unlawfully_when_a_competence_ends(district: District) -> None:
    roster = published(district, doctors=8)
    assert roster_findings(roster, by=BY) == ()
    row = course_of(district, 0)
    found = set_competence_end(
        competence=row.pk, valid_to=days_after(FIRST, 2), by=planner(district), now=NOW
    )
    mine = list(
        DutyAssignment.objects.filter(
            duty_doctor=district.doctors[0], shift__day__gte=days_after(FIRST, 2)
        ).values_list("shift__key", flat=True)
    )
    assert mine
    assert [one.shift for one in found] == mine  # the one before it ends is still hers
    assert all("Lege 00" in one.sentences[0].nb for one in found)
    shown = open_shifts(district.key, by=planner(district), now=NOW)
    assert {one.key for one in shown} == {one.offer for one in found}
    longer = set_competence_end(competence=row.pk, valid_to=None, by=planner(district), now=NOW)
    assert longer == ()
    assert open_shifts(district.key, by=planner(district), now=NOW) == ()  # they are hers again


def test_competence_noted_by_mistake_is_taken_back_with_what_it_carried(
    district: District,
) -> None:
    roster = published(district, doctors=8)
    row = course_of(district, 1)
    found = take_back_competence(competence=row.pk, by=planner(district), now=NOW)
    assert [one.duty_doctor for one in found] == [district.doctors[1]] * len(found)
    assert len(found) >= 1
    assert {one.roster for one in found} == {roster}
    with pytest.raises(UnknownIdError):
        take_back_competence(competence=row.pk, by=planner(district), now=NOW)


def test_wrong_competences_are_refused_clearly(district: District) -> None:
    with pytest.raises(InputError, match="no competence"):
        noted(district, 8, "parachuting")
    with pytest.raises(InputError):
        noted(district, 8, COURSE, valid_to=date(2025, 1, 1))
    with pytest.raises(ConflictError, match="noted already"):
        noted(district, 0, COURSE)
    with pytest.raises(NotAllowedError):
        noted(district, 8, COURSE, by=gp(district, 8))
    with pytest.raises(NotAllowedError):
        set_competence_end(
            competence=course_of(district, 0).pk, valid_to=None, by=gp(district, 0), now=NOW
        )
    assert Competence.objects.count() == 16


@pytest.fixture
def lone(db: None) -> District:
    """A district whose only doctors lack the specialisation and have a back-up doctor elsewhere."""
    made = made_district(8)
    for place in range(8):
        doctor = DutyDoctor.objects.get(pk=made.doctors[place]).doctor
        doctor.competence = "neither"
        doctor.save()
        Competence.objects.create(
            doctor=doctor,
            kind=Qualification.LIS1.value,
            valid_from=date(2025, 1, 1),
            noted_by="test",
        )
    DutyDoctor.objects.update(member_from=date(2026, 1, 1))
    published(made)
    return made


def test_clock_of_a_doctor_without_specialisation_counts_her_days_on_duty(
    lone: District,
) -> None:
    before = clocks_in(lone.key, by=planner(lone), today=TODAY)
    assert len(before) == 8
    assert {(one.days_in_all, one.planned_in_all) for one in before} == {(0, 2)}
    after = clocks_in(lone.key, by=planner(lone), today=days_after(FIRST, 7))
    assert {(one.days_in_all, one.days_this_year) for one in after} == {(2, 2)}
    one = after[0]
    assert one.on_duty.is_met
    assert "2 dager i arbeid" in one.on_duty.sentence.nb
    assert "inntil 12 måneder" in one.on_duty.sentence.nb
    assert one.requirement.outcome is Outcome.NOT_MET
    assert "§ 4" in one.on_duty.citations[0].text("nb")
    with pytest.raises(NotAllowedError):
        clocks_in(lone.key, by=gp(lone, 0), today=TODAY)


def test_specialists_have_no_clock(district: District) -> None:
    assert [one.key for one in clocks_in(district.key, by=planner(district), today=TODAY)] == [
        district.doctors[8]
    ]


def test_years_report_to_the_governor_is_due_until_it_is_sent(lone: District) -> None:
    today = date(2027, 2, 1)
    report = governor_report(lone.key, 2026, by=planner(lone), today=today)
    assert report.finding is not None
    assert (report.finding.reason, report.finding.value) == ("due", 58)
    assert len(report.rows) == 8
    assert "unntaket fra kravet om spesialisering for 8 leger, 16 dager" in report.text.nb
    late = governor_report(lone.key, 2026, by=planner(lone), today=date(2027, 4, 1))
    assert late.finding is not None
    assert late.finding.reason == "late"
    with pytest.raises(NotAllowedError):
        note_report_sent(district=lone.key, year=2026, sent_on=date(2027, 3, 1), by=planner(lone))
    note_report_sent(district=lone.key, year=2026, sent_on=date(2027, 3, 1), by=leader(lone))
    sent = governor_report(lone.key, 2026, by=planner(lone), today=date(2027, 4, 1))
    assert sent.finding is not None
    assert sent.finding.reason == "reported"
    nothing = governor_report(lone.key, 2027, by=planner(lone), today=date(2028, 2, 1))
    assert nothing.rows == ()
    assert nothing.finding is not None
    assert nothing.finding.reason == "nothing_to_report"
