"""Puts doctors on shifts and takes them off, with the check at once.

In a draft everything may be tried. In a roster that was sent out no rule of the law is broken, unless
a leader sets it aside with a reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.access import roster_for, unknown
from hjemmel.apps.duty.findings import DutyFinding, ids_that_cover, mended, newly_broken, told
from hjemmel.apps.duty.judging import Around, breaches_around, overrides_of, part_of
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of
from hjemmel.apps.duty.models import DutyAssignment, DutyDoctor, DutyRoster, DutyShift, Override
from hjemmel.apps.duty.services.lapsing import lapse_changed
from hjemmel.apps.duty.services.rosters import require_version
from hjemmel.apps.registry.models import Doctor
from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering import RosterInputs
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

_NAMED = 3
_WORDS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a change did.

    Args:
        version: The roster's version after it.
        findings: What the change broke that was not broken before.
        wanted_version: The version of the roster of the shift in return, where it is another.
    """

    version: int
    findings: tuple[DutyFinding, ...]
    wanted_version: int | None = None


def put_on(
    *, roster: int, shift: str, doctor: int, version: int, by: Actor, reason: str = ""
) -> Changed:
    """Put a doctor on a shift; as ``change_shift``."""
    return change_shift(
        roster=roster, shift=shift, put_on=(doctor,), version=version, by=by, reason=reason
    )


def take_off(
    *, roster: int, shift: str, doctor: int, version: int, by: Actor, reason: str = ""
) -> Changed:
    """Take a doctor off a shift; as ``change_shift``."""
    return change_shift(
        roster=roster, shift=shift, take_off=(doctor,), version=version, by=by, reason=reason
    )


@transaction.atomic
def change_shift(
    *,
    roster: int,
    shift: str,
    version: int,
    by: Actor,
    put_on: Collection[int] = (),
    take_off: Collection[int] = (),
    reason: str = "",
) -> Changed:
    """Change who is on a shift, all at once.

    Args:
        roster: Key of the roster.
        shift: Key of the shift in it.
        version: The roster's version that the change was made on.
        by: Who changes; needs ``PLAN_ROSTERS`` in the host municipality.
        put_on: Keys of duty doctors to put on it.
        take_off: Keys of duty doctors to take off it.
        reason: Why a rule of the law is set aside in a published roster; needs ``DECIDE_DUTY``.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such roster, shift or doctor.
        ConflictError: The roster has changed since, is closed, a doctor is on it already or is not on
            it, or a rule of the law would be broken in a published roster.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_version(row, version)
    put = {Assignment(shift, key_of(one)) for one in put_on}
    off = {Assignment(shift, key_of(one)) for one in take_off}
    return apply_changes(roster=row, put=put, off=off, by=by, reason=reason, origin="planner")


@transaction.atomic
def lock_doctor(
    *, roster: int, shift: str, doctor: int, is_fixed: bool, version: int, by: Actor
) -> int:
    """Lock a doctor to her shift, or let her go: a search leaves who is locked; return the version.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such roster, or she is not on that shift.
        ConflictError: The roster has changed since ``version``.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_version(row, version)
    changed = DutyAssignment.objects.filter(
        shift__roster=row, shift__key=shift, duty_doctor=doctor, ended_at__isnull=True
    ).update(is_fixed=is_fixed)
    if not changed:
        raise unknown("assignment")
    row.version += 1
    row.save(update_fields=["version"])
    record(
        by=by.name,
        action="duty.lock_doctor",
        subject=f"roster {row.pk}",
        municipality=row.district.host.number,
        details={"shift": shift, "doctor": doctor, "fixed": is_fixed, "version": row.version},
    )
    return row.version


