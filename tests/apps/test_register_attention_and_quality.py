"""What in the register needs attention, and what is missing or contradictory, with rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from hjemmel.apps.accounts.policies import Actor, system
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.register_attention import attention_in_register
from hjemmel.apps.coverage.register_district import district_on
from hjemmel.apps.coverage.register_quality import shortcoming, shortcomings_of
from hjemmel.apps.exchange.models import ImportRun, QuarantinedRow
from hjemmel.apps.registry.models import (
    Advertisement,
    Agreement,
    AgreementTerms,
    Doctor,
    ListReport,
    Municipality,
    PatientList,
    Resident,
    Vacancy,
)
from hjemmel.apps.registry.selectors.list_choice import ListChoice
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import MunicipalityView, get_municipality
from hjemmel.apps.registry.services.lists import receive_notice
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.attention import Attention
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.law import law_on

BY = system("test")
DAY = date(2023, 12, 31)


def place(number: str = "4601") -> MunicipalityView:
    return get_municipality(number, by=BY)


def attention(day: date = DAY, number: str = "4601") -> dict[str, Attention]:
    return {item.id: item for item in attention_in_register(place(number), day, by=BY)}


def found(day: date = DAY) -> dict[str, int]:
    return {item.id: item.count for item in shortcomings_of(place(), day, by=BY)}


def changed() -> None:
    mark_changed(place().key)


def test_each_count_is_the_number_of_lists_that_its_choice_shows(
    small_register: SyntheticMunicipality,
) -> None:
    terms = AgreementTerms.objects.filter(holder__isnull=False).order_by("pk")
    receive_notice(
        agreement=terms[0].agreement_id, received_on=DAY, ends_on=DAY + timedelta(days=200), by=BY
    )
    Doctor.objects.filter(pk=terms[1].holder_id).update(born=date(1955, 1, 1))
    changed()
    chosen = {
        "full_lists": ListChoice(has_free=False),
        "agreements_ending": ListChoice(ends_soon=True),
        "near_end_age": ListChoice(near_end_age=True),
        "posts_with_locum": ListChoice(status="served_by_locum"),
    }
    rows = lists_on(place(), DAY, by=BY).rows
    told = attention()
    for name, choice in chosen.items():
        count = len(choice.of(rows, DAY, law_on(DAY, "4601")))
        assert (told[name].count if name in told else 0) == count, name
    assert told["agreements_ending"].count == 1
    assert told["agreements_ending"].choice == {"avtale": "utloper"}
    assert told["near_end_age"].count >= 1


def test_without_an_end_age_it_says_which_file_lacks_it(
    small_register: SyntheticMunicipality,
) -> None:
    item = attention(date(2027, 6, 1))["near_end_age"]
    assert item.count is None
    assert item.remedy is not None
    assert "law/data/agreement/end_age.toml" in item.remedy.nb


def vacate(since: date, *, advertised: int) -> None:
    """Let the first post stand vacant, advertised some times."""
    agreement = Agreement.objects.order_by("pk")[0]
    vacancy = Vacancy.objects.create(agreement=agreement, since=since)
    for number in range(advertised):
        day = since + timedelta(days=30 * number)
        Advertisement.objects.create(vacancy=vacancy, published_on=day, deadline=day)


@pytest.mark.parametrize(("advertised", "months", "due"), [(3, 13, 1), (2, 13, 0), (3, 6, 0)])
def test_a_review_is_due_by_trondheims_own_rule(
    small_register: SyntheticMunicipality, advertised: int, months: int, due: int
) -> None:
    Municipality.objects.filter(number="5001").delete()
    Municipality.objects.filter(number="4601").update(number="5001", name="Trondheim")
    day = date(2025, 6, 1)
    vacate(day - timedelta(days=31 * months), advertised=advertised)
    mark_changed(place("5001").key)
    told = attention(day, "5001")
    assert (told["reviews_due"].count if "reviews_due" in told else 0) == due


def test_a_municipality_without_the_rule_reviews_nothing(
    small_register: SyntheticMunicipality,
) -> None:
    vacate(date(2020, 1, 1), advertised=5)
    changed()
    assert "reviews_due" not in attention()


def test_who_may_see_figures_only_is_told_of_figures_only(
    small_register: SyntheticMunicipality,
) -> None:
    narrow = Actor("x", BY.grants, scopes=frozenset({Permission.SEE_FIGURES}))
    ids = {item.id for item in attention_in_register(place(), DAY, by=narrow)}
    assert ids <= {"districts_below_measure", "districts_without_free_place", "recruits"}
    view = district_on("460103", place(), DAY, by=narrow)
    assert (view.lists, view.centres, view.waiting) == ((), (), None)


def test_a_district_has_its_own_lists_and_centres(small_register: SyntheticMunicipality) -> None:
    views = [
        district_on(d["number"], place(), DAY, by=BY) for d in ({"number": n} for n in _numbers())
    ]
    everything = lists_on(place(), DAY, by=BY).rows
    assert sum(len(view.lists) for view in views) == len(everything)
    for view in views:
        assert view.district.lists == len(view.lists) == sum(c.lists for c in view.centres)
        assert view.district.free_places == sum(c.free_places or 0 for c in view.centres)
    with pytest.raises(UnknownIdError):
        district_on("460199", place(), DAY, by=BY)


def _numbers() -> list[str]:
    from hjemmel.apps.registry.models import District

    return list(District.objects.values_list("number", flat=True))


def test_a_whole_register_lacks_only_organisation_numbers_and_advertisements(
    small_register: SyntheticMunicipality,
) -> None:
    assert set(found()) <= {"sentre-uten-organisasjonsnummer", "ledig-uten-utlysning"}


def test_what_is_missing_or_contradictory_is_counted_with_its_rows(
    small_register: SyntheticMunicipality,
) -> None:
    rows = lists_on(place(), DAY, by=BY).rows
    full = rows[0]
    assert full.length is not None
    from hjemmel.apps.registry.models import ListCeiling

    ceilings = ListCeiling.objects
    ceilings.filter(patient_list=full.key).delete()
    ceilings.filter(patient_list=rows[1].key).delete()
    ceilings.create(
        patient_list_id=rows[1].key, ceiling=1, valid_from=DAY, known_from="2020-01-01T00:00Z"
    )
    Resident.objects.filter(
        pk__in=list(
            Resident.objects.filter(municipality=place().key).values_list("pk", flat=True)[:3]
        )
    ).update(district=None)
    holders = [row.holder for row in rows if row.holder is not None]
    Doctor.objects.filter(pk=holders[0]).update(born=None)
    ListReport.objects.create(patient_list_id=rows[2].key, as_of=DAY, length=1)
    run = ImportRun.objects.create(
        municipality_id=place().key, kind="register", file="mai.csv", digest="0", status="loaded"
    )
    QuarantinedRow.objects.create(run=run, row=2, reason="wrong")
    post = Agreement.objects.create(municipality_id=place().key, external_id="new")
    AgreementTerms.objects.create(
        agreement=post,
        centre_id=full.centre,
        form="self_employed",
        status="without_doctor",
        valid_from=DAY,
        known_from="2020-01-01T00:00Z",
    )
    changed()

    counts = found()
    wanted = {
        "uten-tak": 1,
        "over-taket": 1,
        "uten-bydel": 3,
        "leger-uten-fodselsdato": 1,
        "rapport-avviker": 1,
        "karantene": 1,
        "avtaler-uten-liste": 1,
    }
    assert {name: counts.get(name) for name in wanted} == wanted
    over = shortcoming("over-taket", place(), DAY, by=BY)
    assert [row.key for row in over.rows] == [rows[1].key]
    assert shortcoming("uten-bydel", place(), DAY, by=BY).rows == ()
    with pytest.raises(UnknownIdError):
        shortcoming("uten-tk", place(), DAY, by=BY)


def test_lists_with_older_figures_than_the_others_are_told_of(
    small_register: SyntheticMunicipality,
) -> None:
    from hjemmel.apps.registry.models import Membership

    Membership.objects.all().delete()
    keys = list(PatientList.objects.values_list("pk", flat=True))
    for key in keys:
        ListReport.objects.create(patient_list_id=key, as_of=date(2023, 11, 1), length=10)
    for key in keys[1:-1]:
        ListReport.objects.create(patient_list_id=key, as_of=date(2023, 12, 1), length=10)
    changed()
    counts: dict[str, Any] = found()
    assert counts["gamle-rapporter"] == 2
    assert "uten-lengde" not in counts
