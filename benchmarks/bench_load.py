"""Loading the register: seconds and peak memory, each in a fresh process and an empty database.

Bergen goes into SQLite; a file of 700 000 residents, of which every hundredth row is broken, is
previewed and loaded with ``hjemmel import``; and, when ``BENCH_DATABASE_URL`` names an empty
PostgreSQL database, 5.6 million residents on 5 300 lists go there by COPY. No peer: nobody else has
such a register to load.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import Row
from benchmarks.bench_synth import peak_mb

NAME = "Loading the register"
_BERGEN = (289_073, 256)
_NATION = (5_600_000, 5_300)
_FILE = (700_000, 700)
_BROKEN_EVERY = 100


def run() -> list[Row]:
    """Measure each load in its own process."""
    rows = _rows(
        f"SQLite, {_BERGEN[0]:,} residents with memberships", _in_process("load", *_BERGEN)
    )
    rows += _rows(
        f"File of {_FILE[0]:,} rows, 1 % broken, into SQLite", _in_process("file", *_FILE)
    )
    address = os.environ.get("BENCH_DATABASE_URL")
    if address:
        measured = _in_process("load", *_NATION, HJEMMEL_DATABASE_URL=address)
        rows += _rows(f"PostgreSQL, {_NATION[0]:,} residents with memberships", measured)
    return rows


def _rows(name: str, measured: dict[str, float]) -> list[Row]:
    units = {"seconds": "s", "peak_mb": "MB", "accepted": "rows", "quarantined": "rows"}
    return [
        Row(name=f"{name}: {key}", value=value, unit=units[key]) for key, value in measured.items()
    ]


def _in_process(what: str, residents: int, lists: int, **settings: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.bench_load", what, str(residents), str(lists)]
        done = subprocess.run(
            command,
            env={**os.environ, "HJEMMEL_DATA_FOLDER": folder, **settings},
            check=True,
            capture_output=True,
            text=True,
        )
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _measure(what: str, residents: int, lists: int) -> dict[str, float]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hjemmel.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from hjemmel.cases.synthetic import generate, read_profile

    call_command("migrate", verbosity=0)
    made = generate(read_profile("bergen").scaled(residents=residents, lists=lists), seed=1)
    return _load(made) if what == "load" else _file(made)


def _load(made: object) -> dict[str, float]:
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.registry.services.demo import load_synthetic

    start = time.perf_counter()
    load_synthetic(made=made, by=system("benchmark"))
    return {"seconds": time.perf_counter() - start, "peak_mb": peak_mb()}


def _file(made: object) -> dict[str, float]:
    from dataclasses import replace
    from datetime import date

    import polars as pl

    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.exchange.models import ImportRun
    from hjemmel.apps.exchange.services import load_run, preview_file
    from hjemmel.apps.registry.loading.synthetic import frames_of
    from hjemmel.apps.registry.services.loading import load_register
    from hjemmel.apps.registry.services.places import set_up_municipality

    by = system("benchmark")
    districts = {d.number: d.name for d in made.profile.districts}
    key = set_up_municipality(number="4601", name="Bergen", districts=districts, by=by)
    frames = frames_of(made)
    posts = replace(frames, residents=None, waiting=None)
    day = date(2024, 1, 1)
    load_register(frames=posts, municipality=key, as_of=day, complete=True, by=by)
    broken = pl.int_range(pl.len()) % _BROKEN_EVERY == 0
    rows = frames.residents.head(_FILE[0]).select(
        pl.when(broken).then(pl.lit("12345678901")).otherwise("national_id").alias("Fødselsnummer"),
        pl.col("born").dt.to_string("%d.%m.%Y").alias("Født"),
        pl.when(pl.col("sex") == "female").then(pl.lit("K")).otherwise(pl.lit("M")).alias("Kjønn"),
        pl.col("district").alias("Bydel"),
        pl.col("household").alias("Husstand"),
        pl.col("list").alias("Listenr"),
    )
    file = Path(os.environ["HJEMMEL_DATA_FOLDER"]) / "innbyggere.csv"
    rows.write_csv(file, separator=";")
    start = time.perf_counter()
    run = preview_file(file=file, name=file.name, municipality=key, as_of=day, complete=True, by=by)
    load_run(run=run, by=by)
    seconds = time.perf_counter() - start
    counts = ImportRun.objects.get(pk=run).counts
    return {
        "seconds": seconds,
        "peak_mb": peak_mb(),
        "accepted": counts["accepted"]["residents"],
        "quarantined": counts["quarantined"],
    }


if __name__ == "__main__":
    print(json.dumps(_measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