def apply_changes(
    *,
    roster: DutyRoster,
    put: Iterable[Assignment],
    off: Iterable[Assignment],
    by: Actor,
    origin: str,
    reason: str = "",
    end_reason: str = "",
    inputs: RosterInputs | None = None,
    around: Around | None = None,
) -> Changed:
    """Change who is on which shifts of a roster that is locked in this transaction.

    Whoever calls has asked for the permission; swaps, open shifts and searches come this way too.
    Raises as ``change_shift``.

    Args:
        roster: The roster, locked.
        put: Who is put on which shift.
        off: Who is taken off which shift.
        by: Who changes.
        origin: Where it comes from; one of ``models.rosters.ORIGINS``.
        reason: Why a rule of the law is set aside in a published roster; needs ``DECIDE_DUTY``.
        end_reason: Why somebody is taken off, for the shift's history.
        inputs: What the roster is made from, where it is at hand.
        around: What is broken before and after, where it is judged already.
    """
    put, off = frozenset(put), frozenset(off)
    _require_open(roster)
    before = assignments_of(roster)
    _require_change(put, off, before)
    shifts, doctors = _known(roster, put | off)
    if roster.state == "published":
        lock_people(one.doctor for one in put)
    # Whoever is put on before she is a member is judged too: so the rows are written first.
    _write(shifts, doctors, put, off, by, origin, end_reason)
    after = (before - off) | put
    if around is None:
        inputs = inputs or inputs_of(roster, part=part_of(roster, before, after))
        around = breaches_around(inputs, before, after)
    findings, ended = _judged(roster, around)
    if roster.state == "published":
        _set_aside(roster, [one for one in findings if one.stops_publishing], reason, by)
        lapse_changed({row.pk for row in shifts.values()})
    roster.version += 1
    roster.save(update_fields=["version"])
    record(
        by=by.name,
        action=f"duty.change_{origin}",
        subject=f"roster {roster.pk}",
        municipality=roster.district.host.number,
        details={
            "put_on": sorted([one.shift, one.doctor] for one in put)[:100],
            "taken_off": sorted([one.shift, one.doctor] for one in off)[:100],
            "counts": [len(put), len(off)],
            "version": roster.version,
            "state": roster.state,
            "broken": [one.id for one in findings][:100],
            "overridden": bool(reason) and any(one.is_law for one in findings),
            "override_ended": ended,
        },
    )
    return Changed(version=roster.version, findings=findings)


def lock_people(doctors: Iterable[str]) -> None:
    """Lock persons, by their keys on duty, until the transaction ends; after rosters, by key.

    So nobody gets two shifts at one time, in two districts, from two who look at the same moment.
    """
    people = DutyDoctor.objects.filter(pk__in={int(one) for one in doctors}).values("doctor")
    list(Doctor.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))


def _judged(roster: DutyRoster, around: Around) -> tuple[tuple[DutyFinding, ...], int]:
    """Return what a change breaks, and how much that leaders set aside it mends.

    What is mended is set aside no longer: broken anew, a leader is asked anew.
    """
    was, now = around
    findings = told(newly_broken(was, now), overrides_of(roster))
    ids = {one for breach in mended(was, now) for one in ids_that_cover(breach)}
    return findings, roster.overrides.filter(breach__in=ids).delete()[0] if ids else 0


def _set_aside(
    roster: DutyRoster, findings: Collection[DutyFinding], reason: str, by: Actor
) -> None:
    """Note that a leader set rules of the law aside, or refuse."""
    if not findings:
        return
    if not reason.strip():
        raise breaks_law(findings)
    by.require(Permission.DECIDE_DUTY, municipality=roster.district.host_id)
    set_aside(roster=roster, reasons=[(one, reason) for one in findings], by=by)


def set_aside(*, roster: DutyRoster, reasons: Iterable[tuple[DutyFinding, str]], by: Actor) -> None:
    """Note findings that a leader sets aside, each with its reason; the permission was asked for.

    Raises:
        InputError: A reason is empty or too long.
    """
    for finding, reason in reasons:
        words = reason.strip()
        if not 0 < len(words) <= _WORDS:
            raise InputError(
                Text("Begrunnelsen er tom eller for lang.", "The reason is empty or too long."),
                where="reason",
                remedy=Text("Skriv 1–500 tegn.", "Write 1–500 characters."),
            )
        Override.objects.update_or_create(
            roster=roster,
            breach=finding.id,
            defaults={
                "constraint": finding.constraint,
                "sentence_nb": finding.sentence.nb[:_WORDS],
                "sentence_en": finding.sentence.en[:_WORDS],
                "reason": words,
                "decided_by": by.name,
            },
        )


