"""A month's cut-over of 100 000 moves on PostgreSQL, in a process and a database of its own.

The peer does the same by the service that moves one person, ``put_on_list``: measured on 500 persons
and reckoned for all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks import Row

_LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
_RESIDENTS, _LISTS = 300_000, 300
_MOVES, _ONE_BY_ONE = 100_000, 500
_TODAY, _NEXT = date(2024, 3, 12), date(2024, 4, 1)


def rows() -> list[Row]:
    """Measure in another process; nothing where PostgreSQL does not answer."""
    server = os.environ.get("BENCH_DATABASE_URL", _LOCAL)
    try:
        psycopg.connect(server, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        print(f"PostgreSQL does not answer: {error}", file=sys.stderr)
        return []
    with own_database(server, "cut_over") as address, tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.lists_cut_over"],
            env={
                **os.environ,
                "HJEMMEL_DATABASE_URL": address,
                "HJEMMEL_DATA_FOLDER": folder,
                "DJANGO_SETTINGS_MODULE": "hjemmel.config.settings",
            },
            check=True,
            capture_output=True,
            text=True,
        )
    found = json.loads(done.stdout)
    name = f"lists.cutover.{_MOVES}"
    return [
        Row(
            name,
            found["run"],
            "s",
            f"put_on_list one by one, {_ONE_BY_ONE} persons scaled",
            found["one_by_one"],
            found["one_by_one"] / found["run"],
        ),
        Row(f"{name}: dry run", found["dry_run"], "s"),
        Row(f"{name}: taken back", found["reverse"], "s"),
    ]


@contextmanager
def own_database(server: str, kind: str) -> Iterator[str]:
    """Make a database on a server; yields its address, and drops it."""
    name = f"hjemmel_{kind}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def plan_moves(municipality: int, count: int) -> None:
    """Plan that members change list on one day: each gets the list of the one 1 000 places on."""
    from django.db import connection
    from django.utils import timezone

    on_lists = (
        "SELECT resident_id, patient_list_id, row_number() OVER (ORDER BY id) - 1 AS n "
        "FROM registry_membership "
        "WHERE known_to IS NULL AND valid_to IS NULL AND patient_list_id IS NOT NULL "
        "ORDER BY id LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO lists_move (resident_id, municipality_id, from_list_id, to_list_id, "  # noqa: S608
            "effective_on, cause, reason, above_ceiling, source, state, decided_by, decided_at) "
            "SELECT a.resident_id, %s, a.patient_list_id, b.patient_list_id, %s, 'allocated', '', "
            f"true, 'benchmark', 'planned', 'benchmark', %s FROM ({on_lists}) AS a "
            f"JOIN ({on_lists}) AS b ON b.n = (a.n + 1000) %% %s",
            [municipality, _NEXT, timezone.now(), count, count, count],
        )


def measure() -> dict[str, float]:
    """Load the municipality and measure; seconds."""
    import django

    django.setup()
    from django.core.management import call_command

    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.selectors.differences import differences_of
    from hjemmel.apps.lists.services.cut_over import reverse_cut_over, run_cut_over
    from hjemmel.apps.registry.services.demo import load_synthetic
    from hjemmel.cases.synthetic import generate, read_profile

    call_command("migrate", verbosity=0)
    by = system("benchmark")
    profile = read_profile("bergen").scaled(residents=_RESIDENTS, lists=_LISTS)
    place = load_synthetic(made=generate(profile, seed=1), by=by)
    one_by_one = _one_by_one() * _MOVES / _ONE_BY_ONE
    plan_moves(place, _MOVES)
    start = time.perf_counter()
    shown = differences_of(place, _NEXT)
    dry_run = time.perf_counter() - start
    start = time.perf_counter()
    made = run_cut_over(
        municipality=place, effective_on=_NEXT, digest=shown.digest, by=by, today=_TODAY
    )
    run = time.perf_counter() - start
    if made is None or shown.moves != _MOVES:
        raise AssertionError("the cut-over did not carry out the moves")
    start = time.perf_counter()
    reverse_cut_over(cut_over=made.pk, by=by)
    reverse = time.perf_counter() - start
    return {"dry_run": dry_run, "run": run, "reverse": reverse, "one_by_one": one_by_one}


def _one_by_one() -> float:
    """Move the last members one by one; return the seconds."""
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.registry.models import Membership, PatientList
    from hjemmel.apps.registry.services.residents import put_on_list

    lists = list(PatientList.objects.order_by("pk").values_list("pk", flat=True)[:2])
    members = list(
        Membership.objects.on(_NEXT)
        .filter(patient_list__isnull=False)
        .order_by("-pk")[:_ONE_BY_ONE]
    )
    start = time.perf_counter()
    for row in members:
        put_on_list(
            resident=row.resident_id,
            patient_list=lists[row.patient_list_id == lists[0]],
            valid_from=_NEXT,
            by=system("benchmark"),
            exception="benchmark",
        )
    return time.perf_counter() - start


if __name__ == "__main__":
    print(json.dumps(measure()))
