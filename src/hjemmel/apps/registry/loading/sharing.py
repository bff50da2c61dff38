"""Which doctors share a list or have a part of it: what a file says, laid beside what was known."""

from __future__ import annotations

from datetime import date

import polars as pl

from hjemmel.apps.registry.loading.frames import Day
from hjemmel.apps.registry.models import Doctor, ListDoctor, PatientList


def lay_list_doctors(lists: pl.DataFrame, day: Day) -> int:
    """Make the doctors of each list hold from the day, and return how many came or went.

    Args:
        lists: id, doctors (HPR numbers); a list without a value has no doctors beside the holder.
        day: What the load is about.
    """
    wanted_numbers = dict(lists.select("id", "doctors").rows())
    numbers = {n for named in wanted_numbers.values() for n in named or ()}
    doctors = dict(
        Doctor.objects.filter(hpr_number__in=numbers).values_list("hpr_number", "pk").order_by()
    )
    parts = dict(
        PatientList.objects.filter(pk__in=wanted_numbers).values_list("pk", "kind").order_by()
    )
    wanted = {
        (key, doctors[n]): "part" if parts[key] == "part" else "shared"
        for key, named in wanted_numbers.items()
        for n in named or ()
    }
    of_here = ListDoctor.objects.filter(patient_list__in=wanted_numbers, known_to__isnull=True)
    stored = {(row.patient_list_id, row.doctor_id): row for row in of_here.on(day.as_of)}
    superseded, made = [], []
    for pair, row in stored.items():
        if wanted.get(pair) == row.part:
            continue
        superseded.append(row.pk)
        if row.valid_from < day.as_of:
            made.append(_row(pair, row.part, day, row.valid_from, day.as_of))
    for pair, part in wanted.items():
        before = stored.get(pair)
        if before is not None and before.part == part:
            continue
        later = of_here.filter(
            patient_list=pair[0], doctor=pair[1], valid_from__gt=day.as_of
        ).order_by("valid_from")
        starts = later.values_list("valid_from", flat=True).first()
        until = before.valid_to if before is not None else starts
        made.append(_row(pair, part, day, day.as_of, until))
    ListDoctor.objects.filter(pk__in=superseded).update(known_to=day.now)
    ListDoctor.objects.bulk_create(made)
    kept = stored.keys() & wanted.keys()
    other_part = [pair for pair in kept if stored[pair].part != wanted[pair]]
    return len(stored.keys() ^ wanted.keys()) + len(other_part)


def _row(
    pair: tuple[int, int], part: str, day: Day, valid_from: date, valid_to: date | None
) -> ListDoctor:
    return ListDoctor(
        patient_list_id=pair[0],
        doctor_id=pair[1],
        part=part,
        valid_from=valid_from,
        valid_to=valid_to,
        known_from=day.now,
    )
