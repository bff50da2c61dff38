"""What the rules and the scheme's own terms say of a case, each with its citation, and how much it may get."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from hjemmel.apps.grants.facts import arguments_of
from hjemmel.apps.grants.findings import Judged
from hjemmel.apps.grants.mappers import frame_of
from hjemmel.apps.grants.models import SchemeYear
from hjemmel.apps.grants.words import kroner
from hjemmel.domain.grant_scheme import ApplicantKind, GrantScheme
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_date, format_kroner
from hjemmel.kernel.text import Text
from hjemmel.law import Citation, LawAt, law_on
from hjemmel.law.finding import Finding, Outcome, met, not_met
from hjemmel.rules.spec import rules_by_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What a case is judged on.

    Args:
        kind: Who applies.
        facts: What the rules ask about, by name.
        sought: The amount sought.
        on: The day that it came in, or is looked at.
        deadline: The year's deadline.
        documents: Keys of the documents that are there.
    """

    kind: ApplicantKind
    facts: Mapping[str, int | bool]
    sought: Money
    on: date
    deadline: date
    documents: Collection[str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of it.

    Args:
        judged: Every finding, the scheme's terms first, the amount last.
        entitled: The highest amount that may be granted; 0 when a condition is not met.
    """

    judged: tuple[Judged, ...]
    entitled: Money

    @property
    def broken(self) -> tuple[Judged, ...]:
        """What is not met."""
        return tuple(one for one in self.judged if one.finding.outcome is Outcome.NOT_MET)

    @property
    def needs_judgement(self) -> tuple[Judged, ...]:
        """What is left to a person."""
        return tuple(one for one in self.judged if one.finding.outcome is Outcome.NEEDS_JUDGEMENT)


def judge(scheme: GrantScheme, case: CaseFacts, municipality: str) -> Judgement:
    """Ask the scheme's terms and its rules about a case, by the law of the day that it came in.

    Raises:
        InputError: A fact that a rule needs is missing.
        MissingDataError: A rate or limit is unknown for the day.
    """
    law = law_on(case.on, municipality)
    judged = list(terms(scheme, case, law))
    amount: Finding | None = None
    for rule in scheme.rules:
        given = arguments_of(rule, case.facts, case.sought)
        found = rules_by_id()[rule].function(**given, law=law)
        judged.append(Judged(rule, found))
        if rule == scheme.amount_rule:
            amount = found
    is_broken = any(one.finding.outcome is Outcome.NOT_MET for one in judged)
    value = 0 if amount is None or amount.value is None or is_broken else amount.value
    highest = Money.kroner(value)
    return Judgement(tuple(judged), min(highest, case.sought))


def highest_for(scheme: GrantScheme, case: CaseFacts, municipality: str) -> Money:
    """Return the highest amount that the amount rule gives, whatever was sought; raises as ``judge``."""
    law = law_on(case.on, municipality)
    given = arguments_of(scheme.amount_rule, case.facts, case.sought)
    found = rules_by_id()[scheme.amount_rule].function(**given, law=law)
    return Money.kroner(found.value or 0)


def basis_of(scheme: GrantScheme, law: LawAt) -> Citation:
    """Return where a scheme stands in law."""
    return Citation(law.book.act(scheme.basis.act), scheme.basis.paragraph)


def terms(scheme: GrantScheme, case: CaseFacts, law: LawAt) -> tuple[Judged, ...]:
    """Return what the scheme's own terms say: who may apply, in time, with which documents."""
    basis = basis_of(scheme, law)
    found = (
        ("scheme.applicant", _applicant(scheme, case)),
        ("scheme.period", _period(scheme, case)),
        ("scheme.deadline", _deadline(case)),
        *((("scheme.documents", _documents(scheme, case)),) if scheme.documents else ()),
    )
    return tuple(
        Judged(name, dataclasses.replace(finding, citations=(basis,))) for name, finding in found
    )


def with_frame(found: Judgement, scheme: GrantScheme, year: SchemeYear, law: LawAt) -> Judgement:
    """Return a judgement with what the year's frame is and has left, the award counted."""
    frame = frame_of(year)
    total, left = kroner(frame.total), kroner(frame.left)
    finding = met(
        "within_frame",
        f"Rammen for {year.year} er {total.nb}; etter vedtaket er {left.nb} igjen.",
        f"The frame of {year.year} is {total.en}; after the decision {left.en} is left.",
        value=int(frame.left.in_kroner),
    )
    cited = dataclasses.replace(finding, citations=(basis_of(scheme, law),))
    return Judgement((*found.judged, Judged("scheme.frame", cited)), found.entitled)


def above_highest(sought: Money, highest: Money) -> Text:
    """Say that more is sought than the scheme gives."""
    return Text(
        f"Søkt beløp {format_kroner(sought.in_kroner)} er over det ordningen kan gi, "
        f"{format_kroner(highest.in_kroner)}.",
        f"The amount sought, {format_kroner(sought.in_kroner, 'en')}, is above what the scheme may "
        f"give, {format_kroner(highest.in_kroner, 'en')}.",
    )


def _applicant(scheme: GrantScheme, case: CaseFacts) -> Finding:
    who = [one.label for one in scheme.applicants]
    nb = " eller ".join(one.nb.lower() for one in who)
    en = " or ".join(one.en if one.en.isupper() else one.en.lower() for one in who)
    if case.kind in scheme.applicants:
        return met("may_apply", f"Ordningen er for {nb}.", f"The scheme is for: {en}.")
    return not_met(
        "other_applicant", f"Ordningen er bare for {nb}.", f"The scheme is only for: {en}."
    )


def _period(scheme: GrantScheme, case: CaseFacts) -> Finding:
    start = format_date(scheme.valid.start)
    start_en = format_date(scheme.valid.start, "en")
    if scheme.valid.contains(case.on):
        return met(
            "scheme_is_in_force",
            f"Ordningen gjelder fra {start}.",
            f"The scheme is in force from {start_en}.",
        )
    return not_met(
        "scheme_is_not_in_force",
        f"Ordningen gjaldt ikke {format_date(case.on)}.",
        f"The scheme was not in force on {format_date(case.on, 'en')}.",
    )


def _deadline(case: CaseFacts) -> Finding:
    came, last = format_date(case.on), format_date(case.deadline)
    came_en, last_en = format_date(case.on, "en"), format_date(case.deadline, "en")
    if case.on <= case.deadline:
        return met(
            "in_time",
            f"Søknaden kom {came}, innen fristen {last}.",
            f"The application came on {came_en}, within the deadline of {last_en}.",
        )
    return not_met(
        "after_deadline",
        f"Fristen var {last}; søknaden kom {came}.",
        f"The deadline was {last_en}; the application came on {came_en}.",
    )


def _documents(scheme: GrantScheme, case: CaseFacts) -> Finding:
    missing = [
        one.title for one in scheme.documents if one.is_required and one.key not in case.documents
    ]
    if not missing:
        return met("complete", "Alle vedlegg er med.", "All documents are there.")
    nb, en = "; ".join(one.nb for one in missing), "; ".join(one.en for one in missing)
    return not_met("document_missing", f"Vedlegg mangler: {nb}.", f"A document is missing: {en}.")
