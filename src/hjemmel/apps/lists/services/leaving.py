"""Leaving a list otherwise than by a wish for another: struck off it, or out of the scheme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.models import ChangeRequest, Move, StruckOff
from hjemmel.apps.lists.services.giving_way import give_way, plan_again
from hjemmel.apps.registry.models import Membership, Resident
from hjemmel.apps.registry.services.person import Person, find_person, record_about, require_alive
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.law import law_on
from hjemmel.law.finding import Finding, Outcome
from hjemmel.rules.right_to_gp import outsider_may_come_back, person_may_stay_outside
from hjemmel.rules.strike_off import (
    person_may_be_struck_off,
    register_knows_of_strike_off,
    strike_off_is_decided_rightly,
    struck_off_person_has_care,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeOff:
    """What the municipality has found and done when it strikes somebody off.

    Args:
        conduct: ``threat``, ``violence``, ``other``, or ``disputed``.
        against: ``gp``, ``staff``, ``family`` or ``other``.
        demanded_by_gp: Whether the GP demands it.
        told_of_appeal: Whether the person was told of the right to appeal.
        has_other_care: Whether she was offered general practice elsewhere.
        helfo_notified: Whether Helfo was told.
        judged: Whether a person has judged what is disputed.
    """

    conduct: str
    against: str
    demanded_by_gp: bool
    told_of_appeal: bool
    has_other_care: bool
    helfo_notified: bool
    judged: bool = False


@transaction.atomic
def strike_off(
    *, resident: int, decided_on: date, facts: StrikeOff, by: Actor
) -> tuple[Finding, ...]:
    """Strike somebody off the list she is on, from the first of the next month; for good.

    Args:
        resident: Key of the resident.
        decided_on: The day of the municipality's decision.
        facts: What it has found and done.
        by: Who notes the decision; needs ``RUN_LISTS`` there.

    Returns:
        What the rules say.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident that ``by`` may know of.
        InputError: A rule does not let it, or what is disputed has not been judged.
        ConflictError: She is on no list.
    """
    person = find_person(resident, by=by, permission=Permission.RUN_LISTS)
    require_alive(person, decided_on)
    membership = _membership(person.row, decided_on)
    place = membership.patient_list
    if place is None:
        raise _nowhere()
    law = law_on(decided_on, place.municipality.number)
    findings = (
        person_may_be_struck_off(facts.demanded_by_gp, facts.conduct, facts.against, law=law),
        strike_off_is_decided_rightly(True, facts.told_of_appeal, law=law),
        struck_off_person_has_care(facts.has_other_care, law=law),
        register_knows_of_strike_off(facts.helfo_notified, law=law),
    )
    _require(findings, facts.judged)
    StruckOff.objects.update_or_create(
        resident=person.row,
        patient_list=place,
        defaults={
            "decided_on": decided_on,
            "decided_by": by.name,
            "decided_at": timezone.now(),
        },
    )
    _plan_out(person, membership, decided_on, "struck_off", by)
    record_about(
        person,
        "lists.strike_off",
        by=by,
        details={"list": place.external_id, "decided_on": decided_on.isoformat()},
        place=place.municipality_id,
    )
    return findings


@transaction.atomic
def opt_out(*, resident: int, reported_on: date, by: Actor) -> Finding:
    """Note that a resident will have no GP: she leaves list and queue from the first of the next month.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident that ``by`` may know of.
        ConflictError: She is out of the scheme already.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    require_alive(person, reported_on)
    if person.row.opted_out_on is not None:
        raise ConflictError(
            Text("Innbyggeren står utenfor fra før.", "The resident is outside already."),
            where="resident",
            remedy=Text("Last siden på nytt.", "Load the page again."),
        )
    finding = person_may_stay_outside(True, law=law_on(reported_on, person.row.municipality.number))
    _require((finding,), judged=False)
    person.row.opted_out_on = reported_on
    person.row.save(update_fields=["opted_out_on"])
    person.row.waiting.filter(left_on__isnull=True).update(
        left_on=reported_on, left_reason="opted_out"
    )
    membership = Membership.objects.on(reported_on).filter(resident=person.row).first()
    if membership is not None:
        _plan_out(person, membership, reported_on, "left_scheme", by)
    person.mark()
    record_about(person, "lists.opt_out", by=by, details={})
    return finding


@transaction.atomic
def come_back(*, resident: int, asked_on: date, by: Actor) -> Finding:
    """Note that somebody outside the scheme wants a GP again; she then counts among those without one.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident that ``by`` may know of.
        ConflictError: She is not outside the scheme.
        InputError: The rules do not let her in.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    if person.row.opted_out_on is None:
        raise ConflictError(
            Text("Innbyggeren står ikke utenfor.", "The resident is not outside."),
            where="resident",
            remedy=Text("Last siden på nytt.", "Load the page again."),
        )
    finding = outsider_may_come_back(
        person.row.basis == "resident",
        True,
        law=law_on(asked_on, person.row.municipality.number),
    )
    _require((finding,), judged=False)
    person.row.opted_out_on = None
    person.row.save(update_fields=["opted_out_on"])
    leaving = Move.objects.filter(resident=person.row, state="planned", cause="left_scheme")
    fallen = list(leaving.values_list("pk", flat=True))
    leaving.update(state="cancelled")
    plan_again(Move.objects.filter(pk__in=fallen))
    person.mark()
    record_about(person, "lists.come_back", by=by, details={})
    return finding


def _membership(row: Resident, day: date) -> Membership:
    found: Membership | None = (
        Membership.objects.on(day)
        .select_related("patient_list__municipality")
        .filter(resident=row, patient_list__isnull=False)
        .first()
    )
    if found is None:
        raise _nowhere()
    return found


def _plan_out(person: Person, membership: Membership, day: date, reason: str, by: Actor) -> None:
    """Plan that she leaves her list; a wish and its move that were open fall away."""
    give_way([person.row.pk], reason)
    ChangeRequest.objects.filter(
        resident=person.row, state__in=("granted", "needs_judgement")
    ).update(state="withdrawn", counts=False)
    if membership.patient_list is None:
        return
    Move.objects.create(
        resident=person.row,
        municipality_id=membership.patient_list.municipality_id,
        from_list=membership.patient_list,
        to_list=None,
        effective_on=Month.of(day).plus(1).first_day,
        cause="left_scheme",
        reason=reason,
        source=reason,
        decided_by=by.name,
        decided_at=timezone.now(),
    )
    person.mark(membership.patient_list.municipality_id, people=False)


def _require(findings: tuple[Finding, ...], judged: bool) -> None:
    for finding in findings:
        unsure = finding.outcome is Outcome.NEEDS_JUDGEMENT and not judged
        if finding.outcome is Outcome.NOT_MET or unsure:
            raise InputError(
                finding.sentence,
                where="facts",
                remedy=Text(
                    "Gjør det som mangler, og før det inn.", "Do what is missing, and enter it."
                ),
                reason=finding.reason,
            )


def _nowhere() -> ConflictError:
    return ConflictError(
        Text("Innbyggeren står ikke på noen liste her.", "The resident is on no list here."),
        where="resident",
        remedy=Text("Se innbyggerens side.", "See the resident's page."),
    )
