"""The money per list and month, a practice's economy, and the same computed again."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import PathEx, Query, Router

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import RegisterAsked, asked_of_register
from hjemmel.api.v1.schemas.common import Key, MunicipalityNumber
from hjemmel.api.v1.schemas.funding import (
    AgainQuery,
    FundingComparisonOut,
    FundingOut,
    FundingQuery,
    FundingStepOut,
    PracticeOut,
    PracticeQuery,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.funding import FundingPicture, funding_of
from hjemmel.engines.funding import (
    Correction,
    Form,
    PracticeInputs,
    break_even,
    economy,
    explain,
    reduction,
    rerun,
    run,
)
from hjemmel.engines.funding.plain import (
    comparison_as_plain,
    economy_as_plain,
    funding_as_plain,
    reduction_as_plain,
    steps_as_plain,
)
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.law import LawAt, law_on

router = Router()
_LENGTHS = tuple(range(0, 2501, 100))
ListKey = Annotated[Key, PathEx(description="The register's key of the list.")]
MonthWord = Annotated[str, PathEx(description="The month: 2024-03.")]


@router.get(
    "/municipalities/{number}/funding",
    response=FundingOut,
    summary="What each list is paid, month by month",
    openapi_extra=key_for(Permission.SEE_GRANTS),
)
def show_funding(
    request: HttpRequest, number: MunicipalityNumber, query: Query[FundingQuery]
) -> Any:
    """Capitation, base grant, guarantee, equalisation and guests of all lists; øre."""
    asked = asked_of_register(request, number, Permission.SEE_GRANTS, query)
    picture, law = _picture(asked, query)
    result = run(picture.inputs, law, missing="leave")
    return funding_as_plain(result, language_of(request))


@router.get(
    "/municipalities/{number}/funding/lists/{key}/{month}",
    response=list[FundingStepOut],
    summary="How a list's money of a month came about",
    openapi_extra=key_for(Permission.SEE_GRANTS),
)
def show_steps(
    request: HttpRequest, number: MunicipalityNumber, key: ListKey, month: MonthWord
) -> Any:
    """Return the rules that were asked, one after another, with their findings and citations."""
    asked = asked_of_register(request, number, Permission.SEE_GRANTS)
    when = _month(month)
    picture, law = _picture(asked, FundingQuery(first=month, months=1))
    result = run(picture.inputs, law.fresh(), missing="leave")
    return steps_as_plain(explain(result, str(key), when, law), language_of(request))


@router.get(
    "/municipalities/{number}/funding/comparison",
    response=FundingComparisonOut,
    summary="What changes with another rate or another day's rules",
    openapi_extra=key_for(Permission.SEE_GRANTS),
)
def show_comparison(
    request: HttpRequest, number: MunicipalityNumber, query: Query[AgainQuery]
) -> Any:
    """The months computed twice with the same lists; nothing is stored."""
    asked = asked_of_register(request, number, Permission.SEE_GRANTS, query)
    picture, law = _picture(asked, query)
    found = rerun(
        picture.inputs,
        law,
        corrections=_corrections(query),
        as_law_of=query.law_of,
        missing="leave",
    )
    return comparison_as_plain(found, language_of(request))


@router.get(
    "/municipalities/{number}/funding/practice",
    response=PracticeOut,
    summary="A practice's income and costs",
    openapi_extra=key_for(Permission.SEE_LISTS),
)
def show_practice(
    request: HttpRequest, number: MunicipalityNumber, query: Query[PracticeQuery]
) -> Any:
    """What comes in and goes out a year, where it breaks even, and what a shorter list costs whom."""
    asked = asked_of_register(request, number, Permission.SEE_LISTS, query)
    law = law_on(query.on, asked.municipality.number)
    inputs = _practice(query)
    result = economy(inputs, law, _LENGTHS)
    at = break_even(inputs, law, wanted=_money(query.wanted))
    cut = None if query.reduce_to is None else reduction(inputs, query.reduce_to, law)
    return {
        **economy_as_plain(result, language_of(request), breaks_even_at=at),
        "day": query.on,
        "reduction": None if cut is None else reduction_as_plain(cut),
    }


def _picture(asked: RegisterAsked, query: FundingQuery) -> tuple[FundingPicture, LawAt]:
    first = _month(query.first)
    picture = funding_of(asked.municipality, first, query.months, asked.as_of, by=asked.actor)
    return picture, law_on(first.first_day, asked.municipality.number)


def _month(said: str) -> Month:
    year, _, number = said.partition("-")
    if not (year.isdecimal() and number.isdecimal() and 1 <= int(number) <= 12 and int(year) > 1):
        raise InputError(
            Text(f"«{said[:20]}» er ikke en måned.", f"“{said[:20]}” is not a month."),
            where="month",
            remedy=Text("Skriv år-måned: 2024-03.", "Write year-month: 2024-03."),
        )
    return Month(int(year), int(number))


def _corrections(query: AgainQuery) -> tuple[Correction, ...]:
    given = (query.parameter, query.value, query.since)
    if all(one is None for one in given) and query.until is None:
        return ()
    if query.parameter is None or query.value is None or query.since is None:
        raise InputError(
            Text("Rettelsen mangler noe.", "The correction lacks something."),
            where="parameter",
            remedy=Text(
                "Gi parameter, value og since sammen.", "Give parameter, value and since together."
            ),
        )
    value = query.value
    exact = int(value) if value == int(value) else Decimal(str(value))
    return (Correction(query.parameter, exact, query.since, query.until),)


def _practice(query: PracticeQuery) -> PracticeInputs:
    visits = query.consultations_per_person
    return PracticeInputs(
        persons=query.persons,
        form=Form[query.form.upper()],
        consultations_per_person=None if visits is None else Decimal(str(visits)),
        fixed_cost=_money(query.fixed_cost),
        cost_per_consultation=_money(query.cost_per_consultation),
        other_per_consultation=_money(query.other_per_consultation),
        salary=_money(query.salary),
        paid_to_municipality=_money(query.paid_to_municipality),
    )


def _money(kroner: float) -> Money:
    return Money.kroner(str(kroner))
