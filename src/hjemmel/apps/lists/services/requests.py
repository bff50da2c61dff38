"""Wishes for a GP: asked, judged by the rules, decided, withdrawn. A granted wish holds a place."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.findings import stored
from hjemmel.apps.lists.models import ChangeRequest, Move
from hjemmel.apps.lists.models.requests import OPEN
from hjemmel.apps.lists.selectors.causes import cause_of
from hjemmel.apps.lists.services.cases import case_of
from hjemmel.apps.lists.services.giving_way import give_way, plan_again
from hjemmel.apps.lists.services.locking import lock_list
from hjemmel.apps.lists.services.queue_entries import join_queue, require_not_waiting_for_any
from hjemmel.apps.registry.models import Membership, Municipality, PatientList, Resident
from hjemmel.apps.registry.services.person import (
    Person,
    find_person,
    record_about,
    require_alive,
    unknown,
)
from hjemmel.domain.change import Asker, Care, ChangeCause
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text
from hjemmel.law import law_on
from hjemmel.rules.change_of_gp import Answer, Judgement, judge_change

_STATE = {
    Answer.GRANTED: "granted",
    Answer.QUEUED: "queued",
    Answer.REFUSED: "refused",
    Answer.LIST_FULL: "list_full",
    Answer.NEEDS_JUDGEMENT: "needs_judgement",
}


@transaction.atomic
def ask_for_gp(
    *,
    key: str,
    resident: int,
    wanted_list: int | None,
    asked_on: date,
    by: Actor,
    today: date,
    municipality: int | None = None,
    cause: ChangeCause = ChangeCause.OWN_WISH,
    asked_by: Asker = Asker.SELF,
    parent_consents: bool = False,
    care: Care = Care.PARENTS,
    moved_out: date | None = None,
    queue_if_full: bool = False,
) -> ChangeRequest:
    """Ask for a GP; the rules answer at once, or leave it to a case worker.

    Granted: a place is held on the list until the month's cut-over. Full: she is put in the queue if
    that was asked for. Any list: she is put in the queue for the first free place where she lives. The
    same ``key`` again gives the same request, whatever else is said.

    Args:
        key: The form's own key.
        resident: Key of the resident.
        wanted_list: Key of the list; ``None`` is any.
        asked_on: The day it was asked for; not after ``today``, nor in an earlier month.
        by: Who asks; needs ``EDIT_RESIDENTS`` there, or is the resident herself or her parent.
        today: Today.
        municipality: Key of the municipality where any list is asked for; she must live there.
        cause: Why; when she asks herself, the register tells, see ``cause_of``.
        asked_by: On whose behalf; when she or her parent asks, it is known.
        parent_consents: Whether a parent agrees with a child who asks; not for the child to say.
        care: Who has the care of a child; in office only, when the child welfare services ask.
        moved_out: The day she moved out, when she claims her place back; in office only.
        queue_if_full: Whether she wants a place in the queue when the list is full.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such list, or no such resident that ``by`` may know of.
        ConflictError: Another wish of hers is open, she is on that list, it is closed for good, or she
            waits for any list already or lives elsewhere.
        InputError: The day is in the future or in an earlier month, or a child's care is said to be
            with others than her parents though the child welfare services do not ask.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS, own=True)
    if person.asker is not None:
        cause, asked_by = cause_of(person.row, asked_on), person.asker
        parent_consents, moved_out, care = False, None, Care.PARENTS
    made = ChangeRequest.objects.filter(key=key).first()
    if made is not None:
        _require_same(made, resident)
        return made
    _require_day(asked_on, today)
    require_alive(person, asked_on)
    target, place = _asked_for(person, wanted_list, municipality, asked_on)
    case = case_of(
        person.row,
        wanted_list,
        asked_on=asked_on,
        cause=cause,
        asked_by=asked_by,
        parent_consents=parent_consents,
        care=care,
        moved_out=moved_out,
    )
    judged = judge_change(case, law_on(asked_on, place.number))
    request = _store(key, person, place, target, asked_on, cause, asked_by, judged, by)
    if judged.answer is Answer.GRANTED:
        _plan(request, judged.exception, by)
    elif judged.answer is Answer.QUEUED or (judged.answer is Answer.LIST_FULL and queue_if_full):
        join_queue(request, person.row)
    person.mark(place.pk, people=False)
    _record(person, request, "lists.ask_for_gp", by)
    return request


