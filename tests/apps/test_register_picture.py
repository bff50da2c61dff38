"""The register as a picture: the same figures as the generator's own, on any day, as known on any."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.coverage.register import register_picture
from hjemmel.apps.registry.models import (
    District,
    ForecastCount,
    ListReport,
    Membership,
    Municipality,
    PersonCounts,
    PopulationCount,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.selectors.places import MunicipalityView, get_municipality
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.apps.registry.services.residents import put_on_list
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality, picture
from hjemmel.domain.municipality import DISTRICT_COUNTS, MunicipalityOnDay, PictureKind
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.engines.coverage.assumptions import assume
from hjemmel.kernel.errors import MissingDataError, NotAllowedError
from hjemmel.law import law_on

BY = system("test")


def place() -> MunicipalityView:
    return get_municipality("4601", by=BY)


def picture_on(day: date, known_at: Any = None) -> MunicipalityOnDay:
    return register_picture(place(), day, known_at, by=BY)


def without_gp(day: date) -> Resident:
    """Take a resident off her list."""
    row = Membership.objects.on(day).filter(resident__municipality=place().key)[0]
    row.delete()
    mark_changed(place().key)
    return row.resident


def test_every_figure_is_the_generators_own(small_register: SyntheticMunicipality) -> None:
    made = picture(small_register)
    found = picture_on(made.as_of)

    assert found.kind is PictureKind.REGISTER
    assert found.is_synthetic
    assert {n: f.value for n, f in found.figures.items()} == {
        n: f.value for n, f in made.figures.items()
    }
    for ours, theirs in zip(found.districts, made.districts, strict=True):
        for name in ("number", "name", "groups", "doctor_ages", *DISTRICT_COUNTS):
            assert getattr(ours, name) == getattr(theirs, name), (ours.name, name)
    assert found.waiting == made.waiting
    assert found.groups == made.groups
    assert {name: found.whole(name) for name in DISTRICT_COUNTS} == {
        name: made.whole(name) for name in DISTRICT_COUNTS
    }


def test_a_day_before_the_first_known_has_no_figures_and_says_which_has(
    small_register: SyntheticMunicipality,
) -> None:
    day = small_register.profile.as_of
    with pytest.raises(MissingDataError) as caught:
        picture_on(day - timedelta(days=1))
    assert "ingen lister i Bergen" in caught.value.what.nb
    assert f"{day:%d.%m.%Y}" in caught.value.remedy.nb


def test_a_ceiling_corrected_later_is_not_known_before(
    small_register: SyntheticMunicipality,
) -> None:
    day = small_register.profile.as_of
    before = timezone.now()
    was = picture_on(day)
    row = Membership.objects.values_list("patient_list_id", flat=True).exclude(patient_list=None)[0]
    ceiling = small_register.lists["ceiling"].sum()
    assert row is not None

    change_ceiling(
        patient_list=row, ceiling=2_000, valid_from=day, agreed_with_municipality=True, by=BY
    )

    assert picture_on(day, before).figures["list_places"].value == ceiling
    assert picture_on(day).figures["list_places"].value != ceiling
    assert picture_on(day, before).districts == was.districts


def test_somebody_put_on_a_list_is_counted_at_once(small_register: SyntheticMunicipality) -> None:
    day = small_register.profile.as_of
    somebody = without_gp(day)
    was = picture_on(day)
    assert was.figures["without_gp"].value == 1
    key = Membership.objects.on(day).exclude(patient_list=None)[0].patient_list_id

    put_on_list(resident=somebody.pk, patient_list=key, valid_from=day, exception="test", by=BY)

    now = picture_on(day)
    assert now.whole("listed") == (was.whole("listed") or 0) + 1
    assert now.figures["without_gp"].value == was.figures["without_gp"].value - 1


def test_persons_are_counted_once_and_kept_until_persons_change(
    small_register: SyntheticMunicipality, django_assert_max_num_queries: Any
) -> None:
    day = small_register.profile.as_of
    picture_on(day)
    (kept,) = PersonCounts.objects.all()

    mark_changed(place().key, people=False)
    picture_on(day)
    assert [row.pk for row in PersonCounts.objects.all()] == [kept.pk]

    mark_changed(place().key)
    picture_on(day)
    (again,) = PersonCounts.objects.all()
    assert again.pk != kept.pk
    assert again.counts == kept.counts

    view = place()
    register_picture(view, day, by=BY)
    with django_assert_max_num_queries(0):
        register_picture(view, day, by=BY)


def test_counts_that_are_kept_are_read_back_as_they_were(
    small_register: SyntheticMunicipality,
) -> None:
    from hjemmel.apps.registry.selectors import person_counts

    day = small_register.profile.as_of
    counted = person_counts.counted_persons(place().key, day)
    person_counts._remembered.clear()
    assert person_counts.counted_persons(place().key, day) == counted


def test_somebody_without_a_district_counts_in_the_whole(
    small_register: SyntheticMunicipality,
) -> None:
    day = small_register.profile.as_of
    was = picture_on(day)
    somebody = Resident.objects.filter(municipality=place().key).first()
    assert somebody is not None
    somebody.district = None
    somebody.save()
    mark_changed(place().key)

    now = picture_on(day)
    assert now.whole("population") == was.whole("population")
    assert sum(d.population or 0 for d in now.districts) == (was.whole("population") or 0) - 1


def test_who_has_declined_a_gp_is_not_without_one(small_register: SyntheticMunicipality) -> None:
    day = small_register.profile.as_of
    somebody = without_gp(day)
    was = picture_on(day).figures["without_gp"].value
    assert was == 1
    somebody.opted_out_on = day
    somebody.save()
    mark_changed(place().key)
    assert picture_on(day).figures["without_gp"].value == was - 1


def test_without_members_lengths_come_from_the_newest_report_and_residents_from_statistics(
    small_register: SyntheticMunicipality,
) -> None:
    day = small_register.profile.as_of
    made = picture(small_register)
    lists = {row.key: row for row in _lists(day)}
    WaitingEntry.objects.all().delete()
    Membership.objects.all().delete()
    Resident.objects.all().delete()
    mark_changed(place().key)
    alone = picture_on(day)
    assert alone.whole("population") is None
    assert alone.whole("listed") is None
    assert alone.waiting == ()
    assert "waiting" not in alone.figures
    assert [d.population for d in alone.districts] == [None] * len(alone.districts)

    for month in (1, 2):
        ListReport.objects.bulk_create(
            ListReport(
                patient_list_id=key,
                as_of=date(day.year, month, 1),
                length=row.length - 10 * (2 - month),
                ceiling=row.ceiling,
            )
            for key, row in lists.items()
        )
    for region in ("4601", *District.objects.values_list("number", flat=True)):
        for sex in ("male", "female"):
            PopulationCount.objects.create(
                region=region,
                municipality="4601",
                year=day.year,
                age=67,
                sex=sex,
                persons=100,
                table="07459",
                retrieved_on=day,
            )
    mark_changed(place().key)
    found = picture_on(day)

    assert found.whole("listed") == made.whole("listed")
    assert found.figures["listed"].as_of == date(day.year, 2, 1)
    assert found.whole("population") == 200
    assert found.figures["population"].as_of == date(day.year, 1, 1)
    assert found.figures["population"].source.text() == "Statistisk sentralbyrå, tabell 07459"
    assert all(d.population == 200 for d in found.districts)
    assert found.groups is not None
    assert (found.groups.male[6], found.groups.female[6]) == (100, 100)
    shares = [point.value for point in found.trends["free_share"]]
    assert len(shares) == 2
    assert shares[0] > shares[1]
    assert "without_gp" not in found.figures


def _lists(day: date) -> Any:
    from hjemmel.apps.registry.selectors.lists import lists_on

    return lists_on(place(), day, by=BY).rows


def test_a_fetched_forecast_is_the_population_that_need_is_computed_for(
    small_register: SyntheticMunicipality,
) -> None:
    day = small_register.profile.as_of
    for vintage, persons in ((2022, 9_000), (2024, 7_000)):
        for year in range(day.year, day.year + 10):
            ForecastCount.objects.create(
                region="4601",
                municipality="4601",
                vintage=vintage,
                alternative="MMMM",
                year=year,
                age=30,
                sex="male",
                persons=persons,
                table="14288",
                retrieved_on=day,
            )
    mark_changed(place().key, people=False)
    inputs = assume(picture_on(day), law_on(day, "4601"))
    assert inputs.population_target == 7_000


def test_the_queue_is_counted_on_the_day(small_register: SyntheticMunicipality) -> None:
    day = small_register.profile.as_of
    first = WaitingEntry.objects.filter(waiting_class=WaitingClass.CHANGE_WITHIN.value)[0]
    was = {c.waiting_class: c.persons or 0 for c in picture_on(day).waiting}
    first.left_on = day
    first.save()
    mark_changed(place().key, people=False)
    now = {c.waiting_class: c.persons for c in picture_on(day).waiting}
    assert now == was | {WaitingClass.CHANGE_WITHIN: was[WaitingClass.CHANGE_WITHIN] - 1}


def test_nobody_sees_another_municipality(small_register: SyntheticMunicipality) -> None:
    other = Municipality.objects.create(number="5001", name="Trondheim", set_up_on=date(2024, 1, 1))
    stranger = Actor("stranger", (Grant(Role.LEADER, municipality=other.pk),))
    with pytest.raises(NotAllowedError):
        register_picture(place(), small_register.profile.as_of, by=stranger)


def test_the_number_of_queries_does_not_grow_with_lists_or_residents(
    small_register: SyntheticMunicipality, django_assert_max_num_queries: Any
) -> None:
    from hjemmel.apps.registry.selectors import person_counts

    day = small_register.profile.as_of
    picture_on(day)
    mark_changed(place().key, people=False)
    person_counts._remembered.clear()
    view = place()
    with django_assert_max_num_queries(18):
        found = register_picture(view, day, by=BY)
    assert found.figures["mean_list"].value > Decimal(0)
