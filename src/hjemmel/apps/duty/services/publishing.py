"""Sends a roster out: with what changed since last, and never with a broken law that nobody answers for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.access import roster_for
from hjemmel.apps.duty.findings import DutyFinding, stored
from hjemmel.apps.duty.judging import findings_of
from hjemmel.apps.duty.mailing import tell_of_changes
from hjemmel.apps.duty.mapping.inputs import (
    assignments_of,
    inputs_of,
    published_of,
    shares_of,
)
from hjemmel.apps.duty.models import DutyRoster, Publication
from hjemmel.apps.duty.services.assigning import breaks_law, lock_people, set_aside
from hjemmel.apps.duty.services.rosters import require_version
from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering import RosterInputs
from hjemmel.engines.rostering.problem import Problem
from hjemmel.kernel.digest import digest
from hjemmel.kernel.errors import ConflictError, UnknownIdError
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was sent out.

    Args:
        number: Its number in the roster, from 1.
        version: The roster's version.
        digest: SHA-256 of who is on which shift.
        added: Who is new on which shift since last.
        removed: Who is no longer on which shift since last.
        told: How many doctors are told by e-mail.
        findings: What it breaks, with what leaders set aside.
    """

    number: int
    version: int
    digest: str
    added: tuple[Assignment, ...]
    removed: tuple[Assignment, ...]
    told: int
    findings: tuple[DutyFinding, ...]


@transaction.atomic
def publish_roster(
    *,
    roster: int,
    version: int,
    by: Actor,
    overrides: Mapping[str, str] | None = None,
    tell: bool = True,
) -> Published:
    """Send a roster out, with what changed since it was last.

    Args:
        roster: Key of the roster.
        version: The roster's version that somebody looked at.
        by: Who sends it out; needs ``PLAN_ROSTERS`` in the host municipality.
        overrides: Reasons, by ``DutyFinding.id``, why rules of the law are set aside; needs
            ``DECIDE_DUTY``.
        tell: Whether doctors whose shifts changed get an e-mail.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such roster, or a reason is given for what is not broken.
        ConflictError: The roster has changed since, is closed, breaks the law without an override, or
            nothing has changed since it was last sent out.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_version(row, version)
    now, before = assignments_of(row), published_of(row)
    number = row.publications.count() + 1
    _require_news(row, number, now, before)
    lock_people(one.doctor for one in now)
    inputs = inputs_of(row)
    findings = _answered(row, inputs, now, overrides or {}, by)
    added, removed = tuple(sorted(now - before)), tuple(sorted(before - now))
    publication = Publication.objects.create(
        roster=row,
        number=number,
        of_version=row.version,
        assignments=_plain(now),
        changes={"added": _plain(added), "removed": _plain(removed)},
        findings=stored(findings),
        overrides=[one for one in stored(findings) if one["override"]],
        digest=digest({"roster": row.pk, "assignments": _plain(now)}),
        published_by=by.name,
    )
    row.state, row.shares = "published", shares_of(Problem.of(inputs))
    row.save(update_fields=["state", "shares"])
    told = tell_of_changes(row, added, removed, is_first=number == 1) if tell else 0
    _record(row, publication, added, removed, told, by)
    return Published(
        number=number,
        version=row.version,
        digest=publication.digest,
        added=added,
        removed=removed,
        told=told,
        findings=findings,
    )


def send_out_changes(
    *, roster: DutyRoster, put: Collection[Assignment], off: Collection[Assignment], by: Actor
) -> int:
    """Send out single changes of a published roster at once; return how many are told by e-mail.

    What else was changed since it was last sent out waits for ``publish_roster``. Whoever calls has
    asked for the permission, holds the roster locked and has made the changes.
    """
    before = published_of(roster)
    now = (before - frozenset(off)) | frozenset(put)
    publication = Publication.objects.create(
        roster=roster,
        number=roster.publications.count() + 1,
        of_version=roster.version,
        assignments=_plain(now),
        changes={"added": _plain(put), "removed": _plain(off)},
        digest=digest({"roster": roster.pk, "assignments": _plain(now)}),
        published_by=by.name,
    )
    told = tell_of_changes(roster, put, off)
    _record(roster, publication, put, off, told, by)
    return told


def _require_news(
    roster: DutyRoster, number: int, now: frozenset[Assignment], before: frozenset[Assignment]
) -> None:
    if roster.state == "closed":
        raise ConflictError(
            Text("Planen er avsluttet.", "The roster is closed."),
            where="roster",
            remedy=Text("Lag en ny plan.", "Make a new roster."),
        )
    if number > 1 and now == before:
        raise ConflictError(
            Text(
                "Ingenting er endret siden planen ble publisert.",
                "Nothing has changed since the roster was published.",
            ),
            where="roster",
            remedy=Text("Gjør endringene først.", "Make the changes first."),
        )


def _answered(
    roster: DutyRoster,
    inputs: RosterInputs,
    now: frozenset[Assignment],
    overrides: Mapping[str, str],
    by: Actor,
) -> tuple[DutyFinding, ...]:
    """Return what a roster breaks, or refuse it: each rule of the law must be set aside by a leader."""
    findings = findings_of(roster, inputs, now)
    if overrides:
        _set_aside(roster, findings, overrides, by)
        findings = findings_of(roster, inputs, now)
    in_the_way = [one for one in findings if one.stops_publishing]
    if in_the_way:
        raise breaks_law(in_the_way)
    return findings


def _set_aside(
    roster: DutyRoster,
    findings: Iterable[DutyFinding],
    overrides: Mapping[str, str],
    by: Actor,
) -> None:
    by.require(Permission.DECIDE_DUTY, municipality=roster.district.host_id)
    law = {one.id: one for one in findings if one.is_law}
    strangers = overrides.keys() - law.keys()
    if strangers:
        raise UnknownIdError(
            Text(
                "En begrunnelse gjelder noe som ikke er brutt.",
                "A reason is about something that is not broken.",
            ),
            where=min(strangers),
            remedy=Text("Se funnene på nytt.", "Look at the findings again."),
        )
    set_aside(roster=roster, reasons=[(law[key], overrides[key]) for key in overrides], by=by)


def _plain(assignments: Collection[Assignment]) -> list[list[object]]:
    """Return assignments as pairs of shift key and duty doctor, in order."""
    return [[one.shift, int(one.doctor)] for one in sorted(assignments)]


def _record(
    roster: DutyRoster,
    publication: Publication,
    added: Collection[Assignment],
    removed: Collection[Assignment],
    told: int,
    by: Actor,
) -> None:
    record(
        by=by.name,
        action="duty.publish_roster",
        subject=f"roster {roster.pk}",
        municipality=roster.district.host.number,
        details={
            "number": publication.number,
            "version": roster.version,
            "digest": publication.digest,
            "added": len(added),
            "removed": len(removed),
            "told": told,
            "overrides": [one["id"] for one in publication.overrides],
        },
    )
