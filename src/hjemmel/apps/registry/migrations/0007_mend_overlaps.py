"""Let no two periods of vacancies, the queue or codes overlap, before the database holds to it.

Of two that overlap, the first ends where the second begins, and the second lasts as long as either
did: the days that are covered stay the same, and none is counted twice. Between municipalities a
code only ends where the next begins.
"""

from __future__ import annotations

import secrets
from itertools import groupby
from typing import Any

from django.db import migrations

_BITS = 62


def mend(apps: Any, schema_editor: Any) -> None:
    """Mend each table, and record how many rows changed."""
    changed = {
        "vacancies": _mend(apps, "Vacancy", ("agreement_id",), "since", "filled_on"),
        "waiting": _mend(apps, "WaitingEntry", ("resident_id",), "queued_on", "left_on"),
        "region_codes": _mend(
            apps, "RegionCode", ("municipality_id", "number"), "valid_from", "valid_to"
        )
        + _mend(apps, "RegionCode", ("number",), "valid_from", "valid_to", is_part=False),
    }
    if any(changed.values()):
        for place in apps.get_model("registry", "Municipality").objects.all():
            place.revision = secrets.randbits(_BITS)
            place.save(update_fields=["revision"])
        apps.get_model("audit", "AuditEvent").objects.create(
            by="system:migrate",
            action="registry.mend_overlaps",
            subject="periods",
            details=changed,
        )


def _mend(
    apps: Any, name: str, owner: tuple[str, ...], first: str, last: str, **only: object
) -> int:
    rows = apps.get_model("registry", name).objects.filter(**only).order_by(*owner, first, "id")
    changed = 0
    for _, group in groupby(rows, key=lambda row: [getattr(row, column) for column in owner]):
        before: Any = None
        for row in group:
            begins, ends = getattr(row, first), getattr(row, last)
            if ends is not None and ends <= begins:
                continue
            if before is not None:
                changed += _part(before, row, first, last, lasts=not only)
            before = row
    return changed


def _part(before: Any, row: Any, first: str, last: str, *, lasts: bool) -> int:
    """Let one period end where the next begins; return how many rows changed."""
    ended, begins, ends = getattr(before, last), getattr(row, first), getattr(row, last)
    if ended is not None and ended <= begins:
        return 0
    setattr(before, last, begins)
    before.save(update_fields=[last])
    if not lasts or ends is None or (ended is not None and ended <= ends):
        return 1
    setattr(row, last, ended)
    row.save(update_fields=[last])
    return 2


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_retention_years"), ("audit", "0003_truth")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
