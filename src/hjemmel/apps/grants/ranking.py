"""The applications of a year in the engine's order: a scheme and cases as the engine takes them, and its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hjemmel.apps.grants.facts import asked_by
from hjemmel.apps.grants.findings import Judged, ToldFinding, stored, told
from hjemmel.apps.grants.mappers import frame_of, scheme_of
from hjemmel.apps.grants.models import GrantApplication, SchemeYear
from hjemmel.domain.grant_scheme import GrantScheme
from hjemmel.engines.funding.grant_round import run_round
from hjemmel.engines.funding.round_inputs import Application, Criterion, Fact, RoundScheme
from hjemmel.engines.funding.round_results import RoundLine, Standing
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.law import law_on

WAITING = ("submitted", "in_work")


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedLine:
    """An application's line of a round, as it was explained.

    Args:
        case: Key of the case.
        applicant: Name of the applicant.
        rank: Place among those that may get; ``None``: may not. Equals share one.
        standing: How it ended.
        sought: What is sought.
        awarded: What it gets.
        sentence: Why, in one line.
        findings: What the rules found.
        needs_judgement: Whether a person must look at it first.
    """

    case: int
    applicant: str
    rank: int | None
    standing: Standing
    sought: Money
    awarded: Money
    sentence: Text
    findings: tuple[ToldFinding, ...]
    needs_judgement: bool


def ranked(year: SchemeYear, on: date) -> list[dict[str, Any]]:
    """Rank the waiting applications of a year on what is left of its frame; return plain lines.

    The law is that of the deadline, or of ``on`` before it.

    Raises:
        ConflictError: The scheme has no rounds, or no application waits.
        InputError: An application lacks a fact.
        MissingDataError: A limit is unknown for the day.
    """
    scheme = scheme_of(year.scheme)
    if not scheme.priority_rule:
        raise ConflictError(
            Text("Ordningen har ikke runder.", "The scheme has no rounds."),
            where="scheme",
            remedy=Text("Avgjør sakene én for én.", "Decide the cases one by one."),
        )
    rows = list(year.applications.filter(state__in=WAITING).order_by("pk"))
    if not rows:
        raise ConflictError(
            Text("Ingen søknad venter.", "No application waits."),
            where="applications",
            remedy=Text("Vent til søknader er sendt inn.", "Wait until some are submitted."),
        )
    law = law_on(min(on, year.deadline), year.scheme.municipality.number)
    made = run_round(
        _scheme(scheme), [_application(row) for row in rows], law, frame=frame_of(year).left
    )
    by_key = {_key(row): row for row in rows}
    return [_plain(line, by_key[line.application.key]) for line in made.lines]


def lines_of(plain: Sequence[Any]) -> tuple[RankedLine, ...]:
    """Return stored lines as they were explained."""
    return tuple(
        RankedLine(
            case=one["case"],
            applicant=one["applicant"],
            rank=one["rank"],
            standing=Standing(one["standing"]),
            sought=Money(one["sought_oere"]),
            awarded=Money(one["awarded_oere"]),
            sentence=Text(one["nb"], one["en"]),
            findings=told(one["findings"]),
            needs_judgement=bool(one["needs_judgement"]),
        )
        for one in plain
    )


def _scheme(scheme: GrantScheme) -> RoundScheme:
    names = asked_by(scheme.asking)
    return RoundScheme(
        id=scheme.id,
        title=scheme.title,
        facts=tuple(Fact(one.name, one.label, least=0) for one in names),
        eligibility=scheme.conditions,
        ranking=(Criterion(rule=scheme.priority_rule),),
        award=scheme.amount_rule,
    )


def _application(row: GrantApplication) -> Application:
    return Application(
        key=_key(row),
        name=row.applicant_name,
        sought=Money(row.sought_oere or 0),
        facts=row.facts,
        precedence=row.precedence,
    )


def _key(row: GrantApplication) -> str:
    return row.applicant


def _plain(line: RoundLine, row: GrantApplication) -> dict[str, Any]:
    return {
        "case": row.pk,
        "applicant": row.applicant_name,
        "rank": line.rank,
        "standing": line.standing.value,
        "sought_oere": line.application.sought.oere,
        "awarded_oere": line.awarded.oere,
        "nb": line.sentence.nb,
        "en": line.sentence.en,
        "findings": stored(Judged("", one) for one in line.findings),
        "needs_judgement": line.needs_judgement,
    }
