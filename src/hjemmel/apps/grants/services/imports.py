"""Applications from a file: looked at first, then loaded; loaded twice, nothing is there twice."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.access import unknown, year_for
from hjemmel.apps.grants.import_files import other_case, read_rows
from hjemmel.apps.grants.models import GrantApplication, GrantImport, GrantImportRow
from hjemmel.apps.grants.recording import record_scheme
from hjemmel.apps.grants.services.applications import (
    save_application,
    start_application,
    submit_application,
)
from hjemmel.domain.grant_scheme import ApplicantKind
from hjemmel.kernel.errors import ConflictError, HjemmelError
from hjemmel.kernel.text import Text

_LONGEST_NAME, _LONGEST_REASON = 150, 300


@transaction.atomic
def preview_import(*, scheme_year: int, file: Path, name: str, by: Actor) -> int:
    """Look at a file of applications, and keep what each row would do; return the key of the look.

    Args:
        scheme_year: Key of the year of the scheme.
        file: The file: Excel or CSV.
        name: What it was called.
        by: Who; needs ``HANDLE_GRANTS``.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such year.
        DataFileError: The file is of another kind, or lacks a column that is needed.
    """
    year = year_for(scheme_year, by=by, permission=Permission.HANDLE_GRANTS)
    rows = read_rows(file, year)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    year.imports.filter(state="previewed", digest=digest).delete()
    counts = {
        action: sum(row.action == action for row in rows)
        for action in ("new", "changed", "same", "quarantine")
    }
    run = GrantImport.objects.create(
        scheme_year=year,
        file=name[:_LONGEST_NAME],
        digest=digest,
        state="previewed",
        counts=counts,
        asked_by=by.name,
    )
    for row in rows:
        is_other = row.action == "quarantine" and not row.field
        reason = other_case() if is_other else row.reason
        GrantImportRow.objects.create(
            run=run,
            row=row.row,
            values=dict(row.values),
            action=row.action,
            field="applicant" if is_other else row.field,
            reason_nb=reason.nb[:_LONGEST_REASON],
            reason_en=reason.en[:_LONGEST_REASON],
        )
    record_scheme(by, "grants.preview_import", year.scheme, year=year.year, counts=counts)
    return run.pk


@transaction.atomic
def load_import(*, run: int, by: Actor, today: date, now: datetime) -> dict[str, int]:
    """Load what was looked at; return how many were submitted, kept as drafts, and left out.

    What lacks a document or is past its deadline stays a draft. A row that no longer fits is left out.

    Args:
        run: Key of the look.
        by: Who; needs ``HANDLE_GRANTS``.
        today: The day that they count as received.
        now: When.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such look.
        ConflictError: It is loaded already.
    """
    row = GrantImport.objects.select_for_update().filter(pk=run).first()
    if row is None:
        raise unknown("import")
    year = year_for(row.scheme_year_id, by=by, permission=Permission.HANDLE_GRANTS)
    if row.state == "loaded":
        raise ConflictError(
            Text("Filen er alt hentet inn.", "The file is loaded already."),
            where="run",
            remedy=Text(
                "Se sakene, eller last opp en ny fil.", "See the cases, or upload another."
            ),
        )
    done = {"submitted": 0, "drafts": 0, "left_out": 0}
    for one in row.rows.filter(action__in=("new", "changed")):
        done[_load(one, year.pk, by, today)] += 1
    row.state, row.loaded_at = "loaded", now
    row.counts = {**row.counts, **done}
    row.save()
    record_scheme(by, "grants.load_import", year.scheme, year=year.year, counts=done)
    return done


def _load(one: GrantImportRow, year: int, by: Actor, today: date) -> str:
    values = one.values
    try:
        with transaction.atomic():
            case = start_application(
                scheme_year=year,
                kind=ApplicantKind(values["kind"]),
                centre=values.get("centre"),
                doctor=values.get("doctor"),
                number=values.get("number", ""),
                name=values.get("name", ""),
                by=by,
            )
            version = save_application(
                case=case,
                version=GrantApplication.objects.values_list("version", flat=True).get(pk=case),
                typed=values["facts"],
                sought=values["sought"],
                purpose=values["purpose"],
                by=by,
            )
    except HjemmelError:
        return "left_out"
    try:
        with transaction.atomic():
            submit_application(case=case, version=version, by=by, today=today)
    except HjemmelError:
        return "drafts"
    return "submitted"
