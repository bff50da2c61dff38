"""One audit row for each write with a case or a scheme; of facts, reasons and files it holds nothing."""

from __future__ import annotations

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.audit.services import record
from hjemmel.apps.grants.models import GrantApplication, Scheme
from hjemmel.domain.grant_scheme import MAY_BECOME, CaseState
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

LONGEST = 2000


def record_case(by: Actor, action: str, case: GrantApplication, **details: object) -> None:
    """Record what was done with a case."""
    record(
        by=by.name,
        action=action,
        subject=subject_of(case.pk),
        municipality=case.scheme_year.scheme.municipality.number,
        details={"state": case.state, "version": case.version, **details},
    )


def record_scheme(by: Actor, action: str, scheme: Scheme, **details: object) -> None:
    """Record what was done with a scheme."""
    record(
        by=by.name,
        action=action,
        subject=f"grant scheme {scheme.pk}",
        municipality=scheme.municipality.number,
        details={"scheme": scheme.key, **details},
    )


def subject_of(case: int) -> str:
    """Return what a case is called in the log."""
    return f"grant case {case}"


def become(case: GrantApplication, state: CaseState) -> None:
    """Give a case its next state and version, if it may become that; it is not saved.

    Raises:
        ConflictError: It may not from where it is.
    """
    now = CaseState(case.state)
    if state not in MAY_BECOME[now]:
        raise ConflictError(
            Text(
                f"Saken er «{now.label.nb.lower()}» og kan ikke bli «{state.label.nb.lower()}».",
                f"The case is “{now.label.en.lower()}” and cannot become “{state.label.en.lower()}”.",
            ),
            where="state",
            remedy=Text("Åpne saken på nytt og se hva som er gjort.", "Open the case again."),
            state=now.value,
        )
    case.state, case.version = state.value, case.version + 1


def given_reason(text: str) -> str:
    """Return a reason without space about it.

    Raises:
        InputError: It is empty or too long.
    """
    words = text.strip()
    if not 0 < len(words) <= LONGEST:
        raise InputError(
            Text("Begrunnelsen er tom eller for lang.", "The reason is empty or too long."),
            where="reason",
            remedy=Text("Skriv 1–2 000 tegn.", "Write 1–2,000 characters."),
        )
    return words
