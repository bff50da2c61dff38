"""Reductions: asked for, announced with the digest of the draw, drawn with a published seed.

Those drawn get a planned move off the list; a wish of their own, or a distribution, takes its place.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.findings import stored
from hjemmel.apps.lists.models import Move, Reduction, ReductionTicket
from hjemmel.apps.lists.selectors.places import places_on
from hjemmel.apps.lists.selectors.reductions import moves_of_reduction
from hjemmel.apps.lists.services.locking import lock_list, lock_residents
from hjemmel.apps.registry.models import ListCeiling, Membership, PatientList
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.engines.allocation.draw import (
    DrawResult,
    Member,
    Unit,
    digest_of,
    draw_units,
    units_of,
)
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text
from hjemmel.law import law_on
from hjemmel.law.finding import Finding, Outcome
from hjemmel.rules.list_limits import ceiling_is_allowed
from hjemmel.rules.list_reduction import (
    reduction_has_consent,
    reduction_is_right,
    reduction_notice_is_kept,
)


@transaction.atomic
def request_reduction(
    *,
    patient_list: int,
    ceiling: int,
    requested_on: date,
    effective_on: date,
    asked_by_municipality: bool,
    gp_consents: bool,
    shorter_notice_agreed: bool,
    by: Actor,
) -> Reduction:
    """Note that a list is to be made shorter; refused when the rules do not let it.

    Args:
        patient_list: Key of the list.
        ceiling: Persons it is to hold.
        requested_on: The day the request reached the municipality.
        effective_on: A first of a month.
        asked_by_municipality: Whether the municipality asked, not the GP.
        gp_consents: Whether the GP agrees.
        shorter_notice_agreed: Whether a shorter notice than the law's was agreed.
        by: Who notes it; needs ``RUN_LISTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such list.
        InputError: A rule does not let it, or the day is not the first of a month.
        ConflictError: A reduction of the list is under way already.
    """
    row = lock_list(patient_list)
    by.require(Permission.RUN_LISTS, municipality=row.municipality_id)
    if effective_on.day != 1 or effective_on < requested_on:
        raise InputError(
            Text(
                "Reduksjonen må gjelde fra den første i en måned, etter at den er bedt om.",
                "The reduction must hold from the first of a month, after it was asked for.",
            ),
            where="effective_on",
            remedy=Text("Rett dagen.", "Correct the day."),
        )
    law = law_on(requested_on, row.municipality.number)
    length = places_on(patient_list, requested_on).members
    findings = (
        ceiling_is_allowed(ceiling, law=law),
        reduction_is_right(length, ceiling, law=law),
        reduction_has_consent(asked_by_municipality, gp_consents, law=law),
        reduction_notice_is_kept(requested_on, effective_on, shorter_notice_agreed, law=law),
    )
    _require_kept(findings)
    try:
        with transaction.atomic():
            made = Reduction.objects.create(
                patient_list=row,
                requested_on=requested_on,
                effective_on=effective_on,
                ceiling=ceiling,
                asked_by_municipality=asked_by_municipality,
                gp_consents=gp_consents,
                shorter_notice_agreed=shorter_notice_agreed,
                findings=stored(findings),
                made_by=by.name,
                made_at=timezone.now(),
            )
    except IntegrityError:
        raise _conflict(
            "En reduksjon av listen er i gang.", "A reduction of the list is under way."
        ) from None
    _record(made, row, "lists.request_reduction", by, {"ceiling": ceiling})
    return made


@transaction.atomic
def announce_draw(*, reduction: int, as_of: date, by: Actor) -> Reduction:
    """Fix who takes part in the draw, and publish the digest of it before any seed is known.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such reduction.
        ConflictError: The draw is announced or made already.
    """
    made, row = _open(reduction, by, ("requested",))
    units = units_of(_members(row, as_of), as_of, law_on(as_of, row.municipality.number))
    made.digest, made.drawn_as_of, made.state = digest_of(units), as_of, "announced"
    made.units = [[unit.name, list(unit.members)] for unit in units]
    made.save(update_fields=["digest", "drawn_as_of", "state", "units"])
    _record(made, row, "lists.announce_draw", by, {"digest": made.digest})
    return made


@transaction.atomic
def draw_reduction(*, reduction: int, seed: str, by: Actor) -> Reduction:
    """Draw who leaves, by a seed published after the digest; those drawn get a planned move off.

    Who has died or left the list since it was announced is left out, and so many fewer must leave. The
    list's ceiling is lowered from the day the reduction holds, so that nobody else gets the places.

    Args:
        reduction: Key of the reduction.
        seed: A number that nobody could know when the digest was published, for example of a lottery.
        by: Who draws; needs ``RUN_LISTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such reduction.
        ConflictError: It is not announced, is drawn already, or somebody has been put on the list since,
            as of the day of the draw.
        InputError: The seed is empty.
    """
    _lock_members(reduction)
    made, row = _open(reduction, by, ("announced",))
    as_of = made.drawn_as_of or made.requested_on
    result = draw_of(made, row, seed)
    joined = {member.key for member in _members(row, as_of)} - _keys_of(made)
    if result.digest != made.digest or (made.units and joined):
        raise _conflict(
            "Listen er endret siden trekningen ble kunngjort.",
            "The list has changed since the draw was announced.",
        )
    ReductionTicket.objects.bulk_create(
        [
            ReductionTicket(
                reduction=made,
                number=number,
                unit=entry.unit.name,
                members=list(entry.unit.members),
                ticket=entry.ticket,
                is_drawn=entry.is_drawn,
                left_out=list(entry.left_out),
            )
            for number, entry in enumerate(result.tickets, start=1)
        ],
        batch_size=2_000,
    )
    _plan_moves_off(made, row, result.drawn, by)
    _set_ceiling(made, row, made.ceiling, by)
    made.seed, made.surplus, made.state = seed.strip(), result.surplus, "drawn"
    made.drawn_by, made.drawn_at = by.name, timezone.now()
    made.save(update_fields=["seed", "surplus", "state", "drawn_by", "drawn_at"])
    details: dict[str, object] = {
        "as_of": as_of.isoformat(),
        "seed": made.seed,
        "digest": made.digest,
        "leave": result.leaves,
        "left_out": len(result.left_out),
    }
    _record(made, row, "lists.draw_reduction", by, details)
    return made


@transaction.atomic
def withdraw_reduction(*, reduction: int, by: Actor) -> Reduction:
    """Take a reduction back before it has taken effect; planned moves off the list fall away.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such reduction.
        ConflictError: It is withdrawn already, or some have left the list by it.
    """
    lock_residents(moves_of_reduction(reduction).values("resident"))
    made, row = _open(reduction, by, ("requested", "announced", "drawn"))
    moves = moves_of_reduction(made.pk)
    if moves.filter(state="done").exists():
        raise _conflict("Noen har forlatt listen alt.", "Some have left the list already.")
    moves.filter(state__in=("planned", "cancelled")).update(state="cancelled", reason="")
    before = ListCeiling.objects.on(made.effective_on - timedelta(days=1)).filter(patient_list=row)
    if made.state == "drawn" and (old := before.first()) is not None:
        _set_ceiling(made, row, old.ceiling, by)
    made.state = "withdrawn"
    made.save(update_fields=["state"])
    _record(made, row, "lists.withdraw_reduction", by, {})
    return made


def _set_ceiling(made: Reduction, row: PatientList, ceiling: int, by: Actor) -> None:
    change_ceiling(
        patient_list=row.pk,
        ceiling=ceiling,
        valid_from=made.effective_on,
        agreed_with_municipality=True,
        by=by,
    )


def draw_of(made: Reduction, row: PatientList, seed: str) -> DrawResult:
    """Return the draw of an announced reduction with a seed: what anyone can make again."""
    as_of = made.drawn_as_of or made.requested_on
    law = law_on(as_of, row.municipality.number).fresh()
    units = [Unit(name, tuple(members)) for name, members in made.units]
    if not units:  # announced before the units were kept
        units = list(units_of(_members(row, as_of), as_of, law))
    keys = {key for unit in units for key in unit.members}
    gone = keys - _still_on(row, made.effective_on)
    return draw_units(
        units,
        surplus=max(0, len(keys) - len(gone) - made.ceiling),
        seed=seed.strip(),
        law=law,
        left_out=gone,
    )


def source_of(reduction: Reduction) -> str:
    """Return what moves that a reduction decided have as their source."""
    return f"reduction {reduction.pk}"


def _members(row: PatientList, as_of: date) -> list[Member]:
    rows = (
        Membership.objects.on(as_of)
        .filter(patient_list=row)
        .values_list(
            "resident_id",
            "resident__household_id",
            "resident__born",
            "resident__mother_id",
            "resident__father_id",
        )
        .order_by("resident_id")
    )
    return [
        Member(
            key=key,
            household=household,
            born=born,
            parents=tuple(parent for parent in (mother, father) if parent is not None),
        )
        for key, household, born, mother, father in rows
    ]


def _keys_of(made: Reduction) -> set[int]:
    """Return the keys of those who take part in an announced draw."""
    return {key for _, members in made.units for key in members}


def _still_on(row: PatientList, effective_on: date) -> set[int]:
    """Return the keys of those who live and are on a list when its reduction takes effect."""
    members = Membership.objects.on(effective_on).filter(
        patient_list=row, resident__died_on__isnull=True
    )
    return set(members.order_by().values_list("resident_id", flat=True))


def _plan_moves_off(made: Reduction, row: PatientList, drawn: tuple[int, ...], by: Actor) -> None:
    """Plan that those drawn leave the list; who has a decided move elsewhere keeps that."""
    leaving = set(
        Move.objects.filter(resident__in=drawn, state="planned").values_list(
            "resident_id", flat=True
        )
    )
    now = timezone.now()
    Move.objects.bulk_create(
        [
            Move(
                resident_id=key,
                municipality_id=row.municipality_id,
                from_list=row,
                to_list=None,
                effective_on=made.effective_on,
                cause="list_reduced",
                source=source_of(made),
                decided_by=by.name,
                decided_at=now,
            )
            for key in drawn
            if key not in leaving
        ],
        batch_size=2_000,
    )


def _lock_members(key: int) -> None:
    """Lock those who take part in an announced draw, before the list is."""
    made = Reduction.objects.filter(pk=key, drawn_as_of__isnull=False).first()
    if made is not None and made.drawn_as_of is not None:
        members = Membership.objects.on(made.drawn_as_of).filter(patient_list=made.patient_list_id)
        lock_residents(_keys_of(made) | set(members.values_list("resident_id", flat=True)))


def _open(key: int, by: Actor, states: tuple[str, ...]) -> tuple[Reduction, PatientList]:
    found = Reduction.objects.filter(pk=key).values_list("patient_list_id", flat=True).first()
    if found is None:
        raise not_there("reduction")
    row = lock_list(found)
    by.require(Permission.RUN_LISTS, municipality=row.municipality_id)
    made = Reduction.objects.select_for_update(no_key=True).get(pk=key)
    if made.state not in states:
        raise _conflict(
            "Reduksjonen har kommet lenger, eller er trukket.",
            "The reduction has come further, or is withdrawn.",
        )
    return made, row


def _require_kept(findings: tuple[Finding, ...]) -> None:
    """Raise ``InputError`` for the first rule that is broken; judgement is the case worker's own."""
    for finding in findings:
        if finding.outcome is Outcome.NOT_MET:
            raise InputError(
                finding.sentence,
                where="reduction",
                remedy=Text(
                    "Rett opplysningene, eller bli enig med fastlegen.",
                    "Correct the facts, or agree with the GP.",
                ),
                reason=finding.reason,
            )


def _conflict(nb: str, en: str) -> ConflictError:
    return ConflictError(
        Text(nb, en),
        where="reduction",
        remedy=Text("Last siden på nytt.", "Load the page again."),
    )


def _record(
    made: Reduction, row: PatientList, action: str, by: Actor, details: dict[str, object]
) -> None:
    mark_changed(row.municipality_id, people=False)
    record(
        by=by.name,
        action=action,
        subject=f"reduction {made.pk}",
        municipality=row.municipality.number,
        details={"list": row.external_id, **details},
    )