def breaks_law(findings: Collection[DutyFinding]) -> ConflictError:
    """Return the error of a roster that was sent out, or is to be, and breaks the law."""
    some = list(findings)[:_NAMED]
    more = len(findings) - len(some)
    rest_nb = f" Og {more} til." if more else ""
    rest_en = f" And {more} more." if more else ""
    return ConflictError(
        Text(
            "Planen ville brutt loven. " + " ".join(one.sentence.nb for one in some) + rest_nb,
            "The roster would break the law. "
            + " ".join(one.sentence.en for one in some)
            + rest_en,
        ),
        where="roster",
        remedy=Text(
            "Endre planen. En leder kan fravike regelen med begrunnelse.",
            "Change the roster. A leader can set the rule aside with a reason.",
        ),
        findings=[one.id for one in findings],
    )


def _require_open(roster: DutyRoster) -> None:
    if roster.state == "closed":
        raise ConflictError(
            Text("Planen er avsluttet.", "The roster is closed."),
            where="roster",
            remedy=Text("Endre en plan som gjelder nå.", "Change a roster that is in force."),
        )


def _require_change(
    put: frozenset[Assignment], off: frozenset[Assignment], now: frozenset[Assignment]
) -> None:
    if not put and not off:
        raise InputError(
            Text("Endringen er tom.", "The change is empty."),
            where="put_on",
            remedy=Text("Velg hvem som skal på eller av.", "Choose who goes on or off."),
        )
    if put & now:
        raise ConflictError(
            Text("Legen står på vakten fra før.", "The doctor is on the shift already."),
            where="put_on",
            remedy=Text("Velg en annen lege.", "Choose another doctor."),
        )
    if off - now:
        raise ConflictError(
            Text("Legen står ikke på vakten.", "The doctor is not on the shift."),
            where="take_off",
            remedy=Text("Åpne siden på nytt.", "Open the page again."),
        )


def _known(
    roster: DutyRoster, pairs: Collection[Assignment]
) -> tuple[dict[str, DutyShift], dict[str, DutyDoctor]]:
    wanted = {one.shift for one in pairs}
    shifts = {row.key: row for row in roster.shifts.filter(key__in=wanted)}
    if wanted - shifts.keys():
        raise unknown("shift")
    keys = {one.doctor for one in pairs}
    doctors = {
        key_of(row.pk): row
        for row in DutyDoctor.objects.filter(district=roster.district_id, pk__in=keys)
    }
    if keys - doctors.keys():
        raise unknown("duty doctor")
    return shifts, doctors


def _write(
    shifts: dict[str, DutyShift],
    doctors: dict[str, DutyDoctor],
    put: frozenset[Assignment],
    off: frozenset[Assignment],
    by: Actor,
    origin: str,
    end_reason: str,
) -> None:
    now = timezone.now()
    ending = [
        row.pk
        for row in DutyAssignment.objects.filter(
            shift__in=[shifts[one.shift].pk for one in off], ended_at__isnull=True
        ).select_related("shift")
        if Assignment(row.shift.key, key_of(row.duty_doctor_id)) in off
    ]
    for at in range(0, len(ending), _WORDS):
        DutyAssignment.objects.filter(pk__in=ending[at : at + _WORDS]).update(
            ended_at=now, ended_by=by.name, end_reason=end_reason[:200]
        )
    DutyAssignment.objects.bulk_create(
        (
            DutyAssignment(
                shift=shifts[one.shift],
                duty_doctor=doctors[one.doctor],
                origin=origin,
                began_at=now,
                began_by=by.name,
            )
            for one in sorted(put)
        ),
        batch_size=_WORDS,
    )
