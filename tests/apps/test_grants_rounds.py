"""Rounds of grants on the register, deadlines, and the demo's cases."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.apps.grants.models import GrantApplication, GrantRound, SchemeYear
from hjemmel.apps.grants.selectors.deadlines import Due, due_in
from hjemmel.apps.grants.selectors.rounds import rounds_of
from hjemmel.apps.grants.services.rounds import award_round, rank_round, set_precedence
from hjemmel.apps.grants.services.schemes import change_frame
from hjemmel.domain.grant_scheme import ApplicantKind
from hjemmel.engines.funding.round_results import Standing
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.money import Money
from tests.grant_cases import (
    BY,
    NOW,
    TODAY,
    GrantPlace,
    draft,
    made_place,
    state,
    submitted,
    version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> GrantPlace:
    return made_place()


def applied(
    place: GrantPlace,
    year: int,
    number: str,
    inhabitants: int,
    centrality: int,
    sought: str,
    *,
    together: int = 1,
) -> int:
    facts = {
        "inhabitants": str(inhabitants),
        "centrality_class": str(centrality),
        "municipalities": str(together),
    }
    return submitted(place, year, facts, sought, kind=ApplicantKind.MUNICIPALITY, number=number)


def legevakt(place: GrantPlace, kroner: int) -> int:
    year = place.year("legevakt", frame=Money.kroner(kroner))
    SchemeYear.objects.filter(pk=year).update(deadline=date(2026, 12, 1))
    return year


def test_round_is_ranked_explained_awarded_and_extended(place: GrantPlace) -> None:
    year = legevakt(place, 2_500_000)
    alone = applied(place, year, "1511", 3_000, 6, "1 200 000")
    larger = applied(place, year, "1514", 2_000, 6, "1 800 000", together=4)
    central = applied(place, year, "1515", 4_000, 5, "1 000 000")
    too_large = applied(place, year, "1516", 5_000, 6, "900 000")
    key = rank_round(scheme_year=year, by=BY, now=NOW)
    [found] = rounds_of(year, by=BY)
    assert [(one.case, one.rank, one.standing, one.awarded.in_kroner) for one in found.lines] == [
        (alone, 1, Standing.AWARDED, 1_200_000),
        (central, 2, Standing.AWARDED, 1_000_000),
        (larger, 3, Standing.FRAME_IS_USED, 0),
        (too_large, None, Standing.NOT_ELIGIBLE, 0),
    ]
    assert all(one.sentence.nb and one.sentence.nb != one.sentence.en for one in found.lines)
    assert (found.eligible, found.awards, found.awarded) == (3, 2, Money.kroner(2_200_000))
    assert award_round(grant_round=key, reason="Runden", by=BY, now=NOW, refuse_others=True) == 2
    assert [state(one) for one in (alone, larger, central, too_large)] == [
        "granted",
        "submitted",
        "granted",
        "refused",
    ]
    assert SchemeYear.objects.get(pk=year).committed_oere == 220_000_000
    with pytest.raises(ConflictError, match="is awarded"):
        award_round(grant_round=key, reason="Igjen", by=BY, now=NOW)

    change_frame(scheme_year=year, frame=Money.kroner(3_700_000), source="Utvidelse", by=BY)
    extension = rank_round(scheme_year=year, by=BY, now=NOW)
    assert award_round(grant_round=extension, reason="Utvidet", by=BY, now=NOW) == 1
    row = GrantApplication.objects.select_related("decision").get(pk=larger)
    assert (row.state, row.decision.amount_oere if row.decision else 0) == ("partly", 150_000_000)
    assert GrantRound.objects.get(pk=extension).number == 2


def test_round_is_not_awarded_when_something_has_changed_since(place: GrantPlace) -> None:
    year = legevakt(place, 5_000_000)
    applied(place, year, "1511", 3_000, 6, "1 200 000")
    key = rank_round(scheme_year=year, by=BY, now=NOW)
    applied(place, year, "1514", 3_000, 6, "1 200 000")
    with pytest.raises(ConflictError, match="have changed since"):
        award_round(grant_round=key, reason="Runden", by=BY, now=NOW)
    assert SchemeYear.objects.get(pk=year).committed_oere == 0
    assert rank_round(scheme_year=year, by=BY, now=NOW) == key
    assert award_round(grant_round=key, reason="Runden", by=BY, now=NOW) == 2


def test_equals_at_the_end_of_the_frame_are_ordered_by_a_person(place: GrantPlace) -> None:
    year = legevakt(place, 1_500_000)
    first = applied(place, year, "1511", 3_000, 6, "1 000 000")
    second = applied(place, year, "1514", 3_000, 6, "1 000 000")
    key = rank_round(scheme_year=year, by=BY, now=NOW)
    with pytest.raises(ConflictError, match="equal place"):
        award_round(grant_round=key, reason="Runden", by=BY, now=NOW)
    set_precedence(case=second, version=version(second), precedence=1, by=BY)
    set_precedence(case=first, version=version(first), precedence=2, by=BY)
    key = rank_round(scheme_year=year, by=BY, now=NOW)
    assert award_round(grant_round=key, reason="Runden", by=BY, now=NOW) == 1
    assert (state(first), state(second)) == ("submitted", "granted")


def test_scheme_without_rounds_is_not_ranked(place: GrantPlace) -> None:
    year = place.year("new_centre")
    with pytest.raises(ConflictError, match="no rounds"):
        rank_round(scheme_year=year, by=BY, now=NOW)


def test_what_is_due_is_told_by_day_and_drafts_without_saying_whose(place: GrantPlace) -> None:
    year = place.year("new_centre")
    draft(place, year, {"doctors": "3"}, "900000")
    [unclaimed, line] = sorted(
        due_in(place.key, by=BY, today=date(2026, 11, 1)), key=lambda one: one.due is Due.DRAFT
    )
    assert (unclaimed.due, unclaimed.on, unclaimed.amount) == (
        Due.FRAME,
        date(2026, 12, 1),
        Money.kroner(1_500_000),
    )
    assert (line.due, line.case, line.applicant, line.amount) == (Due.DRAFT, None, "", None)
    assert due_in(place.key, by=BY, today=TODAY) == ()
