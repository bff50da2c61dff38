"""The month's cut-over: decided moves become memberships, all or none, once, and can be taken back.

Everything is done by a handful of statements over whole tables, in one transaction, with everybody who
moves and every list that gets somebody locked before the differences are counted. A process that is
killed leaves nothing behind; the next run starts where this one would have. A move that is done is no
longer planned, so a second run finds nothing to do.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.models import ChangeRequest, CutOver, Move
from hjemmel.apps.lists.selectors.differences import Differences, differences_of
from hjemmel.apps.lists.services import cut_over_sql as sql
from hjemmel.apps.lists.services.giving_way import plan_again
from hjemmel.apps.lists.services.locking import (
    lock_lists,
    lock_municipalities,
    lock_residents,
)
from hjemmel.apps.registry.models import ListCeiling, Membership, Municipality, PatientList
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text


@transaction.atomic
def run_cut_over(
    *, municipality: int, effective_on: date, digest: str, by: Actor, today: date
) -> CutOver | None:
    """Carry out the moves of a month, as the dry run showed them; ``None`` when there is nothing to do.

    Args:
        municipality: Key of the municipality.
        effective_on: A first of the month, not after the coming one.
        digest: Digest of the moves that the dry run showed.
        by: Who runs it; needs ``RUN_LISTS`` there.
        today: Today.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The day is not the first of a month, or is too far ahead.
        ConflictError: Moves have come or gone since the dry run, or would break a rule.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality)
    _require_first(effective_on, today)
    _lock(
        Move.objects.filter(municipality=municipality, effective_on=effective_on, state="planned"),
        municipality,
    )
    differences = differences_of(municipality, effective_on)
    if differences.moves == 0:
        return None
    _require_as_shown(differences, digest)
    number = Municipality.objects.values_list("number", flat=True).get(pk=municipality)
    run = CutOver.objects.create(
        municipality_id=municipality,
        effective_on=effective_on,
        moves_digest=digest,
        differences=differences.as_plain(),
        run_by=by.name,
        run_at=timezone.now(),
    )
    _carry_out(run)
    for key in differences.municipalities:
        mark_changed(key)
    record(
        by=by.name,
        action="lists.run_cut_over",
        subject=f"cut-over {run.pk}",
        municipality=number,
        details={
            "effective_on": effective_on.isoformat(),
            "moves": differences.moves,
            "digest": digest,
        },
    )
    return run


@transaction.atomic
def reverse_cut_over(*, cut_over: int, by: Actor) -> CutOver:
    """Take a cut-over back: what held before holds again, and the moves are planned no more.

    A reduction's move that had given way to one of them is planned again.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such cut-over.
        ConflictError: It was taken back before, somebody it moved has moved again, or the places of
            those who left have been given to others.
    """
    found = CutOver.objects.filter(pk=cut_over).first()
    if found is None:
        raise not_there("cut_over")
    by.require(Permission.RUN_LISTS, municipality=found.municipality_id)
    _lock(Move.objects.of(found).filter(state="done"), found.municipality_id)
    run = CutOver.objects.select_for_update(no_key=True).get(pk=cut_over)
    if run.state != "done":
        raise _conflict("Månedsskiftet er tatt tilbake fra før.", "It was taken back before.")
    moves = Move.objects.of(run).filter(state="done")
    joined = moves.filter(to_list__isnull=False)
    still = Membership.objects.known().filter(
        known_from=run.run_at, valid_from=run.effective_on, resident__in=joined.values("resident")
    )
    if still.count() != joined.count():
        raise _conflict(
            "Noen som ble flyttet, har fått en annen liste siden.",
            "Somebody who was moved has got another list since.",
        )
    now = timezone.now()
    _take_back(run, now)
    _require_places(run)
    ChangeRequest.objects.filter(state="carried_out", pk__in=_requests_of(run, "done")).update(
        state="withdrawn", counts=False, decided_by=by.name, decided_at=now
    )
    moves.update(state="reversed")
    plan_again(Move.objects.filter(cut_over=run, state="reversed"))
    run.state, run.reversed_by, run.reversed_at = "reversed", by.name, now
    run.save(update_fields=["state", "reversed_by", "reversed_at"])
    for key in run.differences["municipalities"]:
        mark_changed(key)
    record(
        by=by.name,
        action="lists.reverse_cut_over",
        subject=f"cut-over {run.pk}",
        municipality=Municipality.objects.values_list("number", flat=True).get(
            pk=run.municipality_id
        ),
        details={"moves": moves.count()},
    )
    return run


