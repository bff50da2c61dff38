"""Writes rows with two times: what holds from a day on, beside what was known before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from hjemmel.apps.registry.models.dated import Dated

_TIMES = ("id", "valid_from", "valid_to", "known_from", "known_to")


def replace_from(
    model: type[Any], owner: Mapping[str, object], facts: Mapping[str, object], valid_from: date
) -> Dated:
    """Let new facts hold from ``valid_from`` until the row that held then would have ended.

    Facts not given stay as they were. Rows that begin later are not touched. The old row is
    superseded: what it said of the days before is written again, now ending at ``valid_from``.

    Args:
        model: A table of dated rows.
        owner: The columns that rows of one history share.
        facts: What changes.
        valid_from: The first day.

    Returns:
        The row that holds from then on.
    """
    now = timezone.now()
    rows = model.objects.select_for_update().filter(**owner).known()
    old = rows.on(valid_from).first()
    later = rows.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    carried: dict[str, Any] = {}
    valid_to = later.valid_from if later is not None else None
    if old is not None:
        carried = {
            field.attname: getattr(old, field.attname)
            for field in model._meta.concrete_fields
            if field.attname not in _TIMES
        }
        valid_to = old.valid_to
        model.objects.filter(pk=old.pk).update(known_to=now)
        if old.valid_from < valid_from:
            model.objects.create(
                **carried, valid_from=old.valid_from, valid_to=valid_from, known_from=now
            )
    for name, value in facts.items():
        carried.pop(f"{name}_id", None)
        carried[name] = value
    for name in owner:
        carried.pop(f"{name}_id", None)
    made: Dated = model.objects.create(
        **carried, **owner, valid_from=valid_from, valid_to=valid_to, known_from=now
    )
    return made


def end_from(model: type[Any], owner: Mapping[str, object], valid_from: date) -> int:
    """Let nothing hold from ``valid_from`` on; rows that begin then or later are taken back.

    Args:
        model: A table of dated rows.
        owner: The columns that rows of one history share.
        valid_from: The first day that nothing holds.

    Returns:
        How many rows were superseded.
    """
    now = timezone.now()
    rows = model.objects.select_for_update().filter(**owner).known()
    ending = [row for row in rows if row.valid_to is None or row.valid_to > valid_from]
    for old in ending:
        carried = {
            field.attname: getattr(old, field.attname)
            for field in model._meta.concrete_fields
            if field.attname not in _TIMES
        }
        model.objects.filter(pk=old.pk).update(known_to=now)
        if old.valid_from < valid_from:
            model.objects.create(
                **carried, valid_from=old.valid_from, valid_to=valid_from, known_from=now
            )
    return len(ending)
