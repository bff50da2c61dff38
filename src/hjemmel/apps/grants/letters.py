"""The letter of a decision: its words as they were decided, and its PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from hjemmel.apps.grants.findings import Judged
from hjemmel.apps.grants.models import GrantApplication, GrantDecision, GrantRevocation
from hjemmel.apps.lists.letters.filling import FilledLetter, Part
from hjemmel.apps.lists.letters.typeset import as_pdf
from hjemmel.domain.grant_scheme import CaseState
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_date, format_kroner, format_number

_Terms = dict[str, Any]


def letter_words(
    case: GrantApplication,
    judged: Iterable[Judged],
    state: CaseState,
    amount: Money,
    reason: str,
    *,
    day: date,
    until: date,
) -> _Terms:
    """Return the subject and the parts of the letter, in Norwegian, as plain data.

    Args:
        case: The case, with its scheme.
        judged: What the rules found.
        state: What was decided.
        amount: What is granted.
        reason: The leader's reason.
        day: The day of the decision.
        until: Last day of appeal, counted from that day.
    """
    scheme = case.scheme_year.scheme
    sought = format_kroner(Money(case.sought_oere or 0).in_kroner)
    came = format_date(case.submitted_on) if case.submitted_on else ""
    given = format_kroner(amount.in_kroner)
    decision = {
        CaseState.GRANTED: f"Søknaden er innvilget med {given}.",
        CaseState.PARTLY: f"Søknaden er innvilget i del: {given} av {sought}.",
    }.get(state, "Søknaden er avslått.")
    found = [_found(one) for one in judged]
    parts = [
        ("text", [f"Vi viser til søknaden av {came} om {sought} fra {case.applicant_name}."]),
        ("heading", ["Vedtak"]),
        ("text", [decision]),
        ("heading", ["Begrunnelse"]),
        ("text", [reason]),
        ("heading", ["Hva reglene sier"]),
        ("list", found),
    ]
    if state is not CaseState.REFUSED:
        parts += [("heading", ["Vilkår"]), ("list", _conditions(case, amount))]
    parts += [
        ("heading", ["Klage"]),
        ("text", [_appeal(day, until)]),
    ]
    return {
        "subject": f"Vedtak om tilskudd: {scheme.title_nb}",
        "parts": [[kind, lines] for kind, lines in parts],
    }


def revocation_words(
    case: GrantApplication,
    judged: Iterable[Judged],
    *,
    revoked: Money,
    reclaimed: Money,
    reason: str,
    day: date,
    until: date,
) -> _Terms:
    """Return the subject and the parts of the letter of a revocation; as ``letter_words``."""
    claimed = (
        f"{format_kroner(reclaimed.in_kroner)} kreves betalt tilbake."
        if reclaimed.oere
        else "Ingenting kreves betalt tilbake."
    )
    parts = [
        ("heading", ["Vedtak"]),
        (
            "text",
            [f"Tilskuddet på {format_kroner(revoked.in_kroner)} er trukket tilbake. {claimed}"],
        ),
        ("heading", ["Begrunnelse"]),
        ("text", [reason]),
        ("heading", ["Grunnlag"]),
        ("list", [_found(one) for one in judged]),
        ("heading", ["Klage"]),
        ("text", [_appeal(day, until)]),
    ]
    return {
        "subject": f"Tilskudd trukket tilbake: {case.scheme_year.scheme.title_nb}",
        "parts": [[kind, lines] for kind, lines in parts],
    }


def revocation_pdf(revocation: GrantRevocation) -> bytes:
    """Return a revocation's letter as PDF/UA; the same revocation, the same bytes."""
    day = timezone.localdate(revocation.revoked_at)
    return _pdf(_filled(revocation.application, revocation.terms, day), day)


def _filled(case: GrantApplication, words: Mapping[str, Any], day: date) -> FilledLetter:
    """Return a letter with the applicant's name and address as the register has them now."""
    place = case.scheme_year.scheme.municipality
    recipient = [case.applicant_name]
    if case.centre is not None:
        recipient += [] if case.applicant_name == case.centre.name else [case.centre.name]
        place_line = f"{case.centre.postcode} {case.centre.postal_place}".strip()
        recipient += [line for line in (case.centre.address, place_line) if line]
    return FilledLetter(
        language="nb",
        recipient=tuple(recipient),
        sender=(
            f"{place.name} kommune",
            format_date(day),
            f"Sak {case.pk}",
        ),
        subject=words["subject"],
        parts=tuple(Part(kind, tuple(lines)) for kind, lines in words["parts"]),
    )


def decision_pdf(decision: GrantDecision) -> bytes:
    """Return a decision's letter as PDF/UA; the same decision, the same bytes."""
    day = timezone.localdate(decision.decided_at)
    return _pdf(_filled(decision.application, decision.terms, day), day)


def _pdf(letter: FilledLetter, day: date) -> bytes:
    return as_pdf([letter], title=letter.subject, author=letter.sender[0], made_on=day)


def _found(one: Judged) -> str:
    cited = "; ".join(citation.text("nb") for citation in one.finding.citations)
    return f"{one.finding.outcome.label.nb}: {one.finding.sentence.nb} ({cited})"


def _appeal(day: date, until: date) -> str:
    return (
        "Du kan klage på vedtaket (forvaltningsloven §§ 28 og 29). Fristen er "
        f"{format_number((until - day).days)} dager fra brevet kom frem; regnet fra vedtaksdagen er "
        f"det {format_date(until)}. Send klagen til kommunen, som vurderer saken på nytt. Blir "
        "vedtaket stående, går klagen til kommunens klageorgan. Du har rett til å se dokumentene "
        "i saken."
    )


def _conditions(case: GrantApplication, amount: Money) -> list[str]:
    scheme = case.scheme_year.scheme
    lines = [
        f"Tilskuddet, {format_kroner(amount.in_kroner)}, skal brukes til det som er søkt om.",
        f"Det utbetales innen {scheme.payment_days} dager etter vedtaket.",
    ]
    if scheme.reporting_months:
        lines.append(
            f"Bruken rapporteres innen {scheme.reporting_months} måneder etter utbetalingen."
        )
    lines.append(
        "Tilskudd som ikke brukes som forutsatt, kan trekkes tilbake og kreves betalt tilbake."
    )
    return lines
