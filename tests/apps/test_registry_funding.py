"""Lists by month for the money: lengths, forms, reports, and whose lists somebody sees."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.registry.models import (
    AgreementTerms,
    ListReport,
    Membership,
    PatientList,
    PopulationCount,
)
from hjemmel.apps.registry.selectors.funding import FundingPicture, funding_of
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import MunicipalityView, get_municipality
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.engines.funding import Form, run
from hjemmel.kernel.errors import InputError, MissingDataError, NotAllowedError
from hjemmel.kernel.time import Month
from hjemmel.law import law_on

DAY = date(2024, 1, 1)
JANUARY = Month(2024, 1)
BY = system("test")


@pytest.fixture
def place(small_register: SyntheticMunicipality) -> MunicipalityView:
    return get_municipality("4601", by=BY)


def picture(place: MunicipalityView, months: int = 1, *, by: Actor = BY) -> FundingPicture:
    mark_changed(place.key)
    return funding_of(get_municipality("4601", by=BY), JANUARY, months, DAY, by=by)


def test_lengths_ceilings_and_guests_are_those_of_the_lists_page(place: MunicipalityView) -> None:
    found = picture(place)
    shown = {str(row.key): row for row in lists_on(place, DAY, by=BY).rows}
    assert set(found.inputs.keys) == set(shown)
    for row, key in enumerate(found.inputs.keys):
        wanted = shown[key]
        assert int(found.inputs.length[row, 0]) == wanted.length
        assert int(found.inputs.ceiling[row, 0]) == (wanted.ceiling or -1)
        assert int(found.inputs.guests[row, 0]) == wanted.guests
        assert found.rows[row].centre == wanted.centre
        no_doctor = wanted.status == "without_doctor"
        assert (Form(int(found.inputs.form[row, 0])) is Form.NONE) is no_doctor


def test_whoever_leaves_in_a_month_is_off_the_list_on_the_first_of_the_next(
    place: MunicipalityView,
) -> None:
    members = Membership.objects.on(DAY).filter(patient_list__municipality=place.key)
    one = members.order_by("pk")[0]
    before = picture(place, 4)
    _end(one, date(2024, 2, 15))
    after = picture(place, 4)
    row = before.inputs.place(str(one.patient_list_id))
    difference = (after.inputs.length - before.inputs.length)[row].tolist()
    assert difference == [0, 0, -1, -1]
    other = members.filter(patient_list=one.patient_list_id).order_by("pk")[1]
    _end(other, date(2024, 2, 1))
    difference = (picture(place, 4).inputs.length - before.inputs.length)[row].tolist()
    assert difference == [0, -1, -2, -2]


def _end(one: Membership, day: date) -> None:
    """Let a membership end on a day, as it is known from now."""
    now = timezone.now()
    Membership.objects.filter(pk=one.pk).update(known_to=now)
    Membership.objects.create(
        resident_id=one.resident_id,
        patient_list_id=one.patient_list_id,
        valid_from=one.valid_from,
        valid_to=day,
        known_from=now,
    )


def test_the_states_report_goes_before_what_is_counted(place: MunicipalityView) -> None:
    key = PatientList.objects.filter(municipality=place.key).order_by("pk")[0].pk
    ListReport.objects.create(
        patient_list_id=key, as_of=DAY, length=777, guests=7, base_amount_ore=5_555_555
    )
    found = picture(place)
    row = found.inputs.place(str(key))
    assert int(found.inputs.length[row, 0]) == 777
    assert int(found.inputs.guests[row, 0]) == 7
    assert int(found.inputs.reported[row, 0]) == 5_555_555


def test_the_published_population_and_the_posts_are_those_of_the_year(
    place: MunicipalityView,
) -> None:
    for age, persons in ((30, 7), (31, 5)):
        PopulationCount.objects.create(
            region="4601",
            municipality="4601",
            year=2024,
            age=age,
            sex="female",
            persons=persons,
            table="07459",
            retrieved_on=DAY,
        )
    found = picture(place, 13)
    assert found.inputs.inhabitants.tolist() == [12] * 12 + [-1]
    posts = AgreementTerms.objects.on(DAY).filter(agreement__municipality=place.key).count()
    assert int(found.inputs.positions[0]) == posts


def test_the_money_of_the_register_is_computed_by_the_engine(place: MunicipalityView) -> None:
    found = picture(place, 7)
    result = run(found.inputs, law_on(DAY, "4601"), missing="leave")
    assert list(result.missing) == [6]  # July 2024: the rate was not found
    assert result.total().oere > 0


def test_a_gp_sees_the_lists_of_her_own_centre_and_nobody_elses(place: MunicipalityView) -> None:
    centre = picture(place).rows[0].centre
    gp = Actor("lege", (Grant(Role.GP, place.key, centre=centre, doctor=1),))
    own = funding_of(place, JANUARY, 1, DAY, by=gp, own=True)
    assert {row.centre for row in own.rows} == {centre}
    assert not own.is_whole
    with pytest.raises(NotAllowedError):
        picture(place, by=gp)


def test_a_reader_sees_no_money(place: MunicipalityView) -> None:
    reader = Actor("leser", (Grant(Role.READER, place.key),))
    for own in (True, False):
        with pytest.raises(NotAllowedError):
            funding_of(place, JANUARY, 1, DAY, by=reader, own=own)


def test_months_without_lists_and_too_many_months_are_refused(place: MunicipalityView) -> None:
    with pytest.raises(MissingDataError, match="no lists then"):
        funding_of(place, Month(1990, 1), 1, DAY, by=BY)
    with pytest.raises(InputError, match="1–120"):
        picture(place, 121)