@transaction.atomic
def decide_request(
    *, request: int, version: int, grant: bool, reason: str, by: Actor, today: date
) -> ChangeRequest:
    """Decide a wish that the rules left to a person; a grant of any list is a place in that queue.

    Args:
        request: Key of the request.
        version: The version that the page showed.
        grant: Whether it is granted.
        reason: Why, in a sentence that the resident may read.
        by: Who decides; needs ``EDIT_RESIDENTS`` there.
        today: Today.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: It has been decided since the page was shown, or the list is full.
        InputError: No reason is given.
    """
    row, person = _open_request(request, version, by, ("needs_judgement",))
    if not reason.strip():
        raise InputError(
            Text("Begrunnelsen mangler.", "The reason is missing."),
            where="reason",
            remedy=Text("Skriv hva du la vekt på.", "Write what you weighed."),
        )
    row.state = "granted" if grant else "refused"
    row.note = reason.strip()[:500]
    if grant and row.wanted_list_id is None:
        require_not_waiting_for_any(person.row, row.municipality_id)
        join_queue(row, person.row)
    elif grant and row.wanted_list_id is not None:
        target = lock_list(row.wanted_list_id)
        case = case_of(
            person.row,
            target.pk,
            asked_on=row.asked_on,
            cause=ChangeCause(row.cause),
            asked_by=Asker(row.asked_by),
        )
        wanted = case.wanted
        if wanted and wanted.ceiling is not None and wanted.length >= wanted.ceiling:
            raise _full()
        _plan(row, row.exception, by)
    _decided(row, by)
    person.mark(row.municipality_id, people=False)
    _record(person, row, "lists.decide_request", by)
    return row


@transaction.atomic
def withdraw_request(*, request: int, version: int, by: Actor) -> ChangeRequest:
    """Take a wish back before it has taken effect; the place it held is free again.

    A move that gave way to it, such as a reduction's, is planned again. The resident, or her parent, may do it herself, whoever asked for it.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: It has been decided, carried out or withdrawn since the page was shown.
    """
    row, person = _open_request(request, version, by, OPEN, own=True)
    own = Move.objects.filter(resident_id=row.resident_id, source=source_of(row), state="planned")
    fallen = list(own.values_list("pk", flat=True))
    own.update(state="cancelled")
    plan_again(Move.objects.filter(pk__in=fallen))
    row.state, row.counts = "withdrawn", False
    _decided(row, by)
    person.mark(row.municipality_id, people=False)
    _record(person, row, "lists.withdraw_request", by)
    return row


def source_of(request: ChangeRequest) -> str:
    """Return what moves that a request decided have as their source."""
    return f"request {request.pk}"


def _store(
    key: str,
    person: Person,
    place: Municipality,
    target: PatientList | None,
    asked_on: date,
    cause: ChangeCause,
    asked_by: Asker,
    judged: Judgement,
    by: Actor,
) -> ChangeRequest:
    try:
        with transaction.atomic():
            return ChangeRequest.objects.create(
                key=key,
                resident=person.row,
                municipality=place,
                wanted_list=target,
                cause=cause.value,
                asked_by=asked_by.value,
                asked_on=asked_on,
                effective_on=judged.effective_on,
                state=_STATE[judged.answer],
                reason=judged.decisive.reason,
                exception=judged.exception,
                counts=judged.counts,
                findings=stored(judged.findings),
                made_by=by.name,
                made_at=timezone.now(),
            )
    except IntegrityError:
        raise _has_open() from None


def _plan(request: ChangeRequest, exception: str, by: Actor) -> None:
    """Hold a place: plan the move that the cut-over carries out; an earlier plan gives way."""
    give_way([request.resident_id], source_of(request))
    now_on = Membership.objects.on(request.asked_on).filter(resident_id=request.resident_id).first()
    Move.objects.create(
        resident_id=request.resident_id,
        municipality_id=request.municipality_id,
        from_list_id=None if now_on is None else now_on.patient_list_id,
        to_list_id=request.wanted_list_id,
        effective_on=request.effective_on,
        cause="request",
        reason=exception or request.cause,
        above_ceiling=bool(exception),
        source=source_of(request),
        decided_by=by.name,
        decided_at=timezone.now(),
    )


