"""What the pages of money start with: who asks, the year, and the lists computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.funding import FundingPicture, funding_of
from hjemmel.engines.funding import FundingResult, run
from hjemmel.kernel.errors import InputError, MissingDataError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.law import LawAt, law_on
from hjemmel.web.register import RegisterAsked, asked_of_work

YEAR = "ar"
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class FundingAsked:
    """A year of money that a page was asked for.

    Args:
        asked: The municipality, the day, and who asks.
        year: The calendar year.
        picture: The lists that she may see, by month.
        result: What they are paid.
        law: The law that it is computed with.
    """

    asked: RegisterAsked
    year: int
    picture: FundingPicture
    result: FundingResult
    law: LawAt


def asked_of_funding(
    request: HttpRequest, case: str, known: tuple[str, ...] = (), *, own: bool = False
) -> FundingAsked:
    """Return what the address asks for, computed.

    Args:
        request: The request.
        case: The municipality's number in the address.
        known: What the address may say beside the year.
        own: The lists of one's own centres alone.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The year is not one.
        MissingDataError: The register has no lists that year.
    """
    permission = Permission.APPLY_FOR_GRANTS if own else Permission.SEE_GRANTS
    asked = asked_of_work(request, case, permission, (YEAR, *known))
    year, picture = _picture(request, asked, own=own)
    law = law_on(date(year, 1, 1), asked.municipality.number)
    result = run(picture.inputs, law.fresh(), missing="leave")
    return FundingAsked(asked, year, picture, result, law)


def _picture(
    request: HttpRequest, asked: RegisterAsked, *, own: bool
) -> tuple[int, FundingPicture]:
    """Return the year in the address, or this one, or the next where the lists begin after New Year."""
    year = year_in(request, asked.as_of.year)
    try:
        return year, _of_year(year, asked, own=own)
    except MissingDataError:
        if request.GET.get(YEAR):
            raise
        return year + 1, _of_year(year + 1, asked, own=own)


def _of_year(year: int, asked: RegisterAsked, *, own: bool) -> FundingPicture:
    return funding_of(
        asked.municipality, Month(year, 1), _MONTHS, asked.as_of, by=asked.actor, own=own
    )


def year_in(request: HttpRequest, usual: int) -> int:
    """Return the year in the address.

    Raises:
        InputError: It is not one.
    """
    said = request.GET.get(YEAR, "").strip()
    if not said:
        return usual
    if said.isdecimal() and len(said) == 4 and int(said) > 1:
        return int(said)
    raise InputError(
        Text(f"«{said[:20]}» er ikke et år.", f"“{said[:20]}” is not a year."),
        where=YEAR,
        remedy=Text("Skriv fire sifre: 2024.", "Write four digits: 2024."),
    )
