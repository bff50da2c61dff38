"""As known on a day: what was learned later is not seen, and what was agreed goes before the law."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.registry.models import (
    AgreementTerms,
    Doctor,
    ListCeiling,
    ListReport,
    Membership,
    PatientList,
)
from hjemmel.apps.registry.selectors.attention import needs_attention
from hjemmel.apps.registry.selectors.details import ListDetails, list_details
from hjemmel.apps.registry.selectors.directory import centres_of, doctors_of
from hjemmel.apps.registry.selectors.list_choice import ListChoice
from hjemmel.apps.registry.selectors.lists import list_on, lists_on
from hjemmel.apps.registry.selectors.places import MunicipalityView, get_municipality
from hjemmel.apps.registry.services.lists import advertise, change_ceiling, change_holder
from hjemmel.apps.registry.services.posts import change_terms
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.law import law_on

BY = system("test")
DAY = date(2024, 3, 1)


@pytest.fixture(autouse=True)
def _there(small_register: SyntheticMunicipality) -> None:
    """The register is loaded."""


def place() -> MunicipalityView:
    return get_municipality("4601", by=BY)


def a_list() -> PatientList:
    """Return a list of which everything is known before now."""
    held = AgreementTerms.objects.filter(status="held", holder__isnull=False).order_by("pk")[0]
    return PatientList.objects.filter(agreement=held.agreement_id).order_by("pk")[0]


def shown(key: int, known_at: datetime | None = None, day: date = DAY) -> ListDetails:
    return list_details(key, place(), day, known_at, by=BY)


def reasons(details: ListDetails) -> set[str]:
    return {said.reason for said in details.findings if not isinstance(said, HjemmelError)}


def test_a_ceiling_corrected_later_is_not_known_before() -> None:
    row = a_list()
    before = ListCeiling.objects.get(patient_list=row).ceiling
    then = timezone.now()
    change_ceiling(
        patient_list=row.pk, ceiling=480, valid_from=DAY, agreed_with_municipality=True, by=BY
    )
    old, new = shown(row.pk, then), shown(row.pk)
    assert (old.row.ceiling, new.row.ceiling) == (before, 480)
    assert [(c.ceiling, c.valid_to, c.known_to) for c in old.ceilings] == [(before, None, None)]
    assert {c.ceiling for c in new.ceilings} == {before, 480}
    assert sum(c.known_to is None for c in new.ceilings) == 2


def test_findings_are_about_the_terms_and_the_ceiling_known_then() -> None:
    row = a_list()
    key = row.agreement_id
    change_terms(agreement=key, changes={"form": "self_employed"}, valid_from=DAY, by=BY)
    ListCeiling.objects.filter(patient_list=row).update(known_to=timezone.now())
    agreed = {"patient_list": row, "ceiling": 480, "valid_from": date(2023, 1, 1)}
    old = ListCeiling.objects.create(
        **agreed, agreed_with_municipality=False, known_from=timezone.now()
    )
    then = timezone.now()
    hours = {"opening_hours": "37,5", "side_task_hours": "7"}
    change_terms(agreement=key, changes=hours, valid_from=DAY, by=BY)
    ListCeiling.objects.filter(pk=old.pk).update(known_to=timezone.now())
    ListCeiling.objects.create(**agreed, agreed_with_municipality=True, known_from=timezone.now())
    mark_changed(place().key)
    assert {"agreement_incomplete", "low_ceiling_not_agreed"} <= reasons(shown(row.pk, then))
    assert {"agreement_complete", "low_ceiling_agreed"} <= reasons(shown(row.pk))


def test_terms_written_later_are_not_known_before() -> None:
    row = a_list()
    then = timezone.now()
    change_holder(agreement=row.agreement_id, holder=None, locum=None, valid_from=DAY, by=BY)
    old, new = shown(row.pk, then), shown(row.pk)
    assert [t.status for t in old.terms] == ["held"]
    assert old.terms[0].known_to is None
    assert (old.row.status, new.row.status) == ("held", "without_doctor")
    assert len(new.terms) == 3


def test_vacancies_and_that_they_were_filled_are_known_when_the_terms_are() -> None:
    row = a_list()
    key = row.agreement_id
    holder = AgreementTerms.objects.on(DAY).get(agreement=key).holder_id
    before = timezone.now()
    change_holder(agreement=key, holder=None, locum=None, valid_from=DAY, by=BY)
    vacant = timezone.now()
    change_holder(agreement=key, holder=holder, locum=None, valid_from=date(2024, 6, 1), by=BY)

    def told(known_at: datetime | None) -> list[tuple[date, date | None]]:
        found = shown(row.pk, known_at, date(2024, 7, 1)).vacancies
        return [(one.since, one.filled_on) for one in found]

    assert told(before) == []
    assert told(vacant) == [(DAY, None)]
    assert told(None) == [(DAY, date(2024, 6, 1))]


def test_advertisements_of_later_days_are_not_known() -> None:
    row = a_list()
    change_holder(agreement=row.agreement_id, holder=None, locum=None, valid_from=DAY, by=BY)
    published = timezone.localdate() + timedelta(days=10)
    advertise(agreement=row.agreement_id, published_on=published, deadline=published, by=BY)
    assert shown(row.pk, timezone.now()).vacancies[0].advertisements == ()
    assert shown(row.pk).vacancies[0].advertisements == ((published, published),)


def test_reports_of_later_days_are_neither_listed_nor_counted() -> None:
    Membership.objects.all().delete()
    row = a_list()
    today = timezone.localdate()
    for day, length in ((today - timedelta(days=40), 900), (today + timedelta(days=2), 950)):
        ListReport.objects.create(patient_list=row, as_of=day, length=length)
    mark_changed(place().key)
    later = today + timedelta(days=5)
    old, new = shown(row.pk, timezone.now(), later), shown(row.pk, None, later)
    assert ([r[1] for r in old.reports], old.row.length) == ([900], 900)
    assert ([r[1] for r in new.reports], new.row.length) == ([900, 950], 950)


def test_attention_counts_the_advertisements_known_then() -> None:
    row = a_list()
    change_holder(agreement=row.agreement_id, holder=None, locum=None, valid_from=DAY, by=BY)
    soon = timezone.localdate() + timedelta(days=3)

    def unadvertised(known_at: datetime | None = None) -> int:
        items = {item.id: item.count for item in needs_attention(place(), soon, known_at, by=BY)}
        return items.get("vacancies_without_advertisement") or 0

    before = unadvertised()
    assert before >= 1
    advertise(agreement=row.agreement_id, published_on=soon, deadline=soon, by=BY)
    assert unadvertised() == before - 1
    assert unadvertised(timezone.now()) == before


def test_doctors_are_those_of_the_day_and_not_all_there_have_been() -> None:
    row = a_list()
    holder = AgreementTerms.objects.on(DAY).get(agreement=row.agreement_id).holder_id
    then = timezone.now()
    change_holder(agreement=row.agreement_id, holder=None, locum=None, valid_from=DAY, by=BY)

    def keys(*days: Any) -> set[int]:
        return {doctor.key for doctor in doctors_of(place(), *days, by=BY)}

    assert holder in keys(DAY - timedelta(days=1))
    assert holder not in keys(DAY)
    assert holder in keys(DAY, then)
    assert holder in keys()  # a synthetic municipality shows the day it was made for


def test_a_centre_is_open_between_its_days() -> None:
    from hjemmel.apps.registry.models import Centre

    key = Centre.objects.order_by("pk")[0].pk
    Centre.objects.filter(pk=key).update(opened_on=date(2010, 1, 1), closed_on=DAY)

    def is_open(day: date) -> bool:
        return next(c.is_open for c in centres_of(place(), day, by=BY) if c.key == key)

    assert [is_open(d) for d in (date(2009, 12, 31), DAY - timedelta(days=1), DAY)] == [
        False,
        True,
        False,
    ]


def test_what_was_agreed_goes_before_the_law_within_what_may_be_agreed() -> None:
    row = a_list()
    key = row.agreement_id
    terms = AgreementTerms.objects.on(DAY).get(agreement=key)
    Doctor.objects.filter(pk=terms.holder_id).update(born=date(1953, 1, 1))  # 71 years
    mark_changed(place().key)
    law = law_on(DAY, "4601")

    def is_near(day: date = DAY) -> bool:
        chosen = ListChoice(near_end_age=True).of(lists_on(place(), day, by=BY).rows, day, law)
        return row.pk in {one.key for one in chosen}

    assert is_near()
    assert "ended_by_age" in reasons(shown(row.pk))
    change_terms(agreement=key, changes={"end_age": "75"}, valid_from=DAY, by=BY)
    assert list_on(row.pk, place(), DAY, by=BY).end_age == 75
    assert not is_near()
    assert {"below_end_age", "extension_allowed"} <= reasons(shown(row.pk))
    for wrong in ("76", "sytti", "-1", "7,5"):
        with pytest.raises(InputError):
            change_terms(agreement=key, changes={"end_age": wrong}, valid_from=DAY, by=BY)
    change_terms(agreement=key, changes={"end_age": "0"}, valid_from=DAY, by=BY)
    assert is_near()