def _open_request(
    key: int, version: int, by: Actor, states: tuple[str, ...], *, own: bool = False
) -> tuple[ChangeRequest, Person]:
    """Return a request that still is as the page showed it, and its resident, both locked."""
    found = ChangeRequest.objects.filter(pk=key).values_list("resident_id", flat=True).first()
    if found is None:
        raise unknown("request")
    person = find_person(found, by=by, permission=Permission.EDIT_RESIDENTS, own=own)
    row = ChangeRequest.objects.select_for_update().get(pk=key)
    if row.version != version or row.state not in states:
        raise ConflictError(
            Text(
                "Saken er endret siden siden ble vist.",
                "The case has changed since the page was shown.",
            ),
            where="version",
            remedy=Text(
                "Last siden på nytt og se hva som står der nå.",
                "Load the page again and see what it says now.",
            ),
        )
    return row, person


def _decided(row: ChangeRequest, by: Actor) -> None:
    row.version += 1
    row.decided_by, row.decided_at = by.name, timezone.now()
    row.save(update_fields=["state", "note", "counts", "version", "decided_by", "decided_at"])


def _require_same(made: ChangeRequest, resident: int) -> None:
    if made.resident_id != resident:
        raise ConflictError(
            Text("Nøkkelen er brukt om noen andre.", "The key was used for somebody else."),
            where="key",
            remedy=Text("Åpne skjemaet på nytt.", "Open the form again."),
        )


def _require_day(asked_on: date, today: date) -> None:
    if asked_on > today or (asked_on.year, asked_on.month) < (today.year, today.month):
        raise InputError(
            Text(
                "Dagen må ligge i denne måneden og ikke fram i tid.",
                "The day must be in this month and not in the future.",
            ),
            where="asked_on",
            remedy=Text(
                "Rett dagen; det som gjaldt før, rettes på innbyggerens side.",
                "Correct the day; what held earlier is corrected on the resident's page.",
            ),
        )


def _asked_for(
    person: Person, wanted_list: int | None, municipality: int | None, day: date
) -> tuple[PatientList | None, Municipality]:
    """Return the list, locked, and where it is; no list is any where she lives.

    Raises:
        UnknownIdError: There is no such list.
        ConflictError: She is on it or waits for any already, it is closed, or she lives elsewhere.
    """
    if wanted_list is not None:
        target = lock_list(wanted_list)
        _require_useful(person.row, target, day)
        return target, target.municipality
    home = _home_of(person, municipality, day)
    require_not_waiting_for_any(person.row, home.pk)
    _require_no_open(person.row)
    return None, home


def _home_of(person: Person, municipality: int | None, day: date) -> Municipality:
    """Return where she lives: places that anybody may get are given there only.

    Raises:
        ConflictError: It is not where any list is asked for, or she has moved out.
    """
    home = person.row.municipality
    gone = person.row.lived_here_to
    if municipality not in (None, home.pk) or (gone is not None and gone <= day):
        raise ConflictError(
            Text("Innbyggeren bor ikke i kommunen.", "The resident does not live there."),
            where="municipality",
            remedy=Text(
                "Velg en bestemt liste, eller be om det i kommunen der hun bor.",
                "Choose a list, or ask in the municipality where she lives.",
            ),
        )
    if home.pk not in person.open_in:
        raise unknown("resident")
    return home


def _require_no_open(resident: Resident) -> None:
    if ChangeRequest.objects.filter(resident=resident, state__in=OPEN).exists():
        raise _has_open()


def _require_useful(resident: Resident, target: PatientList, day: date) -> None:
    if target.closed_on is not None and target.closed_on <= day:
        raise ConflictError(
            Text("Listen er lagt ned.", "The list has been closed down."),
            where="list",
            remedy=Text("Velg en annen liste.", "Choose another list."),
        )
    if Membership.objects.on(day).filter(resident=resident, patient_list=target).exists():
        raise ConflictError(
            Text("Innbyggeren står på listen fra før.", "The resident is on the list already."),
            where="list",
            remedy=Text("Velg en annen liste.", "Choose another list."),
        )


def _has_open() -> ConflictError:
    return ConflictError(
        Text(
            "Innbyggeren har et ønske om bytte fra før som ikke er gjennomført.",
            "The resident has a wish for a change already that has not been carried out.",
        ),
        where="request",
        remedy=Text("Trekk det først.", "Withdraw it first."),
    )


def _full() -> ConflictError:
    return ConflictError(
        Text("Listen er blitt full.", "The list has become full."),
        where="list",
        remedy=Text("Avslå, eller vent på en plass.", "Refuse, or wait for a place."),
    )


def _record(person: Person, request: ChangeRequest, action: str, by: Actor) -> None:
    record_about(
        person,
        action,
        by=by,
        details={"request": request.pk, "state": request.state, "reason": request.reason},
        place=request.municipality_id,
    )
