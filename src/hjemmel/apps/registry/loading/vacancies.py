"""Which posts are vacant, since when, and how they were advertised, as a file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from hjemmel.apps.registry.loading.frames import Day, TableCounts
from hjemmel.apps.registry.models import Advertisement, AgreementTerms, Vacancy

VACANCY = (
    "vacant_since",
    "advertised_on",
    "advertised_times",
    "deadline",
    "applicants",
    "qualified_applicants",
)
"""The columns of agreements that tell of a vacancy."""


def ends_of(day: Day) -> Mapping[int, date]:
    """Return the end that was agreed of each agreement of the municipality, as known before a load."""
    rows = AgreementTerms.objects.on(day.as_of).filter(
        agreement__municipality=day.municipality, ends_on__isnull=False
    )
    return dict(rows.values_list("agreement_id", "ends_on").order_by())


def note_vacancies(posts: pl.DataFrame, ended: Mapping[int, date], day: Day) -> TableCounts:
    """Begin a vacancy where an agreement has no permanent holder; fill it where one has come.

    Args:
        posts: agreement_id, holder_id, held_since, ends_on, and those of ``VACANCY`` that there are.
        ended: The end of agreements, as known before.
        day: What the load is about.
    """
    counts = TableCounts()
    keys = posts["agreement_id"].to_list()
    by_agreement: dict[int, list[Vacancy]] = {key: [] for key in keys}
    for row in Vacancy.objects.filter(agreement__in=keys).order_by("since"):
        by_agreement[row.agreement_id].append(row)
    next_holder = _next_holders(keys, day)
    for post in posts.to_dicts():
        key = post["agreement_id"]
        now = _now(by_agreement[key], day.as_of)
        if post["holder_id"] is not None:
            _fill(now, post, day, counts)
            continue
        told = post.get("vacant_since")
        since = _after_others(
            told or _ended(post, ended, day.as_of), by_agreement[key], now, day.as_of
        )
        if now is None:
            now = Vacancy.objects.create(
                agreement_id=key, since=since, filled_on=next_holder.get(key)
            )
            counts.added += 1
        elif told is not None and since != now.since:
            now.since = since
            now.save(update_fields=["since"])
            counts.changed += 1
        else:
            counts.unchanged += 1
        _advertise(now, post, counts)
    return counts


def _next_holders(keys: Sequence[int], day: Day) -> Mapping[int, date]:
    """Return from when a holder is known after the day: an older file opens no vacancy of today."""
    rows = AgreementTerms.objects.known().filter(
        agreement__in=keys, holder__isnull=False, valid_from__gt=day.as_of
    )
    found: dict[int, date] = {}
    for key, start in rows.order_by("-valid_from").values_list("agreement_id", "valid_from"):
        found[key] = start
    return found


def _now(rows: Sequence[Vacancy], as_of: date) -> Vacancy | None:
    """Return the vacancy of the day; one that is open and noted as later is taken for the same."""
    return next((row for row in rows if row.filled_on is None or row.filled_on > as_of), None)


def _ended(post: Mapping[str, Any], ended: Mapping[int, date], as_of: date) -> date:
    """Return the end of the last agreement, where it is known and over; else the file's day."""
    known = (post["ends_on"], ended.get(post["agreement_id"]))
    return next((end for end in known if end is not None and end <= as_of), as_of)


def _after_others(since: date, rows: Sequence[Vacancy], now: Vacancy | None, as_of: date) -> date:
    """Return the first day of a vacancy, no earlier than the one before it was filled."""
    filled = [row.filled_on for row in rows if row is not now and row.filled_on]
    return max([since, *(day for day in filled if day <= as_of)])


def _fill(now: Vacancy | None, post: Mapping[str, Any], day: Day, counts: TableCounts) -> None:
    if now is None or now.filled_on is not None or now.since > day.as_of:
        return
    came = post["held_since"]
    now.filled_on = max(came if came and came <= day.as_of else day.as_of, now.since)
    now.save(update_fields=["filled_on"])
    counts.ended += 1


def _advertise(vacancy: Vacancy, post: Mapping[str, Any], counts: TableCounts) -> None:
    """Note the days of advertisement; deadline and applicants are those of the last one."""
    days = sorted(set(post.get("advertised_on") or ()))
    stored = {row.published_on: row for row in vacancy.advertisements.all()}
    for published in days:
        facts: dict[str, Any] = {}
        if published == days[-1]:
            names = ("deadline", "applicants", "qualified_applicants")
            facts = {name: post[name] for name in names if post.get(name) is not None}
        row = stored.get(published)
        if row is None:
            Advertisement.objects.create(
                vacancy=vacancy, published_on=published, **{"deadline": published, **facts}
            )
            counts.changed += 1
        elif any(getattr(row, name) != value for name, value in facts.items()):
            Advertisement.objects.filter(pk=row.pk).update(**facts)
            counts.changed += 1
    times = post.get("advertised_times")
    if times is not None and times > len({*stored, *days}):
        note = f"Lyst ut {times} ganger ifølge filen; dagene er ikke oppgitt for alle."
        if vacancy.note != note:
            vacancy.note = note
            vacancy.save(update_fields=["note"])
            counts.changed += 1
