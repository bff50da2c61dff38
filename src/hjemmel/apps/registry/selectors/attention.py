"""What in a municipality's register needs somebody today, each with the choice that shows its rows."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date, datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import AgreementTerms
from hjemmel.apps.registry.selectors.list_choice import ends_within_a_year, is_near_end_age
from hjemmel.apps.registry.selectors.lists import lists_kept
from hjemmel.apps.registry.selectors.places import MunicipalityView, require_possible
from hjemmel.apps.registry.selectors.vacancies import vacancies_by_agreement
from hjemmel.domain.attention import Attention
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import full_months_between
from hjemmel.law import law_on
from hjemmel.law.lawat import LawAt
from hjemmel.rules.recruitment_review import review_is_due

_VACANT = {"status": "ledig_hjemmel"}


def needs_attention(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None = None, *, by: Actor
) -> tuple[Attention, ...]:
    """Return what needs attention on a day; what there is none of is left out.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    require_possible(as_of)
    return _kept(municipality, as_of, known_at)


@functools.lru_cache(maxsize=64)
def _kept(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None
) -> tuple[Attention, ...]:
    """Return what needs attention; kept until the municipality's revision changes."""
    rows = lists_kept(municipality.key, municipality.revision, as_of, known_at).rows
    law = law_on(as_of, municipality.number)
    vacancies = _open_vacancies(municipality.key, as_of, known_at)
    found = [
        *_posts(rows),
        _without_advertisement(rows, vacancies),
        _reviews(vacancies, as_of, law, municipality),
        Attention(
            "agreements_ending",
            sum(ends_within_a_year(row, as_of) for row in rows),
            Text("avtaler slutter innen 12 måneder", "agreements end within 12 months"),
            "lists",
            {"avtale": "utloper"},
        ),
        _near_end_age(rows, as_of, law),
        Attention(
            "full_lists",
            sum(row.is_full is True for row in rows),
            Text("lister har nådd taket", "lists have reached their ceiling"),
            "lists",
            {"ledig": "nei"},
        ),
    ]
    return tuple(item for item in found if item.count is None or item.count)


def _posts(rows: Iterable[ListOnDay]) -> list[Attention]:
    statuses = [row.status for row in rows]
    return [
        Attention(
            "posts_with_locum",
            statuses.count("served_by_locum"),
            Text("ledige hjemler betjent av vikar", "vacant posts served by locums"),
            "lists",
            {"status": "served_by_locum"},
        ),
        Attention(
            "lists_without_doctor",
            statuses.count("without_doctor"),
            Text("lister uten lege", "lists without a doctor"),
            "lists",
            {"status": "without_doctor"},
        ),
    ]


def _open_vacancies(
    municipality: int, as_of: date, known_at: datetime | None
) -> dict[int, tuple[date, int]]:
    """Return since when each vacant agreement is, and how often it was advertised, by agreement.

    The time runs from the day that notice reached the municipality, where that is known.
    """
    notices: dict[int, list[tuple[date, date, date | None]]] = {}
    given = (
        AgreementTerms.objects.known(known_at)
        .filter(agreement__municipality=municipality, notice_received_on__lte=as_of)
        .values_list("agreement_id", "notice_received_on", "valid_from", "valid_to")
    )
    for agreement, received, start, end in given:
        notices.setdefault(agreement, []).append((received, start, end))
    found: dict[int, tuple[date, int]] = {}
    open_ones = vacancies_by_agreement(known_at, agreement__municipality=municipality)
    for agreement, vacancies in open_ones.items():
        for one in vacancies:
            if one.since > as_of or (one.filled_on is not None and one.filled_on <= as_of):
                continue
            advertised = sum(published <= as_of for published, _ in one.advertisements)
            found[agreement] = (_noticed(one.since, notices.get(agreement, [])), advertised)
    return found


def _noticed(since: date, notices: Iterable[tuple[date, date, date | None]]) -> date:
    """Return the day of the notice that ended in a vacancy; without one, the vacancy's own."""
    ended = [
        received for received, start, end in notices if start <= since and (end or since) >= since
    ]
    return min([since, *ended])


def _without_advertisement(
    rows: Iterable[ListOnDay], vacancies: dict[int, tuple[date, int]]
) -> Attention:
    vacant = {row.agreement for row in rows if row.status != "held"}
    return Attention(
        "vacancies_without_advertisement",
        sum(vacancies.get(agreement, (None, 0))[1] == 0 for agreement in vacant),
        Text(
            "av de ledige hjemlene er ikke ført som utlyst",
            "of the vacant posts are not noted as advertised",
        ),
        "lists",
        _VACANT,
    )


def _reviews(
    vacancies: dict[int, tuple[date, int]],
    as_of: date,
    law: LawAt,
    municipality: MunicipalityView,
) -> Attention:
    """Count vacancies whose review is due by the municipality's own rule; none without one."""
    if not law.has("recruitment.review_after_advertisements"):
        return Attention("reviews_due", 0, Text("", ""), "lists", _VACANT)
    due = sum(
        review_is_due(
            advertised, full_months_between(since, as_of), law=law_on(as_of, municipality.number)
        ).is_met
        for since, advertised in vacancies.values()
    )
    return Attention(
        "reviews_due",
        due,
        Text("rekrutteringer skal gjennomgås", "recruitments are due for review"),
        "lists",
        _VACANT,
    )


def _near_end_age(rows: Iterable[ListOnDay], as_of: date, law: LawAt) -> Attention:
    try:
        limit = law.integer("agreement.end_age")
        near = {row.holder for row in rows if is_near_end_age(row, as_of, law)}
    except MissingDataError as error:
        return Attention("near_end_age", None, error.what, "nowhere", {}, error.remedy)
    return Attention(
        "near_end_age",
        len(near),
        Text(
            "leger har nådd, eller er innen to år fra, aldersgrensen: den som er avtalt, "
            f"ellers {limit} år",
            "doctors are at, or within two years of, the age limit: the one agreed, "
            f"otherwise {limit}",
        ),
        "lists",
        {"alder": "naer-grensen"},
    )
