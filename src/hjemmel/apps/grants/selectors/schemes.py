"""Schemes in use, each year's frame and use, and the schemes that stand ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.access import scheme_for, year_for, years
from hjemmel.apps.grants.facts import asked_by
from hjemmel.apps.grants.judging import basis_of
from hjemmel.apps.grants.mappers import frame_of, scheme_of
from hjemmel.apps.grants.models import Scheme, SchemeYear
from hjemmel.apps.grants.ready_schemes import ready_for
from hjemmel.apps.registry.models import Municipality
from hjemmel.domain.grant_scheme import CaseState, Fact, Frame, GrantScheme
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.law import law_on
from hjemmel.rules.spec import rules_by_id


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """A year of a scheme.

    Args:
        key: Its key.
        scheme: Key of the scheme.
        scheme_id: Short name of the scheme.
        title: Name of the scheme.
        year: The calendar year.
        frame: The frame and what is committed of it.
        source: Where the frame was decided.
        opens_on: First day of applications.
        deadline: Last day of applications.
        waiting: Cases that wait for a decision.
        sought: What those seek.
        awarded: Cases that have an award that stands.
        paid: What has been paid.
        has_rounds: Whether applications are ranked in rounds.
    """

    key: int
    scheme: int
    scheme_id: str
    title: Text
    year: int
    frame: Frame
    source: str
    opens_on: date
    deadline: date
    waiting: int
    sought: Money
    awarded: int
    paid: Money
    has_rounds: bool

    def is_open(self, on: date) -> bool:
        """Tell whether it may be applied for on a day."""
        return self.opens_on <= on <= self.deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeView:
    """A scheme in use.

    Args:
        key: Its key.
        municipality: Key of the municipality that runs it.
        scheme: What it says.
        basis: Where it stands in law.
        rules: Id and name of each rule that judges an application.
        facts: What an application must tell.
        years: Its years, the newest first.
    """

    key: int
    municipality: int
    scheme: GrantScheme
    basis: Text
    rules: tuple[tuple[str, Text], ...]
    facts: tuple[Fact, ...]
    years: tuple[YearView, ...]


def schemes_in(municipality: int, *, by: Actor, on: date) -> tuple[SchemeView, ...]:
    """Return the schemes in use, by name; raises ``NotAllowedError`` without ``SEE_GRANTS``."""
    by.require(Permission.SEE_GRANTS, municipality=municipality)
    rows = Scheme.objects.select_related("municipality").filter(municipality=municipality)
    return tuple(scheme_view(row, on) for row in rows)


def get_scheme(key: int, *, by: Actor, on: date) -> SchemeView:
    """Return a scheme in use.

    Raises:
        UnknownIdError: There is no such scheme.
        NotAllowedError: The roles do not open it (``SEE_GRANTS``).
    """
    return scheme_view(scheme_for(key, by=by, permission=Permission.SEE_GRANTS), on)


def get_year(key: int, *, by: Actor) -> YearView:
    """Return a year of a scheme; raises as ``get_scheme``."""
    return year_view(year_for(key, by=by, permission=Permission.SEE_GRANTS))


def schemes_not_in_use(municipality: int, *, by: Actor) -> tuple[GrantScheme, ...]:
    """Return the schemes that stand ready and are not in use; needs ``SEE_GRANTS``."""
    by.require(Permission.SEE_GRANTS, municipality=municipality)
    number = Municipality.objects.values_list("number", flat=True).get(pk=municipality)
    used = set(Scheme.objects.filter(municipality=municipality).values_list("key", flat=True))
    return tuple(one for one in ready_for(number) if one.id not in used)


def years_of(municipality: int) -> tuple[YearView, ...]:
    """Return every year of every scheme of a municipality; who may see them is for the caller to check."""
    rows = years().filter(scheme__municipality=municipality).order_by("-year", "scheme__title_nb")
    return tuple(year_view(row) for row in rows)


def scheme_view(row: Scheme, on: date) -> SchemeView:
    """Return a row as a view."""
    value = scheme_of(row)
    law = law_on(on, row.municipality.number)
    return SchemeView(
        key=row.pk,
        municipality=row.municipality_id,
        scheme=value,
        basis=basis_of(value, law).as_text(),
        rules=tuple((rule, rules_by_id()[rule].title) for rule in value.asking),
        facts=asked_by(value.asking),
        years=tuple(
            year_view(year) for year in row.years.select_related("scheme").order_by("-year")
        ),
    )


def year_view(row: SchemeYear) -> YearView:
    """Return a row as a view."""
    cases = list(
        row.applications.values_list(
            "state", "sought_oere", "decision__amount_oere", "decision__payment__paid_on"
        )
    )
    waiting = [case for case in cases if CaseState(case[0]).is_open]
    standing = [case for case in cases if CaseState(case[0]).holds_money]
    return YearView(
        key=row.pk,
        scheme=row.scheme_id,
        scheme_id=row.scheme.key,
        title=Text(row.scheme.title_nb, row.scheme.title_en),
        year=row.year,
        frame=frame_of(row),
        source=row.source,
        opens_on=row.opens_on,
        deadline=row.deadline,
        waiting=len(waiting),
        sought=Money(sum(case[1] or 0 for case in waiting)),
        awarded=len(standing),
        paid=Money(sum(case[2] or 0 for case in standing if case[3] is not None)),
        has_rounds=bool(row.scheme.priority_rule),
    )
