"""What an application says so far, what is lacking, and what keeps it from being submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hjemmel.apps.grants.facts import asked_by, read_fact, read_sought
from hjemmel.apps.grants.findings import Judged
from hjemmel.apps.grants.judging import CaseFacts, above_highest, highest_for, judge, terms
from hjemmel.apps.grants.mappers import scheme_of
from hjemmel.apps.grants.models import GrantApplication
from hjemmel.domain.grant_scheme import ApplicantKind, GrantScheme
from hjemmel.kernel.errors import ConflictError, HjemmelError, InputError, MissingDataError
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text
from hjemmel.law import law_on
from hjemmel.law.finding import Outcome

SOUGHT = "sought"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was typed, as far as it can be read.

    Args:
        facts: The facts by name.
        sought: The amount, if it can be read.
        canonical: What was typed in digits, so that it reads the same in either language.
        problems: What cannot be read, and what to do.
    """

    facts: Mapping[str, int | bool]
    sought: Money | None
    canonical: Mapping[str, str]
    problems: tuple[InputError, ...]


def as_told(scheme: GrantScheme, typed: Mapping[str, str], language: Language) -> Told:
    """Read what was typed in an application."""
    facts: dict[str, int | bool] = {}
    canonical: dict[str, str] = {}
    problems: list[InputError] = []
    for fact in asked_by(scheme.asking):
        try:
            facts[fact.name] = value = read_fact(fact, typed.get(fact.name, ""), language)
        except InputError as error:
            problems.append(error)
            continue
        canonical[fact.name] = str(int(value))
    sought: Money | None = None
    try:
        sought = read_sought(typed.get(SOUGHT, ""), language)
        canonical[SOUGHT] = _plain(sought)
    except InputError as error:
        problems.append(error)
    return Told(facts=facts, sought=sought, canonical=canonical, problems=tuple(problems))


def case_facts(row: GrantApplication, on: date) -> CaseFacts:
    """Return what a case is judged on; the amount sought is 0 when it is not told."""
    return CaseFacts(
        kind=ApplicantKind(row.kind),
        facts=row.facts,
        sought=Money(row.sought_oere or 0),
        on=row.submitted_on or on,
        deadline=row.scheme_year.deadline,
        documents=frozenset(row.files.values_list("kind", flat=True)),
    )


def problems_of(row: GrantApplication, on: date) -> tuple[HjemmelError, ...]:
    """Return everything that keeps a draft from being submitted, each with what to do."""
    scheme = scheme_of(row.scheme_year.scheme)
    number = row.scheme_year.scheme.municipality.number
    told = as_told(scheme, row.typed, "nb")
    problems: list[HjemmelError] = [*_not_open(row, on), *told.problems]
    facts = case_facts(row, on)
    problems += [
        _broken_term(one) for one in terms(scheme, facts, law_on(on, number)) if _is_broken(one)
    ]
    if not told.problems:
        problems += _of_rules(scheme, facts, number)
    return tuple(problems)


def require_submittable(row: GrantApplication, on: date) -> None:
    """Raise the first thing that keeps a draft from being submitted; all of them are in ``data``."""
    problems = problems_of(row, on)
    if not problems:
        return
    first = problems[0]
    first.data["all_nb"] = [one.message("nb") for one in problems]
    first.data["all_en"] = [one.message("en") for one in problems]
    raise first


def _not_open(row: GrantApplication, on: date) -> tuple[HjemmelError, ...]:
    opens = row.scheme_year.opens_on
    if on >= opens:
        return ()
    return (
        ConflictError(
            Text(
                f"Ordningen åpner for søknader {format_date(opens)}.",
                f"The scheme opens for applications on {format_date(opens, 'en')}.",
            ),
            where="opens_on",
            remedy=Text("Send søknaden da; utkastet blir liggende.", "Submit it then."),
        ),
    )


def _is_broken(one: Judged) -> bool:
    return one.finding.outcome is Outcome.NOT_MET


_REMEDIES = {
    "scheme.deadline": Text(
        "Spør kommunen om fristen kan flyttes; utkastet blir liggende.",
        "Ask the municipality whether the deadline can be moved; the draft stays.",
    ),
    "scheme.documents": Text("Last opp vedlegget og send på nytt.", "Upload it and submit again."),
}


def _broken_term(one: Judged) -> HjemmelError:
    cited = "; ".join(citation.text("nb") for citation in one.finding.citations)
    cited_en = "; ".join(citation.text("en") for citation in one.finding.citations)
    sentence = one.finding.sentence
    what = Text(f"{sentence.nb} ({cited})", f"{sentence.en} ({cited_en})")
    remedy = _REMEDIES.get(one.rule, Text("Velg en annen ordning.", "Choose another scheme."))
    kind = InputError if one.rule == "scheme.documents" else ConflictError
    return kind(what, where=one.rule.removeprefix("scheme."), remedy=remedy)


def _of_rules(scheme: GrantScheme, facts: CaseFacts, number: str) -> list[HjemmelError]:
    """Return what the rules stop: an unknown rate, or more sought than the scheme gives.

    A condition that is not met stops nothing: everybody may apply and get a decision.
    """
    try:
        found = judge(scheme, facts, number)
        highest = highest_for(scheme, facts, number)
    except (InputError, MissingDataError) as error:
        return [error]
    if scheme.cuts_above or found.broken or facts.sought <= highest:
        return []
    rule = found.judged[-1].finding
    cited = "; ".join(citation.text("nb") for citation in rule.citations)
    cited_en = "; ".join(citation.text("en") for citation in rule.citations)
    what = above_highest(facts.sought, highest)
    return [
        InputError(
            Text(
                f"{what.nb} {rule.sentence.nb} ({cited})",
                f"{what.en} {rule.sentence.en} ({cited_en})",
            ),
            where=SOUGHT,
            remedy=Text("Rett beløpet og send på nytt.", "Correct the amount and submit again."),
            highest_oere=highest.oere,
        )
    ]


def _plain(amount: Money) -> str:
    kroner, oere = divmod(amount.oere, 100)
    return f"{kroner},{oere:02}" if oere else str(kroner)
