"""Centres and posts that open, doctors who are appointed, terms that change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.registry.models import (
    Agreement,
    AgreementTerms,
    Centre,
    Doctor,
    ListCeiling,
    Municipality,
    PatientList,
    Vacancy,
)
from hjemmel.apps.registry.services.posts import appoint, change_terms, open_centre, open_post
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import InputError, NotAllowedError, UnknownIdError

DAY = date(2024, 3, 1)


@pytest.fixture
def worker(small_register: SyntheticMunicipality) -> Actor:
    """A case worker of the small register."""
    return actor_named("saksbehandler")


@pytest.fixture
def place(worker: Actor) -> int:
    return Municipality.objects.get(number="4601").pk


def post(place: int, worker: Actor, **changes: object) -> PatientList:
    centre = Centre.objects.filter(municipality=place).order_by("pk")[0].pk
    given: dict[str, object] = {
        "municipality": place,
        "centre": centre,
        "form": "salaried",
        "ceiling": 1000,
        "valid_from": DAY,
        "by": worker,
    }
    return PatientList.objects.get(pk=open_post(**{**given, **changes}))  # type: ignore[arg-type]


def terms_of(row: PatientList, day: date) -> AgreementTerms:
    return AgreementTerms.objects.on(day).get(agreement=row.agreement)


def test_new_centre_and_post_wait_for_a_doctor(place: int, worker: Actor) -> None:
    centre = open_centre(municipality=place, name="  Nytt   senter ", district="460101", by=worker)
    opened = post(place, worker, centre=centre)
    terms = terms_of(opened, DAY)
    assert Centre.objects.get(pk=centre).name == "Nytt senter"
    assert (terms.centre_id, terms.status, terms.form) == (centre, "without_doctor", "salaried")
    assert ListCeiling.objects.on(DAY).get(patient_list=opened).ceiling == 1000
    assert Vacancy.objects.get(agreement=opened.agreement).filled_on is None
    assert not AgreementTerms.objects.on(date(2024, 2, 29)).filter(agreement=opened.agreement)
    told = set(AuditEvent.objects.filter(by="saksbehandler").values_list("action", flat=True))
    assert told == {"registry.open_centre", "registry.open_post", "registry.change_ceiling"}


def test_doctor_fills_the_vacancy_and_a_locum_lets_her_keep_it(place: int, worker: Actor) -> None:
    opened = post(place, worker)
    later = date(2024, 6, 1)
    key = opened.agreement_id
    appoint(agreement=key, hpr_number="991111111", name="Syntetisk lege", as_locum=False,
            valid_from=DAY, by=worker)  # fmt: skip
    appoint(agreement=key, hpr_number="992222222", name="Syntetisk vikar", as_locum=True,
            valid_from=later, by=worker)  # fmt: skip
    before, after = terms_of(opened, DAY), terms_of(opened, later)
    assert before.holder is not None
    assert after.locum is not None
    assert (before.status, after.status) == ("held", "served_by_locum")
    assert (after.holder_id, after.locum.name) == (before.holder_id, "Syntetisk vikar")
    assert before.holder.is_synthetic
    assert Vacancy.objects.get(agreement=key).filled_on == DAY


def test_known_doctor_needs_no_name_and_an_unknown_one_does(place: int, worker: Actor) -> None:
    opened = post(place, worker)
    known = Doctor.objects.order_by("pk")[0]
    appoint(agreement=opened.agreement_id, hpr_number=known.hpr_number, name="", as_locum=False,
            valid_from=DAY, by=worker)  # fmt: skip
    assert terms_of(opened, DAY).holder_id == known.pk
    for number, name in (("993333333", ""), ("", "Navn"), ("12x", "Navn"), ("9" * 10, "Navn")):
        with pytest.raises(InputError):
            appoint(agreement=opened.agreement_id, hpr_number=number, name=name, as_locum=False,
                    valid_from=DAY, by=worker)  # fmt: skip
    with pytest.raises(InputError, match="no terms"):
        appoint(agreement=opened.agreement_id, hpr_number=known.hpr_number, name="",
                as_locum=False, valid_from=date(2020, 1, 1), by=worker)  # fmt: skip


def test_terms_change_from_a_day_and_the_old_ones_are_kept(place: int, worker: Actor) -> None:
    opened = post(place, worker)
    later = date(2024, 9, 1)
    given = {"form": "self_employed", "opening_hours": "37,5", "side_task_hours": "7.5",
             "side_tasks": "Helsestasjon"}  # fmt: skip
    change_terms(agreement=opened.agreement_id, changes=given, valid_from=later, by=worker)
    before, after = terms_of(opened, DAY), terms_of(opened, later)
    assert (before.form, before.opening_hours) == ("salaried", None)
    assert (after.form, after.opening_hours) == ("self_employed", Decimal("37.5"))
    assert (after.side_task_hours, after.side_tasks) == (Decimal("7.5"), "Helsestasjon")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"form": "fri"},
        {"opening_hours": "0"},
        {"opening_hours": "169"},
        {"opening_hours": "-1"},
        {"opening_hours": "mange"},
        {"side_task_hours": "168,1"},
        {"side_tasks": "x" * 201},
    ],
)
def test_terms_that_cannot_be_are_refused(
    place: int, worker: Actor, changes: dict[str, str]
) -> None:
    opened = post(place, worker)
    before = AgreementTerms.objects.count()
    with pytest.raises(InputError):
        change_terms(agreement=opened.agreement_id, changes=changes, valid_from=DAY, by=worker)
    assert AgreementTerms.objects.count() == before


def test_posts_and_centres_that_cannot_be_are_refused_and_nothing_is_left(
    place: int, worker: Actor
) -> None:
    before = (Agreement.objects.count(), PatientList.objects.count(), Centre.objects.count())
    for changes in ({"form": "x"}, {"ceiling": 100_000}, {"ceiling": 0}):
        with pytest.raises(InputError):
            post(place, worker, **changes)
    with pytest.raises(UnknownIdError):
        post(place, worker, centre=10**9)
    with pytest.raises(UnknownIdError):
        open_centre(municipality=place, name="Nytt", district="030101", by=worker)
    there = Centre.objects.filter(district__number="460101").order_by("pk")[0].name
    for name in ("", " ", "x" * 151, there.upper()):
        with pytest.raises(InputError):
            open_centre(municipality=place, name=name, district="460101", by=worker)
    assert before == (
        Agreement.objects.count(), PatientList.objects.count(), Centre.objects.count(),
    )  # fmt: skip


def test_reader_and_planner_open_nothing(place: int) -> None:
    for name in ("leser", "planlegger", "fastlege", "administrator"):
        with pytest.raises(NotAllowedError):
            post(place, actor_named(name))
    with pytest.raises(NotAllowedError):
        open_centre(
            municipality=place, name="Nytt", district="460101", by=actor_named("senterleder")
        )
