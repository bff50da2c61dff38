"""The nation's monthly cut-over on PostgreSQL: ``python -m benchmarks.nation_run [--residents N] …``.

5.6 million residents are loaded, 300 000 stand in the queue, and 60 000 change list on one day. Prints
seconds, peak memory and the database's size, and stops with an error if anybody is lost: those on lists
before, and in, less out, must be those on lists after, list by list.

The generator makes one municipality at a time, with national ids of its own; the nation is therefore one
municipality with every list of the nation. The database is made, and dropped at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from benchmarks.bench_synth import peak_mb
from benchmarks.lists_cut_over import own_database, plan_moves

_LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
_PER_LIST = 1_057  # persons, as 5.6 million on 5 300 lists
_TODAY, _NEXT = date(2024, 3, 12), date(2024, 4, 1)
_Answer = TypeVar("_Answer")


def main() -> None:
    """Make the database, run, print, drop."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--residents", type=int, default=5_600_000)
    parser.add_argument("--queue", type=int, default=300_000, help="persons in the queue")
    parser.add_argument("--changes", type=int, default=60_000, help="moves on the day")
    given = parser.parse_args()
    server = os.environ.get("BENCH_DATABASE_URL", _LOCAL)
    with own_database(server, "nation") as address, tempfile.TemporaryDirectory() as folder:
        os.environ["HJEMMEL_DATABASE_URL"] = address
        os.environ["HJEMMEL_DATA_FOLDER"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "hjemmel.config.settings"
        import django

        django.setup()
        try:
            told = measure(given.residents, given.queue, given.changes)
        finally:
            from django.db import connection

            connection.close()
    print(json.dumps(told, indent=2))


def measure(residents: int, queue: int, changes: int) -> dict[str, float]:
    """Load, queue, plan and cut over; return what it cost."""
    from django.core.management import call_command

    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.selectors.differences import differences_of
    from hjemmel.apps.lists.services.cut_over import run_cut_over
    from hjemmel.apps.registry.services.demo import load_synthetic
    from hjemmel.cases.synthetic import generate, read_profile

    call_command("migrate", verbosity=0)
    by = system("benchmark")
    lists = max(8, residents // _PER_LIST)
    profile = read_profile("bergen").scaled(residents=residents, lists=lists)
    told: dict[str, float] = {"residents": residents, "lists": lists}
    place, told["load_seconds"] = _timed(
        lambda: load_synthetic(made=generate(profile, seed=1), by=by)
    )
    told["load_peak_mb"] = peak_mb()
    told["queue"] = _fill_queue(place, queue)
    plan_moves(place, changes)
    told["database_mb_before"] = _size()
    before, waiting = _by_list(), _waiting()
    shown, told["dry_run_seconds"] = _timed(lambda: differences_of(place, _NEXT))
    made, told["cut_over_seconds"] = _timed(
        lambda: run_cut_over(
            municipality=place, effective_on=_NEXT, digest=shown.digest, by=by, today=_TODAY
        )
    )
    if made is None or shown.moves != changes:
        raise AssertionError(f"{shown.moves} moves were shown, {changes} were planned")
    told["peak_mb"], told["database_mb_after"] = peak_mb(), _size()
    told["left_queue"] = _require_nobody_lost(made.pk, before, waiting)
    told["members_before"], told["members_after"] = sum(before.values()), sum(_by_list().values())
    return told


def _timed(work: Callable[[], _Answer]) -> tuple[_Answer, float]:
    start = time.perf_counter()
    answer = work()
    seconds = time.perf_counter() - start
    print(f"{seconds:10.1f} s", file=sys.stderr, flush=True)
    return answer, round(seconds, 2)


def _fill_queue(place: int, wanted: int) -> int:
    """Put members in the queue for another list until so many wait; return how many do."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_waitingentry (resident_id, municipality_id, wanted_list_id, "
            "waiting_class, queued_on, left_reason, known_from) "
            "SELECT m.resident_id, %s, CASE WHEN m.patient_list_id = l.first THEN l.last "
            "ELSE l.first END, 'change_within', DATE '2023-06-01' + (m.id %% 270)::int, '', now() "
            "FROM registry_membership AS m, (SELECT min(id) AS first, max(id) AS last "
            "FROM registry_patientlist) AS l "
            "WHERE m.known_to IS NULL AND m.valid_to IS NULL AND m.patient_list_id IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM registry_waitingentry AS w "
            "WHERE w.resident_id = m.resident_id) ORDER BY m.id DESC LIMIT %s",
            [place, max(0, wanted - _waiting())],
        )
        cursor.execute("ANALYZE registry_waitingentry")
    return _waiting()


def _waiting() -> int:
    from hjemmel.apps.registry.models import WaitingEntry

    return WaitingEntry.objects.filter(left_on__isnull=True).count()


def _by_list() -> dict[int, int]:
    from django.db.models import Count

    from hjemmel.apps.registry.models import Membership

    members = Membership.objects.on(_NEXT).filter(patient_list__isnull=False)
    return dict(members.values_list("patient_list_id").annotate(n=Count("pk")).order_by())


def _size() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return round(cursor.fetchone()[0] / 1_000_000, 1)


def _require_nobody_lost(run: int, before: dict[int, int], waiting: int) -> int:
    """Raise unless each list has those it had, and in, less out; return how many left the queue."""
    from collections import Counter

    from hjemmel.apps.lists.models import Move
    from hjemmel.apps.registry.models import WaitingEntry

    moves = list(Move.objects.filter(cut_over=run).values_list("from_list_id", "to_list_id"))
    came = Counter(to for _, to in moves if to)
    went = Counter(left for left, _ in moves if left)
    after = _by_list()
    for key in {*before, *came}:
        if after.get(key, 0) != before.get(key, 0) + came[key] - went[key]:
            raise AssertionError(f"list {key} lost or won somebody")
    left = WaitingEntry.objects.filter(left_on=_NEXT, left_reason="placed").count()
    if _waiting() != waiting - left:
        raise AssertionError("the queue lost somebody")
    return left


if __name__ == "__main__":
    main()
