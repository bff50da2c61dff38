"""The demo's duty: a district of the register's doctors with a roster sent out and a draft."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.duty.models import (
    Competence,
    DutyAbsence,
    DutyDistrict,
    DutyRoster,
    DutyWish,
    ExemptionCase,
)
from hjemmel.apps.duty.selectors.competences import lapses_in
from hjemmel.apps.duty.selectors.offers import offers_with, open_shifts
from hjemmel.apps.duty.selectors.rosters import roster_findings, roster_page
from hjemmel.apps.duty.services.demo import load_duty_demo
from hjemmel.apps.duty.services.offers import accept_offer
from hjemmel.apps.registry.models import (
    Agreement,
    AgreementTerms,
    Centre,
    District,
    Doctor,
    Municipality,
)
from hjemmel.kernel.errors import ConflictError

BY = system("test")
TODAY = date(2026, 11, 27)


DOCTORS = 30


@pytest.fixture
def host(db: None) -> Municipality:
    """A made-up municipality of 30 doctors with an agreement each."""
    place = Municipality.objects.create(
        number="5001", name="Trondheim", is_synthetic=True, set_up_on=date(2024, 1, 1)
    )
    district = District.objects.create(municipality=place, number="500101", name="Midtbyen")
    centre = Centre.objects.create(
        municipality=place, district=district, external_id="c1", name="Senteret"
    )
    for number in range(DOCTORS):
        doctor = Doctor.objects.create(
            hpr_number=str(870_000_000 + number),
            name=f"Lege {number:02}",
            born=date(1964 + number, 3, 1),
            competence=("specialist", "alis", "approved_gp")[number % 3],
            is_synthetic=True,
        )
        agreement = Agreement.objects.create(municipality=place, external_id=f"a{number}")
        AgreementTerms.objects.create(
            agreement=agreement,
            centre=centre,
            holder=doctor,
            form="self_employed",
            status="held",
            valid_from=date(2020, 1, 1),
            known_from=timezone.now(),
        )
    return place


def test_quarter_is_sent_out_lawfully_and_the_next_is_a_draft(host: Municipality) -> None:
    key = load_duty_demo(municipality=host.pk, today=TODAY, by=BY)
    district = DutyDistrict.objects.get(pk=key)
    assert district.stations.count() == 3
    assert district.doctors.count() == 28
    sent, draft = DutyRoster.objects.filter(district=district).order_by("first")
    assert (sent.first, sent.last, sent.state) == (date(2026, 10, 1), date(2027, 1, 1), "published")
    assert (draft.first, draft.last, draft.state) == (date(2027, 1, 1), date(2027, 4, 1), "draft")
    assert roster_findings(sent.pk, by=BY) == ()
    open_ones = roster_findings(draft.pk, by=BY)
    assert {one.constraint for one in open_ones} == {"coverage"}
    assert min(one.shifts[0].rpartition(":")[2] for one in open_ones) == "2027-03-01"
    shifts = [len(row.cells) for row in roster_page(sent.pk, by=BY).doctors if row.cells]
    assert len(shifts) >= 25
    assert DutyAbsence.objects.count() == 14
    assert DutyWish.objects.count() == 28
    applied, granted = ExemptionCase.objects.order_by("state")
    assert (applied.ground, applied.state) == ("age", "applied")
    assert (granted.ground, granted.state) == ("social", "granted")
    assert applied.findings[0]["outcome"] == "met"
    assert "Vedtak om fritak" in granted.letter
    assert Competence.objects.count() == 50


def test_something_waits_for_the_demos_own_doctor(host: Municipality) -> None:
    key = load_duty_demo(municipality=host.pk, today=TODAY, by=BY)
    first = DutyDistrict.objects.get(pk=key).doctors.order_by("pk")[0]
    herself = Actor("lege", (Grant(Role.GP, municipality=host.pk, doctor=first.doctor_id),))
    now = datetime(2026, 11, 27, 12, tzinfo=UTC)
    [shift] = open_shifts(key, by=herself, now=now)
    assert shift.may_answer
    swaps = [one for one in offers_with(first.pk, by=herself, now=now) if one.kind == "swap"]
    assert [(one.state, one.may_answer) for one in swaps] == [("open", True)]
    assert accept_offer(offer=swaps[0].key, by=herself, now=now).findings == ()
    [soon] = lapses_in(key, by=BY, today=TODAY)
    assert soon.lapses[0].on == date(2027, 1, 6)


def test_demo_is_made_once_and_only_of_made_up_persons(host: Municipality) -> None:
    first = load_duty_demo(municipality=host.pk, today=TODAY, by=BY)
    assert load_duty_demo(municipality=host.pk, today=TODAY, by=BY) == first
    assert DutyRoster.objects.count() == 2
    real = Municipality.objects.create(number="4601", name="Bergen", set_up_on=date(2024, 1, 1))
    with pytest.raises(ConflictError):
        load_duty_demo(municipality=real.pk, today=TODAY, by=BY)
    assert DutyDistrict.objects.get().pk == first
