"""Rounds: the applications of a year are ranked and explained, and awarded within the frame at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.access import (
    locked_case,
    require_handling,
    require_version,
    unknown,
    year_for,
)
from hjemmel.apps.grants.mappers import frame_of
from hjemmel.apps.grants.models import GrantRound, SchemeYear
from hjemmel.apps.grants.ranking import lines_of, ranked
from hjemmel.apps.grants.recording import given_reason, record_case, record_scheme
from hjemmel.apps.grants.services.cases import award, judgement_of, refuse
from hjemmel.domain.grant_scheme import CaseState
from hjemmel.engines.funding.round_results import Standing
from hjemmel.kernel.digest import digest
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text


@transaction.atomic
def rank_round(*, scheme_year: int, by: Actor, now: datetime) -> int:
    """Rank the applications that wait, on what is left of the frame; return the round's key.

    A ranking that was not awarded is made anew. Those that got nothing in an earlier round are ranked
    again in the next: that is an extension.

    Args:
        scheme_year: Key of the year of the scheme.
        by: Who; needs ``HANDLE_GRANTS``.
        now: When.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such year.
        ConflictError: The scheme has no rounds, or no application waits.
        InputError: An application lacks a fact.
        MissingDataError: A limit is unknown for the day.
    """
    year = year_for(scheme_year, by=by, permission=Permission.HANDLE_GRANTS, locked=True)
    lines = ranked(year, timezone.localdate(now))
    row = year.rounds.filter(state="ranked").first() or GrantRound(
        scheme_year=year, number=year.rounds.count() + 1, state="ranked"
    )
    row.frame_oere, row.lines, row.digest = frame_of(year).left.oere, lines, digest(lines)
    row.awarded_oere = sum(one["awarded_oere"] for one in lines)
    row.ranked_by, row.ranked_at = by.name, now
    row.save()
    record_scheme(by, "grants.rank_round", year.scheme, year=year.year, cases=len(lines))
    return row.pk


@transaction.atomic
def award_round(
    *, grant_round: int, reason: str, by: Actor, now: datetime, refuse_others: bool = False
) -> int:
    """Award a ranked round in one transaction: all of it or nothing; return how many got an award.

    Args:
        grant_round: Key of the round.
        reason: Why, for the letters.
        by: Who; needs ``DECIDE_GRANTS``.
        now: When.
        refuse_others: Whether those that may not get are refused at once, each with its own finding.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such round.
        InputError: The reason is empty or too long.
        ConflictError: It is awarded already, something has changed since it was ranked, or equals at the
            end of the frame are not ordered.
    """
    key = GrantRound.objects.filter(pk=grant_round).values_list("scheme_year", flat=True).first()
    if key is None:
        raise unknown("round")
    year = year_for(key, by=by, permission=Permission.DECIDE_GRANTS, locked=True)
    row = GrantRound.objects.select_for_update().get(pk=grant_round)
    words = given_reason(reason)
    _require_as_ranked(row, year, now)
    done = 0
    for line in row.lines:
        done += _settle(line, year, words, by, now, refuse_others=refuse_others)
    row.state, row.awarded_by, row.awarded_at = "awarded", by.name, now
    row.save()
    record_scheme(
        by,
        "grants.award_round",
        year.scheme,
        year=year.year,
        cases=done,
        amount_oere=row.awarded_oere,
    )
    return done


@transaction.atomic
def set_precedence(*, case: int, version: int, precedence: int | None, by: Actor) -> int:
    """Give an application its place among equals of a round, 1 first; return the case's version.

    Raises:
        NotAllowedError: The roles do not open it (``HANDLE_GRANTS``).
        UnknownIdError: There is no such case.
        InputError: The place is below 1 or above 999.
        ConflictError: The case does not wait for a decision, or has changed since.
    """
    row = locked_case(case)
    require_handling(row, by)
    require_version(row, version)
    if precedence is not None and not 1 <= precedence <= 999:
        raise InputError(
            Text("Plassen må være fra 1 til 999.", "The place must be from 1 to 999."),
            where="precedence",
            remedy=Text("Skriv 1 for den første.", "Write 1 for the first."),
        )
    if not CaseState(row.state).is_open:
        raise ConflictError(
            Text("Saken er avgjort.", "The case is decided."),
            where="state",
            remedy=Text("Åpne saken på nytt.", "Open the case again."),
        )
    row.precedence, row.version = precedence, row.version + 1
    row.save()
    record_case(by, "grants.set_precedence", row)
    return row.version


def _settle(
    line: dict[str, Any],
    year: SchemeYear,
    reason: str,
    by: Actor,
    now: datetime,
    *,
    refuse_others: bool,
) -> int:
    """Award or refuse the case of a line; return how many awards that is."""
    standing = Standing(line["standing"])
    if standing is Standing.AWARDED:
        case = locked_case(line["case"])
        case.scheme_year = year
        [told] = lines_of([line])
        said = f"{reason}\n{told.sentence.nb}"
        award(case, judgement_of(case), reason=said, amount=told.awarded, by=by, now=now)
        return 1
    if standing is Standing.NOT_ELIGIBLE and refuse_others:
        case = locked_case(line["case"])
        case.scheme_year = year
        refuse(case, judgement_of(case), reason=line["nb"], by=by, now=now)
    return 0


def _require_as_ranked(row: GrantRound, year: SchemeYear, now: datetime) -> None:
    if row.state == "awarded":
        raise ConflictError(
            Text("Runden er tildelt.", "The round is awarded."),
            where="round",
            remedy=Text(
                "Utvid rammen og ranger de som venter, på nytt.",
                "Extend the frame and rank those that wait again.",
            ),
        )
    if digest(ranked(year, timezone.localdate(now))) != row.digest:
        raise ConflictError(
            Text(
                "Søknader eller ramme er endret siden runden ble rangert.",
                "Applications or frame have changed since the round was ranked.",
            ),
            where="round",
            remedy=Text("Ranger på nytt og se over.", "Rank again and look it over."),
        )
    if any(one["standing"] == Standing.TIED.value for one in row.lines):
        raise ConflictError(
            Text(
                "Søkere med lik plass får ikke alle plass i rammen.",
                "Not all applicants of equal place have room in the frame.",
            ),
            where="tied",
            remedy=Text(
                "Gi de like søkerne en rekkefølge, og ranger på nytt.",
                "Order the equal applicants, and rank again.",
            ),
        )
