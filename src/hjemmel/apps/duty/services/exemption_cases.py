"""Cases of exemption as rows: found, locked, looked after and recorded; shared by the verbs."""

from __future__ import annotations

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import unknown
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster, ExemptionCase
from hjemmel.apps.duty.recording import record_of_doctor
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

_WORDS = 500


def locked_case(key: int, by: Actor) -> tuple[ExemptionCase, DutyDoctor]:
    """Return a case that ``by`` may decide, locked after the district's published rosters."""
    row, doctor = found_case(key, with_rosters=True)
    by.require(Permission.DECIDE_DUTY, municipality=doctor.district.host_id)
    return row, doctor


def found_case(key: int, *, with_rosters: bool = False) -> tuple[ExemptionCase, DutyDoctor]:
    """Return a case, locked, and its doctor; raises ``UnknownIdError``.

    Args:
        key: Key of the case.
        with_rosters: Whether the district's published rosters are locked before it.
    """
    cases = ExemptionCase.objects.filter(pk=key)
    if with_rosters:
        for district in cases.values_list("duty_doctor__district", flat=True):
            locked_rosters(district)
    row = (
        cases.select_related("duty_doctor__district__host", "duty_doctor__doctor")
        .select_for_update(of=("self",), no_key=True)
        .first()
    )
    if row is None:
        raise unknown("exemption")
    return row, row.duty_doctor


def locked_rosters(district: int) -> list[DutyRoster]:
    """Return the published rosters of a district, locked."""
    return list(
        DutyRoster.objects.select_related("district__host")
        .select_for_update(of=("self",), no_key=True)
        .filter(district=district, state="published")
        .order_by("pk")
    )


def require_case_version(case: ExemptionCase, version: int) -> None:
    """Raise ``ConflictError`` when a case has changed since somebody looked at it."""
    if case.version != version:
        raise ConflictError(
            Text("Saken er endret siden.", "The case has changed since."),
            where="version",
            remedy=Text("Åpne saken på nytt.", "Open the case again."),
            version=case.version,
        )


def require_undecided(case: ExemptionCase, version: int) -> None:
    """Raise ``ConflictError`` unless a case is as somebody saw it, and waits for a decision."""
    require_case_version(case, version)
    if case.state != "applied":
        raise is_decided()


def is_decided() -> ConflictError:
    """Return the error of a case that nothing more is done with."""
    return ConflictError(
        Text("Saken er avgjort eller trukket.", "The case is decided or withdrawn."),
        where="case",
        remedy=Text("Søk på nytt om noe er nytt.", "Apply again if something is new."),
    )


def long_reason(text: str) -> str:
    """Return a reason without space about it; raise ``InputError`` when it is empty or too long."""
    words = text.strip()
    if not 0 < len(words) <= _WORDS:
        raise InputError(
            Text("Begrunnelsen er tom eller for lang.", "The reason is empty or too long."),
            where="reason",
            remedy=Text("Skriv 1–500 tegn.", "Write 1–500 characters."),
        )
    return words


def record_case(
    by: Actor, action: str, doctor: DutyDoctor, case: ExemptionCase, **details: object
) -> None:
    """Record what was done with a case; of its ground and facts nothing."""
    record_of_doctor(
        by,
        action,
        doctor,
        exemption=case.pk,
        first=case.first.isoformat(),
        last=case.last.isoformat() if case.last else "",
        state=case.state,
        version=case.version,
        **details,
    )
