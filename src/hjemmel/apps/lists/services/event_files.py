"""A file of population events: every row that fits has its effect, and the same file twice none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.models import PopulationEvent
from hjemmel.apps.lists.services.event_locks import lock_reached
from hjemmel.apps.lists.services.events import take_event
from hjemmel.apps.registry.loading.frames import LoadCounts, TableCounts
from hjemmel.apps.registry.models import Membership, Municipality, Resident, WaitingEntry
from hjemmel.apps.registry.selectors.residents import living
from hjemmel.domain.population_event import TAKEN_BACK, Told
from hjemmel.kernel.errors import CancelledError, ConflictError, HjemmelError, UnknownIdError
from hjemmel.kernel.progress import NoProgress, Progress
from hjemmel.kernel.text import Text

_REASONS = {
    (UnknownIdError, "resident"): "no_such_resident",
    (ConflictError, "resident"): "dead_by_then",
    (ConflictError, "told_otherwise"): "told_otherwise",
    (ConflictError, "later_known"): "later_known",
    (ConflictError, TAKEN_BACK): TAKEN_BACK,
    (ConflictError, "lives_elsewhere"): "lives_elsewhere",
    (ConflictError, "moved_after"): "moved_after",
}
_BY_FIELD = {
    "moved_on": "moved_before_arrival",
    "district": "district",
    "died_on": "died_before_birth",
    "in_the_future": "in_the_future",
    "facts_missing": "facts_missing",
    "lived_here_from": "moved_before_arrival",
}


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row of a file: its number, its sheet, and the event that it tells of."""

    number: int
    sheet: str
    told: Told


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that could not be applied: where it stands, and why, as a code."""

    number: int
    sheet: str
    reason: str


def load_events(
    *,
    rows: Sequence[ToldRow],
    municipality: int,
    source: str,
    by: Actor,
    today: date,
    progress: Progress | None = None,
) -> tuple[LoadCounts, list[RefusedRow]]:
    """Apply the events of a file in the order they happened, whatever order the file has.

    An event that the register contradicts is refused with the reason, and the others go on. Nothing
    is stored when the work is stopped.

    Args:
        rows: The events.
        municipality: Key of the municipality that the file is about.
        source: Digest of the file.
        by: Who loads; needs ``IMPORT_REGISTER`` there.
        today: Today.
        progress: Is told how far the work has come.

    Raises:
        NotAllowedError: The roles do not open it.
        CancelledError: ``progress`` stopped the work; nothing was written.
    """
    by.require(Permission.IMPORT_REGISTER, municipality=municipality)
    watch = progress or NoProgress()
    done = TableCounts()
    refused: list[RefusedRow] = []
    with transaction.atomic():
        lock_reached([row.told for row in rows], municipality)
        place = Municipality.objects.get(pk=municipality)
        counts = LoadCounts(tables={"events": done}, before=_count(municipality, today))
        watch.start(Text("Hendelser", "Events"), len(rows))
        ordered = sorted(rows, key=lambda row: row.told.sort_key(row.number))
        for row in ordered:
            reason = _take(row, municipality, source, by, today, done)
            if reason:
                refused.append(RefusedRow(row.number, row.sheet, reason))
            watch.advance()
        counts.after = _count(municipality, today)
        record(
            by=by.name,
            action="lists.load_events",
            subject=place.number,
            municipality=place.number,
            details={"digest": source, "refused": len(refused), **counts.as_plain()},
        )
    return counts, refused


def reason_of(error: HjemmelError) -> str:
    """Return the code of why an event could not be applied."""
    return _REASONS.get((type(error), error.where)) or _BY_FIELD.get(error.where, "not_applied")


def _take(
    row: ToldRow, municipality: int, source: str, by: Actor, today: date, done: TableCounts
) -> str:
    """Apply one event and count it; return why not, or nothing."""
    before, told_by = _stored(row.told)
    try:
        with transaction.atomic():
            event = take_event(
                municipality, row.told, by=by, today=today, source=source, row=row.number
            )
    except CancelledError:
        raise
    except HjemmelError as error:
        reason = reason_of(error)
        if reason not in ("told_otherwise", TAKEN_BACK):
            _keep_refused(row, municipality, source, by, reason)
        done.unchanged += 1
        return reason
    if before in ("applied", "needs_judgement"):
        is_told_anew = event.source != told_by
        done.changed += is_told_anew
        done.unchanged += not is_told_anew
    else:
        done.added += 1
    return ""


def _stored(told: Told) -> tuple[str, str]:
    """Return the state and the source of the same event, if it was told before."""
    rows = PopulationEvent.objects.filter(
        resident__national_id=told.national_id,
        kind=told.kind.value,
        happened_on=told.happened_on,
    )
    return rows.values_list("state", "source").first() or ("", "")


def _keep_refused(row: ToldRow, municipality: int, source: str, by: Actor, reason: str) -> None:
    """Keep a refused event of somebody who is known, for her page; others stand in quarantine only."""
    known = Resident.objects.filter(national_id=row.told.national_id).first()
    if known is None or known.erased_on is not None or reason == "no_such_resident":
        return
    PopulationEvent.objects.update_or_create(
        resident=known,
        kind=row.told.kind.value,
        happened_on=row.told.happened_on,
        defaults={
            "municipality_id": municipality,
            "facts": row.told.facts,
            "state": "refused",
            "reason": reason,
            "source": source,
            "row": row.number,
            "told_by": by.name,
            "told_at": timezone.now(),
        },
    )


def _count(municipality: int, day: date) -> dict[str, int]:
    """Count what the municipality has on a day."""
    members = Membership.objects.on(day).filter(patient_list__municipality=municipality)
    waiting = WaitingEntry.objects.filter(municipality=municipality, left_on__isnull=True)
    return {
        "residents": Resident.objects.filter(living(day), municipality=municipality).count(),
        "memberships": members.count(),
        "waiting": waiting.count(),
    }