def _lock(moves: QuerySet[Move], municipality: int) -> None:
    """Lock those who move, the lists that they come to and from, and their municipalities, in order."""
    moves = moves.order_by()
    lock_residents(moves.values("resident"))
    left = moves.filter(from_list__isnull=False).values_list("from_list", flat=True).distinct()
    joined = moves.filter(to_list__isnull=False).values_list("to_list", flat=True).distinct()
    lists = {*left, *joined}
    lock_lists(lists)
    places = PatientList.objects.filter(pk__in=lists).values_list("municipality", flat=True)
    lock_municipalities({municipality, *places.order_by().distinct()})


def _carry_out(run: CutOver) -> None:
    """Supersede what holds, write what holds before and after, and mark the moves as done."""
    day = connection.ops.adapt_datefield_value(run.effective_on)
    now = connection.ops.adapt_datetimefield_value(run.run_at)
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if on_postgresql:
            for statement in sql.PREPARE_POSTGRESQL:
                cursor.execute(statement)
        cursor.execute(sql.FIND_DUE, [run.municipality_id, day])
        if on_postgresql:
            cursor.execute("ANALYZE hjemmel_due")
        cursor.execute(sql.SUPERSEDE, [now])
        cursor.execute(sql.WRITE, [now, day, day, False, day])
        cursor.execute(sql.LEAVE_QUEUE, [day, day])
        cursor.execute(sql.MARK_DONE, [run.pk])
        cursor.execute(sql.FORGET)
        if on_postgresql:
            for statement in sql.CHECK_POSTGRESQL:
                cursor.execute(statement)
    ChangeRequest.objects.filter(state="granted", pk__in=_requests_of(run, "done")).update(
        state="carried_out"
    )


def _take_back(run: CutOver, at: datetime) -> None:
    """Supersede what the cut-over wrote, and write again what it had superseded."""
    day = connection.ops.adapt_datefield_value(run.effective_on)
    made = connection.ops.adapt_datetimefield_value(run.run_at)
    now = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(sql.UNWRITE, [now, made, run.pk])
        cursor.execute(sql.WRITE_AGAIN, [now, made, run.pk])
        cursor.execute(sql.WAIT_AGAIN, [day, run.pk])


def _require_places(run: CutOver) -> None:
    """Raise unless those who left and are back have places: below the ceiling, or as it was before."""
    moves = Move.objects.of(run).filter(from_list__isnull=False)
    lists = sorted(set(moves.order_by().values_list("from_list", flat=True)))
    here = Membership.objects.filter(patient_list__in=lists)
    held = _count(here.on(run.effective_on, run.run_at - timedelta(microseconds=1)))
    promised = _count(Move.objects.filter(to_list__in=lists, state="planned"), column="to_list_id")
    begins = here.known().aggregate(last=Max("valid_from"))["last"]
    for day in {run.effective_on, max(run.effective_on, begins or run.effective_on)}:
        members = _count(here.on(day))
        ceilings = ListCeiling.objects.on(day).filter(patient_list__in=lists)
        for key, ceiling in ceilings.values_list("patient_list_id", "ceiling"):
            taken = members.get(key, 0) + promised.get(key, 0)
            if taken > max(ceiling, held.get(key, 0)):
                raise _conflict(
                    "Plasser som ble ledige, er gitt til andre siden.",
                    "Places that came free have been given to others since.",
                )


def _count(rows: QuerySet[Any], column: str = "patient_list_id") -> dict[int, int]:
    return dict(rows.order_by().values_list(column).annotate(n=Count("pk")))


def _requests_of(run: CutOver, state: str) -> list[int]:
    """Return the keys of the requests whose moves the cut-over carried out."""
    sources = (
        Move.objects.of(run).filter(state=state, cause="request").values_list("source", flat=True)
    )
    return [int(source.removeprefix("request ")) for source in sources]


def _require_first(effective_on: date, today: date) -> None:
    ahead = (effective_on.year - today.year) * 12 + effective_on.month - today.month
    if effective_on.day != 1 or ahead > 1:
        raise InputError(
            Text(
                "Månedsskiftet må være den første i en måned, og ikke senere enn den neste.",
                "The cut-over must be the first of a month, and no later than the next one.",
            ),
            where="effective_on",
            remedy=Text("Rett dagen.", "Correct the day."),
        )


def _require_as_shown(differences: Differences, digest: str) -> None:
    if differences.digest != digest:
        raise _conflict(
            "Flyttingene er endret siden prøvekjøringen.",
            "The moves have changed since the dry run.",
        )
    if differences.breaches:
        raise _conflict(
            f"{len(differences.breaches)} lister ville komme over taket.",
            f"{len(differences.breaches)} lists would go above their ceiling.",
        )


def _conflict(nb: str, en: str) -> ConflictError:
    return ConflictError(
        Text(nb, en),
        where="cut_over",
        remedy=Text(
            "Ta en ny prøvekjøring og se på forskjellene.",
            "Make another dry run and look at the differences.",
        ),
    )
